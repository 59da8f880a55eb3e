//! Taking in what a source sends: verified, known again, and on disk before it is answered.

use super::watch::{Opened, Pace};
use crate::pairings::{self, Overheard};
use crate::service_plans::{self, PlanRefusal};
use crate::{App, AppError, discord_links, orgs};
use dream_access::DiscordAccount;
use dream_bridge::pairing::slack::{self, Asking};
use dream_bridge::service_plan::Month;
use dream_bridge::source::{Kind, Proof, Refusal, Request, Verified, payload, verify};
use dream_clock::Timestamp;
use dream_id::{ReceivedId, SourceId};
use dream_ledger::Digest;
use dream_store::received::{self, Raw, Received};
use std::time::Duration;

/// How often a request is looked at again when its source changed meanwhile.
const TRIES: u32 = 3;

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: ReceivedId,
    /// Whether it came before: then nothing new happens.
    pub repeated: bool,
    /// The source's kind, whose senders may expect a certain answer.
    pub kind: Kind,
    /// How much more the source may send.
    pub pace: Option<Pace>,
    /// What the sender wants given back, which proves that somebody listens here; then nothing was kept.
    pub challenge: Option<String>,
    /// What whoever asked is told, and nobody else; then nothing was kept.
    pub told: Option<String>,
}

/// Why something was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// There is no such source, or it is at another address. Which of the two is not said.
    #[error("there is nothing at this address; copy it again from where the source was made")]
    Nowhere,
    /// Its proof or its payload was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nothing of this source is taken now.
    #[error("this source is disabled; enable it with `dreamos bridge source enable`")]
    Disabled,
    /// The source sends too much.
    #[error("this source sends more than {per_minute} events a minute; send less, or raise its rate")]
    TooOften {
        /// How many it may send.
        per_minute: u32,
        /// After how long the next may come.
        retry_after: Duration,
    },
    /// Nothing is done for the source's organisation now. Why is not for senders.
    #[error("the organisation of this source is suspended, and nothing is taken in for it; keep what you have to say, and try again later")]
    Suspended,
    /// The organisation's plan takes no more this month.
    #[error("{refusal}")]
    PlanUsed {
        /// What the plan says.
        refusal: PlanRefusal,
        /// How long the month is.
        month: Duration,
        /// After how long the next one begins.
        retry_after: Duration,
    },
    /// It could not be kept.
    #[error(transparent)]
    Failed(#[from] AppError),
}

impl NotTaken {
    /// The code that the sender is answered with; `None` when it is our own failure.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Nowhere => Some("no_such_route"),
            Self::Refused(refusal) => Some(refusal.code()),
            Self::Disabled => Some("source_disabled"),
            Self::TooOften { .. } => Some("rate_limited"),
            Self::Suspended => Some("organisation_suspended"),
            Self::PlanUsed { refusal, .. } => Some(refusal.code()),
            Self::Failed(_) => None,
        }
    }
}

/// Notes that a request for `source` was refused before it was looked at: it is larger than anything that is taken, or did not arrive whole.
pub async fn unread(app: &App, source: &str, code: &'static str, why: &str) {
    let Ok(id) = source.parse::<SourceId>() else { return };
    // Only sources that there are are counted. When that cannot be known now, the sender is answered all the same.
    if let Ok(Some(source)) = app.gate().open(app, id).await {
        app.gate().refusals().count(&source, code, why, app.now());
    }
}

/// Takes in one request for `source`. When it returns, what was sent is on disk.
///
/// # Errors
/// [`NotTaken`]; then nothing was kept.
pub async fn receive(app: &App, source: &str, request: &Request<'_>) -> Result<Taken, NotTaken> {
    let mut tries = 1;
    loop {
        match once(app, source, request).await {
            Err(NotTaken::Failed(error)) if error.is_retryable() && tries < TRIES => tries += 1,
            Ok(None) if tries < TRIES => tries += 1,
            Ok(None) => return Err(NotTaken::Nowhere),
            Ok(Some(taken)) => return Ok(taken),
            Err(error) => return Err(error),
        }
    }
}

/// Looks at a request once; `None` when the source has changed meanwhile.
async fn once(app: &App, source: &str, request: &Request<'_>) -> Result<Option<Taken>, NotTaken> {
    let found = match source.parse::<SourceId>() {
        Ok(id) => app.gate().open(app, id).await?,
        Err(_) => None,
    };
    let Some(source) = found else {
        // The same work as for a wrong secret in the address of a source that exists.
        std::hint::black_box(Digest::of(request.path_secret.unwrap_or_default().as_bytes()));
        return Err(NotTaken::Nowhere);
    };
    let taken = judged(app, &source, request).await;
    if let Err(not_taken) = &taken {
        app.gate().refusals().note(&source, not_taken, app.now());
    }
    taken
}

/// Looks at a request for `source`, as it is known here; `None` when it has changed meanwhile.
async fn judged(app: &App, source: &Opened, request: &Request<'_>) -> Result<Option<Taken>, NotTaken> {
    let now = app.now();
    let verified = match verify(source.kind, &source.proof, &source.keys, request, now) {
        Ok(verified) if !source.disabled => verified,
        // It may have been rotated or enabled by another process meanwhile.
        _ if !still(app, source).await? => return Ok(None),
        Ok(_) => return Err(NotTaken::Disabled),
        Err(refusal) => return Err(hidden(source, refusal)),
    };
    let pace = match app.gate().let_pass(source, now) {
        Ok(pace) => pace,
        Err(retry_after) => {
            let same = still(app, source).await?;
            return if same { Err(NotTaken::TooOften { per_minute: source.per_minute, retry_after }) } else { Ok(None) };
        }
    };
    if orgs::standing(app, source.org).await?.suspended.is_some() {
        return Err(NotTaken::Suspended);
    }
    if let Err(refusal) = service_plans::intake(app, source.org, now).await? {
        let month = Month::of(now);
        return Err(NotTaken::PlanUsed { refusal, month: month.length(), retry_after: month.left(now) });
    }
    // Read once here, so that what cannot be read is refused to its sender and not found out later.
    let payload = payload(source.kind, request).map_err(Refusal::from)?;
    let signed_by_slack = source.kind == Kind::Slack && matches!(source.proof, Proof::Signature { .. });
    if let Some(challenge) = slack::challenge(&payload).filter(|_| signed_by_slack) {
        let id = app.store.new_id();
        return Ok(Some(Taken { id, repeated: false, kind: source.kind, pace: Some(pace), challenge: Some(challenge), told: None }));
    }
    if let Some(asking) = slack::asking(&payload).filter(|_| signed_by_slack) {
        let taken = give_code(app, source, &verified, asking, now).await?;
        return Ok(Some(Taken { pace: Some(pace), ..taken }));
    }
    let overheard = if signed_by_slack { pairings::overhear(app, source.org, source.id, &payload).await? } else { None };
    let taken = keep(app, source, request, (&verified, overheard.as_ref()), now).await?;
    Ok(taken.map(|taken| Taken { pace: Some(pace), ..taken }))
}

/// A wrong secret in the address is no such address.
fn hidden(source: &Opened, refusal: Refusal) -> NotTaken {
    match refusal {
        Refusal::Wrong if source.proof == Proof::Path => NotTaken::Nowhere,
        refusal => NotTaken::Refused(refusal),
    }
}

/// Whether the source is still what is known of it; if not, that is forgotten.
async fn still(app: &App, source: &Opened) -> Result<bool, AppError> {
    let mut reader = app.store.read().await?;
    let version = received::source_version(&mut reader, app.system, &source.id.to_string()).await?;
    Ok(same(app, source, version))
}

fn same(app: &App, source: &Opened, version: Option<i64>) -> bool {
    let same = version.and_then(|version| u64::try_from(version).ok()) == Some(source.version);
    if !same {
        app.gate().forget(source.id);
    }
    same
}

async fn keep(
    app: &App,
    source: &Opened,
    request: &Request<'_>,
    (verified, overheard): (&Verified, Option<&Overheard>),
    now: Timestamp,
) -> Result<Option<Taken>, NotTaken> {
    let (row, raw) = row(app, source, request, verified, now)?;
    let mut tx = app.store.begin().await.map_err(AppError::from)?;
    let version = received::source_version(&mut tx, app.system, &row.source).await.map_err(AppError::from)?;
    if !same(app, source, version) {
        return Ok(None);
    }
    let (keys, until) = (verified.replay.texts(), now.plus(verified.replay.remember));
    for key in &keys {
        if !tx.remember_delivery(&row.source, key, row.id, (now, until)).await.map_err(AppError::from)? {
            // By this key alone: the keys before it were remembered for this very request. Nothing of this unit happens, and what it saw is
            // waited for, since the answer rests on it.
            let before = received::seen(&mut tx, &row.source, std::slice::from_ref(key), now).await.map_err(AppError::from)?;
            tx.abandon().await.map_err(AppError::from)?;
            let id = before.unwrap_or(row.id);
            return Ok(Some(Taken { id, repeated: true, kind: source.kind, pace: None, challenge: None, told: None }));
        }
    }
    tx.receive(&row, &raw).await.map_err(AppError::from)?;
    if let Some(overheard) = overheard {
        pairings::keep_overheard(app, &mut tx, source.org, (source.id, row.id), overheard).await?;
    }
    tx.commit().await.map_err(AppError::from)?;
    Ok(Some(Taken { id: row.id, repeated: false, kind: source.kind, pace: None, challenge: None, told: None }))
}

/// Gives somebody in Slack a code to link their account with. A command that is sent again is given none: whoever sends it may be somebody else.
async fn give_code(app: &App, source: &Opened, verified: &Verified, asking: Asking, now: Timestamp) -> Result<Taken, NotTaken> {
    let (id, until) = (app.store.new_id(), now.plus(verified.replay.remember));
    let taken = |repeated, told| Taken { id, repeated, kind: source.kind, pace: None, challenge: None, told };
    let mut tx = app.store.begin().await.map_err(AppError::from)?;
    for key in &verified.replay.texts() {
        if !tx.remember_delivery(&source.id.to_string(), key, id, (now, until)).await.map_err(AppError::from)? {
            tx.abandon().await.map_err(AppError::from)?;
            return Ok(taken(true, None));
        }
    }
    tx.commit().await.map_err(AppError::from)?;
    let account = DiscordAccount { id: asking.account, name: asking.name };
    let code = discord_links::request(app, source.org, &account).await?;
    let text = format!(
        "Your code is `{0}`. Sign in, and confirm it within ten minutes: `dreamos bridge link {0}`, or in the control room. What you write here \
         then stands under your name. Never confirm a code that somebody else gave you.",
        code.text.expose()
    );
    Ok(taken(false, Some(text)))
}

fn row(app: &App, source: &Opened, request: &Request<'_>, verified: &Verified, now: Timestamp) -> Result<(Received, Raw), AppError> {
    // What its meaning depends on. Nothing that proves anything is kept.
    let means =
        |name: &str| name.eq_ignore_ascii_case("content-type") || name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("ce-"));
    let head: Vec<&(&str, &str)> = request.headers.iter().filter(|(name, _)| means(name)).take(64).collect();
    let head = serde_json::to_string(&head).map_err(|error| AppError::internal("writing headers", error))?;
    let row = Received {
        id: app.store.new_id(),
        org: source.org,
        source: source.id.to_string(),
        source_name: source.name.clone(),
        kind: source.kind.name().to_owned(),
        received_at: now,
        event_type: verified.event_type.clone(),
        again_of: None,
        size: u64::try_from(request.body.len()).unwrap_or(u64::MAX),
        planned_at: None,
        events: 0,
        messages: 0,
        trace: None,
    };
    Ok((row, Raw { head, body: request.body.to_vec() }))
}
