//! dream-blobs.
#![forbid(unsafe_code)]
