//! Ids, times and identities for the tests.

use dream_access::{Identity, Role, TokenScope};
use dream_clock::Timestamp;
use dream_id::{OrgId, PersonId, ProjectId, TokenId, TypedId};
use dream_ledger::{Actor, By};
use std::path::PathBuf;

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

/// Compares a text with a checked-in file; with `UPDATE_GOLDEN=1` writes it.
pub(crate) fn golden(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} differs from what the code says now; look at it, then run with UPDATE_GOLDEN=1\n{text}", path.display());
}
