//! The kinds of notifications, the classes they belong to, and the ways they take.

use dream_words::words;

/// How much a notification wants of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotificationClass {
    /// Something waits for this person.
    Act,
    /// Something happened that this person wants to know.
    Know,
    /// Something happened that is worth a line, and no message.
    Log,
}

impl NotificationClass {
    /// Its word: `act`, `know` or `log`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Know => "know",
            Self::Log => "log",
        }
    }
}

words! {
    /// What a notification is about.
    NotificationKind("kind of notification") {
        /// A review waits for this person.
        Review = "review",
        /// An agent asks for leave to do something.
        Permission = "permission",
        /// An agent asks a question.
        Question = "question",
        /// Agents cannot go on, and no captain answered.
        Escalation = "escalation",
        /// An emergency approval waits for somebody else's second look.
        SecondLook = "second_look",
        /// The bridge sends nothing to a destination, a subscription or by a connection any more, because it was refused there.
        BridgeDisabled = "bridge_disabled",
        /// A run that this person started has failed.
        RunFailed = "run_failed",
        /// A run that this person started is done.
        RunDone = "run_done",
    }
}

words! {
    /// How a notification reaches a person.
    NotificationWay("way of notifications") {
        /// In the control room.
        Page = "page",
        /// By electronic mail.
        Mail = "mail",
        /// As a request to an address of the person's own.
        Hook = "hook",
    }
}

impl NotificationKind {
    /// How much it wants of its reader.
    #[must_use]
    pub fn class(self) -> NotificationClass {
        match self {
            Self::Review | Self::Permission | Self::Question | Self::Escalation | Self::SecondLook | Self::BridgeDisabled => {
                NotificationClass::Act
            }
            Self::RunFailed => NotificationClass::Know,
            Self::RunDone => NotificationClass::Log,
        }
    }

    /// Whether it takes `way` unless its reader chose otherwise: what waits takes every way that is set up, what is to be known is shown in the
    /// control room, and what is worth a line is only listed there.
    #[must_use]
    pub fn takes(self, way: NotificationWay) -> bool {
        way == NotificationWay::Page || self.class() == NotificationClass::Act
    }
}
