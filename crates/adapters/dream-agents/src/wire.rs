//! Messages of JSON-RPC 2.0, one a line, as the agent client protocol uses them.

use agent_client_protocol::v1::schema::{Error, RequestId};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A message that came in. What it holds is looked at later.
#[derive(Debug)]
pub(crate) enum Incoming<'a> {
    Request { id: RequestId, method: Cow<'a, str>, params: &'a str },
    Notification { method: Cow<'a, str>, params: &'a str },
    Reply { id: RequestId, outcome: Result<&'a RawValue, Error> },
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    jsonrpc: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<Error>,
}

/// A value that is there, `null` too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&'de RawValue>::deserialize(deserializer).map(Some)
}

/// Reads a line, or says why it is no message.
pub(crate) fn read(line: &[u8]) -> Result<Incoming<'_>, &'static str> {
    let envelope: Envelope<'_> = serde_json::from_slice(line).map_err(|_| "it is no JSON-RPC message")?;
    if envelope.jsonrpc != "2.0" {
        return Err("it is no message of JSON-RPC 2.0");
    }
    let id = envelope.id.map(|id| serde_json::from_str::<RequestId>(id.get()).map_err(|_| "its id is neither a number nor a text"));
    let params = envelope.params.map_or("{}", RawValue::get);
    match (envelope.method, id.transpose()?, envelope.result, envelope.error) {
        (Some(method), Some(id), None, None) => Ok(Incoming::Request { id, method, params }),
        (Some(method), None, None, None) => Ok(Incoming::Notification { method, params }),
        (None, Some(id), Some(result), None) => Ok(Incoming::Reply { id, outcome: Ok(result) }),
        (None, Some(id), None, Some(error)) => Ok(Incoming::Reply { id, outcome: Err(error) }),
        _ => Err("it is neither a request nor a notification nor a response"),
    }
}

#[derive(Serialize)]
struct Outgoing<'a, P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RequestId>,
    method: &'a str,
    params: &'a P,
}

#[derive(Serialize)]
struct Answer<'a, R> {
    jsonrpc: &'static str,
    id: &'a RequestId,
    #[serde(flatten)]
    outcome: Outcome<'a, R>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome<'a, R> {
    Result(&'a R),
    Error(&'a Error),
}

/// A request, or a notification when `id` is none, as a line.
pub(crate) fn message<P: Serialize>(id: Option<&RequestId>, method: &str, params: &P) -> serde_json::Result<Vec<u8>> {
    line(&Outgoing { jsonrpc: "2.0", id, method, params })
}

/// A response as a line.
pub(crate) fn answer<R: Serialize>(id: &RequestId, outcome: Result<&R, &Error>) -> serde_json::Result<Vec<u8>> {
    let outcome = match outcome {
        Ok(result) => Outcome::Result(result),
        Err(error) => Outcome::Error(error),
    };
    line(&Answer { jsonrpc: "2.0", id, outcome })
}

fn line(message: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read};

    #[test]
    fn what_is_no_message_is_told_apart_from_what_is() {
        let cases = [
            (r#"{"jsonrpc":"2.0","id":1,"method":"a","params":{"b":1}}"#, r#"request 1 a {"b":1}"#),
            (r#"{"jsonrpc":"2.0","id":"x","method":"a"}"#, "request x a {}"),
            (r#"{"jsonrpc":"2.0","method":"a"}"#, "notification a {}"),
            (r#"{"jsonrpc":"2.0","id":1,"result":null}"#, "reply 1 null"),
            (r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no"}}"#, "reply 1 failed no"),
            (r#"{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":"no"}}"#, "neither"),
            (r#"{"jsonrpc":"2.0","id":1,"method":"a","result":1}"#, "neither"),
            (r#"{"jsonrpc":"2.0"}"#, "neither"),
            (r#"{"jsonrpc":"1.0","method":"a"}"#, "2.0"),
            (r#"{"method":"a"}"#, "no JSON-RPC"),
            (r#"{"jsonrpc":"2.0","method":"a","method":"b"}"#, "no JSON-RPC"),
            (r#"{"jsonrpc":"2.0","id":{},"method":"a"}"#, "id"),
            (r#"[{"jsonrpc":"2.0","method":"a"}]"#, "no JSON-RPC"),
            ("starting up …", "no JSON-RPC"),
        ];
        for (line, expected) in cases {
            let found = match read(line.as_bytes()) {
                Ok(Incoming::Request { id, method, params }) => format!("request {id} {method} {params}"),
                Ok(Incoming::Notification { method, params }) => format!("notification {method} {params}"),
                Ok(Incoming::Reply { id, outcome: Ok(result) }) => format!("reply {id} {}", result.get()),
                Ok(Incoming::Reply { id, outcome: Err(error) }) => format!("reply {id} failed {}", error.message),
                Err(why) => why.to_owned(),
            };
            assert!(found.contains(expected), "{line}: {found}");
        }
    }
}
