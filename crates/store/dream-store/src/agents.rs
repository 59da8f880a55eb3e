//! Agents: by name, with their organisation's swarm, and what is seen of their processes.

use crate::{Filter, Query, StoreError, Unit, noun};
use dream_clock::Timestamp;
use dream_id::{AgentId, OrgId, Scope, SystemKey};
use dream_ledger::Stream;
use dream_sql::{Sql, Value};
use dream_swarm::{Agent, Observation};
use std::collections::{BTreeMap, BTreeSet};

/// The agent called `name`, removed or not.
pub async fn named<Q: Query>(q: &mut Q, org: OrgId, name: &str) -> Result<Option<Stream<Agent>>, StoreError> {
    Ok(noun::list::<Agent, Q>(q, Scope::Org(org), &Filter::default().eq("name", name)).await?.into_iter().next())
}

/// The agents in `scope` that were not removed, by age.
pub async fn present<Q: Query>(q: &mut Q, scope: Scope) -> Result<Vec<Stream<Agent>>, StoreError> {
    noun::list(q, scope, &Filter::default().eq("removed", false)).await
}

/// One place of a process of an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The agent.
    pub agent: AgentId,
    /// Which of its places, from 0: an agent has as many as it may work on tasks at once.
    pub slot: u32,
}

/// What is seen of the processes of the agents in `scope`, or of `agent` alone, by place.
pub async fn observations<Q: Query>(
    q: &mut Q,
    scope: Scope,
    agent: Option<AgentId>,
) -> Result<BTreeMap<AgentId, Vec<(u32, Observation)>>, StoreError> {
    let mut text = String::from("SELECT agent, slot, state FROM agent_processes WHERE 1 = 1");
    let mut params: Vec<Value> = Vec::new();
    for (column, value) in [("org", scope.org().map(|org| org.to_string())), ("agent", agent.map(|agent| agent.to_string()))] {
        if let Some(value) = value {
            params.push(value.into());
            text.push_str(&format!(" AND {column} = ${}", params.len()));
        }
    }
    text.push_str(" ORDER BY agent, slot");
    let column = StoreError::sql("reading what agents do");
    let mut found: BTreeMap<AgentId, Vec<(u32, Observation)>> = BTreeMap::new();
    for row in q.rows(&Sql::owned(text), &params).await? {
        let id = row.text(0).map_err(&column)?;
        let damaged = |what: String| StoreError::damaged("agent_processes", id, what);
        let agent: AgentId = id.parse().map_err(|error| damaged(format!("{error}")))?;
        let slot = u32::try_from(row.int(1).map_err(&column)?).map_err(|error| damaged(error.to_string()))?;
        let state = serde_json::from_str(row.text(2).map_err(&column)?).map_err(|error| damaged(error.to_string()))?;
        found.entry(agent).or_default().push((slot, state));
    }
    Ok(found)
}

impl Unit {
    /// Notes what is seen of one place of a process of an agent, in place of what was seen before.
    pub async fn observe_agent(&mut self, org: OrgId, place: &Place, seen: &Observation, now: Timestamp) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO agent_processes (agent, slot, org, observed, at, state) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (agent, slot) DO UPDATE SET observed = excluded.observed, at = excluded.at, state = excluded.state",
        );
        let state = serde_json::to_string(seen).map_err(|error| StoreError::damaged("agent_processes", place.agent, error))?;
        let params = [
            place.agent.to_string().into(),
            i64::from(place.slot).into(),
            org.to_string().into(),
            seen.observed.name().into(),
            now.micros().into(),
            state.into(),
        ];
        self.execute(&SAVE, &params).await?;
        Ok(())
    }

    /// Forgets what was seen of an agent's places from `first` on: all of them for 0.
    pub async fn forget_agent_places(&mut self, scope: Scope, agent: AgentId, first: u32) -> Result<(), StoreError> {
        const FORGET: Sql = Sql::both("DELETE FROM agent_processes WHERE agent = $1 AND slot >= $2");
        const OF_ORG: Sql = Sql::both("DELETE FROM agent_processes WHERE agent = $1 AND slot >= $2 AND org = $3");
        let mut params = vec![agent.to_string().into(), i64::from(first).into()];
        let sql = match scope.org() {
            None => &FORGET,
            Some(org) => {
                params.push(org.to_string().into());
                &OF_ORG
            }
        };
        self.execute(sql, &params).await?;
        Ok(())
    }

    /// Forgets what was seen of the processes of an organisation's agents.
    pub async fn forget_agent_places_of(&mut self, org: OrgId) -> Result<(), StoreError> {
        const FORGET: Sql = Sql::both("DELETE FROM agent_processes WHERE org = $1");
        self.execute(&FORGET, &[org.to_string().into()]).await?;
        Ok(())
    }

    /// Forgets what was seen of every process: at the start of the server there is none.
    pub async fn forget_all_agent_places(&mut self, _key: SystemKey) -> Result<(), StoreError> {
        const FORGET: Sql = Sql::both("DELETE FROM agent_processes");
        self.execute(&FORGET, &[]).await?;
        Ok(())
    }
}

/// The agent `id` with its organisation's swarm, if it is in `scope`: what decides whether it may do anything.
pub async fn with_swarm<Q: Query>(
    q: &mut Q,
    scope: Scope,
    id: AgentId,
) -> Result<Option<(Stream<Agent>, Option<Stream<dream_swarm::Swarm>>)>, StoreError> {
    let Some(agent) = noun::find::<Agent, Q>(q, scope, id, false).await? else { return Ok(None) };
    let swarm = crate::swarms::of(q, agent.org()).await?;
    Ok(Some((agent, swarm)))
}

/// The names of all agents that the organisation ever had, removed ones included.
pub async fn all_names<Q: Query>(q: &mut Q, org: OrgId) -> Result<BTreeSet<String>, StoreError> {
    const NAMES: Sql = Sql::both("SELECT name FROM agents WHERE org = $1");
    let column = StoreError::sql("reading the names of agents");
    let rows = q.rows(&NAMES, &[org.to_string().into()]).await?;
    rows.iter().map(|row| Ok(row.text(0).map_err(&column)?.to_owned())).collect()
}
