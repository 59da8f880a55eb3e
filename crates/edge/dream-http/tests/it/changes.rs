//! Changing what exists: the organisation, projects, teams, members who come back; and runs of templates by name.

use crate::house::{BRIEF, House, served_on_both_engines, text};
use serde_json::{Value, json};

served_on_both_engines!(
    an_organisation_is_shown_and_renamed,
    a_project_is_renamed_put_away_and_taken_out,
    a_team_is_renamed_and_gives_roles,
    somebody_who_left_comes_back_as_the_same_person,
    a_run_names_its_template_and_version,
    runs_are_filtered_by_status_before_pages_are_cut,
);

async fn an_organisation_is_shown_and_renamed(house: &House) {
    let path = format!("/api/v1/orgs/{}", house.app.org);
    let before = house.call(http::Method::GET, &path, Some(&house.owner), None).await.expect(200);
    assert_eq!(text(&before, "id"), house.app.org.to_string());
    let renamed = house.post("rename", &json!({ "name": "House of tools" })).await.expect(200);
    assert_eq!((text(&renamed, "name"), &renamed["created_at"]), ("House of tools", &before["created_at"]));
    assert_eq!(house.post("rename", &json!({ "name": "" })).await.status.as_u16(), 400);
}

async fn a_project_is_renamed_put_away_and_taken_out(house: &House) {
    let project = house.project().await;
    let me = house.get("members").await.expect(200)["items"][0]["person"].clone();
    assert_eq!((&project["archived"], &project["created_by"]), (&json!(false), &me));
    let path = format!("projects/{}/change", text(&project, "id"));
    let changed = house.post(&path, &json!({ "name": "Tools", "archived": true })).await.expect(200);
    assert_eq!((text(&changed, "name"), &changed["archived"]), ("Tools", &json!(true)));
    let runs = format!("projects/{}/runs", text(&project, "id"));
    let refused = house.post(&runs, &json!({})).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (409, "project_archived"));
    assert_eq!(house.get("projects").await.expect(200)["items"], json!([]));
    assert_eq!(house.get("projects?archived=true").await.expect(200)["items"], json!([changed]));
    house.post(&path, &json!({ "archived": false })).await.expect(200);
    house.post(&runs, &json!({})).await.expect(201);
    assert_eq!(house.post(&path, &json!({})).await.code(), "nothing_to_change");
}

async fn a_team_is_renamed_and_gives_roles(house: &House) {
    let (team, project) = (house.post("teams", &json!({ "name": "Design" })).await.expect(201), house.project().await);
    let path = format!("teams/{}", text(&team, "id"));
    let grant = json!({ "name": "Drawing", "grant": [{ "project": project["id"], "role": "reviewer" }] });
    let changed = house.post(&format!("{path}/change"), &grant).await.expect(200);
    assert_eq!((text(&changed, "name"), &changed["project_roles"][0]["role"]), ("Drawing", &json!("reviewer")));
    assert_eq!(house.get(&path).await.expect(200), changed);
    let revoked = house.post(&format!("{path}/change"), &json!({ "revoke": [project["id"]] })).await.expect(200);
    assert_eq!((text(&revoked, "name"), &revoked["project_roles"]), ("Drawing", &json!([])));
    assert_eq!(house.post(&format!("{path}/change"), &json!({})).await.code(), "nothing_to_change");
}

async fn somebody_who_left_comes_back_as_the_same_person(house: &House) {
    let member = house.post("members", &json!({ "name": "Ann", "role": "viewer" })).await.expect(201);
    let again = json!({ "person": member["person"], "role": "reviewer" });
    assert_eq!(house.post("members", &again).await.code(), "already_member");
    house.post(&format!("members/{}/remove", text(&member, "id")), &json!({})).await.expect(200);
    let back = house.post("members", &again).await.expect(201);
    assert_eq!((&back["person"], text(&back, "name"), text(&back, "role")), (&member["person"], "Ann", "reviewer"));
    for body in [json!({ "role": "viewer" }), json!({ "name": "Bob", "person": member["person"] })] {
        assert_eq!(house.post("members", &body).await.code(), "invalid_body", "{body}");
    }
}

async fn a_run_names_its_template_and_version(house: &House) {
    let project = house.project().await;
    let runs = format!("projects/{}/runs", text(&project, "id"));
    let run = house.post(&runs, &json!({ "template": "content-campaign" })).await.expect(201);
    assert_eq!((text(&run, "template"), text(&project, "template")), ("content-campaign", "planning-only"));
    let source = text(&house.get("templates/planning-only").await.expect(200), "source").to_owned();
    let published = house.post("templates", &json!({ "source": source })).await.expect(201);
    let run = house.post(&runs, &json!({ "template": "planning-only", "template_version": 1 })).await.expect(201);
    assert_eq!(run["template_digest"], published["digest"]);
    for (body, status, code) in [
        (json!({ "template": "nothing" }), 404, "unknown_template"),
        (json!({ "template": "planning-only", "template_version": 2 }), 404, "unknown_version"),
        (json!({ "template_version": 1 }), 400, "template_required"),
    ] {
        let refused = house.post(&runs, &body).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (status, code), "{body}");
    }
}

async fn runs_are_filtered_by_status_before_pages_are_cut(house: &House) {
    let body = json!({ "name": "library", "brief": BRIEF, "template": "planning-only" });
    let project = house.post("projects", &body).await.expect(201);
    let mut cancelled = Vec::new();
    for number in 0..5 {
        let run = house.post(&format!("projects/{}/runs", text(&project, "id")), &json!({})).await.expect(201);
        house.app.clock.advance(std::time::Duration::from_millis(1));
        if number % 2 == 0 {
            house.post(&format!("runs/{}/cancel", text(&run, "id")), &json!({})).await.expect(200);
            cancelled.insert(0, run["id"].clone());
        }
    }
    let first = house.get("runs?status=cancelled&limit=2").await.expect(200);
    let second = house.get(&format!("runs?status=cancelled&limit=2&cursor={}", text(&first, "next"))).await.expect(200);
    let ids: Vec<Value> =
        [&first, &second].iter().flat_map(|page| page["items"].as_array().unwrap()).map(|run| run["id"].clone()).collect();
    assert_eq!((first["items"].as_array().unwrap().len(), &second["next"], ids), (2, &Value::Null, cancelled));
    assert_eq!(house.get("runs?status=lost").await.status.as_u16(), 400);
}
