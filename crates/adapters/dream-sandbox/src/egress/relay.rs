//! Passing bytes on, up to a number of them.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

const CHUNK_BYTES: usize = 16 * 1024;

/// Passes both ways until both sides have ended or `budget` is used up.
pub(super) async fn both_ways(client: TcpStream, server: TcpStream, budget: u64) -> io::Result<()> {
    let left = AtomicU64::new(budget);
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::try_join!(one_way(from_client, to_server, &left), one_way(from_server, to_client, &left))?;
    Ok(())
}

/// Passes one way until its end, which is passed on too.
pub(super) async fn one_way(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, left: &AtomicU64) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        let bytes = u64::try_from(read).unwrap_or(u64::MAX);
        if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_err() {
            return Err(io::Error::other("the connection has carried as much as it may"));
        }
        to.write_all(buffer.get(..read).unwrap_or_default()).await?;
    }
}
