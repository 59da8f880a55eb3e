//! Making connections: the URL, TLS, and the settings that our promises rest on.

use crate::{Location, Options, SqlError};
use deadpool_postgres::Connect;
use std::{future::Future, pin::Pin, time::Duration};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_postgres::{
    AsyncMessage, Client, Config, Connection, Error, NoTls, Notification,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A connection on which nothing happens is tried after this long, so that one whose server is gone is noticed.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// How to reach one server.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) config: Config,
    /// Where it leads, without the password.
    pub(super) location: String,
    tls: Option<MakeRustlsConnect>,
    /// What every connection runs first.
    setup: String,
}

impl Connector {
    pub(super) fn new(url: &str, options: &Options) -> Result<Self, SqlError> {
        let location = Location::Postgres { url: url.to_owned() }.to_string();
        // The two stricter modes ask for what is always done here: certificate and name are checked.
        let strict = url.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
        let mut config: Config = strict.parse().map_err(|source: Error| SqlError::other("reading the database's URL", source))?;
        config.connect_timeout(options.connect_timeout).application_name("dreamos").keepalives_idle(KEEPALIVE);
        let tls = if wants_tls(&config) { Some(tls(&location)?) } else { None };
        if tls.is_none() {
            config.ssl_mode(SslMode::Disable);
        }
        let setup = setup(options);
        Ok(Self { config, location, tls, setup })
    }

    /// A connection that hands what it is notified of to `notices`.
    pub(super) async fn connect(&self, notices: Option<mpsc::UnboundedSender<Notification>>) -> Result<(Client, JoinHandle<()>), Error> {
        let (client, task) = match &self.tls {
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                (client, tokio::spawn(drive(connection, notices)))
            }
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                (client, tokio::spawn(drive(connection, notices)))
            }
        };
        client.batch_execute(&self.setup).await?;
        Ok((client, task))
    }
}

/// What every connection runs first. A lock is waited for as long as SQLite waits; a transaction that its client forgot ends, and its
/// locks with it; and a commit is on disk when it returns, whatever the database's default is and becomes.
fn setup(options: &Options) -> String {
    const SYNCHRONOUS: &str = "; SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') \
         WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)";
    let lock_timeout = options.busy_timeout.as_millis();
    let synchronous = if options.allow_unsafe_durability { "" } else { SYNCHRONOUS };
    format!("SET lock_timeout = {lock_timeout}; SET idle_in_transaction_session_timeout = 60000{synchronous}")
}

impl Connect for Connector {
    fn connect(&self, _: &Config) -> Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + '_>> {
        Box::pin(self.connect(None))
    }
}

/// Moves a connection's bytes until it ends.
async fn drive<S, T>(mut connection: Connection<S, T>, notices: Option<mpsc::UnboundedSender<Notification>>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(message) = std::future::poll_fn(|context| connection.poll_message(context)).await {
        match message {
            Ok(AsyncMessage::Notification(notice)) => {
                if let Some(notices) = &notices
                    && notices.send(notice).is_err()
                {
                    return;
                }
            }
            Ok(AsyncMessage::Notice(notice)) => tracing::debug!(message = notice.message(), "the database server remarks"),
            Ok(_) => {}
            // Those who wait for an answer get the error too, and tell it.
            Err(error) => return tracing::debug!(error = &error as &dyn std::error::Error, "a connection to the database ended"),
        }
    }
}

/// Whether TLS is used: always where it is demanded; where it is only preferred, not on this machine's own interface.
fn wants_tls(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()),
    };
    match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Prefer => !config.get_hosts().iter().all(is_local),
        _ => true,
    }
}

/// TLS that trusts what this machine trusts.
fn tls(location: &str) -> Result<MakeRustlsConnect, SqlError> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let fail = |source| SqlError::Unreachable { location: location.to_owned(), source };
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|source| fail(source.into()))?;
    Ok(MakeRustlsConnect::new(config.with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_used_where_it_is_asked_for() {
        let check = |url: &str, wanted| assert_eq!(wants_tls(&url.parse().unwrap()), wanted, "{url}");
        check("postgres://u@127.0.0.1/d", false);
        check("postgres://u@localhost/d", false);
        check("postgres://u@localhost/d?sslmode=require", true);
        check("postgres://u@db.example.com/d", true);
        check("postgres://u@db.example.com/d?sslmode=disable", false);
        check("postgres://u@localhost,db.example.com/d", true);
    }

    #[tokio::test]
    async fn the_strict_modes_of_other_clients_are_understood() {
        let connector = Connector::new("postgres://u:p@db.example.com/d?sslmode=verify-full", &Options::default()).unwrap();
        assert!(connector.tls.is_some());
        assert_eq!(connector.location, "postgres://u@db.example.com/d");
    }
}
