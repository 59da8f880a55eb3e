//! Which providers there are, which are called, and which configurations are refused.

use crate::fake::Fake;
use crate::setup::{Provider, build, config, endpoint, limits, request};
use dream_models::{EndpointConfig, Limits, ModelsConfig};
use dream_ports::{Cancel, ModelError, ModelRegistry};
use dream_secret::Secret;

const OWN: &str = "https://api.openai.com/v1";

fn check_choice(config: &ModelsConfig, name: Option<&str>, expected: Pair) {
    let chosen = build(config).unwrap().choose(name).map_err(|error| error.code());
    let chosen = chosen.as_ref().map(|chosen| (chosen.provider.name(), chosen.model.as_str())).map_err(|code| *code);
    assert_eq!(chosen, expected, "{name:?}");
}

/// A provider and its model.
type Pair = Result<(&'static str, &'static str), &'static str>;

/// A key alone never spends: a provider must be selected.
#[test]
fn a_key_alone_selects_nothing() {
    let config = ModelsConfig {
        openai: endpoint(OWN, limits()),
        anthropic: endpoint("https://api.anthropic.com", limits()),
        ..ModelsConfig::default()
    };
    assert_eq!(build(&config).unwrap().selected(), "offline");
    check_choice(&config, None, Ok(("offline", "offline")));
    check_choice(&config, Some("openai/gpt-6.2-sol"), Err("model_not_configured"));
    check_choice(&config, Some("anthropic"), Err("model_not_configured"));
}

/// The page's own file, as an operator pastes it.
#[test]
fn the_example_of_a_compatible_server_can_be_called() {
    #[derive(serde::Deserialize)]
    struct File {
        models: ModelsConfig,
    }
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/models.md");
    let page = std::fs::read_to_string(page).unwrap();
    let pasted = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let File { models } = toml::from_str(pasted).unwrap();
    check_choice(&models, None, Ok(("openai", "qwen3-coder")));
    let without_prices = ModelsConfig { prices: std::collections::BTreeMap::new(), ..models };
    check_choice(&without_prices, None, Err("model_price_unknown"));
}

#[test]
fn a_models_name_finds_its_provider() {
    let mut config = config(Provider::OpenAi, OWN, limits());
    check_choice(&config, None, Ok(("openai", "m")));
    check_choice(&config, Some("gpt-6.2-sol"), Ok(("openai", "gpt-6.2-sol")));
    check_choice(&config, Some("openai/gpt-6.2-sol"), Ok(("openai", "gpt-6.2-sol")));
    check_choice(&config, Some("offline"), Ok(("offline", "offline")));
    check_choice(&config, Some("openai/nobody-knows"), Err("model_price_unknown"));
    check_choice(&config, Some("meta/llama"), Err("model_price_unknown"));
    check_choice(&config, Some("anthropic/claude-sonnet-5-5"), Err("model_not_configured"));
    config.also = vec!["anthropic".to_owned()];
    config.anthropic = endpoint("https://api.anthropic.com/", limits());
    check_choice(&config, Some("anthropic"), Ok(("anthropic", "claude-sonnet-5-5")));
    config.model = None;
    check_choice(&config, None, Ok(("openai", "gpt-6.2-sol")));
}

/// Trap 19: a price that nobody told is refused before anything leaves, and never taken as nothing.
#[tokio::test]
async fn a_model_of_unknown_price_is_not_called() {
    let fake = Fake::serve(Vec::new()).await;
    let providers = build(&config(Provider::OpenAi, &fake.url, limits())).unwrap();
    assert!(
        matches!(providers.choose(Some("gpt-6.2-sol")), Err(ModelError::UnknownPrice { .. })),
        "built-in prices hold at the provider's own servers only"
    );
    let mut unpriced = request();
    unpriced.model = "gpt-6.2-sol".to_owned();
    let model = providers.choose(None).unwrap().provider;
    let error = model.complete(&unpriced, &Cancel::new()).await.unwrap_err();
    assert_eq!((error.code(), error.may_have_cost()), ("model_price_unknown", false));
    assert!(fake.asked().is_empty());
}

#[test]
fn a_configuration_that_cannot_work_is_refused_with_the_way_out() {
    let check = |config: ModelsConfig, says: &str| {
        let refusal = build(&config).err().expect("a refusal").to_string();
        assert!(refusal.contains(says), "{refusal}");
    };
    let with = |change: fn(&mut EndpointConfig)| {
        let mut config = config(Provider::OpenAi, OWN, limits());
        change(&mut config.openai);
        config
    };
    check(ModelsConfig { provider: Some("gemini".to_owned()), ..ModelsConfig::default() }, "offline, openai, anthropic");
    check(ModelsConfig { also: vec!["gemini".to_owned()], ..ModelsConfig::default() }, "`gemini`");
    check(with(|openai| openai.api_key = None), "OPENAI_API_KEY");
    check(with(|openai| openai.api_key = Some(Secret::new(" \n"))), "OPENAI_API_KEY");
    check(with(|openai| openai.api_key = Some(Secret::new("a\nb"))), "characters");
    check(with(|openai| openai.base_url = Some("nonsense".to_owned())), "is not a URL");
    check(with(|openai| openai.base_url = Some("ftp://host/v1".to_owned())), "neither http nor https");
    check(with(|openai| openai.base_url = Some("https://me:pw@host/v1".to_owned())), "user name or password");
    check(with(|openai| openai.base_url = Some("https://host/v1?a=b".to_owned())), "query");
    check(with(|openai| openai.base_url = Some("http://models.example/v1".to_owned())), "allow_plain_http");
    check(with(|openai| openai.limits = Limits { idle_ms: 0, ..limits() }), "idle_ms");
}

#[test]
fn servers_without_a_key_and_plain_http_work_where_they_are_allowed() {
    let mut config = config(Provider::OpenAi, "http://models.example/v1", limits());
    config.openai.api_key = None;
    config.openai.allow_plain_http = true;
    check_choice(&config, None, Ok(("openai", "m")));
    config.openai.allow_plain_http = false;
    for local in ["http://127.0.0.1:8000/v1", "http://[::1]:8000", "http://localhost/v1"] {
        config.openai.base_url = Some(local.to_owned());
        check_choice(&config, None, Ok(("openai", "m")));
    }
}

#[test]
fn the_configuration_reads_as_toml_and_shows_no_key() {
    let config: ModelsConfig = toml::from_str(
        "provider = \"openai\"\nmodel = \"m\"\n[openai]\napi_key = \"sk-secret\"\nbase_url = \"https://models.example/v1\"\n[openai.limits]\nidle_ms = 5\n\
         [prices.\"openai/m\"]\ninput = \"0\"\noutput = \"0\"\nas_of = \"2026-11-21\"\n",
    )
    .unwrap();
    assert_eq!((config.openai.limits.idle_ms, config.openai.limits.attempts), (5, Limits::default().attempts));
    check_choice(&config, None, Ok(("openai", "m")));
    assert!(!format!("{config:?}").contains("sk-secret"));
    assert!(toml::from_str::<ModelsConfig>("provder = \"openai\"").is_err());
}
