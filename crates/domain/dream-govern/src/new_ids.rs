//! Ids and nonces for what a decision creates, from randomness that the caller passes in.

use dream_clock::Timestamp;
use dream_id::TypedId;
use std::fmt::Write as _;

/// Makes ids and nonces from a source of 10 random bytes. Decisions stay pure: the same source gives the same ids.
pub struct NewIds<'a> {
    draw: &'a mut dyn FnMut() -> [u8; 10],
}

impl<'a> NewIds<'a> {
    /// Draws from `draw`, which must give fresh random bytes at every call.
    pub fn new(draw: &'a mut dyn FnMut() -> [u8; 10]) -> Self {
        Self { draw }
    }

    /// A new id made at `at`.
    pub fn make<I: TypedId>(&mut self, at: Timestamp) -> I {
        I::from_parts(at.unix_ms(), (self.draw)())
    }

    /// A new nonce: 40 hexadecimal digits, 160 random bits.
    pub fn nonce(&mut self) -> String {
        let mut text = String::with_capacity(40);
        for byte in (self.draw)().into_iter().chain((self.draw)()) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
