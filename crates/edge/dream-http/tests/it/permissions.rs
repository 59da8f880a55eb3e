//! What agents ask of people, over the API.

use crate::house::{House, served_on_both_engines, text};
use dream_app::permissions::{Asked, AskedQuestion, Standing, ask, ask_question};
use dream_swarm::ToolEffect;
use http::{Method, StatusCode};
use serde_json::{Value, json};

served_on_both_engines!(a_call_is_decided_by_its_digest, leave_is_given_shown_and_revoked, a_question_is_answered, waiting_is_counted);

fn push(branch: &str) -> Asked {
    Asked {
        task: None,
        attempt: None,
        tool: "git__push".to_owned(),
        kind: Some("execute".to_owned()),
        title: "Push it".to_owned(),
        arguments: json!({ "branch": branch, "password": "hunter2" }),
        rules_effect: ToolEffect::Ask,
    }
}

async fn waiting(house: &House, branch: &str) -> String {
    match ask(&house.app.agent("builder").await, push(branch)).await.unwrap() {
        Standing::Waiting { permission } => permission.to_string(),
        other => panic!("{other:?}"),
    }
}

/// A permission that waits and a grant, for those who call upon everything; and the digest of the permission.
pub(crate) async fn asked(house: &House) -> (String, String, String) {
    let permission = waiting(house, "main").await;
    let other = waiting(house, "other").await;
    let digest = shown(house, &other).await["digest"].clone();
    let until = house.app.app.now().plus(std::time::Duration::from_hours(1)).to_string();
    let body = json!({ "digest": digest, "grant": { "until": until, "most": 3 } });
    house.post(&format!("permissions/{other}/approve"), &body).await.expect(200);
    let grants = house.get("grants").await.expect(200);
    let digest = text(&shown(house, &permission).await, "digest").to_owned();
    (permission, text(&grants["items"][0], "id").to_owned(), digest)
}

async fn shown(house: &House, permission: &str) -> Value {
    house.get(&format!("permissions/{permission}")).await.expect(200)
}

async fn a_call_is_decided_by_its_digest(house: &House) {
    let (one, two) = (waiting(house, "main").await, waiting(house, "release").await);
    let asked = shown(house, &one).await;
    assert_eq!(asked["text"], r#"{"branch":"main","password":"hunter2"}"#);
    assert_eq!((&asked["kind"], &asked["tool"], &asked["risk"]), (&json!("call"), &json!("git__push"), &json!("high")));
    assert_eq!((&asked["exact"], &asked["you"]["may_decide"]), (&json!(true), &json!(true)));
    let address = |id: &str, verb: &str| format!("permissions/{id}/{verb}");
    let stale = house.post(&address(&two, "approve"), &json!({ "digest": asked["digest"] })).await;
    assert_eq!((stale.status, stale.code().as_str()), (StatusCode::CONFLICT, "stale_digest"));
    let none = house.post(&address(&one, "approve"), &json!({})).await;
    assert_eq!((none.status, none.code().as_str()), (StatusCode::BAD_REQUEST, "invalid_body"));
    let approved = house.post(&address(&one, "approve"), &json!({ "digest": asked["digest"] })).await.expect(200);
    assert_eq!((text(&approved, "status"), &approved["used_at"]), ("approved", &Value::Null));
    let digest = shown(house, &two).await["digest"].clone();
    let silent = house.post(&address(&two, "request-changes"), &json!({ "digest": digest, "comment": " " })).await;
    assert_eq!(silent.code(), "comment_required");
    let rejected = house.post(&address(&two, "reject"), &json!({ "digest": digest, "comment": "no" })).await.expect(200);
    assert_eq!((text(&rejected, "status"), text(&rejected, "comment")), ("rejected", "no"));
    assert!(!rejected["decided_by"].is_null());
    let developer = house.app.agent("builder").await;
    assert!(matches!(ask(&developer, push("main")).await.unwrap(), Standing::Allowed { .. }));
    assert!(!shown(house, &one).await["used_at"].is_null());
    let listed = house.get("permissions?status=rejected").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let unknown = house.get("permissions?status=maybe").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
}

async fn leave_is_given_shown_and_revoked(house: &House) {
    let permission = waiting(house, "feature-1").await;
    let digest = shown(house, &permission).await["digest"].clone();
    let until = house.app.app.now().plus(std::time::Duration::from_hours(1)).to_string();
    let with = |patterns: Value| json!({ "digest": digest, "grant": { "until": until, "most": 2, "patterns": patterns } });
    let approve = format!("permissions/{permission}/approve");
    for (patterns, code) in [
        (json!([{ "at": "/branch", "glob": "main*" }]), "grant_misses_call"),
        (json!([{ "at": "branch", "glob": "feature*" }]), "bad_argument_pointer"),
        (json!([{ "at": "/branch" }]), "invalid_body"),
    ] {
        assert_eq!(house.post(&approve, &with(patterns)).await.code(), code);
    }
    house.post(&approve, &with(json!([{ "at": "/branch", "glob": "feature-*" }]))).await.expect(200);
    let developer = house.app.agent("builder").await;
    assert!(matches!(ask(&developer, push("feature-1")).await.unwrap(), Standing::Allowed { permission: Some(_), .. }));
    assert!(matches!(ask(&developer, push("feature-2")).await.unwrap(), Standing::Allowed { grant: Some(_), .. }));
    let grant = house.get("grants?open=true").await.expect(200)["items"][0].clone();
    assert_eq!((&grant["used"], &grant["most"], &grant["holds"]), (&json!(1), &json!(2), &json!(true)));
    assert_eq!(grant["arguments"]["patterns"][0]["glob"], "feature-*");
    let revoked = house.post(&format!("grants/{}/revoke", text(&grant, "id")), &json!({})).await.expect(200);
    assert_eq!(revoked["holds"], false);
    assert!(matches!(ask(&developer, push("feature-2")).await.unwrap(), Standing::Waiting { .. }));
    assert!(house.get("grants?open=true").await.expect(200)["items"].as_array().unwrap().is_empty());
}

async fn a_question_is_answered(house: &House) {
    let asked = AskedQuestion { task: None, attempt: None, text: "Which?".to_owned(), choices: vec!["red".to_owned()] };
    let id = ask_question(&house.app.agent("builder").await, asked).await.unwrap();
    let question = shown(house, &id.to_string()).await;
    assert_eq!((&question["kind"], &question["text"], &question["choices"]), (&json!("question"), &json!("Which?"), &json!(["red"])));
    let answer = format!("permissions/{id}/answer");
    assert_eq!(house.post(&answer, &json!({ "text": "blue" })).await.code(), "answer_not_offered");
    let answered = house.post(&answer, &json!({ "text": "red" })).await.expect(200);
    assert_eq!((text(&answered, "status"), text(&answered, "comment")), ("answered", "red"));
}

async fn waiting_is_counted(house: &House) {
    let permission = waiting(house, "main").await;
    let read = async || {
        let answer = house.call(Method::GET, "/metrics", Some(&house.owner), None).await;
        String::from_utf8(answer.bytes).unwrap()
    };
    assert!(read().await.contains("dreamos_permissions_waiting 1"));
    let digest = shown(house, &permission).await["digest"].clone();
    house.post(&format!("permissions/{permission}/reject"), &json!({ "digest": digest })).await.expect(200);
    let text = read().await;
    assert!(text.contains("dreamos_permissions_waiting 0"));
    assert!(text.contains("dreamos_permissions_decided_total{status=\"rejected\"} 1"));
}
