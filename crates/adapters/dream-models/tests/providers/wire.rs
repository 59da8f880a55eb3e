//! What goes over the wire: requests as golden files, replies from streams cut in every way.

use crate::fake::{Answer, End, Fake};
use crate::setup::{BOTH, KEY, Provider, ask, build, config, limits, request};
use dream_ports::{
    Cancel, Charge, ChargeBasis, Message, ModelRegistry, ModelReply, ModelRequest, Part, Role, StopReason, ToolCall, ToolSpec,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Compares with `tests/golden/<name>.json`; with `UPDATE_GOLDEN=1` writes it.
fn check_golden(name: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.json"));
    let text = format!("{}\n", serde_json::to_string_pretty(&in_order(value)).unwrap());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "{} differs; run with UPDATE_GOLDEN=1 and read the difference", path.display());
}

/// The same with the members of every object in order, whether or not a dependency has switched on `preserve_order`.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<_, _> = members.iter().map(|(name, value)| (name.clone(), in_order(value))).collect();
            sorted.into_iter().collect()
        }
        Value::Array(items) => items.iter().map(in_order).collect(),
        other => other.clone(),
    }
}

/// A request with everything in it.
fn full_request() -> ModelRequest {
    let call = ToolCall { id: "call_1".to_owned(), name: "find".to_owned(), arguments: "{\"name\":\"naïve\"}".to_owned() };
    let result = |call_id: &str, text: &str, is_error| Part::ToolResult { call_id: call_id.to_owned(), text: text.to_owned(), is_error };
    let mut request = ModelRequest::new("m", "You find things.", "Find \"it\".\n", 1_000);
    request
        .messages
        .push(Message { role: Role::Assistant, content: vec![Part::Text { text: "Looking.".to_owned() }, Part::ToolCall { call }] });
    request
        .messages
        .push(Message { role: Role::Tool, content: vec![result("call_1", "found", false), result("call_2", "no such thing", true)] });
    request.tools = vec![ToolSpec {
        name: "find".to_owned(),
        description: "Finds a thing by its name.".to_owned(),
        parameters: json!({ "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] }),
    }];
    request.temperature_thousandths = Some(250);
    request.stop = vec!["THE END".to_owned()];
    request
}

#[tokio::test]
async fn requests_are_as_the_golden_files_say() {
    for provider in BOTH {
        for (kind, sent) in [("plain", request()), ("full", full_request())] {
            let fake = Fake::serve(vec![provider.answers()]).await;
            let chosen = build(&config(provider, &fake.url, limits())).unwrap().choose(None).unwrap();
            chosen.provider.complete(&sent, &Cancel::new()).await.unwrap();
            let body: Value = serde_json::from_str(&fake.asked().remove(0).body).unwrap();
            check_golden(&format!("{}_request_{kind}", provider.name()), &body);
        }
    }
}

#[tokio::test]
async fn requests_go_to_the_providers_path_with_its_headers() {
    for (provider, line, headers) in [
        (Provider::OpenAi, "POST /chat/completions HTTP/1.1", vec![("authorization", format!("Bearer {KEY}"))]),
        (
            Provider::Anthropic,
            "POST /v1/messages HTTP/1.1",
            vec![("x-api-key", KEY.to_owned()), ("anthropic-version", "2023-06-01".to_owned())],
        ),
    ] {
        let fake = Fake::serve(vec![provider.answers()]).await;
        let providers = build(&config(provider, &format!("{}/", fake.url), limits())).unwrap();
        providers.choose(None).unwrap().provider.complete(&request(), &Cancel::new()).await.unwrap();
        let asked = fake.asked().remove(0);
        assert_eq!(asked.line, line);
        assert_eq!(asked.header("content-type"), Some("application/json"));
        for (name, value) in headers {
            assert_eq!(asked.header(name), Some(value.as_str()));
        }
    }
}

#[tokio::test]
async fn servers_that_know_only_the_older_limit_get_it() {
    let fake = Fake::serve(vec![Provider::OpenAi.answers()]).await;
    let mut config = config(Provider::OpenAi, &fake.url, limits());
    config.openai.legacy_max_tokens = true;
    build(&config).unwrap().choose(None).unwrap().provider.complete(&request(), &Cancel::new()).await.unwrap();
    let body: Value = serde_json::from_str(&fake.asked().remove(0).body).unwrap();
    assert_eq!((body.get("max_tokens"), body.get("max_completion_tokens")), (Some(&json!(64)), None));
}

/// The stream as it is, byte by byte, and with the other line ends: the reply is the same.
async fn check_stream(provider: Provider, name: &str, stream: &str) {
    let byte_by_byte = Answer::Stream { pieces: stream.bytes().map(|byte| vec![byte]).collect(), end: End::Clean };
    let answers =
        [Answer::stream(stream), byte_by_byte, Answer::stream(&stream.replace('\n', "\r\n")), Answer::stream(&stream.replace('\n', "\r"))];
    for answer in answers {
        let (reply, asked) = ask(provider, vec![answer], limits()).await;
        check_golden(name, &serde_json::to_value(reply.unwrap()).unwrap());
        assert_eq!(asked, 1);
    }
}

#[tokio::test]
async fn streams_become_replies_however_they_are_cut() {
    check_stream(Provider::OpenAi, "openai_hello", Provider::OpenAi.hello()).await;
    check_stream(Provider::OpenAi, "openai_tools", include_str!("../streams/openai_tools.sse")).await;
    check_stream(Provider::OpenAi, "openai_refusal", include_str!("../streams/openai_refusal.sse")).await;
    check_stream(Provider::OpenAi, "openai_compatible", include_str!("../streams/openai_compatible.sse")).await;
    check_stream(Provider::Anthropic, "anthropic_hello", Provider::Anthropic.hello()).await;
    check_stream(Provider::Anthropic, "anthropic_tools", include_str!("../streams/anthropic_tools.sse")).await;
}

async fn reply(provider: Provider, stream: &str) -> ModelReply {
    ask(provider, vec![Answer::stream(stream)], limits()).await.0.unwrap()
}

#[tokio::test]
async fn an_unknown_finish_reason_is_kept_in_the_providers_word() {
    for (provider, known) in [(Provider::OpenAi, "\"stop\""), (Provider::Anthropic, "\"end_turn\"")] {
        let changed = provider.hello().replace(known, "\"bored\"");
        assert_eq!(reply(provider, &changed).await.stop_reason, StopReason::Other("bored".to_owned()));
    }
    for (provider, known, cut_off) in
        [(Provider::OpenAi, "\"stop\"", "\"length\""), (Provider::Anthropic, "\"end_turn\"", "\"max_tokens\"")]
    {
        assert_eq!(reply(provider, &provider.hello().replace(known, cut_off)).await.stop_reason, StopReason::MaxOutputTokens);
    }
}

/// Trap 19: a provider that does not count, or counts nothing, costs the worst case and never nothing.
#[tokio::test]
async fn usage_that_is_missing_or_impossible_is_charged_as_the_worst_case() {
    for (provider, word) in [(Provider::OpenAi, "_tokens\":"), (Provider::Anthropic, "put_tokens\":")] {
        for replacement in ["_things\":", "_tokens\":0,\"x\":", "_tokens\":-1,\"x\":", "_tokens\":\"many\",\"x\":"] {
            let stream = provider.hello().replace(word, replacement);
            let reply = reply(provider, &stream).await;
            assert_eq!((reply.text.as_str(), reply.usage), ("Hello.", None), "{}", provider.name());
            let price = build(&config(provider, "http://127.0.0.1:1", limits())).unwrap().choose(None).unwrap().price;
            let charge = price.charge(&request(), &reply);
            assert_eq!(charge, Charge { micros: price.worst_case_micros(&request()), basis: ChargeBasis::WorstCase });
            assert!(charge.micros > 0);
        }
    }
}

/// A stream that breaks off between its finish reason and its count is whole, and only its cost is unknown.
#[tokio::test]
async fn a_stream_that_ends_before_its_count_is_a_reply_of_unknown_cost() {
    let (whole, _) = Provider::OpenAi
        .hello()
        .split_once("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m-2026-11-01\",\"choices\":[]")
        .unwrap();
    let reply = reply(Provider::OpenAi, whole).await;
    assert_eq!((reply.text.as_str(), reply.stop_reason, reply.usage), ("Hello.", StopReason::End, None));
}
