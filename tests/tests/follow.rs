//! Commands that follow something go on when their server is killed and comes back at another port: every line once.
#![forbid(unsafe_code)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use dream_tests::{Cli, Failure, Outcome, Place, text};
use serde_json::Value;

/// As long as a server may take to come back and to be found.
const PATIENCE: Duration = Duration::from_mins(1);

/// A command that follows something. Dropped, it is killed.
struct Follower {
    child: Child,
    lines: Receiver<String>,
    said: Receiver<String>,
}

impl Follower {
    fn start(cli: &Cli, arguments: &[&str]) -> Outcome<Self> {
        let mut command = cli.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(Failure::system("starting a follower"))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let lines = lines_of(stdout.ok_or_else(|| Failure::broken("no stdout"))?);
        let said = lines_of(stderr.ok_or_else(|| Failure::broken("no stderr"))?);
        Ok(Self { child, lines, said })
    }

    fn next(&self) -> Outcome<String> {
        self.lines.recv_timeout(PATIENCE).map_err(|_| {
            let said: Vec<String> = self.said.try_iter().collect();
            Failure::broken(format!("the follower shows nothing more; it said: {said:?}"))
        })
    }

    /// The next line, which must hold `what`.
    fn shows(&self, what: &str) -> Outcome {
        let line = self.next()?;
        assert!(line.contains(what), "`{what}` is what comes next, once: {line}");
        Ok(())
    }

    /// Waits until it ends by itself; with which exit code, and what it said to people.
    fn ended(mut self) -> Outcome<(Option<i32>, Vec<String>)> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().map_err(Failure::system("waiting for a follower"))? {
                return Ok((status.code(), self.said.iter().collect()));
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
        Err(Failure::broken("the follower does not end"))
    }

    /// Ends it; what it said to people.
    fn end(mut self) -> Outcome<Vec<String>> {
        self.child.kill().map_err(Failure::system("ending a follower"))?;
        Ok(self.said.iter().collect())
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        // Fails only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a pipe, as they come.
fn lines_of(pipe: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// Waits until the server counts so many live views.
fn watched_by(url: &str, views: usize) -> Outcome {
    let address = url.trim_start_matches("http://");
    let line = format!("dreamos_event_streams {views}");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let mut stream = TcpStream::connect(address).map_err(Failure::system("connecting"))?;
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").map_err(Failure::system("asking for the metrics"))?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map_err(Failure::system("reading the metrics"))?;
        if answer.lines().any(|found| found == line) {
            return Ok(());
        }
        std::thread::park_timeout(Duration::from_millis(50));
    }
    Err(Failure::broken(format!("{views} views never were open")))
}

#[test]
fn what_is_followed_goes_on_after_a_kill_without_a_gap_or_a_double() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (mut server, client, _) = place.start()?;
    let cli = Cli::of(&place);
    let task = cli.json(["task", "create", "--title", "task 0"])?;
    let task = format!("task/{}", text(&task, "/id")?);
    let id = task.trim_start_matches("task/");
    // A view of a channel that is not there yet is never open for long.
    for channel in ["topic/news", "topic/quiet"] {
        cli.json(["message", "send", "--to", channel, "message 0"])?;
    }

    let logs = Follower::start(&cli, &["logs", "tail", "--follow", "--task", id, "--source", "follow-test", "-n", "0", "--json"])?;
    let news = Follower::start(&cli, &["message", "tail", "--channel", "topic/news"])?;
    let quiet = Follower::start(&cli, &["message", "tail", "--channel", "topic/quiet", "--json"])?;
    let tasks = Follower::start(&cli, &["task", "watch", "--json"])?;
    watched_by(client.url(), 4)?;
    let mut first = client.url().to_owned();
    for round in 1..=3 {
        // In the first round one follower has seen nothing yet when the server is killed: what is sent while it is away is not lost on it.
        cli.json(["logs", "write", &task, &format!("line {round}"), "--source", "follow-test"])?;
        cli.json(["message", "send", "--to", "topic/news", &format!("message {round}")])?;
        let made = cli.json(["task", "create", "--title", &format!("task {round}")])?;
        logs.shows(&format!("line {round}"))?;
        news.shows(&format!("message {round}"))?;
        let event: Value = serde_json::from_str(&tasks.next()?).map_err(|error| Failure::broken(format!("no JSON: {error}")))?;
        assert_eq!((text(&event, "/kind")?, text(&event, "/stream")?), ("task.created", text(&made, "/id")?), "{event}");
        server.kill()?;
        let (again, client, _) = place.start()?;
        server = again;
        cli.json(["message", "send", "--to", "topic/quiet", &format!("quiet {round}")])?;
        quiet.shows(&format!("quiet {round}"))?;
        assert_ne!(client.url(), first, "it came back elsewhere");
        client.url().clone_into(&mut first);
    }
    // It has noticed the last restart, too.
    cli.json(["message", "send", "--to", "topic/news", "the last"])?;
    news.shows("the last")?;
    let said = news.end()?;
    let told = |what: &str| said.iter().filter(|line| line.contains(what)).count();
    assert_eq!((told("is away; waiting"), told("is back at")), (3, 3), "once for each time: {said:?}");
    drop((logs, quiet, tasks));
    assert!(server.stop()?.success());
    Ok(())
}

/// How a run stands is waited for and watched on.
#[test]
fn a_run_is_waited_for_and_watched_over_a_kill() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (server, client, _) = place.start()?;
    let cli = Cli::of(&place);
    let brief = folder.path().join("brief.md");
    std::fs::write(&brief, "# Lending library\n\n## Goals\n\n- Share tools.\n").map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "library", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    let run = text(&run, "/id")?;
    cli.json(["run", "wait", run, "--until", "review", "--timeout", "60s"])?;

    let watching = Follower::start(&cli, &["run", "watch", run])?;
    let waiting = Follower::start(&cli, &["run", "wait", run, "--until", "finished", "--timeout", "120s"])?;
    let short = Follower::start(&cli, &["run", "wait", run, "--until", "finished", "--timeout", "10s"])?;
    while !watching.next()?.starts_with("run\twaiting") {}
    watched_by(client.url(), 3)?;
    server.kill()?;
    let (code, said) = short.ended()?;
    assert_eq!(code, Some(8), "the time is over, whether the server is there or not: {said:?}");
    let (server, again, _) = place.start()?;
    assert_ne!(again.url(), client.url(), "it came back elsewhere");
    // Both are there again before anything happens.
    watched_by(again.url(), 2)?;
    cli.json(["run", "cancel", run, "--reason", "enough"])?;
    while !watching.next()?.starts_with("run\tcancelled") {}
    for follower in [watching, waiting] {
        let (code, said) = follower.ended()?;
        let told = |what: &str| said.iter().filter(|line| line.contains(what)).count();
        assert_eq!((code, told("is away; waiting"), told("is back at")), (Some(7), 1, 1), "{said:?}");
    }
    assert!(server.stop()?.success());
    Ok(())
}

/// A server that was never there is an error at once.
#[test]
fn nobody_waits_for_a_server_that_was_never_there() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;
    server.kill()?;
    let cli = Cli::of(&place);
    let wait = ["run", "wait", "run_01jd3kz5e8f0vs1m7q2w9x4t6b", "--until", "finished"];
    for arguments in [&["logs", "follow"][..], &["message", "tail", "--channel", "topic/a"], &["task", "watch"], &wait] {
        let ended = cli.run(arguments)?;
        assert_eq!(ended.code, 9, "{arguments:?}: {}", ended.stderr);
    }
    Ok(())
}
