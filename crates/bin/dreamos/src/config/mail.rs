//! `[mail]`: the server that carries mail to people.

use super::{ConfigError, Entry, Layers, Setting};
use dream_mail::{MailConfig, Security};
use dream_secret::Secret;
use serde::Deserialize;

/// Whom letters are from unless it is said.
const FROM: &str = "Dream.OS <dreamos@localhost>";

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Section {
    host: Option<String>,
    port: Option<u16>,
    security: Option<String>,
    login: Option<String>,
    password: Option<Secret>,
    from: Option<String>,
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Mail {
    /// The mail server; no mail is sent when `None`.
    host: Setting<Option<String>>,
    port: Setting<Option<u16>>,
    security: Setting<String>,
    login: Setting<Option<String>>,
    password: Setting<Option<Secret>>,
    from: Setting<String>,
}

impl Mail {
    pub(crate) fn resolve(file: Section, layers: &Layers) -> Result<Self, ConfigError> {
        Ok(Self {
            host: layers.pick(("", None), "DREAMOS_MAIL_HOST", file.host)?,
            port: layers.pick(("", None), "DREAMOS_MAIL_PORT", file.port)?,
            security: layers.pick(("", None), "DREAMOS_MAIL_SECURITY", file.security)?.or("starttls".to_owned()),
            login: layers.pick(("", None), "DREAMOS_MAIL_LOGIN", file.login)?,
            password: layers.secret(("", None), "DREAMOS_MAIL_PASSWORD", file.password),
            from: layers.pick(("", None), "DREAMOS_MAIL_FROM", file.from)?.or(FROM.to_owned()),
        })
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        vec![
            Entry::opt("mail.host", &self.host),
            Entry::opt("mail.port", &self.port),
            Entry::of("mail.security", &self.security),
            Entry::opt("mail.login", &self.login),
            Entry::secret("mail.password", &self.password),
            Entry::of("mail.from", &self.from),
        ]
    }

    /// What the mail server is reached with; `None` when there is none.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] for a way of encrypting that there is not, and a login name without its password.
    pub(crate) fn config(&self) -> Result<Option<MailConfig>, ConfigError> {
        let Some(host) = &self.host.value else { return Ok(None) };
        let invalid = |setting, origin: String, why: String| ConfigError::Invalid { setting, origin, why };
        let security: Security =
            self.security.value.parse().map_err(|why| invalid("mail.security", self.security.origin.to_string(), why))?;
        let login = match (&self.login.value, &self.password.value) {
            (Some(name), Some(password)) => Some((name.clone(), password.clone())),
            (None, None) => None,
            _ => {
                let why = "a login name and its password go together: give both, or neither".to_owned();
                return Err(invalid("mail.login", self.login.origin.to_string(), why));
            }
        };
        Ok(Some(MailConfig { host: host.clone(), port: self.port.value, security, login, from: self.from.value.clone() }))
    }
}
