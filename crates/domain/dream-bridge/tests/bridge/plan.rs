//! What becomes of events, with time and memory as data.

use dream_bridge::event::{Event, Phase, Severity};
use dream_bridge::message::Mention;
use dream_bridge::plan::{Decided, Memory, Plan, due, plan};
use dream_bridge::rule::RuleSet;
use dream_clock::Timestamp;
use serde_json::json;
use std::time::Duration;

struct Case {
    rules: RuleSet,
    memory: Memory,
}

fn at(seconds: u64) -> Timestamp {
    "2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap().plus(Duration::from_secs(seconds))
}

fn event(key: &str, severity: Severity, phase: Phase) -> Event {
    Event {
        source: "ci".to_owned(),
        kind: "build.done".to_owned(),
        severity,
        phase,
        title: format!("Build {key}"),
        summary: "It is so.".to_owned(),
        labels: [("team".to_owned(), key.chars().take(1).collect())].into(),
        link: Some("https://ci.example/1".to_owned()),
        at: at(0),
        key: key.to_owned(),
    }
}

impl Case {
    fn of(rule: &str) -> Self {
        let text = format!("[[rule]]\nname = \"r\"\nto = [\"ops\"]\n{rule}\n");
        Self { rules: RuleSet::parse("rules.toml", &text).unwrap_or_else(|errors| panic!("{errors}")), memory: Memory::default() }
    }

    fn event(&mut self, seconds: u64, event: &Event) -> Plan {
        // What is remembered must survive being stored.
        self.memory = serde_json::from_str(&serde_json::to_string(&self.memory).unwrap()).unwrap();
        plan(&self.rules, event, &json!({"n": 1}), &mut self.memory, at(seconds))
    }

    fn firing(&mut self, seconds: u64, key: &str) -> Vec<Decided> {
        decided(&self.event(seconds, &event(key, Severity::Error, Phase::Firing)))
    }

    fn due(&mut self, seconds: u64) -> Plan {
        due(&self.rules, &mut self.memory, at(seconds))
    }
}

fn decided(plan: &Plan) -> Vec<Decided> {
    plan.trace.iter().map(|step| step.decided).collect()
}

fn titles(plan: &Plan) -> Vec<(String, String)> {
    plan.planned.iter().map(|planned| (planned.destination.clone(), planned.message.title.clone())).collect()
}

#[test]
fn a_rule_sends_what_it_is_about_and_says_why_not_otherwise() {
    let error = event("a", Severity::Error, Phase::Firing);
    let cases = [
        ("", Decided::Planned, "to `ops`"),
        ("sources = [\"other\"]", Decided::Missed, "the source `ci`"),
        ("types = [\"push\"]", Decided::Missed, "the type `build.done`"),
        ("types = [\"build.*\"]", Decided::Planned, "ops"),
        ("severity = \"critical\"", Decided::Missed, "the severity error is below critical"),
        ("severity = \"error\"", Decided::Planned, "ops"),
        ("phases = [\"resolved\"]", Decided::Missed, "the phase firing"),
        ("labels = { team = \"b*\" }", Decided::Missed, "the label `team` is `a`"),
        ("labels = { other = \"*\" }", Decided::Missed, "the label `other` is missing"),
        ("when = \"payload.n == 1\"", Decided::Planned, "ops"),
        ("when = \"payload.n == 2\"", Decided::Missed, "`payload.n == 2` does not hold"),
        ("when = \"payload.gone.deep == 2\"", Decided::Failed, "could not be computed"),
    ];
    for (rule, wanted, why) in cases {
        let plan = Case::of(rule).event(0, &error);
        assert_eq!(decided(&plan), [wanted], "{rule}");
        assert!(plan.trace[0].why.contains(why), "{rule}: {}", plan.trace[0].why);
        assert_eq!(plan.planned.len(), usize::from(wanted == Decided::Planned));
    }
}

#[test]
fn its_words_are_the_rules_and_in_need_the_events_own() {
    let error = event("a*", Severity::Error, Phase::Firing);
    let message = |rule: &str| Case::of(rule).event(0, &error);
    let own = message("").planned[0].message.clone();
    assert_eq!((own.title.as_str(), own.text.as_str(), own.colour), ("Build a\\*", "It is so.", Some(0xE6_7E_22)));
    let written =
        message("message = { title = \"{{ event.type }}\", text = \"n={{ payload.n }}\", mentions = [\"here\"], colour = \"#0000FF\" }")
            .planned[0]
            .message
            .clone();
    assert_eq!(
        (written.title.as_str(), written.text.as_str(), written.colour, written.mentions),
        ("build.done", "n=1", Some(0xFF), vec![Mention::Here])
    );
    let failed = message("message = { title = \"{{ payload.gone }}\" }");
    assert_eq!(decided(&failed), [Decided::Failed, Decided::Planned], "an event is not lost to a template");
    assert!(failed.planned[0].message.footer.contains("failed"), "{:?}", failed.planned[0].message);
    assert_eq!(decided(&message("message = { title = \"{% if false %}x{% endif %}\" }")), [Decided::Dropped]);
}

#[test]
fn a_rule_that_stops_is_the_last() {
    let text = "[[rule]]\nname = \"a\"\nto = [\"x\"]\nseverity = \"critical\"\nstop = true\n[[rule]]\nname = \"b\"\nto = [\"y\"]\nstop = true\n[[rule]]\nname = \"c\"\nto = [\"z\"]\n";
    let rules = RuleSet::parse("rules.toml", text).unwrap();
    let plan = plan(&rules, &event("a", Severity::Error, Phase::Firing), &json!({}), &mut Memory::default(), at(0));
    assert_eq!(decided(&plan), [Decided::Missed, Decided::Planned, Decided::Stopped]);
    assert_eq!(plan.planned[0].destination, "y");
}

#[test]
fn the_same_is_told_once_within_its_window_and_again_after_its_end() {
    let mut case = Case::of("dedup = { window = \"10m\" }");
    assert_eq!(case.firing(0, "a"), [Decided::Planned]);
    assert_eq!(case.firing(599, "a"), [Decided::Duplicate]);
    assert_eq!(case.firing(599, "b"), [Decided::Planned]);
    assert_eq!(case.firing(600, "a"), [Decided::Planned]);
    assert_eq!(decided(&case.event(610, &event("a", Severity::Info, Phase::Resolved))), [Decided::Planned]);
    assert_eq!(decided(&case.event(611, &event("a", Severity::Info, Phase::Resolved))), [Decided::Duplicate]);
    assert_eq!(case.firing(620, "a"), [Decided::Planned], "its next beginning is news");
}

#[test]
fn events_are_grouped_by_label_and_told_together() {
    let mut case = Case::of("group = { by = [\"team\"], wait = \"30s\", most = 2 }");
    for (seconds, key) in [(0, "a1"), (5, "a2"), (10, "a3"), (12, "b1")] {
        assert_eq!(case.firing(seconds, key), [Decided::Collected]);
    }
    assert_eq!(case.memory.next_due(), Some(at(30)));
    assert_eq!(case.due(29).planned, []);
    let first = case.due(30);
    assert_eq!(titles(&first), [("ops".to_owned(), "3 events".to_owned())]);
    assert_eq!(first.planned[0].message.text.lines().count(), 3, "two listed, and a line for the third: {}", first.planned[0].message.text);
    assert!(first.planned[0].message.text.ends_with("… and 1 more"));
    assert_eq!(titles(&case.due(42)), [("ops".to_owned(), "1 event".to_owned())]);
    assert_eq!(case.memory.next_due(), None);
}

#[test]
fn what_a_removed_rule_collected_is_told_where_it_would_have_gone() {
    for collects in ["group = { wait = \"30s\" }", "digest = { every = \"1h\" }", "cap = { most = 1, per = \"1m\" }"] {
        let mut case = Case::of(collects);
        case.firing(0, "a");
        case.firing(1, "b");
        let (then, told) = (case.memory.next_due().unwrap(), case.memory.waiting().map(|collected| collected.count).sum::<u64>());
        let renamed = "[[rule]]\nname = \"other\"\nto = [\"elsewhere\"]\n";
        case.rules = RuleSet::parse("rules.toml", renamed).unwrap();
        assert_eq!(due(&case.rules, &mut case.memory, at(0)).planned, [], "not before its time");
        let plan = due(&case.rules, &mut case.memory, then);
        let title = if told == 1 { "1 event".to_owned() } else { format!("{told} events") };
        assert_eq!(titles(&plan), [("ops".to_owned(), title)], "{collects}");
        assert!(plan.planned[0].message.footer.starts_with("The rule `r` collected this, and is not in force any more"), "{plan:?}");
        assert_eq!((plan.planned[0].rule.as_str(), plan.trace[0].rule.as_str()), ("r", "r"));
        assert_eq!(case.memory.next_due(), None);
    }
}

#[test]
fn a_digest_has_the_words_of_its_rule() {
    let mut case = Case::of(
        "digest = { every = \"1h\" }\nmessage = { digest = \"{{ count }}: {% for item in items %}{{ item.title }};{% endfor %}\" }",
    );
    case.firing(0, "a");
    case.firing(60, "b");
    assert_eq!(case.due(3_600).planned[0].message.text, "2: Build a;Build b;");
}

#[test]
fn quiet_hours_hold_what_is_not_urgent_until_they_end() {
    let quiet = |then: &str| {
        format!("quiet = {{ from = \"11:00\", to = \"13:00\", time_zone = \"UTC\", except = \"critical\", then = \"{then}\" }}")
    };
    let mut case = Case::of(&quiet("hold"));
    assert_eq!(case.firing(0, "a"), [Decided::Held]);
    assert_eq!(decided(&case.event(1, &event("b", Severity::Critical, Phase::Firing))), [Decided::Planned]);
    assert_eq!(case.due(3_599).planned, []);
    assert_eq!(titles(&case.due(3_600)), [("ops".to_owned(), "1 event".to_owned())]);
    assert_eq!(case.firing(3_601, "c"), [Decided::Planned]);
    assert_eq!(Case::of(&quiet("drop")).firing(0, "a"), [Decided::Dropped]);
    // What was collected before does not break into the quiet either.
    let mut grouped = Case::of(&format!("{}\ngroup = {{ wait = \"30m\" }}", quiet("hold").replace("11:00", "12:10")));
    assert_eq!(grouped.firing(0, "a"), [Decided::Collected]);
    assert_eq!(decided(&grouped.due(1_800)), [Decided::Held]);
    assert_eq!(grouped.due(3_600).planned.len(), 1);
}

#[test]
fn over_its_cap_a_rule_tells_the_rest_in_one_message() {
    let mut case = Case::of("cap = { most = 2, per = \"1m\" }");
    let all: Vec<Decided> = (0..5).flat_map(|n| case.firing(n, &format!("k{n}"))).collect();
    assert_eq!(all, [Decided::Planned, Decided::Planned, Decided::Capped, Decided::Capped, Decided::Capped]);
    assert_eq!(titles(&case.due(60)), [("ops".to_owned(), "3 events".to_owned())]);
    assert_eq!(case.firing(61, "k9"), [Decided::Planned]);
}

#[test]
fn a_flood_is_remembered_within_bounds_and_told_in_one_message() {
    let mut case =
        Case::of("dedup = { window = \"1d\" }\nescalate = { after = \"1h\", to = [\"boss\"] }\ncap = { most = 1, per = \"1h\" }");
    for n in 0..25_000 {
        let one = event(&format!("k{n}"), Severity::Error, Phase::Firing);
        let _ = plan(&case.rules, &one, &json!({}), &mut case.memory, at(1));
    }
    let stored = serde_json::to_string(&case.memory).unwrap().len();
    assert!(stored < 10_000_000, "{stored} bytes");
    assert_eq!(case.due(3_601).planned.iter().filter(|planned| planned.destination == "ops").count(), 1);
}

#[test]
fn nobody_reacts_and_others_are_called_until_somebody_does_or_it_ends() {
    let rule = "escalate = { after = \"15m\", to = [\"boss\"], times = 2 }\nmessage = { mentions = [\"everyone\"] }";
    let mut case = Case::of(rule);
    let about = case.event(0, &event("a", Severity::Error, Phase::Firing)).planned[0].place.about.clone().unwrap();
    assert_eq!(case.firing(60, "a"), [Decided::Planned], "a reminder does not start the wait anew");
    assert_eq!(case.due(899).planned, []);
    let called = case.due(900);
    assert_eq!(decided(&called), [Decided::Escalated]);
    assert!(called.planned[0].message.content.contains("15 minutes"));
    assert_eq!((called.planned[0].destination.as_str(), called.planned[0].message.mentions.len()), ("boss", 1));
    assert_eq!(case.due(1_800).planned.len(), 1);
    assert_eq!(case.due(9_999).planned, []);
    let mut reacted = Case::of(rule);
    reacted.firing(0, "a");
    assert!(reacted.memory.reacted(&about) && !reacted.memory.reacted(&about));
    assert_eq!(reacted.due(900).planned, []);
    let mut ended = Case::of(rule);
    ended.firing(0, "a");
    let _ = ended.event(10, &event("a", Severity::Info, Phase::Resolved));
    assert_eq!(ended.due(900).planned, []);
}

#[test]
fn one_message_per_alert_turns_green_without_a_sound() {
    let rule =
        "update = \"edit\"\nthread = \"1d\"\nquiet = { from = \"12:30\", to = \"13:00\", time_zone = \"UTC\" }\nseverity = \"error\"";
    let mut case = Case::of(rule);
    let red = case.event(0, &event("a", Severity::Error, Phase::Firing)).planned.remove(0);
    let green = case.event(1_900, &event("a", Severity::Info, Phase::Resolved)).planned.remove(0);
    assert!(red.place.edit && green.place.edit);
    assert_eq!(red.place.about, green.place.about);
    assert_eq!(green.message.colour, Some(0x2E_CC_71), "in quiet hours too, and below the rule's severity");
    assert_eq!(red.place.thread.unwrap().0, "Build a");
    let other = case.event(0, &event("b", Severity::Error, Phase::Firing)).planned.remove(0);
    assert_ne!(other.place.about, red.place.about);
    assert_eq!(case.firing(1_901, "c"), [Decided::Held]);
}

#[test]
fn the_same_events_at_the_same_times_are_planned_alike() {
    let rule = "dedup = { window = \"1m\" }\ngroup = { wait = \"10s\" }";
    let run = || {
        let mut case = Case::of(rule);
        let mut all = Vec::new();
        for n in 0..50 {
            all.push(case.event(n, &event(&format!("k{}", n % 7), Severity::Error, Phase::Firing)));
            all.push(case.due(n));
        }
        serde_json::to_string(&all).unwrap()
    };
    assert_eq!(run(), run());
}
