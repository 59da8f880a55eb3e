//! What people are told of, and how: kinds, classes, ways, and each person's choice among them.
//!
//! A notification never decides anything. It says that something waits or happened; reminding and telling others too changes nothing about what
//! waits.

mod kind;
mod quiet;
mod settings;

pub use kind::{NotificationClass, NotificationKind, NotificationWay};
pub use quiet::{QuietError, QuietHours};
pub use settings::{NotificationChoice, NotificationChoices, NotificationSettings, NotificationSettingsEvent};
