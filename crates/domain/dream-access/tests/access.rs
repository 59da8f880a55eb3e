//! What the crate promises to the rest of the product.

#[cfg(test)]
#[path = "access/events.rs"]
mod events;
#[cfg(test)]
#[path = "access/members.rs"]
mod members;
#[cfg(test)]
#[path = "access/policy.rs"]
mod policy;
#[cfg(test)]
#[path = "access/rate.rs"]
mod rate;
#[cfg(test)]
#[path = "access/sign_in.rs"]
mod sign_in;
#[cfg(test)]
#[path = "access/support.rs"]
mod support;
#[cfg(test)]
#[path = "access/tokens.rs"]
mod tokens;
