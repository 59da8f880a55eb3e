//! The organisations of a service over HTTP: how one begins, and what is said at each door while it is suspended.

use crate::house::{House, served_on_both_engines, text, token};
use axum::body::Body;
use dream_app::invitations::{self, Accept};
use dream_app::sign_in::Browser;
use dream_app::{Op, auth};
use dream_secret::Secret;
use http::{Method, Request};
use serde_json::{Value, json};

served_on_both_engines!(a_suspended_organisation_is_refused_at_every_door_until_it_is_resumed);

const SECRET: &str = "a-secret-of-enough-length";

async fn operate(house: &House, path: &str, body: Value, status: u16) -> Value {
    house.call(Method::POST, &format!("/api/v1/organisations{path}"), Some(&house.owner), Some(&body)).await.expect(status)
}

/// Who was made the owner, after they followed their link.
async fn begun(house: &House, made: &Value) -> Op {
    let link = text(made, "path").strip_prefix("/invite/").unwrap();
    let accept = Accept { login: "ada".to_owned(), password: Secret::new("plum cactus trolley"), name: None, org_name: None };
    let session = invitations::accept(&house.core(), link, accept, &Browser::default()).await.unwrap();
    auth::authenticate_session(&house.core(), session.text.expose()).await.unwrap()
}

async fn a_suspended_organisation_is_refused_at_every_door_until_it_is_resumed(house: &House) {
    let made = operate(house, "", json!({ "name": "Acme", "owner": "ada@example.org" }), 201).await;
    let org = text(&made, "id");
    let key = token(&begun(house, &made).await, None).await;
    let source = json!({ "name": "ci", "kind": "generic", "proof": { "by": "header", "name": "x-token" }, "secret": SECRET });
    let source = house.call(Method::POST, &format!("/api/v1/orgs/{org}/sources"), Some(&key), Some(&source)).await.expect(201);
    let path = text(&source, "path");
    let knock = async || {
        let request =
            Request::builder().method(Method::POST).uri(path).header("content-type", "application/json").header("x-token", SECRET);
        let sent = house.send(request.body(Body::from("{\"title\":\"one\"}")).unwrap()).await;
        let called = house.call(Method::GET, "/api/v1/whoami", Some(&key), None).await;
        [(sent.status.as_u16(), sent.code()), (called.status.as_u16(), called.code())]
    };
    assert_eq!((knock().await[0].0, knock().await[1].0), (202, 200));

    operate(house, &format!("/{org}/suspend"), json!({ "reason": "unpaid" }), 200).await;
    let refused = (403, "organisation_suspended".to_owned());
    assert_eq!(knock().await, [refused.clone(), refused]);
    house.get("sources").await.expect(200);

    operate(house, &format!("/{org}/resume"), json!({}), 200).await;
    assert_eq!((knock().await[0].0, knock().await[1].0), (202, 200));
}
