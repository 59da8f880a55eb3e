//! What one person chose to be told, and how.

use super::quiet::known_zone;
use super::{NotificationKind, NotificationWay, QuietError, QuietHours};
use dream_clock::Timestamp;
use dream_id::{NotificationSettingsId, OrgId, PersonId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The zone that counts until a person names theirs.
const ZONE: &str = "UTC";
/// After how many hours what waits is told again, unless a person chose otherwise.
const REMIND_HOURS: u32 = 24;

/// Whether one kind takes one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationChoice {
    /// The kind.
    pub kind: NotificationKind,
    /// The way.
    pub way: NotificationWay,
    /// Whether it does.
    pub on: bool,
}

/// All that a person chooses. The addresses are no part of it: events hold no personal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationChoices {
    /// The ways beside the control room that are set up: an address of theirs is kept beside the ledger.
    pub set_up: Vec<NotificationWay>,
    /// Where the choice differs from what is usual.
    pub choices: Vec<NotificationChoice>,
    /// When nothing is sent; what is shown in the control room is shown at any time.
    pub quiet: Option<QuietHours>,
    /// The person's time zone, by its IANA name.
    pub zone: String,
    /// After how many hours what still waits is told once more; `None` for never.
    pub remind_hours: Option<u32>,
}

impl Default for NotificationChoices {
    fn default() -> Self {
        Self { set_up: Vec::new(), choices: Vec::new(), quiet: None, zone: ZONE.to_owned(), remind_hours: Some(REMIND_HOURS) }
    }
}

impl NotificationChoices {
    /// Checks the zone and the span.
    ///
    /// # Errors
    /// [`QuietError`].
    pub fn check(&self) -> Result<(), QuietError> {
        known_zone(&self.zone)?;
        self.quiet.as_ref().map_or(Ok(()), QuietHours::check)
    }

    /// Whether a notification of `kind` takes `way`: as it was chosen last, or as is usual; a way that is not set up never.
    #[must_use]
    pub fn takes(&self, kind: NotificationKind, way: NotificationWay) -> bool {
        (way == NotificationWay::Page || self.set_up.contains(&way)) && self.wants(kind, way)
    }

    /// Whether a notification of `kind` is to take `way` once it is set up: as it was chosen last, or as is usual.
    #[must_use]
    pub fn wants(&self, kind: NotificationKind, way: NotificationWay) -> bool {
        let chosen = self.choices.iter().rev().find(|choice| choice.kind == kind && choice.way == way);
        chosen.map_or_else(|| kind.takes(way), |choice| choice.on)
    }

    /// When what happens at `at` may be sent. A zone that is no longer known holds nothing back.
    #[must_use]
    pub fn not_before(&self, at: Timestamp) -> Timestamp {
        self.quiet.as_ref().and_then(|quiet| quiet.not_before(at, &self.zone).ok()).unwrap_or(at)
    }

    /// When what was told at `at` and still waits is told once more.
    #[must_use]
    pub fn reminder(&self, at: Timestamp) -> Option<Timestamp> {
        self.remind_hours.map(|hours| self.not_before(at.plus(Duration::from_hours(u64::from(hours)))))
    }
}

/// What happens to a person's choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum NotificationSettingsEvent {
    /// They chose for the first time.
    Chosen {
        /// Who.
        person: PersonId,
        /// What.
        choices: NotificationChoices,
    },
    /// They chose anew; nothing of the choice before stays.
    Changed {
        /// What.
        choices: NotificationChoices,
    },
}

impl EventData for NotificationSettingsEvent {}

/// What one person of an organisation chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSettings {
    /// Who.
    pub person: PersonId,
    /// What.
    pub choices: NotificationChoices,
}

impl Aggregate for NotificationSettings {
    type Id = NotificationSettingsId;
    type Event = NotificationSettingsEvent;
    const NOUN: &'static str = "notification_settings";

    fn create(_: NotificationSettingsId, first: &Recorded<NotificationSettingsEvent>) -> Result<Self, FoldError> {
        let NotificationSettingsEvent::Chosen { person, choices } = &first.event else {
            return Err(crate::fold::not_first::<Self>(&first.event));
        };
        Ok(Self { person: *person, choices: choices.clone() })
    }

    fn apply(&mut self, event: &Recorded<NotificationSettingsEvent>) {
        if let NotificationSettingsEvent::Changed { choices } = &event.event {
            self.choices = choices.clone();
        }
    }
}

impl NotificationSettings {
    /// Chooses for the first time.
    ///
    /// # Errors
    /// [`FoldError`], which a first choice never is.
    pub fn choose(
        org: OrgId,
        id: NotificationSettingsId,
        by: &By,
        person: PersonId,
        choices: NotificationChoices,
    ) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, NotificationSettingsEvent::Chosen { person, choices })
    }

    /// Chooses anew. The same choice again is no event.
    pub fn change(stream: &mut Stream<Self>, by: &By, choices: NotificationChoices) {
        if stream.choices != choices {
            stream.record(by, NotificationSettingsEvent::Changed { choices });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_takes_every_way_and_what_is_to_be_known_the_page_alone_unless_chosen_otherwise() {
        let mut choices = NotificationChoices { set_up: vec![NotificationWay::Mail], ..NotificationChoices::default() };
        assert!(!choices.takes(NotificationKind::Review, NotificationWay::Hook), "a way that is not set up is not taken");
        let takes = |choices: &NotificationChoices, kind, way| choices.takes(kind, way);
        assert!(takes(&choices, NotificationKind::Review, NotificationWay::Mail));
        assert!(!takes(&choices, NotificationKind::RunFailed, NotificationWay::Mail));
        assert!(takes(&choices, NotificationKind::RunFailed, NotificationWay::Page));
        choices.choices.push(NotificationChoice { kind: NotificationKind::Review, way: NotificationWay::Mail, on: false });
        choices.choices.push(NotificationChoice { kind: NotificationKind::RunFailed, way: NotificationWay::Mail, on: true });
        assert!(!takes(&choices, NotificationKind::Review, NotificationWay::Mail));
        assert!(takes(&choices, NotificationKind::RunFailed, NotificationWay::Mail));
    }

    #[test]
    fn a_reminder_keeps_to_the_quiet_hours_and_may_be_left_out() {
        let noon = Timestamp::from_micros(1_767_268_800_000_000);
        let quiet = Some(QuietHours { from: 11 * 60, until: 14 * 60 });
        let choices = NotificationChoices { quiet, ..NotificationChoices::default() };
        assert_eq!(choices.reminder(noon), Some(noon.plus(Duration::from_hours(26))));
        assert_eq!(NotificationChoices { remind_hours: None, ..choices }.reminder(noon), None);
    }

    #[test]
    fn an_unknown_zone_is_refused_when_it_is_chosen() {
        let choices = NotificationChoices { zone: "Nowhere/Near".to_owned(), ..NotificationChoices::default() };
        assert_eq!(choices.check(), Err(QuietError::UnknownZone("Nowhere/Near".to_owned())));
    }
}
