//! The authorisation matrix: every operation of the description, called by nobody, by a stranger, and by each role, held against the
//! table in `tests/authorisation.tsv`. An operation that the table does not have fails, and so does a row without an operation.

use crate::description::operations;
use crate::house::{House, served_on_both_engines, text, token};
use crate::outside::{Receivers, Took};
use dream_access::Role;
use dream_app::discord_links;
use dream_app::escalations::{self, NewEscalation};
use dream_testkit::found;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

served_on_both_engines!(everybody_may_do_what_the_table_says_and_nothing_else);

/// How the policy refuses; other refusals come after it has let somebody in.
const DENIED: [&str; 4] = ["role_too_low", "scope_missing", "people_only", "not_the_operator"];

fn table() -> BTreeMap<String, Vec<bool>> {
    let text = include_str!("../authorisation.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let allowed = |cell: &str| match cell {
        "allow" => true,
        "deny" => false,
        other => panic!("`{other}` is neither allow nor deny"),
    };
    let row = |line: &str| {
        let mut cells = line.split('\t');
        (cells.next().unwrap().to_owned(), cells.map(allowed).collect())
    };
    rows.map(row).collect()
}

/// A message that is a dead letter of the consumer `reader`; beside it there is a consumer `spare`. The message's id.
async fn dead_letter(house: &House) -> String {
    for name in ["reader", "spare"] {
        house.post("consumers", &json!({ "name": name, "pattern": "topic/*" })).await.expect(200);
    }
    let sent = house.post("messages", &json!({ "channel": "topic/news", "body": "poison" })).await.expect(201);
    let fetched = house.post("consumers/reader/fetch", &json!({})).await.expect(200);
    let answer = json!({ "receipt": fetched["items"][0]["receipt"], "outcome": "rejected", "reason": "unreadable" });
    assert_eq!(house.post("consumers/reader/settle", &json!({ "answers": [answer] })).await.expect(200)["refused"], 0);
    text(&sent, "id").to_owned()
}

/// An organisation that the operator made. Its id.
async fn tenant(house: &House) -> String {
    let body = json!({ "name": "a tenant", "owner": "ada@example.org" });
    let made = house.call(http::Method::POST, "/api/v1/organisations", Some(&house.owner), Some(&body)).await.expect(201);
    text(&made, "id").to_owned()
}

fn manifest(name: &str) -> String {
    format!("name = \"{name}\"\nrole = \"writer\"\nruntime = {{ kind = \"llm\" }}\n")
}

/// An escalation. Its id.
async fn escalation(house: &House) -> String {
    let new = NewEscalation {
        about: dream_swarm::EscalationKind::Help,
        agent: None,
        task: None,
        title: "what now?".to_owned(),
        text: "Nothing works.".to_owned(),
        tried: vec![],
        term: None,
    };
    escalations::raise(&house.app.owner(), new).await.unwrap().to_string()
}

/// Something that was published to the source `publishers`, and a source beside it to take away. Their ids.
async fn published(house: &House) -> (String, String) {
    house.post("sources", &json!({ "name": "publishers", "kind": "publish" })).await.expect(201);
    let spare = house.post("sources", &json!({ "name": "spare", "kind": "publish" })).await.expect(201);
    let taken = house.post("sources/publishers/events", &json!({ "events": [{ "title": "hello" }] })).await.expect(202);
    (taken["ids"][0].as_str().unwrap().to_owned(), text(&spare["source"], "id").to_owned())
}

/// A note on the first line of `artifact`. Its id.
async fn draft(house: &House, review: &Value, artifact: &Value) -> String {
    let note = json!({ "artifact": artifact["id"], "path": artifact["files"][0]["path"], "line": 1, "text": "a note" });
    let made = house.post(&format!("reviews/{}/drafts", text(review, "id")), &note).await.expect(201);
    text(&made, "id").to_owned()
}

/// What stands in an address by its name.
const NAMED: [(&str, &str); 14] = [
    ("version", "1"),
    ("template", "planning-only"),
    ("craft", "writer"),
    ("secret", "spare"),
    ("source", "publishers"),
    ("connection", "discord"),
    ("destination", "news"),
    ("pairing", "rooms"),
    ("subscription", "receiver"),
    ("alert", "spare"),
    ("summary", "spare"),
    ("channel", "topic%2Fnews"),
    ("consumer", "reader"),
    ("agent", "an-agent"),
];

/// Things to call upon, all the owner's.
pub(crate) struct Fixture {
    ids: BTreeMap<&'static str, String>,
    digest: String,
    person: String,
    template_source: String,
    asked: String,
    code: String,
}

/// A link of a Discord account to the owner, and a code that another account asked for: the link's id, and the code.
async fn discord_link(house: &House) -> (String, String) {
    let account = |id: &str| dream_access::DiscordAccount { id: id.to_owned(), name: "amy".to_owned() };
    let (core, org) = (house.core(), house.app.org);
    let first = account("300000000000000001");
    let code = discord_links::request(&core, org, &first).await.unwrap();
    let linked = discord_links::confirm(&house.app.owner(), code.text.expose(), first.id).await.unwrap();
    let waiting = discord_links::request(&core, org, &account("300000000000000002")).await.unwrap();
    (linked.link.id().to_string(), waiting.text.expose().to_owned())
}

/// A connection, destinations and a subscription, and a delivery to one of them: the delivery's id.
async fn delivery(house: &House) -> String {
    house.app.outside.put_discord(Arc::<Took>::default());
    house.app.outside.put_hooks(Arc::new(Receivers));
    for operation in ["remove_connection", "remove_destination", "remove_subscription", "remove_alert", "remove_summary"] {
        stand_again(house, operation).await;
    }
    crate::interactions::connection(house, "00".repeat(32)).await;
    house.post("destinations", &destination("news")).await.expect(201);
    house.post("subscriptions", &subscription("receiver")).await.expect(201);
    text(&house.post("destinations/news/test", &json!({})).await.expect(200), "id").to_owned()
}

fn destination(name: &str) -> Value {
    json!({ "name": name, "to": { "type": "channel", "channel": "topic/news" } })
}

fn subscription(name: &str) -> Value {
    json!({ "name": name, "url": "https://example.com/hook", "types": ["run.*"] })
}

/// Makes what `operation` takes away, when somebody took it away.
async fn stand_again(house: &House, operation: &str) {
    let nouns = match operation {
        "remove_connection" => "connections",
        "remove_destination" => "destinations",
        "remove_subscription" => "subscriptions",
        "remove_pairing" => return crate::pairings::stand_again(house).await,
        "remove_alert" => return stand_listed(house, "alerts", &alert("spare")).await,
        "remove_summary" => return stand_listed(house, "summaries", &summary("spare")).await,
        _ => return,
    };
    if house.get(&format!("{nouns}/spare")).await.status == 200 {
        return;
    }
    match nouns {
        "connections" => drop(crate::interactions::connection_named(house, "spare", "00".repeat(32)).await),
        "destinations" => drop(house.post(nouns, &destination("spare")).await.expect(201)),
        _ => drop(house.post(nouns, &subscription("spare")).await.expect(201)),
    }
}

/// Makes something that is only listed, when it is not there.
async fn stand_listed(house: &House, nouns: &str, body: &Value) {
    let listed = house.get(nouns).await.expect(200);
    if listed["items"].as_array().unwrap().iter().all(|item| item["name"] != body["name"]) {
        house.post(nouns, body).await.expect(201);
    }
}

fn alert(name: &str) -> Value {
    json!({ "name": name, "watch": { "what": "backlog", "over": 10 } })
}

fn summary(name: &str) -> Value {
    json!({ "name": name, "schedule": { "every": "1h" } })
}

async fn register_agents(house: &House) {
    for name in ["an-agent", "spare-agent"] {
        house.post("agents", &json!({ "source": manifest(name) })).await.expect(201);
    }
}

impl Fixture {
    pub(crate) async fn make(house: &House) -> Self {
        let run = house.run().await;
        let review = house.waiting(&run).await;
        let attempts = house.get(&format!("runs/{}/attempts", text(&run, "id"))).await.expect(200);
        let artifact = house.get(&format!("runs/{}/artifacts", text(&run, "id"))).await.expect(200)["items"][0].clone();
        let constraint = house.post(&format!("runs/{}/constraints", text(&run, "id")), &json!({ "text": "no trackers" })).await.expect(201);
        let member = house.post("members", &json!({ "name": "somebody", "role": "viewer" })).await.expect(201);
        let team = house.post("teams", &json!({ "name": "a team" })).await.expect(201);
        let token = house.post("tokens", &json!({ "name": "spare", "scopes": ["read"] })).await.expect(201);
        let invitation = house.post("invitations", &json!({ "name": "an invited person", "role": "viewer" })).await.expect(201);
        let until = house.app.app.now().plus(std::time::Duration::from_hours(24)).to_string();
        let delegation = house.post("delegations", &json!({ "to": member["person"], "until": until })).await.expect(201);
        let template = house.get("templates/planning-only").await.expect(200);
        let hold = house.post("logs/holds", &json!({ "name": "case 7" })).await.expect(201);
        register_agents(house).await;
        let task = house.post("tasks", &json!({ "title": "a task" })).await.expect(201);
        let (received, spare_source) = published(house).await;
        let (permission, grant, asked) = crate::permissions::asked(house).await;
        let (link, code) = discord_link(house).await;
        let id = |value: &Value| text(value, "id").to_owned();
        let mut ids = BTreeMap::from([
            ("org", house.app.org.to_string()),
            ("project", text(&run, "project").to_owned()),
            ("run", id(&run)),
            ("review", id(&review)),
            ("attempt", id(&attempts["items"][0])),
            ("artifact", id(&artifact)),
            ("draft", draft(house, &review, &artifact).await),
            ("path", text(&artifact["files"][0], "path").to_owned()),
            ("constraint", id(&constraint)),
            ("member", id(&member)),
            ("task", id(&task)),
            ("team", id(&team)),
            ("token", id(&token)),
            ("session", house.session(&house.app.owner()).await.0.to_string()),
            ("invitation", id(&invitation)),
            ("delegation", id(&delegation)),
            ("hold", id(&hold)),
            ("organisation", tenant(house).await),
            ("link", link),
            ("received", received),
            ("delivery", delivery(house).await),
            ("file", crate::pairings::joined(house).await),
            ("spare source", spare_source),
            ("permission", permission),
            ("grant", grant),
            ("stage", text(&run["stages"][0], "name").to_owned()),
            ("until", until),
            ("escalation", escalation(house).await),
            ("message", dead_letter(house).await),
        ]);
        ids.extend(NAMED.map(|(name, value)| (name, value.to_owned())));
        let digest = text(&house.waiting(&run).await, "digest").to_owned();
        let source = text(&template, "source").to_owned();
        Self { ids, digest, person: text(&member, "person").to_owned(), template_source: source, asked, code }
    }

    /// The ids of the things, the organisation's among them.
    pub(crate) fn things(&self) -> impl Iterator<Item = &str> {
        self.ids.values().map(String::as_str).filter(|id| id.contains('_'))
    }

    fn body(&self, operation: &str) -> Option<Value> {
        let (digest, comment) = (&self.digest, "because");
        Some(match operation {
            "create_project" => json!({ "name": "n", "brief": "# A brief" }),
            "cancel_run"
            | "pause_run"
            | "lift_constraint"
            | "erase_message"
            | "remove_consumer"
            | "disable_source"
            | "disable_destination"
            | "disable_pairing"
            | "disable_subscription" => {
                json!({ "reason": comment })
            }
            "rerun_run" => json!({ "from": self.ids["stage"] }),
            "rollback_run" => json!({ "to": self.ids["stage"], "reason": comment }),
            "approve_review" | "regenerate_review" => json!({ "digest": digest }),
            "request_changes" | "reject_review" => json!({ "digest": digest, "comment": comment }),
            "approve_permission" => json!({ "digest": self.asked }),
            "request_permission_changes" | "reject_permission" => json!({ "digest": self.asked, "comment": comment }),
            "answer_permission" => json!({ "text": comment }),
            "approve_reviews" => json!({ "reviews": [{ "review": self.ids["review"], "digest": digest }] }),
            "choose_notifications" => json!({ "zone": "UTC" }),
            "begin_draft" => json!({ "artifact": self.ids["artifact"], "path": self.ids["path"], "line": 1, "text": comment }),
            "change_draft" => json!({ "edit": 1, "text": comment }),
            "discard_draft" => json!({ "edit": 1 }),
            "constrain_review" => json!({ "digest": digest, "constraints": [{ "text": "no trackers" }] }),
            "break_glass" => json!({ "digest": digest, "reason": comment }),
            "second_look" => json!({ "verdict": "confirm" }),
            "constrain_run" | "constrain_project" | "constrain_organisation" => json!({ "text": "no trackers" }),
            "publish_template" | "validate_template" => json!({ "source": self.template_source }),
            "publish_prompt" | "check_prompt" => json!({ "source": "Work at {{ stage }}." }),
            "set_password" => json!({ "login": "somebody@example.org", "new_password": "plum cactus trolley" }),
            "enrol_second_factor" | "remove_second_factor" => json!({ "current_password": "plum cactus trolley" }),
            "confirm_second_factor" => json!({ "code": "000000" }),
            "create_invitation" => json!({ "name": "invited", "role": "viewer" }),
            "publish_standard" | "check_standard" => json!({ "source": "" }),
            "add_member" => json!({ "name": "new", "role": "viewer" }),
            "change_member" => json!({ "role": "viewer" }),
            "change_team" | "change_project" | "rename_organisation" => json!({ "name": "renamed" }),
            "set_repository" => json!({ "path": "/srv/site" }),
            "create_team" => json!({ "name": "t" }),
            "add_team_member" => json!({ "member": self.ids["member"] }),
            "grant_delegation" => json!({ "to": self.person, "until": self.ids["until"] }),
            "send_message" => json!({ "channel": "topic/news", "body": "hello" }),
            "send_messages" => json!({ "messages": [{ "channel": "topic/news", "body": "hello" }] }),
            "request_reply" => json!({ "message": { "channel": "topic/news", "body": "hello" }, "timeout": "1ms" }),
            "put_channel" => json!({ "name": "topic/news" }),
            "create_consumer" => json!({ "name": "reader", "pattern": "topic/*" }),
            "fetch_messages" => json!({ "max": 1 }),
            "settle_messages" => json!({ "answers": [{ "receipt": format!("{}.1", self.ids["message"]), "outcome": "acknowledged" }] }),
            "edit_dead_letter" => json!({ "body": "better" }),
            // Others than the one that is there, so that it stays.
            "replay_dead_letters" | "drop_dead_letters" => json!({ "messages": ["msg_01jd3kz5e8f0vs1m7q2w9x4t6b"] }),
            "mint_token" => json!({ "name": "t", "scopes": ["read"] }),
            "create_task" => json!({ "title": "t" }),
            "create_tasks" => json!({ "tasks": [{ "title": "t" }] }),
            "claim_tasks" => json!({ "worker": "w" }),
            "complete_tasks" => json!({ "tasks": [{ "task": self.ids["task"], "attempt": 9 }] }),
            "fail_task" => json!({ "message": comment }),
            "change_task" => json!({ "paused": false }),
            "register_agent" => json!({ "source": manifest("another-agent") }),
            "broadcast_order" | "answer_escalation" => json!({ "text": "begin with the tests" }),
            "make_source" => json!({ "name": "another", "kind": "generic" }),
            "set_source_rate" => json!({ "per_minute": 60 }),
            "publish_events" => json!({ "events": [{ "title": "hello" }] }),
            "redeliver_events" => json!({ "from": self.ids["received"] }),
            "write_rules" | "check_rules" => json!({ "text": "" }),
            "test_rules" => json!({ "event": { "source": "s", "kind": "generic", "payload": {} } }),
            "make_connection" => json!({ "name": "another", "token": "a token" }),
            "replace_connection_token" | "replace_destination_token" => json!({ "token": "a token" }),
            "set_connection_guilds" => json!({ "guilds": [] }),
            "make_destination" => destination("another"),
            "set_destination_fallback" => json!({ "fallback": "spare" }),
            "replace_destination_address" | "replace_subscription_address" => json!({ "url": "https://example.com/another" }),
            "make_pairing" => crate::pairings::pairing("another"),
            "make_subscription" => subscription("another"),
            "set_subscription_types" => json!({ "types": ["run.*"] }),
            "make_alert" => alert("another"),
            "make_summary" => summary("another"),
            "set_secret" => json!({ "value": "a value" }),
            "look_at_link_code" => json!({ "code": self.code }),
            // Of another account, so that the code stays.
            "confirm_discord_link" => json!({ "code": self.code, "account": "300000000000000009" }),
            "append_logs" => {
                json!({ "lines": [{ "stream": format!("task/{}", self.ids["task"]), "level": "info", "source": "s", "message": "m" }] })
            }
            "make_tenant" => json!({ "name": "n", "owner": "ada@example.org" }),
            "suspend_tenant" => json!({ "reason": comment }),
            "choose_tenant_plan" => json!({ "plan": "unlimited" }),
            "place_hold" => json!({ "name": "case 7" }),
            "raise_budget" => json!({ "cap_usd": "9.00", "reason": comment }),
            "start_agent"
            | "stop_agent"
            | "restart_agent"
            | "nudge_agent"
            | "remove_agent"
            | "set_captain"
            | "stop_all_agents"
            | "start_all_agents"
            | "acknowledge_escalation"
            | "resolve_escalation"
            | "heartbeat_task"
            | "complete_task"
            | "release_task"
            | "retry_task"
            | "cancel_task"
            | "set_task_limit"
            | "end_discord_link"
            | "lift_hold"
            | "invite_tenant_owner"
            | "resume_tenant"
            | "remove_secret"
            | "revoke_grant"
            | "reset_prompt"
            | "start_run"
            | "seed_demo"
            | "read_notifications"
            | "resume_run"
            | "replay_run"
            | "ask_again"
            | "remove_member"
            | "remove_team_member"
            | "sign_out"
            | "revoke_session"
            | "create_sign_in_link"
            | "revoke_invitation"
            | "revoke_delegation"
            | "revoke_token"
            | "rotate_source"
            | "retire_source_key"
            | "enable_source"
            | "remove_source"
            | "enable_connection"
            | "remove_connection"
            | "test_destination"
            | "enable_destination"
            | "remove_destination"
            | "enable_pairing"
            | "remove_pairing"
            | "enable_subscription"
            | "rotate_subscription"
            | "test_subscription"
            | "remove_subscription"
            | "remove_alert"
            | "remove_summary"
            | "replay_bridge_delivery"
            | "replay_bridge_deliveries"
            | "cancel_bridge_deliveries"
            | "cancel_bridge_delivery" => json!({}),
            _ => return None,
        })
    }
}

/// The address and the body that call `operation` upon the things of the fixture.
pub(crate) fn filled(fixture: &Fixture, operation: &str, path: &str) -> (String, Option<Value>) {
    let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => fixture.ids.get(name).unwrap_or_else(|| panic!("nothing stands for {{{name}}}")).clone(),
        None => part.to_owned(),
    });
    let mut path = parts.collect::<Vec<_>>().join("/");
    match operation {
        "plan_rollback" => path.push_str(&format!("?to={}", fixture.ids["stage"])),
        "diff_artifact" => path.push_str("?from=1&to=1"),
        // Whoever is first takes it away; the others are told so.
        "remove_consumer" => path = path.replace("/reader/", "/spare/"),
        // What is taken away is not there for the others.
        "remove_source" => path = path.replace("/publishers/", &format!("/{}/", fixture.ids["spare source"])),
        "remove_connection" => path = path.replace("/discord/", "/spare/"),
        "remove_destination" => path = path.replace("/news/", "/spare/"),
        "remove_pairing" => path = path.replace("/rooms/", "/spare/"),
        "remove_subscription" => path = path.replace("/receiver/", "/spare/"),
        "remove_agent" => path = path.replace("/an-agent/", "/spare-agent/"),
        _ => {}
    }
    (path, fixture.body(operation))
}

async fn everybody_may_do_what_the_table_says_and_nothing_else(house: &House) {
    let table = table();
    let named: Vec<String> = operations().into_iter().map(|(operation, ..)| operation).collect();
    let missing: Vec<_> = named.iter().filter(|operation| !table.contains_key(*operation)).collect();
    assert!(missing.is_empty(), "tests/authorisation.tsv has no row for {missing:?}");
    let left_over: Vec<_> = table.keys().filter(|operation| !named.contains(operation)).collect();
    assert!(left_over.is_empty(), "tests/authorisation.tsv has rows for what is not: {left_over:?}");

    let fixture = Fixture::make(house).await;
    let other = found(&house.core(), "other").await;
    let mut callers = vec![("nobody", None), ("stranger", Some(token(&other.owner, None).await))];
    for role in [Role::Viewer, Role::Contributor, Role::Reviewer, Role::Maintainer] {
        callers.push((role.as_str(), Some(house.person(role).await.1)));
    }
    callers.push(("owner", Some(house.owner.clone())));
    let mut wrong = Vec::new();
    for (operation, method, path) in operations() {
        let (path, body) = filled(&fixture, &operation, &path);
        for ((caller, token), allowed) in callers.iter().zip(&table[&operation]) {
            stand_again(house, &operation).await;
            let answer = house.call(method.clone(), &path, token.as_deref(), body.as_ref()).await;
            let (status, code) = (answer.status.as_u16(), answer.code());
            let denied = status == 401 || status == 404 || (status == 403 && DENIED.contains(&code.as_str()));
            if denied == *allowed || status >= 500 {
                wrong.push(format!("{operation} by {caller}: {status} {code}, expected {}", if *allowed { "allow" } else { "deny" }));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
