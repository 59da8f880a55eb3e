//! Notifications: telling people what waits for them and what happened, the ways they chose. A notification decides nothing.
//!
//! [`follow`] reads the feed and asks of everything that changed whether it waits for people now: those are told once, and when it waits no
//! longer, whoever acted, all of it is done. [`remind`] tells once more, and others too. [`deliver`] carries messages out. Each may run at any
//! time and any number of times.

mod deliver;
mod follow;
mod mine;
mod remind;
mod settings;
mod tell;
mod waiting;

pub use deliver::{Outlets, deliver};
pub use follow::follow;
pub use mine::{list, mark_read, unread};
pub use remind::remind;
pub use settings::{Addresses, Chosen, choose, settings};

pub use dream_store::notifications::Notification;

/// Where a person's mail goes, among what is sealed for their settings.
const MAIL: &str = "mail";
/// Where a person's requests go.
const HOOK: &str = "hook";
