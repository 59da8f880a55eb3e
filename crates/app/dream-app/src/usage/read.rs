//! Questions about what was used.

use crate::{AppError, Op};
use dream_access::Action;
use dream_store::usage::{UsageCount, counts};

/// What the organisation used, newest month first; of one month alone when it is named, such as `2026-11`.
pub async fn list(op: &Op, month: Option<&str>) -> Result<Vec<UsageCount>, AppError> {
    op.allow(Action::BridgeRead, None)?;
    let is_month =
        |text: &str| text.len() == 7 && text.bytes().enumerate().all(|(n, byte)| if n == 4 { byte == b'-' } else { byte.is_ascii_digit() });
    if let Some(wrong) = month.filter(|month| !is_month(month)) {
        let shown: String = wrong.chars().take(20).collect();
        return Err(AppError::invalid("month_invalid", format!("`{shown}` is no month; write it like 2026-11")));
    }
    Ok(counts(&mut op.read().await?, op.org()?, month).await?)
}
