//! What the caller chose to be told of, how, and where to.

use super::{HOOK, MAIL};
use crate::{AppError, Command, Op, secrets};
use dream_access::{Action, NotificationChoices, NotificationSettings, NotificationWay};
use dream_ledger::Digest;
use dream_secret::Secret;
use dream_store::{Unit, notifications};
use serde::Serialize;

/// The longest address, in bytes.
const LONGEST: usize = 2_000;
/// The longest mail address, in bytes.
const LONGEST_MAIL: usize = 254;

/// Where messages to a person go. Kept sealed, beside the ledger.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// Their mail.
    pub mail: Option<String>,
    /// Their own receiver of requests: it may hold a secret.
    pub hook: Option<Secret>,
}

/// What a person chose, with their addresses.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The choices.
    pub choices: NotificationChoices,
    /// The addresses.
    pub addresses: Addresses,
}

/// What the caller chose, or what is usual.
pub async fn settings(op: &Op) -> Result<Chosen, AppError> {
    op.allow(Action::NotificationRead, None)?;
    let (org, mut reader) = (op.org()?, op.read().await?);
    let Some(found) = notifications::settings_of(&mut reader, org, op.person()?).await? else {
        return Ok(Chosen { choices: NotificationChoices::default(), addresses: Addresses::default() });
    };
    let owner = found.id().to_string();
    let mail = secrets::open_in(op.app(), &mut reader, org, &owner, MAIL).await?.map(|mail| mail.expose().to_owned());
    let hook = secrets::open_in(op.app(), &mut reader, org, &owner, HOOK).await?;
    Ok(Chosen { choices: found.choices.clone(), addresses: Addresses { mail, hook } })
}

/// Chooses anew: nothing of the choice before stays but an address that `addresses` says nothing of, which is removed.
///
/// # Errors
/// `invalid_zone`, `invalid_quiet_hours`, `invalid_mail`, `invalid_address`, `invalid_reminder`.
pub async fn choose(op: &Op, mut choices: NotificationChoices, addresses: Addresses) -> Result<(), AppError> {
    choices.check().map_err(|error| AppError::invalid("invalid_quiet_hours", error.to_string()))?;
    if choices.remind_hours.is_some_and(|hours| !(1..=720).contains(&hours)) {
        return Err(AppError::invalid("invalid_reminder", "a reminder comes after 1 to 720 hours; leave it out for none"));
    }
    check(&addresses)?;
    let ways = [(NotificationWay::Mail, addresses.mail.is_some()), (NotificationWay::Hook, addresses.hook.is_some())];
    choices.set_up = ways.into_iter().filter(|(_, there)| *there).map(|(way, _)| way).collect();
    let seal = |text: &str| Digest::of(text.as_bytes());
    let marks = (addresses.mail.as_deref().map(seal), addresses.hook.as_ref().map(|hook| seal(hook.expose())));
    op.run(&Choose { choices, marks, addresses }).await
}

fn check(addresses: &Addresses) -> Result<(), AppError> {
    if let Some(mail) = &addresses.mail {
        let parts = mail.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
        if !parts || mail.len() > LONGEST_MAIL || mail.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err(AppError::invalid("invalid_mail", "a mail address looks like name@example.org; leave it out for none"));
        }
    }
    if let Some(hook) = &addresses.hook {
        let fits = hook.expose().starts_with("https://") && hook.expose().len() <= LONGEST;
        if !fits || hook.expose().chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err(AppError::invalid("invalid_address", "an address for requests begins with https://; leave it out for none"));
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Choose {
    choices: NotificationChoices,
    /// Digests of the addresses: what tells this choice from another under the same key.
    marks: (Option<Digest>, Option<Digest>),
    #[serde(skip)]
    addresses: Addresses,
}

impl Command for Choose {
    const NAME: &'static str = "notification.choose";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::NotificationChoose, None)?;
        let (org, person, by) = (op.org()?, op.person()?, op.by());
        let mut found = match notifications::settings_of(tx, org, person).await? {
            Some(mut found) => {
                NotificationSettings::change(&mut found, &by, self.choices.clone());
                found
            }
            None => NotificationSettings::choose(org, op.app().store.new_id(), &by, person, self.choices.clone())?,
        };
        let owner = found.id().to_string();
        tx.save(&mut found).await?;
        secrets::forget(tx, org, &owner).await?;
        if let Some(mail) = &self.addresses.mail {
            secrets::seal(op.app(), tx, org, &owner, MAIL, &Secret::new(mail.as_str())).await?;
        }
        if let Some(hook) = &self.addresses.hook {
            secrets::seal(op.app(), tx, org, &owner, HOOK, hook).await?;
        }
        Ok(())
    }
}
