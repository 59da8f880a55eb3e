//! One running `dreamos up`: started, awaited, killed.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dream_client::{Client, Options};
use dream_clock::{SystemClock, SystemRng};
use dream_secret::Secret;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::{Failure, Outcome, binary};

/// As long as a start may take on the slowest machine, recovery included.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a server is started on.
#[derive(Debug, Clone)]
pub struct Place {
    binary: PathBuf,
    data: PathBuf,
    log: PathBuf,
    listen: SocketAddr,
    database: Option<String>,
    /// What starts the binary, with its arguments; empty for nothing.
    under: Vec<String>,
    /// More arguments of `up`.
    more: Vec<String>,
    /// What stands in its environment besides.
    settings: Vec<(&'static str, String)>,
}

impl Place {
    /// An embedded store in `data`. What the server prints goes to `log`, which stands elsewhere when a test takes the
    /// disk below `data` away.
    pub fn embedded(data: impl Into<PathBuf>, log: impl Into<PathBuf>) -> Outcome<Self> {
        Ok(Self {
            binary: binary::path()?,
            data: data.into(),
            log: log.into(),
            listen: ([127, 0, 0, 1], 0).into(),
            database: None,
            under: vec![],
            more: vec![],
            settings: vec![],
        })
    }

    /// The same on a PostgreSQL database, with the blobs in a folder beside `data` as if others shared it.
    #[must_use]
    pub fn on_postgres(self, url: impl Into<String>) -> Self {
        Self { database: Some(url.into()), ..self }
    }

    /// The same, started by another program, which must become the server's process itself.
    #[must_use]
    pub fn under(self, program: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { under: program.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same with more arguments of `up`.
    #[must_use]
    pub fn with(self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { more: arguments.into_iter().map(Into::into).collect(), ..self }
    }

    /// The same at a port that the caller chose.
    #[must_use]
    pub fn listening_on(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    /// The same with a setting in the server's environment.
    #[must_use]
    pub fn with_setting(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The binary under test.
    #[must_use]
    pub fn binary(&self) -> &Path {
        &self.binary
    }

    /// Starts the binary, and does not wait for anything.
    pub fn spawn(&self) -> Outcome<Server> {
        let log = File::options().create(true).append(true).open(&self.log).map_err(Failure::system("opening the server's log"))?;
        let also = log.try_clone().map_err(Failure::system("opening the server's log"))?;
        let mut command = match self.under.split_first() {
            None => Command::new(&self.binary),
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(&self.binary);
                command
            }
        };
        command.arg("up").arg("--data").arg(&self.data).args(["--listen", &self.listen.to_string()]).args(&self.more);
        if let Some(url) = &self.database {
            command.args(["--database", url, "--blobs"]).arg(self.data.with_extension("blobs"));
        }
        let started = Instant::now();
        // Nothing of the caller's own settings may reach the server: no variable, no dreamos.toml of the current folder.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DREAMOS_")) {
            command.env_remove(name);
        }
        command.envs(self.settings.iter().map(|(name, value)| (*name, value)));
        if let Some(folder) = self.log.parent() {
            command.current_dir(folder);
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(also)
            .spawn()
            .map_err(Failure::system(format!("starting {}", self.binary.display())))?;
        Ok(Server { child, place: self.clone(), started })
    }

    /// Starts the binary and waits until it is ready; also how long that took.
    pub fn start(&self) -> Outcome<(Server, Client, Duration)> {
        let mut server = self.spawn()?;
        let client = server.ready()?;
        let took = server.started.elapsed();
        Ok((server, client, took))
    }

    /// The end of what the server printed.
    #[must_use]
    pub fn tail_of_log(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(30)).copied().collect::<Vec<_>>().join("\n")
    }
}

/// A running server. Dropped, it is killed.
#[derive(Debug)]
pub struct Server {
    child: Child,
    place: Place,
    started: Instant,
}

impl Server {
    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the `run.json` that this very process writes when it is ready.
    fn ready(&mut self) -> Outcome<Client> {
        while self.started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().map_err(Failure::system("waiting for the server"))? {
                let log = self.place.tail_of_log();
                return Err(Failure::broken(format!("the server ended with {status} instead of becoming ready; its log:\n{log}")));
            }
            if let Some(client) = self.announced() {
                return client;
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        Err(Failure::broken(format!("the server was not ready within {PATIENCE:?}; its log:\n{}", self.place.tail_of_log())))
    }

    /// A client of this process, once it has announced itself; what a killed one left behind names another process.
    fn announced(&self) -> Option<Outcome<Client>> {
        let text = fs::read_to_string(self.place.data.join("run.json")).ok()?;
        let announced: Value = serde_json::from_str(&text).ok()?;
        let ours = announced.get("pid")?.as_u64() == Some(self.pid().into());
        let (url, token) = (announced.get("url")?.as_str()?, announced.get("token")?.as_str()?);
        let certificate = announced.get("certificate")?.as_str().map(str::to_owned);
        ours.then(|| connect_to(url, token, certificate))
    }

    /// `kill -9`, and waits until the process is gone.
    pub fn kill(mut self) -> Outcome {
        self.child.kill().map_err(Failure::system("killing the server"))?;
        self.child.wait().map_err(Failure::system("waiting for the killed server")).map(drop)
    }

    /// Asks it to end (SIGTERM) and waits until it has; how it ended.
    pub fn stop(mut self) -> Outcome<ExitStatus> {
        self.signal(Signal::TERM)?;
        self.wait()
    }

    /// Asks it to read its plans again (SIGHUP).
    pub fn hang_up(&self) -> Outcome {
        self.signal(Signal::HUP)
    }

    fn signal(&self, signal: Signal) -> Outcome {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
        let pid = pid.ok_or_else(|| Failure::broken("the server has no process id"))?;
        kill_process(pid, signal).map_err(Failure::system("sending a signal"))
    }

    /// Waits for one that ends by itself: its exit code, and the end of what it printed.
    pub fn end(mut self) -> Outcome<(Option<i32>, String)> {
        let status = self.wait()?;
        Ok((status.code(), self.place.tail_of_log()))
    }

    fn wait(&mut self) -> Outcome<ExitStatus> {
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().map_err(Failure::system("waiting for the server"))? {
                return Ok(status);
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        Err(Failure::broken(format!("the server did not end within {PATIENCE:?}; its log:\n{}", self.place.tail_of_log())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client of the server at `url`.
pub(crate) fn connect(url: &str, token: &str) -> Outcome<Client> {
    connect_to(url, token, None)
}

fn connect_to(url: &str, token: &str, certificate: Option<String>) -> Outcome<Client> {
    // Fails only when an earlier client has installed it.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let keys = Arc::new(|| dream_clock::new_key(&SystemClock, &SystemRng));
    Ok(Client::new(Options { certificate, ..Options::new(url, Some(Secret::new(token)), keys) })?)
}
