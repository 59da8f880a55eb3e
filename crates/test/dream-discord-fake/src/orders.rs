//! What people do and what goes wrong, as lines of JSON: for programs that hold the fake by its standard input.

use crate::error::ApiError;
use crate::fake::Fake;
use crate::fault::Fault;
use crate::sign::SignedRequest;
use crate::world::{Access, ChannelKind};
use serde_json::{Value, json};

impl Fake {
    /// Does what an order says, and answers it. `do` names it; what else it needs stands beside that:
    ///
    /// | `do` | with | answer |
    /// |---|---|---|
    /// | `channel` | `name`, `forum` (whether it is one) | its id |
    /// | `webhook` | `channel`, `name` | its id and token |
    /// | `write` | `channel`, `name`, `text` | the message |
    /// | `interact` | `account` (id and name), `kind`, `channel`, `message`, `data`, `http` (whether the application is told over HTTP) | the interaction, or the signed request |
    /// | `answered` | `request` (signed), `body` | nothing: Discord took the endpoint's answer |
    /// | `answer_of` | `interaction` | the first answer to it |
    /// | `messages`, `threads` | `channel` | a list |
    /// | `called`, `requests`, `begun` | | a list |
    /// | `fail` | `status`, or nothing for an answer that is lost; `done` (whether it is done first), `times` | nothing |
    /// | `access` | `channel`, `may`: `full`, `read` or `nothing` | nothing |
    /// | `delete` | `channel`, `message` (without it the channel) | nothing |
    /// | `revoke` | | nothing: the bot has another token |
    /// | `close` | `code` (without it the connections break) | nothing |
    ///
    /// # Errors
    /// What Discord would answer; an order that does not exist is JSON that cannot be read.
    pub fn obey(&self, order: &Value) -> Result<Value, ApiError> {
        let said = |name: &str| order[name].as_str().unwrap_or_default();
        let channel = said("channel");
        Ok(match said("do") {
            "channel" => {
                let kind = if order["forum"] == true { ChannelKind::Forum } else { ChannelKind::Text };
                json!(self.add_channel(said("name"), kind))
            }
            "webhook" => json!(self.add_webhook(channel, said("name"))?),
            "write" => self.person_writes(channel, said("name"), said("text"))?,
            "interact" => self.interacted(order)?,
            "answered" => {
                let part = |name: &str| order["request"][name].as_str().unwrap_or_default().to_owned();
                let request = SignedRequest { signature: part("signature"), timestamp: part("timestamp"), body: part("body") };
                self.endpoint_answered(&request, &order["body"])?;
                Value::Null
            }
            "answer_of" => self.answer_of(said("interaction")).unwrap_or_default(),
            "messages" => json!(self.messages(channel)),
            "threads" => json!(self.threads(channel)),
            "called" => json!(self.called()),
            "requests" => json!(self.requests()),
            "begun" => json!(self.begun()),
            _ => return self.broken(order),
        })
    }

    fn interacted(&self, order: &Value) -> Result<Value, ApiError> {
        let account = (order["account"][0].as_str().unwrap_or_default(), order["account"][1].as_str().unwrap_or_default());
        let kind = order["kind"].as_u64().and_then(|kind| u8::try_from(kind).ok()).ok_or(ApiError::BAD_JSON)?;
        let (channel, message) = (order["channel"].as_str().unwrap_or_default(), order["message"].as_str());
        if order["http"] != true {
            return self.interact_as(account, kind, channel, message, &order["data"]);
        }
        let request = self.interact_over_http_as(account, kind, channel, message, &order["data"])?;
        Ok(json!({"signature": request.signature, "timestamp": request.timestamp, "body": request.body}))
    }

    /// The orders that let something go wrong.
    fn broken(&self, order: &Value) -> Result<Value, ApiError> {
        let channel = order["channel"].as_str().unwrap_or_default();
        let number = |name: &str| order[name].as_u64().and_then(|number| u16::try_from(number).ok());
        match order["do"].as_str().unwrap_or_default() {
            "fail" => {
                let fault = match (number("status"), order["done"] == true) {
                    (Some(status), true) => Fault::DoneBut(status),
                    (Some(status), false) => Fault::Status(status),
                    (None, _) => Fault::LoseAnswer,
                };
                self.fail_next(std::iter::repeat_n(fault, usize::from(number("times").unwrap_or(1))));
            }
            "access" => self.set_access(
                channel,
                match order["may"].as_str() {
                    Some("full") => Access::Full,
                    Some("read") => Access::ReadOnly,
                    _ => Access::Hidden,
                },
            ),
            "delete" => match order["message"].as_str() {
                Some(message) => self.delete_message(channel, message)?,
                None => self.delete_channel(channel),
            },
            "revoke" => self.revoke_token(),
            "close" => self.close_gateway(number("code")),
            _ => return Err(ApiError::BAD_JSON),
        }
        Ok(Value::Null)
    }
}
