//! Questions about what was used.

use crate::{AppError, Op};
use dream_access::Action;
use dream_store::usage::{UsageCount, counts};

/// What the organisation used, newest month first; of one month alone when it is named, such as `2026-11`, and by source and destination when
/// `by_name` says so.
///
/// # Errors
/// `month_invalid`.
pub async fn list(op: &Op, month: Option<&str>, by_name: bool) -> Result<Vec<UsageCount>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    check_month(month)?;
    Ok(counts(&mut op.read().await?, op.org()?, month, by_name).await?)
}

/// Refuses what is no month.
pub(crate) fn check_month(month: Option<&str>) -> Result<(), AppError> {
    let is_month =
        |text: &str| text.len() == 7 && text.bytes().enumerate().all(|(n, byte)| if n == 4 { byte == b'-' } else { byte.is_ascii_digit() });
    if let Some(wrong) = month.filter(|month| !is_month(month)) {
        let shown: String = wrong.chars().take(20).collect();
        return Err(AppError::invalid("month_invalid", format!("`{shown}` is no month; write it like 2026-11")));
    }
    Ok(())
}

/// The same by source and destination, as comma-separated values with a line of names.
///
/// # Errors
/// `month_invalid`.
pub async fn export(op: &Op, month: Option<&str>) -> Result<String, AppError> {
    let mut text = "month,what,name,count\r\n".to_owned();
    for row in list(op, month, true).await? {
        let name = row.name.unwrap_or_default();
        // The names of sources and destinations have no comma, quote or line break, and what is counted is a word of ours.
        text.push_str(&format!("{},{},{name},{}\r\n", row.month, row.what, row.count));
    }
    Ok(text)
}
