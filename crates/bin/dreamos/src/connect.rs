//! Which server a client command talks to, and as whom.

use crate::config::{Client as Section, Origin};
use crate::error::CliError;
use crate::run_file::RunFile;
use dream_client::{Client, Options};
use dream_clock::{SystemClock, SystemRng};
use dream_secret::Secret;
use std::path::Path;
use std::sync::Arc;

/// A server and a token, with where each came from.
#[derive(Debug)]
pub(crate) struct Target {
    /// The address.
    pub(crate) url: String,
    /// Where it came from.
    pub(crate) url_origin: Origin,
    /// The fingerprint of its certificate, where the local server wrote that down.
    pub(crate) certificate: Option<String>,
    /// The token.
    pub(crate) token: Option<Secret>,
    /// Where it came from.
    pub(crate) token_origin: Origin,
}

/// Flags, environment and file first; else what the local server wrote down. Its token goes to its own address alone.
pub(crate) fn target(section: &Section, data: &Path) -> Result<Target, CliError> {
    let path = RunFile::path(data);
    let asked = section.url.value.is_none() || section.token.value.is_none();
    let local = if asked { RunFile::read(data)? } else { None };
    let from_file = Origin::File(path.display().to_string());
    let (url, url_origin) = match (&section.url.value, &local) {
        (Some(url), _) => (url.clone(), section.url.origin.clone()),
        (None, Some(local)) => (local.url.clone(), from_file.clone()),
        (None, None) => return Err(CliError::NoServer { run_file: path }),
    };
    let certificate = local.as_ref().filter(|local| same_server(&local.url, &url)).and_then(|local| local.certificate.clone());
    let (token, token_origin) = match (&section.token.value, local) {
        (Some(token), _) => (Some(token.clone()), section.token.origin.clone()),
        (None, Some(local)) if same_server(&local.url, &url) => (Some(local.token), from_file),
        (None, _) => (None, Origin::Default),
    };
    Ok(Target { url, url_origin, certificate, token, token_origin })
}

fn same_server(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// A client for `target`.
pub(crate) fn client(target: Target) -> Result<Client, CliError> {
    let Some(token) = target.token else { return Err(CliError::NoToken { url: target.url }) };
    let options = Options::new(target.url, Some(token), Arc::new(new_key));
    Ok(Client::new(Options { certificate: target.certificate, ..options })?)
}

/// A new idempotency key.
pub(crate) fn new_key() -> String {
    dream_clock::new_key(&SystemClock, &SystemRng)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Setting;

    fn section(url: Option<&str>, token: Option<&str>) -> Section {
        let flag = |name: &str| Origin::Flag(name.to_owned());
        Section { url: Setting::new(url.map(str::to_owned), flag("--url")), token: Setting::new(token.map(Secret::new), flag("--token")) }
    }

    fn check(url: Option<&str>, token: Option<&str>, expected: (&str, Option<&str>)) {
        let data = tempfile::tempdir().unwrap();
        let written = r#"{"url":"http://127.0.0.1:7717","certificate":"ab","token":"dos_local","pid":1}"#;
        std::fs::write(data.path().join("run.json"), written).unwrap();
        let target = target(&section(url, token), data.path()).unwrap();
        let local = target.url.starts_with("http://127.0.0.1") && !(url.is_some() && token.is_some());
        assert_eq!(target.certificate.as_deref(), local.then_some("ab"), "a certificate goes with its server");
        assert_eq!((target.url.as_str(), target.token.as_ref().map(Secret::expose)), expected);
    }

    #[test]
    fn flags_come_before_the_local_server() {
        check(None, None, ("http://127.0.0.1:7717", Some("dos_local")));
        check(Some("http://other"), Some("dos_mine"), ("http://other", Some("dos_mine")));
        check(None, Some("dos_mine"), ("http://127.0.0.1:7717", Some("dos_mine")));
    }

    #[test]
    fn the_local_token_goes_to_no_other_server() {
        check(Some("http://127.0.0.1:7717/"), None, ("http://127.0.0.1:7717/", Some("dos_local")));
        check(Some("http://evil.example"), None, ("http://evil.example", None));
    }

    #[test]
    fn without_a_server_the_error_says_where_it_looked() {
        let data = tempfile::tempdir().unwrap();
        let error = target(&section(None, None), data.path()).unwrap_err();
        assert!(matches!(error, CliError::NoServer { .. }));
        assert!(error.to_string().contains("run.json"));
    }

    #[test]
    fn a_damaged_run_file_is_named_and_not_shown() {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(data.path().join("run.json"), r#"{"url":1,"token":"dos_local"}"#).unwrap();
        let error = target(&section(None, None), data.path()).unwrap_err().to_string();
        assert!(error.contains("run.json") && !error.contains("dos_local"), "{error}");
    }
}
