//! `[server]`: where the server keeps its data, and where it listens.

use super::folders::Folders;
use super::{ConfigError, Entry, Layers, Setting};
use clap::Args;
use dream_app::PublicUrl;
use dream_app::limits::USUAL_PER_MINUTE;
use serde::Deserialize;
use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Section {
    data: Option<String>,
    listen: Option<SocketAddr>,
    database: Option<String>,
    blobs: Option<String>,
    only: Option<Only>,
    tls_cert: Option<String>,
    tls_key: Option<String>,
    behind_proxy: Option<IpAddr>,
    public_url: Option<PublicUrl>,
    calls_per_minute: Option<u32>,
    unsafe_no_sandbox: Option<bool>,
    secret_key_file: Option<String>,
    repositories: Option<Folders>,
}

/// The flags of this section but `--data`, which client commands take too.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(crate) struct Flags {
    #[arg(long, value_name = "ADDRESS:PORT", help = "Where to listen [default: 127.0.0.1:7717] [environment: DREAMOS_LISTEN]")]
    pub(crate) listen: Option<SocketAddr>,
    #[arg(
        long,
        value_name = "URL",
        help = "The database: postgres://…, or a file [default: dream.db in the data folder] [environment: DREAMOS_DATABASE]"
    )]
    pub(crate) database: Option<String>,
    #[arg(
        long,
        value_name = "URL",
        help = "Where the bytes of artifacts go: s3://bucket/prefix, or a folder [default: blobs in the data folder] [environment: DREAMOS_BLOBS]"
    )]
    pub(crate) blobs: Option<String>,
    #[arg(long, value_name = "PART", help = "Run one part of the server alone [default: all] [environment: DREAMOS_ONLY]")]
    pub(crate) only: Option<Only>,
    /// The certificate chain to serve HTTPS with, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<String>,
    /// The key of the certificate, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<String>,
    /// The address of the proxy in front, which ends TLS and says who calls
    #[arg(long, value_name = "ADDRESS", conflicts_with = "tls_cert")]
    pub(crate) behind_proxy: Option<IpAddr>,
    #[arg(
        long,
        value_name = "URL",
        help = "Where people and senders outside reach this server: links in mails, chats and webhooks lead there [default: none is known] [environment: DREAMOS_PUBLIC_URL]"
    )]
    pub(crate) public_url: Option<PublicUrl>,
    #[arg(
        long,
        value_name = "N",
        help = "How many calls a minute each token may make, an organisation ten times as many [default: 6000] [environment: DREAMOS_CALLS_PER_MINUTE]"
    )]
    pub(crate) calls_per_minute: Option<u32>,
    #[arg(
        long,
        num_args = 0..=1,
        default_missing_value = "true",
        value_name = "BOOL",
        help = "Run agents on a host that cannot confine them, held to limits alone: they reach whatever this user does [default: false] [environment: DREAMOS_UNSAFE_NO_SANDBOX]"
    )]
    pub(crate) unsafe_no_sandbox: Option<bool>,
    #[arg(
        long,
        value_name = "FILE",
        help = "The key that secrets are sealed with, 64 hexadecimal digits; the same for all processes that share a database [default: secret.key in the data folder, made at the first start] [environment: DREAMOS_SECRET_KEY_FILE]"
    )]
    pub(crate) secret_key_file: Option<String>,
    #[arg(
        long,
        value_name = "DIR",
        help = "A folder that git repositories of projects may lie in; give it once for each [default: none, so no project has one] [environment: DREAMOS_REPOSITORIES, parted by colons]"
    )]
    pub(crate) repositories: Vec<std::path::PathBuf>,
}

/// One part of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Only {
    /// The API and the control room.
    Api,
    /// What carries runs forward.
    Workers,
    /// The bridge with its API, pages and workers, and no agents.
    Commandpost,
}

impl fmt::Display for Only {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Api => "api",
            Self::Workers => "workers",
            Self::Commandpost => "commandpost",
        })
    }
}

impl std::str::FromStr for Only {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "api" => Ok(Self::Api),
            "workers" => Ok(Self::Workers),
            "commandpost" => Ok(Self::Commandpost),
            other => Err(format!("`{other}` is no part of the server: use api, workers or commandpost")),
        }
    }
}

/// The resolved section.
#[derive(Debug)]
pub(crate) struct Server {
    /// The data folder.
    pub(crate) data: Setting<String>,
    /// Where to listen.
    pub(crate) listen: Setting<SocketAddr>,
    /// The database; a file in the data folder when `None`.
    pub(crate) database: Setting<Option<String>>,
    /// Where blobs go; a folder in the data folder when `None`.
    pub(crate) blobs: Setting<Option<String>>,
    /// The one part to run; all when `None`.
    pub(crate) only: Setting<Option<Only>>,
    /// The certificate chain.
    pub(crate) tls_cert: Setting<Option<String>>,
    /// Its key.
    pub(crate) tls_key: Setting<Option<String>>,
    /// The proxy in front.
    pub(crate) behind_proxy: Setting<Option<IpAddr>>,
    /// Where people and senders outside reach this server.
    pub(crate) public_url: Setting<Option<PublicUrl>>,
    /// How many calls a minute each token may make.
    pub(crate) calls_per_minute: Setting<u32>,
    /// Whether agents run where nothing can confine them.
    pub(crate) unsafe_no_sandbox: Setting<bool>,
    /// The key that secrets are sealed with; a file in the data folder when `None`.
    pub(crate) secret_key_file: Setting<Option<String>>,
    /// The folders that git repositories of projects may lie in.
    pub(crate) repositories: Setting<Folders>,
}

impl Server {
    pub(crate) fn resolve(data: Option<String>, flags: &Flags, file: Section, layers: &Layers) -> Result<Self, ConfigError> {
        let flags = flags.clone();
        Ok(Self {
            data: layers.pick(("--data", data), "DREAMOS_DATA", file.data)?.or("./dreamos".to_owned()),
            listen: layers.pick(("--listen", flags.listen), "DREAMOS_LISTEN", file.listen)?.or(SocketAddr::from(([127, 0, 0, 1], 7717))),
            database: layers.pick(("--database", flags.database), "DREAMOS_DATABASE", file.database)?,
            blobs: layers.pick(("--blobs", flags.blobs), "DREAMOS_BLOBS", file.blobs)?,
            only: layers.pick(("--only", flags.only), "DREAMOS_ONLY", file.only)?,
            tls_cert: layers.pick(("--tls-cert", flags.tls_cert), "DREAMOS_TLS_CERT", file.tls_cert)?,
            tls_key: layers.pick(("--tls-key", flags.tls_key), "DREAMOS_TLS_KEY", file.tls_key)?,
            behind_proxy: layers.pick(("--behind-proxy", flags.behind_proxy), "DREAMOS_BEHIND_PROXY", file.behind_proxy)?,
            public_url: layers.pick(("--public-url", flags.public_url), "DREAMOS_PUBLIC_URL", file.public_url)?,
            calls_per_minute: layers
                .pick(("--calls-per-minute", flags.calls_per_minute), "DREAMOS_CALLS_PER_MINUTE", file.calls_per_minute)?
                .or(USUAL_PER_MINUTE),
            unsafe_no_sandbox: layers
                .pick(("--unsafe-no-sandbox", flags.unsafe_no_sandbox), "DREAMOS_UNSAFE_NO_SANDBOX", file.unsafe_no_sandbox)?
                .or(false),
            secret_key_file: layers.pick(("--secret-key-file", flags.secret_key_file), "DREAMOS_SECRET_KEY_FILE", file.secret_key_file)?,
            repositories: layers
                .pick(("--repositories", Folders::of_flags(flags.repositories)), "DREAMOS_REPOSITORIES", file.repositories)?
                .or(Folders::default()),
        })
    }

    /// Refuses what cannot work: half a certificate, and an open door beyond this machine.
    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let invalid =
            |setting, origin: &super::Origin, why: &str| ConfigError::Invalid { setting, origin: origin.to_string(), why: why.to_owned() };
        let (cert, key, proxy) = (self.tls_cert.value.is_some(), self.tls_key.value.is_some(), self.behind_proxy.value.is_some());
        if cert && !key {
            return Err(invalid(
                "server.tls_cert",
                &self.tls_cert.origin,
                "a certificate needs its key: set server.tls_key (--tls-key) too",
            ));
        }
        if key && !cert {
            return Err(invalid(
                "server.tls_key",
                &self.tls_key.origin,
                "a key needs its certificate: set server.tls_cert (--tls-cert) too",
            ));
        }
        if cert && proxy {
            return Err(invalid(
                "server.behind_proxy",
                &self.behind_proxy.origin,
                "TLS ends either here or at the proxy: leave one of the two out",
            ));
        }
        if !self.listen.value.ip().is_loopback() && !cert && !proxy {
            let why = "beyond this machine tokens must not travel in the clear: give --tls-cert and --tls-key, or --behind-proxy ADDRESS";
            return Err(invalid("server.listen", &self.listen.origin, why));
        }
        self.repositories.value.validate().map_err(|error| invalid("server.repositories", &self.repositories.origin, &error.to_string()))
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        let database = Setting::new(self.database.value.as_deref().map(without_password), self.database.origin.clone());
        let blobs = Setting::new(self.blobs.value.as_deref().map(without_password), self.blobs.origin.clone());
        vec![
            Entry::of("server.data", &self.data),
            Entry::of("server.listen", &self.listen),
            Entry::opt("server.database", &database),
            Entry::opt("server.blobs", &blobs),
            Entry::opt("server.only", &self.only),
            Entry::opt("server.tls_cert", &self.tls_cert),
            Entry::opt("server.tls_key", &self.tls_key),
            Entry::opt("server.behind_proxy", &self.behind_proxy),
            Entry::opt("server.public_url", &self.public_url),
            Entry::of("server.calls_per_minute", &self.calls_per_minute),
            Entry::of("server.unsafe_no_sandbox", &self.unsafe_no_sandbox),
            Entry::opt("server.secret_key_file", &self.secret_key_file),
            Entry::of("server.repositories", &self.repositories),
        ]
    }
}

/// A URL with everything hidden that may be a password: the user's part and the query.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (place, query) = rest.split_once('?').map_or((rest, ""), |(place, _)| (place, "?…"));
    let place = place.rsplit_once('@').map_or_else(|| place.to_owned(), |(_, host)| format!("…@{host}"));
    format!("{scheme}://{place}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(flags: &Flags, toml: &str, environment: &[(&str, &str)]) -> Result<Server, ConfigError> {
        let read = |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let layers = Layers { environment: &read, file: "dreamos.toml".to_owned() };
        let server = Server::resolve(None, flags, toml::from_str(toml).unwrap(), &layers)?;
        server.validate().map(|()| server)
    }

    fn listen(flag: Option<&str>, toml: &str, environment: &[(&str, &str)]) -> (String, String) {
        let flags = Flags { listen: flag.map(|text| text.parse().unwrap()), ..Flags::default() };
        let server = resolve(&flags, toml, environment).unwrap();
        (server.listen.value.to_string(), server.listen.origin.to_string())
    }

    fn found(value: &str, origin: &str) -> (String, String) {
        (value.to_owned(), origin.to_owned())
    }

    #[test]
    fn flags_come_before_environment_before_file_before_defaults() {
        let (file, environment) = ("listen = \"127.0.0.1:2\"", [("DREAMOS_LISTEN", "127.0.0.1:3")]);
        assert_eq!(listen(None, "", &[]), found("127.0.0.1:7717", "default"));
        assert_eq!(listen(None, file, &[]), found("127.0.0.1:2", "dreamos.toml"));
        assert_eq!(listen(None, file, &environment), found("127.0.0.1:3", "environment DREAMOS_LISTEN"));
        assert_eq!(listen(Some("127.0.0.1:4"), file, &environment), found("127.0.0.1:4", "--listen"));
        assert_eq!(listen(None, file, &[("DREAMOS_LISTEN", "")]), found("127.0.0.1:2", "dreamos.toml"));
    }

    #[test]
    fn beyond_this_machine_tls_or_a_proxy_is_required() {
        let refused = resolve(&Flags::default(), "listen = \"0.0.0.0:7717\"", &[]).unwrap_err().to_string();
        assert!(refused.contains("--tls-cert") && refused.contains("dreamos.toml"), "{refused}");
        for toml in ["listen = \"0.0.0.0:1\"\nbehind_proxy = \"10.0.0.1\"", "listen = \"0.0.0.0:1\"\ntls_cert = \"c\"\ntls_key = \"k\""] {
            resolve(&Flags::default(), toml, &[]).unwrap();
        }
        assert!(resolve(&Flags::default(), "tls_cert = \"c\"", &[]).is_err());
        assert!(resolve(&Flags::default(), "tls_key = \"k\"", &[]).is_err());
    }

    #[test]
    fn the_public_address_is_read_from_everywhere_and_checked() {
        let known = |server: Server| server.public_url.value.map(|url| url.to_string());
        let (file, variable) = ("public_url = \"https://a.example\"", [("DREAMOS_PUBLIC_URL", "https://b.example/")]);
        assert_eq!(known(resolve(&Flags::default(), "", &[]).unwrap()), None);
        assert_eq!(known(resolve(&Flags::default(), file, &[]).unwrap()).as_deref(), Some("https://a.example"));
        assert_eq!(known(resolve(&Flags::default(), file, &variable).unwrap()).as_deref(), Some("https://b.example"));
        let flags = Flags { public_url: Some("https://c.example".parse().unwrap()), ..Flags::default() };
        assert_eq!(known(resolve(&flags, file, &variable).unwrap()).as_deref(), Some("https://c.example"));
        let refused = toml::from_str::<Section>("public_url = \"http://a.example\"").unwrap_err().to_string();
        assert!(refused.contains("not encrypted"), "{refused}");
    }

    #[test]
    fn folders_of_repositories_are_whole_paths() {
        let known = |server: Server| server.repositories.value.to_string();
        let (file, variable) = ("repositories = [\"/srv/a\", \"/srv/b\"]", [("DREAMOS_REPOSITORIES", "/srv/c:/srv/d")]);
        assert_eq!(known(resolve(&Flags::default(), "", &[]).unwrap()), "");
        assert_eq!(known(resolve(&Flags::default(), file, &[]).unwrap()), "/srv/a:/srv/b");
        assert_eq!(known(resolve(&Flags::default(), file, &variable).unwrap()), "/srv/c:/srv/d");
        let flags = Flags { repositories: vec!["/srv/e".into()], ..Flags::default() };
        assert_eq!(known(resolve(&flags, file, &variable).unwrap()), "/srv/e");
        let refused = resolve(&Flags::default(), "repositories = [\"code\"]", &[]).unwrap_err().to_string();
        assert!(refused.contains("server.repositories") && refused.contains("`code`"), "{refused}");
    }

    #[test]
    fn a_wrong_variable_is_named() {
        let error = resolve(&Flags::default(), "", &[("DREAMOS_LISTEN", "nowhere")]).unwrap_err().to_string();
        assert!(error.contains("DREAMOS_LISTEN"), "{error}");
    }

    #[test]
    fn passwords_in_urls_are_not_shown() {
        assert_eq!(without_password("postgres://u:secret@h:5432/db?password=secret"), "postgres://…@h:5432/db?…");
        assert_eq!(without_password("./dream.db"), "./dream.db");
        let toml = "database = \"postgres://u:hidden@h/db\"";
        let shown = format!("{:?}", resolve(&Flags::default(), toml, &[]).unwrap().entries());
        assert!(!shown.contains("hidden"), "{shown}");
    }
}
