//! What people read in Discord: the control room's words, and times that every reader sees in their own zone. Nothing that programs alone understand.

use super::interactions::command;
use crate::deliveries::{bridge, deliver};
use dream_access::{DiscordAccount, Role};
use dream_app::interactions::{self, Origin};
use dream_app::projects::{self, NewProject};
use dream_app::runs::{self, NewRun};
use dream_app::tasks::{self, NewTask};
use dream_app::{Op, connections, discord_links, gate_posts, rules, swarm};
use dream_bridge::discord::with_stamps;
use dream_discord_fake::Fake;
use dream_id::RunId;
use dream_testkit::{TestApp, for_both_engines};
use serde_json::{Value, json};
use std::time::Duration;

for_both_engines!(replies_and_gates_are_in_the_words_of_the_control_room, a_gate_s_message_that_its_rule_edits_shows_who_decided_what,);

const AMY: (&str, &str) = ("300000000000000001", "amy");
const BO: (&str, &str) = ("300000000000000002", "bo");
const RULES: &str = "[[rule]]\nname = \"gates\"\nsources = [\"dreamos\"]\ntypes = [\"gate.waiting\"]\nto = [\"ops\"]\n";

/// A channel of a Discord that takes nothing that Discord would refuse.
struct Room<'a> {
    app: &'a TestApp,
    fake: Fake,
    channel: String,
    origin: Origin,
}

impl<'a> Room<'a> {
    async fn open(app: &'a TestApp) -> Self {
        let (fake, channel) = bridge(app).await;
        let connection = connections::named(&app.owner(), "bot").await.unwrap();
        let origin = Origin { org: app.org, connection: connection.id(), application: connection.facts.application.clone() };
        for ((id, name), role) in [(AMY, Role::Owner), (BO, Role::Reviewer)] {
            let (person, account) = (app.person(role).await, DiscordAccount { id: id.to_owned(), name: name.to_owned() });
            let code = discord_links::request(&app.app, app.org, &account).await.unwrap();
            discord_links::confirm(&person, code.text.expose(), id.to_owned()).await.unwrap();
        }
        Self { app, fake, channel, origin }
    }

    /// Somebody uses a command, or a button of `message`: all that is said to them.
    async fn does(&self, account: (&str, &str), kind: u8, message: Option<&str>, data: &Value) -> String {
        let before = self.fake.messages(&self.channel).len();
        let request = self.fake.interact_over_http_as(account, kind, &self.channel, message, data).unwrap();
        let told: Value = serde_json::from_str(&request.body).unwrap();
        let answered = interactions::receive(&self.app.app, &self.origin, &told).await.unwrap();
        self.fake.endpoint_answered(&request, &answered.first).unwrap();
        if let Some(after) = answered.after {
            after.await;
        }
        self.fake.messages(&self.channel).iter().skip(before).map(shown).collect::<Vec<_>>().join("\n")
    }

    /// The channel's last message with buttons.
    fn gate(&self) -> Value {
        self.fake.messages(&self.channel).into_iter().rfind(|message| message["components"][0].is_object()).unwrap()
    }

    async fn approves(&self, account: (&str, &str), gate: &Value) -> String {
        let data = json!({"custom_id": gate["components"][0]["components"][0]["custom_id"], "component_type": 2});
        self.does(account, 3, gate["id"].as_str(), &data).await
    }
}

/// All that people read of a message.
fn shown(message: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![text(&message["content"])];
    for embed in message["embeds"].as_array().unwrap() {
        lines.extend([text(&embed["title"]), text(&embed["description"]), text(&embed["footer"]["text"])]);
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(format!("{}: {}", text(&field["name"]), text(&field["value"])));
        }
    }
    lines.join("\n")
}

/// Nothing in `said` is a time in microseconds or milliseconds, or one in a zone that nobody chose. Ids and digests are names, and stay.
#[track_caller]
fn is_for_people(what: &str, said: &str) {
    let part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ':' | '_');
    let words = said.split(|letter| !part(letter)).filter(|word| !word.starts_with("sha256:") && !word.contains('_'));
    let number = |word: &str| word.split(|letter: char| !letter.is_ascii_digit()).any(|digits| digits.len() >= 13);
    assert_eq!(words.filter(|word| number(word)).collect::<Vec<_>>(), Vec::<&str>::new(), "{what}: {said}");
    assert_eq!(with_stamps(said), said, "{what}");
}

/// Who votes again is told by name what they decided, and no id.
async fn is_approved_once(room: &Room<'_>, post: &Value) {
    let said = room.approves(BO, post).await;
    assert!(said.contains("**Product requirements**: Approved."), "{said}");
    let again = room.approves(BO, post).await;
    assert!(again.contains("`already_voted`") && again.contains("voted on review \u{201c}Product requirements\u{201d}"), "{again}");
    assert!(!again.contains("per_") && !again.contains("rev_"), "{again}");
}

async fn begun(app: &TestApp) -> RunId {
    let new =
        NewProject { name: "library".to_owned(), brief: b"A shelf that lends itself.".to_vec(), template: "planning-only".to_owned() };
    let project = projects::create(&app.owner(), new).await.unwrap().id();
    let run = runs::start(&app.owner(), NewRun { project, cost_cap_micros: None }).await.unwrap();
    app.run_until_idle().await;
    run
}

/// A rule for the whole life of a gate keeps one message: what was under review stays, the buttons go, and the decision is told.
async fn a_gate_s_message_that_its_rule_edits_shows_who_decided_what(app: &TestApp) {
    let (room, worker) = (Room::open(app).await, Op::of_worker(app.app.clone(), "test"));
    let rules = RULES.replace("gate.waiting", "gate.*").replace("to =", "update = \"edit\"\nto =");
    rules::write(&app.owner(), rules, None).await.unwrap();
    app.run_until_idle().await;
    begun(app).await;
    deliver(&app.app).await;
    let post = room.gate();
    room.approves(BO, &post).await;
    app.run_until_idle().await;
    deliver(&app.app).await;
    while gate_posts::settle(&worker).await.unwrap() {}
    let said = room.fake.messages(&room.channel);
    let settled = said.iter().find(|message| message["id"] == post["id"]).unwrap();
    let shows = shown(settled);
    assert!(shows.contains("Decision: **Approved** by ") && shows.contains("Digest under review"), "{shows}");
    assert_eq!(settled["attachments"].as_array().map(Vec::len), post["attachments"].as_array().map(Vec::len), "its files stay");
    assert_eq!(settled["components"], json!([]), "nothing is left to press");
    assert!(shown(&said[0]).contains("A gate was decided: Product requirements\nApproved by "), "{}", shown(&said[0]));
}

async fn replies_and_gates_are_in_the_words_of_the_control_room(app: &TestApp) {
    let (room, owner) = (Room::open(app).await, app.owner());
    let worker = Op::of_worker(app.app.clone(), "test");
    let _ = app.agent("writer").await;
    rules::write(&owner, RULES.to_owned(), None).await.unwrap();
    app.run_until_idle().await;
    let run = begun(app).await;
    let deadline = app.app.now().plus(Duration::from_hours(30));
    let task = tasks::create(&owner, NewTask { deadline: Some(deadline), ..NewTask::titled("Sort the shelves".to_owned()) }).await.unwrap();
    deliver(&app.app).await;
    let (of_run, of_task) = (json!([{"name": "run", "type": 3, "value": run.to_string()}]), task.task.id().to_string());
    let of_task = json!([{"name": "task", "type": 3, "value": of_task}]);
    let posted = room.fake.messages(&room.channel).iter().map(shown).collect::<Vec<_>>().join("\n");
    assert!(posted.contains("A gate waits for people: Product requirements"), "{posted}");
    let post = room.gate();
    let gate = shown(&post);
    assert!(gate.contains("Review: Product requirements") && gate.contains("Approvals needed: 1") && gate.contains("Until: <t:"), "{gate}");
    is_for_people("the gate", &posted);

    let review = gate.split_whitespace().find(|word| word.starts_with("rev_")).unwrap();
    let of_review = json!([{"name": "review", "type": 3, "value": review}]);
    for (line, options, wanted) in [
        ("status", json!([]), ["Reviews that wait: 1", "Runs: Needs someone 1", "Tasks: Queued 1"].as_slice()),
        ("run list", json!([]), &["**Run of library**", "Needs someone: approval", "spent"]),
        ("run show", of_run, &["- Product requirements: Needs someone: approval", "- Architecture: Queued"]),
        ("review list", json!([]), &["**Product requirements**", "risk, asked <t:"]),
        ("review show", of_review, &["**Product requirements**: Waiting, to be decided <t:", "Digest under review"]),
        ("task list", json!([]), &["**Sort the shelves**", "Queued, normal priority"]),
        ("task show", of_task, &["Deadline: <t:", "Nobody has worked on it yet."]),
        ("agents", json!([]), &["**writer**", "wanted: On demand"]),
        ("logs summary", json!([]), &["Log of the last 1 hour", "0 errors"]),
        ("agent logs", json!([{"name": "name", "type": 3, "value": "writer"}]), &["no log lines of **writer**"]),
    ] {
        let said = room.does(AMY, 2, None, &command(line, &options)).await;
        for words in wanted {
            assert!(said.contains(words), "/{line} does not say `{words}`: {said}");
        }
        is_for_people(line, &said);
    }

    is_approved_once(&room, &post).await;
    assert!(gate_posts::settle(&worker).await.unwrap());
    let settled = room.fake.messages(&room.channel).into_iter().find(|message| message["id"] == post["id"]).unwrap();
    assert!(shown(&settled).contains("Decision: **Approved** by "), "{}", shown(&settled));
    is_for_people("the decided gate", &shown(&settled));

    // The next gate lapses before anybody decides: the refusal says when, in the reader's zone.
    app.run_until_idle().await;
    deliver(&app.app).await;
    assert!(shown(&room.gate()).contains("Review: Architecture"));
    app.clock.advance(Duration::from_hours(24 * 60));
    let said = room.approves(BO, &room.gate()).await;
    assert!(said.contains("`review_expired`") && said.contains("expired at <t:"), "{said}");
    is_for_people("a refusal", &said);
    swarm::stop_all(&owner, None).await.unwrap();
    let said = room.does(AMY, 2, None, &command("status", &json!([]))).await;
    assert!(said.contains("**All agents are stopped**, <t:"), "{said}");
    is_for_people("status", &said);
}
