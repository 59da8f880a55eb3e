//! HTTPS: handshakes happen beside the accepting of connections, so that a slow one holds up nobody.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many connections may wait to be served after their handshake.
const WAITING: usize = 64;

/// Why HTTPS cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or is no PEM of what it should be.
    #[error("{} cannot be used as {what}: give a PEM file", path.display())]
    File {
        /// What it should be.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// Certificate and key do not fit.
    #[error("the certificate and its key cannot be used together")]
    Config(#[source] rustls::Error),
    /// The listener is not usable.
    #[error("the listener has no address")]
    Listener(#[source] io::Error),
}

/// A listener whose connections are encrypted.
#[derive(Debug)]
pub(crate) struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

/// Begins to accept connections on `listener`.
pub(crate) fn listen(listener: TcpListener, certificate: &Path, key: &Path) -> Result<TlsListener, TlsError> {
    let acceptor = TlsAcceptor::from(Arc::new(config(certificate, key)?));
    let address = listener.local_addr().map_err(TlsError::Listener)?;
    let (sender, ready) = mpsc::channel(WAITING);
    tokio::spawn(accept(listener, acceptor, sender));
    Ok(TlsListener { ready, address })
}

fn config(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let failed = |what, path: &Path| {
        let path = path.to_path_buf();
        move |source| TlsError::File { what, path, source }
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain = chain.map_err(failed("a certificate chain", certificate))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(failed("a private key", key))?;
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, private).map_err(TlsError::Config)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Ends when the server does: then nobody receives any more.
async fn accept(mut listener: TcpListener, acceptor: TlsAcceptor, ready: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    loop {
        let (stream, address) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = ready.closed() => return,
        };
        let (acceptor, ready) = (acceptor.clone(), ready.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                // Nobody receives any more: the server ends.
                Ok(Ok(stream)) => drop(ready.send((stream, address)).await),
                Ok(Err(error)) => tracing::debug!(client.address = %address, error.chain = %error, "handshake failed"),
                Err(_) => tracing::debug!(client.address = %address, "handshake took too long"),
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting task never ends before this listener does.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

impl Connected<IncomingStream<'_, TcpListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}
