//! The vendors' signatures, each as its vendor documents it, over the raw bytes.

use super::keys::Key;
use super::{Keys, Kind, Refusal, Request};
use crate::{json, mac};
use dream_clock::Timestamp;
use std::time::Duration;

/// How far a signed time may be from now, both ways.
const TOLERANCE: Duration = Duration::from_mins(5);
/// Linear asks for a minute.
const LINEAR_TOLERANCE: Duration = Duration::from_mins(1);

/// Whether and when a proof grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freshness {
    /// The signature covers this time.
    SignedAt(Timestamp),
    /// The signature covers no time.
    Timeless,
    /// Nothing is signed; a secret was shown.
    Shown,
}

/// A proof that holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proved {
    pub(super) key: usize,
    pub(super) freshness: Freshness,
}

/// Checks the signature that `kind`'s vendor makes.
pub(super) fn check(kind: Kind, time_header: Option<&str>, keys: &Keys, request: &Request<'_>, now: Timestamp) -> Result<Proved, Refusal> {
    match kind {
        Kind::Github => body_hex(keys, request, "x-hub-signature-256", "sha256="),
        Kind::Jira => body_hex(keys, request, "x-hub-signature", "sha256="),
        Kind::Sentry => body_hex(keys, request, "sentry-hook-signature", ""),
        Kind::Linear => linear(keys, request, now),
        Kind::Slack => slack(keys, request, now),
        Kind::StandardWebhooks | Kind::Gitlab => standard(keys, request, now),
        Kind::Grafana => match time_header {
            Some(name) => grafana(keys, request, name, now),
            None => body_hex(keys, request, "x-grafana-alerting-signature", ""),
        },
        Kind::Generic | Kind::Cloudevents | Kind::Alertmanager | Kind::Publish => Err(Refusal::WrongKeys),
    }
}

fn needed<'r>(request: &Request<'r>, name: &str) -> Result<&'r str, Refusal> {
    request.header(name).ok_or_else(|| Refusal::Missing(name.to_owned()))
}

/// Signatures in hexadecimal after a prefix, keyed with the secret's text.
fn hex_signature(request: &Request<'_>, name: &str, prefix: &str) -> Result<Vec<u8>, Refusal> {
    let value = needed(request, name)?;
    value.strip_prefix(prefix).and_then(mac::unhex).ok_or_else(|| Refusal::Malformed(name.to_owned()))
}

fn shared(keys: &Keys, parts: &[&[u8]], signature: &[u8]) -> Result<usize, Refusal> {
    let test = |key: &Key| matches!(key, Key::Shared(secret) if mac::verifies(secret.expose().as_bytes(), parts, signature));
    keys.position(test).ok_or(Refusal::Wrong)
}

fn body_hex(keys: &Keys, request: &Request<'_>, name: &str, prefix: &str) -> Result<Proved, Refusal> {
    let signature = hex_signature(request, name, prefix)?;
    Ok(Proved { key: shared(keys, &[request.body], &signature)?, freshness: Freshness::Timeless })
}

/// Linear signs the body, and the body holds the time in milliseconds.
fn linear(keys: &Keys, request: &Request<'_>, now: Timestamp) -> Result<Proved, Refusal> {
    let signature = hex_signature(request, "linear-signature", "")?;
    let key = shared(keys, &[request.body], &signature)?;
    let millis = json::read(request.body)?.get("webhookTimestamp").and_then(serde_json::Value::as_i64);
    let millis = millis.ok_or_else(|| Refusal::Missing("webhookTimestamp".to_owned()))?;
    let at = fresh(Timestamp::from_micros(millis.saturating_mul(1_000)), now, LINEAR_TOLERANCE)?;
    Ok(Proved { key, freshness: Freshness::SignedAt(at) })
}

fn slack(keys: &Keys, request: &Request<'_>, now: Timestamp) -> Result<Proved, Refusal> {
    let name = "x-slack-request-timestamp";
    let seconds = needed(request, name)?;
    let signature = hex_signature(request, "x-slack-signature", "v0=")?;
    let key = shared(keys, &[b"v0:", seconds.as_bytes(), b":", request.body], &signature)?;
    Ok(Proved { key, freshness: Freshness::SignedAt(fresh(seconds_of(name, seconds)?, now, TOLERANCE)?) })
}

fn grafana(keys: &Keys, request: &Request<'_>, name: &str, now: Timestamp) -> Result<Proved, Refusal> {
    let seconds = needed(request, name)?;
    let signature = hex_signature(request, "x-grafana-alerting-signature", "")?;
    let key = shared(keys, &[seconds.as_bytes(), b":", request.body], &signature)?;
    Ok(Proved { key, freshness: Freshness::SignedAt(fresh(seconds_of(name, seconds)?, now, TOLERANCE)?) })
}

/// Standard Webhooks 1.0: `id.timestamp.body`, signatures separated by spaces, `v1` by HMAC and `v1a` by Ed25519.
fn standard(keys: &Keys, request: &Request<'_>, now: Timestamp) -> Result<Proved, Refusal> {
    let (id, seconds) = (needed(request, "webhook-id")?, needed(request, "webhook-timestamp")?);
    let list = needed(request, "webhook-signature")?;
    if id.is_empty() || id.len() > 200 || id.contains('.') {
        return Err(Refusal::Malformed("webhook-id".to_owned()));
    }
    let at = seconds_of("webhook-timestamp", seconds)?;
    let parts: [&[u8]; 5] = [id.as_bytes(), b".", seconds.as_bytes(), b".", request.body];
    let signatures: Vec<(&str, Vec<u8>)> = list
        .split_ascii_whitespace()
        .take(16)
        .filter_map(|each| each.split_once(','))
        .filter_map(|(version, text)| mac::unbase64(text).map(|bytes| (version, bytes)))
        .collect();
    if signatures.is_empty() {
        return Err(Refusal::Malformed("webhook-signature".to_owned()));
    }
    let key =
        keys.position(|key| signatures.iter().fold(false, |found, (version, bytes)| standard_one(key, version, &parts, bytes) || found));
    let key = key.ok_or(Refusal::Wrong)?;
    Ok(Proved { key, freshness: Freshness::SignedAt(fresh(at, now, TOLERANCE)?) })
}

fn standard_one(key: &Key, version: &str, parts: &[&[u8]], signature: &[u8]) -> bool {
    match (key, version) {
        (Key::Shared(secret), "v1") => mac::standard_key(secret).is_some_and(|key| mac::verifies(&key, parts, signature)),
        (Key::Public(key), "v1a") => mac::ed25519_verifies(key, &parts.concat(), signature),
        _ => false,
    }
}

fn seconds_of(name: &str, text: &str) -> Result<Timestamp, Refusal> {
    let seconds: i64 = text.parse().map_err(|_| Refusal::Malformed(name.to_owned()))?;
    Ok(Timestamp::from_micros(seconds.saturating_mul(1_000_000)))
}

/// `at`, if it is within `tolerance` of now.
fn fresh(at: Timestamp, now: Timestamp, tolerance: Duration) -> Result<Timestamp, Refusal> {
    if now.since(at) > tolerance {
        return Err(Refusal::TooOld { signed_at: at });
    }
    if at.since(now) > tolerance {
        return Err(Refusal::TooNew { signed_at: at });
    }
    Ok(at)
}
