//! What is on its way to people outside the control room.

use super::{Notification, read};
use crate::{Query, StoreError, Unit};
use dream_access::NotificationWay;
use dream_clock::Timestamp;
use dream_id::SystemKey;
use dream_sql::{Sql, Value};

/// One message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// What it tells of.
    pub notification: Notification,
    /// How it goes.
    pub way: NotificationWay,
    /// 1 for the first telling, 2 for the reminder.
    pub round: u32,
    /// How often it was tried.
    pub tries: u32,
}

/// The messages that are due by `now` and still of use, oldest first, at most `most`: what was done or seen meanwhile is not sent any more.
pub async fn due<Q: Query>(q: &mut Q, _key: SystemKey, now: Timestamp, most: u32) -> Result<Vec<Send>, StoreError> {
    let sql = Sql::owned(format!(
        "SELECT n.id, n.org, n.person, n.kind, n.subject, n.project, n.title, n.at, n.read_at, n.done_at, n.shown, n.remind_at, n.told_others, \
         s.way, s.round, s.tries FROM notification_sends s JOIN notifications n ON n.id = s.notification \
         WHERE s.sent_at IS NULL AND s.due_at <= $1 AND n.done_at IS NULL AND n.read_at IS NULL ORDER BY s.due_at LIMIT {most}"
    ));
    let column = StoreError::sql("reading what is on its way");
    let mut all = Vec::new();
    for row in q.rows(&sql, &[now.micros().into()]).await? {
        let notification = read(&row)?;
        let way = row.text(13).map_err(&column)?;
        let unknown =
            |error: <NotificationWay as std::str::FromStr>::Err| StoreError::damaged("notification_sends", notification.id, error);
        let number = |at: usize| Ok::<_, StoreError>(u32::try_from(row.int(at).map_err(&column)?).unwrap_or(u32::MAX));
        let (way, round, tries) = (way.parse().map_err(unknown)?, number(14)?, number(15)?);
        all.push(Send { notification, way, round, tries });
    }
    Ok(all)
}

impl Unit {
    /// Puts a message on its way, to go at `due_at`; one that is on its way already stays as it is.
    pub async fn send_notification(
        &mut self,
        of: &Notification,
        way: NotificationWay,
        round: u32,
        due_at: Timestamp,
    ) -> Result<(), StoreError> {
        const SEND: Sql = Sql::both(
            "INSERT INTO notification_sends (notification, org, person, way, round, due_at, tries) VALUES ($1, $2, $3, $4, $5, $6, 0) \
             ON CONFLICT (notification, way, round) DO NOTHING",
        );
        let params: [Value; 6] = [
            of.id.to_string().into(),
            of.org.to_string().into(),
            of.person.to_string().into(),
            way.name().into(),
            i64::from(round).into(),
            due_at.micros().into(),
        ];
        self.execute(&SEND, &params).await.map(drop)
    }

    /// Takes a message up for a try: nobody else does until `again_at`. Returns whether it was still to be taken.
    pub async fn take_notification(&mut self, _key: SystemKey, send: &Send, again_at: Timestamp) -> Result<bool, StoreError> {
        const TAKE: Sql = Sql::both(
            "UPDATE notification_sends SET tries = tries + 1, due_at = $5 \
             WHERE notification = $1 AND way = $2 AND round = $3 AND tries = $4 AND sent_at IS NULL",
        );
        let params: [Value; 5] = [
            send.notification.id.to_string().into(),
            send.way.name().into(),
            i64::from(send.round).into(),
            i64::from(send.tries).into(),
            again_at.micros().into(),
        ];
        Ok(self.execute(&TAKE, &params).await? == 1)
    }

    /// Notes that a message went out at `at`, or with a `failure` that it is given up.
    pub async fn notification_sent(
        &mut self,
        _key: SystemKey,
        send: &Send,
        at: Timestamp,
        failure: Option<&str>,
    ) -> Result<(), StoreError> {
        const SENT: Sql =
            Sql::both("UPDATE notification_sends SET sent_at = $4, failure = $5 WHERE notification = $1 AND way = $2 AND round = $3");
        let params: [Value; 5] = [
            send.notification.id.to_string().into(),
            send.way.name().into(),
            i64::from(send.round).into(),
            at.micros().into(),
            failure.map(str::to_owned).into(),
        ];
        self.execute(&SENT, &params).await.map(drop)
    }
}
