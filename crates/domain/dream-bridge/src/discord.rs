//! Discord as far as it can be known before anything is sent: its limits, its message shapes, its markup, its rate limits.

mod answer;
mod component;
mod compose;
mod embed;
mod file;
pub mod interaction;
pub mod limits;
pub mod markdown;
mod mentions;
mod nonce;
mod post;
mod rate;
mod split;
mod stamp;
mod validate;

pub use answer::{Meaning, meaning};
pub use component::{Button, Row, Style};
pub use compose::{MOST_POSTS, compose, username};
pub use embed::{Author, Embed, EmbedField, Footer};
pub use file::{FileFacts, thread_name, validate_files};
pub use mentions::{AllowedMentions, neutralise};
pub use nonce::nonce;
pub use post::Post;
pub use rate::{Answer, Grant, Rate, Route};
pub use split::split;
pub use stamp::{stamp, with_stamps};
pub use validate::{LimitFault, validate};
