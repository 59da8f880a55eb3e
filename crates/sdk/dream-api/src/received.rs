//! What came in from sources.

use crate::{RuleStep, schema};
use dream_clock::Timestamp;
use dream_id::ReceivedId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceivedEvent {
    /// Its id.
    #[schema(value_type = schema::ReceivedId)]
    pub id: ReceivedId,
    /// The source's id; `dreamos` for what this server itself tells.
    pub source: String,
    /// What the source was called then.
    pub source_name: String,
    /// The source's kind; `dreamos` for what this server itself tells.
    pub kind: String,
    /// The event's type, where a header said it.
    pub event_type: Option<String>,
    /// When it came in.
    #[schema(value_type = schema::Time)]
    pub received_at: Timestamp,
    /// How many bytes were sent.
    pub size: u64,
    /// What it is a repetition of, when somebody asked for one.
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub again_of: Option<ReceivedId>,
    /// When the rules were asked; `null` while it waits for that.
    #[schema(value_type = Option<schema::Time>)]
    pub planned_at: Option<Timestamp>,
    /// How many events were in it.
    pub events: u32,
    /// How many messages were planned for it.
    pub messages: u32,
    /// What the rules decided that were about it.
    pub trace: Vec<RuleStep>,
}

/// Takes in again what came in before: the rules that are in force now are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeliverEvents {
    /// From this one on, itself included.
    #[schema(value_type = schema::ReceivedId)]
    pub from: ReceivedId,
    /// Up to this one, itself included; the first alone when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::ReceivedId>)]
    pub until: Option<ReceivedId>,
    /// Of this source alone, by id or name.
    #[serde(default)]
    pub source: Option<String>,
}
