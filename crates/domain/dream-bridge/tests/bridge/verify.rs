//! Whether requests come from their sources: the vendors' published examples, and what is forged, old, replayed or too large.

use data_encoding::BASE64;
use dream_bridge::source::{Key, Keys, Kind, Proof, Refusal, Request, payload, verify};
use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_secret::Secret;

const STANDARD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SLACK_BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA\
    &user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F\
    96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const LINEAR_BODY: &str = r#"{"action":"create","type":"Comment","createdAt":"2023-11-14T22:13:20.000Z","data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9","body":"hello"},"webhookTimestamp":1700000000000}"#;
const GRAFANA_BODY: &str = r#"{"receiver":"x","status":"firing","alerts":[]}"#;
const SENTRY_BODY: &str = r#"{"action":"created","installation":{"uuid":"a8e5d37a-696c-4c54-adb5-b3f28d64c7de"},"data":{"issue":{"id":"1"}},"actor":{"type":"application","id":"sentry","name":"Sentry"}}"#;

fn seconds(at: i64) -> Timestamp {
    Timestamp::from_micros(at * 1_000_000)
}

fn keys(secrets: &[&str]) -> Keys {
    Keys::kept(secrets.iter().map(|secret| Key::Shared(Secret::new(*secret))).collect()).unwrap()
}

fn check(kind: Kind, proof: &Proof, secrets: &[&str], headers: &[(&str, &str)], body: &str, now: i64, wanted: Result<usize, &str>) {
    let request = Request { headers, body: body.as_bytes(), path_secret: None };
    let got = verify(kind, proof, &keys(secrets), &request, seconds(now));
    assert_eq!(got.as_ref().map(|verified| verified.key).map_err(Refusal::code), wanted, "{kind} {headers:?}");
}

fn signed(kind: Kind, secret: &str, headers: &[(&str, &str)], body: &str, now: i64, wanted: Result<usize, &str>) {
    check(kind, &Proof::signature(), &[secret], headers, body, now, wanted);
}

#[test]
fn published_signatures_hold_and_changed_ones_do_not() {
    let ok = Ok(0);
    let wrong = Err("proof_wrong");
    let hub = [("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")];
    signed(Kind::Github, "It's a Secret to Everybody", &hub, "Hello, World!", 0, ok);
    signed(Kind::Github, "It's a Secret to Everybody", &hub, "Hello, World", 0, wrong);
    signed(Kind::Github, "another secret entirely", &hub, "Hello, World!", 0, wrong);
    signed(Kind::Github, "It's a Secret to Everybody", &[], "Hello, World!", 0, Err("proof_missing"));
    signed(Kind::Github, "x", &[("X-Hub-Signature-256", "757107ea")], "", 0, Err("proof_malformed"));
    signed(Kind::Github, "x", &[("X-Hub-Signature-256", "sha256=")], "", 0, wrong);
    signed(Kind::Github, "It's a Secret to Everybody", &[hub[0], hub[0]], "Hello, World!", 0, Err("proof_missing"));
    let jira = [("X-Hub-Signature", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")];
    signed(Kind::Jira, "It's a Secret to Everybody", &jira, "Hello World!", 0, ok);
    let sentry = [("Sentry-Hook-Signature", "cb9e2ebaf59bec2ba86e2053d651e04014836b4e41e4a6cd8c5b091346e1cc29")];
    signed(Kind::Sentry, "sentry-client-secret", &sentry, SENTRY_BODY, 0, ok);
    let linear = [("Linear-Signature", "6ad4bd9b633c728d2403c9afe7272f6ae278d91bb5ecc9dd5b4caf86ff414380")];
    signed(Kind::Linear, "lin_wh_test", &linear, LINEAR_BODY, 1_700_000_000, ok);
    signed(Kind::Linear, "lin_wh_test", &linear, LINEAR_BODY, 1_700_000_061, Err("proof_too_old"));
    let grafana = [("X-Grafana-Alerting-Signature", "cccb7621d1263ac050b5232ee36ebc239fae57496477b79b250acfc04b76c139")];
    signed(Kind::Grafana, "grafana-secret", &grafana, GRAFANA_BODY, 0, ok);
    let slack_signature = ("X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    let slack = [("X-Slack-Request-Timestamp", "1531420618"), slack_signature];
    signed(Kind::Slack, "8f742231b10e8888abcd99yyyzzz85a5", &slack, SLACK_BODY, 1_531_420_618, ok);
    signed(Kind::Slack, "8f742231b10e8888abcd99yyyzzz85a5", &slack, SLACK_BODY, 1_531_420_919, Err("proof_too_old"));
    let other_time = [("X-Slack-Request-Timestamp", "1531420619"), slack_signature];
    signed(Kind::Slack, "8f742231b10e8888abcd99yyyzzz85a5", &other_time, SLACK_BODY, 1_531_420_618, wrong);
}

#[test]
fn grafanas_signed_time_counts_where_it_is_configured() {
    let proof = Proof::Signature { timestamp_header: Some("x-grafana-alerting-timestamp".to_owned()) };
    let signature = ("X-Grafana-Alerting-Signature", "e17293e64cb5e22c80de95347a4357053d6df28758264e767096f47f0a0aba6c");
    let headers = [("X-Grafana-Alerting-Timestamp", "1700000000"), signature];
    check(Kind::Grafana, &proof, &["grafana-secret"], &headers, GRAFANA_BODY, 1_700_000_000, Ok(0));
    check(Kind::Grafana, &proof, &["grafana-secret"], &headers, GRAFANA_BODY, 1_700_000_301, Err("proof_too_old"));
    check(Kind::Grafana, &proof, &["grafana-secret"], &[signature], GRAFANA_BODY, 1_700_000_000, Err("proof_missing"));
}

#[test]
fn standard_webhooks_take_one_of_several_signatures_within_five_minutes() {
    let at = 1_614_265_330;
    let body = r#"{"test": 2432232314}"#;
    let right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let several = format!("v1,tFtCZ5RDCPxzWQRWXWPgrCgE2frDBe9gjpbWQxnVfsQ= v1a,AAAA {right}");
    let cases: [(&str, &str, i64, Result<usize, &str>); 9] = [
        (right, "1614265330", at, Ok(0)),
        (&several, "1614265330", at, Ok(0)),
        (right, "1614265330", at + 300, Ok(0)),
        (right, "1614265330", at + 301, Err("proof_too_old")),
        (right, "1614265330", at - 301, Err("proof_too_new")),
        (right, "1614265331", at, Err("proof_wrong")),
        ("v1,g0hM9", "1614265330", at, Err("proof_malformed")),
        ("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", "1614265330", at, Err("proof_wrong")),
        (right, "soon", at, Err("proof_malformed")),
    ];
    for (signature, timestamp, now, wanted) in cases {
        let headers = [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", timestamp), ("webhook-signature", signature)];
        check(Kind::StandardWebhooks, &Proof::signature(), &[STANDARD], &headers, body, now, wanted);
    }
    let gitlab = [
        ("webhook-id", "f5e5f430-f57b-4e6e-9fac-d9128cd7232f"),
        ("webhook-timestamp", "1700000000"),
        ("webhook-signature", "v1,NV8FNKnQXf8fG2brC6vLva7/krqO4J/x7wGsjMYChBs="),
    ];
    let secret = "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    signed(Kind::Gitlab, secret, &gitlab, r#"{"object_kind":"issue"}"#, 1_700_000_000, Ok(0));
}

#[test]
fn an_ed25519_signature_holds_under_the_senders_public_key() {
    let key: [u8; 32] = BASE64.decode(b"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").unwrap().try_into().unwrap();
    let keys = Keys::new(vec![Key::Public(key)]).unwrap();
    let signature = "v1a,MlgaXEf0r8YsjKUB22wZYh/5qOTWccoAz0DLzotfYYw0yw4WeAoLnFXJl45Gmz7opf+LtJpATQVOCc3EC3kRAw==";
    let headers = [("webhook-id", "msg_v1a"), ("webhook-timestamp", "1700000000"), ("webhook-signature", signature)];
    for (body, holds) in [(r#"{"a":1}"#, true), (r#"{"a":2}"#, false)] {
        let request = Request { headers: &headers, body: body.as_bytes(), path_secret: None };
        assert_eq!(verify(Kind::StandardWebhooks, &Proof::signature(), &keys, &request, seconds(1_700_000_000)).is_ok(), holds);
    }
}

#[test]
fn two_secrets_hold_during_rotation_and_never_three() {
    let body = "Hello, World!";
    let hub = [("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")];
    check(Kind::Github, &Proof::signature(), &["the new secret, longer", "It's a Secret to Everybody"], &hub, body, 0, Ok(1));
    let three = vec![Key::Shared(Secret::new("a secret of sixteen or more")); 3];
    assert!(Keys::new(three).is_err() && Keys::new(vec![]).is_err());
    assert!(Keys::new(vec![Key::Shared(Secret::new("short"))]).is_err());
}

#[test]
fn shown_secrets_hold_by_header_basic_bearer_or_path() {
    let header = |name: &str| Proof::Header { name: name.to_owned() };
    let basic = |user: &str| Proof::Basic { user: user.to_owned() };
    let pair = |text: &str| format!("Basic {}", BASE64.encode(text.as_bytes()));
    let secret = "an-unguessable-secret";
    let cases: [(Proof, &str, String, Result<usize, &str>); 10] = [
        (header("x-gitlab-token"), "X-Gitlab-Token", secret.to_owned(), Ok(0)),
        (header("x-gitlab-token"), "X-Gitlab-Token", "wrong".to_owned(), Err("proof_wrong")),
        (header("x-gitlab-token"), "X-Other", secret.to_owned(), Err("proof_missing")),
        (basic("grafana"), "Authorization", pair("grafana:an-unguessable-secret"), Ok(0)),
        (basic("grafana"), "Authorization", pair("other:an-unguessable-secret"), Err("proof_wrong")),
        (basic("grafana"), "Authorization", pair("grafana"), Err("proof_malformed")),
        (basic("grafana"), "Authorization", "Basic !".to_owned(), Err("proof_malformed")),
        (Proof::Bearer, "Authorization", format!("bearer {secret}"), Ok(0)),
        (Proof::Bearer, "Authorization", format!("Basic {secret}"), Err("proof_malformed")),
        (Proof::Path, "X-Any", String::new(), Err("proof_wrong")),
    ];
    for (proof, name, value, wanted) in cases {
        check(Kind::Gitlab, &proof, &[secret], &[(name, &value)], "{}", 0, wanted);
    }
    // The part of an address is kept hashed.
    let hashed = Keys::new(vec![Key::Hashed(Digest::of(secret.as_bytes()))]).unwrap();
    for (shown, holds) in [(Some(secret), true), (Some("another"), false), (None, false)] {
        let request = Request { headers: &[], body: b"{}", path_secret: shown };
        assert_eq!(verify(Kind::Generic, &Proof::Path, &hashed, &request, seconds(0)).is_ok(), holds, "{shown:?}");
    }
}

#[test]
fn a_vendor_that_signs_is_not_taken_unsigned() {
    for kind in Kind::ALL {
        let signs = Proof::signature().check(kind).is_ok();
        let shows = Proof::Path.check(kind).is_ok();
        assert!(signs || shows, "{kind}");
        let must = matches!(kind, Kind::Github | Kind::Jira | Kind::Linear | Kind::Sentry | Kind::StandardWebhooks);
        assert_eq!(shows, !must, "{kind}");
        assert_eq!(kind.name().parse::<Kind>(), Ok(kind));
    }
    assert!(Proof::Header { name: "X Bad".to_owned() }.check(Kind::Generic).is_err());
}

/// Trap 47: a webhook replayed, with another delivery id in the header that no signature covers.
#[test]
fn trap_47_a_replay_is_known_whatever_its_headers_say() {
    let hub = ("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    let texts = |delivery: &str| {
        let headers = [hub, ("X-GitHub-Delivery", delivery)];
        let request = Request { headers: &headers, body: b"Hello, World!", path_secret: None };
        let verified = verify(Kind::Github, &Proof::signature(), &keys(&["It's a Secret to Everybody"]), &request, seconds(0)).unwrap();
        assert!(verified.replay.remember.as_secs() >= 30 * 86_400);
        verified.replay.texts()
    };
    let (first, replayed) = (texts("one"), texts("two"));
    assert!(first.iter().any(|text| replayed.contains(text)), "{first:?} {replayed:?}");
    assert_ne!(first, replayed);
}

#[test]
fn a_payload_of_ten_megabytes_or_ten_thousand_levels_is_refused() {
    let large = " ".repeat(10 * 1_048_576);
    let hub = [("X-Hub-Signature-256", "sha256=00")];
    signed(Kind::Github, "x", &hub, &large, 0, Err("payload_too_large"));
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for (kind, content_type) in
        [(Kind::Generic, "application/json"), (Kind::Generic, "text/plain"), (Kind::Github, "application/json"), (Kind::Slack, "text/json")]
    {
        let request = Request { headers: &[("content-type", content_type)], body: deep.as_bytes(), path_secret: None };
        assert_eq!(payload(kind, &request).unwrap_err().code(), "payload_too_deep", "{kind}");
    }
}

#[test]
fn payloads_are_found_in_forms_in_binary_events_and_in_plain_text() {
    let check = |kind, headers: &[(&str, &str)], body: &str, wanted: serde_json::Value| {
        let request = Request { headers, body: body.as_bytes(), path_secret: None };
        assert_eq!(payload(kind, &request), Ok(wanted), "{kind} {body}");
    };
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    check(Kind::Slack, &form, "payload=%7B%22text%22%3A%22a%2Bb%22%7D", serde_json::json!({"text": "a+b"}));
    check(Kind::Generic, &form, "a=1&b=two", serde_json::json!({"a": "1", "b": "two"}));
    // As curl sends it when nobody says what it is.
    check(Kind::Generic, &form, r#" {"title":"a=b&c"}"#, serde_json::json!({"title": "a=b&c"}));
    check(Kind::Slack, &form, r#"{"text":"a"}"#, serde_json::json!({"text": "a"}));
    let deep = "[".repeat(10_000);
    let request = Request { headers: &form, body: deep.as_bytes(), path_secret: None };
    assert_eq!(payload(Kind::Generic, &request).unwrap_err().code(), "payload_too_deep");
    check(Kind::Generic, &[("Content-Type", "text/plain; charset=utf-8")], "disk full", serde_json::json!({"text": "disk full"}));
    let binary = [("ce-specversion", "1.0"), ("ce-type", "a.b"), ("ce-id", "7"), ("ce-source", "/s"), ("Content-Type", "application/json")];
    check(
        Kind::Cloudevents,
        &binary,
        r#"{"x":1}"#,
        serde_json::json!({"specversion": "1.0", "type": "a.b", "id": "7", "source": "/s", "data": {"x": 1}}),
    );
    let request = Request { headers: &[("Content-Type", "application/json")], body: b"not json", path_secret: None };
    assert_eq!(payload(Kind::Generic, &request).unwrap_err().code(), "payload_not_json");
}
