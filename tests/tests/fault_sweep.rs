//! A system call that fails once, at every place where one is made: after it nothing acknowledged is lost, the ledger verifies, and what the
//! server said names the trouble. On Linux with strace, where processes may be traced.
#![forbid(unsafe_code)]
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use dream_api::{AuditResult, CreateProject, NewTask, StartRun};
use dream_client::{Client, ClientError};
use dream_tests::{Ack, Dice, Fact, Failure, LINES_TOGETHER, Oracle, Outcome, Place, log_key, log_lines, seed, times};

/// The calls that reach the disk, and how each may fail.
const CALLS: [(&str, &[&str]); 8] = [
    ("fsync", &["EIO"]),
    ("fdatasync", &["EIO", "ENOSPC"]),
    ("pwrite64", &["EIO", "ENOSPC"]),
    ("openat", &["EIO", "ENOSPC"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("ftruncate", &["EIO"]),
    ("unlink", &["EIO"]),
    (WRITE, WRITES),
];

/// It also wakes threads: it fails for a file of the data folder alone. The log's files are named by the time, and have a test of their own.
const WRITE: &str = "write";
const WRITES: &[&str] = &["EIO", "ENOSPC"];

/// One call that fails: the so-manieth of its thread, or upon a file.
#[derive(Debug, Clone)]
struct Point {
    call: &'static str,
    error: &'static str,
    nth: usize,
    /// The file below the data folder, where only its calls count.
    file: Option<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_call_that_fails_loses_nothing() -> Outcome {
    if let Err(why) = can_trace() {
        println!("SKIPPED, no system call failed: {why}");
        return Ok(());
    }
    let (seed, wanted) = (seed(), times("DREAMOS_FAULTS", 24));
    let dice = Dice::new(seed);
    let points = all_points().await?;
    let all = points.len();
    // By turns one of each call: a start opens far more files than it syncs.
    let of_call = |(call, _): &(&str, _)| points.iter().filter(|point| point.call == *call).cloned().collect::<Vec<_>>();
    let mut calls: VecDeque<Vec<Point>> = CALLS.iter().map(of_call).filter(|points| !points.is_empty()).collect();
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..wanted.min(all) {
        let Some(mut points) = calls.pop_front() else { break };
        let drawn = usize::try_from(dice.below(points.len() as u64)).unwrap_or_default();
        let point = points.swap_remove(drawn);
        if !points.is_empty() {
            calls.push_back(points);
        }
        let became =
            sweep(&point).await.map_err(|failure| Failure::broken(format!("{number}, {point:?} of DREAMOS_SEED={seed}: {failure}")))?;
        *tally.entry(became).or_default() += 1;
    }
    println!("seed {seed}: {} of {all} faults: {tally:?}; nothing acknowledged was lost", wanted.min(all));
    Ok(())
}

/// Whether strace is here and may trace and inject.
fn can_trace() -> Result<(), String> {
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=1", "true"]);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("strace cannot be started: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

/// A place of its own, without workers: what is acknowledged is the scenario's alone.
fn place(folder: &Path) -> Outcome<Place> {
    Ok(Place::embedded(folder.join("data"), folder.join("server.log"))?.with(["--only", "api"]))
}

fn traced(trace: &Path, calls: &str, inject: Option<String>) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["strace", "-D", "-f", "-y", "--seccomp-bpf", "-qq", "-e", "signal=none", "-o"].map(str::to_owned).into();
    arguments.push(trace.to_string_lossy().into_owned());
    arguments.extend(["-e".to_owned(), format!("trace={calls}")]);
    arguments.extend(inject.into_iter().flat_map(|inject| ["-e".to_owned(), format!("inject={inject}")]));
    arguments
}

/// Runs the scenario unharmed and counts the calls of each thread: each of them is a point, with each of its errors.
async fn all_points() -> Outcome<Vec<Point>> {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let trace = folder.path().join("trace");
    let names: Vec<&str> = CALLS.iter().map(|(call, _)| *call).collect();
    let place = place(folder.path())?.under(traced(&trace, &names.join(","), None));
    let (server, client, _) = place.start()?;
    let (acks, refusal) = scenario(&client).await;
    if let Some(refusal) = refusal {
        return Err(Failure::broken(format!("the scenario failed without a fault after {} steps: {refusal}", acks.len())));
    }
    assert!(server.stop()?.success());
    let text = fs::read_to_string(&trace).map_err(Failure::system("reading the trace"))?;
    let mut points = points_by_thread(&text);
    points.extend(points_by_file(&text, place.data()));
    let has = |call: &str| points.iter().any(|point| point.call == call);
    if has("fdatasync") && has("fsync") && has(WRITE) {
        return Ok(points);
    }
    Err(Failure::broken("the scenario syncs or writes nothing, or the trace is not understood"))
}

/// The name of the call on a line of the trace, with its thread and arguments.
fn read_line(line: &str) -> (&str, &str, &str) {
    let (thread, rest) = line.split_once(' ').unwrap_or_default();
    let (call, arguments) = rest.trim_start().split_once('(').unwrap_or_default();
    (thread, call, arguments)
}

fn points_by_thread(trace: &str) -> Vec<Point> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (thread, call, _) in trace.lines().map(read_line) {
        *counts.entry((call, thread)).or_default() += 1;
    }
    let mut points = Vec::new();
    for (call, errors) in CALLS.into_iter().filter(|(call, _)| *call != WRITE) {
        let most = counts.iter().filter(|((name, _), _)| *name == call).map(|(_, count)| *count).max().unwrap_or_default();
        for nth in 1..=most {
            points.extend(errors.iter().map(|error| Point { call, error, nth, file: None }));
        }
    }
    points
}

fn points_by_file(trace: &str, data: &Path) -> Vec<Point> {
    let folder = format!("<{}/", data.display());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, call, arguments) in trace.lines().map(read_line) {
        let file = arguments.split_once(&folder).and_then(|(_, rest)| rest.split_once('>')).map_or("", |(file, _)| file);
        if call == WRITE && !file.is_empty() && !file.starts_with("logs/") {
            *counts.entry(file).or_default() += 1;
        }
    }
    let mut points = Vec::new();
    for (file, most) in counts {
        for nth in 1..=most {
            points.extend(WRITES.iter().map(|error| Point { call: WRITE, error, nth, file: Some(file.to_owned()) }));
        }
    }
    points
}

/// Commands of several kinds, one after another: what was acknowledged, and the first refusal.
async fn scenario(client: &Client) -> (Vec<Ack>, Option<ClientError>) {
    let mut acks = Vec::new();
    let note = |acks: &mut Vec<Ack>, fact| acks.push(Ack { fact, at: Instant::now() });
    let work = async {
        for number in 0..3 {
            let name = format!("project {number}");
            // The second is too large for a row: it goes to the blobs first.
            let brief = format!("# {name}\n\n{}\n", "Words of a brief. ".repeat(if number == 1 { 6_000 } else { 10 }));
            let project = client.create_project(&CreateProject { name, brief, template: "software-delivery".into() }).await?;
            note(&mut acks, Fact::Project(project.id, project.name));
            let run = client.start_run(project.id, &StartRun::default()).await?;
            note(&mut acks, Fact::Run(run.id, project.id));
            let title = format!("task {number}");
            let task = client.create_task(&task(title.clone())).await?.task;
            note(&mut acks, Fact::Task(task.id, title));
            client.append_logs_under(&log_key(task.id, 0), &log_lines(task.id, 0)).await?;
            note(&mut acks, Fact::Logged(task.id, LINES_TOGETHER));
        }
        Ok(())
    };
    let refusal: Result<(), ClientError> = work.await;
    (acks, refusal.err())
}

fn task(title: String) -> NewTask {
    NewTask {
        title,
        body: None,
        project: None,
        parent: None,
        depends_on: Vec::new(),
        priority: None,
        role: None,
        capabilities: Vec::new(),
        assignee: None,
        deadline: None,
        not_before: None,
        retry: None,
        waits_for_children: false,
    }
}

/// One fault: what became of the server.
async fn sweep(point: &Point) -> Outcome<&'static str> {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let plain = place(folder.path())?;
    let inject = format!("{}:error={}:when={}", point.call, point.error, point.nth);
    let mut under = traced(&folder.path().join("trace"), point.call, Some(inject));
    under.extend(point.file.iter().flat_map(|file| ["-P".to_owned(), plain.data().join(file).to_string_lossy().into_owned()]));
    let faulty = plain.clone().under(under);
    let mut oracle = Oracle::default();
    let became = match faulty.start() {
        Err(Failure::Broken(said)) => {
            is_clear(&said)?;
            "did not start"
        }
        Err(failure) => return Err(failure),
        Ok((server, client, _)) => {
            let (acks, refusal) = scenario(&client).await;
            oracle.note(acks);
            match refusal {
                None => {
                    // It may end badly, as long as it says so: what was acknowledged is what counts.
                    server.stop()?;
                    "went on"
                }
                Some(refusal) => {
                    let became = if let Some(problem) = refusal.problem() {
                        is_clear(&problem.detail)?;
                        "refused"
                    } else {
                        is_clear(&faulty.tail_of_log())?;
                        "ended"
                    };
                    server.kill()?;
                    became
                }
            }
        }
    };
    let (server, client, _) = plain.start()?;
    oracle.check(&client, &Dice::new(1)).await?;
    let report = client.verify_audit().await?;
    if report.result != AuditResult::Intact {
        return Err(Failure::broken(format!("{became}, and then the ledger is {} at {:?}", report.result, report.broken_at)));
    }
    let (acks, refusal) = scenario(&client).await;
    if let Some(refusal) = refusal {
        return Err(Failure::broken(format!("{became}, and after the restart step {} is refused: {refusal}", acks.len())));
    }
    assert!(server.stop()?.success());
    Ok(became)
}

/// What is said must say something, and a panic is no message.
fn is_clear(said: &str) -> Outcome {
    if said.trim().is_empty() || said.contains("panicked at") {
        return Err(Failure::broken(format!("the server did not say what was wrong: {said}")));
    }
    Ok(())
}
