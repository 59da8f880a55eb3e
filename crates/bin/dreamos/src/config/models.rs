//! `[models]`: which models may be called, and with which keys. A key alone never spends: the provider must be selected too.

use super::{ConfigError, Entry, Layers, Origin, Setting};
use clap::Args;
use dream_models::{Limits, ModelsConfig};
use dream_secret::Secret;

/// What the file may say: as `dream_models` has it.
pub(crate) type Section = ModelsConfig;

/// The flags of this section.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(crate) struct Flags {
    #[arg(
        long,
        value_name = "PROVIDER",
        help = "Who works the stages: offline, openai or anthropic [default: offline] [environment: DREAMOS_PROVIDER]"
    )]
    pub(crate) provider: Option<String>,
    #[arg(long, value_name = "MODEL", help = "The provider's model, when not its usual one [environment: DREAMOS_MODEL]")]
    pub(crate) model: Option<String>,
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Models {
    provider: Setting<String>,
    model: Setting<Option<String>>,
    openai_key: Setting<Option<Secret>>,
    anthropic_key: Setting<Option<Secret>>,
    openai_base: Setting<Option<String>>,
    anthropic_base: Setting<Option<String>>,
    file: ModelsConfig,
    /// The file's name, for origins of what only it can say.
    path: String,
}

impl Models {
    pub(crate) fn resolve(flags: &Flags, mut file: ModelsConfig, layers: &Layers) -> Result<Self, ConfigError> {
        let flags = flags.clone();
        Ok(Self {
            provider: layers.pick(("--provider", flags.provider), "DREAMOS_PROVIDER", file.provider.take())?.or("offline".to_owned()),
            model: layers.pick(("--model", flags.model), "DREAMOS_MODEL", file.model.take())?,
            openai_key: layers.secret(("", None), "OPENAI_API_KEY", file.openai.api_key.take()),
            anthropic_key: layers.secret(("", None), "ANTHROPIC_API_KEY", file.anthropic.api_key.take()),
            openai_base: layers.pick(("", None), "OPENAI_BASE_URL", file.openai.base_url.take())?,
            anthropic_base: layers.pick(("", None), "ANTHROPIC_BASE_URL", file.anthropic.base_url.take())?,
            file,
            path: layers.file.clone(),
        })
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        vec![
            Entry::of("models.provider", &self.provider),
            Entry::opt("models.model", &self.model),
            Entry::secret("models.openai.api_key", &self.openai_key),
            Entry::opt("models.openai.base_url", &self.openai_base),
            Entry::secret("models.anthropic.api_key", &self.anthropic_key),
            Entry::opt("models.anthropic.base_url", &self.anthropic_base),
            self.of_file("models.also", &self.file.also.join(", "), ""),
            self.of_file("models.openai.allow_plain_http", &self.file.openai.allow_plain_http.to_string(), "false"),
            self.of_file("models.openai.legacy_max_tokens", &self.file.openai.legacy_max_tokens.to_string(), "false"),
            self.of_file("models.openai.limits", &limits(&self.file.openai.limits), &limits(&Limits::default())),
            self.of_file("models.anthropic.allow_plain_http", &self.file.anthropic.allow_plain_http.to_string(), "false"),
            self.of_file("models.anthropic.limits", &limits(&self.file.anthropic.limits), &limits(&Limits::default())),
            self.of_file("models.prices", &self.file.prices.keys().map(String::as_str).collect::<Vec<_>>().join(", "), ""),
        ]
    }

    /// A setting that only the file can say.
    fn of_file(&self, name: &'static str, value: &str, default: &str) -> Entry {
        let origin = if value == default { Origin::Default } else { Origin::File(self.path.clone()) };
        Entry { name, value: Some(value.to_owned()).filter(|value| !value.is_empty()), origin: origin.to_string() }
    }

    /// What the model adapters are built from.
    pub(crate) fn into_config(self) -> ModelsConfig {
        let mut config = self.file;
        config.provider = Some(self.provider.value);
        config.model = self.model.value;
        config.openai.api_key = self.openai_key.value;
        config.openai.base_url = self.openai_base.value;
        config.anthropic.api_key = self.anthropic_key.value;
        config.anthropic.base_url = self.anthropic_base.value;
        config
    }
}

fn limits(limits: &Limits) -> String {
    let Limits { connect_ms, first_byte_ms, idle_ms, total_ms, max_reply_bytes, attempts, backoff_ms, longest_wait_ms } = limits;
    format!(
        "connect_ms={connect_ms}, first_byte_ms={first_byte_ms}, idle_ms={idle_ms}, total_ms={total_ms}, max_reply_bytes={max_reply_bytes}, \
         attempts={attempts}, backoff_ms={backoff_ms}, longest_wait_ms={longest_wait_ms}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(provider: Option<&str>, environment: &[(&str, &str)]) -> Models {
        let read = |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let layers = Layers { environment: &read, file: "dreamos.toml".to_owned() };
        let flags = Flags { provider: provider.map(str::to_owned), model: None };
        Models::resolve(&flags, ModelsConfig::default(), &layers).unwrap()
    }

    #[test]
    fn a_key_alone_never_spends() {
        let config = resolve(None, &[("OPENAI_API_KEY", "sk-1"), ("ANTHROPIC_API_KEY", "sk-2")]).into_config();
        assert_eq!(config.provider.as_deref(), Some("offline"));
        let config = resolve(Some("openai"), &[("OPENAI_API_KEY", "sk-1")]).into_config();
        assert_eq!((config.provider.as_deref(), config.openai.api_key.unwrap().expose()), (Some("openai"), "sk-1"));
    }

    #[test]
    fn keys_are_not_shown() {
        let entries = resolve(None, &[("OPENAI_API_KEY", "sk-hidden")]).entries();
        let shown = format!("{entries:?}");
        assert!(!shown.contains("sk-hidden") && shown.contains("environment OPENAI_API_KEY"), "{shown}");
    }
}
