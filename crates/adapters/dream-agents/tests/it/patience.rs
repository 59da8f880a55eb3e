//! Agents that ask too much, read too little or complain without end.

use crate::stage::{SOON, Stage, ended, options, permission};
use dream_agents::AcpOptions;
use dream_ports::{AgentError, Exit};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;

#[tokio::test]
async fn an_agent_with_too_many_open_questions_is_refused_the_next_and_goes_on() {
    let mut stage = Stage::with("agent", AcpOptions { open_requests: 3, ..options() }, json!({})).await;
    let key = stage.open("s").await;
    let (_, _turn) = stage.prompt(&key).await;
    let mut open = Vec::new();
    for id in ["1", "2", "3"] {
        open.push(stage.ask_permission(id, "s").await);
    }
    stage.side.ask("4", "session/request_permission", permission("s", &json!({}))).await;
    assert_eq!(stage.side.answer_to("4").await["error"]["data"]["code"], "too_many_requests");
    drop(open.pop());
    stage.side.answer_to("3").await;
    stage.ask_permission("5", "s").await;
}

#[tokio::test]
async fn an_agent_that_asks_and_never_reads_the_answers_is_ended() {
    let mut stage = Stage::with("agent", AcpOptions { unread_bytes: 64 << 10, ..options() }, json!({})).await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    for number in 0..100_000_u32 {
        if stage.pipe.is_dead() {
            break;
        }
        stage.side.ask(&number.to_string(), "unknown/method", json!({})).await;
    }
    assert!(matches!(ended(turn).await, Err(AgentError::Protocol(why)) if why.contains("does not read")));
}

#[tokio::test]
async fn two_open_questions_of_one_id_end_the_process() {
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (_, turn) = stage.prompt(&key).await;
    let _open = stage.ask_permission("1", "s").await;
    stage.side.ask("1", "session/request_permission", permission("s", &json!({}))).await;
    assert!(matches!(ended(turn).await, Err(AgentError::Protocol(why)) if why.contains("two open requests")));
}

#[tokio::test]
async fn complaints_are_cut_and_no_more_of_them_passed_on_than_are_allowed() {
    let mut stage = Stage::with("agent", AcpOptions { complaints_per_second: 10, ..options() }, json!({})).await;
    let long = "ü".repeat(20_000);
    stage.side.errors.write_all(format!("{long}\n").as_bytes()).await.unwrap();
    for number in 0..500 {
        stage.side.errors.write_all(format!("line {number}\n").as_bytes()).await.unwrap();
    }
    stage.side.errors.shutdown().await.unwrap();
    let finished = async {
        while !stage.host.complaints.lock().unwrap().iter().any(|line| line.contains("were left out")) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, finished).await.expect("what was left out was never told");
    let complaints = stage.host.complaints.lock().unwrap();
    assert!(complaints[0].len() <= 8 << 10 && complaints[0].starts_with("üü"));
    assert_eq!(complaints[1], "line 0");
    // More only if the test ran over the end of a second.
    assert!(complaints.len() <= 40, "{} lines", complaints.len());
}

/// What a process wrote before it ended says why it did.
#[tokio::test]
async fn the_last_complaints_of_a_process_are_known_when_it_has_ended() {
    let mut stage = Stage::new().await;
    for number in 0..8 {
        stage.side.errors.write_all(format!("line {number}\n\n").as_bytes()).await.unwrap();
    }
    stage.side.errors.write_all(format!("{}\n", "ü".repeat(1_000)).as_bytes()).await.unwrap();
    stage.side.errors.shutdown().await.unwrap();
    let heard = async {
        while stage.host.complaints.lock().unwrap().len() < 17 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, heard).await.expect("what it complained of was never heard");
    stage.pipe.exit(Exit::Code(3));
    assert_eq!(stage.process.exited().await, Exit::Code(3));
    let last = stage.process.last_words();
    assert_eq!(
        last.iter().map(|line| line.chars().take(6).collect::<String>()).collect::<Vec<_>>(),
        ["line 4", "line 5", "line 6", "line 7", "üüüüüü"]
    );
    assert!(last.iter().all(|line| line.len() <= 500));
}
