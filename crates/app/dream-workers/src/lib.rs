//! dream-workers.
#![forbid(unsafe_code)]
