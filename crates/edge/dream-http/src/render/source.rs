//! Sources, both ways; never their secrets but for the one that was just made.

use crate::failure::Failure;
use crate::sessions::public;
use dream_api::{SourceKey, SourceKind, SourceProof};
use dream_app::Op;
use dream_app::sources::MadeSource;
use dream_bridge::source::{Kind, Proof, Source};
use dream_ledger::Stream;

/// A source.
pub(crate) fn source(source: &Stream<Source>) -> dream_api::Source {
    dream_api::Source {
        id: source.id(),
        name: source.name.clone(),
        kind: SourceKind::from_word(source.kind.name()).unwrap_or(SourceKind::Unknown),
        proof: wire_proof(&source.proof),
        path: path(source),
        project: source.project,
        per_minute: source.per_minute,
        keys: source.keys.iter().map(|key| SourceKey { number: key.number, made_at: key.made_at }).collect(),
        made_at: source.made_at,
        disabled_at: source.switch.disabled.as_ref().map(|(at, _)| *at),
        disabled_reason: source.switch.disabled.as_ref().map(|(_, why)| why.clone()),
        removed: source.switch.removed,
    }
}

/// A source that was made, or has another secret.
pub(crate) fn made_source(op: &Op, made: &MadeSource) -> dream_api::MadeSource {
    let plain = path(&made.source);
    let path = match (&made.source.proof, &made.secret) {
        (Proof::Path, Some(secret)) => format!("{plain}/{}", secret.expose()),
        _ => plain,
    };
    let secret = made.secret.as_ref().map(|secret| secret.expose().to_owned());
    dream_api::MadeSource { source: source(&made.source), url: public(op, &path), path, secret }
}

fn path(source: &Stream<Source>) -> String {
    format!("/hooks/{}", source.id())
}

/// The kind that a caller names.
pub(crate) fn source_kind(kind: SourceKind) -> Result<Kind, Failure> {
    kind.as_str().parse().map_err(|error: dream_bridge::source::UnknownKind| Failure::field("invalid_kind", "kind", error.to_string()))
}

/// The proof that a caller names.
pub(crate) fn source_proof(proof: SourceProof) -> Proof {
    match proof {
        SourceProof::Signature { timestamp_header } => Proof::Signature { timestamp_header },
        SourceProof::Header { name } => Proof::Header { name },
        SourceProof::Basic { user } => Proof::Basic { user },
        SourceProof::Bearer {} => Proof::Bearer,
        SourceProof::Path {} => Proof::Path,
    }
}

fn wire_proof(proof: &Proof) -> SourceProof {
    match proof.clone() {
        Proof::Signature { timestamp_header } => SourceProof::Signature { timestamp_header },
        Proof::Header { name } => SourceProof::Header { name },
        Proof::Basic { user } => SourceProof::Basic { user },
        Proof::Bearer => SourceProof::Bearer {},
        Proof::Path => SourceProof::Path {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_proofs_go_both_ways() {
        for kind in Kind::ALL {
            let wire = SourceKind::from_word(kind.name()).unwrap();
            assert_eq!(source_kind(wire).unwrap(), kind);
        }
        let header = Proof::Header { name: "x-token".into() };
        for proof in [Proof::signature(), header, Proof::Basic { user: "u".into() }, Proof::Bearer, Proof::Path] {
            assert_eq!(source_proof(wire_proof(&proof)), proof);
        }
    }
}
