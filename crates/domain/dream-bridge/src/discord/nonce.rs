//! Nonces: what makes a bot's message the same message when it is sent again.

use super::limits;
use dream_ledger::Digest;

/// The nonce of one part of a delivery: the same for the same delivery and part, whichever process sends it. Sent with `enforce_nonce`.
#[must_use]
pub fn nonce(delivery: &str, part: usize) -> String {
    let whole = format!("{delivery}\0{part}");
    Digest::of(whole.as_bytes()).hex().chars().take(limits::NONCE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_the_same_for_the_same_part_and_no_other() {
        assert_eq!(nonce("dlv_1", 0), nonce("dlv_1", 0));
        assert_ne!(nonce("dlv_1", 0), nonce("dlv_1", 1));
        assert_ne!(nonce("dlv_1", 10), nonce("dlv_11", 0));
        assert_eq!(nonce("dlv_1", 0).len(), limits::NONCE);
    }
}
