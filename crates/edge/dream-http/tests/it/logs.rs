//! Log lines over HTTP: search, follow, summary, histogram, export, holds.

use crate::feed::View;
use crate::house::{House, served_on_both_engines, text};
use axum::body::Body;
use dream_app::logs::{Level, Line, SetName, StreamName};
use http::{Request, header};
use serde_json::json;
use std::time::Duration;

served_on_both_engines!(
    lines_are_found_and_counted,
    lines_that_callers_write_are_there_when_they_are_answered,
    what_cannot_be_asked_is_refused,
    lines_come_as_they_are_written_and_resume,
    holds_are_kept_in_the_ledger
);

async fn say(house: &House, level: Level, message: &str) {
    let agent = StreamName::Agent("builder".to_owned());
    let line = Line::new(house.app.app.now(), level, agent, "test::part", message).with("http.status", 500);
    house.app.app.logs.append_acknowledged(SetName::Org(house.app.org), line).await.unwrap();
}

async fn lines_are_found_and_counted(house: &House) {
    for (level, message) in [(Level::Info, "one"), (Level::Error, "two \"quoted\""), (Level::Warn, "three")] {
        say(house, level, message).await;
        house.app.clock.advance(Duration::from_mins(1));
    }
    let messages = |found: &serde_json::Value| -> Vec<String> {
        found["items"].as_array().unwrap().iter().map(|line| text(line, "message").to_owned()).collect()
    };
    for (query, expected) in [
        ("", vec!["three", "two \"quoted\"", "one"]),
        ("?order=oldest&limit=2", vec!["one", "two \"quoted\""]),
        ("?level=warn", vec!["three", "two \"quoted\""]),
        ("?text=two%20%22quoted", vec!["two \"quoted\""]),
        ("?regex=t(wo|hree)", vec!["three", "two \"quoted\""]),
        ("?text=TWO&ignore_case=true&before=1", vec!["two \"quoted\"", "one"]),
        ("?agent=builder&source=test&field=http.status%3D500&limit=1", vec!["three"]),
        ("?field=http.status%3D200", vec![]),
        ("?stream=server", vec![]),
    ] {
        let found = house.get(&format!("logs{query}")).await.expect(200);
        assert_eq!(messages(&found), expected, "{query}");
    }
    let first = house.get("logs?limit=1").await.expect(200);
    let second = house.get(&format!("logs?limit=1&cursor={}", text(&first, "next"))).await.expect(200);
    assert_eq!(messages(&second), ["two \"quoted\""]);
    let line = &first["items"][0];
    assert_eq!((text(line, "level"), text(line, "stream"), &line["fields"]["http.status"]), ("warn", "agent/builder", &json!(500)));

    let summary = house.get("logs/summary").await.expect(200);
    assert_eq!(summary["counts"], json!({ "trace": 0, "debug": 0, "info": 1, "warn": 1, "error": 1 }));
    assert_eq!((text(&summary["errors"][0], "message"), text(&summary["errors"][1], "message")), ("two <text>", "three"));
    let counted = house.get("logs/histogram?bucket_seconds=1800").await.expect(200);
    assert_eq!(counted["buckets"].as_array().unwrap().iter().map(|bucket| &bucket["counts"]["error"]).collect::<Vec<_>>(), [0, 1]);
    let export = house.get("logs/export").await;
    assert_eq!(export.headers["content-type"], "application/zstd");
    assert!(!export.bytes.is_empty());
}

async fn lines_that_callers_write_are_there_when_they_are_answered(house: &House) {
    let task = house.post("tasks", &json!({ "title": "t" })).await.expect(201);
    let line = |level: &str, stream: &str| json!({ "stream": stream, "level": level, "source": "build", "message": format!("a {level}") });
    let of_task = format!("task/{}", text(&task, "id"));
    let lines = json!({ "lines": [line("info", &of_task), line("error", &of_task)] });
    assert_eq!(house.post("logs", &lines).await.expect(200), json!({ "lines": 2 }));
    let found = house.get(&format!("logs?task={}&order=oldest", text(&task, "id"))).await.expect(200);
    let levels: Vec<&str> = found["items"].as_array().unwrap().iter().map(|line| text(line, "level")).collect();
    assert_eq!((levels, text(&found["items"][0], "task")), (vec!["info", "error"], text(&task, "id")));
    for (line, status, code) in [
        (line("loud", &of_task), 400, "log_lines_invalid"),
        (line("info", "elsewhere"), 400, "log_lines_invalid"),
        (line("info", "server"), 403, "log_stream_refused"),
        (line("info", "agent/nobody"), 404, "not_found"),
    ] {
        let answer = house.post("logs", &json!({ "lines": [line] })).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{line}");
    }
}

async fn what_cannot_be_asked_is_refused(house: &House) {
    for (query, code) in [
        ("?misspelt=1", "invalid_query"),
        ("?level=loud", "invalid_query"),
        ("?stream=elsewhere", "invalid_query"),
        ("?agent=..%2F..", "invalid_query"),
        ("?text=a&regex=b", "invalid_query"),
        ("?field=http.status", "invalid_query"),
        ("?run=run_1", "invalid_query"),
        ("?regex=(", "invalid_pattern"),
        ("?regex=(a%7B1000%7D)%7B1000%7D", "invalid_pattern"),
        ("?limit=0", "invalid_search"),
        ("?before=51", "invalid_search"),
        ("?cursor=nowhere", "invalid_search"),
        ("?cursor=", "invalid_cursor"),
    ] {
        let answer = house.get(&format!("logs{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, code), "{query}");
    }
    assert_eq!(house.get("logs/histogram?bucket_seconds=1").await.code(), "invalid_search");
}

async fn lines_come_as_they_are_written_and_resume(house: &House) {
    say(house, Level::Info, "before").await;
    let path = house.at("logs/follow?last=5");
    let mut live = View::open(house, &path, &house.owner, None).await;
    assert_eq!(text(&live.next().await.unwrap().1, "message"), "before");
    say(house, Level::Info, "one").await;
    let (place, line) = live.next().await.unwrap();
    assert_eq!(text(&line, "message"), "one");
    say(house, Level::Error, "two").await;
    assert_eq!(text(&live.next().await.unwrap().1, "message"), "two");
    let mut resumed = View::open(house, &path, &house.owner, Some(&place)).await;
    assert_eq!(text(&resumed.next().await.unwrap().1, "message"), "two", "after the place, nothing twice");
    let three = house.at("logs/follow?last=3");
    let mut begun = View::open(house, &three, &house.owner, None).await;
    for rest in [["before", "one", "two"].as_slice(), &["one", "two"], &["two"]] {
        let (place, line) = begun.next().await.unwrap();
        assert_eq!(text(&line, "message"), rest[0], "lost after each of the lines to begin with, it goes on with the rest of them");
        begun = View::open(house, &three, &house.owner, Some(&place)).await;
    }
    let request = Request::get(&three).header(header::AUTHORIZATION, format!("Bearer {}", house.owner)).header("last-event-id", "1-0+x");
    assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.status.as_u16(), 400, "an id that nobody gave");
    let mut errors = View::open(house, &house.at("logs/follow?level=error"), &house.owner, None).await;
    say(house, Level::Info, "three").await;
    say(house, Level::Error, "four").await;
    assert_eq!(text(&errors.next().await.unwrap().1, "message"), "four");
    house.drain();
    // The two lines that it has not given yet may still come.
    while live.next().await.is_some() {}
}

async fn holds_are_kept_in_the_ledger(house: &House) {
    let hold = house.post("logs/holds", &json!({ "name": "case 7", "until": "2027-01-01T00:00:00Z" })).await.expect(201);
    let lifted = house.post(&format!("logs/holds/{}/lift", text(&hold, "id")), &json!({})).await.expect(200);
    assert!(hold["lifted_at"].is_null() && lifted["lifted_at"].is_string());
    assert_eq!(house.get("logs/holds").await.expect(200)["items"], json!([lifted]));
    house.app.sequence().await;
    let events = house.get("audit?noun=hold").await.expect(200);
    let kinds: Vec<&str> = events["items"].as_array().unwrap().iter().map(|event| text(event, "kind")).collect();
    assert_eq!(kinds, ["hold.lifted", "hold.placed"]);
}
