//! What an answer of Discord's means for the message, and for the destination.

use serde::{Deserialize, Serialize};

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// It was done.
    Done,
    /// Not now; the rate limits say when.
    Later,
    /// Not done, for a reason that passes.
    Again,
    /// It may have been done.
    Unknown,
    /// The message that was to be edited is gone: it is sent anew.
    EditGone,
    /// The thread is archived, locked or gone: a new one is needed.
    ThreadGone,
    /// This message is refused; others are not.
    Refused,
    /// The destination is gone, or we may not write there: it is disabled, and people are told elsewhere.
    DestinationGone,
    /// Our token is refused: every destination of this connection is disabled.
    TokenRefused,
    /// The whole address is shut out for a while, without Discord's usual answer.
    ShutOut,
}

/// What the answer with this status and this code of Discord's means; `code` is `None` when the body was not Discord's JSON.
#[must_use]
pub const fn meaning(status: u16, code: Option<u32>) -> Meaning {
    match (status, code) {
        (200..=299, _) => Meaning::Done,
        (429, Some(_)) => Meaning::Later,
        // Without Discord's JSON these come from the network in front of it, which bans whole addresses.
        (403 | 429, None) => Meaning::ShutOut,
        // The token of a webhook is the destination itself.
        (_, Some(50_027)) => Meaning::DestinationGone,
        (401, _) | (_, Some(40_001 | 50_014)) => Meaning::TokenRefused,
        // What the server's own filters do not like is about the message.
        (_, Some(200_000 | 240_000)) => Meaning::Refused,
        (_, Some(10_003 | 10_004 | 10_015 | 50_001 | 50_007 | 50_008 | 50_013 | 50_025)) => Meaning::DestinationGone,
        (_, Some(10_008 | 50_005)) => Meaning::EditGone,
        (_, Some(50_083 | 160_005)) => Meaning::ThreadGone,
        (_, Some(130_000 | 20_016 | 20_028 | 20_029 | 40_062)) | (408 | 425 | 503, _) => Meaning::Again,
        (500..=599, _) => Meaning::Unknown,
        (403 | 404, _) => Meaning::DestinationGone,
        _ => Meaning::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_mean_what_the_reference_says() {
        let cases = [
            (200, None, Meaning::Done),
            (204, None, Meaning::Done),
            (429, Some(0), Meaning::Later),
            (429, None, Meaning::ShutOut),
            (403, None, Meaning::ShutOut),
            (401, Some(0), Meaning::TokenRefused),
            (401, None, Meaning::TokenRefused),
            (401, Some(50_027), Meaning::DestinationGone),
            (404, Some(10_015), Meaning::DestinationGone),
            (404, Some(10_003), Meaning::DestinationGone),
            (403, Some(50_013), Meaning::DestinationGone),
            (404, Some(10_008), Meaning::EditGone),
            (400, Some(50_083), Meaning::ThreadGone),
            (400, Some(50_035), Meaning::Refused),
            (403, Some(200_000), Meaning::Refused),
            (413, Some(40_005), Meaning::Refused),
            (503, None, Meaning::Again),
            (500, None, Meaning::Unknown),
            (502, None, Meaning::Unknown),
            (504, Some(0), Meaning::Unknown),
            (404, None, Meaning::DestinationGone),
        ];
        for (status, code, wanted) in cases {
            assert_eq!(meaning(status, code), wanted, "{status} {code:?}");
        }
    }
}
