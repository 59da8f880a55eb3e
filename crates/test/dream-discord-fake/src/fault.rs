//! What a test lets go wrong.

/// What happens to the next request that would change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is answered with this status, without Discord's JSON, and nothing is done.
    Status(u16),
    /// It is done, and the answer breaks off before its end.
    LoseAnswer,
    /// It is done, and the answer is this status: what a proxy says when the server took too long.
    DoneBut(u16),
}
