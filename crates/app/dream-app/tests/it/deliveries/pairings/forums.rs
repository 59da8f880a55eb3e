//! Forums: each post is a thread of the other side, and what is said there begins a post.

use super::super::{bridge, texts};
use super::{Direction, bodies, carry, new, origin, said, say, text, told};
use crate::deliveries::destination;
use dream_app::destinations::To;
use dream_app::interactions::Origin;
use dream_app::pairings::{self, headers};
use dream_discord_fake::{ChannelKind, Fake};
use dream_testkit::TestApp;
use serde_json::json;
use std::time::Duration;

/// A forum as the destination `posts`, and where its connection tells what it hears: with a channel of Discord's, `ops`.
async fn forum(app: &TestApp) -> (Fake, String, String, Origin) {
    let (fake, channel) = bridge(app).await;
    let forum = fake.add_channel("forum", ChannelKind::Forum);
    destination(app, "posts", To::DiscordChannel { connection: "bot".to_owned(), channel: forum.clone() }, None).await;
    (fake, forum, channel, origin(app).await)
}

async fn paired_with_ours(app: &TestApp) -> (Fake, String, Origin) {
    let (fake, forum, _, origin) = forum(app).await;
    destination(app, "inside", To::Channel("topic/chat".to_owned()), None).await;
    pairings::make(&app.owner(), new("chat", "posts", "inside", Direction::Both)).await.unwrap();
    (fake, forum, origin)
}

fn names(fake: &Fake, channel: &str) -> Vec<String> {
    fake.threads(channel).into_iter().map(|(_, name)| name).collect()
}

async fn posts_of_a_forum_are_threads_inside_and_answers_go_into_them(app: &TestApp) {
    let (fake, forum, origin) = paired_with_ours(app).await;
    let mut first = fake.person_posts(&forum, "amy", "Broken build", "it fails").unwrap();
    let post = text(&first, "id").to_owned();
    told(&app.app, &origin, "MESSAGE_CREATE", &first).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&post, "bob", "here too").unwrap()).await;
    first["content"] = json!("it fails again");
    first["edited_timestamp"] = json!("2026-01-01T00:00:01Z");
    told(&app.app, &origin, "MESSAGE_UPDATE", &first).await;
    carry(app).await;
    let heard = said(app).await;
    assert_eq!(bodies(&heard), ["Broken build\nit fails", "here too", "Broken build\nit fails again"]);
    assert!(heard.iter().all(|message| message.headers.get(headers::THREAD) == Some(&post)));
    let titles: Vec<Option<&str>> = heard.iter().map(|message| message.headers.get(headers::TITLE).map(String::as_str)).collect();
    assert_eq!(titles, [Some("Broken build"), None, Some("Broken build")]);
    say(&app.owner(), "an answer", &[(headers::THREAD, &post)]).await;
    carry(app).await;
    assert!(texts(&fake, &post).last().unwrap().ends_with("an answer"));
    assert_eq!(names(&fake, &forum), ["Broken build"], "an answer begins no post");
}

async fn what_is_said_inside_begins_a_post_with_its_first_words(app: &TestApp) {
    let (fake, forum, _) = paired_with_ours(app).await;
    let owner = app.owner();
    let message = say(&owner, "A plan for the winter\nin three parts", &[]).await.to_string();
    // Before the post is there, what belongs into it waits.
    say(&owner, "the first part", &[(headers::THREAD, &message)]).await;
    say(&owner, "another matter", &[]).await;
    carry(app).await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_mins(2));
        carry(app).await;
    }
    let posts = fake.threads(&forum);
    let named: Vec<&str> = posts.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(named, ["A plan for the winter in three parts", "another matter"]);
    assert_eq!(texts(&fake, &posts[0].0), ["**owner**: A plan for the winter\nin three parts", "**owner**: the first part"]);
    say(&owner, "A plan for the spring", &[(headers::EDITS, &message)]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &posts[0].0)[0], "**owner**: A plan for the spring");
    // A message that another pairing or nobody carried leads nowhere: it begins a post of its own.
    say(&owner, "astray", &[(headers::THREAD, "msg_01jd3kz5e8f0vs1m7q2w9x4t6b")]).await;
    carry(app).await;
    assert_eq!(names(&fake, &forum).len(), 3);
}

async fn a_forum_and_a_channel_of_discord_s_follow_each_other(app: &TestApp) {
    let (fake, forum, channel, origin) = forum(app).await;
    pairings::make(&app.owner(), new("rooms", "posts", "ops", Direction::Both)).await.unwrap();
    let first = fake.person_posts(&forum, "amy", "Broken *build*", "it fails").unwrap();
    let post = text(&first, "id").to_owned();
    told(&app.app, &origin, "MESSAGE_CREATE", &first).await;
    carry(app).await;
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&post, "bob", "here too").unwrap()).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**amy**: **Broken \\*build\\***\nit fails"]);
    let threads = fake.threads(&channel);
    assert_eq!((threads.len(), threads[0].1.as_str()), (1, "Broken *build*"));
    assert_eq!(texts(&fake, &threads[0].0).last().unwrap(), "**bob**: here too");

    let hello = fake.person_writes(&channel, "bob", "hello there").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &hello).await;
    carry(app).await;
    let posts = fake.threads(&forum);
    assert_eq!((posts.len(), posts[1].1.as_str()), (2, "hello there"));
    let thread = fake.person_begins_thread(&channel, text(&hello, "id"), "details").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "bob", "more of it").unwrap()).await;
    carry(app).await;
    assert_eq!(texts(&fake, &posts[1].0), ["**bob**: hello there", "**bob**: more of it"]);
    assert_eq!(fake.threads(&forum).len(), 2);
}

/// A thread that began before the pairing was made: its first message that is carried begins the post, and the others follow.
async fn a_thread_from_before_becomes_one_post(app: &TestApp) {
    let (fake, forum, channel, origin) = forum(app).await;
    let starter = fake.person_writes(&channel, "amy", "before").unwrap();
    let thread = fake.person_begins_thread(&channel, text(&starter, "id"), "old matters").unwrap();
    pairings::make(&app.owner(), new("rooms", "ops", "posts", Direction::In)).await.unwrap();
    for words in ["one", "two"] {
        told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "amy", words).unwrap()).await;
        carry(app).await;
    }
    let posts = fake.threads(&forum);
    assert_eq!((posts.len(), posts[0].1.as_str()), (1, "old matters"));
    assert_eq!(texts(&fake, &posts[0].0), ["**amy**: one", "**amy**: two"]);
}

dream_testkit::for_both_engines!(
    posts_of_a_forum_are_threads_inside_and_answers_go_into_them,
    what_is_said_inside_begins_a_post_with_its_first_words,
    a_forum_and_a_channel_of_discord_s_follow_each_other,
    a_thread_from_before_becomes_one_post,
);
