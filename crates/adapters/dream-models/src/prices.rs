//! What models cost: the dated table that ships with the product, and what the operator adds to it.

use crate::ConfigError;
use dream_ports::{LongContext, Price};
use serde::Deserialize;
use std::collections::BTreeMap;

const TABLE: &str = include_str!("prices.toml");

/// A price as people write it: US dollars per million tokens, as decimal texts such as `"2.50"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfiguredPrice {
    /// For input.
    pub input: String,
    /// For output.
    pub output: String,
    /// For input that the provider read from its cache; as `input` when nothing is said.
    pub cached_input: Option<String>,
    /// For input that the provider wrote into its cache; as `input` when nothing is said.
    pub cache_write: Option<String>,
    /// What changes for long requests.
    pub long_context: Option<LongContext>,
    /// The day on which it was checked: `2026-11-21`.
    pub as_of: String,
}

/// Every known price, by provider and model.
#[derive(Debug, Default)]
pub(crate) struct Prices {
    built_in: BTreeMap<(String, String), Price>,
    configured: BTreeMap<String, Price>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    price: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    provider: String,
    models: Vec<String>,
    #[serde(flatten)]
    price: ConfiguredPrice,
}

impl Prices {
    /// The built-in table and `configured` prices by `provider/model`.
    pub(crate) fn new(configured: &BTreeMap<String, ConfiguredPrice>) -> Result<Self, ConfigError> {
        let table: Table = toml::from_str(TABLE).map_err(ConfigError::Table)?;
        let mut prices = Self::default();
        for row in table.price {
            for model in row.models {
                let price = row.price.read(&format!("{}/{model}", row.provider))?;
                prices.built_in.insert((row.provider.clone(), model), price);
            }
        }
        for (name, price) in configured {
            prices.configured.insert(name.clone(), price.read(name)?);
        }
        Ok(prices)
    }

    /// The price of a model: the operator's, else, at the provider's own servers, the built-in one. Names match exactly:
    /// what a name close to it costs says nothing.
    pub(crate) fn get(&self, provider: &str, model: &str, own_servers: bool) -> Option<Price> {
        let configured = self.configured.get(&format!("{provider}/{model}"));
        let built_in = || own_servers.then(|| self.built_in.get(&(provider.to_owned(), model.to_owned()))).flatten();
        configured.or_else(built_in).cloned()
    }
}

impl ConfiguredPrice {
    fn read(&self, model: &str) -> Result<Price, ConfigError> {
        let refuse = |why: String| ConfigError::Price { model: model.to_owned(), why };
        if !model.split_once('/').is_some_and(|(provider, name)| !provider.is_empty() && !name.is_empty()) {
            return Err(refuse("the name must read `provider/model`".to_owned()));
        }
        let money = |field: &str, text: &str| micros(text).ok_or_else(|| refuse(not_money(field, text)));
        let input = money("input", &self.input)?;
        let or_input = |field: &str, text: &Option<String>| text.as_ref().map_or(Ok(input), |text| money(field, text));
        let price = Price {
            input_micros_per_mtok: input,
            cached_input_micros_per_mtok: or_input("cached_input", &self.cached_input)?,
            cache_write_micros_per_mtok: or_input("cache_write", &self.cache_write)?,
            output_micros_per_mtok: money("output", &self.output)?,
            long_context: self.long_context,
            as_of: self.as_of.clone(),
        };
        if self.as_of.parse::<jiff::civil::Date>().is_err() {
            return Err(refuse(format!("`as_of = \"{}\"` is not a day such as \"2026-11-21\"", self.as_of)));
        }
        if self.long_context.is_some_and(|long| long.input_percent < 100 || long.output_percent < 100) {
            return Err(refuse("a long request is never cheaper: write percentages of at least 100".to_owned()));
        }
        Ok(price)
    }
}

fn not_money(field: &str, text: &str) -> String {
    format!("`{field} = \"{text}\"` is not US dollars per million tokens; write a decimal such as \"2.50\", with at most six places")
}

/// Micro-dollars of a decimal text, exactly.
fn micros(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<6}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_ports::Usage;

    fn prices(configured: &str) -> Result<Prices, ConfigError> {
        Prices::new(&toml::from_str(configured).unwrap())
    }

    #[test]
    fn dollars_are_read_exactly_or_not_at_all() {
        for (text, expected) in [("0", Some(0)), ("2.50", Some(2_500_000)), ("0.125", Some(125_000)), ("10.000001", Some(10_000_001))] {
            assert_eq!(micros(text), expected, "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "1e3", "1.0000001", " 1", "1,5", "99999999999999999999"] {
            assert_eq!(micros(text), None, "{text}");
        }
    }

    #[test]
    fn every_built_in_price_is_dated_and_above_zero() {
        let built_in = prices("").unwrap().built_in;
        assert!(built_in.len() > 30);
        for (name, price) in built_in {
            assert!(price.input_micros_per_mtok > 0 && price.output_micros_per_mtok > price.input_micros_per_mtok, "{name:?}");
            assert!(
                price.cached_input_micros_per_mtok > 0 && price.cached_input_micros_per_mtok <= price.input_micros_per_mtok,
                "{name:?}"
            );
            assert!(price.cache_write_micros_per_mtok >= price.input_micros_per_mtok, "{name:?}");
            assert!(price.as_of.as_str() >= "2026-01-01", "{name:?}");
        }
    }

    #[test]
    fn a_price_applies_to_its_exact_name_and_to_the_providers_own_servers() {
        let prices = prices("").unwrap();
        let sonnet = prices.get("anthropic", "claude-sonnet-5-5", true).unwrap();
        assert_eq!(sonnet.cost_micros(&Usage { input_tokens: 1_000_000, output_tokens: 1_000_000, ..Usage::default() }), 12_000_000);
        for (provider, model, own) in [
            ("anthropic", "claude-sonnet-5-5", false),
            ("openai", "claude-sonnet-5-5", true),
            ("anthropic", "claude-sonnet-5-5-turbo", true),
            ("openai", "", true),
        ] {
            assert_eq!(prices.get(provider, model, own), None, "{provider}/{model}");
        }
    }

    #[test]
    fn the_operators_price_wins_everywhere() {
        let prices = prices("\"openai/gpt-6.2-sol\" = { input = \"1\", output = \"2\", as_of = \"2026-11-21\" }").unwrap();
        for own in [true, false] {
            let price = prices.get("openai", "gpt-6.2-sol", own).unwrap();
            assert_eq!(
                (price.input_micros_per_mtok, price.cached_input_micros_per_mtok, price.output_micros_per_mtok),
                (1_000_000, 1_000_000, 2_000_000)
            );
        }
    }

    #[test]
    fn a_price_that_cannot_be_meant_is_refused() {
        for (row, says) in [
            ("\"gpt\" = { input = \"1\", output = \"2\", as_of = \"2026-11-21\" }", "provider/model"),
            ("\"openai/m\" = { input = \"cheap\", output = \"2\", as_of = \"2026-11-21\" }", "`input = \"cheap\"`"),
            ("\"openai/m\" = { input = \"1\", output = \"2\", as_of = \"yesterday\" }", "2026-11-21"),
        ] {
            let refusal = prices(row).unwrap_err().to_string();
            assert!(refusal.contains(says), "{refusal}");
        }
    }
}
