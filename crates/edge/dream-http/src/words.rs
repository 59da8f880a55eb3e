//! Values of the core in the words of the API, and back. The words are the same; the types differ, since the SDK knows no domain.

use crate::problem::Refused;
use dream_api::{ArtifactRef, Digest, Usd};
use dream_govern::VersionRef;
use http::StatusCode;

/// A digest as the API writes it.
pub(crate) fn digest(digest: dream_ledger::Digest) -> Digest {
    Digest::from_sha256(*digest.as_bytes())
}

/// A digest as the core takes it.
pub(crate) fn seen(digest: &Digest) -> Result<dream_ledger::Digest, Refused> {
    digest.as_str().parse().map_err(|error: dream_ledger::ParseDigestError| {
        Refused::new(StatusCode::BAD_REQUEST, "malformed_digest", error.to_string()).field("digest", error.to_string())
    })
}

/// Money as the API writes it.
pub(crate) fn usd(micros: u64) -> Usd {
    Usd::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

/// Money as the core takes it.
pub(crate) fn micros(field: &'static str, amount: Usd) -> Result<u64, Refused> {
    u64::try_from(amount.micros()).map_err(|_| {
        let message = format!("`{field}` is negative; give an amount of 0.00 or more");
        Refused::new(StatusCode::BAD_REQUEST, "negative_amount", message.clone()).field(field, message)
    })
}

/// A version, named.
pub(crate) fn version(version: &VersionRef) -> ArtifactRef {
    ArtifactRef { id: version.artifact, name: version.name.clone(), version: version.number, digest: digest(version.digest) }
}

/// Versions, named.
pub(crate) fn versions(all: &[VersionRef]) -> Vec<ArtifactRef> {
    all.iter().map(version).collect()
}
