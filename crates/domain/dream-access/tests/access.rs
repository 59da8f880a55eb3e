//! What the crate promises to the rest of the product.

#[path = "access/events.rs"]
mod events;
#[path = "access/members.rs"]
mod members;
#[path = "access/policy.rs"]
mod policy;
#[path = "access/rate.rs"]
mod rate;
#[path = "access/support.rs"]
mod support;
#[path = "access/tokens.rs"]
mod tokens;
