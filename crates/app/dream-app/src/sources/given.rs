//! What goes without saying about a source: how it is proved, and where its secret comes from.

use crate::AppError;
use dream_bridge::source::{Key, Keys, Kind, Proof, secret_from_random};
use dream_secret::Secret;

/// How a source of `kind` is proved when nobody says otherwise.
#[must_use]
pub fn usual_proof(kind: Kind) -> Proof {
    match kind {
        Kind::Github | Kind::Jira | Kind::Linear | Kind::Sentry | Kind::StandardWebhooks => Proof::signature(),
        Kind::Gitlab => Proof::Header { name: "x-gitlab-token".to_owned() },
        Kind::Slack => Proof::Path,
        Kind::Generic | Kind::Cloudevents | Kind::Grafana | Kind::Alertmanager | Kind::Publish => Proof::Bearer,
    }
}

/// A secret for a source, and whether it has to be shown to who asked: one that was given is known already.
pub(super) struct Chosen {
    pub(super) secret: Secret,
    pub(super) made: bool,
}

/// The secret that was given, or else one made of these random bits.
pub(super) fn choose(kind: Kind, proof: &Proof, given: Option<Secret>, bits: [u8; 32]) -> Result<Chosen, AppError> {
    let Some(secret) = given else {
        if let Some(vendor) = vendor_that_makes_it(kind, proof) {
            let message = format!("{vendor} makes the secret of its webhooks itself: copy it from there, and give it with the source");
            return Err(AppError::invalid("source_secret_needed", message));
        }
        return Ok(Chosen { secret: secret_from_random(kind, proof, bits), made: true });
    };
    let key = Key::of(proof, &secret);
    let checked = match vendor_that_makes_it(kind, proof) {
        // What a vendor makes has the length that the vendor gives it.
        Some(_) => Keys::kept(vec![key]),
        None => Keys::new(vec![key]),
    };
    checked.map_err(dream_bridge::source::SourceRefusal::from)?;
    let bytes = secret.expose().len();
    // In an address or a header it must stand as it is.
    let stands = matches!(proof, Proof::Signature { .. }) || secret.expose().bytes().all(|byte| byte.is_ascii_graphic());
    let in_path = !matches!(proof, Proof::Path) || !secret.expose().contains(['/', '?', '#', '%']);
    if bytes > 512 || !stands || !in_path {
        let message = "a source's secret has at most 512 characters that can stand in a header, and in an address if it stands there; give another, or none and one is made";
        return Err(AppError::invalid("source_secret_invalid", message));
    }
    Ok(Chosen { secret, made: false })
}

fn vendor_that_makes_it(kind: Kind, proof: &Proof) -> Option<&'static str> {
    match (kind, proof) {
        (Kind::Linear, Proof::Signature { .. }) => Some("Linear"),
        (Kind::Sentry, Proof::Signature { .. }) => Some("Sentry"),
        (Kind::Slack, Proof::Signature { .. }) => Some("Slack"),
        _ => None,
    }
}
