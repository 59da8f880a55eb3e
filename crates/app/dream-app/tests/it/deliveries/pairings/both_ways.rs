//! Between a channel of Discord's and one of ours: messages, edits, deletions, threads, names.

use super::{ACCOUNT, Direction, bodies, carry, carry_as, origin, paired, restarted, said, say, text, texts, told};
use dream_access::{DiscordAccount, Role};
use dream_app::pairings::{self, Change, headers};
use dream_app::{Op, discord_links, messages};
use dream_discord_fake::ChannelKind;
use dream_messages::{ConsumerSettings, Space, Start};
use dream_testkit::TestApp;
use serde_json::json;

async fn what_is_said_in_discord_is_heard_inside_with_its_edits_and_deletion(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let mut message = fake.person_writes(&channel, "amy", "hello @everyone").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    carry(app).await;
    let id = text(&message, "id").to_owned();
    // Discord tells it again after a break.
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    message["content"] = json!("hello");
    message["edited_timestamp"] = json!("2026-01-01T00:00:01Z");
    told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
    told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
    for _ in 0..2 {
        told(&app.app, &origin, "MESSAGE_DELETE", &json!({"id": id, "channel_id": channel})).await;
    }
    told(&app.app, &origin, "MESSAGE_UPDATE", &message).await;
    carry(app).await;
    let said = said(app).await;
    assert_eq!(bodies(&said), ["hello @everyone", "hello", "[deleted]"]);
    let first = said[0].id.to_string();
    let header = |number: usize, name: &str| said[number].headers.get(name).cloned();
    assert_eq!((said[0].sender.as_str(), said[2].sender.as_str()), ("discord/amy", "system/bridge"));
    assert_eq!(header(0, headers::AUTHOR).as_deref(), Some(ACCOUNT));
    assert_eq!((header(0, headers::MESSAGE), header(0, headers::CHANNEL)), (Some(id), Some(channel)));
    assert_eq!((header(0, headers::PERSON), header(0, headers::EDITS)), (None, None));
    assert_eq!((header(1, headers::EDITS), header(2, headers::DELETES)), (Some(first.clone()), Some(first)));
}

/// A linked account is shown as its person, and acts as nobody.
async fn a_linked_account_is_shown_as_its_person(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::In).await;
    let person = app.person(Role::Viewer).await;
    let account = DiscordAccount { id: ACCOUNT.to_owned(), name: "amy".to_owned() };
    let code = discord_links::request(&app.app, app.org, &account).await.unwrap();
    let link = discord_links::confirm(&person, code.text.expose(), ACCOUNT.to_owned()).await.unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "one").unwrap()).await;
    carry(app).await;
    discord_links::end(&person, link.link.id()).await.unwrap();
    // Whatever somebody calls themselves in Discord, they are nobody here.
    let called = person.person().unwrap().to_string();
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, &called, "two").unwrap()).await;
    carry(app).await;
    let said = said(app).await;
    let shown: Vec<(&str, Option<&String>)> =
        said.iter().map(|message| (message.sender.as_str(), message.headers.get(headers::PERSON))).collect();
    let unlinked = format!("discord/{called}");
    assert_eq!(shown, [("discord/person 1", Some(&called)), (unlinked.as_str(), None)]);
}

async fn what_is_said_inside_is_said_in_discord_with_its_edits_and_deletion(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Out).await;
    let (one, other) = (app.person(Role::Contributor).await, app.person(Role::Contributor).await);
    let message = say(&one, "first <@300000000000000001> @everyone", &[]).await.to_string();
    say(&app.agent("writer").await, "second", &[]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel).len(), 2);
    assert!(texts(&fake, &channel)[0].starts_with("**person 1**: first"), "{:?}", texts(&fake, &channel));
    assert_eq!(texts(&fake, &channel)[1], "**writer**: second");
    assert!(fake.called().is_empty(), "nobody is called: {:?}", fake.called());
    // Nobody changes what another said: it is a message of their own.
    let forged = say(&other, "forged", &[(headers::EDITS, &message)]).await;
    say(&one, "changed", &[(headers::EDITS, &message)]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**person 1**: changed", "**writer**: second", "**person 2**: forged"]);
    say(&one, "gone", &[(headers::DELETES, &message)]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**writer**: second", "**person 2**: forged"]);
    say(&one, "too late", &[(headers::EDITS, &message)]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**writer**: second", "**person 2**: forged"], "what was deleted stays so");
    // What is erased here is taken away there.
    messages::erase(&app.owner(), forged, "private".to_owned()).await.unwrap();
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["**writer**: second"]);
}

async fn threads_are_carried_both_ways_and_no_header_leads_elsewhere(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::Both).await;
    let starter = fake.person_writes(&channel, "amy", "a plan").unwrap();
    let thread = fake.person_begins_thread(&channel, text(&starter, "id"), "the plan").unwrap();
    // The gateway of another process told of the thread: this one asks.
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&thread, "amy", "inside it").unwrap()).await;
    let elsewhere = fake.add_channel("elsewhere", ChannelKind::Text);
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&elsewhere, "amy", "unheard").unwrap()).await;
    carry(app).await;
    let heard = said(app).await;
    assert_eq!((bodies(&heard), heard[0].headers.get(headers::THREAD)), (vec!["inside it"], Some(&thread)));
    let owner = app.owner();
    say(&owner, "an answer", &[(headers::THREAD, &thread)]).await;
    say(&owner, "astray", &[(headers::THREAD, &elsewhere)]).await;
    carry(app).await;
    assert!(texts(&fake, &thread).last().unwrap().ends_with("an answer"));
    assert!(texts(&fake, &channel).last().unwrap().ends_with("astray"), "it goes where the pairing leads, not where its header says");
    assert_eq!(texts(&fake, &elsewhere), ["unheard"]);
}

/// A process that ends between hearing and carrying, or between carrying and saying so, carries everything once.
async fn what_was_heard_is_carried_once_whatever_ends_in_between(app: &TestApp) {
    let (fake, channel, origin) = paired(app, Direction::Both).await;
    let message = fake.person_writes(&channel, "amy", "one").unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &message).await;
    let second = restarted(app);
    // The gateway's session was not noted as read, so it is told again.
    told(&second, &origin, "MESSAGE_CREATE", &message).await;
    carry_as(app, &second).await;
    assert_eq!(bodies(&said(app).await), ["one"]);
    say(&app.owner(), "two", &[]).await;
    carry_as(app, &second).await;
    // As if nothing had been acknowledged: everything is given to the consumer again.
    let space = Space::org(app.org);
    let consumers =
        app.app.bus.consumers(dream_id::Scope::Org(app.org), dream_bus::ConsumerFilter::default(), None, dream_id::Limit::new(9)).await;
    let consumer = consumers.unwrap().items.into_iter().find(|found| found.name.as_str().starts_with("pairing-")).unwrap();
    app.app.bus.remove_consumer(space, &consumer.name).await.unwrap();
    let settings = ConsumerSettings { start: Start::First, ..consumer.settings };
    let again = dream_bus::NewConsumer { name: consumer.name, pattern: consumer.pattern, settings };
    app.app.bus.create_consumer(space, again).await.unwrap();
    carry_as(app, &restarted(app)).await;
    let texts = texts(&fake, &channel);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[1].ends_with(": two"), "{texts:?}");
    assert_eq!(bodies(&said(app).await), ["one", "two"]);
}

async fn what_is_said_while_a_pairing_is_off_is_not_carried(app: &TestApp) {
    let (fake, channel, _) = paired(app, Direction::Both).await;
    let (owner, origin) = (app.owner(), origin(app).await);
    pairings::change(&owner, "chat", Change::Disable("a pause".to_owned())).await.unwrap();
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "unheard").unwrap()).await;
    say(&owner, "unheard too", &[]).await;
    carry(app).await;
    pairings::change(&owner, "chat", Change::Enable).await.unwrap();
    carry(app).await;
    assert_eq!(texts(&fake, &channel), ["unheard"]);
    told(&app.app, &origin, "MESSAGE_CREATE", &fake.person_writes(&channel, "amy", "heard").unwrap()).await;
    say(&owner, "said", &[]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel).last().map(|text| text.ends_with(": said")), Some(true));
    assert_eq!(bodies(&said(app).await), ["unheard too", "said", "heard"]);
    let counts = pairings::named(&owner, "chat").await.unwrap().counts;
    assert_eq!((counts.messages, counts.newest.is_some()), (2, true));
    app.clock.advance(std::time::Duration::from_hours(24 * 31));
    assert!(!pairings::forget_old(&Op::of_worker(app.app.clone(), "test")).await.unwrap());
    assert_eq!(pairings::named(&owner, "chat").await.unwrap().counts.messages, 0);
    pairings::remove(&owner, "chat").await.unwrap();
    say(&owner, "after its end", &[]).await;
    carry(app).await;
    assert_eq!(texts(&fake, &channel).len(), 3);
}

dream_testkit::for_both_engines!(
    what_is_said_in_discord_is_heard_inside_with_its_edits_and_deletion,
    a_linked_account_is_shown_as_its_person,
    what_is_said_inside_is_said_in_discord_with_its_edits_and_deletion,
    threads_are_carried_both_ways_and_no_header_leads_elsewhere,
    what_was_heard_is_carried_once_whatever_ends_in_between,
    what_is_said_while_a_pairing_is_off_is_not_carried,
);
