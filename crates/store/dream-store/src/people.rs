//! Queries about people: who a token belongs to, with which roles, and who may vote.

use crate::{Filter, Query, StoreError, noun};
use dream_access::{Delegation, Identity, Member, Scopes, Team, Token};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, ProjectId, Scope, TeamId};
use dream_ledger::{Credential, Stream};
use dream_sql::{Sql, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many names one statement asks for.
const NAMES: usize = 50;

/// The membership of `person`, unless they were removed.
pub async fn member_of<Q: Query>(q: &mut Q, org: OrgId, person: PersonId) -> Result<Option<Stream<Member>>, StoreError> {
    let filter = Filter::default().eq("person", person.to_string()).eq("removed", false);
    Ok(noun::list::<Member, Q>(q, Scope::Org(org), &filter).await?.into_iter().next())
}

/// Everybody who belongs to the organisation now.
pub async fn members<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<Stream<Member>>, StoreError> {
    noun::list(q, Scope::Org(org), &Filter::default().eq("removed", false)).await
}

/// What each of `persons` is called. Somebody whom the organisation does not know is left out.
pub async fn names<Q: Query>(q: &mut Q, org: OrgId, persons: &[PersonId]) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let persons: Vec<PersonId> = persons.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut names = BTreeMap::new();
    for batch in persons.chunks(NAMES) {
        // Filled up with the last one, so that there are two statements to prepare, and not one for each number.
        let places = if batch.len() == 1 { 1 } else { NAMES };
        let ids = batch.iter().chain(batch.last().into_iter().cycle()).take(places);
        let mut params = vec![Value::from(org.to_string())];
        params.extend(ids.map(|id| Value::from(id.to_string())));
        let places: Vec<String> = (0..places).map(|place| format!("${}", place + 2)).collect();
        let sql = Sql::owned(format!("SELECT id, name FROM persons WHERE org = $1 AND id IN ({})", places.join(", ")));
        for row in q.rows(&sql, &params).await? {
            let column = StoreError::sql("reading names");
            let text = row.text(0).map_err(&column)?;
            let id = text.parse().map_err(|error| StoreError::damaged("persons", text, error))?;
            names.insert(id, row.text(1).map_err(&column)?.to_owned());
        }
    }
    Ok(names)
}

/// The organisation's teams.
pub async fn teams<Q: Query>(q: &mut Q, org: OrgId) -> Result<Vec<(TeamId, Team)>, StoreError> {
    let teams: Vec<Stream<Team>> = noun::list(q, Scope::Org(org), &Filter::default()).await?;
    Ok(teams.into_iter().map(|team| (team.id(), team.state().clone())).collect())
}

/// Who a token stands for, with all roles as they are now; `None` when the person no longer belongs to the organisation.
pub async fn identity_of<Q: Query>(q: &mut Q, token: &Stream<Token>) -> Result<Option<Identity>, StoreError> {
    identity(q, token.org(), token.person, token.id().into(), token.scopes.clone()).await
}

/// `person` as they are now, who presented `via`; `None` when they no longer belong to the organisation.
pub async fn identity<Q: Query>(
    q: &mut Q,
    org: OrgId,
    person: PersonId,
    via: Credential,
    scopes: Scopes,
) -> Result<Option<Identity>, StoreError> {
    let Some(member) = member_of(q, org, person).await? else { return Ok(None) };
    let teams = if member.teams.is_empty() { Vec::new() } else { teams(q, org).await? };
    let teams = teams.iter().map(|(id, team)| (*id, team));
    Ok(Some(Identity::of_member(org, via, scopes, &member, teams)))
}

/// The delegations that hold at `now` on `project`.
pub async fn delegations<Q: Query>(
    q: &mut Q,
    org: OrgId,
    project: ProjectId,
    now: Timestamp,
) -> Result<Vec<Stream<Delegation>>, StoreError> {
    // Those that have ended stay on record and are not looked at.
    let all: Vec<Stream<Delegation>> = noun::list(q, Scope::Org(org), &Filter::default().above("ends_at", now.micros())).await?;
    Ok(all.into_iter().filter(|delegation| delegation.valid(now, project)).collect())
}
