//! dream-http.
#![forbid(unsafe_code)]
