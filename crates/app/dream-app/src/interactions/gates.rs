//! Reviews, in Discord: shown with what they are about, and decided on exactly what was shown.

use super::reply::{MOST_LINES, Reply};
use crate::reviews::{self, Cast, ReviewFilter, WhyNot};
use crate::{AppError, Kind, Op, constraints, gate_posts, words};
use dream_bridge::discord::interaction::{GateAct, Press};
use dream_bridge::discord::{markdown::escape, stamp};
use dream_bridge::message::GateRef;
use dream_govern::{ConstraintScope, Review, Verdict};
use dream_id::{Limit, ReviewId};
use dream_ledger::Digest;

/// The reviews that wait.
pub(super) async fn list(op: &Op) -> Result<Reply, AppError> {
    let waiting = ReviewFilter { status: Some("waiting".to_owned()), run: None };
    let page = reviews::list(op, waiting, None, Limit::new(MOST_LINES)).await?;
    let all: Vec<&Review> = page.items.iter().map(|review| &**review).collect();
    let titles = reviews::titles(&mut op.read().await?, op.scope(), &all).await?;
    let line = |(review, title): (&&Review, &String)| {
        format!("**{}** `{}`, {}, asked {}", escape(title), review.id, words::risk(review.risk), stamp(review.requested_at, "R"))
    };
    let lines: Vec<String> = all.iter().zip(&titles).map(line).collect();
    Ok(Reply::listed("Reviews that wait", &lines, page.next.is_some(), "Nothing waits for anybody."))
}

/// One review, with its files and buttons.
pub(super) async fn show(op: &Op, review: ReviewId) -> Result<Reply, AppError> {
    let detail = reviews::find(op, review).await?;
    let found = detail.review()?;
    let why_not = match &detail.why_not {
        None if !found.is_open() => "It is over.".to_owned(),
        None => "You may decide it.".to_owned(),
        Some(WhyNot::Forbidden(why)) => format!("You may not decide it: {}", escape(why)),
        Some(WhyNot::Ineligible(why)) => format!("You may not decide it: {}", escape(&why.to_string())),
    };
    let gate = GateRef { review, digest: found.digest };
    let title = title(op, found).await?;
    let until = if found.is_open() { format!(", to be decided {}", stamp(found.expires_at, "R")) } else { String::new() };
    Ok(Reply::said(format!("**{}**: {}{until}. {why_not}", escape(&title), words::decision(found))).showing(gate))
}

/// What people call what is under review.
async fn title(op: &Op, review: &Review) -> Result<String, AppError> {
    Ok(reviews::titles(&mut op.read().await?, op.scope(), &[review]).await?.pop().unwrap_or_default())
}

/// What a button or its form asks for, on the digest that its message showed.
pub(super) async fn act(op: &Op, press: Press, text: Option<String>) -> Result<Reply, AppError> {
    decided(op, press, text).await
}

/// What a command asks for: on the digest that it names, or else on what is under review now.
pub(super) async fn command(
    op: &Op,
    review: ReviewId,
    (act, digest): (GateAct, Option<Digest>),
    text: Option<String>,
) -> Result<Reply, AppError> {
    let digest = match digest {
        Some(digest) => digest,
        None => reviews::find(op, review).await?.review()?.digest,
    };
    decided(op, Press { act, gate: GateRef { review, digest } }, text).await
}

async fn decided(op: &Op, press: Press, text: Option<String>) -> Result<Reply, AppError> {
    match decide(op, press, text).await {
        // What was decided on is no longer what is under review: both digests are said, and the new version is shown.
        Err(error) if error.code == "stale_digest" => {
            let now = reviews::find(op, press.gate.review).await?.review()?.digest;
            Ok(Reply::refused(&error).showing(GateRef { review: press.gate.review, digest: now }))
        }
        other => other,
    }
}

async fn decide(op: &Op, press: Press, text: Option<String>) -> Result<Reply, AppError> {
    let GateRef { review, digest } = press.gate;
    let verdict = match press.act {
        GateAct::Approve => {
            only_what_was_shown_whole(op, press.gate).await?;
            Verdict::Approve
        }
        GateAct::RequestChanges => Verdict::RequestChanges,
        GateAct::Regenerate => Verdict::Regenerate,
        GateAct::Reject => Verdict::Reject,
        GateAct::Constrain => return constrain(op, press.gate, text.unwrap_or_default()).await,
    };
    let cast =
        Cast { review, verdict, seen: digest, on_behalf_of: None, comment: text, model: None, constraints: Vec::new(), drafts: Vec::new() };
    let voted = reviews::vote(op, cast).await?;
    Ok(Reply::said(match (voted.approvals, voted.quorum) {
        (Some(approvals), Some(quorum)) => format!("Your vote counts: {approvals} of {quorum} approvals."),
        _ => ended(op, review).await?,
    }))
}

/// What is under review, and how its review has ended.
async fn ended(op: &Op, review: ReviewId) -> Result<String, AppError> {
    let detail = reviews::find(op, review).await?;
    let found = detail.review()?;
    Ok(format!("**{}**: {}.", escape(&title(op, found).await?), words::decision(found)))
}

async fn constrain(op: &Op, gate: GateRef, text: String) -> Result<Reply, AppError> {
    let run = reviews::find(op, gate.review).await?.set.run().id;
    let new = constraints::NewConstraint { scope: ConstraintScope::Run { run }, text, rules: Vec::new() };
    reviews::constrain(op, gate.review, gate.digest, vec![new]).await?;
    Ok(Reply::said("The constraint binds whatever starts from now on; the review stays open."))
}

/// Nobody approves from Discord what a message of Discord cannot show.
async fn only_what_was_shown_whole(op: &Op, gate: GateRef) -> Result<(), AppError> {
    let detail = reviews::find(op, gate.review).await?;
    let found = detail.review()?;
    if found.digest != gate.digest || gate_posts::shown_whole(op.app(), op.org()?, found).await? {
        return Ok(());
    }
    let message = format!(
        "what is under review cannot be shown whole in Discord; look at it and approve it in the control room, at {}",
        gate_posts::place(op.app(), gate.review)
    );
    Err(AppError::new(Kind::Conflict, "gate_not_shown_whole", message))
}
