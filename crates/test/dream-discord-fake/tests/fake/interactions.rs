//! Interactions: answered once and in time, over the gateway's token or over signed HTTP.

use crate::kit::{id, refused, started};
use dream_bridge::discord::interaction::{InteractionRefusal, verify};
use dream_clock::Clock as _;
use dream_discord_fake::ChannelKind;
use serde_json::json;
use std::time::Duration;
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType};

#[tokio::test]
async fn an_interaction_is_answered_once_within_three_seconds_and_followed_up_for_fifteen_minutes() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let bot = client.current_user_application().await.unwrap().model().await.unwrap().id;
    let interactions = client.interaction(bot);
    let command = json!({"id": "500000000000000001", "name": "status", "type": 1});
    let begin = || {
        let begun = kit.fake.interact(2, &channel, None, &command).unwrap();
        (begun["id"].as_str().unwrap().to_owned(), begun["token"].as_str().unwrap().to_owned())
    };
    let deferred = InteractionResponse { kind: InteractionResponseType::DeferredChannelMessageWithSource, data: None };
    let (first, token) = begin();
    assert_eq!(refused(interactions.update_response(&token).content(Some("early")).await), (404, 10_015));
    interactions.create_response(id(&first), &token, &deferred).await.unwrap();
    assert_eq!(refused(interactions.create_response(id(&first), &token, &deferred).await), (400, 40_060));
    interactions.update_response(&token).content(Some("3 agents, all idle")).await.unwrap();
    assert_eq!(kit.fake.messages(&channel)[0]["content"], "3 agents, all idle");
    assert_eq!(kit.fake.answer_of(&first).unwrap()["type"], 5);
    interactions.create_followup(&token).content("more").await.unwrap();
    kit.clock.advance(Duration::from_mins(16));
    assert_eq!(refused(interactions.create_followup(&token).content("late").await), (401, 50_027));
    let (second, token) = begin();
    kit.clock.advance(Duration::from_secs(4));
    assert_eq!(refused(interactions.create_response(id(&second), &token, &deferred).await), (404, 10_062));
}

#[tokio::test]
async fn what_the_fake_signs_our_side_takes_and_what_it_forges_our_side_refuses() {
    let kit = started(|_| {}).await;
    let channel = kit.fake.add_channel("general", ChannelKind::Text);
    let key = kit.fake.signer().public_key();
    let now = kit.clock.now();
    let pressed =
        kit.fake.interact_over_http(2, &channel, None, &json!({"id": "500000000000000001", "name": "status", "type": 1})).unwrap();
    let check = |request: &dream_discord_fake::SignedRequest| {
        verify(&key, Some(&request.signature), Some(&request.timestamp), request.body.as_bytes(), now)
    };
    assert_eq!(check(&pressed), Ok(()));
    assert_eq!(check(&kit.fake.signer().forged(now.micros() / 1_000_000)), Err(InteractionRefusal::Wrong));
    kit.fake.endpoint_answered(&pressed, &json!({"type": 4, "data": {"content": "fine"}})).unwrap();
    assert_eq!(kit.fake.messages(&channel)[0]["content"], "fine");
    let long = json!({"type": 9, "data": {"title": "x".repeat(46), "custom_id": "m", "components": [{}]}});
    let again = kit.fake.interact_over_http(2, &channel, None, &json!({"name": "status"})).unwrap();
    assert_eq!(kit.fake.endpoint_answered(&again, &long).unwrap_err().code, 50_035);
}

#[tokio::test]
async fn commands_are_checked_as_a_whole() {
    let kit = started(|_| {}).await;
    let client = kit.client();
    let bot = client.current_user_application().await.unwrap().model().await.unwrap().id;
    let command = |name: &str, description: &str| {
        let json = json!({"name": name, "description": description, "type": 1, "version": "1", "options": []});
        serde_json::from_value::<twilight_model::application::command::Command>(json).unwrap()
    };
    let set = [command("status", "How things stand"), command("stop-all", "Stops every agent")];
    let made = client.interaction(bot).set_global_commands(&set).await.unwrap().models().await.unwrap();
    assert_eq!(made.iter().map(|command| command.name.as_str()).collect::<Vec<_>>(), ["status", "stop-all"]);
    let twice = [command("status", "a"), command("status", "b")];
    assert_eq!(refused(client.interaction(bot).set_global_commands(&twice).await), (400, 50_035));
    let read = client.interaction(bot).global_commands().await.unwrap().models().await.unwrap();
    assert_eq!(read.len(), 2, "a refused set changes nothing");
}

#[tokio::test]
async fn a_program_gives_orders_in_lines_of_json() {
    let kit = started(|_| {}).await;
    let channel = kit.fake.obey(&json!({"do": "channel", "name": "general"})).unwrap();
    let pressed =
        json!({"do": "interact", "account": ["300000000000000005", "amy"], "kind": 2, "channel": channel, "data": {"name": "status"}});
    let told = kit.fake.obey(&pressed).unwrap();
    assert_eq!(told["member"]["user"]["username"], "amy");
    assert_eq!(kit.fake.obey(&json!({"do": "answer_of", "interaction": told["id"]})).unwrap(), json!(null), "nobody answered yet");
    kit.fake.obey(&json!({"do": "write", "channel": channel, "name": "amy", "text": "hello"})).unwrap();
    let said = kit.fake.obey(&json!({"do": "messages", "channel": channel})).unwrap();
    assert_eq!(said[0]["content"], "hello");
    kit.fake.obey(&json!({"do": "delete", "channel": channel})).unwrap();
    let gone = kit.fake.obey(&json!({"do": "write", "channel": channel, "name": "amy", "text": "again"}));
    assert_eq!(gone.unwrap_err().code, 10_003);
    assert_eq!(kit.fake.obey(&json!({"do": "nothing"})).unwrap_err().code, 50_109);
}
