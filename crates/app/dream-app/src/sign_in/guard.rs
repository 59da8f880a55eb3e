//! What stands between guesses and passwords: how often may be tried, and how many hashes are computed at once.

use crate::limits::Table;
use crate::{AppError, Kind};
use dream_access::{PasswordHash, Rate, RateDecision};
use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_secret::Secret;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// Over how long tries are counted.
const WINDOW: Duration = Duration::from_mins(10);
/// How many tries one account has in that time, whoever makes them.
const TRIES_OF_SUBJECT: u32 = 10;
/// How many tries come from one address in that time: a whole office may share it.
const TRIES_OF_ADDRESS: u32 = 60;

/// A hash of nothing that anybody knows: compared when there is no account, so that the answer takes as long.
static DECOY: LazyLock<Option<PasswordHash>> = LazyLock::new(|| PasswordHash::make(&Secret::new("nobody's password"), [0x5a; 16]).ok());

/// The guard. Its counts live with the process: a restart forgives, and takes longer than the tries it forgives.
#[derive(Debug)]
pub(crate) struct Guard {
    hashing: Semaphore,
    tries: Mutex<Tries>,
}

#[derive(Debug, Default)]
struct Tries {
    subjects: Table<Digest>,
    addresses: Table<IpAddr>,
}

impl Default for Guard {
    fn default() -> Self {
        Self { hashing: Semaphore::new(AT_ONCE), tries: Mutex::default() }
    }
}

impl Guard {
    /// Counts a try on `subject`, the digest of a login name or of an account's id, from `address`.
    ///
    /// # Errors
    /// `too_many_tries`, the same for a subject that exists and for one that does not.
    pub(crate) fn admit(&self, subject: Digest, address: Option<IpAddr>, now: Timestamp) -> Result<(), AppError> {
        let (of_subject, of_address) = (Rate::new(TRIES_OF_SUBJECT, WINDOW), Rate::new(TRIES_OF_ADDRESS, WINDOW));
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let by_subject = tries.subjects.ask(of_subject, subject, now);
        let address = address.map(network);
        let by_address = address.map(|address| tries.addresses.ask(of_address, address, now));
        for decision in [Some(by_subject), by_address].into_iter().flatten() {
            if let RateDecision::Limited { retry_after, .. } = decision {
                let seconds = retry_after.as_secs() + 1;
                let message = format!("too many tries to sign in; wait {seconds} seconds, then try again");
                return Err(AppError::new(Kind::Exhausted, "too_many_tries", message).with("retry_after_seconds", seconds));
            }
        }
        tries.subjects.keep(subject, by_subject, now);
        if let (Some(address), Some(decision)) = (address, by_address) {
            tries.addresses.keep(address, decision, now);
        }
        Ok(())
    }

    /// Hashes a password, off the threads that answer.
    pub(crate) async fn hash(&self, password: Secret, salt: [u8; 16]) -> Result<PasswordHash, AppError> {
        self.off_thread(move || PasswordHash::make(&password, salt)).await
    }

    /// Compares a password with a hash, or with nothing in the same time; off the threads that answer.
    pub(crate) async fn verify(&self, hash: Option<PasswordHash>, password: Secret) -> Result<bool, AppError> {
        self.off_thread(move || match (&hash, &*DECOY) {
            (Some(hash), _) => hash.verify(&password),
            (None, Some(decoy)) => decoy.verify(&password).map(|_| false),
            (None, None) => Ok(false),
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, dream_access::PasswordError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _turn = self.hashing.acquire().await.map_err(|error| AppError::internal("waiting to hash a password", error))?;
        let done = tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("hashing a password", error))?;
        done.map_err(|error| AppError::internal("hashing a password", error))
    }
}

/// What an address counts as: itself, or the /64 network that a home or an office has of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

    fn passes(guard: &Guard, subject: &str, address: &str, now: Timestamp) -> bool {
        guard.admit(Digest::of(subject.as_bytes()), Some(address.parse().unwrap()), now).is_ok()
    }

    #[test]
    fn an_account_is_tried_so_often_whoever_tries() {
        let guard = Guard::default();
        for n in 0..TRIES_OF_SUBJECT {
            assert!(passes(&guard, "ada", &format!("10.0.0.{n}"), NOW));
        }
        assert!(!passes(&guard, "ada", "10.0.1.1", NOW));
        assert!(passes(&guard, "bob", "10.0.1.1", NOW), "others are not concerned");
        assert!(passes(&guard, "ada", "10.0.1.1", NOW.plus(WINDOW / TRIES_OF_SUBJECT)), "after a while one more");
    }

    #[test]
    fn an_address_tries_so_often_whomever_it_tries() {
        let guard = Guard::default();
        for n in 0..TRIES_OF_ADDRESS {
            assert!(passes(&guard, &n.to_string(), &format!("2001:db8::{n:x}"), NOW));
        }
        assert!(!passes(&guard, "another", "2001:db8::ffff", NOW), "a network is one address");
        assert!(passes(&guard, "another", "2001:db8:0:1::1", NOW));
    }
}
