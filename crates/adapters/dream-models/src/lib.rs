//! dream-models.
#![forbid(unsafe_code)]
