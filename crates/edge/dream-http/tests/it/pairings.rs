//! Pairings over HTTP: joined, shown, let go, and their files given to whoever may read.

use crate::house::{House, served_on_both_engines, text};
use dream_app::pairings::CarriedFile;
use dream_bridge::destination::{Destination, DestinationKind};
use serde_json::{Value, json};

served_on_both_engines!(a_pairing_is_made_shown_paused_and_removed);

/// A pairing with the channel of Discord's of its own name.
pub(crate) fn pairing(name: &str) -> Value {
    json!({ "name": name, "discord": format!("{name}-room"), "with": format!("{name}-side"), "direction": "out" })
}

/// The two sides of the pairing `name`: a channel of Discord's and one of ours.
async fn sides(house: &House, name: &str) {
    let (op, store) = (house.app.owner(), house.core().store.clone());
    let connection = dream_app::connections::named(&op, "discord").await.unwrap().id();
    let kind = DestinationKind::DiscordChannel { connection, channel: format!("21000000000000{:04}", name.len()), forum: false };
    let mut tx = store.begin().await.unwrap();
    let mut room = Destination::make(house.app.org, store.new_id(), format!("{name}-room"), kind, None, &op.by()).unwrap();
    tx.save(&mut room).await.unwrap();
    tx.commit().await.unwrap();
    let side = json!({ "name": format!("{name}-side"), "to": { "type": "channel", "channel": format!("topic/{name}") } });
    house.post("destinations", &side).await.expect(201);
}

/// The pairings `rooms`, `spare` and the sides of `another`; the digest of a file that a message of `rooms` brought.
pub(crate) async fn joined(house: &House) -> String {
    for name in ["rooms", "spare", "another"] {
        sides(house, name).await;
    }
    for name in ["rooms", "spare"] {
        house.post("pairings", &pairing(name)).await.expect(201);
    }
    let (core, org) = (house.core(), house.app.org);
    let digest = core.blobs.put(org, b"a file".to_vec().into()).await.unwrap();
    let pairing = dream_app::pairings::named(&house.app.owner(), "rooms").await.unwrap().stream.id();
    let file = CarriedFile { pairing, digest, name: "a.txt".to_owned(), size: 6 };
    let mut tx = core.store.begin().await.unwrap();
    tx.note_file(org, &file, core.now()).await.unwrap();
    tx.commit().await.unwrap();
    digest.to_string()
}

/// Makes the pairing `spare`, when somebody took it away.
pub(crate) async fn stand_again(house: &House) {
    if house.get("pairings/spare").await.status != 200 {
        house.post("pairings", &pairing("spare")).await.expect(201);
    }
}

async fn a_pairing_is_made_shown_paused_and_removed(house: &House) {
    crate::interactions::connection(house, "00".repeat(32)).await;
    let digest = joined(house).await;
    let shown = house.get("pairings/rooms").await.expect(200);
    assert_eq!((text(&shown, "discord"), text(&shown, "with"), text(&shown, "direction")), ("rooms-room", "rooms-side", "out"));
    assert_eq!(house.get("pairings").await.expect(200)["items"].as_array().unwrap().len(), 2);
    let file = house.get(&format!("pairings/rooms/files/{digest}")).await;
    assert_eq!(file.status, 200);
    assert_eq!(house.get(&format!("pairings/spare/files/{digest}")).await.status, 404, "it came over another pairing");
    assert_eq!(
        text(&house.post("pairings/rooms/disable", &json!({ "reason": "a pause" })).await.expect(200), "disabled_reason"),
        "a pause"
    );
    assert_eq!(house.post("pairings/rooms/enable", &json!({})).await.expect(200)["disabled_at"], Value::Null);
    assert_eq!(house.post("destinations/rooms-side/remove", &json!({})).await.code(), "destination_in_use");
    house.post("pairings/rooms/remove", &json!({})).await.expect(200);
    assert_eq!(house.get("pairings/rooms").await.status, 404);
    house.post("destinations/rooms-side/remove", &json!({})).await.expect(200);
    // One that takes without being read cannot speak.
    let wrong = json!({ "name": "wrong", "discord": "another-side", "with": "another-room", "direction": "both" });
    assert_eq!(house.post("pairings", &wrong).await.code(), "pairing_sides_invalid");
}
