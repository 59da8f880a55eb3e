//! Who may do what: organisations, people, members, teams, tokens, delegations, the policy table, and rate limits.
//!
//! A call is authorised in three steps, all of them pure: the presented text is checked and digested ([`TokenText`]), the
//! streams found by that digest become an [`Identity`], and [`decide`] holds the identity against the one table of [`Action`]s.
//!
//! # Adding an action
//!
//! Add one row to the table in `action.rs`, run this crate's tests with `UPDATE_GOLDEN=1`, and read the change of
//! `docs/reference/policy.md` in the difference: it is what a person without the code will be told.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod action;
mod delegation;
mod fold;
mod grants;
mod identity;
mod member;
mod name;
mod org;
mod person;
mod policy;
mod rate;
mod reference;
mod refusal;
mod role;
mod team;
mod token;
mod token_text;

pub use action::{Action, Level, ParseActionError, Rule, Who};
pub use delegation::{Delegation, DelegationEvent, MAX_DELEGATION};
pub use grants::{MAX_PROJECT_ROLES, MAX_TEAMS};
pub use identity::{Identity, VisibleProjects};
pub use member::{Member, MemberEvent};
pub use name::MAX_NAME_CHARS;
pub use org::{Org, OrgEvent};
pub use person::{Person, PersonEvent};
pub use policy::{Denied, Granted, decide, policy_text, policy_version};
pub use rate::{Rate, RateDecision};
pub use reference::policy_reference;
pub use refusal::AccessRefusal;
pub use role::{ParseRoleError, ParseTokenScopeError, Role, Scopes, TokenScope};
pub use team::{Team, TeamEvent};
pub use token::{MAX_TOKEN_LIFETIME, NewToken, Token, TokenEvent};
pub use token_text::{TokenText, TokenTextError};
