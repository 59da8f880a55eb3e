//! The examples do what they say.

use dream_agent_sdk::TurnEnd;
use dream_agent_sdk::testing::{Supervisor, Turn};

#[path = "../../examples/reviewer.rs"]
#[expect(dead_code, reason = "its main is for the program")]
mod reviewer;
#[path = "../../examples/summarise.rs"]
#[expect(dead_code, reason = "its main is for the program")]
mod summarise;

#[tokio::test]
async fn the_summariser_publishes_a_summary_of_what_it_works_from() {
    let brief = "# Title\n\nFirst point. More of it.\n\nSecond point.";
    let supervisor = Supervisor::new().task("the brief", "Summarise it.").artifact("brief", "brief.md", brief);
    let report = supervisor.clone().run(summarise::agent()).await.unwrap();
    assert_eq!(report.turns, [Turn::Ended(TurnEnd::Finished)]);
    assert_eq!(report.published["summary"]["summary.md"], "# Summary of the brief\n\n## brief\n\n- First point.\n- Second point.\n");
    assert_eq!(report.completed.unwrap().artifacts, ["summary"]);

    // The work of a stage is completed by publishing what the stage asks for, and not by saying so.
    let report = supervisor.stage("Digest", &["digest"]).run(summarise::agent()).await.unwrap();
    assert_eq!(report.published.keys().collect::<Vec<_>>(), ["digest"]);
    assert_eq!(report.completed, None);
}

#[tokio::test]
async fn the_reviewer_answers_what_is_clear_and_asks_about_what_is_not() {
    let supervisor = Supervisor::new().message("agent/reviewer", "agent/writer", "The draft is done").message("captain", "ada", "Hm.");
    let report = supervisor.run(reviewer::agent()).await.unwrap();
    assert_eq!(report.sent, [("agent/reviewer".to_owned(), "Thank you, noted.".to_owned())]);
    assert_eq!(report.questions, ["ada writes: “Hm.”. Is that finished?"]);
    assert_eq!(report.decisions, ["Took msg_1 as done"]);
    assert_eq!(report.acknowledged, ["delivery-1", "delivery-2"]);
    assert_eq!(report.completed.unwrap().summary, "Reviewed 2 messages.");
}
