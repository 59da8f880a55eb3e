//! Gates shown in Discord: the message carries the files and the digest under review, its buttons bind that digest, and when the review ends
//! it shows who decided what, wherever it was decided.

mod dress;
mod embed;
mod settle;
mod shown;

pub use dress::dress;
pub(crate) use dress::shown_whole;
pub use settle::{sent, settle};

use crate::App;
use dream_id::ReviewId;

/// The page of the control room that shows a review whole.
fn path(review: ReviewId) -> String {
    format!("/a/{review}")
}

/// Where it is: the whole address where it is known, else the path alone.
pub(crate) fn place(app: &App, review: ReviewId) -> String {
    let path = path(review);
    app.public_url.as_ref().map_or_else(|| path.clone(), |public| public.link(&path))
}
