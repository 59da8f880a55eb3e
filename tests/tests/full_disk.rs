//! A disk that fills: what is refused says so and may be sent again, what was acknowledged stays, and with space the same
//! server works on. On Linux as root, with a small file system mounted in memory.
#![forbid(unsafe_code)]
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "a skipped test says so aloud")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use dream_api::CreateProject;
use dream_client::{Client, ClientError};
use dream_tests::{Ack, Cli, Dice, Fact, Failure, Oracle, Outcome, Place, patiently, text};

const SIZE: &str = "size=32m";
/// More projects than fit, at a few hundred bytes each with their briefs.
const TOO_MANY: usize = 200_000;

/// As long as a server may take to come across it.
const PATIENCE: Duration = Duration::from_mins(1);

/// A small file system. Dropped, it is unmounted.
struct Small(PathBuf);

impl Small {
    /// One at `path`; none where the host mounts none, which is said aloud.
    fn or_skipped(path: PathBuf) -> Option<Self> {
        Self::mount(path).inspect_err(|why| println!("SKIPPED, no disk was filled: {why}")).ok()
    }

    fn mount(path: PathBuf) -> Result<Self, String> {
        fs::create_dir(&path).map_err(|error| error.to_string())?;
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(&path).output();
        let output = mounted.map_err(|error| format!("mount cannot be started: {error}"))?;
        if output.status.success() { Ok(Self(path)) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily, because a failed test's server may still be ending; nothing is left to do when even that fails.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_and_loses_nothing() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let Some(disk) = Small::or_skipped(folder.path().join("disk")) else { return Ok(()) };
    let place = Place::embedded(disk.0.join("data"), folder.path().join("server.log"))?;
    let (server, client, _) = place.start()?;
    let (mut oracle, dice) = (Oracle::default(), Dice::new(1));
    let ballast = fill(&disk.0)?;
    let (acks, refusal) = open_until_refused(&client).await?;
    assert!(!acks.is_empty(), "some commands fitted");
    oracle.note(acks);
    let problem = refusal.problem().ok_or_else(|| Failure::broken(format!("the server did not refuse, it failed: {refusal}")))?;
    assert_eq!(problem.status, 507, "a full disk is no fault of the caller: {problem:?}");
    assert!(problem.detail.contains("space") || problem.detail.contains("full"), "says what to do: {}", problem.detail);
    oracle.check(&client, &dice).await?;
    let readiness = client.readiness().await?;
    let room = readiness.checks.iter().find(|check| check.name == "room").and_then(|check| check.detail.clone()).unwrap_or_default();
    assert!(!readiness.ready && room.contains("free some space"), "it does not claim to be ready: {readiness:?}");

    fs::remove_file(ballast).map_err(Failure::system("freeing space"))?;
    let readiness = client.readiness().await?;
    assert!(readiness.ready, "with space it is ready at once, before anybody wrote: {readiness:?}");
    let project = open(&client, "with space again").await?;
    oracle.note([Ack { fact: Fact::Project(project.id, project.name), at: Instant::now() }]);
    oracle.check_at_the_end(&client, &dice).await?;
    assert!(server.stop()?.success());
    let (server, client, _) = place.start()?;
    oracle.check_at_the_end(&client, &dice).await?;
    assert!(server.stop()?.success());
    Ok(())
}

/// The blobs are on a disk of their own, and it is full: nothing is promised until there is room.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_the_blobs_is_no_readiness() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let Some(disk) = Small::or_skipped(folder.path().join("disk")) else { return Ok(()) };
    let blobs = disk.0.join("blobs");
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?.with(["--blobs", &blobs.to_string_lossy()]);
    let (server, client, _) = place.start()?;
    assert!(client.readiness().await?.ready);
    let ballast = fill(&disk.0)?;
    let readiness = client.readiness().await?;
    let room = readiness.checks.iter().find(|check| check.name == "room").and_then(|check| check.detail.clone()).unwrap_or_default();
    assert!(!readiness.ready && room.contains("the disk of the blobs") && room.contains("free some space"), "{readiness:?}");
    fs::remove_file(ballast).map_err(Failure::system("freeing space"))?;
    assert!(client.readiness().await?.ready);
    assert!(server.stop()?.success());
    Ok(())
}

/// The agents' folders are on a disk of their own, and it is full: nothing is failed, and with room the run is worked.
#[tokio::test(flavor = "multi_thread")]
async fn agents_wait_for_room_in_their_folders() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let data = folder.path().join("data");
    fs::create_dir(&data).map_err(Failure::system("making a folder"))?;
    let Some(disk) = Small::or_skipped(data.join("workspaces")) else { return Ok(()) };
    let log = folder.path().join("server.log");
    let place = Place::embedded(&data, &log)?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    // What was there at the start was cleared.
    let ballast = fill_up(&disk.0)?;
    let brief = folder.path().join("brief.md");
    fs::write(&brief, "# Lending library\n\n## Goals\n\n- Share tools.\n").map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "library", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    let run = text(&run, "/id")?;
    let begun = Instant::now();
    while !fs::read_to_string(&log).unwrap_or_default().contains("No space left on device") {
        assert!(begun.elapsed() < PATIENCE, "nobody says that the disk is full: {}", place.tail_of_log());
        std::thread::park_timeout(Duration::from_millis(50));
    }
    let waited = cli.run(["run", "wait", run, "--until", "review", "--timeout", "2s"])?;
    assert_eq!(waited.code, 8, "a full disk fails no run: {}", waited.stderr);
    ballast.iter().try_for_each(fs::remove_file).map_err(Failure::system("freeing space"))?;
    let waited = cli.run(["run", "wait", run, "--until", "review", "--timeout", "60s"])?;
    assert_eq!(waited.code, 0, "{} {}", waited.stderr, place.tail_of_log());
    assert!(server.stop()?.success());
    Ok(())
}

/// Takes all space.
fn fill_up(disk: &Path) -> Outcome<Vec<PathBuf>> {
    let mut ballast = vec![fill(disk)?];
    for number in 0..1_000 {
        let more = disk.join(format!("more-{number}"));
        let written = fs::write(&more, [0; 4_096]);
        ballast.push(more);
        if written.is_err() {
            return Ok(ballast);
        }
    }
    Err(Failure::broken("the disk is never full"))
}

/// Takes all space but half a mebibyte.
fn fill(disk: &Path) -> Outcome<PathBuf> {
    let ballast = disk.join("ballast");
    let mut size: usize = 32 << 20;
    // What does not fit is tried smaller, until it does.
    while fs::write(&ballast, vec![0; size]).is_err() {
        size -= 256 << 10;
    }
    fs::write(&ballast, vec![0; size - (512 << 10)]).map_err(Failure::system("filling the disk"))?;
    Ok(ballast)
}

async fn open_until_refused(client: &Client) -> Outcome<(Vec<Ack>, ClientError)> {
    let mut acks = Vec::new();
    for number in 0..TOO_MANY {
        match open(client, &format!("project {number}")).await {
            Ok(project) => acks.push(Ack { fact: Fact::Project(project.id, project.name), at: Instant::now() }),
            Err(refusal) => return Ok((acks, refusal)),
        }
    }
    Err(Failure::broken(format!("{TOO_MANY} projects fitted on a full disk")))
}

async fn open(client: &Client, name: &str) -> Result<dream_api::Project, ClientError> {
    let brief = format!("# {name}\n\n{}\n", "Words of a brief. ".repeat(200));
    let body = CreateProject { name: name.into(), brief, template: "software-delivery".into() };
    patiently(async || client.create_project(&body).await).await
}
