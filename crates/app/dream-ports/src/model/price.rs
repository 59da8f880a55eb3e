//! What a call costs: before it, at worst, and after it, as used.

use super::{ModelReply, ModelRequest, Usage};
use serde::{Deserialize, Serialize};

/// Tokens that a provider adds to a request: the frame of the conversation and the explanation of tools.
const FRAME_TOKENS: u64 = 1_024;

/// The price of a model, in micro-USD per million tokens. A provider that is free says so with zeros; no other price is ever zero by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// For input at the full price.
    pub input_micros_per_mtok: u64,
    /// For input that the provider read from its cache.
    pub cached_input_micros_per_mtok: u64,
    /// For input that the provider wrote into its cache.
    pub cache_write_micros_per_mtok: u64,
    /// For output.
    pub output_micros_per_mtok: u64,
    /// What changes for long requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_context: Option<LongContext>,
    /// The day on which somebody last checked it: `2026-11-21`.
    pub as_of: String,
}

/// A dearer price for long requests: it holds for the whole request once the input is longer than a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongContext {
    /// The longest input at the ordinary price, in tokens.
    pub above_input_tokens: u64,
    /// How many hundredths of the ordinary input prices apply beyond it: 200 doubles them.
    pub input_percent: u64,
    /// The same for output.
    pub output_percent: u64,
}

/// What a finished call is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// In micro-USD.
    pub micros: u64,
    /// How that is known.
    pub basis: ChargeBasis,
}

/// How a charge is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeBasis {
    /// The provider reported what was used.
    Reported,
    /// The provider did not say, or the outcome is unknown: charged as the most that it can have been.
    WorstCase,
}

impl Price {
    /// The price of what costs nothing.
    #[must_use]
    pub fn free(as_of: impl Into<String>) -> Self {
        Self {
            input_micros_per_mtok: 0,
            cached_input_micros_per_mtok: 0,
            cache_write_micros_per_mtok: 0,
            output_micros_per_mtok: 0,
            long_context: None,
            as_of: as_of.into(),
        }
    }

    /// What `usage` costs, in micro-USD, rounded up.
    #[must_use]
    pub fn cost_micros(&self, usage: &Usage) -> u64 {
        let (input_percent, output_percent) = match self.long_context {
            Some(long) if usage.all_input_tokens() > long.above_input_tokens => (long.input_percent, long.output_percent),
            _ => (100, 100),
        };
        let input = times(usage.input_tokens, self.input_micros_per_mtok)
            .saturating_add(times(usage.cached_input_tokens, self.cached_input_micros_per_mtok))
            .saturating_add(times(usage.cache_write_tokens, self.cache_write_micros_per_mtok))
            .saturating_mul(u128::from(input_percent));
        let output = times(usage.output_tokens, self.output_micros_per_mtok).saturating_mul(u128::from(output_percent));
        let micros = input.saturating_add(output).div_ceil(100 * 1_000_000);
        u64::try_from(micros).unwrap_or(u64::MAX)
    }

    /// The most that `request` can cost, in micro-USD: what is reserved before it is sent. No tokeniser makes more tokens than there are
    /// bytes, so every byte of the request's JSON counts as a token, at the dearest input price, and the reply as long as it may be.
    #[must_use]
    pub fn worst_case_micros(&self, request: &ModelRequest) -> u64 {
        let bytes = serde_json::to_vec(request).map_or(u64::MAX, |json| u64::try_from(json.len()).unwrap_or(u64::MAX));
        let tokens = bytes.saturating_add(FRAME_TOKENS);
        let dearest = self.input_micros_per_mtok.max(self.cache_write_micros_per_mtok).max(self.cached_input_micros_per_mtok);
        let worst = Self { input_micros_per_mtok: dearest, ..self.clone() };
        worst.cost_micros(&Usage { input_tokens: tokens, output_tokens: u64::from(request.max_output_tokens), ..Usage::default() })
    }

    /// What the finished call is charged: as reported, else its worst case.
    #[must_use]
    pub fn charge(&self, request: &ModelRequest, reply: &ModelReply) -> Charge {
        match &reply.usage {
            Some(usage) => Charge { micros: self.cost_micros(usage), basis: ChargeBasis::Reported },
            None => Charge { micros: self.worst_case_micros(request), basis: ChargeBasis::WorstCase },
        }
    }
}

fn times(tokens: u64, micros_per_mtok: u64) -> u128 {
    u128::from(tokens) * u128::from(micros_per_mtok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price() -> Price {
        Price {
            input_micros_per_mtok: 3_000_000,
            cached_input_micros_per_mtok: 300_000,
            cache_write_micros_per_mtok: 3_750_000,
            output_micros_per_mtok: 15_000_000,
            long_context: Some(LongContext { above_input_tokens: 200_000, input_percent: 200, output_percent: 150 }),
            as_of: "2026-11-21".to_owned(),
        }
    }

    fn check(usage: Usage, micros: u64) {
        assert_eq!(price().cost_micros(&usage), micros, "{usage:?}");
    }

    #[test]
    fn each_token_is_paid_once_and_a_part_of_a_micro_dollar_as_a_whole_one() {
        check(Usage::default(), 0);
        check(Usage { cached_input_tokens: 1, ..Usage::default() }, 1);
        check(Usage { input_tokens: 1, ..Usage::default() }, 3);
        check(Usage { input_tokens: 1_000, cached_input_tokens: 1_000, cache_write_tokens: 1_000, output_tokens: 1_000 }, 22_050);
        check(Usage { input_tokens: u64::MAX, ..Usage::default() }, u64::MAX);
    }

    #[test]
    fn a_long_request_is_dearer_from_its_first_token() {
        check(Usage { input_tokens: 200_000, output_tokens: 1_000, ..Usage::default() }, 615_000);
        check(Usage { input_tokens: 200_000, cached_input_tokens: 1, output_tokens: 1_000, ..Usage::default() }, 1_222_501);
    }

    /// Trap 18: what is reserved is never below what the call then costs.
    #[test]
    fn the_worst_case_is_never_below_what_a_call_can_cost() {
        for text in ["", "a", "naïve 🙂 \u{1} \" \\", &"word ".repeat(60_000)] {
            let request = ModelRequest::new("m", "system", text, 4_096);
            let one_token_per_byte = u64::try_from(text.len() + "system".len()).unwrap();
            for usage in [
                Usage { input_tokens: one_token_per_byte, output_tokens: 4_096, ..Usage::default() },
                Usage { cache_write_tokens: one_token_per_byte, output_tokens: 4_096, ..Usage::default() },
            ] {
                assert!(price().worst_case_micros(&request) >= price().cost_micros(&usage), "{} bytes", text.len());
            }
        }
    }

    /// Trap 19: what is not known is never zero.
    #[test]
    fn a_reply_without_usage_is_charged_as_its_worst_case_and_says_so() {
        let request = ModelRequest::new("m", "s", "u", 100);
        let mut reply = ModelReply::text("m", "hello", Usage { input_tokens: 10, output_tokens: 2, ..Usage::default() });
        assert_eq!(price().charge(&request, &reply), Charge { micros: 60, basis: ChargeBasis::Reported });
        reply.usage = None;
        let charge = price().charge(&request, &reply);
        assert_eq!(charge, Charge { micros: price().worst_case_micros(&request), basis: ChargeBasis::WorstCase });
        assert!(charge.micros > 60);
    }
}
