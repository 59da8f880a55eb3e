//! How this machine's clock stands to the database's own.

use crate::{Store, StoreError};

impl Store {
    /// How far this machine's clock is ahead of the database's, in microseconds; behind it when negative. What the question took is
    /// allowed for in favour of the clock. `None` where there is one clock alone (SQLite), and where this one tells no time of the world.
    ///
    /// # Errors
    /// [`StoreError::Sql`] when the database does not answer.
    pub async fn clock_ahead_micros(&self) -> Result<Option<i64>, StoreError> {
        if !self.clock().is_of_the_world() {
            return Ok(None);
        }
        let before = self.now().micros();
        let theirs = self.db.time_micros().await.map_err(StoreError::sql("asking for the database's time"))?;
        let after = self.now().micros();
        Ok(theirs.map(|theirs| ahead(before, theirs, after)))
    }
}

/// The least that explains `theirs` having been read between `before` and `after`.
fn ahead(before: i64, theirs: i64, after: i64) -> i64 {
    if theirs < before {
        before.saturating_sub(theirs)
    } else if theirs > after {
        after.saturating_sub(theirs)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::ahead;

    #[test]
    fn a_slow_answer_is_no_difference_of_clocks() {
        for (before, theirs, after, expected) in [(10, 15, 30, 0), (10, 10, 10, 0), (20, 15, 30, 5), (10, 45, 30, -15)] {
            assert_eq!(ahead(before, theirs, after), expected, "{before} {theirs} {after}");
        }
    }
}
