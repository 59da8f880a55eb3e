//! Gates in Discord: shown whole with their digest, decided on exactly that, and shown as decided afterwards.

use crate::house::{House, served_on_both_engines, text};
use crate::interactions::connection;
use crate::outside::Took;
use dream_access::{DiscordAccount, Role};
use dream_app::interactions::{self, Origin};
use dream_app::{Op, discord_links, gate_posts};
use dream_bridge::discord::interaction::{FIELD, GateAct, Press};
use dream_bridge::message::GateRef;
use dream_ledger::Digest;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

served_on_both_engines!(a_gate_is_decided_from_discord_by_a_linked_reviewer_on_exactly_what_was_shown, every_verdict_has_a_button);

struct Desk<'h> {
    house: &'h House,
    origin: Origin,
    discord: Arc<Took>,
    number: Mutex<u32>,
}

impl<'h> Desk<'h> {
    async fn of(house: &'h House) -> Self {
        let discord = Arc::new(Took::default());
        house.app.outside.put_discord(discord.clone());
        let id = connection(house, "00".repeat(32)).await;
        let origin = Origin { org: house.app.org, connection: id.parse().unwrap(), application: "100000000000000001".to_owned() };
        Self { house, origin, discord, number: Mutex::new(0) }
    }

    /// Links the account to a member with `role`.
    async fn link(&self, account: &str, role: Role) {
        let person = self.house.app.person(role).await;
        let known = DiscordAccount { id: account.to_owned(), name: "amy".to_owned() };
        let code = discord_links::request(&self.house.core(), self.house.app.org, &known).await.unwrap();
        discord_links::confirm(&person, code.text.expose(), account.to_owned()).await.unwrap();
    }

    /// The account does something: the first answer, and what followed it.
    async fn does(&self, account: &str, kind: u8, data: Value) -> (Value, String) {
        let number = {
            let mut number = self.number.lock().unwrap();
            *number += 1;
            *number
        };
        let json = json!({"id": format!("50000000000000{number:04}"), "application_id": "100000000000000001", "type": kind,
            "token": format!("token-{number}"), "member": {"user": {"id": account, "username": "amy"}}, "data": data});
        let answered = interactions::receive(&self.house.core(), &self.origin, &json).await.unwrap();
        if let Some(after) = answered.after {
            after.await;
        }
        let followed = self.discord.bodies();
        (answered.first, followed)
    }
}

const AMY: &str = "300000000000000001";
const BO: &str = "300000000000000002";

fn gate(review: &Value) -> GateRef {
    GateRef { review: text(review, "id").parse().unwrap(), digest: text(review, "digest").parse().unwrap() }
}

fn pressed(act: GateAct, gate: GateRef) -> Value {
    json!({"custom_id": Press { act, gate }.custom_id(), "component_type": 2})
}

async fn a_gate_is_decided_from_discord_by_a_linked_reviewer_on_exactly_what_was_shown(house: &House) {
    let desk = Desk::of(house).await;
    let run = house.run().await;
    let review = house.waiting(&run).await;
    let gate = gate(&review);
    let stands = async || house.get(&format!("reviews/{}", gate.review)).await.expect(200)["status"].as_str().unwrap().to_owned();

    // Nobody is linked yet; then somebody is who may not decide.
    let (answer, _) = desk.does(AMY, 3, pressed(GateAct::Approve, gate)).await;
    assert!(answer["data"]["content"].as_str().unwrap().contains("discord_not_linked"), "{answer}");
    desk.link(BO, Role::Viewer).await;
    let (_, said) = desk.does(BO, 3, pressed(GateAct::Approve, gate)).await;
    assert!(said.contains("role_too_low"), "{said}");
    assert_eq!(stands().await, "waiting");

    desk.link(AMY, Role::Reviewer).await;
    desk.discord.taken();
    let show = json!({"name": "review", "options": [{"name": "show", "type": 1, "options": [{"name": "review", "type": 3, "value": gate.review.to_string()}]}]});
    desk.does(AMY, 2, show).await;
    let sent = desk.discord.taken();
    let (method, _, body, files) = sent.last().unwrap();
    assert!(method == "POST" && !files.is_empty(), "the files are there: {sent:?}");
    assert!(body.to_string().contains(&gate.digest.to_string()) && body["flags"] == 64, "with their digest: {body}");
    assert_eq!(body["components"][0]["components"][0]["custom_id"], Press { act: GateAct::Approve, gate }.custom_id());

    // Another digest than what is under review: both are said, and nothing is decided.
    let stale = GateRef { digest: Digest::of(b"something else"), ..gate };
    let (_, said) = desk.does(AMY, 3, pressed(GateAct::Approve, stale)).await;
    assert!(said.contains("stale_digest") && said.contains(&stale.digest.to_string()) && said.contains(&gate.digest.to_string()), "{said}");
    assert_eq!(stands().await, "waiting");

    gate_posts::sent(&house.core(), house.app.org, &gate, desk.origin.connection, "210000000000000001", "410000000000000001")
        .await
        .unwrap();
    let worker = Op::of_worker(house.core(), "test");
    assert!(!gate_posts::settle(&worker).await.unwrap(), "nothing to show yet");
    desk.discord.taken();
    let (first, said) = desk.does(AMY, 3, pressed(GateAct::Approve, gate)).await;
    assert_eq!((&first["type"], &first["data"]["flags"]), (&json!(5), &json!(64)));
    assert!(said.contains("**Product requirements**: Approved."), "{said}");
    assert_eq!(stands().await, "approved");

    // The channel's message shows who decided what, and can no longer be pressed.
    desk.discord.taken();
    assert!(gate_posts::settle(&worker).await.unwrap());
    let sent = desk.discord.taken();
    let (method, path, body, _) = &sent[0];
    assert_eq!((method.as_str(), path.as_str()), ("PATCH", "/channels/210000000000000001/messages/410000000000000001"));
    assert!(body["components"] == json!([]) && body.to_string().contains("**Approved** by person"), "{body}");
    assert!(!gate_posts::settle(&worker).await.unwrap(), "once");
    stuck_ones_hold_up_no_other(&desk, gate).await;
}

/// As many messages as one look takes cannot be changed, because their connection is gone; the one behind them is changed all the same.
async fn stuck_ones_hold_up_no_other(desk: &Desk<'_>, gate: GateRef) {
    let (core, org, channel) = (desk.house.core(), desk.house.app.org, "210000000000000001");
    let gone = core.store.new_id();
    for number in 0..100 {
        gate_posts::sent(&core, org, &gate, gone, channel, &format!("42{number:016}")).await.unwrap();
    }
    gate_posts::sent(&core, org, &gate, desk.origin.connection, channel, "430000000000000001").await.unwrap();
    let worker = Op::of_worker(core, "test");
    assert!(!gate_posts::settle(&worker).await.unwrap(), "none of those can be changed");
    desk.discord.taken();
    assert!(gate_posts::settle(&worker).await.unwrap());
    assert!(desk.discord.taken().iter().any(|(_, path, ..)| path.ends_with("/430000000000000001")));
}

async fn every_verdict_has_a_button(house: &House) {
    let desk = Desk::of(house).await;
    desk.link(AMY, Role::Reviewer).await;
    for (act, words, status) in [
        (GateAct::Constrain, "no trackers", "waiting"),
        (GateAct::RequestChanges, "shorter", "changes_requested"),
        (GateAct::Regenerate, "", "regenerate"),
        (GateAct::Reject, "no", "rejected"),
    ] {
        let run = house.run().await;
        let review = house.waiting(&run).await;
        let gate = gate(&review);
        let (form, _) = desk.does(AMY, 3, pressed(act, gate)).await;
        assert_eq!(
            (&form["type"], &form["data"]["custom_id"]),
            (&json!(9), &json!(Press { act, gate }.custom_id())),
            "{act:?} asks at once"
        );
        let input = json!({"type": 18, "component": {"type": 4, "custom_id": FIELD, "value": words}});
        let (first, said) = desk.does(AMY, 5, json!({"custom_id": form["data"]["custom_id"], "components": [input]})).await;
        assert_eq!(first["type"], 5);
        let now = house.get(&format!("reviews/{}", gate.review)).await.expect(200);
        assert_eq!(now["status"], status, "{act:?}: {said}");
        desk.discord.taken();
    }
}
