//! A review as people see it: everything that a decision needs.

use crate::commands::constraint::rules;
use crate::context::Context;
use crate::printer::{Cell, Paint, Style, Table, fields};
use dream_api::{ArtifactRef, Check, Constraint, Decider, Provenance, ReviewDetail, ReviewStatus, Vote};

/// The colour of a review's status.
pub(crate) fn paint(status: ReviewStatus) -> Paint {
    match status {
        ReviewStatus::Waiting => Paint::Attention,
        ReviewStatus::Approved => Paint::Good,
        ReviewStatus::Rejected => Paint::Bad,
        ReviewStatus::ChangesRequested | ReviewStatus::Regenerate => Paint::Warning,
        ReviewStatus::Expired | ReviewStatus::Withdrawn | ReviewStatus::Unknown => Paint::Faint,
    }
}

/// The whole review.
pub(crate) fn detail(style: &Style, detail: &ReviewDetail) -> String {
    let mut blocks = vec![head(style, detail), artifacts(style, &detail.artifacts)];
    if !detail.checks.is_empty() {
        blocks.push(checks(style, &detail.checks));
    }
    if !detail.votes.is_empty() {
        blocks.push(votes(style, &detail.votes));
    }
    if !detail.constraints.is_empty() {
        blocks.push(constraints(style, &detail.constraints));
    }
    blocks.join("\n\n")
}

fn head(style: &Style, detail: &ReviewDetail) -> String {
    let (review, gate) = (&detail.review, &detail.gate);
    let waits = review.status == ReviewStatus::Waiting;
    let people: Vec<&str> = detail.may_decide.iter().map(|Decider { name, .. }| name.as_str()).collect();
    let nobody = people.is_empty() && waits;
    let people = if nobody { "nobody now".to_owned() } else { people.join(", ") };
    let you = if detail.you.may_decide {
        "may decide".to_owned()
    } else {
        format!("may not decide: {}", detail.you.why_not.as_deref().unwrap_or("no reason given"))
    };
    let excluded = match (gate.exclude_requester, gate.exclude_author) {
        (true, true) => "; not who asked for the run, nor who made this",
        (true, false) => "; not who asked for the run",
        (false, true) => "; not who made this",
        (false, false) => "",
    };
    let broken = detail.broken_glass.as_ref().map(|glass| {
        let look = glass.second_look.clone().unwrap_or_else(|| format!("second look due {}", style.time(glass.second_look_due)));
        format!("{} approved alone: {} ({look})", glass.person, glass.reason)
    });
    let pairs = [
        ("review", Cell::new(review.id)),
        ("status", Cell::painted(review.status, paint(review.status))),
        ("run", Cell::new(review.run)),
        ("stage", Cell::new(format!("{} (attempt {})", review.stage, review.attempt))),
        ("digest", Cell::painted(&review.digest, Paint::Strong)),
        ("made with", Cell::new(made_with(&detail.provenance))),
        ("risk", Cell::new(review.risk)),
        ("asked", Cell::new(style.time(review.requested_at))),
        ("expires", Cell::maybe(review.expires_at.filter(|_| waits).map(|at| style.time(at)))),
        ("decided", Cell::maybe(review.decided_at.map(|at| style.time(at)))),
        ("decided by", Cell::maybe(decided_by(detail))),
        ("gate", Cell::new(format!("{} of {}{excluded}", gate.quorum, gate.approvers.join(", ")))),
        ("missing", Cell::maybe(waits.then(|| format!("{} to approve", detail.approvals_missing)))),
        ("who may", Cell::new(people)),
        ("too few", detail.shortage.as_ref().map_or_else(|| Cell::new(""), |why| Cell::painted(why, Paint::Warning))),
        ("you", Cell::new(you)),
        ("effect", Cell::maybe(waits.then_some(&detail.approving_starts))),
        ("emergency", Cell::maybe(broken)),
    ];
    fields(style, &pairs)
}

/// The name of whoever decided, where they voted, and else their id.
fn decided_by(detail: &ReviewDetail) -> Option<String> {
    let person = detail.review.decided_by?;
    let vote = detail.votes.iter().find(|vote| vote.person == person);
    Some(vote.map_or_else(|| person.to_string(), |vote| vote.name.clone()))
}

/// The models that made what is under review, what they read and wrote, and what they cost.
fn made_with(provenance: &Provenance) -> String {
    let Provenance { models, calls, input_tokens, output_tokens, cost_usd, .. } = provenance;
    if *calls == 0 {
        return "no recorded call to a model".to_owned();
    }
    let calls = if *calls == 1 { "1 call".to_owned() } else { format!("{calls} calls") };
    format!("{}: {calls}, {input_tokens} tokens in, {output_tokens} out, {cost_usd} USD", models.join(", "))
}

fn artifacts(style: &Style, artifacts: &[ArtifactRef]) -> String {
    let row = |artifact: &ArtifactRef| {
        vec![Cell::new(&artifact.name), Cell::new(format!("{}@{}", artifact.id, artifact.version)), Cell::digest(&artifact.digest)]
    };
    Table::of(&["ARTIFACT", "VERSION", "DIGEST"], artifacts, row).render(style)
}

fn checks(style: &Style, checks: &[Check]) -> String {
    let row = |check: &Check| {
        let result = if check.passed { Cell::painted("passed", Paint::Good) } else { Cell::painted("failed", Paint::Bad) };
        vec![Cell::new(&check.name), result, Cell::new(check.failures.join(" "))]
    };
    Table::of(&["CHECK", "RESULT", "FOUND"], checks, row).render(style)
}

fn votes(style: &Style, votes: &[Vote]) -> String {
    let row = |vote: &Vote| {
        let who = vote.on_behalf_of.map_or_else(|| vote.name.clone(), |person| format!("{} for {person}", vote.name));
        vec![Cell::new(who), Cell::new(&vote.verdict), Cell::new(style.time(vote.at)), Cell::opt(vote.comment.as_ref())]
    };
    Table::of(&["WHO", "SAID", "WHEN", "COMMENT"], votes, row).render(style)
}

fn constraints(style: &Style, constraints: &[Constraint]) -> String {
    let row = |constraint: &Constraint| vec![Cell::new(constraint.id), rules::cell(&constraint.rules), Cell::new(&constraint.text)];
    Table::of(&["CONSTRAINT", "RULES", "TEXT"], constraints, row).render(style)
}

/// Says how to read what is under review, and how to decide.
pub(crate) fn note_next(context: &Context, detail: &ReviewDetail) {
    let review = &detail.review;
    if review.status == ReviewStatus::Expired {
        context.printer.note(&format!("next: dreamos review ask-again {}", review.id));
    }
    if review.status != ReviewStatus::Waiting {
        return;
    }
    for artifact in &detail.artifacts {
        context.printer.note(&format!("read:  dreamos artifact get {}@{} --output {}", artifact.id, artifact.version, artifact.name));
    }
    if detail.you.may_decide {
        context.printer.note(&format!("next:  dreamos review approve {} --digest {}", review.id, review.digest));
        context.printer.note(&format!("or:    dreamos review request-changes {} --comment TEXT", review.id));
    }
    if detail.shortage.is_some() {
        context.printer.note(&format!("alone: dreamos review break-glass {} --digest {} --reason TEXT", review.id, review.digest));
    }
}
