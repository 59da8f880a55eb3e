//! Questions of agents, and the answers of people.

use super::{agent, refusal, reviewer};
use dream_access::Role;
use dream_app::permissions::{self, AskedQuestion, QuestionStanding, answer, ask_question, await_answer};
use dream_app::{Kind, Op};
use dream_bus::ReadFrom;
use dream_id::{Limit, PermissionId};
use dream_messages::{Channel, Space};
use dream_testkit::TestApp;
use std::time::Duration;

fn question(text: &str, choices: &[&str]) -> AskedQuestion {
    AskedQuestion { task: None, attempt: None, text: text.to_owned(), choices: choices.iter().map(ToString::to_string).collect() }
}

async fn said(op: &Op, id: PermissionId) -> QuestionStanding {
    await_answer(op, id, Duration::ZERO).await.unwrap()
}

async fn an_answer_comes_to_the_agent_as_a_message(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, app.person(Role::Contributor).await);
    let id = ask_question(&ada, question("Which colour?", &["red", "blue"])).await.unwrap();
    assert_eq!(ask_question(&ada, question("Which colour?", &["red", "blue"])).await.unwrap(), id, "it is asked once");
    assert_eq!(said(&ada, id).await, QuestionStanding::Waiting);
    assert_eq!(refusal(answer(&ann, id, "green".to_owned()).await), (Kind::Invalid, "answer_not_offered"));
    let waiter = tokio::spawn({
        let ada = ada.clone();
        async move { await_answer(&ada, id, Duration::from_mins(1)).await.unwrap() }
    });
    answer(&ann, id, "blue".to_owned()).await.unwrap();
    assert_eq!(waiter.await.unwrap(), QuestionStanding::Answered("blue".to_owned()));
    let (space, channel) = (Space::org(app.org), Channel::Agent("builder".to_owned()));
    let told = app.app.bus.read(space, &channel, ReadFrom::After(0), Limit::default()).await.unwrap();
    let [message] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((message.body.as_str(), message.correlation.as_deref()), ("blue", Some(id.to_string().as_str())));
    assert_eq!(message.sender, ann.person().unwrap().to_string());
    assert_eq!(refusal(answer(&ann, id, "red".to_owned()).await), (Kind::Conflict, "already_decided"));
    assert_ne!(ask_question(&ada, question("Which colour?", &["red", "blue"])).await.unwrap(), id, "an answer is not for ever");
}

async fn a_question_that_nobody_answers_ends(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let id = ask_question(&ada, question("Go on?", &[])).await.unwrap();
    app.clock.advance(Duration::from_hours(24));
    assert!(matches!(said(&ada, id).await, QuestionStanding::Over(_)));
    assert_eq!(refusal(answer(&ann, id, "yes".to_owned()).await), (Kind::Over, "permission_over"));
    assert_eq!(refusal(ask_question(&ada, question(" ", &[])).await), (Kind::Invalid, "question_empty"));
    assert_eq!(refusal(ask_question(&ada, question("?", &["x"; 17])).await), (Kind::Invalid, "invalid_choices"));
    assert_eq!(refusal(ask_question(&ada, question(&"x".repeat(70_000), &[])).await), (Kind::Invalid, "question_too_large"));
    let other = agent(app, "qa").await;
    assert_eq!(refusal(await_answer(&other, id, Duration::ZERO).await), (Kind::NotFound, "not_found"));
    assert!(permissions::find(&ann, id).await.unwrap().exact);
}

dream_testkit::for_both_engines!(an_answer_comes_to_the_agent_as_a_message, a_question_that_nobody_answers_ends);
