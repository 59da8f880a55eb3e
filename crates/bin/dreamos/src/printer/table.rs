//! Tables and lists of fields: aligned and cut to the width for people, separated by tabs for programs.

use super::style::{Paint, Style, status_paint, status_text};
use comfy_table::{Attribute, Color, ColumnConstraint, ContentArrangement, Row};
use dream_api::{Digest, Reason, Status};

/// How many characters of a text of any length a table shows.
const EXCERPT: usize = 120;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    text: String,
    /// What people see of it, where the whole is for programs.
    short: Option<String>,
    paint: Option<Paint>,
    /// Whether its column is never cut.
    whole: bool,
}

#[expect(clippy::needless_pass_by_value, reason = "tables read better when they may be given what is at hand")]
impl Cell {
    /// A text.
    pub(crate) fn new(text: impl ToString) -> Self {
        Self { text: text.to_string(), short: None, paint: None, whole: false }
    }

    /// A text in the colour of a meaning.
    pub(crate) fn painted(text: impl ToString, paint: Paint) -> Self {
        Self { paint: Some(paint), ..Self::new(text) }
    }

    /// A text, or a dash where there is none.
    pub(crate) fn opt(value: Option<impl ToString>) -> Self {
        value.map_or_else(|| Self::painted("-", Paint::Faint), Self::new)
    }

    /// The beginning of a text of any length: documents (`--json`) have the whole.
    pub(crate) fn excerpt(text: &str) -> Self {
        Self::new(excerpt(text))
    }

    /// A text of any length, of which people see the beginning and programs the whole.
    pub(crate) fn long(text: &str) -> Self {
        Self { short: Some(excerpt(text)), ..Self::new(text) }
    }

    /// A digest: people see enough of it to tell two apart.
    pub(crate) fn digest(digest: &Digest) -> Self {
        Self { short: Some(digest.short().to_owned()), ..Self::new(digest) }
    }

    /// A text, or nothing, which lists of fields leave out.
    pub(crate) fn maybe(value: Option<impl ToString>) -> Self {
        Self::new(value.map(|value| value.to_string()).unwrap_or_default())
    }

    /// A status and its reason: what a table is looked at for.
    pub(crate) fn status(status: Status, reason: Option<Reason>) -> Self {
        Self { paint: status_paint(status), whole: true, ..Self::new(status_text(status, reason)) }
    }

    fn styled(&self) -> comfy_table::Cell {
        let cell = comfy_table::Cell::new(one_line(self.short.as_ref().unwrap_or(&self.text)));
        match self.paint {
            None => cell,
            Some(Paint::Good) => cell.fg(Color::DarkGreen),
            Some(Paint::Attention) => cell.fg(Color::DarkCyan),
            Some(Paint::Bad) => cell.fg(Color::DarkRed),
            Some(Paint::Warning) => cell.fg(Color::DarkYellow),
            Some(Paint::Faint) => cell.add_attribute(Attribute::Dim),
            Some(Paint::Strong) => cell.add_attribute(Attribute::Bold),
        }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of `items`, one row each.
    pub(crate) fn of<T>(head: &[&'static str], items: &[T], row: impl Fn(&T) -> Vec<Cell>) -> Self {
        Self { head: head.to_vec(), rows: items.iter().map(row).collect() }
    }

    /// The table as text.
    pub(crate) fn render(&self, style: &Style) -> String {
        if style.is_terminal() { self.for_people(style) } else { self.for_programs() }
    }

    fn for_programs(&self) -> String {
        let head = self.head.join("\t");
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| one_line(&cell.text)).collect::<Vec<_>>().join("\t"));
        std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
    }

    fn for_people(&self, style: &Style) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_truncation_indicator("…");
        if style.is_coloured() {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        match style.width() {
            Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        let head: Vec<comfy_table::Cell> = self.head.iter().map(|name| Cell::painted(name, Paint::Faint).styled()).collect();
        let mut head = Row::from(head);
        head.max_height(1);
        table.set_header(head);
        for row in &self.rows {
            let mut line = Row::from(row.iter().map(Cell::styled).collect::<Vec<_>>());
            line.max_height(1);
            table.add_row(line);
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            // What names the row is there to be copied: it is never cut.
            if index == 0 || self.rows.iter().any(|row| row.get(index).is_some_and(|cell| cell.whole)) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.trim_fmt()
    }
}

/// Names and values, one pair a line, the values aligned. Empty values are left out.
pub(crate) fn fields(style: &Style, pairs: &[(&str, Cell)]) -> String {
    let shown: Vec<_> = pairs.iter().filter(|(_, value)| !value.text.is_empty()).collect();
    let longest = shown.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, value): &&(&str, Cell)| {
        let text = printable(&value.text);
        let text = value.paint.map_or_else(|| text.clone(), |paint| style.paint(paint, &text));
        format!("{}  {text}", style.paint(Paint::Faint, &format!("{name:longest$}")))
    };
    shown.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Text that came from elsewhere, without the control characters that could steer a terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && letter != '\n' { '\u{fffd}' } else { letter }).collect()
}

/// The beginning of a text as one line, with `⏎` where it had more and `…` when there is more.
pub(crate) fn excerpt(text: &str) -> String {
    let marked = |text: &str| one_line(&text.replace("\r\n", "⏎").replace('\n', "⏎"));
    let text = text.trim_end();
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return marked(text) };
    let (beginning, _) = text.split_at(end);
    format!("{}…", marked(beginning).trim_end())
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_clock::Timestamp;

    fn style(terminal: bool, width: Option<u16>) -> Style {
        Style::new(false, terminal, width, Timestamp::from_micros(0))
    }

    fn table() -> Table {
        Table::of(&["ID", "NAME"], &["one", "two\n\u{1b}[2J"], |name| vec![Cell::new("id"), Cell::new(name)])
    }

    #[test]
    fn programs_get_tabs_and_whole_values() {
        assert_eq!(table().render(&style(false, None)), "ID\tNAME\nid\tone\nid\ttwo  [2J");
    }

    #[test]
    fn what_names_a_row_is_never_cut_and_digests_are_short_for_people() {
        let digest: Digest = format!("sha256:{}", "ab".repeat(32)).parse().unwrap();
        let id = "run_01jd3kz5e8f0vs1m7q2w9x4t6b";
        let table =
            Table::of(&["ID", "DIGEST", "NAME"], &["n".repeat(80)], |name| vec![Cell::new(id), Cell::digest(&digest), Cell::new(name)]);
        let people = table.render(&style(true, Some(60)));
        assert!(people.contains(id) && !people.contains(digest.as_str()), "{people}");
        assert!(table.render(&style(false, None)).contains(digest.as_str()));
    }

    #[test]
    fn a_status_is_never_cut() {
        let table = Table::of(&["STAGE", "STATUS", "REVIEW"], &["rev_01jd3kz5e8f0vs1m7q2w9x4t6b"], |review| {
            vec![Cell::new("architecture"), Cell::status(Status::Queued, Some(Reason::Dependency)), Cell::new(review)]
        });
        let people = table.render(&style(true, Some(44)));
        assert!(people.contains("queued: dependency") && people.lines().all(|line| line.chars().count() <= 44), "{people}");
    }

    #[test]
    fn people_get_columns_cut_to_their_width() {
        let text = Table::of(&["ID", "NAME"], &["a very long name that does not fit"], |name| vec![Cell::new("id"), Cell::new(name)]);
        for line in text.render(&style(true, Some(24))).lines() {
            assert!(line.chars().count() <= 24, "{line:?}");
        }
        assert!(table().render(&style(true, Some(80))).contains("ID  NAME"));
    }

    #[test]
    fn a_long_text_is_shown_by_its_beginning() {
        let long = "ä\n".repeat(50_000);
        let text =
            |cell: fn(&str) -> Cell, style| Table::of(&["ID", "BODY"], &[&long], |long| vec![Cell::new("id"), cell(long)]).render(&style);
        let widest = |text: &str| text.lines().map(|line| line.chars().count()).max();
        for cell in [Cell::excerpt, Cell::long] {
            let people = text(cell, style(true, None));
            assert!(people.ends_with('…') && widest(&people) <= Some(4 + 121), "{people}");
        }
        assert!(widest(&text(Cell::excerpt, style(false, None))) <= Some(3 + 121));
        assert!(text(Cell::long, style(false, None)).len() > long.len(), "programs get all of what they fetch");
        assert_eq!(excerpt("one\ntwo\r\n\tthree\n"), "one⏎two⏎ three", "a line stays a line, and one sees that there were more");
        assert_eq!((excerpt("short\n").as_str(), excerpt(&"x".repeat(120)).len()), ("short", 120));
    }

    #[test]
    fn control_characters_of_others_do_not_reach_the_terminal() {
        assert!(!table().render(&style(true, Some(80))).contains('\u{1b}'));
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb\nc");
    }
}
