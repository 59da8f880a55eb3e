//! Break-glass: one person approves alone, and another looks at it later.

use super::RunSet;
use crate::{NewIds, Refusal, ReviewEvent, RunEvent, Voters, Why};
use dream_clock::Timestamp;
use dream_id::ReviewId;
use dream_ledger::{By, Digest};
use std::collections::BTreeSet;

/// An approval by one person alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakGlass {
    /// The review.
    pub review: ReviewId,
    /// The digest that the person has seen.
    pub seen: Digest,
    /// The body that says why.
    pub reason: Digest,
    /// Whether the access policy lets this person do it.
    pub permitted: bool,
    /// When another person must have looked at it.
    pub second_look_due: Timestamp,
}

/// What the other person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAgain {
    /// The review.
    pub review: ReviewId,
    /// Whether the approval was right; if not, it no longer stands.
    pub confirmed: bool,
    /// The body with their note; contesting needs one.
    pub note: Option<Digest>,
    /// The version of the access policy now.
    pub policy_version: Digest,
}

impl RunSet {
    /// Approves alone, outside the gate's rule; the review shows it, and owes a second look by another person.
    ///
    /// # Errors
    /// Not permitted, not a person, another digest, already decided, lapsed.
    pub fn break_glass(&mut self, act: &BreakGlass, voters: &Voters, by: &By) -> Result<(), Refusal> {
        let person = by.actor.person().ok_or(Refusal::NotAPerson { doing: "approve alone" })?;
        let id = act.review;
        let (index, review) = self.open_review(id, None, act.seen, by)?;
        if !act.permitted || !voters.is_active_human(person) {
            return Err(Refusal::BreakGlassNotPermitted { person });
        }
        if act.second_look_due <= by.at {
            return Err(Refusal::BadValue { what: "the second look", why: String::from("it is due before now") });
        }
        self.check_reviewable(index, review)?;
        let (digest, reason, second_look_due) = (act.seen, act.reason, act.second_look_due);
        self.on_review(id, by, ReviewEvent::GlassBroken { person, digest, reason, second_look_due });
        self.close_approved(index, id, vec![person], by);
        self.settle(by);
        Ok(())
    }

    /// Looks at a break-glass approval again. Contested, it no longer stands: its output is under review again, and everything
    /// that rests on it starts over, as in a rollback to its stage.
    ///
    /// # Errors
    /// Contested without a note, by the same person, by somebody the gate does not ask, or when no look is owed.
    pub fn second_look(&mut self, look: &LookAgain, voters: &Voters, by: &By, ids: &mut NewIds<'_>) -> Result<(), Refusal> {
        let person = by.actor.person().ok_or(Refusal::NotAPerson { doing: "take a second look" })?;
        let id = look.review;
        let review = self.review(id).ok_or(Refusal::UnknownReview { review: id })?;
        let glass = review.broken_glass.as_ref().filter(|_| review.owes_second_look()).ok_or(Refusal::NoSecondLook { review: id })?;
        if glass.person == person {
            return Err(Refusal::SecondLookBySame { review: id, person });
        }
        voters.eligible(review, person, None).map_err(|why| Refusal::NotEligible { review: id, person, why })?;
        let reason = match look.note {
            None if !look.confirmed => return Err(Refusal::CommentRequired),
            note => note,
        };
        let index = self.stage_index(review.stage)?;
        let stands = review.stands() && self.at(index)?.review == Some(id) && !self.run().is_cancelled();
        self.on_review(id, by, ReviewEvent::SecondLook { person, confirmed: look.confirmed, note: reason });
        if let Some(reason) = reason.filter(|_| !look.confirmed && stands) {
            let superseded = self.resets_for_rollback(index);
            let to = self.at(index)?.spec.name.clone();
            let event = RunEvent::RolledBack { to, superseded: self.names_of(&superseded), reason };
            self.streams.run.record(by, event);
            self.reset(&superseded, Why::Contested, by);
            self.review_again(index, Why::Contested, look.policy_version, by, ids)?;
        }
        self.settle(by);
        Ok(())
    }

    /// The reviews that owe a second look which is overdue at `now`.
    #[must_use]
    pub fn overdue_second_looks(&self, now: Timestamp) -> BTreeSet<ReviewId> {
        let overdue = |review: &&crate::Review| {
            review.owes_second_look() && review.broken_glass.as_ref().is_some_and(|glass| glass.second_look_due <= now)
        };
        self.reviews().filter(overdue).map(|review| review.id).collect()
    }
}
