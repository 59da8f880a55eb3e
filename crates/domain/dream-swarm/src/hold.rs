//! A hold: who works on a task, under which attempt, until when.

use crate::TaskRefusal;
use dream_clock::Timestamp;
use dream_id::{ClaimId, TaskId};
use std::time::Duration;

/// The shortest lease.
pub const LEASE_SHORTEST: Duration = Duration::from_secs(1);
/// The lease that a worker gets who asks for none.
pub const LEASE_USUAL: Duration = Duration::from_mins(1);
/// The longest lease.
pub const LEASE_LONGEST: Duration = Duration::from_hours(1);

/// Who works on a task right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The attempt's number, from 1. It grows with every claim, so it is the fencing token: a write that carries an older one is refused.
    pub attempt: u32,
    /// Who claimed: the person, agent or part of the server behind the call.
    pub holder: String,
    /// What the worker calls itself.
    pub worker: String,
    /// The claim.
    pub claim: ClaimId,
    /// When.
    pub started_at: Timestamp,
    /// When the lease ends unless it is renewed.
    pub lease_until: Timestamp,
}

/// Who says something about a task, and about which attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimant {
    /// The person, agent or part of the server behind the call.
    pub holder: String,
    /// What the worker calls itself; `None` for any of the caller's workers.
    pub worker: Option<String>,
    /// The attempt it works on; `None` for the present one, which is only safe where one worker bears the name.
    pub attempt: Option<u32>,
}

impl Hold {
    /// Whether the attempt of `task` is still `claimant`'s. A lease that is over but was not given to somebody else still counts.
    ///
    /// # Errors
    /// [`TaskRefusal::StaleClaim`] when another attempt has begun or another worker holds it.
    pub fn check(&self, task: TaskId, claimant: &Claimant) -> Result<(), TaskRefusal> {
        let mine = self.holder == claimant.holder && claimant.worker.as_ref().is_none_or(|worker| *worker == self.worker);
        if mine && claimant.attempt.is_none_or(|attempt| attempt == self.attempt) {
            return Ok(());
        }
        Err(TaskRefusal::StaleClaim { task, held: Some((self.worker.clone(), self.attempt)), claimed: claimant.attempt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId as _;

    #[test]
    fn only_the_holder_of_the_present_attempt_passes() {
        let now = Timestamp::from_micros(0);
        let (holder, worker) = ("person/1".to_owned(), "ada".to_owned());
        let hold = Hold { attempt: 2, holder, worker, claim: ClaimId::from_parts(0, [0; 10]), started_at: now, lease_until: now };
        let check = |holder: &str, worker: Option<&str>, attempt: Option<u32>, expected: bool| {
            let claimant = Claimant { holder: holder.to_owned(), worker: worker.map(str::to_owned), attempt };
            assert_eq!(hold.check(TaskId::from_parts(0, [0; 10]), &claimant).is_ok(), expected, "{claimant:?}");
        };
        check("person/1", Some("ada"), Some(2), true);
        check("person/1", None, None, true);
        check("person/1", Some("ada"), Some(1), false);
        check("person/1", Some("ada"), Some(3), false);
        check("person/1", Some("bob"), Some(2), false);
        check("person/2", Some("ada"), Some(2), false);
    }
}
