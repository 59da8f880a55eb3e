//! The endpoint that Discord sends interactions to: what it signed is answered at once, everything else with 401.

use crate::house::{House, served_on_both_engines};
use axum::body::Body;
use dream_bridge::connection::{Connection, ConnectionFacts};
use dream_clock::Clock as _;
use dream_discord_fake::{ChannelKind, Fake, Options, SignedRequest};
use http::Request;
use serde_json::json;
use std::sync::Arc;

served_on_both_engines!(what_discord_signed_is_answered_and_nothing_else);

pub(crate) async fn connection(house: &House, public_key: String) -> String {
    connection_named(house, "discord", public_key).await
}

/// A connection that was made when Discord was there.
pub(crate) async fn connection_named(house: &House, name: &str, public_key: String) -> String {
    let facts = ConnectionFacts {
        application: "100000000000000001".to_owned(),
        public_key,
        bot: "100000000000000001".to_owned(),
        bot_name: "fake".to_owned(),
        reads_messages: false,
        guilds: Vec::new(),
    };
    let (op, store) = (house.app.owner(), house.core().store.clone());
    let mut tx = store.begin().await.unwrap();
    let mut connection = Connection::make(house.app.org, store.new_id(), name.to_owned(), facts, &op.by()).unwrap();
    tx.save(&mut connection).await.unwrap();
    let (core, id) = (house.core(), connection.id().to_string());
    dream_app::secrets::seal(&core, &mut tx, house.app.org, &id, "token", &dream_secret::Secret::new("a token")).await.unwrap();
    tx.commit().await.unwrap();
    connection.id().to_string()
}

fn request(connection: &str, signed: &SignedRequest) -> Request<Body> {
    Request::post(format!("/discord/{connection}/interactions"))
        .header("content-type", "application/json")
        .header("x-signature-ed25519", &signed.signature)
        .header("x-signature-timestamp", &signed.timestamp)
        .body(Body::from(signed.body.clone()))
        .unwrap()
}

async fn what_discord_signed_is_answered_and_nothing_else(house: &House) {
    let fake = Fake::start(Options { clock: Arc::<dream_clock::Frozen>::clone(&house.app.clock), ..Options::default() }).await.unwrap();
    let connection = connection(house, fake.signer().public_key()).await;
    let seconds = house.app.clock.now().micros() / 1_000_000;

    let ping = fake.signer().sign(&json!({"type": 1}), seconds);
    assert_eq!(house.send(request(&connection, &ping)).await.expect(200), json!({"type": 1}));
    let old = fake.signer().sign(&json!({"type": 1}), seconds - 600);
    let unsigned = SignedRequest { signature: String::new(), ..ping.clone() };
    for (id, refused) in [
        (connection.as_str(), fake.signer().forged(seconds)),
        (connection.as_str(), old),
        (connection.as_str(), unsigned),
        ("cnn_01jd3kz5e8f0vs1m7q2w9x4t6b", ping.clone()),
        ("nothing", ping.clone()),
    ] {
        let answer = house.send(request(id, &refused)).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "interaction_unsigned"), "{id}");
    }

    let channel = fake.add_channel("general", ChannelKind::Text);
    let given = fake.interact_over_http(2, &channel, None, &json!({"id": "500000000000000001", "name": "stop-all", "type": 1})).unwrap();
    let answer = house.send(request(&connection, &given)).await.expect(200);
    fake.endpoint_answered(&given, &answer).unwrap();
    let said = answer["data"]["content"].as_str().unwrap();
    assert!(said.contains("discord_not_linked") && answer["data"]["flags"] == 64, "{answer}");
}
