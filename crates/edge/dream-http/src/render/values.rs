//! Small values that many nouns share: words, money, digests, references.

use crate::failure::Failure;
use crate::texts::Texts;
use dream_api::{ArtifactRef, Check, Digest, Reason, Status, Usd};
use dream_govern::{CheckResult, VersionRef};

/// A digest as it goes over the wire.
#[expect(clippy::expect_used, reason = "both forms are `sha256:` and 64 hexadecimal digits, which a test holds them to")]
pub(crate) fn digest(digest: dream_ledger::Digest) -> Digest {
    digest.to_string().parse().expect("a digest reads back")
}

/// A status by its word.
pub(crate) fn status(status: dream_govern::Status) -> Status {
    Status::from_word(status.name()).unwrap_or(Status::Unknown)
}

/// A reason by its word.
pub(crate) fn reason(reason: dream_govern::Reason) -> Reason {
    Reason::from_word(reason.name()).unwrap_or(Reason::Unknown)
}

/// Money.
pub(crate) fn usd(micros: u64) -> Usd {
    Usd::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

/// Money that a caller names: never negative.
pub(crate) fn micros(amount: Usd, field: &str) -> Result<u64, Failure> {
    u64::try_from(amount.micros())
        .map_err(|_| Failure::field("invalid_amount", field, format!("{amount} is less than nothing; write an amount like 5.00")))
}

/// One exact version.
pub(crate) fn version_ref(version: &VersionRef) -> ArtifactRef {
    ArtifactRef { id: version.artifact, name: version.name.clone(), version: version.number, digest: digest(version.digest) }
}

/// What the machine checked, with what it found.
pub(crate) fn checks(results: &[CheckResult], texts: &Texts) -> Vec<Check> {
    let check = |result: &CheckResult| {
        let sentences = result.detail.and_then(|detail| texts.get(detail));
        let failures = sentences.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default();
        Check { name: result.name.clone(), passed: result.passed, failures }
    };
    results.iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_domain_is_one_of_the_wire() {
        for known in dream_govern::Status::ALL {
            assert_ne!(status(*known), Status::Unknown, "{known}");
        }
        for known in dream_govern::Reason::ALL {
            assert_ne!(reason(*known), Reason::Unknown, "{known}");
        }
    }

    #[test]
    fn digests_read_alike_on_both_sides() {
        for bytes in [b"".as_slice(), b"a"] {
            let of = dream_ledger::Digest::of(bytes);
            assert_eq!(digest(of).as_str(), of.to_string());
        }
    }

    #[test]
    fn amounts_below_nothing_are_refused() {
        assert_eq!(micros(Usd::from_micros(5), "cap_usd").unwrap(), 5);
        assert_eq!(micros(Usd::from_micros(-1), "cap_usd").unwrap_err().facts().code, "invalid_amount");
    }
}
