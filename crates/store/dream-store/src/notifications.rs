//! Notifications: what people were told of, and what of it is on its way out.

mod sends;

pub use sends::{Send, due};

use crate::{Filter, Query, StoreError, Unit, noun};
use dream_access::{NotificationKind, NotificationSettings};
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, NotificationId, OrgId, Page, PersonId, ProjectId, Scope, SystemKey};
use dream_ledger::Stream;
use dream_sql::{Row, Sql, Value};

/// Something that a person was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// The organisation.
    pub org: OrgId,
    /// Who was told.
    pub person: PersonId,
    /// What it is about.
    pub kind: NotificationKind,
    /// The id of the thing that waits, or to which it happened.
    pub subject: String,
    /// Its project.
    pub project: Option<ProjectId>,
    /// What it is called.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// When the person saw it.
    pub read_at: Option<Timestamp>,
    /// When it stopped waiting, whoever acted, and wherever.
    pub done_at: Option<Timestamp>,
    /// Whether the control room shows it.
    pub shown: bool,
    /// When it is told once more, if it still waits.
    pub remind_at: Option<Timestamp>,
    /// Whether others were told, because this person did nothing.
    pub told_others: bool,
}

const COLUMNS: &str = "id, org, person, kind, subject, project, title, at, read_at, done_at, shown, remind_at, told_others";

/// What `person` chose, if they ever did.
pub async fn settings_of<Q: Query>(q: &mut Q, org: OrgId, person: PersonId) -> Result<Option<Stream<NotificationSettings>>, StoreError> {
    let filter = Filter::default().eq("person", person.to_string());
    Ok(noun::list::<NotificationSettings, Q>(q, Scope::Org(org), &filter).await?.into_iter().next())
}

/// The notification `id` of `person`.
pub async fn find<Q: Query>(q: &mut Q, org: OrgId, person: PersonId, id: NotificationId) -> Result<Option<Notification>, StoreError> {
    let sql = Sql::owned(format!("SELECT {COLUMNS} FROM notifications WHERE id = $1 AND org = $2 AND person = $3"));
    let row = q.row(&sql, &[id.to_string().into(), org.to_string().into(), person.to_string().into()]).await?;
    row.as_ref().map(read).transpose()
}

/// A page of what the control room shows `person`, newest first; with `open` only what is neither seen nor done.
pub async fn page<Q: Query>(
    q: &mut Q,
    org: OrgId,
    person: PersonId,
    open: bool,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Notification>, StoreError> {
    let mut params: Vec<Value> = vec![org.to_string().into(), person.to_string().into(), true.into()];
    let mut text = format!("SELECT {COLUMNS} FROM notifications WHERE org = $1 AND person = $2 AND shown = $3");
    if open {
        text.push_str(" AND read_at IS NULL AND done_at IS NULL");
    }
    if let Some(Cursor(before)) = cursor {
        before.parse::<NotificationId>().map_err(|_| StoreError::Cursor)?;
        params.push(before.into());
        text.push_str(&format!(" AND id < ${}", params.len()));
    }
    text.push_str(&format!(" ORDER BY id DESC LIMIT {}", u64::from(limit.get()) + 1));
    let rows = q.rows(&Sql::owned(text), &params).await?;
    let found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(found, limit, |one| one.id.to_string()))
}

/// What still waits and was to be told once more by `now`, at most `most`.
pub async fn to_remind<Q: Query>(q: &mut Q, _key: SystemKey, now: Timestamp, most: u32) -> Result<Vec<Notification>, StoreError> {
    let sql = Sql::owned(format!(
        "SELECT {COLUMNS} FROM notifications WHERE remind_at <= $1 AND done_at IS NULL ORDER BY remind_at LIMIT {most}"
    ));
    q.rows(&sql, &[now.micros().into()]).await?.iter().map(read).collect()
}

impl Unit {
    /// Keeps a notification, unless the person was told of the same before. Returns whether it is new.
    pub async fn notify_person(&mut self, one: &Notification) -> Result<bool, StoreError> {
        let sql = Sql::owned(format!(
            "INSERT INTO notifications ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (org, person, kind, subject) DO NOTHING"
        ));
        let time = |at: Option<Timestamp>| Value::from(at.map(Timestamp::micros));
        let params: [Value; 13] = [
            one.id.to_string().into(),
            one.org.to_string().into(),
            one.person.to_string().into(),
            one.kind.name().into(),
            one.subject.as_str().into(),
            one.project.map(|project| project.to_string()).into(),
            one.title.as_str().into(),
            one.at.micros().into(),
            time(one.read_at),
            time(one.done_at),
            one.shown.into(),
            time(one.remind_at),
            one.told_others.into(),
        ];
        Ok(self.execute(&sql, &params).await? == 1)
    }

    /// Marks everything that people were told of `subject` as done: whoever acted, for all of them. Returns how many were not yet.
    pub async fn notifications_done(&mut self, org: OrgId, subject: &str, at: Timestamp) -> Result<u64, StoreError> {
        const DONE: Sql =
            Sql::both("UPDATE notifications SET done_at = $3, remind_at = NULL WHERE org = $1 AND subject = $2 AND done_at IS NULL");
        self.execute(&DONE, &[org.to_string().into(), subject.into(), at.micros().into()]).await
    }

    /// Forgets what people were told of `subject` and what is done: should it happen again, they are told again.
    pub async fn forget_done_notifications(&mut self, org: OrgId, subject: &str) -> Result<(), StoreError> {
        const SENDS: Sql = Sql::both(
            "DELETE FROM notification_sends WHERE notification IN \
             (SELECT id FROM notifications WHERE org = $1 AND subject = $2 AND done_at IS NOT NULL)",
        );
        const DONE: Sql = Sql::both("DELETE FROM notifications WHERE org = $1 AND subject = $2 AND done_at IS NOT NULL");
        let params = [org.to_string().into(), subject.into()];
        self.execute(&SENDS, &params).await?;
        self.execute(&DONE, &params).await?;
        Ok(())
    }

    /// Marks what `person` was told by `id` as seen, or with `None` everything that is open: what is done waits for no look, and is not searched.
    pub async fn notifications_read(
        &mut self,
        org: OrgId,
        person: PersonId,
        id: Option<NotificationId>,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        // The condition of the index `notifications_open`, word for word: else everything that the person was ever told is looked through.
        const ALL: Sql =
            Sql::both("UPDATE notifications SET read_at = $3 WHERE org = $1 AND person = $2 AND read_at IS NULL AND done_at IS NULL");
        const ONE: Sql = Sql::both("UPDATE notifications SET read_at = $3 WHERE org = $1 AND person = $2 AND read_at IS NULL AND id = $4");
        let mut params: Vec<Value> = vec![org.to_string().into(), person.to_string().into(), at.micros().into()];
        match id {
            None => self.execute(&ALL, &params).await,
            Some(id) => {
                params.push(id.to_string().into());
                self.execute(&ONE, &params).await
            }
        }
    }

    /// Notes that `id` was told once more: not again.
    pub async fn reminded(&mut self, _key: SystemKey, id: NotificationId) -> Result<bool, StoreError> {
        const REMINDED: Sql = Sql::both(
            "UPDATE notifications SET remind_at = NULL, told_others = $2 WHERE id = $1 AND remind_at IS NOT NULL AND done_at IS NULL",
        );
        Ok(self.execute(&REMINDED, &[id.to_string().into(), true.into()]).await? == 1)
    }

    /// Forgets what stopped waiting, or was told, before `before`, at most 1,000 at a time. Returns how many.
    pub async fn forget_notifications(&mut self, _key: SystemKey, before: Timestamp) -> Result<u64, StoreError> {
        const SENDS: Sql = Sql::both(
            "DELETE FROM notification_sends WHERE notification IN (SELECT id FROM notifications WHERE at < $1 AND \
             (done_at IS NOT NULL OR read_at IS NOT NULL) ORDER BY id LIMIT 1000)",
        );
        const FORGET: Sql = Sql::both(
            "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE at < $1 AND \
             (done_at IS NOT NULL OR read_at IS NOT NULL) ORDER BY id LIMIT 1000)",
        );
        self.execute(&SENDS, &[before.micros().into()]).await?;
        self.execute(&FORGET, &[before.micros().into()]).await
    }
}

pub(crate) fn read(row: &Row) -> Result<Notification, StoreError> {
    let column = StoreError::sql("reading a notification");
    let text = |at: usize| row.text(at).map_err(&column);
    let time = |at: usize| Ok::<_, StoreError>(row.opt_int(at).map_err(&column)?.map(Timestamp::from_micros));
    let id = text(0)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("notifications", id, what);
    let project = row.opt_text(5).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?;
    Ok(Notification {
        id: id.parse().map_err(|error| damaged(&error))?,
        org: text(1)?.parse().map_err(|error| damaged(&error))?,
        person: text(2)?.parse().map_err(|error| damaged(&error))?,
        kind: text(3)?.parse().map_err(|error| damaged(&error))?,
        subject: text(4)?.to_owned(),
        project,
        title: text(6)?.to_owned(),
        at: Timestamp::from_micros(row.int(7).map_err(&column)?),
        read_at: time(8)?,
        done_at: time(9)?,
        shown: row.bool(10).map_err(&column)?,
        remind_at: time(11)?,
        told_others: row.bool(12).map_err(&column)?,
    })
}
