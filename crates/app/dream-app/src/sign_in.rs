//! Signing in: by password, by the code of the second factor, by a one-time link. Whoever calls these is nobody yet; what they get is
//! the text of a session.

mod code;
mod guard;
mod link;
mod open;
mod password;

pub use code::with_code;
pub(crate) use guard::Guard;
pub(crate) use link::usable as usable_link;
pub use link::{LinkView, look_at, with_link};
pub(crate) use open::{New, Opening, alone, open};
pub use password::with_password;

use dream_access::SessionText;
use dream_secret::Secret;
use std::net::IpAddr;

/// What is known of the browser that signs in.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// What it calls itself, in a few words.
    pub client: String,
    /// Where it is, as far as that can be told: tries are counted by it.
    pub address: Option<IpAddr>,
    /// Whether it is on the machine of the server, for certain.
    pub local: bool,
    /// The session that it presented: signing in replaces it.
    pub presented: Option<Secret>,
}

impl Browser {
    fn replaced(&self) -> Option<dream_ledger::Digest> {
        let text = self.presented.as_ref()?;
        SessionText::parse(text.expose()).map(|text| text.digest())
    }
}

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Its text: for the cookie, and nowhere else.
    pub text: SessionText,
    /// Whether the code of the second factor is still missing.
    pub awaits_code: bool,
}
