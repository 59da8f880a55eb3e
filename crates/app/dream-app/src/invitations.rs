//! Invitations and sign-in links: links that work once.

mod accept;
mod create;
mod read;
mod revoke;
mod sign_in_link;

pub use accept::{Accept, accept};
pub(crate) use create::fresh;
pub use create::{Invitee, MadeLink, NewInvitation, invite};
pub use read::{InvitationView, list};
pub use revoke::revoke;
pub(crate) use revoke::revoke_all;
pub use sign_in_link::make_sign_in_link;
