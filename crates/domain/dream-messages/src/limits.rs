//! How large things may be, and the one way in which a setting outside its range is refused.

use std::time::Duration;

/// The longest body unless the channel says less: 256 KiB.
pub const MAX_BODY: usize = 256 * 1024;
/// All headers of a message together, names and values.
pub const MAX_HEADER_BYTES: usize = 8 * 1024;
/// The longest idempotency key.
pub const MAX_KEY: usize = 200;
/// The longest correlation.
pub const MAX_CORRELATION: usize = 200;
/// The longest name of a sender.
pub const MAX_SENDER: usize = 200;
/// The longest name of who holds a delivery.
pub const MAX_HOLDER: usize = 128;
/// The longest reason of a negative acknowledgement; what is longer is cut.
pub const MAX_REASON: usize = 1_000;
/// The longest name of a channel or consumer, without the kind before it.
pub const MAX_NAME: usize = 120;
/// The most messages in one batch.
pub const MAX_BATCH_MESSAGES: usize = 1_000;
/// The most bytes of bodies and headers in one batch: 8 MiB.
pub const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// A setting outside its range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is {given}, and must be {allowed}")]
pub struct SettingsError {
    /// The setting.
    pub name: &'static str,
    /// What was given.
    pub given: String,
    /// What is allowed.
    pub allowed: String,
}

impl SettingsError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "setting_out_of_range"
    }
}

/// Refuses a duration outside `least` and `most`.
pub(crate) fn duration(name: &'static str, given: Duration, least: Duration, most: Duration) -> Result<(), SettingsError> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(SettingsError { name, given: format!("{given:?}"), allowed: format!("from {least:?} to {most:?}") })
}

/// Refuses a number outside `least` and `most`.
pub(crate) fn number(name: &'static str, given: u64, least: u64, most: u64) -> Result<(), SettingsError> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(SettingsError { name, given: given.to_string(), allowed: format!("from {least} to {most}") })
}
