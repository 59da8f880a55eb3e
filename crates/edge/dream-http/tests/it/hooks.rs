//! What sources send, over the real router: every vendor's proof is taken, and what is forged, replayed, old, large or deep is not.

use crate::contract::served;
use crate::house::{Answer, House, served_on_both_engines, text};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use axum::body::Body;
use data_encoding::{BASE64, HEXLOWER};
use http::{Method, Request};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

served_on_both_engines!(
    every_vendor_proves_itself_over_the_bytes_that_it_sends,
    what_is_forged_is_refused_and_nothing_is_kept,
    what_was_refused_is_seen_where_the_source_was_made,
    trap_47_what_was_sent_before_is_known_again,
    what_is_large_or_deep_is_refused_at_the_door,
    who_sends_all_of_too_much_hears_why,
    an_address_that_is_not_there_and_one_with_a_wrong_secret_answer_alike,
    a_source_that_floods_is_told_to_wait_and_others_are_not,
    a_rotated_secret_is_taken_beside_the_old_one_until_that_is_retired,
    a_disabled_or_removed_source_sends_nothing_in,
    what_was_published_is_planned_and_can_be_taken_in_again,
    slack_is_given_its_challenge_back_when_it_signed_for_it,
    a_sender_is_told_how_much_more_it_may_send_and_when_the_plan_takes_no_more,
);

const SECRET: &str = "a-secret-of-enough-length";

/// Sends `body` to a source.
async fn send(house: &House, path: &str, headers: &[(&str, String)], body: &[u8]) -> Answer {
    let mut request = Request::builder().method(Method::POST).uri(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    house.send(request.body(Body::from(body.to_vec())).unwrap()).await
}

/// Makes a source of this kind; its path.
async fn make(house: &House, mut body: Value) -> Value {
    if body.get("name").is_none() {
        body["name"] = body["kind"].clone();
    }
    house.post("sources", &body).await.expect(201)
}

async fn count(house: &House) -> usize {
    house.get("received-events").await.expect(200)["items"].as_array().unwrap().len()
}

fn hex(secret: &str, bytes: &[u8]) -> String {
    HEXLOWER.encode(sign(&Key::new(HMAC_SHA256, secret.as_bytes()), bytes).as_ref())
}

/// Slack asks an address to answer before it tells it anything.
async fn slack_is_given_its_challenge_back_when_it_signed_for_it(house: &House) {
    let made = make(house, json!({ "kind": "slack", "proof": { "by": "signature" }, "secret": SECRET })).await;
    let body = br#"{"type":"url_verification","challenge":"3eZbrw1a"}"#;
    let seconds = (house.app.app.now().micros() / 1_000_000).to_string();
    let signed = [b"v0:", seconds.as_bytes(), b":", body.as_slice()].concat();
    let headers = |secret: &str| {
        let signature = format!("v0={}", hex(secret, &signed));
        vec![("x-slack-request-timestamp", seconds.clone()), ("x-slack-signature", signature)]
    };
    let answer = send(house, text(&made, "path"), &headers(SECRET), body).await.expect(200);
    assert_eq!(answer, json!({ "challenge": "3eZbrw1a" }));
    send(house, text(&made, "path"), &headers("another-secret-of-some-length"), body).await.expect(401);
    // Whoever writes the app's command is told their code, and nobody else in the channel.
    let command = br#"{"command":"/dreamos-link","team_id":"T1","user_id":"U1","user_name":"ann"}"#;
    let signature = format!("v0={}", hex(SECRET, &[b"v0:", seconds.as_bytes(), b":", command.as_slice()].concat()));
    let headers = [("x-slack-request-timestamp", seconds.clone()), ("x-slack-signature", signature)];
    let answer = send(house, text(&made, "path"), &headers, command).await.expect(200);
    assert_eq!(text(&answer, "response_type"), "ephemeral");
    assert!(text(&answer, "text").starts_with("Your code is `"), "{answer}");
    assert_eq!(count(house).await, 0, "nothing was kept");
    // Where the address alone proves who sends, nothing is given back: whoever knows it may publish, and do nothing else.
    let plain = make(house, json!({ "kind": "slack", "name": "chat" })).await;
    assert_eq!(send(house, text(&plain, "path"), &[], body).await.status.as_u16(), 200);
    assert_eq!(count(house).await, 1);
}

/// The headers of a Standard Webhooks request that is signed now.
fn standard(house: &House, secret: &str, id: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    let seconds = (house.app.app.now().micros() / 1_000_000).to_string();
    let key = BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
    let signed = [id.as_bytes(), b".", seconds.as_bytes(), b".", body].concat();
    let signature = BASE64.encode(sign(&Key::new(HMAC_SHA256, &key), &signed).as_ref());
    vec![("webhook-id", id.to_owned()), ("webhook-timestamp", seconds), ("webhook-signature", format!("v1,{signature}"))]
}

type Headers = Vec<(&'static str, String)>;

/// For each kind of source that signs or shows something: what it is made of, what it sends, and how that is proved.
fn vendors(house: &House) -> Vec<(Value, Value, Headers)> {
    let now = house.app.app.now().micros();
    let (millis, seconds) = (now / 1_000, (now / 1_000_000).to_string());
    let bearer = || vec![("authorization", format!("Bearer {SECRET}"))];
    let alert = json!({ "status": "firing", "labels": { "alertname": "High" }, "startsAt": "2026-01-01T00:00:00Z", "fingerprint": "a1" });
    let alerts = json!({ "version": "4", "status": "firing", "groupKey": "{}", "alerts": [alert] });
    let push = json!({ "ref": "refs/heads/main", "commits": [], "repository": { "full_name": "acme/app" } });
    let linear = json!({ "action": "update", "type": "Issue", "data": { "id": "u1", "title": "Fix" }, "webhookTimestamp": millis });
    let slack = json!({ "text": "*Deploy* done" });
    let signed = |body: &Value| hex(SECRET, body.to_string().as_bytes());
    let slack_signed = hex(SECRET, format!("v0:{seconds}:{slack}").as_bytes());
    let jira = json!({ "webhookEvent": "jira:issue_updated", "issue": { "key": "P-1", "fields": { "summary": "A title" } } });
    let sentry = json!({ "action": "created", "data": { "issue": { "id": "117", "title": "ReferenceError" } } });
    let cloud = json!({ "specversion": "1.0", "id": "7", "source": "/build", "type": "com.x.done" });
    let generic = json!({ "title": "Backup failed", "severity": "critical" });
    let basic = format!("Basic {}", BASE64.encode(format!("grafana:{SECRET}").as_bytes()));
    vec![
        (
            json!({ "kind": "github" }),
            push.clone(),
            vec![("x-hub-signature-256", format!("sha256={}", signed(&push))), ("x-github-event", "push".into())],
        ),
        (json!({ "kind": "gitlab" }), json!({ "object_kind": "push" }), vec![("x-gitlab-token", SECRET.into())]),
        (json!({ "kind": "jira" }), jira.clone(), vec![("x-hub-signature", format!("sha256={}", signed(&jira)))]),
        (json!({ "kind": "linear" }), linear.clone(), vec![("linear-signature", signed(&linear))]),
        (
            json!({ "kind": "sentry" }),
            sentry.clone(),
            vec![("sentry-hook-signature", signed(&sentry)), ("sentry-hook-resource", "issue".into())],
        ),
        (json!({ "kind": "grafana", "proof": { "by": "basic", "user": "grafana" } }), alerts.clone(), vec![("authorization", basic)]),
        (json!({ "kind": "alertmanager" }), alerts, bearer()),
        (
            json!({ "kind": "slack", "proof": { "by": "signature" } }),
            slack,
            vec![("x-slack-signature", format!("v0={slack_signed}")), ("x-slack-request-timestamp", seconds)],
        ),
        (json!({ "kind": "cloudevents" }), cloud, bearer()),
        (json!({ "kind": "generic", "proof": { "by": "header", "name": "x-token" } }), generic, vec![("x-token", SECRET.into())]),
    ]
}

async fn every_vendor_proves_itself_over_the_bytes_that_it_sends(house: &House) {
    let cases = vendors(house);
    let sources = cases.len();
    for (mut source, payload, headers) in cases {
        source["secret"] = json!(SECRET);
        let made = make(house, source).await;
        assert_eq!(made["secret"], Value::Null, "what was given is not shown again");
        let answer = send(house, text(&made, "path"), &headers, payload.to_string().as_bytes()).await;
        assert!(answer.status.is_success(), "{made:#}: {}", String::from_utf8_lossy(&answer.bytes));
    }
    let made = make(house, json!({ "kind": "standard_webhooks" })).await;
    let body = json!({ "type": "invoice.paid", "data": {} }).to_string();
    let headers = standard(house, text(&made, "secret"), "msg_1", body.as_bytes());
    send(house, text(&made, "path"), &headers, body.as_bytes()).await.expect(202);
    house.app.run_until_idle().await;
    let items = house.get("received-events").await.expect(200)["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), sources + 1);
    for item in items.as_array().unwrap() {
        assert_eq!((&item["events"], item["planned_at"].is_string()), (&json!(1), true), "{item:#}");
    }
    let usage = house.get("bridge/usage").await.expect(200);
    assert_eq!(usage["items"], json!([{ "month": "2026-01", "what": "received", "name": null, "count": sources + 1 }]));
}

async fn what_is_forged_is_refused_and_nothing_is_kept(house: &House) {
    let github = make(house, json!({ "kind": "github" })).await;
    let (path, secret) = (text(&github, "path").to_owned(), text(&github, "secret").to_owned());
    let body = br#"{"ref":"refs/heads/main"}"#;
    let signed = |bytes: &[u8]| vec![("x-hub-signature-256", format!("sha256={}", hex(&secret, bytes)))];
    let twice = [signed(body), signed(b"other")].concat();
    let cases: Vec<(Headers, u16, &str)> = vec![
        (vec![], 401, "proof_missing"),
        (signed(b"other bytes"), 401, "proof_wrong"),
        (vec![("x-hub-signature-256", "sha256=zz".into())], 401, "proof_malformed"),
        (vec![("x-hub-signature-256", hex(&secret, body))], 401, "proof_malformed"),
        // Of two, one might be the proof and the other be believed.
        (twice, 401, "proof_missing"),
    ];
    for (headers, status, code) in cases {
        let answer = send(house, &path, &headers, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{headers:?}");
        assert!(!String::from_utf8_lossy(&answer.bytes).contains(&secret));
    }
    let standard_source = make(house, json!({ "kind": "standard_webhooks" })).await;
    let headers = standard(house, text(&standard_source, "secret"), "msg_1", body);
    house.app.clock.advance(Duration::from_secs(301));
    let old = send(house, text(&standard_source, "path"), &headers, body).await;
    assert_eq!((old.status.as_u16(), old.code().as_str()), (401, "proof_too_old"));
    assert_eq!(count(house).await, 0);
}

/// The sender alone knows its answers: whoever copied a secret wrong must see it here.
async fn what_was_refused_is_seen_where_the_source_was_made(house: &House) {
    let made = make(house, json!({ "kind": "generic", "name": "ci", "secret": SECRET, "per_minute": 1 })).await;
    let hidden = make(house, json!({ "kind": "slack", "name": "chat" })).await;
    let (path, (plain, secret)) = (text(&made, "path"), text(&hidden, "path").rsplit_once('/').unwrap());
    let bearer = |secret: &str| vec![("authorization", format!("Bearer {secret}"))];
    let seen = async |name: &str| -> (Value, Value) {
        let status = house.get("bridge").await.expect(200);
        let source = status["sources"].as_array().unwrap().iter().find(|source| source["name"] == name).unwrap().clone();
        (source["refused"].clone(), source["last_refusal"].clone())
    };
    assert_eq!(seen("ci").await, (json!(0), Value::Null));
    let large = vec![b' '; 3 << 20];
    for (number, (headers, body, code)) in [
        (bearer("wrong"), b"{}".as_slice(), "proof_wrong"),
        (vec![], b"{}", "proof_missing"),
        (bearer(SECRET), b"{", "payload_not_json"),
        (bearer(SECRET), b"{}", "rate_limited"),
        (bearer(SECRET), &large, "body_too_large"),
    ]
    .into_iter()
    .enumerate()
    {
        let told = send(house, path, &headers, body).await.json();
        let (count, last) = seen("ci").await;
        assert_eq!((&count, &last["code"], &last["why"]), (&json!(number + 1), &json!(code), &told["detail"]), "{told}");
        assert!(!last.to_string().contains(SECRET));
    }
    send(house, &format!("{plain}/{}", "0".repeat(secret.len())), &[], b"{}").await;
    assert_eq!(seen("chat").await.1["code"], "no_such_route", "a wrong secret in the address, too");
    // An address that is nobody's is counted nowhere.
    send(house, "/hooks/src_01jd3kz5e8f0vs1m7q2w9x4t6b", &[], b"{}").await;
    let status = house.get("bridge").await.expect(200);
    assert_eq!(status["sources"].as_array().unwrap().len(), 2, "{status}");
}

async fn trap_47_what_was_sent_before_is_known_again(house: &House) {
    let github = make(house, json!({ "kind": "github" })).await;
    let body = br#"{"ref":"refs/heads/main"}"#;
    let signature = format!("sha256={}", hex(text(&github, "secret"), body));
    let headers = |delivery: &str| vec![("x-hub-signature-256", signature.clone()), ("x-github-delivery", delivery.to_owned())];
    let first = send(house, text(&github, "path"), &headers("d1"), body).await.expect(202);
    // The vendor delivers again; and somebody who cannot sign changes the id, which is not signed.
    for delivery in ["d1", "d2"] {
        let again = send(house, text(&github, "path"), &headers(delivery), body).await.expect(200);
        assert_eq!((&again["id"], &again["repeated"]), (&first["id"], &json!(true)));
    }
    assert_eq!(count(house).await, 1);
    // Both at once: one is kept.
    let other = br#"{"ref":"refs/heads/other"}"#;
    let headers = vec![("x-hub-signature-256", format!("sha256={}", hex(text(&github, "secret"), other)))];
    let path = text(&github, "path");
    let (one, two) = tokio::join!(send(house, path, &headers, other), send(house, path, &headers, other));
    assert_eq!(one.json()["id"], two.json()["id"], "{one:?} {two:?}");
    assert_eq!(count(house).await, 2);
    // A day and a month later the memory of a signature that never grows old still holds; after it, it is forgotten.
    house.app.clock.advance(Duration::from_hours(24 * 31));
    dream_app::received::forget(&dream_app::Op::of_worker(house.core(), "test")).await.unwrap();
    assert_eq!(count(house).await, 2, "what was not planned yet is never forgotten");
    send(house, path, &headers, other).await.expect(202);
}

async fn what_is_large_or_deep_is_refused_at_the_door(house: &House) {
    let made = make(house, json!({ "kind": "generic", "secret": SECRET })).await;
    let headers = vec![("authorization", format!("Bearer {SECRET}"))];
    let check = async |body: Vec<u8>, status: u16, code: &str| {
        let answer = send(house, text(&made, "path"), &headers, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{} bytes", body.len());
    };
    check(vec![b' '; 10 << 20], 413, "body_too_large").await;
    check([b"[".repeat(10_000), b"]".repeat(10_000)].concat(), 400, "payload_too_deep").await;
    check([b"[".to_vec(), b"1,".repeat(100_001), b"1]".to_vec()].concat(), 400, "payload_too_many_values").await;
    check(b"{\"a\":}".to_vec(), 400, "payload_not_json").await;
    assert_eq!(count(house).await, 0);
    let large = json!({ "title": "large", "text": "x".repeat(1_900_000) }).to_string();
    let taken = send(house, text(&made, "path"), &headers, large.as_bytes()).await.expect(202);
    let kept = house.get(&format!("received-events/{}/body", text(&taken, "id"))).await;
    assert_eq!(kept.bytes, large.as_bytes(), "it is kept as it was sent");
}

/// Over a connection of its own: many senders look for the answer when all is sent.
async fn who_sends_all_of_too_much_hears_why(house: &House) {
    let made = make(house, json!({ "kind": "generic", "secret": SECRET })).await;
    let (client, stop, server) = served(house, Duration::from_secs(10)).await;
    let (path, address, body) = (text(&made, "path"), client.url().trim_start_matches("http://"), vec![b' '; 10 << 20]);
    let head = format!("POST {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body).await.expect("all of it is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("body_too_large"), "{answer}");
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn an_address_that_is_not_there_and_one_with_a_wrong_secret_answer_alike(house: &House) {
    let made = make(house, json!({ "kind": "slack" })).await;
    let path = text(&made, "path").to_owned();
    let (plain, secret) = path.rsplit_once('/').unwrap();
    let listed = house.get("sources").await.expect(200);
    assert!(!listed.to_string().contains(secret) && listed["items"][0]["path"] == plain, "the secret is shown once");
    let taken = send(house, &path, &[], br#"{"text":"hello"}"#).await;
    assert_eq!((taken.status.as_u16(), taken.bytes.as_slice()), (200, &b"ok"[..]), "what senders to Slack expect");
    let mut answers = Vec::new();
    for wrong in [
        format!("{plain}/{}", "0".repeat(secret.len())),
        plain.to_owned(),
        format!("/hooks/src_01jd3kz5e8f0vs1m7q2w9x4t6b/{secret}"),
        format!("/hooks/nonsense/{secret}"),
    ] {
        let answer = send(house, &wrong, &[], br#"{"text":"hello"}"#).await;
        let problem = answer.json();
        answers.push((answer.status, problem["code"].clone(), problem["detail"].clone()));
    }
    assert!(answers.iter().all(|answer| answer == &answers[0] && answer.0 == 404), "{answers:#?}");
}

async fn a_source_that_floods_is_told_to_wait_and_others_are_not(house: &House) {
    let flood = make(house, json!({ "kind": "generic", "secret": SECRET, "per_minute": 3 })).await;
    let calm = make(house, json!({ "kind": "generic", "name": "calm", "secret": SECRET })).await;
    let headers = vec![("authorization", format!("Bearer {SECRET}"))];
    for _ in 0..3 {
        send(house, text(&flood, "path"), &headers, b"{}").await.expect(202);
    }
    let limited = send(house, text(&flood, "path"), &headers, b"{}").await;
    assert_eq!((limited.status.as_u16(), limited.code().as_str(), limited.header("retry-after")), (429, "rate_limited", "20"));
    // Who cannot prove anything uses nothing up.
    for _ in 0..10 {
        assert_eq!(send(house, text(&calm, "path"), &[("authorization", "Bearer wrong".into())], b"{}").await.status, 401);
    }
    send(house, text(&calm, "path"), &headers, b"{}").await.expect(202);
    house.app.clock.advance(Duration::from_secs(20));
    send(house, text(&flood, "path"), &headers, b"{}").await.expect(202);
    house.post("sources/generic/rate", &json!({ "per_minute": 600 })).await.expect(200);
    send(house, text(&flood, "path"), &headers, b"{}").await.expect(202);
}

async fn a_rotated_secret_is_taken_beside_the_old_one_until_that_is_retired(house: &House) {
    let made = make(house, json!({ "kind": "generic" })).await;
    let rotated = house.post("sources/generic/rotate", &json!({})).await.expect(200);
    let (old, new) = (text(&made, "secret"), text(&rotated, "secret"));
    assert_ne!(old, new);
    let path = text(&made, "path");
    let with = |secret: &str| vec![("authorization", format!("Bearer {secret}"))];
    for secret in [old, new] {
        send(house, path, &with(secret), b"{}").await.expect(202);
    }
    let retired = house.post("sources/generic/retire-key", &json!({})).await.expect(200);
    assert_eq!(retired["keys"].as_array().unwrap().len(), 1);
    assert_eq!(send(house, path, &with(old), b"{}").await.code(), "proof_wrong");
    send(house, path, &with(new), b"{}").await.expect(202);
    assert_eq!(house.post("sources/generic/retire-key", &json!({})).await.code(), "source_has_one_key");
}

async fn a_disabled_or_removed_source_sends_nothing_in(house: &House) {
    let made = make(house, json!({ "kind": "generic", "secret": SECRET })).await;
    let (path, headers) = (text(&made, "path"), vec![("authorization", format!("Bearer {SECRET}"))]);
    send(house, path, &headers, b"{}").await.expect(202);
    house.post("sources/generic/disable", &json!({ "reason": "noise" })).await.expect(200);
    assert_eq!(send(house, path, &headers, b"{}").await.code(), "source_disabled");
    assert_eq!(send(house, path, &[], b"{}").await.code(), "proof_missing", "that it is disabled is told to itself alone");
    house.post("sources/generic/enable", &json!({})).await.expect(200);
    send(house, path, &headers, b"{}").await.expect(202);
    house.post("sources/generic/remove", &json!({})).await.expect(200);
    assert_eq!(send(house, path, &headers, b"{}").await.status, 404);
    assert_eq!(count(house).await, 2);
    make(house, json!({ "kind": "generic", "secret": SECRET })).await;
}

async fn what_was_published_is_planned_and_can_be_taken_in_again(house: &House) {
    make(house, json!({ "kind": "publish" })).await;
    let rules = "[[rule]]\nname = \"all\"\nto = [\"ops\"]\n";
    let write = |version: &'static str, text: &str| {
        let request = Request::builder().method(Method::PUT).uri(house.at("rules")).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {}", house.owner)).header("if-match", version);
        house.send(request.body(Body::from(json!({ "text": text }).to_string())).unwrap())
    };
    let wrong = write("\"0\"", "[[rule]]\nname = \"all\"\nto = [\"ops\"]\nwhenn = \"true\"\n").await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (400, "rules_invalid"));
    assert_eq!(wrong.json()["faults"][0]["line"], 4, "{:#}", wrong.json());
    let written = write("\"0\"", rules).await.expect(200);
    assert_eq!((&written["version"], written["warnings"].as_array().unwrap().len()), (&json!(1), 1));
    let stale = write("\"0\"", "").await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (409, "rules_changed"));
    let unseen = house.call(Method::PUT, &house.at("rules"), Some(&house.owner), Some(&json!({ "text": rules }))).await;
    assert_eq!((unseen.status.as_u16(), unseen.code().as_str()), (428, "if_match_missing"));

    let taken = house.post("sources/publish/events", &json!({ "events": [{ "title": "Done", "severity": "error" }] })).await.expect(202);
    let id = taken["ids"][0].as_str().unwrap();
    let event = json!({ "source": "publish", "kind": "publish", "payload": { "title": "Tried" } });
    let tested = house.post("rules/test", &json!({ "event": event })).await.expect(200);
    assert_eq!(tested["events"][0]["messages"][0]["destination"], "ops");
    assert_eq!(tested["events"][0]["messages"][0]["posts"][0]["embeds"][0]["title"], "Tried");
    let recorded =
        house.post("rules/test", &json!({ "received": id, "text": "[[rule]]\nname = \"none\"\nto = [\"x\"]\ntypes = [\"z\"]\n" })).await;
    assert_eq!(recorded.expect(200)["events"][0]["trace"][0]["decided"], "missed");

    house.app.run_until_idle().await;
    let planned = house.get(&format!("received-events/{id}")).await.expect(200);
    assert_eq!((&planned["messages"], &planned["trace"][0]["decided"]), (&json!(1), &json!("planned")), "{planned:#}");
    let again = house.post("received-events/redeliver", &json!({ "from": id })).await.expect(202);
    house.app.run_until_idle().await;
    let again = house.get(&format!("received-events/{}", again["ids"][0].as_str().unwrap())).await.expect(200);
    assert_eq!((&again["again_of"], &again["messages"]), (&json!(id), &json!(1)));
}

async fn a_sender_is_told_how_much_more_it_may_send_and_when_the_plan_takes_no_more(house: &House) {
    let made =
        make(house, json!({ "kind": "generic", "proof": { "by": "header", "name": "x-token" }, "secret": SECRET, "per_minute": 2 })).await;
    let path = text(&made, "path").to_owned();
    let body = json!({ "title": "one" }).to_string();
    let proof = [("x-token", SECRET.to_owned())];
    let sent = async || send(house, &path, &proof, body.as_bytes()).await;
    let first = sent().await;
    assert_eq!((first.status.as_u16(), first.header("ratelimit-policy")), (202, "\"source\";q=2;w=60"));
    assert_eq!(first.header("ratelimit"), "\"source\";r=1;t=30");
    sent().await.expect(202);
    let limited = sent().await;
    assert_eq!((limited.status.as_u16(), limited.code().as_str()), (429, "rate_limited"));
    assert!(limited.header("ratelimit").starts_with("\"source\";r=0;t=") && limited.header("retry-after") == "30", "{:?}", limited.headers);
    // Whoever did not prove itself learns nothing.
    assert_eq!(send(house, &path, &[], body.as_bytes()).await.header("ratelimit"), "");

    house.app.clock.advance(Duration::from_mins(2));
    let plans = "default = \"none\"\n[[plan]]\nname = \"none\"\nmessages_per_month = 0\nbridges = 1\n";
    house.core().publish_plans(dream_app::service_plans::ServicePlans::parse("plans.toml", plans).unwrap());
    let refused = sent().await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "plan_messages_used"));
    // The first of January, two minutes past midnight: the month has 31 days.
    assert_eq!(refused.header("retry-after"), (31 * 86_400 - 120).to_string());
    let (policy, state) = (refused.header("ratelimit-policy"), refused.header("ratelimit"));
    assert_eq!((policy, state), ("\"plan\";q=0;w=2678400", "\"plan\";r=0;t=2678280"));
    let more = house.post("sources", &json!({ "name": "more", "kind": "publish" })).await;
    assert_eq!((more.status.as_u16(), more.code().as_str()), (402, "plan_bridges_used"));
    let plan = house.get("bridge/plan").await.expect(200);
    assert_eq!((&plan["name"], &plan["held_until"]), (&json!("none"), &json!("2026-02-01T00:00:00.000000Z")));
    let csv = house.get("bridge/usage/export").await;
    assert_eq!((csv.header("content-type"), csv.bytes.as_slice()), ("text/csv; charset=utf-8", b"month,what,name,count\r\n".as_slice()));
}
