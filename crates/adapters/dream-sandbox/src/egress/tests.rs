//! The proxy from a client's side, against a name server that lies and a server that notes what reaches it.

use super::hello::tests::for_name;
use super::*;
use async_trait::async_trait;
use dream_secret::Secret;
use std::io;
use std::net::IpAddr;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Names and where they lead, one answer after the other; the last stays.
struct Names(Mutex<Vec<(&'static str, Vec<&'static str>)>>);

#[async_trait]
impl Resolve for Names {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut names = self.0.lock().unwrap();
        let at = names.iter().position(|(name, _)| *name == host).ok_or(io::ErrorKind::NotFound)?;
        let last = names.iter().filter(|(name, _)| *name == host).count() == 1;
        let (_, answer) = if last { names[at].clone() } else { names.remove(at) };
        Ok(answer.into_iter().map(|text| text.parse().unwrap()).collect())
    }
}

struct Scene {
    proxy: u16,
    server: u16,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
}

const TOKEN: &str = "Basic token";

/// A server that notes what it gets and answers once it has got something, and a proxy before it.
async fn scene(change: impl FnOnce(&mut EgressOptions)) -> Scene {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap().port();
    let received = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let at = {
                let mut notes = notes.lock().unwrap();
                notes.push(Vec::new());
                notes.len() - 1
            };
            let notes = Arc::clone(&notes);
            tokio::spawn(async move {
                let mut buffer = vec![0; 4096];
                let mut answered = false;
                while let Ok(read @ 1..) = client.read(&mut buffer).await {
                    notes.lock().unwrap()[at].extend_from_slice(&buffer[..read]);
                    if !std::mem::replace(&mut answered, true) {
                        client.write_all(b"answer").await.unwrap();
                        client.shutdown().await.unwrap();
                    }
                }
            });
        }
    });
    let mut options = EgressOptions { ports: vec![server], private: vec!["127.0.0.0/8".parse().unwrap()], ..EgressOptions::default() };
    change(&mut options);
    let resolver = Arc::new(Names(Mutex::new(vec![
        ("allowed.test", vec!["127.0.0.1"]),
        ("other.test", vec!["127.0.0.1"]),
        ("a.wild.test", vec!["127.0.0.1"]),
        ("inner.wild.test", vec!["10.0.0.1"]),
        ("mixed.wild.test", vec!["127.0.0.1", "169.254.169.254"]),
        ("metadata.wild.test", vec!["fd00:ec2::254"]),
        ("rebound.wild.test", vec!["127.0.0.1"]),
        ("rebound.wild.test", vec!["10.0.0.1"]),
    ])));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let rules = Rules::parse(&["allowed.test".to_owned(), "*.wild.test".to_owned()]).unwrap();
    let proxy = Proxy {
        label: "test".to_owned(),
        rules,
        authorization: Some(Secret::new(TOKEN)),
        own: format!("127.0.0.1:{port}"),
        options,
        resolver,
    };
    tokio::spawn(proxy.serve(listener));
    Scene { proxy: port, server, received }
}

/// The server is the one with the tools, and no host is.
async fn scene_with_tools() -> Scene {
    scene(|options| {
        options.tools = options.ports.first().map(|port| ([127, 0, 0, 1], *port).into());
        options.ports = Vec::new();
    })
    .await
}

impl Scene {
    /// What comes back for `first`, and for `then` once the proxy has answered.
    async fn talk(&self, first: &str, then: &[u8]) -> String {
        let mut client = TcpStream::connect(("127.0.0.1", self.proxy)).await.unwrap();
        client
            .write_all(first.replace("PORT", &self.server.to_string()).replace("PROXY", &self.proxy.to_string()).as_bytes())
            .await
            .unwrap();
        let mut text = Vec::new();
        while text.len() < 12 && client.read_buf(&mut text).await.unwrap_or_default() > 0 {}
        // A proxy that has ended the connection does not take any more.
        let _ = client.write_all(then).await;
        let _ = client.read_to_end(&mut text).await;
        String::from_utf8_lossy(&text).into_owned()
    }

    async fn tunnel(&self, host: &str, then: &[u8]) -> String {
        self.talk(&format!("CONNECT {host}:PORT HTTP/1.1\r\nProxy-Authorization: {TOKEN}\r\n\r\n"), then).await
    }

    fn received(&self) -> Vec<Vec<u8>> {
        self.received.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn tunnels_to_allowed_hosts() {
    for host in ["allowed.test", "a.wild.test", "ALLOWED.test."] {
        let scene = scene(|_| {}).await;
        let hello = for_name(host.trim_end_matches('.'));
        let text = scene.tunnel(host, &hello).await;
        assert!(text.starts_with("HTTP/1.1 200") && text.ends_with("answer"), "{host}: {text}");
        assert_eq!(scene.received(), [hello]);
    }
}

#[tokio::test]
async fn hosts_ports_and_addresses_that_are_refused() {
    let scene = scene(|_| {}).await;
    for host in
        ["other.test", "evilallowed.test", "allowed.test.evil", "wild.test", "inner.wild.test", "mixed.wild.test", "metadata.wild.test"]
    {
        let text = scene.tunnel(host, &for_name(host)).await;
        assert!(text.starts_with("HTTP/1.1 403"), "{host}: {text}");
    }
    for address in ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "allowed.test\0.evil"] {
        let text = scene.tunnel(address, b"").await;
        assert!(text.starts_with("HTTP/1.1 400"), "{address}: {text}");
    }
    let text = scene.talk(&format!("CONNECT allowed.test:22 HTTP/1.1\r\nProxy-Authorization: {TOKEN}\r\n\r\n"), b"").await;
    assert!(text.starts_with("HTTP/1.1 403"), "{text}");
    assert!(scene.received().is_empty());
}

/// The name is looked up once, and what was looked at is what is connected to. (Trap 48.)
#[tokio::test]
async fn a_name_that_leads_elsewhere_the_second_time() {
    let scene = scene(|_| {}).await;
    let hello = for_name("rebound.wild.test");
    assert!(scene.tunnel("rebound.wild.test", &hello).await.starts_with("HTTP/1.1 200"));
    assert_eq!(scene.received().len(), 1);
    assert!(scene.tunnel("rebound.wild.test", &hello).await.starts_with("HTTP/1.1 403"));
    assert_eq!(scene.received().len(), 1);
}

#[tokio::test]
async fn what_is_in_a_tunnel_names_its_host_or_goes_nowhere() {
    let scene = scene(|_| {}).await;
    for first in
        [for_name("other.test"), for_name("a.wild.test"), b"GET / HTTP/1.1\r\nHost: other.test\r\n\r\n".to_vec(), b"SSH-2.0-x\r\n".to_vec()]
    {
        let text = scene.tunnel("allowed.test", &first).await;
        assert!(!text.contains("answer"), "{text}");
    }
    assert!(scene.received().iter().all(Vec::is_empty), "{:?}", scene.received());
}

#[tokio::test]
async fn only_the_command_itself() {
    let scene = scene(|_| {}).await;
    for header in ["", "Proxy-Authorization: Basic other\r\n"] {
        let text = scene.talk(&format!("CONNECT allowed.test:PORT HTTP/1.1\r\n{header}\r\n"), b"").await;
        assert!(text.starts_with("HTTP/1.1 407"), "{text}");
    }
    assert!(scene.received().is_empty());
}

/// One request goes through, without what concerns the proxy; what is smuggled behind it does not.
#[tokio::test]
async fn one_plain_request_a_connection() {
    let scene = scene(|_| {}).await;
    let request = format!(
        "POST http://allowed.test:PORT/x HTTP/1.1\r\nHost: allowed.test:PORT\r\nProxy-Authorization: {TOKEN}\r\nContent-Length: 3\r\n\r\nabcGET /y HTTP/1.1\r\nHost: other.test\r\n\r\n"
    );
    let text = scene.talk(&request, b"GET /z HTTP/1.1\r\nHost: other.test\r\n\r\n").await;
    assert_eq!(text, "answer");
    let received = String::from_utf8(scene.received().concat()).unwrap();
    assert!(received.starts_with("POST /x HTTP/1.1\r\n") && received.ends_with("connection: close\r\n\r\nabc"), "{received}");
    assert!(!received.contains("authorization"), "{received}");
}

#[tokio::test]
async fn bytes_are_counted() {
    let scene = scene(|options| options.connection_bytes = 3).await;
    let text = scene.tunnel("allowed.test", &for_name("allowed.test")).await;
    assert!(text.starts_with("HTTP/1.1 200") && !text.ends_with("answer"), "{text}");
}

/// What is asked of the proxy itself goes to the server's tools, whoever asks: they have tokens of their own. Nothing else of this machine is
/// reached so.
#[tokio::test]
async fn the_servers_tools_and_nothing_else_of_this_machine() {
    let scene = scene_with_tools().await;
    for target in ["/orgs/a/mcp", "http://127.0.0.1:PROXY/orgs/a/mcp"] {
        let request = format!("POST {target} HTTP/1.1\r\nHost: 127.0.0.1:PROXY\r\nAuthorization: Bearer x\r\nContent-Length: 3\r\n\r\nabc");
        assert_eq!(scene.talk(&request, b"GET /y HTTP/1.1\r\n\r\n").await, "answer", "{target}");
    }
    let reached = scene.received();
    assert_eq!(reached.len(), 2);
    for request in &reached {
        let request = String::from_utf8(request.clone()).unwrap();
        assert!(request.starts_with("POST /orgs/a/mcp HTTP/1.1\r\n") && request.ends_with("\r\n\r\nabc"), "{request}");
        assert!(
            request.contains("authorization: Bearer x\r\n") && request.contains(&format!("host: 127.0.0.1:{}", scene.proxy)),
            "{request}"
        );
    }
    for request in [
        "GET /api/v1/me HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
        "GET /api/v1/me HTTP/1.1\r\nHost: localhost:PROXY\r\n\r\n",
        "GET http://127.0.0.1:PORT/api/v1/me HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
        "CONNECT 127.0.0.1:PROXY HTTP/1.1\r\n\r\n",
    ] {
        let text = scene.talk(request, b"").await;
        assert!(text.starts_with("HTTP/1.1 400"), "{request}: {text}");
    }
    assert_eq!(scene.received().len(), 2);
}

#[tokio::test]
async fn without_tools_there_is_nothing_to_ask_of_the_proxy() {
    let scene = scene(|_| {}).await;
    let text = scene.talk("GET /orgs/a/mcp HTTP/1.1\r\nHost: 127.0.0.1:PROXY\r\n\r\n", b"").await;
    assert!(text.starts_with("HTTP/1.1 400"), "{text}");
    assert!(scene.received().is_empty());
}
