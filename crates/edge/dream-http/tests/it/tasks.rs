//! Tasks over HTTP: created, claimed, worked on and handed in; bad input; waiting for work.

use crate::house::{House, served_on_both_engines, text};
use serde_json::{Value, json};

served_on_both_engines!(
    a_task_goes_from_its_creation_to_its_end,
    bad_input_is_refused_with_a_code,
    many_are_created_claimed_and_completed_together,
    a_claim_that_waits_is_answered_when_something_comes,
    what_waits_for_what_is_shown_as_a_tree,
    limits_are_set_and_shown,
    what_happens_to_tasks_is_counted,
);

async fn claim(house: &House, body: Value) -> Vec<Value> {
    house.post("tasks/claim", &body).await.expect(200)["tasks"].as_array().unwrap().clone()
}

async fn a_task_goes_from_its_creation_to_its_end(house: &House) {
    let new = json!({ "title": "Write the guide", "body": "For newcomers.", "priority": "high", "role": "writer" });
    let created = house.post("tasks", &new).await.expect(201);
    let id = text(&created, "id");
    assert_eq!((&created["status"], &created["attempt"], &created["progress"]), (&json!("queued"), &json!(0), &json!(0)));
    assert!(claim(house, json!({ "worker": "ada", "roles": ["qa"] })).await.is_empty());
    let work = claim(house, json!({ "worker": "ada", "roles": ["writer"], "lease": "30s" })).await.remove(0);
    assert_eq!((text(&work, "id"), &work["attempt"], text(&work, "body")), (id, &json!(1), "For newcomers."));
    let beat = json!({ "attempt": 1, "progress": 40, "note": "the outline stands" });
    let lease = house.post(&format!("tasks/{id}/heartbeat"), &beat).await.expect(200);
    assert_eq!(lease["cancelled"], json!(false));
    let running = house.get(&format!("tasks/{id}")).await.expect(200);
    for (name, value) in
        [("status", "running"), ("worker", "ada"), ("progress_note", "the outline stands"), ("priority", "high"), ("role", "writer")]
    {
        assert_eq!(running[name], json!(value), "{name}");
    }
    assert_eq!(running["progress"], json!(40));
    let stale = house.post(&format!("tasks/{id}/complete"), &json!({ "attempt": 2 })).await;
    assert_eq!((stale.status.as_u16(), stale.code()), (409, "stale_claim".to_owned()));
    let done = house.post(&format!("tasks/{id}/complete"), &json!({ "attempt": 1, "output": "It is there." })).await.expect(200);
    assert_eq!((&done["status"], &done["progress"], text(&done, "output")), (&json!("done"), &json!(100), "It is there."));
    assert_eq!(done["attempts"][0]["ending"], json!("completed"));
    let listed = house.get("tasks?status=done&worker=nobody").await.expect(200);
    assert_eq!(listed["items"], json!([]));
    assert_eq!(house.get("tasks?status=done&role=writer").await.expect(200)["items"][0]["id"], json!(id));
}

async fn bad_input_is_refused_with_a_code(house: &House) {
    let task = house.post("tasks", &json!({ "title": "t" })).await.expect(201);
    let (id, nobody) = (text(&task, "id"), "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b");
    let past = "2020-01-01T00:00:00Z";
    let of = |verb: &str| format!("tasks/{id}/{verb}");
    for (path, body, status, code) in [
        ("tasks".to_owned(), json!({ "title": "" }), 400, "invalid_title"),
        ("tasks".to_owned(), json!({ "title": "t", "priority": "urgent" }), 400, "invalid_priority"),
        ("tasks".to_owned(), json!({ "title": "t", "deadline": past }), 400, "invalid_deadline"),
        (
            "tasks".to_owned(),
            json!({ "title": "t", "retry": { "max_attempts": 0, "backoff": "1s", "longest": "1s" } }),
            400,
            "invalid_retry",
        ),
        ("tasks".to_owned(), json!({ "title": "t", "depends_on": [nobody] }), 404, "not_found"),
        ("tasks".to_owned(), json!({ "title": "t", "parent": nobody }), 404, "not_found"),
        ("tasks".to_owned(), json!({ "title": "t", "project": "prj_01jd3kz5e8f0vs1m7q2w9x4t6b" }), 404, "not_found"),
        ("tasks".to_owned(), json!({ "titel": "t" }), 400, "invalid_body"),
        ("tasks/batch".to_owned(), json!({ "tasks": [] }), 400, "nothing_to_create"),
        ("tasks/batch".to_owned(), json!({ "tasks": vec![json!({ "title": "t" }); 501] }), 400, "too_many"),
        ("tasks/claim".to_owned(), json!({ "worker": "" }), 400, "invalid_name"),
        ("tasks/claim".to_owned(), json!({ "worker": "w", "limit": 101 }), 400, "invalid_limit"),
        (of("heartbeat"), json!({ "progress": 101 }), 400, "invalid_progress"),
        (of("heartbeat"), json!({ "attempt": 7 }), 409, "stale_claim"),
        (of("complete"), json!({ "artifacts": ["ver_01jd3kz5e8f0vs1m7q2w9x4t6b"] }), 404, "not_found"),
        (of("retry"), json!({}), 409, "task_not_failed"),
        (of("change"), json!({ "add_dependencies": [id] }), 400, "dependency_cycle"),
        (of("change"), json!({ "assignee": "a", "unassign": true }), 400, "invalid_body"),
        (format!("tasks/{nobody}/complete"), json!({}), 404, "not_found"),
        ("task-limits".to_owned(), json!({ "role": "r", "project": "prj_01jd3kz5e8f0vs1m7q2w9x4t6b" }), 400, "invalid_body"),
    ] {
        let answer = house.post(&path, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{path} {body}");
    }
    assert_eq!(house.get("tasks?status=lost").await.code(), "invalid_query");
    assert_eq!(house.get("tasks/tsk_x").await.code(), "malformed_id");
    assert_eq!(house.get(&format!("tasks/{id}")).await.expect(200)["status"], json!("queued"), "no refusal changed anything");
}

async fn many_are_created_claimed_and_completed_together(house: &House) {
    let new: Vec<Value> = (0..20).map(|n| json!({ "title": format!("task {n}") })).collect();
    assert_eq!(house.post("tasks/batch", &json!({ "tasks": new })).await.expect(201)["tasks"].as_array().unwrap().len(), 20);
    let work = claim(house, json!({ "worker": "ada", "limit": 50 })).await;
    let counts = house.get("tasks/counts").await.expect(200);
    assert_eq!((work.len(), &counts["running"], &counts["queued"]), (20, &json!(20), &json!(0)));
    let mut done: Vec<Value> = work.iter().map(|work| json!({ "task": work["id"], "attempt": work["attempt"] })).collect();
    done[3]["attempt"] = json!(9);
    let answer = house.post("tasks/complete", &json!({ "tasks": done })).await.expect(200);
    assert_eq!((&answer["refused"], &answer["tasks"][3]["error"]["code"]), (&json!(1), &json!("stale_claim")));
    assert_eq!(answer["tasks"][4]["error"], json!(null));
    assert_eq!(house.get("tasks?status=running").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

async fn a_claim_that_waits_is_answered_when_something_comes(house: &House) {
    let waiting = claim(house, json!({ "worker": "ada", "wait": "30s" }));
    let new = json!({ "title": "at last" });
    let creating = house.post("tasks", &new);
    let (claimed, created) = tokio::join!(waiting, creating);
    assert_eq!(claimed[0]["id"], created.expect(201)["id"]);
    let begun = std::time::Instant::now();
    let (nothing, ()) = tokio::join!(claim(house, json!({ "worker": "ada", "wait": "60s" })), async { house.drain() });
    assert!(nothing.is_empty() && begun.elapsed().as_secs() < 30, "a server that stops lets nobody wait");
}

async fn what_waits_for_what_is_shown_as_a_tree(house: &House) {
    let first = house.post("tasks", &json!({ "title": "first" })).await.expect(201);
    let second = house.post("tasks", &json!({ "title": "second", "depends_on": [first["id"]] })).await.expect(201);
    assert_eq!((&second["status"], &second["reason"]), (&json!("blocked"), &json!("dependency")));
    let tree = house.get(&format!("tasks/{}/dependencies", text(&second, "id"))).await.expect(200);
    assert_eq!((&tree["depends_on"][1]["task"]["id"], &tree["depends_on"][1]["depth"]), (&first["id"], &json!(1)));
    let back = house.get(&format!("tasks/{}/dependencies", text(&first, "id"))).await.expect(200);
    assert_eq!(back["dependents"][0]["id"], second["id"]);
}

async fn limits_are_set_and_shown(house: &House) {
    house.post("task-limits", &json!({ "role": "qa", "max": 2 })).await.expect(200);
    house.post("task-limits", &json!({ "max": 10 })).await.expect(200);
    assert_eq!(house.get("task-limits").await.expect(200), json!({ "organisation": 10, "roles": { "qa": 2 }, "projects": {} }));
    assert_eq!(house.post("task-limits", &json!({ "role": "qa" })).await.expect(200)["roles"], json!({}));
}

async fn what_happens_to_tasks_is_counted(house: &House) {
    house.post("tasks/batch", &json!({ "tasks": [{ "title": "one" }, { "title": "two" }, { "title": "three" }] })).await.expect(201);
    let work = claim(house, json!({ "worker": "ada", "limit": 2 })).await;
    house.post(&format!("tasks/{}/complete", text(&work[0], "id")), &json!({ "attempt": 1 })).await.expect(200);
    house
        .post(&format!("tasks/{}/fail", text(&work[1], "id")), &json!({ "attempt": 1, "message": "m", "permanent": true }))
        .await
        .expect(200);
    let answer = house.call(http::Method::GET, "/metrics", Some(&house.owner), None).await;
    let metrics = String::from_utf8(answer.bytes).unwrap();
    for line in [
        "dreamos_tasks{place=\"ready\"} 1",
        "dreamos_tasks{place=\"running\"} 0",
        "dreamos_tasks{place=\"failed\"} 1",
        "dreamos_tasks_claimed_total 2",
        "dreamos_tasks_completed_total 1",
        "dreamos_task_wait_seconds_count 2",
    ] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
}
