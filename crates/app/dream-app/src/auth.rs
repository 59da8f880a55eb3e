//! Who a bearer token stands for.

use crate::{App, AppError, Kind, Op};
use dream_access::TokenText;
use dream_store::people;

/// The operation of whoever presents `text`.
///
/// # Errors
/// `unauthenticated` for a text that is no token, that nobody knows, or that is revoked or expired. The message never repeats it.
pub async fn authenticate(app: &App, text: &str) -> Result<Op, AppError> {
    let refuse = |code: &'static str, why: String| AppError::new(Kind::Unauthenticated, code, why);
    let token = TokenText::parse(text).map_err(|error| refuse("invalid_token", error.to_string()))?;
    let mut reader = app.store.read().await?;
    let unknown = || refuse("invalid_token", "nobody here knows this token; sign in again, or ask for a new one".to_owned());
    let token = people::token_by_digest(&mut reader, app.system, token.digest()).await?.ok_or_else(unknown)?;
    token.usable(app.now()).map_err(|refusal| refuse(refusal.code(), refusal.to_string()))?;
    let left = || refuse("not_a_member", "the person of this token no longer belongs to the organisation".to_owned());
    let identity = people::identity_of(&mut reader, &token).await?.ok_or_else(left)?;
    Ok(Op::of_person(app.clone(), identity))
}
