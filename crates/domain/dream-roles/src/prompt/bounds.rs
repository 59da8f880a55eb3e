//! How much of people's and models' texts one prompt carries: what is left out is said, and always the same for the same texts.

use super::Feedback;

/// The most bytes of one artifact that a stage works from.
pub(super) const LONGEST_INPUT: usize = 512 * 1024;
/// The most bytes of the work that reviewers sent back.
pub(super) const LONGEST_PREVIOUS: usize = 256 * 1024;
/// The most bytes of one comment.
const LONGEST_COMMENT: usize = 16 * 1024;
/// The most bytes of all comments together.
const ALL_COMMENTS: usize = 64 * 1024;

/// The beginning of `text`, up to `most` bytes, and how much is missing.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(most);
    format!("{}\n[the rest is left out: {} of {} bytes are shown]", text.get(..end).unwrap_or(""), end, text.len())
}

/// The newest comments that fit, oldest first, each with its text as it is shown, and how many older ones are left out.
pub(super) fn newest(feedback: &[Feedback]) -> (Vec<(&Feedback, String)>, usize) {
    let mut left = ALL_COMMENTS;
    let mut shown = Vec::new();
    for comment in feedback.iter().rev() {
        let text = clipped(&comment.text, LONGEST_COMMENT);
        let Some(rest) = left.checked_sub(text.len()) else { break };
        left = rest;
        shown.push((comment, text));
    }
    shown.reverse();
    let left_out = feedback.len() - shown.len();
    (shown, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(round: u32, bytes: usize) -> Feedback {
        Feedback { round, verdict: "request_changes".to_owned(), text: "x".repeat(bytes) }
    }

    #[test]
    fn the_oldest_comments_give_way_to_the_newest() {
        let all: Vec<Feedback> = (1..=6).map(|round| comment(round, LONGEST_COMMENT - 100)).collect();
        let (shown, left_out) = newest(&all);
        assert_eq!((shown.iter().map(|(each, _)| each.round).collect::<Vec<_>>(), left_out), (vec![3, 4, 5, 6], 2));
        assert_eq!(newest(&all[4..]).1, 0);
        assert_eq!(newest(&[]), (Vec::new(), 0));
    }

    #[test]
    fn one_long_comment_is_cut_and_says_so() {
        let long = [comment(1, 10 * LONGEST_COMMENT)];
        let (shown, left_out) = newest(&long);
        assert_eq!(left_out, 0);
        assert!(shown[0].1.len() < LONGEST_COMMENT + 100 && shown[0].1.ends_with("bytes are shown]"));
        assert_eq!(clipped("äöü", 3), "ä\n[the rest is left out: 2 of 6 bytes are shown]");
    }
}
