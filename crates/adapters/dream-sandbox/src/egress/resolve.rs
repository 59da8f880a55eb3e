//! Looking names up.

use async_trait::async_trait;
use std::io;
use std::net::IpAddr;

/// Looks names up. A seam, so that tests can answer as a hostile name server would.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// Every address of `host`.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// As this host does.
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        // With a dot at its end no search list of this host adds anything to it.
        Ok(tokio::net::lookup_host((format!("{host}."), 0)).await?.map(|address| address.ip()).collect())
    }
}
