//! The control room's built pages, embedded, and how they are sent: which file answers which path, compressed for who takes it, kept
//! by browsers as long as it may be, under a content security policy that lets no text of others run.
//!
//! The pages are made by `npm run build` in `ui/`; this crate embeds what it finds in `site/built` and never runs npm. A build without
//! them says so at `/`.
#![forbid(unsafe_code)]

mod answer;
mod file;

pub use answer::{CONTENT_SECURITY_POLICY, answer};
use file::File;

/// Everything that was built, by path.
static FILES: &[File] = &include!(concat!(env!("OUT_DIR"), "/files.rs"));
