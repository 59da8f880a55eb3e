//! What an organisation's standard does to templates.

use crate::kit::*;
use dream_govern::*;

fn template() -> Template {
    Template::parse("diamond", DIAMOND, &[]).unwrap()
}

fn rule<'a>(template: &'a Template, stage: &str) -> &'a GateRule {
    let stage = template.stages.iter().find(|found| found.name == stage).unwrap();
    let Gate::People(rule) = &stage.gate else { panic!("people are asked") };
    rule
}

#[test]
fn a_standard_tightens_every_gate_and_loosens_none() {
    let standard = Standard::parse("standard.toml", "least_quorum = 2\nself_approval = false\n").unwrap();
    let tightened = standard.apply(&template()).unwrap();
    for stage in ["a", "b", "c", "d"] {
        let rule = rule(&tightened, stage);
        assert_eq!((rule.quorum, rule.exclude_requester, rule.exclude_author), (2, true, true), "{stage}");
    }
    let lax = Standard::parse("standard.toml", "").unwrap();
    assert_eq!(lax.apply(&template()), Ok(template()));
}

#[test]
fn self_approval_can_be_forbidden_everywhere() {
    let standard = Standard::parse("standard.toml", "self_approval = false").unwrap();
    let mut world = World::start(&standard.apply(&template()).unwrap(), Vec::new()).unwrap();
    world.make("a");
    assert_eq!(code(world.approve(ANN, "a")), "not_eligible");
    world.approve(BOB, "a").unwrap();
}

#[test]
fn what_a_template_lacks_is_a_violation() {
    let standard =
        Standard::parse("standard.toml", "required_stages = [\"a\", \"legal\"]\nrequired_gates = [\"a\", \"b\", \"legal\"]").unwrap();
    let violations = standard.apply(&template()).unwrap_err();
    let named = |stage: &str| (String::from("diamond"), stage.to_owned());
    let missing = |(template, stage)| Violation::MissingStage { template, stage };
    let ungated = |(template, stage)| Violation::MissingGate { template, stage };
    assert_eq!(violations, [missing(named("legal")), ungated(named("b")), ungated(named("legal"))]);
    let alone = DIAMOND.replacen(r#"["owner", "reviewer"]"#, &format!(r#"["person:{}"]"#, person(BOB)), 1);
    let standard = Standard::parse("standard.toml", "least_quorum = 2").unwrap();
    let violations = standard.apply(&Template::parse("t", &alone, &[]).unwrap()).unwrap_err();
    assert!(matches!(violations.as_slice(), [Violation::UnsatisfiableGate { stage, .. }] if stage == "a"), "{violations:?}");
}

#[test]
fn default_constraints_and_forbidden_tools_bind_every_run() {
    let toml = "forbidden_tools = [\"shell\"]\n[[constraint]]\ntitle = \"Plain words\"\ntext = \"Write plainly.\"\nstages = [\"a\"]\n\
                required_sections = [\"Summary\"]\ndenied_hosts = [\"example.com\"]\nmax_cost_usd = \"0.01\"\n";
    let standard = Standard::parse("standard.toml", toml).unwrap();
    let [plain, tools] = standard.constraints.as_slice() else { panic!("two constraints") };
    assert_eq!(plain.rules.len(), 3);
    assert_eq!(tools.rules, [Rule::DeniedTool { tool: String::from("shell") }]);
    let seeds = standard.constraints.iter().map(|constraint| constraint.seed(body(&constraint.text))).collect();
    let mut world = World::start(&standard.apply(&template()).unwrap(), seeds).unwrap();
    world.start_stage("a").unwrap();
    let bound = &world.set.attempt(world.stage("a").attempt.unwrap()).unwrap().basis.constraints;
    assert_eq!(bound, &world.set.run().constraints);
}

#[test]
fn tools_that_people_are_always_asked_about_and_standing_leave_are_the_standards_to_say() {
    let plain = Standard::parse("standard.toml", "").unwrap();
    assert!(plain.ask_tools.is_empty() && plain.standing_grants);
    let strict = Standard::parse("standard.toml", "ask_tools = [\"git__*\"]\nstanding_grants = false\n").unwrap();
    assert_eq!((strict.ask_tools.as_slice(), strict.standing_grants), ([String::from("git__*")].as_slice(), false));
    let errors = Standard::parse("standard.toml", "ask_tools = [\"a\\u0007b\"]\n").unwrap_err();
    assert_eq!(errors.faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["bad_tool_pattern"]);
}

#[test]
fn everything_wrong_with_a_standard_is_found_at_once() {
    let toml = "least_quorum = 0\nself_aproval = false\n[[constraint]]\ntitle = \"\"\nmax_cost_usd = \"much\"\n\
                denied_hosts = [\"https://a.example\"]\n";
    let errors = Standard::parse("standard.toml", toml).unwrap_err();
    let found: Vec<_> = errors.faults.iter().map(|fault| (fault.line, fault.code)).collect();
    assert_eq!(
        found,
        [(1, "out_of_range"), (2, "unknown_key"), (3, "missing_key"), (4, "wrong_length"), (5, "bad_amount"), (6, "bad_rule")]
    );
}
