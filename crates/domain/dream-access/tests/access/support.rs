//! Ids, times and identities for the tests.

use dream_access::{Identity, Role, TokenScope};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, ProjectId, TokenId, TypedId};
use dream_ledger::{Actor, By};

/// The same id for the same number, always.
pub(crate) fn id<I: TypedId>(n: u8) -> I {
    I::from_parts(1_700_000_000_000 + u64::from(n), [n; 10])
}

pub(crate) fn org() -> OrgId {
    id(1)
}

pub(crate) fn time(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000 + seconds * 1_000_000)
}

pub(crate) fn person(n: u8) -> PersonId {
    id(n)
}

pub(crate) fn actor(n: u8) -> Actor {
    Actor::Person { id: person(n), via: id::<TokenId>(n).into() }
}

pub(crate) fn by(seconds: i64) -> By {
    By { at: time(seconds), actor: actor(1) }
}

/// A person with a role at the organisation and every scope.
pub(crate) fn at_org(role: Role) -> Identity {
    Identity {
        org: org(),
        actor: actor(1),
        scopes: TokenScope::all(),
        org_role: Some(role),
        project_roles: [].into(),
        teams: [].into(),
        given: [].into(),
    }
}

/// A person with a role at one project alone, and every scope.
pub(crate) fn at_project(project: ProjectId, role: Role) -> Identity {
    Identity { org_role: None, project_roles: [(project, role)].into(), ..at_org(Role::Viewer) }
}

/// Holds `text` against the file `path` of this crate; `UPDATE_GOLDEN=1` writes it.
pub(crate) fn golden(path: &str, text: &str) {
    dream_golden::golden(env!("CARGO_MANIFEST_DIR"), path, text);
}
