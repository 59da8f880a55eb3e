//! Secrets, as far as they are shown.

use dream_access::SecretRecord;
use dream_ledger::Stream;

/// That a secret is there.
pub(crate) fn secret(secret: &Stream<SecretRecord>) -> dream_api::Secret {
    dream_api::Secret { name: secret.name.clone(), set_at: secret.set_at, set_by: secret.set_by, removed_at: secret.removed_at }
}
