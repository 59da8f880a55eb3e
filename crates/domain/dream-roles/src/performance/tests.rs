//! What the machine asks for, how it takes replies, and that an assignment survives being written down.

use super::*;
use crate::{Craft, Feedback, Input};

fn assignment() -> Assignment {
    Assignment {
        stage_title: "Requirements".to_owned(),
        brief: "A lending library.".to_owned(),
        inputs: vec![Input { name: "logo".to_owned(), files: vec![File::new("logo.bin", [0xff, 0, 1])] }],
        constraints: vec!["No cookies.".to_owned()],
        feedback: vec![Feedback { round: 1, verdict: "request_changes".to_owned(), text: "Shorter.".to_owned() }],
        previous: vec![Input { name: "prd".to_owned(), files: vec![File::text("prd.md", "# Old\n")] }],
        failures: vec!["The attempt before had no title.".to_owned()],
        variant: 1,
        contracts: vec![
            Contract { sections: vec!["Goals".to_owned()], ..Contract::new(Craft::ProductManager, "prd", OutputKind::Document) },
            Contract::new(Craft::ProductManager, "site", OutputKind::Tree),
        ],
        denied: Denied { paths: vec!["secret".to_owned()], hosts: Vec::new() },
        instructions: None,
    }
}

fn begin(work: Assignment) -> Performance {
    Performance::begin(work, Prompts::built_in().unwrap()).unwrap()
}

fn call(performance: &Performance) -> Call {
    match performance.step().unwrap() {
        Step::Call(call) => call,
        Step::Done(made) => panic!("done with {made:?}"),
    }
}

fn whole(text: &str) -> Reply {
    Reply { text: text.to_owned(), end: ReplyEnd::Whole }
}

const GOOD: &str = "# Lending library\n\n## Goals\n\nShare tools with neighbours, and know where they are.\n";
const SITE: &str = "=== file: index.html\n<!doctype html>\n<html lang=\"en\"><title>x</title></html>\n=== end\n";

#[test]
fn artifacts_are_asked_for_in_order_each_with_what_was_wrong_before() {
    let mut performance = begin(assignment());
    let first = call(&performance);
    assert_eq!(first.number, 1);
    assert!(first.user.contains("The attempt before had no title."));
    assert_eq!(call(&performance), first, "asking again changes nothing");
    assert_eq!(performance.answer(&whole("no document")), Judged::Refused { artifact: "prd".to_owned(), faults: 1 });
    let second = call(&performance);
    assert_eq!(second.number, 2);
    assert!(!second.user.contains("had no title") && second.user.contains("<failure>"), "{}", second.user);
    assert_eq!(performance.answer(&whole(GOOD)), Judged::Accepted);
    let third = call(&performance);
    assert_eq!(third.number, 3);
    assert!(third.user.contains("had no title"), "each artifact begins with what the attempt before got wrong");
    assert_eq!(performance.answer(&whole(SITE)), Judged::Accepted);
    let Step::Done(made) = performance.step().unwrap() else { panic!("not done") };
    assert_eq!(made.iter().map(|made| made.artifact.as_str()).collect::<Vec<_>>(), ["prd", "site"]);
    assert_eq!(made[0].files, [File::text("prd.md", GOOD)]);
    assert_eq!(performance.answer(&whole("more")), Judged::Accepted, "nothing is asked any more");
}

#[test]
fn an_artifact_is_asked_for_three_times_and_then_the_attempt_has_failed() {
    let mut performance = begin(assignment());
    for end in [ReplyEnd::CutOff, ReplyEnd::Refusal, ReplyEnd::WantsTools] {
        assert!(matches!(performance.answer(&Reply { text: GOOD.to_owned(), end }), Judged::Refused { faults: 1, .. }));
    }
    let error = performance.step().unwrap_err();
    let PerformanceError::Checks { artifact, failures } = &error else { panic!("{error}") };
    assert_eq!((artifact.as_str(), failures.len()), ("prd", 1));
    assert!(error.to_string().contains("after 3 tries: The reply asked for tools"), "{error}");
}

#[test]
fn what_constraints_forbid_is_refused_and_named() {
    let mut performance = begin(assignment());
    performance.answer(&whole(GOOD));
    let denied = SITE.replace("index.html", "secret/index.html");
    assert!(matches!(performance.answer(&whole(&denied)), Judged::Refused { .. }));
    assert!(call(&performance).user.contains("A constraint forbids `secret`"));
    let work = assignment();
    let site = work.contract("site").unwrap();
    assert!(!work.examine(site, vec![File::text("secret/x.html", "x")]).is_acceptable());
}

#[test]
fn an_assignment_that_was_written_down_makes_the_same_calls() {
    let work = assignment();
    let text = serde_json::to_string(&work).unwrap();
    let read: Assignment = serde_json::from_str(&text).unwrap();
    assert_eq!(read, work);
    assert_eq!(call(&begin(read)), call(&begin(work)));
}

#[test]
fn instructions_that_cannot_be_used_fail_by_name() {
    let work = Assignment { instructions: Some((Craft::ProductManager, "{{ nothing }}".to_owned())), ..assignment() };
    let error = Performance::begin(work, Prompts::built_in().unwrap()).unwrap_err();
    assert!(matches!(error, PerformanceError::Prompt(_)), "{error}");
}
