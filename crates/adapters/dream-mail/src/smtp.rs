//! Sending letters by SMTP.

use crate::config::{MailConfig, MailConfigError, Security, is_local};
use async_trait::async_trait;
use dream_ports::{Letter, Mail, MailFault};
use lettre::message::{Mailbox, header};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How long the server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server that takes letters.
pub struct Smtp {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// A server as `config` says. Connects to nothing yet.
    ///
    /// # Errors
    /// [`MailConfigError`].
    pub fn new(config: MailConfig) -> Result<Self, MailConfigError> {
        let from: Mailbox = config.from.parse().map_err(|_| MailConfigError::From(config.from.clone()))?;
        if config.security == Security::None && !is_local(&config.host) {
            return Err(MailConfigError::Plain(config.host));
        }
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host).timeout(Some(PATIENCE));
        let port = match config.security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        };
        builder = builder.port(config.port.unwrap_or(port)).tls(tls(&config)?);
        if let Some((name, password)) = config.login {
            builder = builder.credentials(Credentials::new(name, password.expose().to_owned()));
        }
        Ok(Self { from, transport: builder.build() })
    }

    fn message(&self, letter: &Letter) -> Result<Message, String> {
        let to: Mailbox = letter.to.parse().map_err(|_| "the address is no mail address".to_owned())?;
        let host = self.from.email.domain();
        let builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{host}>", letter.key)))
            .header(header::ContentType::TEXT_PLAIN);
        builder.body(letter.text.clone()).map_err(|error| error.to_string())
    }
}

fn tls(config: &MailConfig) -> Result<Tls, MailConfigError> {
    let parameters = || {
        let failed = |error: lettre::transport::smtp::Error| MailConfigError::Tls { host: config.host.clone(), why: error.to_string() };
        TlsParameters::new(config.host.clone()).map_err(failed)
    };
    Ok(match config.security {
        Security::Tls => Tls::Wrapper(parameters()?),
        Security::StartTls => Tls::Required(parameters()?),
        Security::None => Tls::None,
    })
}

#[async_trait]
impl Mail for Smtp {
    async fn send(&self, letter: Letter) -> Result<(), MailFault> {
        let message = self.message(&letter).map_err(MailFault::Refused)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            // What the server says may quote the address; the code says enough.
            Err(error) if error.is_permanent() => Err(MailFault::Refused(said("refused the letter", &error))),
            Err(error) => Err(MailFault::NotNow(said("did not take the letter", &error))),
        }
    }
}

fn said(what: &str, error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server {what} with {code}"),
        None if error.is_timeout() => format!("the mail server {what} in time"),
        None => format!("the mail server {what}: it cannot be reached, or the connection broke"),
    }
}
