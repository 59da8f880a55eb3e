//! The live feed: events as they happen, resumable, never another organisation's, ending with the server.

use crate::house::{House, below, served_on_both_engines, text, token};
use axum::body::{Body, BodyDataStream};
use dream_testkit::found;
use futures::StreamExt;
use http::{Request, header};
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

served_on_both_engines!(
    events_come_as_they_happen_and_resume,
    nobody_sees_another_organisation,
    a_token_holds_a_bounded_number_of_views,
    it_ends_when_the_server_drains
);

/// A view that is open, and what came of an event that is not whole.
pub(crate) struct View {
    body: BodyDataStream,
    text: String,
}

impl View {
    pub(crate) async fn open(house: &House, path: &str, token: &str, after: Option<&str>) -> Self {
        let mut request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        let response = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event with its id; `None` when the view has ended.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
                let found = field("id:").zip(field("data:"));
                let rest = rest.to_owned();
                self.text = rest;
                if let Some((id, data)) = found {
                    return Some((id, serde_json::from_str(&data).unwrap()));
                }
                continue;
            }
            let piece = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("the feed is silent")?;
            self.text.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
        }
    }
}

async fn a_token_holds_a_bounded_number_of_views(house: &House) {
    let path = house.at("events");
    let mut open = Vec::new();
    for _ in 0..32 {
        open.push(View::open(house, &path, &house.owner, None).await);
    }
    for one_more in ["events", "logs/follow", "channels/captain/stream"] {
        let refused = house.get(one_more).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "too_many_feeds"), "{one_more}");
    }
    let (_, other) = house.person(dream_access::Role::Viewer).await;
    drop(View::open(house, &path, &other, None).await);
    open.pop();
    drop(View::open(house, &path, &house.owner, None).await);
}

async fn team(house: &House, name: &str) -> String {
    let made = house.post("teams", &json!({ "name": name })).await.expect(201);
    house.app.sequence().await;
    text(&made, "id").to_owned()
}

async fn events_come_as_they_happen_and_resume(house: &House) {
    let path = house.at("events");
    house.app.sequence().await;
    let mut live = View::open(house, &path, &house.owner, None).await;
    let (one, two) = (team(house, "one").await, team(house, "two").await);
    let (first_id, first) = live.next().await.unwrap();
    assert_eq!((text(&first, "stream"), text(&first, "kind")), (one.as_str(), "team.created"));
    assert_eq!(first["actor"]["type"], "person");
    assert_eq!(text(&live.next().await.unwrap().1, "stream"), two);
    let mut resumed = View::open(house, &path, &house.owner, Some(&first_id)).await;
    assert_eq!(text(&resumed.next().await.unwrap().1, "stream"), two);
    let mut all = View::open(house, &path, &house.owner, Some("0")).await;
    assert_eq!(text(&all.next().await.unwrap().1, "kind"), "org.created");
    let request = Request::get(&path).header(header::AUTHORIZATION, format!("Bearer {}", house.owner)).header("last-event-id", "x");
    assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.code(), "invalid_header");
}

async fn nobody_sees_another_organisation(house: &House) {
    let other = found(&house.core(), "other").await;
    let theirs = token(&other.owner, None).await;
    house.app.sequence().await;
    let mut view = View::open(house, &below(other.org, "events"), &theirs, None).await;
    team(house, "ours").await;
    let mine = dream_app::teams::create(&other.owner, "theirs".to_owned()).await.unwrap().team.id();
    house.app.sequence().await;
    assert_eq!(text(&view.next().await.unwrap().1, "stream"), mine.to_string());
    let answer = house.call(http::Method::GET, &house.at("events"), Some(&theirs), None).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"));
}

async fn it_ends_when_the_server_drains(house: &House) {
    let mut view = View::open(house, &house.at("events"), &house.owner, None).await;
    house.drain();
    assert!(view.next().await.is_none());
}
