//! Sources and rules as people make and change them: what is refused, and the JSON of their events, which is read for ever.

use dream_bridge::rule::{Rules, RulesEvent};
use dream_bridge::source::{Kind, Proof, Source, SourceEvent, SourceMade};
use dream_bridge::switch::{SwitchEvent, Switched as _};
use dream_clock::Timestamp;
use dream_id::{OrgId, SourceId, TypedId};
use dream_ledger::{Actor, Aggregate, By, Digest, Envelope, Recorded, Stream};
use serde_json::json;

fn by() -> By {
    By { at: Timestamp::from_micros(1_700_000_000_000_000), actor: Actor::system("test") }
}

fn id<I: TypedId>(n: u8) -> I {
    I::from_parts(1, [n; 10])
}

fn made(name: &str, kind: Kind, proof: Proof, per_minute: u32) -> SourceMade {
    SourceMade { name: name.to_owned(), kind, proof, project: None, per_minute }
}

fn source() -> Stream<Source> {
    Source::make(id::<OrgId>(1), id::<SourceId>(2), made("github", Kind::Github, Proof::signature(), 60), &by()).unwrap()
}

#[test]
fn a_source_that_cannot_be_is_refused() {
    let cases = [
        (made("GitHub", Kind::Github, Proof::signature(), 60), "source_name_invalid"),
        (made("", Kind::Github, Proof::signature(), 60), "source_name_invalid"),
        (made("dreamos", Kind::Publish, Proof::Bearer, 60), "source_name_invalid"),
        (made("a", Kind::Github, Proof::Path, 60), "source_proof_invalid"),
        (made("a", Kind::Generic, Proof::signature(), 60), "source_proof_invalid"),
        (made("a", Kind::Generic, Proof::Bearer, 0), "source_rate_invalid"),
        (made("a", Kind::Generic, Proof::Bearer, 1_000_001), "source_rate_invalid"),
    ];
    for (made, code) in cases {
        let shown = format!("{made:?}");
        assert_eq!(Source::make(id(1), id(2), made, &by()).unwrap_err().code(), code, "{shown}");
    }
}

#[test]
fn a_source_has_two_keys_during_a_rotation_and_never_three() {
    let mut source = source();
    assert_eq!(Source::retire(&mut source, &by()).unwrap_err().code(), "source_has_one_key");
    assert_eq!(Source::rotate(&mut source, &by()), Ok((2, None)));
    // Whoever rotates again has lost the newest secret, or wants the oldest gone.
    assert_eq!(Source::rotate(&mut source, &by()), Ok((3, Some(1))));
    let numbers = |source: &Stream<Source>| source.keys.iter().map(|key| key.number).collect::<Vec<_>>();
    assert_eq!(numbers(&source), [3, 2]);
    assert_eq!((Source::retire(&mut source, &by()), numbers(&source)), (Ok(2), vec![3]));
}

#[test]
fn what_is_so_already_records_nothing_and_what_is_removed_changes_no_more() {
    let mut source = source();
    Source::set_rate(&mut source, 60, &by()).unwrap();
    Source::enable(&mut source, &by()).unwrap();
    assert_eq!(source.pending().len(), 1);
    Source::disable(&mut source, "noise", &by()).unwrap();
    Source::disable(&mut source, "more noise", &by()).unwrap();
    assert_eq!(
        (source.pending().len(), source.switch.disabled.as_ref().unwrap().1.as_str(), source.switch.is_active()),
        (2, "noise", false)
    );
    Source::remove(&mut source, &by());
    Source::remove(&mut source, &by());
    assert_eq!(source.pending().len(), 3);
    assert_eq!(Source::enable(&mut source, &by()).unwrap_err().code(), "source_removed");
    assert_eq!(Source::rotate(&mut source, &by()).unwrap_err().code(), "source_removed");
}

#[test]
fn rules_have_a_version_for_every_text_and_none_for_the_same() {
    let mut rules = Rules::begin(id(1), id(3), Digest::of(b"one"), &by()).unwrap();
    Rules::rewrite(&mut rules, Digest::of(b"one"), &by());
    assert_eq!((rules.number, rules.pending().len()), (1, 1));
    Rules::rewrite(&mut rules, Digest::of(b"two"), &by());
    assert_eq!((rules.number, rules.text), (2, Digest::of(b"two")));
}

/// Holds the JSON of an event against what is read for ever.
fn check<A: Aggregate>(event: &A::Event, kind: &str, data: &serde_json::Value) {
    let (found, written) = Envelope::split(event).unwrap();
    assert_eq!((found.as_str(), &written), (kind, data));
    let read: A::Event = serde_json::from_value(json!({ "kind": kind, "data": data })).unwrap();
    assert_eq!(&read, event);
    let recorded = Recorded { at: by().at, actor: by().actor, event: read };
    assert_eq!(A::create(id(2), &recorded).is_ok(), matches!(kind, "made" | "begun"), "{kind} begins a stream, or does not");
}

#[test]
fn events_are_read_for_ever() {
    let github = SourceEvent::Made(Box::new(made("github", Kind::Github, Proof::signature(), 60)));
    let digest = Digest::of(b"rules");
    check::<Source>(&github, "made", &json!({ "name": "github", "kind": "github", "proof": { "by": "signature" }, "per_minute": 60 }));
    check::<Source>(&SourceEvent::KeyAdded { number: 2 }, "key_added", &json!({ "number": 2 }));
    check::<Source>(&SourceEvent::KeyRetired { number: 1 }, "key_retired", &json!({ "number": 1 }));
    check::<Source>(&SourceEvent::RateChanged { per_minute: 9 }, "rate_changed", &json!({ "per_minute": 9 }));
    check::<Source>(&SourceEvent::Switch(SwitchEvent::Disabled { why: "noise".into() }), "disabled", &json!({ "why": "noise" }));
    check::<Source>(&SourceEvent::Switch(SwitchEvent::Enabled {}), "enabled", &json!({}));
    check::<Source>(&SourceEvent::Switch(SwitchEvent::Removed {}), "removed", &json!({}));
    check::<Rules>(&RulesEvent::Begun { text: digest }, "begun", &json!({ "text": digest }));
    check::<Rules>(&RulesEvent::Rewritten { number: 2, text: digest }, "rewritten", &json!({ "number": 2, "text": digest }));
}
