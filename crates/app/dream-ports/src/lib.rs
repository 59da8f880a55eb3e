//! dream-ports.
#![forbid(unsafe_code)]
