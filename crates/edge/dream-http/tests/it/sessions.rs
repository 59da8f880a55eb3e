//! Sessions in browsers: the cookie, what it opens, and what other sites cannot do with it.

use crate::house::{Answer, House, served_on_both_engines, text};
use axum::body::Body;
use dream_access::{Role, SESSION_IDLE, SessionText};
use http::{Method, Request, header};
use serde_json::{Value, json};
use std::time::Duration;

served_on_both_engines!(
    a_session_is_its_person_with_all_their_rights,
    another_site_cannot_use_the_cookie,
    a_session_ends_when_it_is_not_used,
    a_session_ends_when_it_is_signed_out_or_revoked_or_its_member_removed,
    a_live_view_works_with_the_cookie,
    one_key_of_two_sessions_is_two_commands,
);

const NAME: &str = "__Host-dreamos-session";

/// A browser with a session, on a page of ours.
pub(crate) struct Tab<'h> {
    house: &'h House,
    text: String,
}

impl<'h> Tab<'h> {
    pub(crate) fn new(house: &'h House, text: &str) -> Self {
        Self { house, text: text.to_owned() }
    }

    fn csrf(&self) -> String {
        SessionText::parse(&self.text).unwrap().csrf_token().expose().to_owned()
    }

    /// Sends a request with these headers besides the cookie.
    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::COOKIE, format!("{NAME}={}", self.text));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.house.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("sec-fetch-site", "same-origin")], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[("sec-fetch-site", "same-origin"), ("x-csrf-token", &self.csrf())], Some(body)).await
    }
}

async fn a_session_is_its_person_with_all_their_rights(house: &House) {
    let (id, secret) = house.session(&house.app.owner()).await;
    let tab = Tab::new(house, &secret);
    let session = tab.get("/api/v1/session").await.expect(200);
    assert_eq!((text(&session, "session"), text(&session, "method")), (id.to_string().as_str(), "link"));
    assert_eq!((text(&session, "role"), text(&session, "csrf_token")), ("owner", tab.csrf().as_str()));
    assert_eq!(session["has_account"], false);
    let whoami = tab.get("/api/v1/whoami").await.expect(200);
    assert_eq!((whoami["token"].is_null(), text(&whoami, "session")), (true, id.to_string().as_str()));
    assert_eq!(whoami["scopes"], json!(["read", "write", "review", "admin"]));

    let team = tab.post(&house.at("teams"), &json!({ "name": "design" })).await.expect(201);
    house.app.sequence().await;
    let log = house.get("audit").await.expect(200);
    let made = log["items"].as_array().unwrap().iter().find(|event| event["stream"] == team["id"]).unwrap().clone();
    let person = text(&session, "person");
    assert_eq!(made["actor"], json!({ "type": "person", "id": person, "token": null, "session": id.to_string() }));
    let all = serde_json::to_string(&log).unwrap();
    assert!(!all.contains(&secret) && !all.contains(&tab.csrf()), "no secret is in the ledger");

    // With a token there is no session, and nothing to guard against other sites.
    let called = house.call(Method::GET, "/api/v1/session", Some(&house.owner), None).await.expect(200);
    assert!(called["session"].is_null() && called["csrf_token"].is_null());
}

/// Cross-site request forgery: a page elsewhere makes the browser send requests, with the cookie.
async fn another_site_cannot_use_the_cookie(house: &House) {
    let (_, secret) = house.session(&house.app.owner()).await;
    let tab = Tab::new(house, &secret);
    let (teams, body, csrf) = (house.at("teams"), json!({ "name": "mischief" }), tab.csrf());
    let token = ("x-csrf-token", csrf.as_str());
    let ours = ("sec-fetch-site", "same-origin");
    for (headers, expected) in [
        (vec![ours], "csrf_token_wrong"),
        (vec![ours, ("x-csrf-token", "0")], "csrf_token_wrong"),
        (vec![("sec-fetch-site", "cross-site"), token], "cross_site"),
        (vec![("sec-fetch-site", "same-site"), token], "cross_site"),
        (vec![("origin", "https://evil.example"), ("host", "ours.example"), token], "cross_site"),
    ] {
        let answer = tab.send(Method::POST, &teams, &headers, Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, expected), "{headers:?}");
    }
    let looked = tab.send(Method::GET, &teams, &[("sec-fetch-site", "cross-site")], None).await;
    assert_eq!(looked.code(), "cross_site", "not even looking");
    assert_eq!(house.get("teams").await.expect(200)["items"], json!([]));
    tab.send(Method::POST, &teams, &[("origin", "https://ours.example"), ("host", "ours.example"), token], Some(&body)).await.expect(201);
    // Two cookies of the name: one of them was planted, nobody knows which.
    let planted = Request::get("/api/v1/session").header(header::COOKIE, format!("{NAME}={secret}; {NAME}=x")).body(Body::empty()).unwrap();
    assert_eq!(house.send(planted).await.status, 401);
}

async fn a_session_ends_when_it_is_not_used(house: &House) {
    let (_, secret) = house.session(&house.app.owner()).await;
    let tab = Tab::new(house, &secret);
    for _ in 0..3 {
        house.app.clock.advance(SESSION_IDLE.checked_sub(Duration::from_mins(2)).unwrap());
        tab.get("/api/v1/session").await.expect(200);
    }
    house.app.clock.advance(SESSION_IDLE);
    let answer = tab.get("/api/v1/session").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "session_expired"));
}

async fn a_session_ends_when_it_is_signed_out_or_revoked_or_its_member_removed(house: &House) {
    let (_, secret) = house.session(&house.app.owner()).await;
    let tab = Tab::new(house, &secret);
    let out = tab.post("/api/v1/session/sign-out", &json!({})).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").starts_with(&format!("{NAME}=; Path=/; Max-Age=0;")), "{}", out.header("set-cookie"));
    assert_eq!(tab.get("/api/v1/session").await.code(), "session_ended");

    let (id, secret) = house.session(&house.app.owner()).await;
    let tab = Tab::new(house, &secret);
    let listed = tab.get(&house.at("sessions")).await.expect(200);
    assert_eq!((listed["items"][0]["id"].as_str(), listed["items"][0]["current"].as_bool()), (Some(id.to_string().as_str()), Some(true)));
    let ended = house.post(&format!("sessions/{id}/revoke"), &json!({})).await.expect(200);
    assert!(ended["ended_at"].is_string());
    assert_eq!(tab.get("/api/v1/session").await.code(), "session_ended");

    let (person, token) = house.person(Role::Viewer).await;
    let viewer = dream_app::auth::authenticate(&house.core(), &token).await.unwrap();
    let (_, secret) = house.session(&viewer).await;
    let members = house.get("members").await.expect(200);
    let member = members["items"].as_array().unwrap().iter().find(|member| member["person"] == person.to_string()).unwrap();
    house.post(&format!("members/{}/remove", text(member, "id")), &json!({})).await.expect(200);
    assert_eq!(Tab::new(house, &secret).get("/api/v1/session").await.code(), "session_ended");
}

async fn a_live_view_works_with_the_cookie(house: &House) {
    let (_, secret) = house.session(&house.app.owner()).await;
    let answer = Tab::new(house, &secret).get(&house.at("events")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/event-stream"));
}

/// Answers are remembered per credential: a session never sees what another one was told.
async fn one_key_of_two_sessions_is_two_commands(house: &House) {
    let mut answers = Vec::new();
    for _ in 0..2 {
        let (_, secret) = house.session(&house.app.owner()).await;
        let tab = Tab::new(house, &secret);
        for _ in 0..2 {
            let headers = [("sec-fetch-site", "same-origin"), ("x-csrf-token", &tab.csrf()), ("idempotency-key", "one")];
            answers.push(tab.send(Method::POST, &house.at("teams"), &headers, Some(&json!({ "name": "same" }))).await);
        }
    }
    assert_eq!(answers.iter().map(|answer| answer.status.as_u16()).collect::<Vec<_>>(), [201, 201, 409, 409]);
    assert_eq!(
        (&answers[0].bytes, answers[2].code().as_str()),
        (&answers[1].bytes, "name_taken"),
        "the other one wanted a team of its own"
    );
}
