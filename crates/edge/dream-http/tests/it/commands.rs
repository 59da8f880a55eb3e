//! Commands and questions: idempotency, entity tags, pages, request ids, bytes.

use crate::house::{BRIEF, House, served_on_both_engines, text};
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::{Value, json};

served_on_both_engines!(
    a_repeated_command_is_done_once,
    what_has_not_changed_is_not_sent_again,
    lists_are_paged,
    a_request_id_is_kept_and_becomes_the_trace,
    a_project_comes_back_as_it_was_given,
    a_person_puts_a_version,
    a_run_goes_from_brief_to_done,
    a_gate_that_too_few_people_could_satisfy_is_told
);

async fn keyed(house: &House, path: &str, key: &str, body: &Value) -> crate::house::Answer {
    let request = Request::post(house.at(path)).header(header::AUTHORIZATION, format!("Bearer {}", house.owner));
    let request = request.header(header::CONTENT_TYPE, "application/json").header("idempotency-key", key);
    house.send(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn a_repeated_command_is_done_once(house: &House) {
    let body = json!({ "name": "one", "brief": BRIEF });
    let first = keyed(house, "projects", "k1", &body).await.expect(201);
    let second = keyed(house, "projects", "k1", &body).await.expect(201);
    assert_eq!(first, second);
    assert_eq!(house.get("projects").await.expect(200)["items"].as_array().unwrap().len(), 1);
    let other = keyed(house, "projects", "k1", &json!({ "name": "two", "brief": BRIEF })).await;
    assert_eq!((other.status.as_u16(), other.code().as_str()), (409, "idempotency_key_reused"));
    for key in ["", &"x".repeat(256), "a b"] {
        let answer = keyed(house, "projects", key, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "invalid_idempotency_key"), "{key:?}");
    }
    let mint = json!({ "name": "ci", "scopes": ["read"] });
    let minted = keyed(house, "tokens", "k2", &mint).await.expect(201);
    assert!(text(&minted, "text").starts_with("dos_"));
    let again = keyed(house, "tokens", "k2", &mint).await.expect(409);
    assert_eq!((text(&again, "code"), &again["token"]), ("token_text_shown", &minted["id"]));
}

async fn what_has_not_changed_is_not_sent_again(house: &House) {
    let run = house.run().await;
    let path = house.at(&format!("runs/{}", text(&run, "id")));
    let ask = |tag: String| {
        let request = Request::get(&path).header(header::AUTHORIZATION, format!("Bearer {}", house.owner));
        house.send(request.header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap())
    };
    let tag = house.call(Method::GET, &path, Some(&house.owner), None).await.header("etag").to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let same = ask(tag.clone()).await;
    assert_eq!((same.status.as_u16(), same.bytes.len(), same.header("etag")), (304, 0, tag.as_str()));
    house.post(&format!("runs/{}/pause", text(&run, "id")), &json!({})).await.expect(200);
    let changed = ask(tag.clone()).await;
    assert_eq!(changed.expect(200)["reason"], "paused");
    assert_ne!(changed.header("etag"), tag);
}

async fn lists_are_paged(house: &House) {
    for name in ["a", "b", "c"] {
        house.post("projects", &json!({ "name": name, "brief": BRIEF })).await.expect(201);
        // Ids sort by the time they were made.
        house.app.clock.advance(std::time::Duration::from_millis(1));
    }
    let (mut names, mut next) = (Vec::new(), String::new());
    loop {
        let page = house.get(&format!("projects?limit=2{next}")).await.expect(200);
        names.extend(page["items"].as_array().unwrap().iter().map(|project| text(project, "name").to_owned()));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(names, ["c", "b", "a"]);
    let built_in = house.get("templates?limit=1").await.expect(200);
    assert_eq!(built_in["items"].as_array().unwrap().len(), 1);
    let second = house.get(&format!("templates?limit=1&cursor={}", text(&built_in, "next"))).await.expect(200);
    assert!(text(&second["items"][0], "name") > text(&built_in["items"][0], "name"));
}

async fn a_request_id_is_kept_and_becomes_the_trace(house: &House) {
    let request = Request::post(house.at("teams")).header(header::AUTHORIZATION, format!("Bearer {}", house.owner));
    let request = request.header(header::CONTENT_TYPE, "application/json").header("x-request-id", "mine-1");
    let answer = house.send(request.body(Body::from(json!({ "name": "t" }).to_string())).unwrap()).await;
    assert_eq!(answer.header("x-request-id"), "mine-1");
    let team = answer.expect(201);
    house.app.sequence().await;
    let log = house.get(&format!("audit?stream={}", text(&team, "id"))).await.expect(200);
    assert_eq!((&log["items"][0]["trace"], &log["items"][0]["kind"]), (&json!("mine-1"), &json!("team.created")));
    assert_eq!(house.get("teams").await.header("x-request-id").len(), 32);
}

async fn a_project_comes_back_as_it_was_given(house: &House) {
    let project = house.project().await;
    assert_eq!((text(&project, "name"), text(&project, "template")), ("library", "planning-only"));
    let brief = house.get(&format!("projects/{}/brief", text(&project, "id"))).await;
    assert_eq!((brief.bytes.as_slice(), brief.header("content-type")), (BRIEF.as_bytes(), "text/markdown; charset=utf-8"));
    assert_eq!(house.get(&format!("projects/{}", text(&project, "id"))).await.expect(200), project);
}

async fn a_person_puts_a_version(house: &House) {
    let run = house.run().await;
    let artifact = house.get(&format!("runs/{}/artifacts", text(&run, "id"))).await.expect(200)["items"][0].clone();
    let (id, path) = (text(&artifact, "id"), text(&artifact["files"][0], "path"));
    let put = |query: &'static str| {
        let request = Request::put(house.at(&format!("artifacts/{id}/content{query}")));
        let request = request
            .header(header::AUTHORIZATION, format!("Bearer {}", house.owner))
            .header(header::CONTENT_TYPE, "application/octet-stream");
        house.send(request.body(Body::from("# Mine\n")).unwrap())
    };
    let stale = put("?replaces=7").await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (409, "stale_version"));
    let mine = put("?replaces=1").await.expect(200);
    assert_eq!((&mine["version"], &mine["produced_by"]["type"]), (&json!(2), &json!("person")));
    let file = house.get(&format!("artifacts/{id}/versions/2/files/{path}")).await;
    assert_eq!(file.bytes, b"# Mine\n");
    assert_eq!((file.header("content-disposition"), file.header("content-security-policy")), ("attachment", "default-src 'none'; sandbox"));
    let diff = house.get(&format!("artifacts/{id}/diff?from=1&to=2")).await.expect(200);
    assert_eq!((&diff["files"][0]["change"], &diff["files"][0]["path"]), (&json!("modified"), &json!(path)));
    assert!(text(&diff, "unified").contains("+# Mine"), "{diff}");
    let versions = house.get(&format!("artifacts/{id}/versions")).await.expect(200);
    let numbers: Vec<_> = versions["items"].as_array().unwrap().iter().map(|version| version["version"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [2, 1]);
}

/// The house has one owner, who may start runs.
async fn a_gate_that_too_few_people_could_satisfy_is_told(house: &House) {
    let template = |gate: &str| {
        let stage = "[[stage]]\nname = \"prd\"\nrole = \"product-manager\"\nproduces = [{ name = \"prd\", kind = \"document\" }]";
        json!({ "source": format!("name = \"strict\"\n{stage}\n[stage.gate]\napprovers = [\"owner\"]\n{gate}") })
    };
    let fine = house.post("templates/validate", &template("")).await.expect(200);
    assert_eq!((&fine["valid"], &fine["warnings"]), (&json!(true), &json!([])));
    let strict = template("quorum = 3\nexclude_requester = true");
    let told = house.post("templates/validate", &strict).await.expect(200);
    assert_eq!(told["valid"], true);
    let warning = told["warnings"][0].as_str().unwrap();
    assert!(warning.contains("stage `prd`") && warning.contains("3 different people of owner, and"), "{warning}");
    assert!(warning.contains("nobody can") && warning.contains("add members"), "{warning}");
    assert_eq!(house.post("templates", &strict).await.expect(201)["warnings"], json!([warning]));
    let listed = house.get("templates").await.expect(200);
    assert!(listed["items"].as_array().unwrap().iter().all(|template| template["warnings"] == json!([])), "lists do not tell");

    // What the standard asks for counts as if the template said so; and a standard is told before it stops every run.
    let effect = house.post("standard/check", &json!({ "source": "least_quorum = 2" })).await.expect(200);
    let planning = effect["templates"].as_array().unwrap().iter().find(|one| one["template"] == "planning-only").unwrap();
    assert!(planning["changes"].to_string().contains("2 different people of owner, maintainer, reviewer"), "{planning}");
    assert_eq!(house.get("templates/planning-only").await.expect(200)["warnings"], json!([]));

    // A run waits at the gate, and its review says that nobody there can let it go on.
    let project = house.post("projects", &json!({ "name": "p", "brief": BRIEF, "template": "strict" })).await.expect(201);
    let run = house.post(&format!("projects/{}/runs", text(&project, "id")), &json!({})).await.expect(201);
    house.app.run_until_idle().await;
    let review = house.waiting(&run).await;
    assert_eq!(review["may_decide"], json!([]));
    let shortage = text(&review, "shortage").to_owned();
    assert!(shortage.contains("nobody can") && shortage.contains("approve alone"), "{shortage}");

    // The standard in force counts.
    house.post("standard", &json!({ "source": "least_quorum = 2" })).await.expect(201);
    let told = house.get("templates/planning-only").await.expect(200);
    assert!(told["warnings"].as_array().unwrap().len() == 3, "{told}");
}

async fn a_run_goes_from_brief_to_done(house: &House) {
    let mut run = house.run().await;
    let id = text(&run, "id").to_owned();
    while run["status"] == "waiting" {
        let review = house.waiting(&run).await;
        assert_eq!((&review["you"]["may_decide"], &review["approvals_missing"]), (&json!(true), &json!(1)), "{review:#}");
        assert_eq!(review["may_decide"].as_array().unwrap().len(), 1);
        let approve = json!({ "digest": review["digest"], "comment": "good" });
        let decided = house.post(&format!("reviews/{}/approve", text(&review, "id")), &approve).await.expect(200);
        assert_eq!((&decided["status"], &decided["votes"][0]["comment"]), (&json!("approved"), &json!("good")));
        assert_eq!(decided["decided_by"], decided["votes"][0]["person"]);
        house.app.run_until_idle().await;
        run = house.get(&format!("runs/{id}")).await.expect(200);
    }
    assert_eq!((&run["status"], &run["reason"]), (&json!("done"), &json!("approved")), "{run:#}");
    assert_eq!(run["cost_usd"], "0.00");
    for stage in run["stages"].as_array().unwrap() {
        assert_eq!((&stage["status"], &stage["attempt"]), (&json!("done"), &json!(1)), "{stage:#}");
        assert!(!stage["artifacts"].as_array().unwrap().is_empty() && stage["review"].is_string(), "{stage:#}");
    }
    let replay = house.post(&format!("runs/{id}/replay"), &json!({})).await.expect(200);
    assert_eq!(replay["result"], "identical", "{replay:#}");
    let attempts = house.get(&format!("runs/{id}/attempts")).await.expect(200);
    let of_stage = |attempt: &&Value| attempt["stage"] == run["stages"][0]["name"];
    let attempt = attempts["items"].as_array().unwrap().iter().find(of_stage).unwrap();
    let calls = attempt["calls"].as_array().unwrap();
    let (read, written) = (sum(calls, "input_tokens"), sum(calls, "output_tokens"));
    assert!(read > 0 && written > 0, "{attempts:#}");
    assert_eq!((attempt["input_tokens"].as_u64(), attempt["output_tokens"].as_u64()), (Some(read), Some(written)));
    let review = house.get(&format!("reviews/{}", text(&run["stages"][0], "review"))).await.expect(200);
    let expected = json!({
        "attempt": attempt["id"], "models": [calls[0]["model"]], "calls": calls.len(), "input_tokens": read, "output_tokens": written,
        "cost_usd": "0.00"
    });
    assert_eq!(review["provenance"], expected);
    let artifact = text(&run["stages"][0]["artifacts"][0], "id").to_owned();
    let lineage = house.get(&format!("artifacts/{artifact}/lineage")).await.expect(200);
    assert_eq!(lineage["approvals"][0]["holds"], true, "{lineage:#}");
    assert!(!lineage["used_by"].as_array().unwrap().is_empty(), "{lineage:#}");
    let plan = house.get(&format!("runs/{id}/rollback?to={}", text(&run["stages"][0], "name"))).await.expect(200);
    assert!(!plan["superseded_stages"].as_array().unwrap().is_empty(), "{plan:#}");
    let reason = "The wrong brief: it leaves the islands out.";
    let body = json!({ "to": text(&run["stages"][0], "name"), "reason": reason });
    house.post(&format!("runs/{id}/rollback"), &body).await.expect(200);
    house.app.sequence().await;
    let entries = house.get(&format!("audit?run={id}&noun=run")).await.expect(200);
    let rolled = entries["items"].as_array().unwrap().iter().find(|entry| entry["kind"] == "run.rolled_back").unwrap();
    assert_eq!(rolled["said"], reason, "why it was rolled back can be read");
    let report = house.get("audit/verify").await.expect(200);
    assert_eq!(report["result"], "intact");
    let export = house.get("audit/export").await;
    let lines = export.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
    assert_eq!(json!(lines), report["events"]);
}

/// What the calls have of it together.
fn sum(calls: &[serde_json::Value], what: &str) -> u64 {
    calls.iter().map(|call| call[what].as_u64().unwrap()).sum()
}
