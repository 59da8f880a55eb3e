//! Gates that too few people could satisfy as an organisation is now: the template is sound, and a run would wait until it expires.

use crate::{AccessRole, Gate, GateRule, Review, Template, Voter, Voters};
use std::fmt;

/// Too few people for a gate; [`Self::of_template`] and [`Self::of_review`] say what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage {
    /// The stage.
    pub stage: String,
    /// Whom the gate asks, how many of them, and whom it leaves out.
    pub gate: GateRule,
    /// How many different people can approve at most, as things are now; fewer than the quorum.
    pub can: u32,
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = self.gate.approvers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let people = match self.gate.quorum {
            1 => String::from("1 person"),
            quorum => format!("{quorum} different people"),
        };
        let can = match self.can {
            0 => String::from("nobody can"),
            can => format!("{can} can at most"),
        };
        let left_out = match (self.gate.exclude_requester, self.gate.exclude_author) {
            (true, true) => " (who started the run and who made the version may not)",
            (true, false) => " (who started the run may not)",
            (false, true) => " (who made the version may not)",
            (false, false) => "",
        };
        let stage = &self.stage;
        write!(f, "stage `{stage}` waits for the approval of {people} of {asked}, and as the organisation is now, {can}{left_out}")
    }
}

impl Shortage {
    /// In a sentence, for who writes or publishes the template.
    #[must_use]
    pub fn of_template(&self) -> String {
        format!("{self}: add members or give them such a role, or change the gate's approvers, quorum or exclusions")
    }

    /// In a sentence, for who looks at a review that waits.
    #[must_use]
    pub fn of_review(&self) -> String {
        format!("{self}: add members or give them such a role, or let a maintainer approve alone, with a second look later")
    }
}

/// The gates of `template` that too few people could satisfy, whoever starts the run. `projects` are the people as they are on each project that
/// a run may belong to: a gate that enough people of one of them could satisfy is none.
#[must_use]
pub fn shortages(template: &Template, projects: &[Voters]) -> Vec<Shortage> {
    let mut found = Vec::new();
    for stage in &template.stages {
        let Gate::People(gate) = &stage.gate else { continue };
        let can = projects.iter().map(|voters| voters.could_approve(gate)).max().unwrap_or(0);
        if can < gate.quorum {
            found.push(Shortage { stage: stage.name.clone(), gate: gate.clone(), can });
        }
    }
    found
}

impl Voters {
    /// Too few people for `review`, if so: those who approved and still count, and those who may decide and have not, do not make its quorum.
    /// A review that is closed waits for nobody.
    #[must_use]
    pub fn shortage(&self, review: &Review) -> Option<Shortage> {
        let used = |person| review.votes.iter().any(|vote| vote.person == person || vote.on_behalf_of == Some(person));
        // Whoever may decide for another may do so in place of them, and not besides: delegations add nobody.
        let open = self.people().filter(|&(person, voter)| decides(voter) && !used(person) && self.eligible(review, person, None).is_ok());
        let can = number(self.approved(review).len() + open.count());
        let short = review.is_open() && can < review.gate.quorum;
        short.then(|| Shortage { stage: review.stage_name.clone(), gate: review.gate.clone(), can })
    }

    /// How many people could approve at `gate`, when whoever starts the run is, if possible, none of them.
    fn could_approve(&self, gate: &GateRule) -> u32 {
        let asked = |person, voter: &Voter| decides(voter) && self.asked(gate, person).is_ok();
        let approvers = number(self.people().filter(|&(person, voter)| asked(person, voter)).count());
        let starts = |voter: &Voter| voter.human && voter.active && voter.role.is_some_and(|role| role != AccessRole::Viewer);
        let others_start = self.people().any(|(person, voter)| starts(voter) && !asked(person, voter));
        if gate.exclude_requester && !others_start { approvers.saturating_sub(1) } else { approvers }
    }
}

/// Whether the access policy lets them decide at all: a gate may name somebody whom it does not.
fn decides(voter: &Voter) -> bool {
    matches!(voter.role, Some(AccessRole::Owner | AccessRole::Maintainer | AccessRole::Reviewer))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
