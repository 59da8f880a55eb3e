//! The description of the API: current, whole, and served.

use crate::authorisation::{Fixture, filled};
use crate::house::{House, served_on_both_engines};
use http::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

served_on_both_engines!(it_is_served, answers_are_what_it_says, health_needs_no_token_and_metrics_do);

fn description() -> Value {
    serde_json::from_str(&dream_http::openapi()).unwrap()
}

/// Every operation, with the path and the method that it answers.
pub(crate) fn operations() -> Vec<(String, Method, String)> {
    let description = description();
    let paths = description["paths"].as_object().unwrap();
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            operations.push((name, method.to_uppercase().parse().unwrap(), path.clone()));
        }
    }
    operations
}

#[test]
fn the_file_at_the_root_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../openapi.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, dream_http::openapi()).unwrap();
    }
    let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(checked_in == dream_http::openapi(), "openapi.json is not what the server serves; run these tests with UPDATE_GOLDEN=1");
}

#[test]
fn every_reference_leads_somewhere_and_every_name_is_used_once() {
    let description = description();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut references = BTreeSet::new();
    collect(&description, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let names: Vec<String> = operations().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    let description = description();
    for (name, method, path) in operations() {
        let operation = &description["paths"][&path][method.as_str().to_lowercase()];
        assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{name}");
        assert!(operation["responses"]["default"].is_object(), "{name}");
        let parameters: Vec<&str> =
            operation["parameters"].as_array().into_iter().flatten().map(|one| one["name"].as_str().unwrap()).collect();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            assert!(parameters.contains(&part), "{name} does not describe {part}");
        }
        assert_eq!(parameters.contains(&"Idempotency-Key"), method != Method::GET, "{name}");
    }
}

/// Every JSON answer to the owner fits the schema of its operation and status; so a value that is not there is null, and an empty list
/// is a list (trap 39).
async fn answers_are_what_it_says(house: &House) {
    let fixture = Fixture::make(house).await;
    let description = description();
    let mut fitting = 0;
    for (name, method, path) in operations() {
        let responses = &description["paths"][&path][method.as_str().to_lowercase()]["responses"];
        let (path, body) = filled(&fixture, &name, &path);
        let answer = house.call(method, &path, Some(&house.owner), body.as_ref()).await;
        let declared = responses.get(answer.status.as_str()).or(responses.get("default")).unwrap();
        let kind = answer.header("content-type").split(';').next().unwrap().to_owned();
        let undescribed = || panic!("{name} answers {} as {kind}, which it does not say", answer.status);
        let content = declared["content"].get(&kind).unwrap_or_else(undescribed);
        if !kind.ends_with("json") {
            continue;
        }
        let mut schema = content["schema"].clone();
        schema["components"] = description["components"].clone();
        let (validator, json) = (jsonschema::validator_for(&schema).unwrap(), answer.json());
        let faults: Vec<String> = validator.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name} answers {} with what it does not say: {faults:#?}", answer.status);
        fitting += 1;
    }
    assert!(fitting > 50, "{fitting}");
}

async fn it_is_served(house: &House) {
    let answer = house.call(Method::GET, "/api/openapi.json", None, None).await;
    assert_eq!(answer.bytes, dream_http::openapi().as_bytes());
}

async fn health_needs_no_token_and_metrics_do(house: &House) {
    let health = house.call(Method::GET, "/healthz", None, None).await.expect(200);
    assert_eq!(health["status"], "ok");
    assert_eq!(house.call(Method::GET, "/readyz", None, None).await.expect(200)["ready"], true);
    assert_eq!(house.call(Method::GET, "/metrics", None, None).await.status, 401);
    let metrics = house.call(Method::GET, "/metrics", Some(&house.owner), None).await;
    let text = String::from_utf8(metrics.bytes).unwrap();
    assert!(text.contains("dreamos_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"), "{text}");
    let page = house.call(Method::GET, "/", None, None).await;
    assert!(page.header("content-type").starts_with("text/html") && page.status == 200);
    house.drain();
    let stopping = house.call(Method::GET, "/readyz", None, None).await.expect(503);
    assert_eq!(stopping["ready"], false);
}
