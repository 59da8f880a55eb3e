//! dream-govern.
#![forbid(unsafe_code)]
