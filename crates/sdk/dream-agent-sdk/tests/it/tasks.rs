//! What an agent is told of its task, and how what it returns completes or fails it.

use dream_agent_sdk::testing::{Supervisor, TestError, Turn};
use dream_agent_sdk::{Agent, Done, Failure, Task, TurnEnd};
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn an_agent_is_told_the_whole_task_at_each_prompt() {
    let seen: Arc<Mutex<Vec<Task>>> = Arc::default();
    let told = Arc::clone(&seen);
    let agent = Agent::new("reader").on_task(move |task, _| {
        told.lock().unwrap().push(task);
        async { Ok(Done::new("read")) }
    });
    let supervisor = Supervisor::new()
        .task("Write", "Write it well.")
        .stage("Draft", &["draft"])
        .artifact("brief", "brief.md", "b")
        .feedback("Shorter.")
        .constraint("No jargon.")
        .prompt("Begin.")
        .prompt("Again: it is too long.");
    let report = supervisor.run(agent).await.unwrap();
    assert_eq!(report.turns.len(), 2);
    let seen = seen.lock().unwrap();
    let task = &seen[1];
    assert_eq!((task.title.as_str(), task.body.as_str(), task.prompt.as_str()), ("Write", "Write it well.", "Again: it is too long."));
    assert_eq!(task.stage.as_ref().unwrap().produces[0].name, "draft");
    assert_eq!((task.inputs[0].name.as_str(), task.inputs[0].version), ("brief", Some(1)));
    assert_eq!((task.feedback[0].as_str(), task.constraints[0].text.as_str(), task.attempt), ("Shorter.", "No jargon.", Some(1)));
    assert_eq!(seen[0].prompt, "Begin.");
}

#[tokio::test]
async fn what_goes_wrong_fails_the_task_and_ends_the_turn_of_a_stage_with_an_error() {
    let cases = [("lasting", Failure::lasting("There is no such thing.")), ("io", Failure::passing("the disk is on fire"))];
    for (how, expected) in cases {
        let agent = Agent::new("failing").on_task(move |_, _| async move {
            if how == "io" {
                Err(std::io::Error::other("the disk is on fire"))?;
            }
            Err(Failure::lasting("There is no such thing."))
        });
        let report = Supervisor::new().run(agent.clone()).await.unwrap();
        assert_eq!((report.failed, report.turns), (Some(expected.clone()), vec![Turn::Ended(TurnEnd::Finished)]));
        let report = Supervisor::new().stage("Draft", &["draft"]).run(agent).await.unwrap();
        assert_eq!((report.failed, report.turns), (None, vec![Turn::Failed(expected.reason)]));
    }
}

#[tokio::test]
async fn an_agent_on_prompts_alone_needs_no_tools() {
    let agent = Agent::new("echo").on_prompt(|prompt, context| async move {
        context.say(prompt.text.to_uppercase())?;
        Ok(TurnEnd::Refused)
    });
    let report = Supervisor::new().prompt("quiet").run(agent).await.unwrap();
    assert_eq!((report.said.as_str(), report.calls.len(), &report.turns[..]), ("QUIET", 0, &[Turn::Ended(TurnEnd::Refused)][..]));
}

#[tokio::test]
async fn a_panic_of_an_agent_fails_its_turn() {
    let agent = Agent::new("clumsy").on_prompt(|prompt, _| async move {
        let letters: Vec<char> = prompt.text.chars().collect();
        assert!(letters[0].is_lowercase(), "upper case");
        Ok(TurnEnd::Finished)
    });
    let report: Result<_, TestError> = Supervisor::new().prompt("Upper").prompt("lower").run(agent).await;
    let turns = report.unwrap().turns;
    assert!(matches!(&turns[..], [Turn::Failed(why), Turn::Ended(TurnEnd::Finished)] if why.contains("panicked")), "{turns:?}");
}
