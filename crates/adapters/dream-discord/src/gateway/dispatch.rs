//! What a message of the gateway says happened.

use serde_json::Value;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dispatch {
    /// Discord's name for it.
    pub(super) name: String,
    /// The facts.
    pub(super) data: Value,
}

/// Reads a message; `None` for one that tells of nothing that happened.
pub(super) fn dispatch(text: &str) -> Option<Dispatch> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    if value.get("op").and_then(Value::as_u64) != Some(0) {
        return None;
    }
    let name = value.get("t")?.as_str()?.to_owned();
    let data = value.get_mut("d")?.take();
    Some(Dispatch { name, data })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_happened_is_handed_on_as_it_came() {
        let told = json!({"op": 0, "t": "MESSAGE_CREATE", "s": 3, "d": {"id": "1", "a field of tomorrow": [null]}});
        let data = told["d"].clone();
        assert_eq!(dispatch(&told.to_string()), Some(Dispatch { name: "MESSAGE_CREATE".into(), data }));
        for other in [json!({"op": 11}), json!({"op": 0, "t": null}), json!([])] {
            assert_eq!(dispatch(&other.to_string()), None, "{other}");
        }
        assert_eq!(dispatch("{"), None);
    }
}
