//! Notifications: what a person was told of, and what they chose to be told of.

use crate::schema;
use dream_clock::Timestamp;
use dream_id::{NotificationId, ProjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that the caller was told of. It decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notification {
    /// Its id.
    #[schema(value_type = schema::NotificationId)]
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// How much it wants of its reader.
    pub class: NotificationClass,
    /// The id of the thing that waits, or to which it happened.
    pub subject: String,
    /// Its project.
    #[schema(value_type = Option<schema::ProjectId>)]
    pub project: Option<ProjectId>,
    /// What it is called.
    pub title: String,
    /// When.
    #[schema(value_type = schema::Time)]
    pub at: Timestamp,
    /// When the caller saw it.
    #[schema(value_type = Option<schema::Time>)]
    pub read_at: Option<Timestamp>,
    /// When it stopped waiting, whoever acted, and wherever.
    #[schema(value_type = Option<schema::Time>)]
    pub done_at: Option<Timestamp>,
}

crate::status::words! {
    /// What a notification is about.
    NotificationKind {
        /// A review waits for its reader.
        Review = "review",
        /// An agent asks for leave to do something.
        Permission = "permission",
        /// An agent asks a question.
        Question = "question",
        /// Something waits, and nobody acted.
        Escalation = "escalation",
        /// An emergency approval waits for a second look.
        SecondLook = "second_look",
        /// The bridge sends nothing any more to what was refused there.
        BridgeDisabled = "bridge_disabled",
        /// A run of its reader has failed.
        RunFailed = "run_failed",
        /// A run of its reader is done.
        RunDone = "run_done",
    }
}

crate::status::words! {
    /// How much a notification wants of its reader.
    NotificationClass {
        /// Something waits.
        Act = "act",
        /// Something happened that they want to know.
        Know = "know",
        /// Something happened that is worth a line.
        Log = "log",
    }
}

crate::status::words! {
    /// How a notification reaches a person.
    NotificationWay {
        /// In the control room.
        Page = "page",
        /// By electronic mail.
        Mail = "mail",
        /// As a request to an address of their own.
        Hook = "hook",
    }
}

/// Marks notifications as seen. What waits goes on waiting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadNotifications {
    /// Which; all of the caller without it.
    #[schema(value_type = Option<schema::NotificationId>)]
    pub notification: Option<NotificationId>,
}

/// How much is neither seen nor done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnreadNotifications {
    /// How many, counted up to a hundred.
    pub unread: u32,
}

/// What the caller chose to be told of, how, when not, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationSettings {
    /// Every kind and way, and whether the kind takes it.
    pub choices: Vec<NotificationChoice>,
    /// When nothing is sent; what the control room shows is shown at any time.
    pub quiet: Option<QuietHours>,
    /// The caller's time zone, by its IANA name.
    pub zone: String,
    /// After how many hours what still waits is told once more, and the owners are told; `null` for never.
    pub remind_hours: Option<u32>,
    /// Where mail goes.
    pub mail: Option<String>,
    /// The host that requests go to: the address itself may hold a secret.
    pub hook_host: Option<String>,
}

/// Whether one kind takes one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationChoice {
    /// The kind.
    pub kind: NotificationKind,
    /// The way.
    pub way: NotificationWay,
    /// Whether it does.
    pub on: bool,
}

/// A span of every day, by the wall clock of the person's zone; it may go over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// When it begins, as `22:00`.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "22:00")]
    pub from: String,
    /// When it ends, as `07:00`.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "07:00")]
    pub until: String,
}

/// Chooses anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseNotifications {
    /// Where the choice differs from what is usual.
    #[serde(default)]
    pub choices: Vec<NotificationChoice>,
    /// When nothing is sent.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// The caller's time zone, by its IANA name.
    pub zone: String,
    /// After how many hours what still waits is told once more: 1 to 720; never without it.
    #[serde(default)]
    pub remind_hours: Option<u32>,
    /// Where mail goes; none without it.
    #[serde(default)]
    pub mail: Option<String>,
    /// Where requests go, beginning with `https://`; none without it, unless it is kept.
    #[serde(default)]
    pub hook: Option<String>,
    /// Whether the address for requests stays as it is.
    #[serde(default)]
    pub keep_hook: bool,
}
