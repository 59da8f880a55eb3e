//! A permission as people see it: everything that a decision needs.

use crate::context::Context;
use crate::printer::{Cell, Paint, Style, fields};
use dream_api::{PermissionDetail, PermissionKind, PermissionStatus};

/// The colour of a permission's status.
pub(crate) fn paint(status: PermissionStatus) -> Paint {
    match status {
        PermissionStatus::Waiting => Paint::Attention,
        PermissionStatus::Approved | PermissionStatus::Answered => Paint::Good,
        PermissionStatus::Rejected => Paint::Bad,
        PermissionStatus::ChangesRequested => Paint::Warning,
        PermissionStatus::Expired | PermissionStatus::Withdrawn | PermissionStatus::Unknown => Paint::Faint,
    }
}

/// The whole permission. What is asked stands below the facts, to the last letter.
pub(crate) fn detail(style: &Style, detail: &PermissionDetail) -> String {
    let asked = &detail.permission;
    let you = if detail.you.may_decide {
        "may decide".to_owned()
    } else {
        format!("may not decide: {}", detail.you.why_not.as_deref().unwrap_or("no reason given"))
    };
    let waits = asked.status == PermissionStatus::Waiting || asked.status == PermissionStatus::Approved;
    let choices = if detail.choices.is_empty() { None } else { Some(detail.choices.join(" | ")) };
    let pairs = [
        ("permission", Cell::new(asked.id)),
        ("status", Cell::painted(asked.status, paint(asked.status))),
        ("agent", Cell::new(format!("{} ({})", asked.agent_name, asked.agent))),
        ("task", Cell::maybe(asked.task)),
        ("run", Cell::maybe(asked.run)),
        ("title", Cell::new(&asked.title)),
        ("tool", Cell::maybe(asked.tool.as_ref())),
        ("kind of tool", Cell::maybe(asked.tool_kind.as_ref())),
        ("digest", Cell::painted(&asked.digest, Paint::Strong)),
        ("risk", Cell::new(asked.risk)),
        ("asked", Cell::new(style.time(asked.asked_at))),
        ("expires", Cell::maybe(Some(asked.expires_at).filter(|_| waits).map(|at| style.time(at)))),
        ("decided", Cell::maybe(asked.decided_at.map(|at| style.time(at)))),
        ("decided by", Cell::maybe(asked.decided_by)),
        ("said", Cell::maybe(detail.comment.as_ref())),
        ("used", Cell::maybe(asked.used_at.map(|at| style.time(at)))),
        ("answers", Cell::maybe(choices)),
        ("you", Cell::new(you)),
    ];
    let what = match (asked.kind, detail.exact) {
        (PermissionKind::Question, _) => "The question:",
        (_, true) => "The exact arguments:",
        (_, false) => "The arguments, without what looks like a secret:",
    };
    format!("{}\n\n{what}\n{}", fields(style, &pairs), shown(&detail.text))
}

/// The text with nothing in it that moves the cursor, turns the direction of writing or changes colours: what an agent wrote must not
/// look like something else. Each such letter is shown by its number.
fn shown(text: &str) -> String {
    let hidden = |letter: char| {
        let turns = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        turns || (letter.is_control() && letter != '\n' && letter != '\t')
    };
    let show = |letter: char| if hidden(letter) { letter.escape_unicode().to_string() } else { letter.to_string() };
    text.chars().map(show).collect()
}

/// Says how to decide.
pub(crate) fn note_next(context: &Context, detail: &PermissionDetail) {
    let asked = &detail.permission;
    if asked.status != PermissionStatus::Waiting || !detail.you.may_decide {
        return;
    }
    if asked.kind == PermissionKind::Question {
        context.printer.note(&format!("next: dreamos permission answer {} --text TEXT", asked.id));
        return;
    }
    context.printer.note(&format!("next: dreamos permission approve {} --digest {}", asked.id, asked.digest));
    context.printer.note(&format!("or:   dreamos permission reject {} --comment TEXT", asked.id));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_agent_wrote_moves_the_cursor() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\nd"), "a\\u{1b}[2Jb\\u{202e}c\nd");
    }
}
