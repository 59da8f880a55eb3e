//! dream-testkit.
#![forbid(unsafe_code)]
