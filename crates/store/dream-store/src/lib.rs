//! dream-store.
#![forbid(unsafe_code)]
