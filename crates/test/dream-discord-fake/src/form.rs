//! Whether Discord would take a body: its limits, written down from its documentation apart from our own code.

mod message;
mod parts;

pub(crate) use message::{message, needs_content};
pub(crate) use parts::{commands, thread, webhook};

use crate::error::ApiError;
use serde_json::Value;

/// The faults of a form, each by its path.
#[derive(Debug, Default)]
pub(crate) struct Form(Vec<(String, &'static str, String)>);

impl Form {
    pub(crate) fn fault(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.0.push((path.to_owned(), code, message.into()));
    }

    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::form(self.0)) }
    }

    /// A text of between `least` and `most` characters, blanks around it not counted.
    pub(crate) fn text(&mut self, path: &str, value: &Value, least: usize, most: usize) {
        let Some(text) = value.as_str() else {
            return self.fault(path, "STRING_TYPE_CONVERT", "Only strings are accepted.");
        };
        let length = text.trim().chars().count();
        if length < least {
            self.fault(path, "BASE_TYPE_REQUIRED", "This field is required");
        } else if length > most {
            self.fault(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
        }
    }

    /// The same for a text that need not be there.
    pub(crate) fn optional(&mut self, path: &str, value: Option<&Value>, most: usize) {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            self.text(path, value, 0, most);
        }
    }

    /// The items of a list of at most `most`.
    pub(crate) fn list<'v>(&mut self, path: &str, value: Option<&'v Value>, most: usize) -> &'v [Value] {
        let Some(value) = value.filter(|value| !value.is_null()) else { return &[] };
        let Some(list) = value.as_array() else {
            self.fault(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return &[];
        };
        if list.len() > most {
            self.fault(path, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
        }
        list
    }
}
