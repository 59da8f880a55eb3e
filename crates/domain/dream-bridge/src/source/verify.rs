//! Whether a request comes from its source: size, proof, freshness, and what it will be remembered by.

use super::replay::{REMEMBER_REPEATED, REMEMBER_RETRIED, REMEMBER_RETRIES, REMEMBER_SHOWN};
use super::signature::{self, Freshness};
use super::{Keys, Kind, Proof, REMEMBER_FRESH, REMEMBER_SIGNED, Refusal, ReplayKeys, Request};
use crate::json;
use data_encoding::BASE64;
use dream_clock::Timestamp;
use dream_ledger::Digest;

/// What is known of a request that was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The event's type, where the vendor says it in a header.
    pub event_type: Option<String>,
    /// What the delivery is remembered by.
    pub replay: ReplayKeys,
    /// When the sender signed it, where the signature covers that.
    pub signed_at: Option<Timestamp>,
    /// Which key proved it: 0 the newest, 1 the one being replaced.
    pub key: usize,
}

/// Whether `request` comes from a source of `kind` that holds one of `keys` and proves itself by `proof`.
///
/// # Errors
/// [`Refusal`] when it is too large, its proof is missing or wrong, or it was signed too long ago.
pub fn verify(kind: Kind, proof: &Proof, keys: &Keys, request: &Request<'_>, now: Timestamp) -> Result<Verified, Refusal> {
    if request.body.len() > json::MOST_BYTES {
        return Err(Refusal::TooLarge { bytes: request.body.len(), most: json::MOST_BYTES });
    }
    let proved = match proof {
        Proof::Signature { timestamp_header } => signature::check(kind, timestamp_header.as_deref(), keys, request, now)?,
        shown => signature::Proved { key: key_shown(shown, keys, request)?, freshness: Freshness::Shown },
    };
    Ok(Verified {
        event_type: event_type(kind, request),
        replay: replay_keys(kind, &proved.freshness, request),
        signed_at: match proved.freshness {
            Freshness::SignedAt(at) => Some(at),
            Freshness::Timeless | Freshness::Shown => None,
        },
        key: proved.key,
    })
}

fn key_shown(proof: &Proof, keys: &Keys, request: &Request<'_>) -> Result<usize, Refusal> {
    let missing = |name: &str| Refusal::Missing(name.to_owned());
    let authorization = || request.header("authorization").ok_or_else(|| missing("authorization"));
    let malformed = || Refusal::Malformed("authorization".to_owned());
    let shown: String = match proof {
        Proof::Header { name } => request.header(name).ok_or_else(|| missing(name))?.to_owned(),
        Proof::Bearer => after_scheme(authorization()?, "bearer").ok_or_else(malformed)?.to_owned(),
        Proof::Basic { user } => {
            let encoded = after_scheme(authorization()?, "basic").ok_or_else(malformed)?;
            let pair = BASE64.decode(encoded.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(malformed)?;
            let (who, password) = pair.split_once(':').ok_or_else(malformed)?;
            if who == user { password.to_owned() } else { return Err(Refusal::Wrong) }
        }
        Proof::Path => request.path_secret.ok_or(Refusal::Wrong)?.to_owned(),
        Proof::Signature { .. } => return Err(Refusal::WrongKeys),
    };
    keys.matching(&shown).ok_or(Refusal::Wrong)
}

fn after_scheme<'v>(value: &'v str, scheme: &str) -> Option<&'v str> {
    let (first, rest) = value.split_once(' ')?;
    first.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

fn event_type(kind: Kind, request: &Request<'_>) -> Option<String> {
    let header = match kind {
        Kind::Github => "x-github-event",
        Kind::Gitlab => "x-gitlab-event",
        Kind::Linear => "linear-event",
        Kind::Sentry => "sentry-hook-resource",
        Kind::Cloudevents => "ce-type",
        _ => return None,
    };
    request.header(header).map(|value| value.chars().filter(|letter| !letter.is_control()).take(100).collect())
}

fn replay_keys(kind: Kind, freshness: &Freshness, request: &Request<'_>) -> ReplayKeys {
    let delivery = delivery_id(kind, request).map(|id| id.chars().take(200).collect());
    let digest = || Some(Digest::of(request.body));
    match (freshness, kind) {
        // Here the id is signed with the time and the body. The sender's retries keep the id and take a new time, for as long as a day and more.
        (Freshness::SignedAt(_), Kind::StandardWebhooks | Kind::Gitlab) => {
            ReplayKeys { delivery, content: None, remember: REMEMBER_RETRIED }
        }
        (Freshness::SignedAt(_), _) => ReplayKeys { delivery, content: digest(), remember: REMEMBER_FRESH },
        (Freshness::Timeless, Kind::Grafana) => ReplayKeys { delivery, content: digest(), remember: REMEMBER_REPEATED },
        (Freshness::Timeless, _) => ReplayKeys { delivery, content: digest(), remember: REMEMBER_SIGNED },
        (Freshness::Shown, Kind::Alertmanager | Kind::Grafana) => ReplayKeys { delivery, content: digest(), remember: REMEMBER_RETRIES },
        (Freshness::Shown, _) => ReplayKeys { delivery, content: None, remember: REMEMBER_SHOWN },
    }
}

/// The vendor's delivery id; for others whatever usual header tells two deliveries apart.
fn delivery_id(kind: Kind, request: &Request<'_>) -> Option<String> {
    let first = |names: &[&str]| names.iter().find_map(|name| request.header(name)).filter(|id| !id.is_empty()).map(str::to_owned);
    match kind {
        Kind::Github => first(&["x-github-delivery"]),
        Kind::Gitlab => first(&["webhook-id", "idempotency-key", "x-gitlab-event-uuid"]),
        Kind::Jira => first(&["x-atlassian-webhook-identifier"]),
        Kind::Linear => first(&["linear-delivery"]),
        Kind::Sentry => first(&["request-id"]),
        Kind::StandardWebhooks => first(&["webhook-id"]),
        Kind::Cloudevents => {
            let (id, source) = (request.header("ce-id"), request.header("ce-source"));
            id.map(|id| format!("{} {id}", source.unwrap_or_default()))
        }
        Kind::Generic | Kind::Publish | Kind::Slack => first(&["idempotency-key", "webhook-id", "x-slack-request-id"]),
        Kind::Grafana | Kind::Alertmanager => None,
    }
}
