//! Events are forever: each one's JSON is checked in, and reads back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use dream_clock::Timestamp;
use dream_id::TypedId;
use dream_ledger::{Actor, Aggregate, Digest, Envelope, EventData, Recorded};
use dream_messages::{ChannelEvent, ChannelRecord, ChannelSettings, ConsumerEvent, ConsumerRecord, ConsumerSettings};

fn id<I: TypedId>(n: u8) -> I {
    I::from_parts(1_700_000_000_000 + u64::from(n), [n; 10])
}

/// Holds the events of a noun, which make one stream in this order, against its golden file. Returns the last state.
fn check<A: Aggregate + std::fmt::Debug>(events: &[A::Event]) -> A {
    let mut lines = String::new();
    let mut state: Option<A> = None;
    for (n, event) in events.iter().enumerate() {
        let (kind, data) = Envelope::split(event).unwrap();
        let envelope = Envelope {
            id: id(200),
            org: id(1),
            stream: id::<A::Id>(2).to_string(),
            version: u64::try_from(n).unwrap() + 1,
            kind: format!("{}.{kind}", A::NOUN),
            schema: A::Event::SCHEMA,
            at: Timestamp::from_micros(1_700_000_000_000_000),
            actor: Actor::system("setup"),
            cause: None,
            trace: None,
            data,
        };
        let line = String::from_utf8(envelope.canonical().unwrap()).unwrap();
        let recorded: Recorded<A::Event> = serde_json::from_str::<Envelope>(&line).unwrap().event().unwrap();
        assert_eq!(&recorded.event, event);
        match &mut state {
            None => state = Some(A::create(id(2), &recorded).unwrap()),
            Some(state) => {
                assert!(A::create(id(2), &recorded).is_err(), "{line} cannot begin a stream");
                state.apply(&recorded);
            }
        }
        let row = serde_json::to_string(state.as_ref().unwrap()).unwrap();
        assert_eq!(&serde_json::from_str::<A>(&row).unwrap(), state.as_ref().unwrap(), "a row reads back");
        lines.push_str(&line);
        lines.push('\n');
    }
    golden(A::NOUN, &lines);
    state.unwrap()
}

fn golden(noun: &str, text: &str) {
    dream_golden::golden(env!("CARGO_MANIFEST_DIR"), &format!("tests/golden/{noun}.jsonl"), text);
}

#[test]
fn channels() {
    let record = check::<ChannelRecord>(&[
        ChannelEvent::Registered { name: "topic/news".parse().unwrap(), project: Some(id(4)) },
        ChannelEvent::Configured { settings: ChannelSettings::default() },
        ChannelEvent::Sealed { from: 1, to: 20, digest: Digest::of(b"a") },
        ChannelEvent::MessageErased { message: id(5), reason: Digest::of(b"b") },
    ]);
    assert_eq!((record.sealed, record.settings), (20, Some(ChannelSettings::default())));
}

#[test]
fn consumers() {
    let record = check::<ConsumerRecord>(&[
        ConsumerEvent::Registered {
            name: "builder".parse().unwrap(),
            project: None,
            pattern: "topic/build.*".parse().unwrap(),
            settings: ConsumerSettings::default(),
        },
        ConsumerEvent::DeadLetterEdited { message: id(5), body: Digest::of(b"c") },
        ConsumerEvent::DeadLettersReplayed { messages: Some(vec![id(5)]) },
        ConsumerEvent::DeadLettersDropped { messages: None },
        ConsumerEvent::Removed { reason: Digest::of(b"d") },
    ]);
    assert!(record.removed);
}
