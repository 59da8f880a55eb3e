//! A write of the log that fails, or that the server does not live to answer: what was acknowledged stays, and lines that are sent again under
//! their key stand there once. On Linux with strace, where processes may be traced.
#![forbid(unsafe_code)]
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use dream_api::{AppendedLogs, NewTask};
use dream_client::{Client, ClientError};
use dream_id::TaskId;
use dream_tests::{Ack, Dice, Fact, Failure, LINES_TOGETHER, Oracle, Outcome, Place, log_key, log_lines};
use rustix::process::{Pid, Signal, kill_process};

/// More lines than are written before the one that fails.
const MOST: u64 = 10 * LINES_TOGETHER;

/// A tracer that lets go of the server when it is dropped.
struct Tracer(Child);

impl Tracer {
    /// Does `what` to the so-manieth `call` upon `file` from now on.
    fn attach(server: u32, file: &Path, call: &str, what: &str, nth: u64) -> Result<Self, String> {
        let mut command = Command::new("strace");
        command.args(["-f", "-p", &server.to_string(), "-o", "/dev/null", "-e", &format!("trace={call}"), "-P"]).arg(file);
        command.args(["-e", &format!("inject={call}:{what}:when={nth}")]);
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| format!("strace cannot be started: {error}"))?;
        let mut said = String::new();
        if let Some(stderr) = child.stderr.as_mut() {
            BufReader::new(stderr).read_line(&mut said).map_err(|error| error.to_string())?;
        }
        let tracer = Self(child);
        if said.contains("attached") { Ok(tracer) } else { Err(said.trim().to_owned()) }
    }
}

impl Tracer {
    /// Ends it outright, when its server is dead: asked to let go of that, it may wait for ever.
    fn end(mut self) {
        // Fails only when it has ended.
        let _ = self.0.kill();
    }
}

impl Drop for Tracer {
    fn drop(&mut self) {
        // Killed outright it might leave the server stopped. Both fail only when it has ended.
        if let Some(pid) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.0.wait();
    }
}

/// The segment that is written of the organisation's log.
fn segment(data: &Path) -> Outcome<PathBuf> {
    let reading = || Failure::system("reading the log's folder");
    for set in fs::read_dir(data.join("logs")).map_err(reading())? {
        let set = set.map_err(reading())?;
        if set.file_name() == "server" {
            continue;
        }
        if let Some(file) = fs::read_dir(set.path()).map_err(reading())?.next() {
            return Ok(file.map_err(reading())?.path());
        }
    }
    Err(Failure::broken("the organisation's log has no segment"))
}

async fn task(client: &Client) -> Outcome<TaskId> {
    let new: NewTask = serde_json::from_value(serde_json::json!({ "title": "t" })).map_err(|error| Failure::broken(error.to_string()))?;
    Ok(client.create_task(&new).await?.task.id)
}

async fn append(client: &Client, task: TaskId, first: u64) -> Result<AppendedLogs, ClientError> {
    client.append_logs_under(&log_key(task, first), &log_lines(task, first)).await
}

/// The lines are written when the server ends, and nobody is told.
#[tokio::test(flavor = "multi_thread")]
async fn lines_whose_answer_was_lost_by_a_kill_stand_once_when_they_are_sent_again() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?.with(["--only", "api"]);
    let (server, client, _) = place.start()?;
    let task = task(&client).await?;
    append(&client, task, 0).await?;
    let tracer = match Tracer::attach(server.pid(), &segment(place.data())?, "fdatasync", "signal=SIGKILL", 1) {
        Ok(tracer) => tracer,
        Err(why) => {
            println!("SKIPPED, nothing was killed: {why}");
            return Ok(());
        }
    };
    let lost = append(&client, task, LINES_TOGETHER).await;
    assert!(matches!(lost, Err(ClientError::Unreachable { .. })), "{lost:?}");
    tracer.end();
    server.kill()?;

    let (server, client, _) = place.start()?;
    let mut oracle = Oracle::default();
    oracle.note([Ack { fact: Fact::Logged(task, LINES_TOGETHER), at: Instant::now() }]);
    oracle.check(&client, &Dice::new(1)).await?;
    let other = client.append_logs_under(&log_key(task, LINES_TOGETHER), &log_lines(task, 0)).await;
    let refused = other.err().and_then(|error| error.problem().map(|problem| problem.code.clone()));
    assert_eq!(refused.as_deref(), Some("idempotency_key_reused"));
    oracle.check(&client, &Dice::new(1)).await?;
    server.kill()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_of_the_log_that_fails_loses_no_acknowledged_line() -> Outcome {
    for (call, error, nth) in [("write", "EIO", 1), ("write", "ENOSPC", 3), ("fdatasync", "EIO", 2)] {
        if let Err(why) = fails(call, error, nth).await? {
            println!("SKIPPED, no write failed: {why}");
            return Ok(());
        }
    }
    Ok(())
}

/// `Err` when nothing can be traced here.
async fn fails(call: &str, error: &str, nth: u64) -> Outcome<Result<(), String>> {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?.with(["--only", "api"]);
    let (server, client, _) = place.start()?;
    let task = task(&client).await?;
    append(&client, task, 0).await?;
    let mut written = LINES_TOGETHER;
    let tracer = match Tracer::attach(server.pid(), &segment(place.data())?, call, &format!("error={error}"), nth) {
        Ok(tracer) => tracer,
        Err(why) => return Ok(Err(why)),
    };
    let refusal = loop {
        match append(&client, task, written).await {
            Ok(_) if written > MOST => return Err(Failure::broken("no write failed")),
            Ok(_) => written += LINES_TOGETHER,
            Err(refusal) => break refusal,
        }
    };
    drop(tracer);
    assert_eq!(refusal.problem().map(|problem| (problem.status, problem.code.as_str())), Some((503, "log_unavailable")), "{refusal}");
    assert_eq!(written, nth * LINES_TOGETHER, "the write that failed is the one whose lines are refused");
    append(&client, task, written).await?;
    let mut oracle = Oracle::default();
    oracle.note([Ack { fact: Fact::Logged(task, written + LINES_TOGETHER), at: Instant::now() }]);
    oracle.check(&client, &Dice::new(1)).await?;
    server.kill()?;
    let (server, client, _) = place.start()?;
    oracle.check(&client, &Dice::new(1)).await?;
    server.kill()?;
    Ok(Ok(()))
}
