//! Notifications: what the caller was told of, and what they chose to be told of.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, page};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use dream_access::{NotificationChoices, QuietHours};
use dream_api::{ChooseNotifications, Notification, NotificationSettings, Page, ReadNotifications, UnreadNotifications};
use dream_app::notifications::{self, Addresses};
use dream_secret::Secret;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_notifications))
        .routes(routes!(read_notifications))
        .routes(routes!(show_notification_settings, choose_notifications))
}

/// Which notifications to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationQuery {
    /// Only those that are neither seen nor done.
    #[serde(default)]
    open: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists what the caller was told of, newest first.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/notifications", tag = "notifications", params(OrgPath, NotificationQuery), responses((status = 200, body = Page<Notification>)))]
async fn list_notifications(
    caller: Caller,
    _org: At<OrgPath>,
    Params(query): Params<NotificationQuery>,
) -> Result<Json<Page<Notification>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = notifications::list(&caller.op, query.open, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(render::notification).collect(), found.next)))
}

/// Marks what the caller was told of as seen: one notification, or all.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/notifications/read", tag = "notifications", params(OrgPath), request_body = ReadNotifications, responses((status = 200, body = UnreadNotifications)))]
async fn read_notifications(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ReadNotifications>,
) -> Result<Json<UnreadNotifications>, Failure> {
    notifications::mark_read(&caller.op, body.notification).await?;
    Ok(Json(UnreadNotifications { unread: notifications::unread(&caller.op).await? }))
}

/// What the caller chose to be told of, how, when not, and where to.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/notification-settings", tag = "notifications", params(OrgPath), responses((status = 200, body = NotificationSettings)))]
async fn show_notification_settings(caller: Caller, _org: At<OrgPath>) -> Result<Json<NotificationSettings>, Failure> {
    Ok(Json(render::notification_settings(&notifications::settings(&caller.op).await?)))
}

/// Chooses anew what the caller is told of.
#[utoipa::path(put, path = "/api/v1/orgs/{org}/notification-settings", tag = "notifications", params(OrgPath), request_body = ChooseNotifications, responses((status = 200, body = NotificationSettings)))]
async fn choose_notifications(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ChooseNotifications>,
) -> Result<Json<NotificationSettings>, Failure> {
    let hook = match body.hook {
        None if body.keep_hook => notifications::settings(&caller.op).await?.addresses.hook,
        other => other.map(Secret::new),
    };
    let quiet =
        body.quiet.map(|quiet| Ok::<_, Failure>(QuietHours { from: minute(&quiet.from)?, until: minute(&quiet.until)? })).transpose()?;
    let choices = body.choices.iter().map(render::notification_choice_of).collect::<Result<Vec<_>, _>>()?;
    let choices = NotificationChoices { set_up: Vec::new(), choices, quiet, zone: body.zone, remind_hours: body.remind_hours };
    notifications::choose(&caller.op, choices, Addresses { mail: body.mail, hook }).await?;
    Ok(Json(render::notification_settings(&notifications::settings(&caller.op).await?)))
}

/// A time of day as `07:30`, in minutes since midnight.
fn minute(text: &str) -> Result<u16, Failure> {
    let refuse = || Failure::field("invalid_body", "quiet", format!("`{text}` is no time of day; write it like 22:00"));
    let (hour, minute) = text.split_once(':').ok_or_else(refuse)?;
    let number = |part: &str, below: u16| {
        let digits = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit());
        part.parse::<u16>().ok().filter(|number| digits && *number < below).ok_or_else(refuse)
    };
    Ok(number(hour, 24)? * 60 + number(minute, 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_strictly() {
        assert_eq!((minute("00:00").unwrap(), minute("07:30").unwrap(), minute("23:59").unwrap()), (0, 450, 1_439));
        for wrong in ["24:00", "7:30", "07:60", "0730", "", "-1:00", "07:3a"] {
            assert!(minute(wrong).is_err(), "{wrong}");
        }
    }
}
