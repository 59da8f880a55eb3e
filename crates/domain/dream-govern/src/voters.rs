//! Who may decide now: what the caller knows of people at the moment of a decision, and who of them a gate asks.

use crate::{AccessRole, Approver, GateRule, Ineligible, Review, Vote};
use dream_id::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// The people of a project as they are at the moment of a decision. Whoever is not in it may decide nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voters {
    people: BTreeMap<PersonId, Voter>,
}

/// One person at the moment of a decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voter {
    /// Whether this is a human being; bots never count.
    pub human: bool,
    /// Whether they are an active member of the organisation.
    pub active: bool,
    /// Their role on the project.
    pub role: Option<AccessRole>,
    /// The names and the ids of their teams, as gates may write either.
    pub teams: BTreeSet<String>,
    /// The people for whom they may decide now, by delegations that hold for this project.
    pub decides_for: BTreeSet<PersonId>,
}

impl Voters {
    /// Nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With `person` as they are now.
    #[must_use]
    pub fn with(mut self, person: PersonId, voter: Voter) -> Self {
        self.people.insert(person, voter);
        self
    }

    /// Everybody who is known, and as what.
    pub(crate) fn people(&self) -> impl Iterator<Item = (PersonId, &Voter)> {
        self.people.iter().map(|(person, voter)| (*person, voter))
    }

    /// The person, if known and counting: human and active.
    fn counting(&self, person: PersonId) -> Option<&Voter> {
        self.people.get(&person).filter(|voter| voter.human && voter.active)
    }

    /// What makes `person` somebody that the gate asks, in the gate's own words.
    ///
    /// # Errors
    /// [`Ineligible`] when they are none.
    pub(crate) fn asked(&self, gate: &GateRule, person: PersonId) -> Result<Vec<String>, Ineligible> {
        let voter = self.counting(person).ok_or(Ineligible::NotActive)?;
        let matches = |approver: &&Approver| match approver {
            Approver::Role(role) => voter.role == Some(*role),
            Approver::Team(team) => voter.teams.contains(team),
            Approver::Person(named) => *named == person,
        };
        let roles: Vec<String> = gate.approvers.iter().filter(matches).map(Approver::to_string).collect();
        if roles.is_empty() { Err(Ineligible::NotAsked) } else { Ok(roles) }
    }

    /// Whether `person` may decide `review`, with their own authority or that of `on_behalf_of`; says through what.
    ///
    /// # Errors
    /// [`Ineligible`] with the first reason why not.
    pub fn eligible(&self, review: &Review, person: PersonId, on_behalf_of: Option<PersonId>) -> Result<Vec<String>, Ineligible> {
        let voter = self.counting(person).ok_or(Ineligible::NotActive)?;
        if on_behalf_of.is_some_and(|principal| principal == person || !voter.decides_for.contains(&principal)) {
            return Err(Ineligible::NoDelegation);
        }
        not_excluded(review, person)?;
        if let Some(principal) = on_behalf_of {
            not_excluded(review, principal).map_err(|_| Ineligible::Principal)?;
        }
        self.asked(&review.gate, on_behalf_of.unwrap_or(person))
    }

    /// Who approved exactly what is under review and may still decide it now.
    pub(crate) fn approved(&self, review: &Review) -> BTreeSet<PersonId> {
        let still = |vote: &&Vote| {
            vote.approves()
                && vote.digest == review.digest
                && vote.nonce == review.nonce
                && self.eligible(review, vote.person, vote.on_behalf_of).is_ok()
        };
        review.votes.iter().filter(still).map(|vote| vote.person).collect()
    }

    /// Whether `person` is an active human member.
    #[must_use]
    pub fn is_active_human(&self, person: PersonId) -> bool {
        self.counting(person).is_some()
    }
}

/// Whether the gate excludes `person` as the requester or an author.
fn not_excluded(review: &Review, person: PersonId) -> Result<(), Ineligible> {
    if review.gate.exclude_requester && review.requester == person {
        return Err(Ineligible::Requester);
    }
    if review.gate.exclude_author && review.author_people().any(|author| author == person) {
        return Err(Ineligible::Author);
    }
    Ok(())
}
