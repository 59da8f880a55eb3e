//! Discord's errors: a status, a code, a message, and for forms a tree of what is wrong where.

use serde_json::{Map, Value, json};

/// An answer that is an error.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// Discord's code.
    pub code: u32,
    /// Discord's message.
    pub message: &'static str,
    /// For forms: what is wrong where.
    pub errors: Option<Value>,
}

impl ApiError {
    /// An error without a tree.
    #[must_use]
    pub const fn of(status: u16, code: u32, message: &'static str) -> Self {
        Self { status, code, message, errors: None }
    }

    pub(crate) const UNAUTHORIZED: Self = Self::of(401, 0, "401: Unauthorized");
    pub(crate) const UNKNOWN_CHANNEL: Self = Self::of(404, 10_003, "Unknown Channel");
    pub(crate) const UNKNOWN_MESSAGE: Self = Self::of(404, 10_008, "Unknown Message");
    pub(crate) const UNKNOWN_WEBHOOK: Self = Self::of(404, 10_015, "Unknown Webhook");
    pub(crate) const UNKNOWN_INTERACTION: Self = Self::of(404, 10_062, "Unknown interaction");
    pub(crate) const NO_ROUTE: Self = Self::of(404, 0, "404: Not Found");
    pub(crate) const TOO_MANY_WEBHOOKS: Self = Self::of(400, 30_007, "Maximum number of webhooks reached (15)");
    pub(crate) const TOO_LARGE: Self = Self::of(413, 40_005, "Request entity too large");
    pub(crate) const ACKNOWLEDGED: Self = Self::of(400, 40_060, "Interaction has already been acknowledged.");
    pub(crate) const MISSING_ACCESS: Self = Self::of(403, 50_001, "Missing Access");
    pub(crate) const NOT_YOURS: Self = Self::of(403, 50_005, "Cannot edit a message authored by another user");
    pub(crate) const EMPTY: Self = Self::of(400, 50_006, "Cannot send an empty message");
    pub(crate) const MISSING_PERMISSIONS: Self = Self::of(403, 50_013, "Missing Permissions");
    pub(crate) const WEBHOOK_TOKEN: Self = Self::of(401, 50_027, "Invalid Webhook Token");
    pub(crate) const ARCHIVED: Self = Self::of(400, 50_083, "Thread is archived");
    pub(crate) const BAD_JSON: Self = Self::of(400, 50_109, "The request body contains invalid JSON.");
    pub(crate) const THREAD_EXISTS: Self = Self::of(400, 160_004, "A thread has already been created for this message");
    pub(crate) const FORUM_NEEDS_THREAD: Self =
        Self::of(400, 220_001, "Webhooks posted to forum channels must have a thread_name or thread_id");
    pub(crate) const NOT_A_FORUM: Self = Self::of(400, 220_003, "Webhooks can only create threads in forum channels");

    /// An invalid form: each fault by its path, such as `embeds.0.title`.
    pub(crate) fn form(faults: Vec<(String, &'static str, String)>) -> Self {
        let mut tree = Value::Object(Map::new());
        for (path, code, message) in faults {
            insert(&mut tree, &path.split('.').collect::<Vec<_>>(), json!({"code": code, "message": message}));
        }
        Self { status: 400, code: 50_035, message: "Invalid Form Body", errors: Some(tree) }
    }

    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let (Some(errors), Some(body)) = (&self.errors, body.as_object_mut()) {
            body.insert("errors".to_owned(), errors.clone());
        }
        body
    }
}

fn insert(tree: &mut Value, path: &[&str], fault: Value) {
    let Some(object) = tree.as_object_mut() else { return };
    match path {
        [] => {
            let list = object.entry("_errors").or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.push(fault);
            }
        }
        [first, rest @ ..] => insert(object.entry((*first).to_owned()).or_insert_with(|| json!({})), rest, fault),
    }
}
