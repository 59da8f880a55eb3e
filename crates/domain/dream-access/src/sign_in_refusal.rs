//! Why signing in, or a change of how somebody signs in, is refused.

use crate::login::{MAX_LOGIN_CHARS, MIN_LOGIN_CHARS};
use crate::password::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS};
use dream_clock::Timestamp;
use dream_ledger::FoldError;

/// A refusal. It changes nothing, and repeats nothing that is secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// A text that is no login name.
    #[error("a login name has {MIN_LOGIN_CHARS} to {MAX_LOGIN_CHARS} characters and no spaces; an e-mail address is one")]
    LoginInvalid,
    /// The password is too short or too long.
    #[error(
        "a password has at least {MIN_PASSWORD_CHARS} characters and at most {MAX_PASSWORD_BYTES} bytes; a few unrelated words make a good one"
    )]
    PasswordLength,
    /// The password is easy to guess.
    #[error("this password is among the first that somebody would try; choose another: a few unrelated words make a good one")]
    PasswordGuessable,
    /// The session was ended.
    #[error("this session was ended at {ended_at}; sign in again")]
    SessionEnded {
        /// When.
        ended_at: Timestamp,
    },
    /// The session has expired, by age or because it was not used.
    #[error("this session expired at {expired_at}; sign in again")]
    SessionExpired {
        /// When.
        expired_at: Timestamp,
    },
    /// The password was right, and the code of the second factor is missing.
    #[error("the code of the second factor is missing; sign in with it first")]
    CodeNeeded,
    /// The session waits for no code.
    #[error("this session waits for no code; sign in again")]
    CodeNotNeeded,
    /// The code is not the one of now.
    #[error("this code is not the one of now; wait for the next one, check the clock of your device, or use a recovery code")]
    CodeWrong,
    /// The code was used before.
    #[error("this code was used before; wait for the next one")]
    CodeUsed,
    /// There is no second factor to confirm or remove.
    #[error("there is no second factor to confirm or remove; enrol one first")]
    NoSecondFactor,
    /// There is a second factor already.
    #[error("there is a second factor already; remove it before you enrol another")]
    SecondFactorOn,
    /// The account was closed.
    #[error("this account was closed; ask an owner of the organisation for an invitation")]
    AccountClosed,
    /// The link was used before.
    #[error("this link was used at {used_at}, and works once; ask for another")]
    LinkUsed {
        /// When.
        used_at: Timestamp,
    },
    /// The link has expired.
    #[error("this link expired at {expired_at}; ask for another")]
    LinkExpired {
        /// When.
        expired_at: Timestamp,
    },
    /// The link was revoked.
    #[error("this link was revoked at {revoked_at}; ask for another")]
    LinkRevoked {
        /// When.
        revoked_at: Timestamp,
    },
    /// An event could not begin its stream: a defect of this program.
    #[error("the first event did not begin its stream; report this as a defect")]
    Fold(#[from] FoldError),
}

impl SignInRefusal {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::LoginInvalid => "login_invalid",
            Self::PasswordLength => "password_length",
            Self::PasswordGuessable => "password_guessable",
            Self::SessionEnded { .. } => "session_ended",
            Self::SessionExpired { .. } => "session_expired",
            Self::CodeNeeded => "second_factor_needed",
            Self::CodeNotNeeded => "second_factor_not_needed",
            Self::CodeWrong => "code_wrong",
            Self::CodeUsed => "code_used",
            Self::NoSecondFactor => "no_second_factor",
            Self::SecondFactorOn => "second_factor_on",
            Self::AccountClosed => "account_closed",
            Self::LinkUsed { .. } => "link_used",
            Self::LinkExpired { .. } => "link_expired",
            Self::LinkRevoked { .. } => "link_revoked",
            Self::Fold(_) => "internal",
        }
    }
}
