//! What is wrong with a template is found all at once, and named by file, line and stage.

use crate::kit::DIAMOND;
use dream_govern::*;

const STAGE: &str = "name = \"t\"\n[[stage]]\nname = \"one\"\nrole = \"writer\"\nproduces = [{ name = \"doc\", kind = \"document\" }]\n";
const GATE: &str = "[stage.gate]\napprovers = [\"owner\"]\n";

fn faults(toml: &str) -> Vec<(usize, Option<String>, &'static str)> {
    let errors = Template::parse("mine.toml", toml, &["links"]).map(|_| ()).unwrap_err();
    errors.faults.into_iter().map(|fault| (fault.line, fault.part.map(|part| part.name), fault.code)).collect()
}

/// One fault in the stage `one`, at `line`.
fn check(toml: &str, line: usize, code: &'static str) {
    assert_eq!(faults(toml), [(line, Some(String::from("one")), code)], "{toml}");
}

fn with_gate(gate: &str) -> String {
    format!("{STAGE}{gate}")
}

#[test]
fn the_built_in_templates_are_valid_and_known_by_their_digest() {
    for (name, source) in BUILTIN_TEMPLATES {
        let template = Template::parse(name, source, &[]).unwrap();
        assert_eq!((template.name.as_str(), template.digest), (name, dream_ledger::Digest::of(source.as_bytes())));
        assert!(template.stages.iter().all(|stage| matches!(&stage.gate, Gate::People(rule) if !rule.exclude_requester)));
    }
    assert!(builtin_template("nothing").is_none());
}

#[test]
fn the_delivery_asks_people_where_it_should() {
    let template = Template::parse("software-delivery", builtin_template("software-delivery").unwrap(), &[]).unwrap();
    let asks = |when: GateWhen| -> Vec<&str> {
        let at = |stage: &&StageSpec| matches!(&stage.gate, Gate::People(rule) if rule.when == when);
        template.stages.iter().filter(at).map(|stage| stage.name.as_str()).collect()
    };
    assert_eq!(asks(GateWhen::Always), ["prd", "architecture", "plan", "build", "release"]);
    assert_eq!(asks(GateWhen::FailedChecks), ["qa", "security", "docs"]);
    assert_eq!(template.stages[7].needs, ["qa", "security", "docs"]);
}

/// Trap 26: governance is absent when its configuration is missing.
#[test]
fn a_stage_without_a_gate_must_say_so() {
    check(STAGE, 2, "gate_missing");
    let template = Template::parse("t", &with_gate("gate = \"none\"\n"), &[]).unwrap();
    assert_eq!(template.stages[0].gate, Gate::None {});
    check(&with_gate("gate = \"off\"\n"), 6, "bad_gate");
    check(&with_gate("gate = false\n"), 6, "bad_gate");
}

#[test]
fn a_gate_has_defaults_that_ask() {
    let template = Template::parse("t", &with_gate(GATE), &[]).unwrap();
    let Gate::People(rule) = &template.stages[0].gate else { panic!("people are asked") };
    assert_eq!((rule.when, rule.quorum, rule.expires_seconds), (GateWhen::Always, 1, 7 * 86_400));
    assert_eq!(template.stages[0].max_attempts, 3);
    assert_eq!(template.stages[0].produces[0].max_bytes, 1 << 20);
}

#[test]
fn a_gate_that_nobody_could_satisfy_is_refused() {
    check(&with_gate("[stage.gate]\napprovers = []\n"), 7, "unsatisfiable_gate");
    check(&with_gate("[stage.gate]\nquorum = 1\n"), 6, "unsatisfiable_gate");
    check(&with_gate("[stage.gate]\napprovers = [\"owner\"]\nquorum = 0\n"), 8, "out_of_range");
    let person = crate::kit::person(3);
    check(&with_gate(&format!("[stage.gate]\napprovers = [\"person:{person}\"]\nquorum = 2\n")), 7, "unsatisfiable_gate");
    for unknown in ["viewer", "contributor", "team:", "person:bob", "somebody"] {
        let found = faults(&with_gate(&format!("[stage.gate]\napprovers = [\"owner\", \"{unknown}\"]\n")));
        assert_eq!(found, [(7, Some(String::from("one")), "unknown_approver")], "{unknown}");
    }
}

/// A command is a check like any other: without its result the output has not passed.
#[test]
fn trap_26_a_command_without_a_result_has_not_passed() {
    let toml = with_gate(&format!("command = [{{ name = \"tests\", run = \"make test\", timeout = \"5m\" }}]\n{GATE}"));
    let toml = toml.replace("\"document\"", "\"tree\"");
    let template = Template::parse("template.toml", &toml, &["links"]).unwrap();
    let spec = &template.stages[0];
    let command = &spec.commands[0];
    assert_eq!(
        (command.name.as_str(), command.artifact.as_str(), command.run.as_str(), command.timeout_s),
        ("tests", "doc", "make test", 300)
    );
    assert!(!spec.checks_pass(&[]));
    assert!(spec.checks_pass(&[dream_govern::CheckResult { name: String::from("tests"), passed: true, failures: 0, detail: None }]));
}

#[test]
fn each_fault_names_its_line_and_stage() {
    let tree = |command: &str| with_gate(&format!("command = [{{ {command} }}]\n{GATE}")).replace("\"document\"", "\"tree\"");
    check(&with_gate(&format!("command = [{{ name = \"tests\", run = \"x\" }}]\n{GATE}")), 6, "unknown_artifact");
    check(&tree("name = \"tests\", run = \"x\", artifact = \"plan\""), 6, "unknown_artifact");
    check(&tree("name = \"tests\", run = \" \""), 6, "wrong_value");
    check(&tree("name = \"tests\", run = \"x\", timeout = \"2d\""), 6, "wrong_value");
    check(&tree("name = \"tests\", run = \"x\" }, { name = \"tests\", run = \"y\""), 6, "duplicate");
    check(&with_gate("[stage.gate]\napprovers = [\"owner\"]\nexpires = \"soon\"\n"), 8, "bad_term");
    check(&with_gate("[stage.gate]\napprovers = [\"owner\"]\nwhen = \"never\"\n"), 8, "unknown_when");
    check(&with_gate("[stage.gate]\napprovers = [\"owner\"]\nqourum = 2\n"), 8, "unknown_key");
    check(&with_gate(GATE).replace("role = \"writer\"", "role = \"plumber\""), 4, "unknown_role");
    check(&with_gate(GATE).replace("\"document\"", "\"poem\""), 5, "unknown_kind");
    check(&with_gate(&format!("needs = [\"two\"]\n{GATE}")), 6, "unknown_need");
    check(&with_gate(&format!("inputs = [\"plan\"]\n{GATE}")), 6, "missing_input");
    check(&with_gate(&format!("inputs = [\"doc\"]\n{GATE}")), 6, "missing_input");
    check(&with_gate(&format!("checks = [\"spelling\"]\n{GATE}")), 6, "unknown_check");
    check(&with_gate(&format!("checks = [\"links\", \"links\"]\n{GATE}")), 6, "duplicate");
    check(&with_gate(&format!("max_attempts = 0\n{GATE}")), 6, "out_of_range");
    check(&with_gate(&format!("max_attempts = \"3\"\n{GATE}")), 6, "wrong_type");
    check(&with_gate(GATE).replace("kind = \"document\"", "kind = \"report\", schema = \"[]\""), 5, "bad_schema");
    let sections = format!("sections = [{}]", (0..24).map(|n| format!("\"{n:075}\"")).collect::<Vec<_>>().join(", "));
    let big = |n: usize| format!("{{ name = \"doc{n}\", kind = \"document\", {sections} }}");
    let toml = with_gate(GATE).replace("{ name = \"doc\", kind = \"document\" }", &format!("{}, {}, {}", big(1), big(2), big(3)));
    check(&toml, 2, "stage_too_large");
}

#[test]
fn a_cycle_is_named_stage_by_stage() {
    let toml = DIAMOND.replacen("role = \"product-manager\"", "role = \"product-manager\"\nneeds = [\"d\"]", 1);
    let errors = Template::parse("mine.toml", &toml, &[]).map(|_| ()).unwrap_err();
    assert_eq!(errors.to_string(), "mine.toml:6:1: stage `a`: its needs go round in a circle: a needs d needs b needs a");
    let toml = with_gate(&format!("needs = [\"one\"]\n{GATE}"));
    check(&toml, 6, "cycle");
}

#[test]
fn an_input_must_come_from_a_stage_that_is_needed() {
    let toml = DIAMOND.replacen("inputs = [\"a-doc\", \"b-report\", \"c-doc\"]", "inputs = [\"a-doc\"]", 1);
    let toml = toml.replacen(
        "role = \"writer\"\nneeds = [\"a\"]\ninputs = [\"a-doc\"]",
        "role = \"writer\"\nneeds = [\"a\"]\ninputs = [\"b-report\"]",
        1,
    );
    let errors = Template::parse("mine.toml", &toml, &[]).map(|_| ()).unwrap_err();
    let expected = "mine.toml:23:1: stage `c`: input `b-report` is produced by stage `b`, which it does not need: add it to `needs`";
    assert_eq!(errors.to_string(), expected);
}

#[test]
fn duplicates_are_refused() {
    let toml = format!("{}{}", with_gate(GATE), with_gate(GATE).replace("name = \"t\"\n", ""));
    let found: Vec<_> = faults(&toml).into_iter().map(|(line, _, code)| (line, code)).collect();
    assert_eq!(found, [(9, "duplicate_stage"), (11, "duplicate_artifact")]);
}

#[test]
fn everything_is_found_at_once() {
    let toml = "name = \"T!\"\ncolour = \"red\"\nmax_cost_usd = 5\n[[stage]]\nname = \"one\"\n[[stage]]\nname = \"two\"\nrole = \"qa\"\nproduces = [{ kind = \"report\" }]\n";
    let found: Vec<_> = faults(toml).into_iter().map(|(line, stage, code)| (line, stage.unwrap_or_default(), code)).collect();
    let expected = [
        (1, "", "bad_name"),
        (2, "", "unknown_key"),
        (3, "", "wrong_type"),
        (4, "one", "missing_key"),
        (4, "one", "product_count"),
        (4, "one", "gate_missing"),
        (6, "two", "gate_missing"),
        (9, "two", "missing_key"),
    ];
    assert_eq!(found, expected.map(|(line, stage, code)| (line, stage.to_owned(), code)));
}

#[test]
fn what_is_no_template_at_all_is_refused_with_its_line() {
    for (toml, line, code) in [
        ("name = \"t\"\n= 3\n", 2, "not_toml"),
        ("name = \"t\"\nname = \"u\"\n", 2, "not_toml"),
        ("name = \"t\"\n", 1, "stage_count"),
        ("name = \"t\"\nstage = 3\n", 2, "wrong_type"),
    ] {
        assert_eq!((faults(toml)[0].0, faults(toml)[0].2), (line, code), "{toml}");
    }
    let many: String = (0..25)
        .map(|n| STAGE.replace("name = \"t\"\n", "").replace("one", &format!("s{n}")).replace("doc\"", &format!("d{n}\"")) + GATE)
        .collect();
    assert_eq!(faults(&format!("name = \"t\"\n{many}")).first().map(|fault| fault.2), Some("stage_count"));
    assert_eq!(faults(&format!("# {}", "x".repeat(70_000)))[0].2, "too_large");
}

#[test]
fn stages_are_put_in_an_order_that_works() {
    let (head, stages) = DIAMOND.split_once("[[stage]]").unwrap();
    let mut stages: Vec<&str> = stages.split("[[stage]]").collect();
    stages.reverse();
    let toml = format!("{head}[[stage]]{}", stages.join("[[stage]]"));
    let template = Template::parse("t", &toml, &[]).unwrap();
    let names: Vec<&str> = template.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "b", "d"]);
}
