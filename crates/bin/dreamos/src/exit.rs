//! The exit codes, which scripts rely on.

use dream_api::Problem;
use dream_client::ClientError;
use std::process::ExitCode;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Failed, or found what was looked for broken.
    Failed = 1,
    /// The command or what it was given is wrong.
    Usage = 2,
    /// No such thing.
    NotFound = 3,
    /// Nobody is signed in.
    NotAuthenticated = 4,
    /// Signed in, but not permitted.
    NotPermitted = 5,
    /// A conflict: stale digest, already decided.
    Conflict = 6,
    /// Cancelled or expired.
    Cancelled = 7,
    /// Still pending.
    Pending = 8,
    /// The server cannot be reached.
    Unreachable = 9,
    /// Part of it failed.
    Partial = 10,
    /// A budget or a rate limit is used up.
    Exhausted = 11,
    /// Interrupted from the keyboard.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        // The numbers are written down above and fit.
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The code of a call that failed.
    pub(crate) fn of_client_error(error: &ClientError) -> Self {
        match error {
            ClientError::Setup { .. } | ClientError::Name { .. } => Self::Usage,
            ClientError::Unreachable { .. } | ClientError::Certificate { .. } => Self::Unreachable,
            ClientError::Problem { problem, .. } => Self::of_problem(problem),
            ClientError::Protocol { .. } | ClientError::BrokenOff { .. } | ClientError::Stream { .. } => Self::Failed,
        }
    }

    fn of_problem(problem: &Problem) -> Self {
        let over = ["expired", "cancelled"].iter().any(|word| problem.code.ends_with(word));
        match problem.status {
            409 | 410 if over => Self::Cancelled,
            400 | 411 | 413 | 414 | 415 | 422 => Self::Usage,
            401 => Self::NotAuthenticated,
            403 => Self::NotPermitted,
            404 => Self::NotFound,
            409 | 412 => Self::Conflict,
            410 => Self::Cancelled,
            402 | 429 => Self::Exhausted,
            502..=504 => Self::Unreachable,
            _ => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_code_is_documented() {
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/operations.md");
        let page = std::fs::read_to_string(page).unwrap();
        let table = page.split("| exit code | meaning |\n|---|---|\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
        let documented: Vec<u8> = table.lines().filter_map(|row| row.split(' ').nth(1)?.parse().ok()).collect();
        let all = [
            Exit::Done,
            Exit::Failed,
            Exit::Usage,
            Exit::NotFound,
            Exit::NotAuthenticated,
            Exit::NotPermitted,
            Exit::Conflict,
            Exit::Cancelled,
            Exit::Pending,
            Exit::Unreachable,
            Exit::Partial,
            Exit::Exhausted,
            Exit::Interrupted,
        ];
        assert_eq!(documented, all.map(|exit| exit as u8));
    }

    #[test]
    fn every_status_has_its_exit_code() {
        for (status, code, expected) in [
            (400, "invalid_brief", 2),
            (401, "invalid_token", 4),
            (402, "budget_exhausted", 11),
            (403, "forbidden", 5),
            (404, "not_found", 3),
            (409, "stale_digest", 6),
            (409, "already_voted", 6),
            (409, "review_expired", 7),
            (409, "run_cancelled", 7),
            (412, "stale_version", 6),
            (413, "body_too_large", 2),
            (429, "rate_limited", 11),
            (500, "internal", 1),
            (503, "store_unavailable", 9),
        ] {
            let problem: Problem = serde_json::from_value(serde_json::json!({ "title": "t", "status": status, "code": code })).unwrap();
            let error = ClientError::Problem { problem: Box::new(problem), retry_after: None };
            assert_eq!(Exit::of_client_error(&error) as u8, expected, "{status} {code}");
        }
    }
}
