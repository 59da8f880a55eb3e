//! dream-access.
#![forbid(unsafe_code)]
