//! Refusals as people in a chat read them: who and what they are about stands there by name, where a program would read an id.

use crate::{AppError, Op, gate_posts, reviews};
use dream_id::{PersonId, ReviewId};
use dream_store::people;

/// The refusal with names in the place of ids, as far as whoever asked may see what they name.
pub(super) async fn named(op: &Op, mut error: AppError) -> AppError {
    for id in ids(&error.message) {
        if let Some(name) = name_of(op, &id).await {
            error.message = error.message.replace(&id, &name);
        }
    }
    error
}

/// The words that could be ids of people or reviews.
fn ids(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| word.starts_with("per_") || word.starts_with("rev_")).map(str::to_owned).collect()
}

/// What people call it; `None` where that is not known now, and the id stays.
async fn name_of(op: &Op, id: &str) -> Option<String> {
    let org = op.org().ok()?;
    if let Ok(person) = id.parse::<PersonId>() {
        let mut reader = op.read().await.ok()?;
        return people::names(&mut reader, org, &[person]).await.ok()?.remove(&person);
    }
    let review = id.parse::<ReviewId>().ok()?;
    // Whoever may not see it is not told what it is about.
    reviews::find(op, review).await.ok()?;
    let (_, title) = gate_posts::titled(op.app(), org, review).await.ok()??;
    Some(format!("\u{201c}{title}\u{201d}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_within_a_sentence() {
        let said = "per_01 has already voted on review rev_02; super_03 is none";
        assert_eq!(ids(said), ["per_01", "rev_02"]);
    }
}
