//! Buttons below a message, as Discord's JSON has them.

use serde::{Deserialize, Serialize};

/// A row of buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Always 1: a row.
    #[serde(rename = "type")]
    pub kind: u8,
    /// The buttons.
    pub components: Vec<Button>,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// What most people will want.
    Primary,
    /// Something else.
    Secondary,
    /// What goes well.
    Success,
    /// What cannot be undone.
    Danger,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Always 2: a button.
    #[serde(rename = "type")]
    pub kind: u8,
    /// 1 to 4 as [`Style`]; 5 for a link.
    pub style: u8,
    /// What stands on it.
    pub label: String,
    /// What comes back when it is pressed: an opaque id, never the state itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    /// Where a link leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it can no longer be pressed.
    #[serde(default)]
    pub disabled: bool,
}

impl Row {
    /// A row of these buttons.
    #[must_use]
    pub const fn of(components: Vec<Button>) -> Self {
        Self { kind: 1, components }
    }
}

impl Button {
    /// A button that comes back as `custom_id`.
    #[must_use]
    pub fn press(style: Style, label: impl Into<String>, custom_id: impl Into<String>) -> Self {
        let style = match style {
            Style::Primary => 1,
            Style::Secondary => 2,
            Style::Success => 3,
            Style::Danger => 4,
        };
        Self { kind: 2, style, label: label.into(), custom_id: Some(custom_id.into()), url: None, disabled: false }
    }

    /// A button that leads to an address.
    #[must_use]
    pub fn link(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { kind: 2, style: 5, label: label.into(), custom_id: None, url: Some(url.into()), disabled: false }
    }
}
