//! What a standard changes in templates, in sentences for people who are about to publish it.

use crate::{Gate, GateRule, Template};

/// What differs between the gates of one template under two standards, each difference in a sentence. `now` and `then` are the same template,
/// tightened by the one and by the other.
#[must_use]
pub fn gate_changes(now: &Template, then: &Template) -> Vec<String> {
    let gates = now.stages.iter().zip(&then.stages).filter_map(|(now, then)| match (&now.gate, &then.gate) {
        (Gate::People(before), Gate::People(after)) => Some((then.name.as_str(), before, after)),
        _ => None,
    });
    gates.flat_map(|(stage, before, after)| changes_of(stage, before, after)).collect()
}

fn changes_of(stage: &str, before: &GateRule, after: &GateRule) -> Vec<String> {
    let mut found = Vec::new();
    if before.quorum != after.quorum {
        found.push(format!("stage `{stage}`: approvals needed: {} in place of {}", after.quorum, before.quorum));
    }
    let may = |may_not: bool| if may_not { "may no longer" } else { "may" };
    if before.exclude_requester != after.exclude_requester {
        found.push(format!("stage `{stage}`: whoever started the run {} decide", may(after.exclude_requester)));
    }
    if before.exclude_author != after.exclude_author {
        found.push(format!("stage `{stage}`: whoever made the version {} decide", may(after.exclude_author)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BUILTIN_TEMPLATES, Standard};

    fn template() -> Template {
        let (name, text) = BUILTIN_TEMPLATES.iter().find(|(name, _)| *name == "planning-only").unwrap();
        Template::parse(name, text, &["form", "size", "text", "sections", "markdown", "links", "contents"]).unwrap()
    }

    #[track_caller]
    fn check(now: &str, then: &str, expected: &[&str]) {
        let under = |text: &str| Standard::parse("standard.toml", text).unwrap().apply(&template()).unwrap();
        let found = gate_changes(&under(now), &under(then));
        assert!(expected.iter().all(|part| found.iter().any(|sentence| sentence.contains(part))), "{found:?}");
        assert_eq!(found.is_empty(), expected.is_empty(), "{found:?}");
    }

    #[test]
    fn a_higher_quorum_is_told() {
        check("", "least_quorum = 2", &["approvals needed: 2 in place of 1"]);
    }

    #[test]
    fn who_may_no_longer_decide_is_told() {
        check("", "self_approval = false", &["started the run may no longer decide", "made the version may no longer decide"]);
    }

    #[test]
    fn what_is_loosened_again_is_told() {
        check("least_quorum = 2\nself_approval = false", "", &["approvals needed: 1 in place of 2", "started the run may decide"]);
    }

    #[test]
    fn the_same_standard_changes_nothing() {
        check("least_quorum = 2", "least_quorum = 2", &[]);
    }
}
