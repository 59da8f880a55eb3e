//! Notifications, and what people chose to be told of.

use crate::failure::Failure;
use dream_api::{Notification, NotificationChoice, NotificationClass, NotificationKind, NotificationSettings, NotificationWay, QuietHours};
use dream_app::notifications::Chosen;

/// Something that the caller was told of.
pub(crate) fn notification(told: &dream_app::notifications::Notification) -> Notification {
    Notification {
        id: told.id,
        kind: kind(told.kind),
        class: NotificationClass::from_word(told.kind.class().name()).unwrap_or(NotificationClass::Unknown),
        subject: told.subject.clone(),
        project: told.project,
        title: told.title.clone(),
        at: told.at,
        read_at: told.read_at,
        done_at: told.done_at,
    }
}

/// What the caller chose, every kind and way spelt out.
pub(crate) fn notification_settings(chosen: &Chosen) -> NotificationSettings {
    let choices = &chosen.choices;
    let every =
        dream_access::NotificationKind::ALL.iter().flat_map(|kind| dream_access::NotificationWay::ALL.iter().map(move |way| (*kind, *way)));
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    NotificationSettings {
        choices: every.map(|(one, by)| NotificationChoice { kind: kind(one), way: way(by), on: choices.wants(one, by) }).collect(),
        quiet: choices.quiet.as_ref().map(|quiet| QuietHours { from: clock(quiet.from), until: clock(quiet.until) }),
        zone: choices.zone.clone(),
        remind_hours: choices.remind_hours,
        mail: chosen.addresses.mail.clone(),
        hook_host: chosen.addresses.hook.as_ref().and_then(|hook| hook.expose().strip_prefix("https://").map(host)),
    }
}

/// A choice as the domain has it.
pub(crate) fn notification_choice_of(choice: &NotificationChoice) -> Result<dream_access::NotificationChoice, Failure> {
    let unknown = |what: &str| Failure::field("invalid_body", "choices", format!("there is no such {what}; /api/openapi.json lists them"));
    Ok(dream_access::NotificationChoice {
        kind: choice.kind.as_str().parse().map_err(|_| unknown("kind"))?,
        way: choice.way.as_str().parse().map_err(|_| unknown("way"))?,
        on: choice.on,
    })
}

fn host(rest: &str) -> String {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

fn kind(kind: dream_access::NotificationKind) -> NotificationKind {
    NotificationKind::from_word(kind.name()).unwrap_or(NotificationKind::Unknown)
}

fn way(way: dream_access::NotificationWay) -> NotificationWay {
    NotificationWay::from_word(way.name()).unwrap_or(NotificationWay::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_domain_is_one_of_the_wire() {
        for known in dream_access::NotificationKind::ALL {
            assert_ne!(kind(*known), NotificationKind::Unknown, "{}", known.name());
            assert!(NotificationClass::from_word(known.class().name()).is_some());
        }
        for known in dream_access::NotificationWay::ALL {
            assert_ne!(way(*known), NotificationWay::Unknown, "{}", known.name());
        }
    }

    #[test]
    fn of_an_address_the_host_alone_is_shown() {
        assert_eq!(host("user:secret@hooks.example.org/T0/B0/secret?x"), "hooks.example.org");
    }
}
