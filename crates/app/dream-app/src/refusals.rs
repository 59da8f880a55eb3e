//! What the domain refuses, as callers of use cases see it: the refusal's own stable code, and the kind that decides status and exit code.

use crate::{AppError, Kind};
use dream_access::{AccessRefusal, SignInRefusal};

impl From<AccessRefusal> for AppError {
    fn from(refusal: AccessRefusal) -> Self {
        if let AccessRefusal::Fold(fold) = refusal {
            return Self::internal("beginning a stream", fold);
        }
        Self::new(kind(&refusal), refusal.code(), refusal.to_string())
    }
}

impl From<SignInRefusal> for AppError {
    fn from(refusal: SignInRefusal) -> Self {
        let kind = match &refusal {
            SignInRefusal::LoginInvalid | SignInRefusal::PasswordLength | SignInRefusal::PasswordGuessable => Kind::Invalid,
            SignInRefusal::SessionEnded { .. }
            | SignInRefusal::SessionExpired { .. }
            | SignInRefusal::CodeNeeded
            | SignInRefusal::AccountClosed => Kind::Unauthenticated,
            SignInRefusal::CodeWrong | SignInRefusal::CodeUsed => Kind::Forbidden,
            SignInRefusal::CodeNotNeeded | SignInRefusal::NoSecondFactor | SignInRefusal::SecondFactorOn => Kind::Conflict,
            SignInRefusal::LinkUsed { .. } | SignInRefusal::LinkExpired { .. } | SignInRefusal::LinkRevoked { .. } => Kind::Over,
            SignInRefusal::Fold(_) => return Self::internal("beginning a stream", refusal),
        };
        Self::new(kind, refusal.code(), refusal.to_string())
    }
}

fn kind(refusal: &AccessRefusal) -> Kind {
    match refusal {
        AccessRefusal::NameLength { .. }
        | AccessRefusal::NameCharacter { .. }
        | AccessRefusal::NoScopes
        | AccessRefusal::BadEnd { .. }
        | AccessRefusal::SelfDelegation { .. }
        | AccessRefusal::BadHold
        | AccessRefusal::SecretName => Kind::Invalid,
        AccessRefusal::AboveOwnRole { .. } | AccessRefusal::WiderThanOwn { .. } => Kind::Forbidden,
        AccessRefusal::TokenExpired { .. } | AccessRefusal::TokenRevoked { .. } | AccessRefusal::DiscordLinkOver { .. } => {
            Kind::Unauthenticated
        }
        AccessRefusal::LastOwner
        | AccessRefusal::MemberRemoved
        | AccessRefusal::NoProjectRole { .. }
        | AccessRefusal::NotInTeam { .. }
        | AccessRefusal::TooMany { .. }
        | AccessRefusal::DelegationRevoked
        | AccessRefusal::HoldLifted
        | AccessRefusal::SecretRemoved
        | AccessRefusal::OperatorSuspended
        | AccessRefusal::AlreadySuspended { .. }
        | AccessRefusal::NotSuspended => Kind::Conflict,
        AccessRefusal::Fold(_) => Kind::Internal,
    }
}
