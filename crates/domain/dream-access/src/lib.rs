//! Who may do what: organisations, people, members, teams, tokens, accounts, sessions, one-time links, delegations, the policy table,
//! and rate limits.
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

mod account;
mod action;
mod delegation;
mod discord_link;
mod fold;
mod grants;
mod hold;
mod identity;
mod link;
mod login;
mod member;
mod name;
mod notification;
mod org;
mod password;
mod person;
mod policy;
mod random_text;
mod rate;
mod reference;
mod refusal;
mod role;
mod sealing;
mod second_factor;
mod secret;
mod session;
mod sign_in_refusal;
mod team;
mod tenant;
mod token;
mod token_text;

pub use account::{Account, AccountEvent, SecondFactor};
pub use action::{Action, Level, ParseActionError, Rule, Who};
pub use delegation::{Delegation, DelegationEvent, MAX_DELEGATION};
pub use discord_link::{DISCORD_LINK_LIFETIME, DiscordAccount, DiscordLink, DiscordLinkEvent};
pub use grants::{MAX_PROJECT_ROLES, MAX_TEAMS};
pub use hold::{Hold, HoldEvent};
pub use identity::{Identity, VisibleProjects};
pub use link::{Link, LinkEvent, LinkPurpose};
pub use login::{Login, MAX_LOGIN_CHARS, MIN_LOGIN_CHARS};
pub use member::{Member, MemberEvent};
pub use name::MAX_NAME_CHARS;
pub use notification::{
    NotificationChoice, NotificationChoices, NotificationClass, NotificationKind, NotificationSettings, NotificationSettingsEvent,
    NotificationWay, QuietError, QuietHours,
};
pub use org::{Org, OrgEvent, Suspension};
pub use password::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS, PasswordError, PasswordHash, check_password};
pub use person::{Person, PersonEvent};
pub use policy::{Denied, Granted, decide, policy_text, policy_version};
pub use random_text::{LinkText, SessionText};
pub use rate::{Rate, RateDecision};
pub use reference::policy_reference;
pub use refusal::AccessRefusal;
pub use role::{ParseRoleError, ParseTokenScopeError, Role, Scopes, TokenScope};
pub use sealing::{SealingError, SealingKey};
pub use second_factor::{RECOVERY_CODES, RecoveryCode, TotpSecret};
pub use secret::{MAX_SECRET_BYTES, MAX_SECRET_NAME, SecretEvent, SecretRecord, is_secret_name};
pub use session::{NewSession, SESSION_IDLE, SESSION_LIFETIME, Session, SessionEvent, SignInMethod};
pub use sign_in_refusal::SignInRefusal;
pub use team::{Team, TeamEvent};
pub use tenant::{NewTenant, Tenant, TenantEvent};
pub use token::{MAX_TOKEN_LIFETIME, NewToken, Token, TokenEvent};
pub use token_text::{TokenText, TokenTextError};
