//! dream-api.
#![forbid(unsafe_code)]
