//! Interactions: answered at once, done by the linked person, shown to the one who asked alone.

use super::stand_in::{connected, interaction};
use dream_access::Role;
use dream_app::interactions::{self, Origin};
use dream_app::{Op, discord_links, swarm, tasks};
use dream_id::Limit;
use dream_testkit::{TestApp, for_both_engines};
use serde_json::{Value, json};

for_both_engines!(
    whoever_is_not_linked_is_told_how_to_link_and_nothing_is_done,
    a_command_is_done_once_by_the_linked_person_and_answered_to_them_alone,
    what_is_refused_carries_its_code_and_what_to_do,
    options_propose_what_the_person_may_see,
    what_is_of_another_application_or_no_interaction_is_refused,
    a_plan_that_carries_messages_out_alone_takes_no_commands,
    a_server_that_runs_the_bridge_alone_answers_the_commands_of_the_bridge,
);

const AMY: &str = "300000000000000001";

/// Links Amy's account to a member with `role`.
async fn linked(app: &TestApp, role: Role) -> Op {
    let person = app.person(role).await;
    let account = dream_access::DiscordAccount { id: AMY.to_owned(), name: "amy".to_owned() };
    let code = discord_links::request(&app.app, app.org, &account).await.unwrap();
    discord_links::confirm(&person, code.text.expose(), AMY.to_owned()).await.unwrap();
    person
}

/// Gives the first answer, and does what is to be done after it.
async fn given(app: &TestApp, origin: &Origin, json: &Value) -> Value {
    let answered = interactions::receive(&app.app, origin, json).await.unwrap();
    if let Some(after) = answered.after {
        after.await;
    }
    answered.first
}

pub(super) fn command(words: &str, options: &Value) -> Value {
    let mut words = words.split(' ').rev();
    let (last, options) = (words.next().unwrap(), options.clone());
    words.fold(json!({"name": last, "type": 1, "options": options}), |inner, word| json!({"name": word, "type": 1, "options": [inner]}))
}

async fn whoever_is_not_linked_is_told_how_to_link_and_nothing_is_done(app: &TestApp) {
    let (origin, discord) = connected(app).await;
    for (kind, data) in [
        (2, command("stop-all", &json!([]))),
        (3, json!({"custom_id": "gate:approve:x:y"})),
        (5, json!({"custom_id": "gate:reject:x:y", "components": []})),
    ] {
        let answer = given(app, &origin, &interaction(1, AMY, kind, &data)).await;
        assert_eq!((&answer["type"], &answer["data"]["flags"]), (&json!(4), &json!(64)));
        let said = answer["data"]["content"].as_str().unwrap();
        assert!(said.contains("/link") && said.contains("discord_not_linked"), "{said}");
    }
    assert_eq!(given(app, &origin, &interaction(2, AMY, 4, &command("agents", &json!([])))).await["data"]["choices"], json!([]));
    assert!(swarm::show(&app.owner()).await.unwrap().stop.is_none() && discord.sent().is_empty());
    let answer = given(app, &origin, &interaction(3, AMY, 2, &command("link", &json!([])))).await;
    assert_eq!((&answer["type"], &answer["data"]["flags"]), (&json!(4), &json!(64)));
    let said = answer["data"]["content"].as_str().unwrap().to_owned();
    let code = said.split('`').nth(1).unwrap();
    discord_links::confirm(&app.owner(), code, AMY.to_owned()).await.unwrap();
}

async fn a_command_is_done_once_by_the_linked_person_and_answered_to_them_alone(app: &TestApp) {
    let (origin, discord) = connected(app).await;
    linked(app, Role::Contributor).await;
    let options = json!([{"name": "title", "type": 3, "value": "Tidy @everyone"}, {"name": "priority", "type": 3, "value": "high"}]);
    let create = interaction(1, AMY, 2, &command("task create", &options));
    let first = given(app, &origin, &create).await;
    assert_eq!((&first["type"], &first["data"]["flags"]), (&json!(5), &json!(64)), "an answer will follow");
    let sent = discord.sent();
    let (method, path, body, _) = &sent[0];
    assert_eq!((method.as_str(), path.as_str()), ("PATCH", "/webhooks/100000000000000001/token-1/messages/@original"));
    assert_eq!((&body["flags"], &body["allowed_mentions"]["parse"]), (&json!(64), &json!([])));
    assert!(body["content"].as_str().unwrap().contains("@\u{200b}everyone"), "nobody is called: {body}");

    // Discord tells it again: what was done stays done once.
    given(app, &origin, &create).await;
    let listed = tasks::list(&app.owner(), &tasks::TaskFilter::default(), None, Limit::new(9)).await.unwrap();
    assert_eq!(listed.items.len(), 1);
    assert_eq!(discord.sent().len(), 2);

    for (number, line) in ["agents", "status", "task list", "run list", "review list", "logs summary"].into_iter().enumerate() {
        given(app, &origin, &interaction(10 + u32::try_from(number).unwrap(), AMY, 2, &command(line, &json!([])))).await;
        let said = discord.said();
        assert!(!said.contains("not_found") && !said.contains("(`"), "/{line}: {said}");
    }
}

async fn what_is_refused_carries_its_code_and_what_to_do(app: &TestApp) {
    let (origin, discord) = connected(app).await;
    linked(app, Role::Viewer).await;
    let run = json!([{"name": "run", "type": 3, "value": "run_01jd3kz5e8f0vs1m7q2w9x4t6b"}]);
    for (number, (line, options, code)) in [
        ("stop-all", json!([]), "role_too_low"),
        ("run show", run, "not_found"),
        ("agent start", json!([{"name": "name", "type": 3, "value": "nobody"}]), "role_too_low"),
    ]
    .into_iter()
    .enumerate()
    {
        given(app, &origin, &interaction(u32::try_from(number).unwrap(), AMY, 2, &command(line, &options))).await;
        let said = discord.said().replace('\\', "");
        assert!(said.contains(&format!("`{code}`")), "/{line}: {said}");
    }
    let answer =
        given(app, &origin, &interaction(9, AMY, 2, &command("run show", &json!([{"name": "run", "type": 3, "value": "seven"}])))).await;
    assert!(answer["data"]["content"].as_str().unwrap().contains("option_invalid"), "what cannot be read is said at once: {answer}");
}

async fn options_propose_what_the_person_may_see(app: &TestApp) {
    let (origin, _) = connected(app).await;
    linked(app, Role::Viewer).await;
    let _ = app.agent("writer").await;
    let typing = json!({"name": "agent", "options": [{"name": "start", "type": 1, "options": [{"name": "name", "type": 3, "value": "wri", "focused": true}]}]});
    let answer = given(app, &origin, &interaction(1, AMY, 4, &typing)).await;
    assert_eq!(answer["type"], 8);
    assert!(answer["data"]["choices"].as_array().unwrap().iter().any(|choice| choice["value"] == "writer"), "{answer}");
}

async fn what_is_of_another_application_or_no_interaction_is_refused(app: &TestApp) {
    let (origin, _) = connected(app).await;
    let mut foreign = interaction(1, AMY, 2, &command("status", &json!([])));
    foreign["application_id"] = json!("100000000000000009");
    for json in [foreign, json!({"type": 2}), json!(null)] {
        let refused = interactions::receive(&app.app, &origin, &json).await.err().unwrap();
        assert_eq!(refused.code, "interaction_unknown");
    }
    assert_eq!(given(app, &origin, &json!({"type": 1})).await, json!({"type": 1}));
}

/// What is about agents, tasks and runs is refused in one sentence where nobody works on them; what is of the bridge is answered.
async fn a_server_that_runs_the_bridge_alone_answers_the_commands_of_the_bridge(app: &TestApp) {
    let (origin, discord) = connected(app).await;
    linked(app, Role::Owner).await;
    app.app.serve_bridge_alone();
    for line in ["agents", "stop-all"] {
        given(app, &origin, &interaction(1, AMY, 2, &command(line, &json!([])))).await;
    }
    given(app, &origin, &interaction(2, AMY, 2, &command("status", &json!([])))).await;
    let sent = discord.sent();
    let said: Vec<bool> = sent.iter().map(|(_, _, body, _)| body.to_string().contains("not_served")).collect();
    assert_eq!(said, [true, true, false], "{sent:?}");
    let status = discord.said();
    assert!(status.contains("Bridge: 0 came in within a day") && !status.contains("Runs") && !status.contains("Reviews"), "{status}");
    assert!(swarm::show(&app.owner()).await.unwrap().stop.is_none());
}

async fn a_plan_that_carries_messages_out_alone_takes_no_commands(app: &TestApp) {
    let (origin, discord) = connected(app).await;
    linked(app, Role::Owner).await;
    let plans = "default = \"small\"\n[[plan]]\nname = \"small\"\nbidirectional = false\n";
    app.app.publish_plans(dream_app::service_plans::ServicePlans::parse("plans.toml", plans).unwrap());
    let answer = given(app, &origin, &interaction(1, AMY, 2, &command("stop-all", &json!([])))).await;
    let said = answer["data"]["content"].as_str().unwrap();
    assert!(said.contains("plan_one_way") && discord.sent().is_empty(), "{said}");
    assert!(swarm::show(&app.owner()).await.unwrap().stop.is_none());
}
