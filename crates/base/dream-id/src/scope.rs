//! Whose data a query may touch.

use crate::OrgId;

/// The tenant of a store call. Every store function takes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One organisation's data, and nothing else.
    Org(OrgId),
    /// All organisations: for workers, which serve everybody.
    System(SystemKey),
}

impl Scope {
    /// The organisation that a query must filter by; `None` means all of them.
    #[must_use]
    pub fn org(self) -> Option<OrgId> {
        match self {
            Self::Org(org) => Some(org),
            Self::System(_) => None,
        }
    }

    /// Whether rows of `org` are inside this scope.
    #[must_use]
    pub fn covers(self, org: OrgId) -> bool {
        self.org().is_none_or(|mine| mine == org)
    }
}

/// The right to make a system scope. Only `wiring.rs` makes one (tidy checks it) and hands it to the workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemKey(());

impl SystemKey {
    /// The key; call this in `wiring.rs` (and the test kit) alone.
    #[must_use]
    pub fn mint() -> Self {
        Self(())
    }
}
