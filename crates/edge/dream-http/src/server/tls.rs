//! HTTPS: certificate and key from files.

use super::ServeError;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// A certificate chain with its key, ready to serve HTTPS with.
#[derive(Clone)]
pub struct Tls {
    /// What agrees on TLS with callers.
    pub(super) acceptor: TlsAcceptor,
    certificate: CertificateDer<'static>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads the certificate chain and its key, both as PEM.
    ///
    /// # Errors
    /// [`ServeError::Pem`], [`ServeError::Tls`].
    pub fn read(cert: &Path, key_file: &Path) -> Result<Self, ServeError> {
        let unusable = |source| ServeError::Tls { cert: cert.to_owned(), source };
        let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let chain = chain.map_err(unreadable("certificate", cert))?;
        let none = || unreadable("certificate", cert)(pem::Error::NoItemsFound);
        let certificate = chain.first().cloned().ok_or_else(none)?;
        let key = PrivateKeyDer::from_pem_file(key_file).map_err(unreadable("private key", key_file))?;
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
        let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(unusable)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
    }

    /// The server's own certificate, as DER: what callers are shown first.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }
}

fn unreadable(what: &'static str, path: &Path) -> impl Fn(pem::Error) -> ServeError {
    move |source| ServeError::Pem { what, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_hold_no_certificate_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        for text in [None, Some(""), Some("nonsense")] {
            if let Some(text) = text {
                std::fs::write(&cert, text).unwrap();
            }
            let error = Tls::read(&cert, &key).unwrap_err().to_string();
            assert!(error.contains("cert.pem"), "{error}");
        }
    }
}
