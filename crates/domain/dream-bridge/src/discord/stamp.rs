//! Times as Discord shows them: in the reader's own zone and words. They are read where text is markup; titles, footers and code show them raw.

use dream_clock::Timestamp;

/// The length of a time as this program writes it: `2026-11-22T08:02:00.000000Z`.
const WRITTEN: usize = 27;

/// The markup that shows `at` in one of Discord's styles: `R` for how long ago or ahead it is, `f` for day and time, `t` for the time of day, `T` for
/// that with seconds.
#[must_use]
pub fn stamp(at: Timestamp, style: &str) -> String {
    format!("<t:{}:{style}>", at.micros().div_euclid(1_000_000))
}

/// A sentence of ours, with every time that stands in it as we write times shown as day and time. Other texts, times of others among them, stay.
#[must_use]
pub fn with_stamps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (taken, shown) = match written(rest) {
            Some(at) => (WRITTEN, stamp(at, "f")),
            None => (letter.len_utf8(), letter.to_string()),
        };
        out.push_str(&shown);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// The time with which `text` begins.
fn written(text: &str) -> Option<Timestamp> {
    let head = text.get(..WRITTEN).filter(|head| head.ends_with('Z') && head.starts_with(|first: char| first.is_ascii_digit()))?;
    let at: Timestamp = head.parse().ok()?;
    (at.to_string() == head).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_ours_are_shown_in_the_readers_zone() {
        let at: Timestamp = "2026-11-22T08:02:00.5Z".parse().unwrap();
        assert_eq!((stamp(at, "R"), stamp(Timestamp::from_micros(-1), "f")), ("<t:1795334520:R>".to_owned(), "<t:-1:f>".to_owned()));
        let cases = [
            (format!("expired at {at}; ask again"), "expired at <t:1795334520:f>; ask again"),
            (format!("{at}"), "<t:1795334520:f>"),
            (format!("ä{at}{at}é"), "ä<t:1795334520:f><t:1795334520:f>é"),
            ("at 2026-11-22T08:02:00Z, by whom?".to_owned(), "at 2026-11-22T08:02:00Z, by whom?"),
            ("at 2026-19-42T08:02:00.000000Z".to_owned(), "at 2026-19-42T08:02:00.000000Z"),
            (String::new(), ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(with_stamps(&text), wanted);
        }
    }
}
