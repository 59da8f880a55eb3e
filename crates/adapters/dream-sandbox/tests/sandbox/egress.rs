//! The way out through the proxy, from inside.

use super::support::{Host, finish};
use async_trait::async_trait;
use dream_ports::{Exit, Network, SandboxLevel};
use dream_sandbox::Resolve;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;

super::support::at_each_level! {
    allowed_hosts_and_no_others;
    no_way_around_the_proxy;
    an_empty_list_is_nothing;
}

struct Loopback;

#[async_trait]
impl Resolve for Loopback {
    async fn resolve(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        Ok(vec![Ipv4Addr::LOCALHOST.into()])
    }
}

/// A server on the host, and a sandbox whose proxies reach it under any name that is allowed.
fn with_server(host: &Host) -> (Host, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.read(&mut [0; 4096]);
            let _ = client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
        }
    });
    let level = host.level;
    let mut host = Host::with(level, |options| {
        options.egress.ports = vec![port];
        options.egress.private = vec!["127.0.0.1/32".parse().unwrap()];
    });
    host.sandbox = host.sandbox.with_resolver(Arc::new(Loopback));
    (host, port)
}

const FETCH: &str = "import urllib.request, urllib.error, sys
for url in sys.argv[1:]:
    try: print(urllib.request.urlopen(url, timeout=10).read().decode())
    except urllib.error.HTTPError as e: print(e.code)
    except Exception as e: print(\"no\", e)";

async fn fetch(host: &Host, network: Network, urls: &[String]) -> Vec<String> {
    let mut arguments = vec!["-c", FETCH];
    arguments.extend(urls.iter().map(String::as_str));
    let mut command = host.command("python3", &arguments);
    command.network = network;
    let ended = finish(host.start(command).await).await;
    assert_eq!(ended.exit, Exit::Code(0), "{ended:?}");
    ended.output.lines().map(str::to_owned).collect()
}

async fn allowed_hosts_and_no_others(host: Host) {
    let (host, port) = with_server(&host);
    let urls = ["allowed.test", "a.wild.test", "other.test"].map(|name| format!("http://{name}:{port}/"));
    let network = Network::Hosts(vec!["allowed.test".to_owned(), "*.wild.test".to_owned()]);
    assert_eq!(fetch(&host, network, &urls).await, ["hello", "hello", "403"]);
}

/// A command that knows nothing of the proxy, or wants to pass by it.
async fn no_way_around_the_proxy(host: Host) {
    let (host, port) = with_server(&host);
    let script = format!(
        "import socket
for family, address in ((socket.AF_INET, ('127.0.0.1', {port})), (socket.AF_INET, ('192.0.2.1', 443)), (socket.AF_INET6, ('::1', {port}))):
    try: s = socket.socket(family); s.settimeout(1); s.connect(address); print('reached', address)
    except OSError: print('no')
try: s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('192.0.2.1', 53)); print('sent')
except OSError: print('no')"
    );
    let mut command = host.command("python3", &["-c", &script]);
    command.network = Network::Hosts(vec!["allowed.test".to_owned()]);
    let ended = finish(host.start(command).await).await;
    assert_eq!(ended.output, "no\nno\nno\nno\n", "{ended:?}");
}

async fn an_empty_list_is_nothing(host: Host) {
    let (host, port) = with_server(&host);
    let answers = fetch(&host, Network::Hosts(Vec::new()), &[format!("http://allowed.test:{port}/")]).await;
    assert!(answers.iter().all(|line| line.starts_with("no")), "{answers:?}");
}

#[test]
fn a_host_that_is_none() {
    super::support::block_on(async {
        let host = Host::at(SandboxLevel::Namespaces);
        let mut command = host.command("true", &[]);
        command.network = Network::Hosts(vec!["https://a.com".to_owned()]);
        let error = dream_ports::Sandbox::start(&host.sandbox, command).await.err().unwrap();
        assert_eq!(error.code(), "sandbox_failed");
        assert!(super::support::told(&error).contains("https://a.com"));
    });
}
