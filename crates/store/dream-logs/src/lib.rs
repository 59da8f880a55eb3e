//! Log lines: written in the order in which they come, kept in segments, found again quickly.
//!
//! A [`Logs`] owns the folder `logs/` of a data folder. Lines belong to a [`StreamName`] (`server`, `agent/<name>`, `run/<id>`,
//! `task/<id>`) of a [`SetName`]: the server's own, or one organisation's. Each set has its folder, its bounded queue and its segments;
//! one thread writes them all.
//!
//! - **Appending** never waits: a line goes into the set's queue, and when the queue is full it is dropped, counted, and the count is said
//!   in the log. [`Logs::append_acknowledged`] waits until the line is on disk (`fdatasync`). A [`Call`] in its lines lets a call that is
//!   made again write only what does not stand yet.
//! - **Segments** are files of JSON lines named by their start and a sequence number that alone gives their order, so that a clock that is
//!   set back disorders nothing. A closed segment is packed: zstd frames of about 1 MiB and, in a skippable frame at the end, an index of
//!   them (times, levels, streams), so that a search leaves out what cannot match. Old segments go to the blob store.
//! - **Searching** looks at raw bytes first (a literal or a linear-time regular expression over whole blocks) and parses only the lines
//!   that may match.
//! - **Secrets** never enter: what looks like one is replaced before the line is queued.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod append;
mod blocks;
mod calls;
mod catalogue;
mod context;
mod error;
mod filter;
mod fingerprint;
mod follow;
mod histogram;
mod index;
mod keep;
mod level;
mod line;
mod logs;
mod manifests;
mod matcher;
mod options;
mod pack;
mod position;
mod scrub;
mod search;
mod segment;
mod set;
mod stream;
mod summary;
mod walk;
mod writer;

pub use calls::{Call, Lines, Queued, Turn};
pub use error::{AppendError, LogError, QueryError};
pub use filter::{Filter, Pattern};
pub use follow::{Followed, Follower};
pub use histogram::{Bucket, Histogram, MAX_BUCKETS};
pub use keep::{Hold, Kept};
pub use level::Level;
pub use line::{Line, MAX_LINE_BYTES};
pub use logs::Logs;
pub use manifests::ArchivedManifest;
pub use options::Options;
pub use position::Position;
pub use search::{Found, FoundPage, MAX_CONTEXT, Order, Search};
pub use stream::{ParseStreamError, SetName, StreamName};
pub use summary::{ErrorKind, SlowRequest, Summary};
