//! Looking names up, and checking what they lead to before anything connects.

use async_trait::async_trait;
use dream_bridge::outgoing::{Allowance, chosen_addresses};
use reqwest::dns::{Addrs, Name, Resolving};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Looks names up. A seam, so that tests can answer as a hostile name server would.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// Every address of `host`.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// As this host does.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        // With a dot at its end no search list of this host adds anything to it.
        let name = format!("{}.", host.trim_end_matches('.'));
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// What the HTTP client asks for addresses: it gets none that was not checked, so that a name that leads elsewhere a moment later leads nowhere.
pub(crate) struct Guarded {
    pub(crate) names: Arc<dyn Resolve>,
    pub(crate) allowance: Allowance,
}

impl reqwest::dns::Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, allowance) = (Arc::clone(&self.names), self.allowance.clone());
        Box::pin(async move {
            let answers = names.resolve(name.as_str()).await?;
            let chosen = chosen_addresses(&answers, &allowance)?;
            let addresses: Addrs = Box::new(chosen.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}
