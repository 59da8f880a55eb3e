//! Who may decide a review now: every member, held against the gate by the domain's own rule.

use dream_access::{Identity, Role, TokenScope};
use dream_app::{AppError, Op};
use dream_govern::{AccessRole, Review, RunSet, Voter, Voters};
use dream_id::{PersonId, TokenId, TypedId};
use dream_store::people;
use std::collections::{BTreeMap, BTreeSet};

/// The people who may decide `review`, with their own authority.
pub(super) async fn of(op: &Op, set: &RunSet, review: &Review) -> Result<Vec<PersonId>, AppError> {
    if !review.is_open() {
        return Ok(Vec::new());
    }
    let (org, project) = (set.org(), set.run().project);
    let mut reader = op.read().await?;
    let members = people::members(&mut reader, org).await?;
    let teams = people::teams(&mut reader, org).await?;
    let no_token = TokenId::from_parts(0, [0; 10]);
    let mut voters = Voters::new();
    for member in &members {
        let belongs = teams.iter().map(|(id, team)| (*id, team));
        let identity = Identity::of_member(org, no_token, TokenScope::all(), member, belongs);
        let own = teams.iter().filter(|(id, _)| identity.teams.contains(id));
        let voter = Voter {
            human: true,
            active: true,
            role: identity.effective(Some(project)).map(role),
            teams: own.flat_map(|(id, team)| [id.to_string(), team.name.clone()]).collect(),
            decides_for: BTreeSet::new(),
        };
        voters = voters.with(member.person, voter);
    }
    let people = members.iter().map(|member| member.person);
    Ok(people.filter(|person| voters.eligible(review, *person, None).is_ok()).collect())
}

fn role(role: Role) -> AccessRole {
    match role {
        Role::Owner => AccessRole::Owner,
        Role::Maintainer => AccessRole::Maintainer,
        Role::Reviewer => AccessRole::Reviewer,
        Role::Contributor => AccessRole::Contributor,
        Role::Viewer => AccessRole::Viewer,
    }
}

/// What the people are called.
pub(super) async fn names(op: &Op, people: Vec<PersonId>) -> Result<BTreeMap<PersonId, String>, AppError> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(people::names(&mut op.read().await?, op.org()?, &people).await?)
}
