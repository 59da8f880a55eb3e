//! Governed runs from brief to release, with the real workers and the offline provider, on both engines.
#![forbid(unsafe_code)]

mod delivery;
mod house;
