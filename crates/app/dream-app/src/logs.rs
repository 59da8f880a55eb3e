//! Log lines: who may see and write which, finding and following them, and how they are kept.

mod append;
mod export;
mod follow;
mod holds;
mod keep;
mod reach;
mod search;
mod servers;
mod sum;

pub use append::{MOST_LINES, MOST_SOURCE, NewLine, append};
pub use dream_access::Hold;
pub use dream_logs::{
    Bucket, ErrorKind, Filter, Followed, Found, FoundPage, Histogram, Level, Line, LogError, Logs, MAX_BUCKETS, MAX_CONTEXT, Options,
    Order, Pattern, Position, Search, SetName, SlowRequest, StreamName, Summary,
};
pub use export::{INCOMPLETE, LogExport, export};
pub use follow::{LogFeed, follow};
pub use holds::{NewHold, find as find_hold, lift, list as list_holds, place};
pub use keep::{Kept, keep};
pub use search::{histogram, search, summary};
pub use servers::{ServerName, announce_server, retire_server};
pub(crate) use sum::{errors, may_read_server, of_org};
