//! REST: messages, edits, threads, forums, webhooks, nonces, forms, rights.

use crate::kit::{id, refused, started};
use dream_discord_fake::{Access, ChannelKind, Fault};
use serde_json::json;
use std::time::Duration;
use twilight_model::channel::ChannelType;
use twilight_model::channel::message::AllowedMentions;
use twilight_model::http::attachment::Attachment;

#[tokio::test]
async fn messages_are_created_read_edited_and_deleted() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let made = client.create_message(id(&channel)).content("Hello").await.unwrap().model().await.unwrap();
    assert_eq!((made.content.as_str(), made.author.bot), ("Hello", true));
    let edited = client.update_message(id(&channel), made.id).content(Some("Bye")).await.unwrap().model().await.unwrap();
    assert_eq!(edited.content, "Bye");
    let file = Attachment::from_bytes("log.txt".to_owned(), b"lines".to_vec(), 0);
    let with_file = client.create_message(id(&channel)).attachments(&[file]).await.unwrap().model().await.unwrap();
    assert_eq!((with_file.attachments[0].filename.as_str(), with_file.attachments[0].size), ("log.txt", 5));
    let page = client.channel_messages(id(&channel)).await.unwrap().models().await.unwrap();
    assert_eq!(page.iter().map(|message| message.id).collect::<Vec<_>>(), [with_file.id, made.id]);
    client.delete_message(id(&channel), made.id).await.unwrap();
    assert_eq!(refused(client.message(id(&channel), made.id).await), (404, 10_008));
    assert_eq!(kit.fake.messages(&channel).len(), 1);
}

#[tokio::test]
async fn a_nonce_makes_a_repetition_the_same_message_for_five_minutes() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let send = async |nonce: &str, enforce: bool| {
        let body = json!({"content": "once", "nonce": nonce, "enforce_nonce": enforce}).to_string();
        client.create_message(id(&channel)).payload_json(body.as_bytes()).await.unwrap().model().await.unwrap().id
    };
    let first = send("n1", true).await;
    assert_eq!(send("n1", true).await, first);
    assert_ne!(send("n2", true).await, first);
    assert_ne!(send("n1", false).await, first);
    kit.clock.advance(Duration::from_mins(6));
    assert_ne!(send("n1", true).await, first, "past its window a nonce is new");
    assert_eq!(kit.fake.messages(&channel).len(), 4);
}

#[tokio::test]
async fn forms_are_refused_with_the_path_of_what_is_wrong() {
    let kit = started(|options| {
        options.limits.clear();
        options.global = 10_000;
    })
    .await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let long = |length: usize| "x".repeat(length);
    let field = json!({"name": "n", "value": long(1_025)});
    let cases = [
        (json!({"content": long(2_000)}), None),
        (json!({"content": long(2_001)}), Some((50_035, "/content/_errors/0/code"))),
        (json!({}), Some((50_006, ""))),
        (json!({"content": "   "}), Some((50_006, ""))),
        (json!({"embeds": [{"title": long(256), "description": long(4_096)}]}), None),
        (json!({"embeds": [{"description": long(4_097)}]}), Some((50_035, "/embeds/0/description/_errors/0/code"))),
        (json!({"embeds": [{"fields": [field]}]}), Some((50_035, "/embeds/0/fields/0/value/_errors/0/code"))),
        (json!({"embeds": [{"description": long(4_000)}, {"description": long(2_001)}]}), Some((50_035, "/embeds/_errors/0/code"))),
        (json!({"embeds": [{"title": "t", "url": "ftp://x"}]}), Some((50_035, "/embeds/0/url/_errors/0/code"))),
        (json!({"content": "a", "nonce": long(26)}), Some((50_035, "/nonce/_errors/0/code"))),
        (
            json!({"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}),
            Some((50_035, "/allowed_mentions/_errors/0/code")),
        ),
        (
            json!({"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": long(101), "label": "b"}]}]}),
            Some((50_035, "/components/0/components/0/custom_id/_errors/0/code")),
        ),
        (
            json!({"content": "a", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a", "label": "b"}, {"type": 2, "style": 2, "custom_id": "a", "label": "c"}]}]}),
            Some((50_035, "/components/0/components/1/custom_id/_errors/0/code")),
        ),
    ];
    for (body, wanted) in cases {
        let text = body.to_string();
        let shown: String = text.chars().take(100).collect();
        let result = client.create_message(id(&channel)).payload_json(text.as_bytes()).await;
        let Some((code, path)) = wanted else {
            assert!(result.is_ok(), "{shown}: {result:?}");
            continue;
        };
        let error = result.unwrap_err();
        let twilight_http::error::ErrorType::Response { body, .. } = error.kind() else { panic!("{error:?}") };
        let answer: serde_json::Value = serde_json::from_slice(body).unwrap();
        assert_eq!(answer["code"], code, "{shown}: {answer}");
        assert!(path.is_empty() || answer["errors"].pointer(path).is_some(), "{shown}: {answer}");
    }
}

#[tokio::test]
async fn webhooks_write_wait_edit_and_reach_threads_and_forums() {
    let kit = started(|_| {}).await;
    let (client, channel, forum) =
        (kit.client(), kit.fake.add_channel("general", ChannelKind::Text), kit.fake.add_channel("incidents", ChannelKind::Forum));
    let (hook, token) = kit.fake.add_webhook(&channel, "alerts").unwrap();
    let written = client.execute_webhook(id(&hook), &token).content("down").username("Alerts").wait().await.unwrap().model().await.unwrap();
    assert_eq!((written.author.name.as_str(), written.webhook_id), ("Alerts", Some(id(&hook))));
    client.update_webhook_message(id(&hook), &token, written.id).content(Some("up again")).await.unwrap();
    assert_eq!(kit.fake.messages(&channel)[0]["content"], "up again");
    let thread = client.create_thread_from_message(id(&channel), written.id, "incident 1").await.unwrap().model().await.unwrap();
    assert_eq!((thread.id.get(), thread.kind), (written.id.get(), ChannelType::PublicThread));
    client.execute_webhook(id(&hook), &token).content("inside").thread_id(thread.id).await.unwrap();
    assert_eq!(kit.fake.messages(&thread.id.to_string()).len(), 1);
    assert_eq!(refused(client.create_thread_from_message(id(&channel), written.id, "again").await), (400, 160_004));
    let (of_forum, its_token) = kit.fake.add_webhook(&forum, "posts").unwrap();
    assert_eq!(refused(client.execute_webhook(id(&of_forum), &its_token).content("x").wait().await), (400, 220_001));
    let post = client
        .execute_webhook(id(&of_forum), &its_token)
        .content("x")
        .thread_name("db1 is down")
        .wait()
        .await
        .unwrap()
        .model()
        .await
        .unwrap();
    assert_eq!(post.channel_id.get(), post.id.get(), "a post's thread has the id of its first message");
    kit.fake.archive(&thread.id.to_string());
    assert_eq!(refused(client.create_message(thread.id).content("late").await), (400, 50_083));
    kit.fake.lock(&thread.id.to_string());
    assert_eq!(refused(client.create_message(thread.id).content("late").await), (400, 160_005));
    assert_eq!(refused(client.execute_webhook(id(&hook), "wrong").content("x").wait().await), (401, 50_027));
    kit.fake.delete_channel(&channel);
    assert_eq!(refused(client.execute_webhook(id(&hook), &token).content("x").wait().await), (404, 10_015));
}

#[tokio::test]
async fn tokens_rights_and_deleted_channels_are_refused_as_discord_does() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    for (access, code) in [(Access::ReadOnly, 50_013), (Access::Hidden, 50_001)] {
        kit.fake.set_access(&channel, access);
        assert_eq!(refused(client.create_message(id(&channel)).content("x").await), (403, code));
    }
    kit.fake.delete_channel(&channel);
    assert_eq!(refused(client.create_message(id(&channel)).content("x").await), (404, 10_003));
    kit.fake.revoke_token();
    let error = client.create_message(id(&channel)).content("x").await.unwrap_err();
    assert!(
        matches!(error.kind(), twilight_http::error::ErrorType::Unauthorized | twilight_http::error::ErrorType::Response { .. }),
        "{error:?}"
    );
    assert_eq!(kit.fake.refused(), 3, "what is unknown is not refused");
}

/// Trap 46: the fake says whom a message would have called, so that a test sees what people would have heard.
#[tokio::test]
async fn it_knows_whom_a_message_called() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    let text = "@everyone <@&111111111111111111> <@222222222222222222>";
    client.create_message(id(&channel)).content(text).await.unwrap();
    assert_eq!(
        kit.fake.called(),
        ["everyone", "roles 111111111111111111", "users 222222222222222222"],
        "without a list everybody is called"
    );
    let none = AllowedMentions::default();
    client.create_message(id(&channel)).content(text).allowed_mentions(Some(&none)).await.unwrap();
    assert_eq!(kit.fake.called().len(), 3, "an empty list calls nobody");
    let one = AllowedMentions { roles: vec![id("111111111111111111")], ..AllowedMentions::default() };
    client.create_message(id(&channel)).content(text).allowed_mentions(Some(&one)).await.unwrap();
    assert_eq!(kit.fake.called()[3..], ["roles 111111111111111111"]);
}

#[tokio::test]
async fn faults_do_what_they_say() {
    let kit = started(|_| {}).await;
    let (client, channel) = (kit.client(), kit.fake.add_channel("general", ChannelKind::Text));
    kit.fake.fail_next([Fault::Status(503), Fault::DoneBut(502), Fault::LoseAnswer]);
    for (done, name) in [(0, "nothing is done"), (1, "done, though the answer says otherwise"), (2, "done, and the answer breaks off")] {
        let sent = client.create_message(id(&channel)).content("x").await;
        let failed = match sent {
            Err(_) => true,
            Ok(response) => response.model().await.is_err(),
        };
        assert!(failed, "{name}");
        assert_eq!(kit.fake.messages(&channel).len(), done, "{name}");
    }
    assert!(client.create_message(id(&channel)).content("x").await.is_ok());
}
