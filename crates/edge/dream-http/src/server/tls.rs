//! HTTPS: certificate and key from files.

use super::ServeError;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// What agrees on TLS with callers.
pub(super) fn acceptor(cert: &Path, key_file: &Path) -> Result<TlsAcceptor, ServeError> {
    let unusable = |source| ServeError::Tls { cert: cert.to_owned(), source };
    let chain = CertificateDer::pem_file_iter(cert).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(unreadable("certificate", cert))?;
    let key = PrivateKeyDer::from_pem_file(key_file).map_err(unreadable("private key", key_file))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(unusable)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
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
        let error = acceptor(&cert, &key).map(drop).unwrap_err().to_string();
        assert!(error.contains("cert.pem"), "{error}");
        std::fs::write(&cert, "").unwrap();
        std::fs::write(&key, "nonsense").unwrap();
        let error = acceptor(&cert, &key).map(drop).unwrap_err().to_string();
        assert!(error.contains("key.pem") && error.contains("private key"), "{error}");
    }
}
