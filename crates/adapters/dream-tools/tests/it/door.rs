//! Tools over HTTP: the same as at the socket for whoever shows a conversation's token, and nothing for anybody else.

use crate::kit::{Agent, InMemory, Served, Version, limits, serve_at, text};
use dream_clock::SystemRng;
use dream_ports::HttpTools;
use dream_tools::{HttpDoor, McpGateway, ToolLimits};
use http::StatusCode;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// A gateway with a door, and the door's port.
struct House {
    gateway: McpGateway,
    sandbox: Arc<InMemory>,
    port: u16,
}

impl House {
    fn new(limits: ToolLimits) -> Self {
        // Fails only when an earlier test has installed it.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let door = HttpDoor::listen(Arc::new(SystemRng)).unwrap();
        let (port, sandbox) = (door.address().port(), Arc::new(InMemory::new(Vec::new())));
        let gateway = McpGateway::new(Arc::clone(&sandbox) as Arc<dyn dream_ports::Sandbox>, limits).with_door(door);
        Self { gateway, sandbox, port }
    }

    /// Serves a conversation of an agent of the organisation with this number.
    async fn serve(&self, org: u8) -> (Served, HttpTools) {
        let served = serve_at(&self.gateway, Arc::clone(&self.sandbox), org, Vec::new(), Some(self.port)).await;
        let at = served.tools.as_ref().unwrap().over_http().unwrap().clone();
        (served, at)
    }
}

/// A greeting of the older version, with these headers; the status that it is answered with.
async fn greet(url: &str, headers: &[(&str, &str)]) -> StatusCode {
    ask(url, headers, &greeting()).await.status()
}

async fn ask(url: &str, headers: &[(&str, &str)], body: &Value) -> reqwest::Response {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let mut request = client.post(url).header("accept", "application/json, text/event-stream").json(body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn greeting() -> Value {
    let about = json!({"name": "agent", "version": "1"});
    let parameters = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": about});
    json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": parameters})
}

fn bearer(at: &HttpTools) -> String {
    format!("Bearer {}", at.token.expose())
}

#[tokio::test]
async fn both_versions_of_the_protocol_get_over_http_what_the_socket_gives() {
    let house = House::new(limits());
    let (served, at) = house.serve(1).await;
    for version in Version::BOTH {
        let (near, agent) = (served.agent(version).await, Agent::reach(&at, version).await);
        assert_eq!(agent.version(), version.protocol());
        assert_eq!(agent.tools().await, near.tools().await, "{version:?}");
        let result = agent.call("repeat", json!({"n": 1})).await;
        assert_eq!(text(&result), ("writer says {\"n\":1}".to_owned(), false), "{version:?}");
        assert_eq!(result.structured_content, Some(json!({"said": {"n": 1}})), "{version:?}");
    }
}

/// The limits are the conversation's, however it is reached.
#[tokio::test]
async fn calls_over_http_and_at_the_socket_are_counted_together() {
    let house = House::new(ToolLimits { calls_per_minute: 2, ..limits() });
    let (served, at) = house.serve(1).await;
    let (near, far) = (served.agent(Version::New).await, Agent::reach(&at, Version::Old).await);
    assert!(!text(&near.call("repeat", json!({})).await).1);
    assert!(!text(&far.call("repeat", json!({})).await).1);
    let (why, failed) = text(&far.call("repeat", json!({})).await);
    assert!(failed && why.contains("2 tool calls in a minute"), "{why}");
}

#[tokio::test]
async fn a_token_opens_its_own_conversation_and_nothing_else() {
    let house = House::new(limits());
    let ((_one, at), (_other, elsewhere)) = (house.serve(1).await, house.serve(2).await);
    assert_ne!(at.token, elsewhere.token);
    let (own, foreign) = (bearer(&at), bearer(&elsewhere));
    assert_eq!(greet(&at.url, &[("authorization", &own)]).await, StatusCode::OK);
    let basic = own.replace("Bearer", "Basic");
    let root = at.url.replace("/mcp", "");
    for (what, url, token) in [
        ("no token", &at.url, None),
        ("a token that nobody was given", &at.url, Some("Bearer 0000")),
        ("another organisation's address", &elsewhere.url, Some(own.as_str())),
        ("another organisation's token", &at.url, Some(foreign.as_str())),
        ("another way to show it", &at.url, Some(basic.as_str())),
        ("another address", &root, Some(own.as_str())),
    ] {
        let headers: Vec<_> = token.iter().map(|token| ("authorization", *token)).collect();
        let answer = ask(url, &headers, &greeting()).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{what}");
        assert_eq!(answer.headers()["www-authenticate"], "Bearer", "{what}");
        assert!(answer.text().await.unwrap().contains("no conversation is open"), "{what}");
    }
}

/// A session that was opened with one token is none for another.
#[tokio::test]
async fn a_session_is_bound_to_the_conversation_that_opened_it() {
    let house = House::new(limits());
    let ((_one, at), (_other, elsewhere)) = (house.serve(1).await, house.serve(1).await);
    let answer = ask(&at.url, &[("authorization", &bearer(&at))], &greeting()).await;
    let session = answer.headers()["mcp-session-id"].to_str().unwrap().to_owned();
    let list = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"});
    let headers = |token| [("authorization", token), ("mcp-session-id", session.as_str()), ("mcp-protocol-version", "2025-11-25")];
    let (own, foreign) = (bearer(&at), bearer(&elsewhere));
    let initialized = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    assert_eq!(ask(&at.url, &headers(&own), &initialized).await.status(), StatusCode::ACCEPTED);
    assert_eq!(ask(&at.url, &headers(&own), &list).await.status(), StatusCode::OK);
    assert_eq!(ask(&elsewhere.url, &headers(&foreign), &list).await.status(), StatusCode::NOT_FOUND);
}

/// A page in a browser on this machine, or one whose name was bound to it, is no agent, even if it knew the token.
#[tokio::test]
async fn trap_48_another_host_or_a_page_is_refused() {
    let house = House::new(limits());
    let (_served, at) = house.serve(1).await;
    let own = bearer(&at);
    for (name, value) in [
        ("host", "attacker.test"),
        ("host", "attacker.test:80"),
        ("host", "127.0.0.1:1"),
        ("host", "localhost"),
        ("origin", "https://attacker.test"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1"),
    ] {
        assert_eq!(greet(&at.url, &[("authorization", &own), (name, value)]).await, StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_token_ends_with_its_conversation() {
    let house = House::new(limits());
    let (mut served, at) = house.serve(1).await;
    let (old, new) = (Agent::reach(&at, Version::Old).await, Agent::reach(&at, Version::New).await);
    assert!(!text(&old.call("repeat", json!({})).await).1);
    drop(served.tools.take());
    assert_eq!(greet(&at.url, &[("authorization", &bearer(&at))]).await, StatusCode::UNAUTHORIZED);
    assert!(old.try_call("repeat", json!({})).await.is_err());
    assert!(new.try_call("repeat", json!({})).await.is_err());
    let (_again, later) = house.serve(1).await;
    assert_ne!(at.token, later.token, "another conversation has another token");
}

/// A call that waits for people is broken off with its conversation, and nobody is left hanging.
#[tokio::test]
async fn a_call_under_way_ends_with_its_conversation() {
    let house = House::new(limits());
    for version in Version::BOTH {
        let (mut served, at) = house.serve(1).await;
        let agent = Agent::reach(&at, version).await;
        let call = agent.try_call("wait", json!({}));
        tokio::pin!(call);
        tokio::select! {
            _ = &mut call => panic!("nobody let it go on"),
            () = served.host.waiting.notified() => {}
        }
        drop(served.tools.take());
        let ended = tokio::time::timeout(Duration::from_secs(30), call).await;
        let ended = ended.unwrap_or_else(|_| panic!("{version:?} is left hanging"));
        assert!(ended.map_or(true, |result| result.is_error == Some(true)), "{version:?}");
    }
}

#[tokio::test]
async fn what_is_too_much_is_refused_over_http_too() {
    let house = House::new(ToolLimits { message_bytes: 10_000, connections: 1, calls_at_once: 1, ..limits() });
    let (_served, at) = house.serve(1).await;
    let own = bearer(&at);
    let large = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"text": "x".repeat(20_000)}});
    assert_eq!(ask(&at.url, &[("authorization", &own)], &large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(greet(&at.url, &[("authorization", &own)]).await, StatusCode::OK);
    assert_eq!(greet(&at.url, &[("authorization", &own)]).await, StatusCode::OK);
    assert_eq!(greet(&at.url, &[("authorization", &own)]).await, StatusCode::INTERNAL_SERVER_ERROR, "a third session of two");
}
