//! dream-roles.
#![forbid(unsafe_code)]
