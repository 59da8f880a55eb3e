//! What is kept beside deliveries: rate limits, the messages about things, and how destinations answer.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{DestinationId, OrgId, Scope, SystemKey};
use dream_sql::{Sql, Value};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The messages about one thing in one destination.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessages {
    /// Their ids, in order.
    pub messages: Vec<String>,
    /// The channel in which they are.
    pub channel: String,
    /// The thread of the thing, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
}

/// What is known of a sender's rate limits.
pub async fn find_rate<Q: Query, T: DeserializeOwned>(q: &mut Q, _key: SystemKey, sender: &str) -> Result<Option<T>, StoreError> {
    const FIND: Sql = Sql::both("SELECT rate FROM rate_limits WHERE sender = $1");
    let Some(row) = q.row(&FIND, &[sender.into()]).await? else { return Ok(None) };
    let text = row.text(0).map_err(StoreError::sql("reading rate limits"))?;
    serde_json::from_str(text).map(Some).map_err(|error| StoreError::damaged("rate_limits", sender, error))
}

/// The messages about a thing in a destination, and when the last of them was sent.
pub async fn find_sent<Q: Query>(
    q: &mut Q,
    scope: Scope,
    destination: DestinationId,
    about: &str,
) -> Result<Option<(SentMessages, Timestamp)>, StoreError> {
    let mut text = "SELECT sent, at FROM sent_messages WHERE destination = $1 AND about = $2".to_owned();
    let mut params: Vec<Value> = vec![destination.to_string().into(), about.into()];
    if let Some(org) = scope.org() {
        params.push(org.to_string().into());
        text.push_str(" AND org = $3");
    }
    let Some(row) = q.row(&Sql::owned(text), &params).await? else { return Ok(None) };
    let column = StoreError::sql("reading sent messages");
    let sent = serde_json::from_str(row.text(0).map_err(&column)?);
    let sent = sent.map_err(|error| StoreError::damaged("sent_messages", destination, error))?;
    Ok(Some((sent, Timestamp::from_micros(row.int(1).map_err(&column)?))))
}

/// How a destination or a subscription answers, if it ever did.
pub async fn find_health<Q: Query, T: DeserializeOwned>(q: &mut Q, scope: Scope, id: &str) -> Result<Option<T>, StoreError> {
    let mut text = "SELECT health FROM destination_health WHERE id = $1".to_owned();
    let mut params: Vec<Value> = vec![id.into()];
    if let Some(org) = scope.org() {
        params.push(org.to_string().into());
        text.push_str(" AND org = $2");
    }
    let Some(row) = q.row(&Sql::owned(text), &params).await? else { return Ok(None) };
    let text = row.text(0).map_err(StoreError::sql("reading a destination's health"))?;
    serde_json::from_str(text).map(Some).map_err(|error| StoreError::damaged("destination_health", id, error))
}

/// How far the feed has been told to subscriptions; `None` when it never was.
pub async fn told_position<Q: Query>(q: &mut Q, _key: SystemKey) -> Result<Option<u64>, StoreError> {
    const FIND: Sql = Sql::both("SELECT position FROM subscription_cursor WHERE name = 'feed'");
    let Some(row) = q.row(&FIND, &[]).await? else { return Ok(None) };
    Ok(u64::try_from(row.int(0).map_err(StoreError::sql("reading how far subscriptions were told"))?).ok())
}

impl Unit {
    /// Keeps what is known of a sender's rate limits.
    pub async fn save_rate(&mut self, _key: SystemKey, org: Option<OrgId>, sender: &str, rate: &impl Serialize) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO rate_limits (sender, org, rate) VALUES ($1, $2, $3) ON CONFLICT (sender) DO UPDATE SET rate = excluded.rate",
        );
        let rate = serde_json::to_string(rate).map_err(|error| StoreError::damaged("rate_limits", sender, error))?;
        self.execute(&SAVE, &[sender.into(), org.map(|org| org.to_string()).into(), rate.into()]).await?;
        Ok(())
    }

    /// Keeps the messages about a thing.
    pub async fn save_sent(
        &mut self,
        org: OrgId,
        destination: DestinationId,
        about: &str,
        sent: &SentMessages,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO sent_messages (destination, about, org, sent, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (destination, about) DO UPDATE SET sent = excluded.sent, at = excluded.at",
        );
        let sent = serde_json::to_string(sent).map_err(|error| StoreError::damaged("sent_messages", destination, error))?;
        let params = [destination.to_string().into(), about.into(), org.to_string().into(), sent.into(), at.micros().into()];
        self.execute(&SAVE, &params).await?;
        Ok(())
    }

    /// Keeps how a destination or a subscription answers.
    pub async fn save_health(&mut self, org: OrgId, id: &str, health: &impl Serialize) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO destination_health (id, org, health) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET health = excluded.health",
        );
        let health = serde_json::to_string(health).map_err(|error| StoreError::damaged("destination_health", id, error))?;
        self.execute(&SAVE, &[id.into(), org.to_string().into(), health.into()]).await?;
        Ok(())
    }

    /// Forgets deliveries of `org` that ended before `before`, and messages about things of which nothing was heard since; so many at a time. How
    /// many deliveries that were.
    pub async fn forget_ended_deliveries(&mut self, org: OrgId, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::both(
            "DELETE FROM deliveries WHERE number IN (SELECT number FROM deliveries WHERE org = $1 AND ended_at IS NOT NULL AND ended_at < $2 \
             ORDER BY ended_at LIMIT $3)",
        );
        const SENT: Sql = Sql::both("DELETE FROM sent_messages WHERE org = $1 AND at < $2");
        let (org, before) = (Value::from(org.to_string()), Value::from(before.micros()));
        self.execute(&SENT, &[org.clone(), before.clone()]).await?;
        self.execute(&FORGET, &[org, before, most.into()]).await
    }

    /// Whether the feed has been told to subscriptions as far as `position`, and no further; that stays so until the end of the unit.
    pub async fn is_told_to(&mut self, key: SystemKey, position: Option<u64>) -> Result<bool, StoreError> {
        const LOCK: Sql = Sql::each(
            "SELECT position FROM subscription_cursor WHERE name = 'feed'",
            "SELECT position FROM subscription_cursor WHERE name = 'feed' FOR UPDATE",
        );
        self.row(&LOCK, &[]).await?;
        Ok(told_position(self, key).await? == position)
    }

    /// Notes how far the feed has been told.
    pub async fn tell_subscriptions_to(&mut self, _key: SystemKey, position: u64) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO subscription_cursor (name, position) VALUES ('feed', $1) ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        );
        self.execute(&SAVE, &[crate::unit::integer(position).into()]).await?;
        Ok(())
    }
}
