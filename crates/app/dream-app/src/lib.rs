//! dream-app.
#![forbid(unsafe_code)]
