//! An account: how a person signs in. Login name, password and second factor are facts here by their digests alone; what they are is
//! kept beside the ledger, where it can be erased.

use crate::SignInRefusal;
use crate::fold::not_first;
use dream_clock::Timestamp;
use dream_id::{AccountId, OrgId, PersonId};
use dream_ledger::{Aggregate, By, Digest, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happens to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum AccountEvent {
    /// The person got one.
    Opened {
        /// Whose it is.
        person: PersonId,
        /// The login name's salted digest.
        login: Digest,
        /// The digest of the password's hash.
        password: Digest,
    },
    /// The login name changed.
    LoginChanged {
        /// Its salted digest.
        login: Digest,
    },
    /// The password changed.
    PasswordChanged {
        /// The digest of its hash.
        password: Digest,
    },
    /// A second factor was shown to the person, who has not confirmed it yet.
    SecondFactorEnrolled {
        /// The digest of the shared secret.
        secret: Digest,
    },
    /// The person confirmed it with a code: it is asked for from now on.
    SecondFactorConfirmed {
        /// The time step of the code.
        step: i64,
        /// The digests of the recovery codes.
        recovery: BTreeSet<Digest>,
    },
    /// The second factor is no longer asked for.
    SecondFactorRemoved {},
    /// A code was used to sign in.
    CodeUsed {
        /// Its time step.
        step: i64,
    },
    /// A recovery code was used up.
    RecoveryCodeUsed {
        /// Its digest.
        code: Digest,
    },
    /// The person left: nobody signs in with it any more.
    Closed {},
}

impl EventData for AccountEvent {}

/// A second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// The digest of the shared secret.
    pub secret: Digest,
    /// Whether the person confirmed it: only then it is asked for.
    pub confirmed: bool,
    /// The time step of the last code that was used: it and all before it are no longer taken.
    pub last_step: i64,
    /// The digests of the recovery codes that are left.
    pub recovery: BTreeSet<Digest>,
}

/// An account as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The login name's salted digest.
    pub login: Digest,
    /// The digest of the password's hash.
    pub password: Digest,
    /// When the password was set.
    pub password_set_at: Timestamp,
    /// The second factor, confirmed or not.
    pub second_factor: Option<SecondFactor>,
    /// Whether the person left.
    pub closed: bool,
}

impl Aggregate for Account {
    type Id = AccountId;
    type Event = AccountEvent;
    const NOUN: &'static str = "account";

    fn create(_: AccountId, first: &Recorded<AccountEvent>) -> Result<Self, FoldError> {
        let AccountEvent::Opened { person, login, password } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { person: *person, login: *login, password: *password, password_set_at: first.at, second_factor: None, closed: false })
    }

    fn apply(&mut self, event: &Recorded<AccountEvent>) {
        match &event.event {
            AccountEvent::Opened { .. } => {}
            AccountEvent::LoginChanged { login } => self.login = *login,
            AccountEvent::PasswordChanged { password } => {
                self.password = *password;
                self.password_set_at = event.at;
            }
            AccountEvent::SecondFactorEnrolled { secret } => {
                let (secret, recovery) = (*secret, BTreeSet::new());
                self.second_factor = Some(SecondFactor { secret, confirmed: false, last_step: 0, recovery });
            }
            AccountEvent::SecondFactorConfirmed { step, recovery } => {
                if let Some(factor) = &mut self.second_factor {
                    factor.confirmed = true;
                    factor.last_step = *step;
                    factor.recovery.clone_from(recovery);
                }
            }
            AccountEvent::SecondFactorRemoved {} => self.second_factor = None,
            AccountEvent::CodeUsed { step } => {
                if let Some(factor) = &mut self.second_factor {
                    factor.last_step = *step;
                }
            }
            AccountEvent::RecoveryCodeUsed { code } => {
                if let Some(factor) = &mut self.second_factor {
                    factor.recovery.remove(code);
                }
            }
            AccountEvent::Closed {} => self.closed = true,
        }
    }
}

impl Account {
    /// Opens an account.
    ///
    /// # Errors
    /// [`SignInRefusal::Fold`], which is a defect.
    pub fn open(
        org: OrgId,
        id: AccountId,
        by: &By,
        person: PersonId,
        login: Digest,
        password: Digest,
    ) -> Result<Stream<Self>, SignInRefusal> {
        Ok(Stream::create(org, id, by, AccountEvent::Opened { person, login, password })?)
    }

    /// Sets another login name; the same digest records nothing.
    ///
    /// # Errors
    /// [`SignInRefusal::AccountClosed`].
    pub fn change_login(stream: &mut Stream<Self>, by: &By, login: Digest) -> Result<(), SignInRefusal> {
        stream.open_still()?;
        if stream.login != login {
            stream.record(by, AccountEvent::LoginChanged { login });
        }
        Ok(())
    }

    /// Sets another password.
    ///
    /// # Errors
    /// [`SignInRefusal::AccountClosed`].
    pub fn change_password(stream: &mut Stream<Self>, by: &By, password: Digest) -> Result<(), SignInRefusal> {
        stream.open_still()?;
        stream.record(by, AccountEvent::PasswordChanged { password });
        Ok(())
    }

    /// Shows a second factor to the person; one that was not confirmed is replaced.
    ///
    /// # Errors
    /// [`SignInRefusal::SecondFactorOn`] or [`SignInRefusal::AccountClosed`].
    pub fn enrol(stream: &mut Stream<Self>, by: &By, secret: Digest) -> Result<(), SignInRefusal> {
        stream.open_still()?;
        if stream.asks_for_code() {
            return Err(SignInRefusal::SecondFactorOn);
        }
        stream.record(by, AccountEvent::SecondFactorEnrolled { secret });
        Ok(())
    }

    /// Turns the second factor on, after the person gave the code of `step`.
    ///
    /// # Errors
    /// [`SignInRefusal::NoSecondFactor`], [`SignInRefusal::SecondFactorOn`] or [`SignInRefusal::AccountClosed`].
    pub fn confirm(stream: &mut Stream<Self>, by: &By, step: i64, recovery: BTreeSet<Digest>) -> Result<(), SignInRefusal> {
        stream.open_still()?;
        match &stream.second_factor {
            None => Err(SignInRefusal::NoSecondFactor),
            Some(factor) if factor.confirmed => Err(SignInRefusal::SecondFactorOn),
            Some(_) => {
                stream.record(by, AccountEvent::SecondFactorConfirmed { step, recovery });
                Ok(())
            }
        }
    }

    /// Turns the second factor off.
    ///
    /// # Errors
    /// [`SignInRefusal::NoSecondFactor`] or [`SignInRefusal::AccountClosed`].
    pub fn remove_second_factor(stream: &mut Stream<Self>, by: &By) -> Result<(), SignInRefusal> {
        stream.open_still()?;
        if stream.second_factor.is_none() {
            return Err(SignInRefusal::NoSecondFactor);
        }
        stream.record(by, AccountEvent::SecondFactorRemoved {});
        Ok(())
    }

    /// Takes the code of a time step: once, and none of an earlier step any more.
    ///
    /// # Errors
    /// [`SignInRefusal::CodeUsed`], [`SignInRefusal::NoSecondFactor`] or [`SignInRefusal::AccountClosed`].
    pub fn use_code(stream: &mut Stream<Self>, by: &By, step: i64) -> Result<(), SignInRefusal> {
        let factor = stream.confirmed_factor()?;
        if step <= factor.last_step {
            return Err(SignInRefusal::CodeUsed);
        }
        stream.record(by, AccountEvent::CodeUsed { step });
        Ok(())
    }

    /// Takes a recovery code, once.
    ///
    /// # Errors
    /// [`SignInRefusal::CodeWrong`] for one that is not among those left, [`SignInRefusal::NoSecondFactor`] or
    /// [`SignInRefusal::AccountClosed`].
    pub fn use_recovery_code(stream: &mut Stream<Self>, by: &By, code: Digest) -> Result<(), SignInRefusal> {
        let factor = stream.confirmed_factor()?;
        if !factor.recovery.contains(&code) {
            return Err(SignInRefusal::CodeWrong);
        }
        stream.record(by, AccountEvent::RecoveryCodeUsed { code });
        Ok(())
    }

    /// Closes it; one that was closed before stays as it is.
    pub fn close(stream: &mut Stream<Self>, by: &By) {
        if !stream.closed {
            stream.record(by, AccountEvent::Closed {});
        }
    }

    /// Whether signing in needs a code besides the password.
    #[must_use]
    pub fn asks_for_code(&self) -> bool {
        self.second_factor.as_ref().is_some_and(|factor| factor.confirmed)
    }

    fn confirmed_factor(&self) -> Result<&SecondFactor, SignInRefusal> {
        self.open_still()?;
        self.second_factor.as_ref().filter(|factor| factor.confirmed).ok_or(SignInRefusal::NoSecondFactor)
    }

    fn open_still(&self) -> Result<(), SignInRefusal> {
        if self.closed { Err(SignInRefusal::AccountClosed) } else { Ok(()) }
    }
}
