//! Running git: with a configuration of ours in the place of everybody else's, no hook, no way to anywhere but this machine's files, and a
//! limit on its time and words.

use dream_ports::RepositoryFault;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

/// The most that is read of what git writes, in bytes.
const MOST_OUTPUT: u64 = 64 << 10;
/// How much of what it says people are told, in characters.
const MOST_SAID: usize = 300;

/// What stands in the place of the configuration of the machine and of the user. The process that reads the other repository has this alone
/// beside that one's own configuration: it would otherwise refuse a repository of another owner, which the operator has allowed.
const CONFIGURATION: &str = "[safe]\n\tdirectory = *\n[protocol]\n\tallow = never\n[protocol \"file\"]\n\tallow = always\n";

/// What no configuration of a repository overrides. Attributes of its files can name filters, but filters are defined nowhere.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.symlinks=true",
    "core.autocrlf=false",
    "core.sshCommand=false",
    "core.pager=cat",
    "submodule.recurse=false",
    "protocol.allow=never",
    "protocol.file.allow=always",
    "gc.auto=0",
    "maintenance.auto=false",
    "credential.helper=",
    "advice.detachedHead=false",
];

/// Runs git.
pub(super) struct Git {
    folder: PathBuf,
    path: String,
    patience: Duration,
}

/// The git of this machine, as it names itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitVersion(pub String);

impl GitVersion {
    /// Asks the git that is found in `path` for its version.
    ///
    /// # Errors
    /// [`RepositoryFault::NoGit`], and what git says.
    pub async fn find(path: &str) -> Result<Self, RepositoryFault> {
        let git = Git::new(Path::new("/"), path.to_owned(), Duration::from_secs(10));
        git.run("say its version", None, &["--version"]).await.map(Self)
    }
}

impl Git {
    pub(super) fn new(folder: &Path, path: String, patience: Duration) -> Self {
        Self { folder: folder.to_owned(), path, patience }
    }

    /// Writes the configuration.
    pub(super) fn configure(&self) -> Result<(), RepositoryFault> {
        let file = self.configuration();
        std::fs::write(&file, CONFIGURATION).map_err(|source| RepositoryFault::failed("writing", &file, source))
    }

    fn configuration(&self) -> PathBuf {
        self.folder.join("gitconfig")
    }

    /// Runs git, in `repository` if there is one. Returns what it writes, without white space around it.
    pub(super) async fn run(&self, doing: &'static str, repository: Option<&Path>, arguments: &[&str]) -> Result<String, RepositoryFault> {
        let (status, out, said) = self.ended(doing, repository, arguments).await?;
        if status.success() { Ok(out) } else { Err(refused(doing, status, &said)) }
    }

    /// The same of a question: `None` when git has no answer, and nothing to say about it.
    pub(super) async fn ask(
        &self,
        doing: &'static str,
        repository: Option<&Path>,
        arguments: &[&str],
    ) -> Result<Option<String>, RepositoryFault> {
        let (status, out, said) = self.ended(doing, repository, arguments).await?;
        match status.code() {
            Some(0) => Ok(Some(out)),
            Some(1) if said.trim().is_empty() => Ok(None),
            _ => Err(refused(doing, status, &said)),
        }
    }

    async fn ended(
        &self,
        doing: &'static str,
        repository: Option<&Path>,
        arguments: &[&str],
    ) -> Result<(ExitStatus, String, String), RepositoryFault> {
        let mut child = self.command(repository, arguments).spawn().map_err(|source| RepositoryFault::NoGit { source })?;
        let (out, said) = (child.stdout.take(), child.stderr.take());
        let all = async { tokio::try_join!(beginning(out), beginning(said), child.wait()) };
        // Dropped, the child is killed.
        let Ok(done) = tokio::time::timeout(self.patience, all).await else {
            return Err(RepositoryFault::Slow { doing, seconds: self.patience.as_secs() });
        };
        let failed = |source| RepositoryFault::Failed { doing: "reading what git says".to_owned(), source };
        let (out, said, status) = done.map_err(failed)?;
        Ok((status, out.trim().to_owned(), said))
    }

    fn command(&self, repository: Option<&Path>, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.env_clear().current_dir(self.directory()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.kill_on_drop(true);
        let own = self.configuration();
        command.env("PATH", &self.path).env("GIT_CONFIG_GLOBAL", own).envs([
            ("HOME", "/nonexistent"),
            ("LC_ALL", "C.UTF-8"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_ATTR_NOSYSTEM", "1"),
            ("GIT_ALLOW_PROTOCOL", "file"),
            ("GIT_PROTOCOL_FROM_USER", "0"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_NO_REPLACE_OBJECTS", "1"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_DEFAULT_REF_FORMAT", "files"),
        ]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        if let Some(repository) = repository {
            let mut named = std::ffi::OsString::from("--git-dir=");
            named.push(repository);
            command.arg(named);
        }
        command.args(arguments);
        command
    }

    /// A folder in which there is no repository, so that git never looks for one.
    fn directory(&self) -> &Path {
        if self.folder.is_dir() { &self.folder } else { Path::new("/") }
    }
}

/// The beginning of what is written. One that goes on writing finds nobody to read it.
async fn beginning(stream: Option<impl AsyncRead + Unpin>) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(MOST_OUTPUT).read_to_end(&mut bytes).await?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn refused(doing: &'static str, status: ExitStatus, said: &str) -> RepositoryFault {
    let line = said.lines().map(str::trim).find(|line| !line.is_empty()).map_or_else(|| status.to_string(), str::to_owned);
    RepositoryFault::Git { doing, said: line.chars().filter(|letter| !letter.is_control()).take(MOST_SAID).collect() }
}
