//! Discord's limits (API version 10). Lengths are counted as [`crate::text::length`] does.

/// A message's text.
pub const CONTENT: usize = 2_000;
/// Embeds of one message.
pub const EMBEDS: usize = 10;
/// The texts of all embeds of one message together: titles, descriptions, names and values of fields, footers and authors.
pub const EMBED_TOTAL: usize = 6_000;
/// An embed's title.
pub const EMBED_TITLE: usize = 256;
/// An embed's description.
pub const EMBED_DESCRIPTION: usize = 4_096;
/// Fields of one embed.
pub const EMBED_FIELDS: usize = 25;
/// A field's name.
pub const FIELD_NAME: usize = 256;
/// A field's value.
pub const FIELD_VALUE: usize = 1_024;
/// An embed's footer.
pub const FOOTER: usize = 2_048;
/// The name of an embed's author.
pub const AUTHOR: usize = 256;
/// An address.
pub const ADDRESS: usize = 2_048;
/// The largest colour.
pub const COLOUR: u32 = 0xFF_FF_FF;
/// The name a webhook's message appears under.
pub const USERNAME: usize = 80;
/// Roles, and people, that one message may call.
pub const MENTIONS: usize = 100;
/// A nonce.
pub const NONCE: usize = 25;
/// A thread's name.
pub const THREAD_NAME: usize = 100;
/// Files of one message.
pub const FILES: usize = 10;
/// Bytes of one file where nothing is known of the server's level.
pub const FILE_BYTES: u64 = 10 * 1_048_576;
/// What a file shows, in words.
pub const FILE_DESCRIPTION: usize = 1_024;
/// Bytes of one request.
pub const REQUEST_BYTES: u64 = 25 * 1_048_576;
/// What a component carries.
pub const CUSTOM_ID: usize = 100;
/// A button's label.
pub const BUTTON_LABEL: usize = 80;
/// A button's address.
pub const BUTTON_ADDRESS: usize = 512;
/// Buttons of one row.
pub const ROW_BUTTONS: usize = 5;
/// Rows of components of one message.
pub const ACTION_ROWS: usize = 5;
/// Requests per second, over all routes.
pub const GLOBAL_PER_SECOND: usize = 50;
/// Requests that end in 401, 403 or 429 per ten minutes, after which the address is banned.
pub const INVALID_PER_TEN_MINUTES: u32 = 10_000;
