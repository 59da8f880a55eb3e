//! The way out through the proxy, from inside.

use super::support::{Host, finish};
use async_trait::async_trait;
use dream_ports::{Exit, Network, SandboxLevel};
use dream_sandbox::Resolve;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;

super::support::at_each_level! {
    allowed_hosts_and_no_others;
    no_way_around_the_proxy;
    an_empty_list_is_nothing;
    the_servers_tools_at_the_port_that_is_told;
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

/// Those who reach hosts reach the server's tools, at one port, whatever proxy they believe in; those who reach none do not.
async fn the_servers_tools_at_the_port_that_is_told(host: Host) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let _ = client.read(&mut [0; 4096]);
            let _ = client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\ntools");
        }
    });
    let host = Host::with(host.level, |options| options.egress.tools = Some(address));
    let script = format!(
        "import sys, urllib.request
port = sys.stdin.readline().strip()
for through in ({{}}, None):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(through))
    for asked in (port, '{}'):
        try: print(opener.open(f'http://127.0.0.1:{{asked}}/orgs/o/mcp', timeout=10).read().decode())
        except Exception as e: print('no')",
        address.port()
    );
    let mut command = host.command("python3", &["-c", &script]);
    command.network = Network::Hosts(vec!["allowed.test".to_owned()]);
    let mut child = host.start(command.clone()).await;
    let port = child.process.tools_port().unwrap();
    child.stdin.write_all(format!("{port}\n").as_bytes()).await.unwrap();
    let ended = finish(child).await;
    assert_eq!(ended.output, "tools\nno\ntools\nno\n", "{ended:?}");
    command.network = Network::None;
    let child = host.start(command).await;
    assert_eq!(child.process.tools_port(), None);
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
