//! dream-client.
#![forbid(unsafe_code)]
