//! What else an agent asks: files, questions to people, methods of our own.

use crate::stage::{Stage, ended};
use dream_ports::QuestionAnswer;
use serde_json::{Value, json};
use std::os::unix::fs::symlink;

#[tokio::test]
async fn files_are_read_and_written_in_the_folder_of_the_conversation_and_nowhere_else() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let folder = stage.folder.path().to_owned();
    symlink("/etc", folder.join("etc")).unwrap();
    let inside = folder.join("out/a.txt");
    stage.side.ask("w", "fs/write_text_file", json!({"sessionId": "s", "path": inside, "content": "one\ntwo\n"})).await;
    assert_eq!(stage.side.answer_to("w").await["result"], json!({}));
    stage.side.ask("r", "fs/read_text_file", json!({"sessionId": "s", "path": inside, "line": 2, "limit": 1})).await;
    assert_eq!(stage.side.answer_to("r").await["result"], json!({"content": "two\n"}));
    for path in ["/etc/hostname", "../x", "etc/hostname", "/proc/self/environ"] {
        stage.side.ask(path, "fs/read_text_file", json!({"sessionId": "s", "path": path})).await;
        let answer = stage.side.answer_to(path).await;
        assert_eq!(answer["error"]["data"]["code"], "file_refused", "{answer}");
    }
    stage.side.ask("m", "fs/read_text_file", json!({"sessionId": "s", "path": folder.join("none")})).await;
    assert_eq!(stage.side.answer_to("m").await["error"]["code"], -32002);
}

#[tokio::test]
async fn people_are_asked_and_their_answer_comes_back_in_the_words_of_the_protocol() {
    let form = json!({"sessionId": "s", "mode": "form", "message": "Which?", "requestedSchema": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let page = json!({"sessionId": "s", "mode": "url", "message": "Go there", "elicitationId": "e", "url": "https://example.org"});
    let cases = [
        (&form, QuestionAnswer::Accepted(json!({"a": "b", "n": 3})), json!({"action": "accept", "content": {"a": "b", "n": 3}})),
        (&form, QuestionAnswer::Declined, json!({"action": "decline"})),
        (&form, QuestionAnswer::Cancelled, json!({"action": "cancel"})),
        (&page, QuestionAnswer::Accepted(Value::Null), json!({"action": "accept"})),
    ];
    let mut stage = Stage::new().await;
    let key = stage.open("s").await;
    let (request, turn) = stage.prompt(&key).await;
    for (number, (params, answer, expected)) in cases.into_iter().enumerate() {
        stage.side.ask(&number.to_string(), "elicitation/create", params.clone()).await;
        let (question, put) = stage.heard.questions.recv().await.unwrap();
        assert_eq!(question.message, params["message"]);
        assert_eq!(question.url.as_deref(), params["url"].as_str());
        assert_eq!(question.schema.is_some(), params["mode"] == "form");
        put.send(answer).unwrap();
        assert_eq!(stage.side.answer_to(&number.to_string()).await["result"], expected);
    }
    stage.side.answer(&request, json!({"stopReason": "end_turn"})).await;
    ended(turn).await.unwrap();
}

#[tokio::test]
async fn methods_of_our_own_are_passed_on_and_others_are_not_known() {
    let mut stage = Stage::new().await;
    stage.open("s").await;
    let cases = [
        ("_dreamos/echo", json!({"sessionId": "s", "a": [1]}), "result", json!({"session": "s", "parameters": {"a": [1]}})),
        (
            "_dreamos/model",
            json!({"sessionId": "s"}),
            "error",
            json!({"code": -32010, "message": "the budget is spent: ask for more", "data": {"code": "budget_spent"}}),
        ),
        (
            "_other/thing",
            json!({"sessionId": "s"}),
            "error",
            json!({"code": -32601, "message": "Method not found", "data": "_other/thing"}),
        ),
        ("_dreamos/echo", json!({}), "error", json!({"code": -32602, "message": "Invalid params", "data": "sessionId is missing"})),
    ];
    for (number, (method, params, part, expected)) in cases.into_iter().enumerate() {
        stage.side.ask(&number.to_string(), method, params).await;
        assert_eq!(stage.side.answer_to(&number.to_string()).await[part], expected, "{method}");
    }
}
