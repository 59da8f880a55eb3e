//! dream-http.
#![forbid(unsafe_code)]
// Note: this crate is being written by another engineer (the HTTP engineer) as of 15:15; the CLI engineer leaves it alone.
