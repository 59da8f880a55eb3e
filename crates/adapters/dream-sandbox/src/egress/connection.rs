//! One connection of a client: what it wants is read, decided and logged, and then carried out.

use super::Proxy;
use super::address::is_reachable;
use super::head::{self, HEAD_BYTES, Head, Wanted};
use super::hello::{self, HELLO_BYTES, Hello};
use super::host::HostName;
use super::relay;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long each step may take before the bytes flow.
const STEP_TIME: Duration = Duration::from_secs(10);

/// One connection.
pub(super) struct Connection<'a> {
    proxy: &'a Proxy,
    client: TcpStream,
}

/// Why a connection is not served: the status for the client, and the words for it and the log.
struct Refused {
    status: &'static str,
    why: String,
}

fn refused(status: &'static str, why: impl Into<String>) -> Refused {
    Refused { status, why: why.into() }
}

const BAD_REQUEST: &str = "400 Bad Request";
const FORBIDDEN: &str = "403 Forbidden";
const UNAUTHORISED: &str = "407 Proxy Authentication Required";
const BAD_GATEWAY: &str = "502 Bad Gateway";

impl<'a> Connection<'a> {
    pub(super) fn new(proxy: &'a Proxy, client: TcpStream) -> Self {
        Self { proxy, client }
    }

    /// Serves it to its end.
    pub(super) async fn serve(mut self) {
        let label = &self.proxy.label;
        let (head, rest) = match self.head().await {
            Ok(found) => found,
            Err(refused) => {
                tracing::warn!(label, decision = "refused", why = refused.why, "egress");
                self.refuse(&refused).await;
                return;
            }
        };
        let server = match self.decide(&head).await {
            Ok(server) => server,
            Err(refused) => {
                tracing::warn!(label, to = %head.wanted, decision = "refused", why = refused.why, "egress");
                self.refuse(&refused).await;
                return;
            }
        };
        let (to, tools, proxy) = (head.wanted.to_string(), head.wanted.to().is_none(), self.proxy);
        let outcome = timeout(proxy.options.connection_time, self.carry(server, head.wanted, rest)).await;
        match outcome {
            // Each call of a tool is one, and is logged as that.
            Ok(Ok(())) if tools => tracing::debug!(label, to, decision = "allowed", "egress"),
            Ok(Ok(())) => tracing::info!(label, to, decision = "allowed", "egress"),
            Ok(Err(error)) => tracing::info!(label, to, decision = "ended", why = %error, "egress"),
            Err(_) => tracing::info!(label, to, decision = "ended", why = "it lasted too long", "egress"),
        }
    }

    /// The head, and what came with it.
    async fn head(&mut self) -> Result<(Head, Vec<u8>), Refused> {
        let mut bytes = Vec::new();
        let end = timeout(STEP_TIME, async {
            loop {
                if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                    return Ok(end + 4);
                }
                if bytes.len() >= HEAD_BYTES {
                    return Err(refused(BAD_REQUEST, "the head is too long"));
                }
                match self.client.read_buf(&mut bytes).await {
                    Ok(0) | Err(_) => return Err(refused(BAD_REQUEST, "the client ended before its request")),
                    Ok(_) => {}
                }
            }
        });
        let end = end.await.map_err(|_| refused(BAD_REQUEST, "the request took too long"))??;
        let rest = bytes.split_off(end);
        let own = self.proxy.options.tools.map(|_| self.proxy.own.as_str());
        let head = head::parse(&bytes, own).map_err(|why| refused(BAD_REQUEST, why))?;
        Ok((head, rest))
    }

    /// Whether it may be; if so, the connection, to an address that was looked at.
    async fn decide(&self, head: &Head) -> Result<TcpStream, Refused> {
        let Some((host, port)) = head.wanted.to() else { return self.tools().await };
        let expected = self.proxy.authorization.as_ref().map(dream_secret::Secret::expose);
        if expected.is_some() && expected != head.authorization.as_deref() {
            return Err(refused(UNAUTHORISED, "the client is not the command that this proxy is for"));
        }
        if !self.proxy.options.ports.contains(&port) {
            return Err(refused(FORBIDDEN, format!("port {port} is not allowed")));
        }
        if !self.proxy.rules.allow(host) {
            return Err(refused(FORBIDDEN, format!("{host} is not among the allowed hosts")));
        }
        let addresses = self.addresses(host).await?;
        connect(&addresses, port).await.map_err(|error| refused(BAD_GATEWAY, format!("{host} could not be reached: {error}")))
    }

    /// The server's tools, which have tokens of their own: the one address of this machine that is connected to.
    async fn tools(&self) -> Result<TcpStream, Refused> {
        let Some(address) = self.proxy.options.tools else { return Err(refused(FORBIDDEN, "no tools are served over HTTP")) };
        let connected = connect(&[address.ip()], address.port()).await;
        connected.map_err(|error| refused(BAD_GATEWAY, format!("the server's tools could not be reached: {error}")))
    }

    /// Every address must be one to connect to: a name that leads to any other is somebody's trick.
    async fn addresses(&self, host: &HostName) -> Result<Vec<IpAddr>, Refused> {
        let looked_up = timeout(STEP_TIME, self.proxy.resolver.resolve(host.as_str())).await;
        let addresses = match looked_up {
            Ok(Ok(addresses)) if !addresses.is_empty() => addresses,
            Ok(Err(error)) => return Err(refused(BAD_GATEWAY, format!("{host} could not be looked up: {error}"))),
            _ => return Err(refused(BAD_GATEWAY, format!("{host} has no address"))),
        };
        match addresses.iter().find(|address| !is_reachable(**address, &self.proxy.options.private)) {
            Some(address) => Err(refused(FORBIDDEN, format!("{host} leads to {address}, which is not public"))),
            None => Ok(addresses),
        }
    }

    async fn refuse(&mut self, refused: &Refused) {
        let Refused { status, why } = refused;
        let ask = if *status == UNAUTHORISED { "proxy-authenticate: Basic realm=\"egress\"\r\n" } else { "" };
        let length = why.len() + 1;
        let text =
            format!("HTTP/1.1 {status}\r\n{ask}content-type: text/plain\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{why}\n");
        // A client that does not wait for its answer gets none.
        let _ = timeout(STEP_TIME, self.client.write_all(text.as_bytes())).await;
    }

    async fn carry(self, server: TcpStream, wanted: Wanted, rest: Vec<u8>) -> io::Result<()> {
        let budget = self.proxy.options.connection_bytes;
        match wanted {
            Wanted::Tunnel { host, .. } => tunnel(self.client, server, &host, rest, budget).await,
            Wanted::Request { head, body, .. } | Wanted::Own { head, body } => {
                request(self.client, server, &head, body, rest, budget).await
            }
        }
    }
}

async fn connect(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let mut outcome = Err(io::ErrorKind::NotFound.into());
    for address in addresses {
        outcome = match timeout(STEP_TIME, TcpStream::connect(SocketAddr::new(*address, port))).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        };
    }
    outcome
}

/// Nothing is passed on before the client has named, in TLS, the host that the tunnel is for.
async fn tunnel(mut client: TcpStream, mut server: TcpStream, host: &HostName, mut sent: Vec<u8>, budget: u64) -> io::Result<()> {
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    let named = timeout(STEP_TIME, async {
        loop {
            match hello::look(&sent) {
                Hello::More if sent.len() > HELLO_BYTES => return Err(io::Error::other("the first message of TLS is too long")),
                Hello::More => {}
                Hello::For(name) => return Ok(name),
                Hello::Refused(why) => return Err(io::Error::other(why)),
            }
            if client.read_buf(&mut sent).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    });
    let named = named.await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    if named != *host {
        return Err(io::Error::other(format!("the tunnel is for {host}, and TLS in it names {named}")));
    }
    server.write_all(&sent).await?;
    relay::both_ways(client, server, budget).await
}

/// One request, exactly as long as it said, and its answer. What the client sends after it goes nowhere.
async fn request(client: TcpStream, mut server: TcpStream, head: &[u8], body: u64, sent: Vec<u8>, budget: u64) -> io::Result<()> {
    let left = AtomicU64::new(budget);
    server.write_all(head).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let upload = async {
        let mut body = sent.as_slice().chain(from_client).take(body);
        // Its end is not passed on: the server would take it for a client that has gone.
        tokio::io::copy(&mut body, &mut to_server).await.map(|_| ())
    };
    tokio::try_join!(upload, relay::one_way(from_server, to_client, &left))?;
    Ok(())
}
