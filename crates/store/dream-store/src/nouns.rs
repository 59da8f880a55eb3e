//! Every governed noun, its table, and the columns that queries filter by.

use crate::{Difference, Noun, Statements, StoreError, Unit, rebuild::rebuild_noun};
use dream_access::{
    Account, Delegation, DiscordLink, Hold, Link, Member, NotificationSettings, Org, Person, SecretRecord, Session, Team, Tenant, Token,
};
use dream_bridge::{
    alert::Alert, connection::Connection, destination::Destination, pairing::Pairing, rule::Rules, source::Source,
    subscription::Subscription, summary::Summary,
};
use dream_govern::{
    Artifact, Attempt, Budget, Constraint, ConstraintScope, Project, PromptRecord, Review, Run, Stage, StandardRecord, TemplateRecord,
    Version,
};
use dream_id::{ProjectId, RunId};
use dream_messages::{ChannelRecord, ConsumerRecord};
use dream_sql::Value;
use dream_swarm::{Agent, Escalation, Grant, Permission, Swarm, Task, TaskLimits};
use std::sync::LazyLock;

macro_rules! nouns {
    ($($noun:ident = $table:literal { $($column:ident: $value:expr),* $(,)? })*) => {
        $(impl Noun for $noun {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn columns(&self) -> Vec<Value> {
                vec![$(Value::from(($value as fn(&Self) -> _)(self))),*]
            }

            fn statements() -> &'static Statements {
                static STATEMENTS: LazyLock<Statements> = LazyLock::new(Statements::of::<$noun>);
                &STATEMENTS
            }
        })*

        /// Rebuilds the rows of every noun.
        pub(crate) async fn rebuild_all(unit: &mut Unit, differences: &mut Vec<Difference>) -> Result<(), StoreError> {
            $(rebuild_noun::<$noun>(unit, differences).await?;)*
            Ok(())
        }

        /// Every governed table.
        pub const GOVERNED_TABLES: &[&str] = &[$($table),*];
    };
}

nouns! {
    Account = "accounts" { person: |a| a.person.to_string(), closed: |a| a.closed }
    Agent = "agents" { name: |a| a.name().to_owned(), role: |a| a.manifest.role.clone(), removed: |a| a.removed }
    Alert = "alerts" { name: |a| a.name.clone(), removed: |a| a.removed }
    Artifact = "artifacts" { run: |a| a.run.to_string(), name: |a| a.name.clone() }
    Attempt = "attempts" {
        run: |a| a.basis.run.to_string(),
        stage: |a| a.basis.stage.to_string(),
        status: |a| a.status.name(),
    }
    Budget = "budgets" { run: |b| b.run.to_string() }
    ChannelRecord = "channel_records" { project: |c| crate::history::project_text(c.project), name: |c| c.name.to_string() }
    Connection = "connections" { name: |c| c.name.clone(), application: |c| c.facts.application.clone(), removed: |c| c.switch.removed }
    Constraint = "constraints" {
        run: |c| constraint_run(c).map(|run| run.to_string()),
        project: |c| constraint_project(c).map(|project| project.to_string()),
        lifted: |c| c.lifted,
    }
    ConsumerRecord = "consumer_records" {
        project: |c| crate::history::project_text(c.project),
        name: |c| c.name.to_string(),
        removed: |c| c.removed,
    }
    Delegation = "delegations" {
        giver: |d| d.from.to_string(),
        receiver: |d| d.to.to_string(),
        ends_at: |d| d.revoked_at.map_or(d.until, |revoked| revoked.min(d.until)).micros(),
    }
    Destination = "destinations" {
        name: |d| d.name.clone(),
        kind: |d| d.to.name(),
        connection: |d| d.to.connection().map(|connection| connection.to_string()),
        removed: |d| d.switch.removed,
    }
    DiscordLink = "discord_links" {
        person: |l| l.person.to_string(),
        account: |l| l.account.id.clone(),
        ended: |l| l.ended_at.is_some(),
    }
    Escalation = "escalations" {
        status: |e| e.status.name(),
        project: |e| e.raised.project.map(|project| project.to_string()),
        agent: |e| e.raised.agent.map(|agent| agent.to_string()),
        due_at: |e| e.due_at().map(dream_clock::Timestamp::micros),
    }
    Grant = "grants" {
        agent: |g| g.made.signature.agent.to_string(),
        tool: |g| g.made.signature.tool.clone(),
        project: |g| g.made.signature.project.map(|project| project.to_string()),
        open: |g| g.is_open(),
        ends_at: |g| g.made.until.micros(),
    }
    Hold = "holds" { lifted: |h| h.lifted_at.is_some() }
    Link = "links" {
        person: |l| l.person.to_string(),
        purpose: |l| l.purpose.as_str(),
        digest: |l| l.digest.to_string(),
        pending: |l| l.used_at.is_none() && l.revoked_at.is_none(),
    }
    Member = "members" { person: |m| m.person.to_string(), removed: |m| m.removed }
    NotificationSettings = "notification_settings" { person: |s| s.person.to_string() }
    Org = "orgs" { name: |o| o.name.clone(), operator: |o| o.operator }
    Pairing = "pairings" { name: |p| p.name.clone(), active: |p| p.switch.is_active(), removed: |p| p.switch.removed }
    Permission = "permissions" {
        agent: |p| p.agent().to_string(),
        task: |p| p.task().map(|task| task.to_string()),
        run: |p| p.run().map(|run| run.to_string()),
        project: |p| p.project().map(|project| project.to_string()),
        digest: |p| p.digest().to_string(),
        status: |p| p.status().name(),
        live: |p| p.is_live(),
        expires_at: |p| p.opened.expires_at.micros(),
    }
    Person = "persons" { name: |p| p.name.clone() }
    Project = "projects" { name: |p| p.name.clone(), archived: |p| p.archived }
    PromptRecord = "prompts" { craft: |p| p.craft.name() }
    Review = "reviews" {
        run: |r| r.run.to_string(),
        stage: |r| r.stage.to_string(),
        status: |r| r.status(),
        expires_at: |r| r.expires_at.micros(),
    }
    Rules = "rules" {}
    Run = "runs" { project: |r| r.project.to_string(), status: |r| r.status.name() }
    SecretRecord = "secrets" { name: |s| s.name.clone(), removed: |s| s.removed_at.is_some() }
    Session = "sessions" { person: |s| s.person.to_string(), digest: |s| s.digest.to_string(), ended: |s| s.ended_at.is_some() }
    Source = "sources" { name: |s| s.name.clone(), removed: |s| s.switch.removed }
    Stage = "stages" { run: |s| s.run.to_string(), position: |s| i64::from(s.position) }
    StandardRecord = "standards" {}
    Subscription = "subscriptions" { name: |s| s.name.clone(), active: |s| s.switch.is_active(), removed: |s| s.switch.removed }
    Summary = "summaries" { name: |s| s.name.clone(), removed: |s| s.removed }
    Swarm = "swarms" { stopped: |s| s.stop.is_some() }
    Task = "tasks" {
        project: |t| t.project.map(|project| project.to_string()),
        parent: |t| t.parent.map(|parent| parent.to_string()),
        run: |t| t.work.map(|work| work.run.to_string()),
        role: |t| t.role.clone(),
        assignee: |t| t.assignee.clone(),
        priority: |t| t.priority.name(),
        phase: |t| t.phase.name(),
    }
    TaskLimits = "task_limits" {}
    Team = "teams" { name: |t| t.name.clone() }
    Tenant = "tenants" { organisation: |t| t.organisation.to_string() }
    TemplateRecord = "templates" { name: |t| t.name.clone() }
    Token = "tokens" { person: |t| t.person.to_string(), digest: |t| t.digest.to_string() }
    Version = "versions" {
        run: |v| v.made.run.to_string(),
        artifact: |v| v.made.artifact.to_string(),
        number: |v| i64::from(v.made.number),
    }
}

fn constraint_run(constraint: &Constraint) -> Option<RunId> {
    match &constraint.added.scope {
        ConstraintScope::Artifact { run, .. } | ConstraintScope::Stages { run, .. } | ConstraintScope::Run { run } => Some(*run),
        ConstraintScope::Project { .. } | ConstraintScope::Organisation {} => None,
    }
}

fn constraint_project(constraint: &Constraint) -> Option<ProjectId> {
    match &constraint.added.scope {
        ConstraintScope::Project { project } => Some(*project),
        _ => None,
    }
}
