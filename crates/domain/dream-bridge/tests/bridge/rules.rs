//! Reading rules: what is wrong is said with its line and column.

use dream_bridge::rule::RuleSet;

fn faults(text: &str) -> Vec<(usize, usize, &'static str)> {
    match RuleSet::parse("rules.toml", text) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.faults.iter().map(|fault| (fault.line, fault.column, fault.code)).collect(),
    }
}

const WHOLE: &str = r##"
[[rule]]
name = "failed-builds"
description = "Builds of the main branch that fail"
sources = ["github", "gitlab*"]
types = ["workflow_run.*", "pipeline.*"]
severity = "warning"
phases = ["firing", "resolved"]
when = "event.labels.branch == 'main' and payload.repository.private"
to = ["ops", "dev"]
key = "{{ labels.repository }} {{ labels.workflow|default('') }}"
update = "edit"
thread = "1d"
stop = true
dedup = { window = "10m" }
cap = { most = 20, per = "1m" }
escalate = { after = "15m", to = ["on-call"], times = 3 }
quiet = { from = "22:00", to = "07:00", time_zone = "Europe/Berlin", days = ["sat", "sun"], except = "critical", then = "hold" }

[rule.labels]
repository = "acme/*"

[rule.message]
title = "{{ event.title }}"
text = """
{{ event.summary|truncate(500) }}
{% if event.link %}{{ 'Open'|link(event.link) }}{% endif %}
"""
colour = "#FF8800"
username = "Builds"
mentions = ["role:123456789012345678"]
fields = [{ name = "Branch", value = "{{ labels.branch }}", inline = true }]

[[rule]]
name = "all-the-rest"
to = ["archive"]
digest = { at = ["09:00", "17:30"], time_zone = "Europe/Berlin", by = ["repository"], most = 30 }
"##;

#[test]
fn a_whole_rule_is_read() {
    let set = RuleSet::parse("rules.toml", WHOLE).unwrap();
    let names: Vec<(&str, usize)> = set.rules().iter().map(|rule| (rule.name.as_str(), rule.line)).collect();
    assert_eq!(names, [("failed-builds", 2), ("all-the-rest", 34)]);
    assert_eq!(set.destinations(), ["archive", "dev", "on-call", "ops"]);
}

#[test]
fn what_is_wrong_is_said_with_line_and_column() {
    let rule = |line: &str| format!("[[rule]]\nname = \"a\"\nto = [\"ops\"]\n{line}\n");
    let cases: &[(String, (usize, usize, &str))] = &[
        ("[[rule]\n".to_owned(), (1, 8, "not_toml")),
        ("x = 1\n".to_owned(), (1, 1, "unknown_key")),
        (rule("sevrity = \"error\""), (4, 1, "unknown_key")),
        (rule("severity = \"bad\""), (4, 1, "wrong_value")),
        (rule("types = [\"a\", \"a\"]"), (4, 15, "duplicate")),
        (rule("types = \"a\""), (4, 1, "wrong_type")),
        (rule("when = \"payload.value >\""), (4, 1, "template_syntax")),
        (rule("when = \"'x' * 9\""), (4, 1, "template_forbidden")),
        (rule("message = { title = \"{{ a b }}\" }"), (4, 13, "template_syntax")),
        (rule("message = { text = \"{{ a|shout }}\" }"), (4, 13, "template_forbidden")),
        (rule("message = { text = \"{% set a = 1 %}\" }"), (4, 13, "template_forbidden")),
        (rule("message = { username = \"Discord\" }"), (4, 13, "wrong_value")),
        (rule("message = { mentions = [\"role:1\"] }"), (4, 25, "wrong_value")),
        (rule("message = { mentions = [\"@everyone\"] }"), (4, 25, "wrong_value")),
        (rule("message = { colour = \"red\" }"), (4, 13, "wrong_value")),
        (rule("dedup = { }"), (4, 9, "missing_key")),
        (rule("dedup = { window = \"soon\" }"), (4, 11, "wrong_value")),
        (rule("quiet = { from = \"22:00\", to = \"7:00\", time_zone = \"UTC\" }"), (4, 27, "wrong_value")),
        (rule("quiet = { from = \"22:00\", to = \"07:00\", time_zone = \"Berlin\" }"), (4, 41, "wrong_value")),
        (rule("quiet = { from = \"22:00\", to = \"07:00\" }"), (4, 9, "missing_key")),
        (rule("digest = { every = \"1h\", at = [\"09:00\"] }"), (4, 10, "contradiction")),
        (rule("digest = { every = \"1h\" }\ngroup = { wait = \"1m\" }"), (4, 1, "contradiction")),
        (rule("group = { wait = \"1m\" }\nupdate = \"edit\""), (5, 1, "contradiction")),
        (rule("cap = { per = \"1m\" }"), (4, 7, "missing_key")),
        (rule("cap = { most = 0, per = \"1m\" }"), (4, 9, "out_of_range")),
        (rule("escalate = { after = \"1m\" }"), (4, 12, "missing_key")),
        ("[[rule]]\nto = [\"ops\"]\n".to_owned(), (1, 1, "missing_key")),
        ("[[rule]]\nname = \"a\"\n".to_owned(), (1, 1, "missing_key")),
        ("[[rule]]\nname = \"A b\"\nto = [\"ops\"]\n".to_owned(), (2, 1, "wrong_value")),
        (format!("{}{}", rule(""), rule("")), (6, 1, "duplicate")),
        ("#".repeat(262_145), (1, 1, "too_large")),
    ];
    for (text, wanted) in cases {
        let shown: String = text.chars().take(120).collect();
        assert_eq!(faults(text), [*wanted], "{shown}");
    }
}

#[test]
fn every_fault_is_found_in_one_go_and_names_its_rule() {
    let text = "[[rule]]\nname = \"a\"\nto = []\nseverity = \"x\"\n\n[[rule]]\nname = \"b\"\nto = [\"ops\"]\nwhen = \"(\"\n";
    let errors = RuleSet::parse("rules.toml", text).unwrap_err();
    let shown = errors.to_string();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 3, "{shown}");
    assert!(lines[0].starts_with("rules.toml:3:1: rule `a`: `to` must name"), "{shown}");
    assert!(lines[1].starts_with("rules.toml:4:1: rule `a`: `severity`: `x` is none of"), "{shown}");
    assert!(lines[2].starts_with("rules.toml:9:1: rule `b`: `when`: "), "{shown}");
}

#[test]
fn a_rule_names_every_name_that_a_destination_can_have() {
    let named = |to: &str| faults(&format!("[[rule]]\nname = \"a\"\nto = [\"{to}\"]\nescalate = {{ after = \"15m\", to = [\"{to}\"] }}\n"));
    for to in ["ops", "ops.eu_1", "1st", &"a".repeat(dream_bridge::MOST_NAME)] {
        assert!(dream_bridge::is_name(to));
        assert_eq!(named(to), [], "{to}");
    }
    for to in ["Ops", "-a", &"a".repeat(dream_bridge::MOST_NAME + 1)] {
        assert!(named(to).len() >= 2, "{to}: it is wrong in both places");
    }
}
