//! Gates shown in Discord: the message carries the files and the digest under review, its buttons bind that digest, and when the review ends
//! it shows who decided what, wherever it was decided.

mod dress;
mod embed;
mod settle;
mod shown;

pub use dress::dress;
pub(crate) use dress::shown_whole;
pub(crate) use settle::decided;
pub use settle::{sent, settle};

use crate::{App, AppError, reviews};
use dream_govern::Review;
use dream_id::{OrgId, ReviewId, Scope};
use dream_ledger::Stream;

/// The review `id`, if it is there, and what people call what it is about.
pub(crate) async fn titled(app: &App, org: OrgId, id: ReviewId) -> Result<Option<(Stream<Review>, String)>, AppError> {
    let (mut reader, scope) = (app.store.read().await?, Scope::Org(org));
    let Some(review) = reader.find::<Review>(scope, id).await? else { return Ok(None) };
    let state: &Review = &review;
    let title = reviews::titles(&mut reader, scope, &[state]).await?.pop().unwrap_or_default();
    Ok(Some((review, title)))
}

/// The page of the control room that shows a review whole.
fn path(review: ReviewId) -> String {
    format!("/a/{review}")
}

/// Where it is: the whole address where it is known, else the path alone.
pub(crate) fn place(app: &App, review: ReviewId) -> String {
    let path = path(review);
    app.public_url.as_ref().map_or_else(|| path.clone(), |public| public.link(&path))
}
