//! The walls between organisations: a token of one finds nothing of another, by whatever path.

use crate::authorisation::{Fixture, filled};
use crate::description::operations;
use crate::house::{House, served_on_both_engines, token};
use dream_testkit::found;
use http::Method;

served_on_both_engines!(things_of_another_organisation_do_not_exist, lists_show_nothing_of_another_organisation);

/// Under its own organisation's path, with the ids of another's things.
async fn things_of_another_organisation_do_not_exist(house: &House) {
    let fixture = Fixture::make(house).await;
    let other = found(&house.core(), "other").await;
    let theirs = token(&other.owner, None).await;
    let mut tried = 0;
    for (operation, method, path) in operations() {
        let names_a_thing = path.split('/').any(|part| part.starts_with('{') && !matches!(part, "{org}" | "{template}" | "{craft}"));
        // What has the same name there is the caller's own: a topic may be followed before anybody has spoken in it, a secret made by its name.
        if !names_a_thing || matches!(operation.as_str(), "follow_channel" | "set_secret") {
            continue;
        }
        let (path, body) = filled(&fixture, &operation, &path);
        let path = path.replace(&house.app.org.to_string(), &other.org.to_string());
        let answer = house.call(method, &path, Some(&theirs), body.as_ref()).await;
        // What is the operator's is refused to everybody else, whether it is there or not.
        let refused = if path.contains("/organisations/") { 403 } else { 404 };
        assert_eq!(answer.status, refused, "{operation}: {}", String::from_utf8_lossy(&answer.bytes));
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
}

/// Trap 28: a list without the tenant's filter.
async fn lists_show_nothing_of_another_organisation(house: &House) {
    let fixture = Fixture::make(house).await;
    house.app.sequence().await;
    let other = found(&house.core(), "other").await;
    let theirs = token(&other.owner, None).await;
    let mut tried = 0;
    for (operation, method, path) in operations() {
        let lists = method == Method::GET && path.starts_with("/api/v1/orgs/{org}/") && !path.replace("{org}", "").contains('{');
        if !lists || matches!(operation.as_str(), "follow_events" | "follow_logs" | "open_stream" | "create_backup") {
            continue;
        }
        let path = path.replace("{org}", &other.org.to_string());
        let answer = house.call(method, &path, Some(&theirs), None).await;
        assert_eq!(answer.status, 200, "{operation}");
        let text = String::from_utf8(answer.bytes).unwrap();
        for id in fixture.things() {
            assert!(!text.contains(id), "{operation} shows {id} of another organisation: {text}");
        }
        tried += 1;
    }
    assert!(tried > 8, "{tried}");
}
