//! The client has a method for every operation that `openapi.json` describes, and calls nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dream_api::*;
use dream_client::{
    BridgeDeliveryFilter, ChannelName, Client, ConsumerName, GrantFilter, HistoryFilter, LogFilter, LogSearch, Options, PageOf,
    PermissionFilter, ProjectFilter, PutContent, ReviewFilter, RunFilter, TaskFilter,
};
use dream_secret::Secret;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const ORG: &str = "org_01jd3kz5e8f0vs1m7q2w9x4t6b";
const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// What is described for browsers and other tools.
const NOT_FOR_CLIENTS: [&str; 4] =
    ["GET /api/openapi.json", "GET /metrics", "GET /api/v1/orgs/{org}/artifacts/{artifact}/rendered", "POST /api/v1/session/sign-out"];

fn id<T: std::str::FromStr>(prefix: &str) -> T {
    format!("{prefix}_01jd3kz5e8f0vs1m7q2w9x4t6b").parse().ok().unwrap()
}

fn body<T: serde::de::DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// Calls a method; what it makes of the empty answer does not matter here.
macro_rules! call {
    ($($call:expr),* $(,)?) => {$( drop($call.await); )*};
}

async fn call_projects_and_runs(client: &Client) {
    let (page, project, run) = (PageOf::default(), id("prj"), id("run"));
    call!(
        client.create_project(&body(json!({ "name": "n", "brief": "b" }))),
        client.projects(&ProjectFilter { archived: true }, &page),
        client.change_project(project, &ChangeProject::default()),
        client.set_repository(project, &body(json!({ "path": "/srv/site" }))),
        client.clear_repository(project),
        client.project(project),
        client.project_brief(project),
        client.start_run(project, &StartRun::default()),
        client.runs(&RunFilter::default(), &page),
        client.run(run),
        client.pause_run(run, &PauseRun::default()),
        client.resume_run(run),
        client.cancel_run(run, &CancelRun::default()),
        client.rerun(run, &RerunRun::default()),
        client.rollback_plan(run, "prd"),
        client.rollback(run, &body(json!({ "to": "prd", "reason": "r" }))),
        client.replay(run),
        client.attempts(run, &page),
        client.attempt(id("att")),
        client.budget(run),
        client.raise_budget(run, &body(json!({ "cap_usd": "9.00", "reason": "r" }))),
        client.run_constraints(run, &page),
    );
}

async fn call_permissions(client: &Client) {
    let (page, permission, grant) = (PageOf::default(), id("prm"), id("grt"));
    call!(
        client.permissions(&PermissionFilter::default(), &page),
        client.permission(permission),
        client.approve_permission(permission, &body(json!({ "digest": DIGEST }))),
        client.request_permission_changes(permission, &body(json!({ "digest": DIGEST, "comment": "c" }))),
        client.reject_permission(permission, &body(json!({ "digest": DIGEST }))),
        client.answer_permission(permission, &body(json!({ "text": "t" }))),
        client.grants(&GrantFilter::default(), &page),
        client.grant(grant),
        client.revoke_grant(grant),
    );
}

async fn call_tasks(client: &Client) {
    let (page, task) = (PageOf::default(), id("tsk"));
    call!(
        client.create_task(&body(json!({ "title": "t" }))),
        client.create_tasks(&body(json!({ "tasks": [] }))),
        client.tasks(&TaskFilter::default(), &page),
        client.task_counts(),
        client.task(task),
        client.task_dependencies(task),
        client.claim_tasks(&ClaimTasks::default()),
        client.heartbeat_task(task, &TaskHeartbeat::default()),
        client.complete_task(task, &CompleteTask::default()),
        client.complete_tasks(&body(json!({ "tasks": [] }))),
        client.fail_task(task, &body(json!({ "message": "m" }))),
        client.release_task(task, &ReleaseTask::default()),
        client.retry_task(task),
        client.cancel_task(task, &CancelTask::default()),
        client.change_task(task, &ChangeTask::default()),
        client.task_limits(),
        client.set_task_limit(&SetTaskLimit::default()),
    );
}

async fn call_reviews_and_artifacts(client: &Client) {
    let (page, review, artifact) = (PageOf::default(), id("rev"), id("art"));
    let put = PutContent { path: None, replaces: None, bytes: "b".into() };
    let constraint: NewConstraint = body(json!({ "text": "t" }));
    call!(
        client.reviews(&ReviewFilter::default(), &page),
        client.review(review),
        client.approve(review, &body(json!({ "digest": DIGEST }))),
        client.request_changes(review, &body(json!({ "digest": DIGEST, "comment": "c" }))),
        client.regenerate(review, &body(json!({ "digest": DIGEST }))),
        client.constrain(review, &body(json!({ "digest": DIGEST, "constraints": [{ "text": "t" }] }))),
        client.reject(review, &body(json!({ "digest": DIGEST, "comment": "c" }))),
        client.ask_again(review),
        client.break_glass(review, &body(json!({ "digest": DIGEST, "reason": "r" }))),
        client.second_look(review, &body(json!({ "verdict": "confirm" }))),
        client.artifacts(id("run"), &page),
        client.artifact(artifact, None),
        client.versions(artifact, &page),
        client.artifact_file(artifact, 1, "prd.md"),
        client.put_artifact(artifact, put),
        client.diff(artifact, 1, 2),
        client.lineage(artifact, None),
        client.constrain_run(id("run"), &constraint),
        client.constrain_project(id("prj"), &constraint),
        client.constrain_organisation(&constraint),
        client.lift_constraint(id("con"), &body(json!({ "reason": "r" }))),
    );
}

async fn call_the_organisation(client: &Client) {
    let page = PageOf::default();
    call!(
        client.templates(&page),
        client.template("planning-only"),
        client.publish_template(&body(json!({ "source": "s" }))),
        client.validate_template(&body(json!({ "source": "s" }))),
        client.prompts(&page),
        client.prompt("writer", Some(1)),
        client.prompt_versions("writer", &page),
        client.publish_prompt("writer", &body(json!({ "source": "s" }))),
        client.reset_prompt("writer"),
        client.check_prompt("writer", &body(json!({ "source": "s" }))),
        client.standard(),
        client.publish_standard(&body(json!({ "source": "s" }))),
        client.check_standard(&body(json!({ "source": "s" }))),
        client.organisation(),
        client.tenants(&page),
        client.tenant_usage(Some("2026-11"), &page),
        client.tenant(id("org")),
        client.make_tenant(&body(json!({ "name": "n", "owner": "o" }))),
        client.invite_tenant_owner(id("org")),
        client.suspend_tenant(id("org"), &body(json!({ "reason": "r" }))),
        client.resume_tenant(id("org")),
        client.choose_tenant_plan(id("org"), &body(json!({ "plan": "p" }))),
        client.rename_organisation(&body(json!({ "name": "n" }))),
        client.members(&page),
        client.member(id("mem")),
        client.add_member(&body(json!({ "name": "n", "role": "viewer" }))),
        client.change_member(id("mem"), &ChangeMember::default()),
        client.remove_member(id("mem")),
        client.teams(&page),
        client.team(id("tea")),
        client.change_team(id("tea"), &ChangeTeam::default()),
        client.create_team(&body(json!({ "name": "n" }))),
        client.add_team_member(id("tea"), &body(json!({ "member": id::<dream_id::MemberId>("mem") }))),
        client.remove_team_member(id("tea"), id("mem")),
        client.tokens(&page),
        client.mint_token(&body(json!({ "name": "n", "scopes": ["read"] }))),
        client.revoke_token(id("tok"), &RevokeToken::default()),
    );
}

async fn call_the_people(client: &Client) {
    let page = PageOf::default();
    call!(
        client.session(),
        client.sessions(&page),
        client.revoke_session(id("ses")),
        client.sign_in_link(),
        client.account(),
        client.set_password(&body(json!({ "new_password": "p" }))),
        client.enrol_second_factor(&body(json!({ "current_password": "p" }))),
        client.confirm_second_factor(&body(json!({ "code": "c" }))),
        client.remove_second_factor(&body(json!({ "current_password": "p" }))),
        client.invitations(&page),
        client.invite(&body(json!({ "name": "n" }))),
        client.revoke_invitation(id("lnk")),
        client.delegations(&page),
        client.delegate(&body(json!({ "to": id::<dream_id::PersonId>("per"), "until": "2026-11-21T14:00:00Z" }))),
        client.revoke_delegation(id("dlg")),
    );
}

async fn call_the_records(client: &Client) {
    let page = PageOf::default();
    call!(
        client.audit_log(None, &page),
        client.search_logs(&LogFilter::default(), &LogSearch::default(), &page),
        client.append_logs(&AppendLogs::default()),
        client.log_summary(&LogFilter::default()),
        client.log_histogram(&LogFilter::default(), None),
        client.export_logs(&LogFilter::default()),
        client.tail_logs(&LogFilter::default(), 0).connect(),
        client.holds(&page),
        client.place_hold(&body(json!({ "name": "case 7" }))),
        client.lift_hold(id("hld")),
        client.overview(),
        client.verify_audit(),
        client.export_audit(),
        client.backup(),
        client.health(),
        client.readiness(),
        client.feed(None).connect(),
    );
}

async fn call_messages(client: &Client) {
    let (page, message) = (PageOf::default(), id("msg"));
    let send: SendMessage = body(json!({ "channel": "captain", "body": "b" }));
    let channel = ChannelName { name: "topic/news".to_owned(), project: None };
    let consumer = ConsumerName { name: "c".to_owned(), project: None };
    call!(
        client.send_message(&send),
        client.send_messages(&SendMessages { messages: vec![send.clone()] }),
        client.request_reply(&RequestReply { message: send.clone(), timeout: None }),
        client.history(&HistoryFilter::default(), &page),
        client.message(message),
        client.receipts(message, Some(MessageStatus::Acknowledged), Some(Span::of_millis(1))),
        client.erase_message(message, &body(json!({ "reason": "r" }))),
        client.channels(None, &page),
        client.channel(&channel),
        client.put_channel(&body(json!({ "name": "captain" }))),
        client.verify_history(&channel),
        client.tail(&channel, None).connect(),
        client.consumers(None, &page),
        client.consumer(&consumer),
        client.create_consumer(&body(json!({ "name": "c", "pattern": "captain" }))),
        client.remove_consumer(&consumer, &body(json!({ "reason": "r" }))),
        client.fetch_messages(&consumer, &FetchMessages::default()),
        client.settle_messages(&consumer, &body(json!({ "answers": [] }))),
        client.dead_letters(None, None, &page),
        client.dead_letter(&consumer, message),
        client.edit_dead_letter(&consumer, message, &body(json!({ "body": "b" }))),
        client.replay_dead_letters(&consumer, &ChooseDeadLetters::default()),
        client.drop_dead_letters(&consumer, &ChooseDeadLetters::default()),
    );
}

async fn call_agents(client: &Client) {
    let (page, escalation) = (PageOf::default(), id("esc"));
    call!(
        client.agents(&page),
        client.agent("writer"),
        client.register_agent(&body(json!({ "source": "name = \"writer\"" }))),
        client.start_agent("writer", &body(json!({}))),
        client.stop_agent("writer"),
        client.restart_agent("writer"),
        client.nudge_agent("writer", &NudgeAgent::default()),
        client.remove_agent("writer"),
        client.swarm(),
        client.set_captain(&body(json!({}))),
        client.broadcast_order(&body(json!({ "text": "t" }))),
        client.stop_all_agents(&body(json!({}))),
        client.start_all_agents(),
        client.escalations(None, &page),
        client.escalation(escalation),
        client.acknowledge_escalation(escalation),
        client.answer_escalation(escalation, &body(json!({ "text": "t" }))),
        client.resolve_escalation(escalation),
    );
}

async fn call_the_way_out(client: &Client) {
    let (page, delivery) = (PageOf::default(), id("dlv"));
    call!(
        client.connections(),
        client.make_connection(&body(json!({ "name": "n", "token": "t" }))),
        client.connection("n"),
        client.replace_connection_token("n", &body(json!({ "token": "t" }))),
        client.set_connection_guilds("n", &body(json!({ "guilds": [] }))),
        client.enable_connection("n"),
        client.remove_connection("n"),
        client.destinations(),
        client.make_destination(&body(json!({ "name": "n", "to": { "type": "channel", "channel": "topic/x" } }))),
        client.destination("n"),
        client.test_destination("n"),
        client.enable_destination("n"),
        client.disable_destination("n", &body(json!({ "reason": "r" }))),
        client.set_destination_fallback("n", &body(json!({ "fallback": null }))),
        client.replace_destination_address("n", &body(json!({ "url": "u" }))),
        client.replace_destination_token("n", &body(json!({ "token": "t" }))),
        client.remove_destination("n"),
        client.pairings(),
        client.make_pairing(&body(json!({ "name": "n", "discord": "d", "with": "w", "direction": "both" }))),
        client.pairing("n"),
        client.pairing_file("n", "sha256:00"),
        client.enable_pairing("n"),
        client.disable_pairing("n", &body(json!({ "reason": "r" }))),
        client.remove_pairing("n"),
        client.subscriptions(),
        client.make_subscription(&body(json!({ "name": "n", "url": "u" }))),
        client.subscription("n"),
        client.rotate_subscription("n"),
        client.set_subscription_types("n", &body(json!({ "types": [] }))),
        client.replace_subscription_address("n", &body(json!({ "url": "u" }))),
        client.enable_subscription("n"),
        client.disable_subscription("n", &body(json!({ "reason": "r" }))),
        client.test_subscription("n"),
        client.remove_subscription("n"),
        client.bridge_deliveries(&BridgeDeliveryFilter::default(), &page),
        client.bridge_delivery(delivery),
        client.replay_bridge_delivery(delivery),
        client.cancel_bridge_delivery(delivery),
        client.replay_bridge_deliveries(&ReplayDeliveries::default()),
        client.cancel_bridge_deliveries(&CancelDeliveries::default()),
        client.bridge(),
    );
}

async fn call_the_way_in(client: &Client) {
    let (page, received) = (PageOf::default(), id("rcv"));
    call!(
        client.secrets(&page),
        client.set_secret("n", &body(json!({ "value": "v" }))),
        client.remove_secret("n"),
        client.sources(&page),
        client.make_source(&body(json!({ "name": "n", "kind": "generic" }))),
        client.source("n"),
        client.rotate_source("n", &body(json!({}))),
        client.retire_source_key("n"),
        client.set_source_rate("n", &body(json!({ "per_minute": 60 }))),
        client.disable_source("n", &body(json!({ "reason": "r" }))),
        client.enable_source("n"),
        client.remove_source("n"),
        client.publish_events("n", &body(json!({ "events": [] }))),
        client.received_events(None, &page),
        client.received_event(received),
        client.received_body(received),
        client.redeliver_events(&body(json!({ "from": received }))),
        client.bridge_usage(None, true),
        client.export_bridge_usage(None),
        client.bridge_plan(),
        client.alerts(),
        client.make_alert(&body(json!({ "name": "n", "watch": { "what": "backlog", "over": 1 } }))),
        client.remove_alert("n"),
        client.summaries(),
        client.make_summary(&body(json!({ "name": "n", "schedule": { "every": "1h" } }))),
        client.remove_summary("n"),
        client.rules(),
        client.write_rules(&body(json!({ "text": "" })), 1),
        client.check_rules(&body(json!({ "text": "" }))),
        client.test_rules(&body(json!({}))),
        client.discord_links(&page),
        client.look_at_link_code("c"),
        client.confirm_discord_link(&body(json!({ "code": "c", "account": "1" }))),
        client.end_discord_link(id("dlk")),
    );
}

async fn call_what_people_are_told(client: &Client) {
    let (review, draft) = (id("rev"), id("drf"));
    let begun = json!({ "artifact": "art_01jd3kz5e8f0vs1m7q2w9x4t6b", "path": "p", "line": 1, "text": "t" });
    call!(
        client.drafts(review),
        client.begin_draft(review, &body(begun)),
        client.change_draft(review, draft, &body(json!({ "edit": 1, "text": "t" }))),
        client.discard_draft(review, draft, &body(json!({ "edit": 1 }))),
        client.approve_all(&body(json!({ "reviews": [] }))),
        client.notifications(true, &PageOf::default()),
        client.read_notifications(&body(json!({}))),
        client.notification_settings(),
        client.choose_notifications(&body(json!({ "choices": [], "zone": "UTC" }))),
        client.seed_demo(),
    );
}

/// Every operation as `METHOD /path/{of}/parts`.
fn described() -> BTreeSet<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../openapi.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    let verbs = |item: &Value| {
        item.as_object().unwrap().keys().filter(|key| ["get", "post", "put", "delete"].contains(&key.as_str())).cloned().collect::<Vec<_>>()
    };
    paths.iter().flat_map(|(path, item)| verbs(item).into_iter().map(move |verb| format!("{} {path}", verb.to_uppercase()))).collect()
}

fn fits(called: &str, operation: &str) -> bool {
    let (called, operation): (Vec<&str>, Vec<&str>) = (called.split('/').collect(), operation.split('/').collect());
    called.len() == operation.len() && called.iter().zip(&operation).all(|(part, wanted)| part == wanted || wanted.starts_with('{'))
}

/// The operation that a call is one of: the one with the most parts written out.
fn operation_of<'o>(called: &str, operations: &'o BTreeSet<String>) -> Option<&'o String> {
    operations.iter().filter(|operation| fits(called, operation)).min_by_key(|operation| operation.matches('{').count())
}

#[tokio::test]
async fn the_client_and_the_description_are_about_the_same_operations() {
    // A second test of the same process finds it installed.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let server = MockServer::start().await;
    let whoami = json!({
        "org": ORG, "org_name": "o", "person": "per_01jd3kz5e8f0vs1m7q2w9x4t6b", "name": "n", "role": "owner",
        "token": "tok_01jd3kz5e8f0vs1m7q2w9x4t6b", "scopes": [], "expires_at": "2026-11-21T14:00:00Z", "server_version": "0.1.0", "serves": "all"
    });
    Mock::given(path("/api/v1/whoami")).respond_with(ResponseTemplate::new(200).set_body_json(whoami)).mount(&server).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(json!({}))).mount(&server).await;
    let options = Options::new(server.uri(), Some(Secret::new("dos_t")), Arc::new(|| "key".to_owned()));
    let client = Client::new(options).unwrap();
    call_projects_and_runs(&client).await;
    call_permissions(&client).await;
    call_tasks(&client).await;
    call_reviews_and_artifacts(&client).await;
    call_the_organisation(&client).await;
    call_the_people(&client).await;
    call_the_records(&client).await;
    call_messages(&client).await;
    call_agents(&client).await;
    call_the_way_out(&client).await;
    call_the_way_in(&client).await;
    call_what_people_are_told(&client).await;
    // The answer is no greeting, which is another test's business.
    drop(client.open_stream().await);

    let described = described();
    let mut unused = described.clone();
    for request in server.received_requests().await.unwrap() {
        let called = format!("{} {}", request.method, request.url.path());
        let operation = operation_of(&called, &described).unwrap_or_else(|| panic!("openapi.json does not describe {called}"));
        unused.remove(operation);
    }
    unused.retain(|operation| !NOT_FOR_CLIENTS.contains(&operation.as_str()));
    assert!(unused.is_empty(), "the client has no method for {unused:?}");
}
