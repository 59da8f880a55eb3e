//! The main job, as a team of one does it from a terminal: a brief goes in, people decide at the gates, a release with its
//! history comes out; then the record gives the same bytes again. On both engines.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use dream_sql::{Location, testing::TestDb};
use dream_tests::{Cli, Failure, Outcome, Place, list, text};
use serde_json::Value;

/// The gates of the built-in template that ask people, in their order.
const GATES: [&str; 5] = ["prd", "architecture", "plan", "build", "release"];

#[tokio::test(flavor = "multi_thread")]
async fn a_brief_becomes_a_release_on_sqlite() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    walk(&Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?, folder.path())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brief_becomes_a_release_on_postgresql() -> Outcome {
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED on PostgreSQL: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL test was given another engine"));
    };
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?.on_postgres(url);
    walk(&place, folder.path())
}

fn walk(place: &Place, folder: &Path) -> Outcome {
    let (server, _, _) = place.start()?;
    let cli = Cli::of(place);
    let run = start_run(&cli, folder)?;
    for gate in GATES {
        approve(&cli, &run, gate)?;
    }
    let finished = cli.run(["run", "wait", &run, "--until", "finished", "--timeout", "60s"])?;
    assert_eq!(finished.code, 0, "{}", finished.stderr);
    check_history(&cli, &run, folder)?;
    assert!(server.stop()?.success());
    Ok(())
}

fn start_run(cli: &Cli, folder: &Path) -> Outcome<String> {
    let brief = folder.join("brief.md");
    fs::write(&brief, "# Night bus\n\nTimes of the night bus on one page.\n\n## Goals\n\n- Show the next three buses.\n\n## Users\n\n- People on their way home.\n")
        .map_err(Failure::system("writing a brief"))?;
    let brief = brief.to_string_lossy();
    let project = cli.json(["project", "create", "night-bus", "--brief", &brief])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    assert_eq!(text(&run, "/project")?, text(&project, "/id")?);
    Ok(text(&run, "/id")?.to_owned())
}

/// Waits for the gate, refuses to approve bytes nobody saw, approves those under review, and cannot do so twice.
fn approve(cli: &Cli, run: &str, gate: &str) -> Outcome {
    let waited = cli.run(["run", "wait", run, "--until", "review", "--timeout", "60s"])?;
    assert_eq!(waited.code, 0, "{gate}: {}", waited.stderr);
    let waiting = cli.json(["review", "list"])?;
    let reviews = list(&waiting, "/items")?
        .iter()
        .filter(|review| text(review, "/run").is_ok_and(|of| of == run) && text(review, "/status").is_ok_and(|status| status == "waiting"));
    let reviews: Vec<&Value> = reviews.collect();
    let [review] = reviews.as_slice() else { return Err(Failure::broken(format!("{gate}: not one review waits: {waiting}"))) };
    assert_eq!(text(review, "/stage")?, gate);
    let (id, digest) = (text(review, "/id")?, text(review, "/digest")?);
    let other = format!("sha256:{}", "0".repeat(64));
    let stale = cli.run(["review", "approve", id, "--digest", &other])?;
    assert_eq!(stale.code, 6, "{gate}: {}", stale.stderr);
    assert!(stale.stderr.contains(&other) && stale.stderr.contains(digest), "{gate}: both digests are shown: {}", stale.stderr);
    cli.json(["review", "approve", id, "--digest", digest, "--comment", "as seen"])?;
    let again = cli.run(["review", "approve", id, "--digest", digest])?;
    assert_eq!(again.code, 6, "{gate}, decided already: {}", again.stderr);
    Ok(())
}

fn check_history(cli: &Cli, run: &str, folder: &Path) -> Outcome {
    let shown = cli.json(["run", "show", run])?;
    assert_eq!((text(&shown, "/status")?, text(&shown, "/reason")?), ("done", "released"), "{shown}");
    assert_eq!(list(&shown, "/stages")?.len(), 8);
    assert!(list(&shown, "/stages")?.iter().all(|stage| text(stage, "/status").is_ok_and(|status| status == "done")), "{shown}");
    let release = shown.pointer("/release/id").or_else(|| shown.pointer("/release/name"));
    assert!(release.is_some(), "a finished run names its release: {shown}");

    let artifacts = cli.json(["artifact", "list", run])?;
    for artifact in list(&artifacts, "/items")? {
        let (id, name) = (text(artifact, "/id")?, text(artifact, "/name")?);
        let output = folder.join(name);
        let got = cli.run(["artifact", "get", id, "--output", &output.to_string_lossy()])?;
        assert_eq!(got.code, 0, "{name}: {}", got.stderr);
        assert!(output.exists(), "{name} was written");
    }
    let replay = cli.json(["run", "replay", run])?;
    assert_eq!(text(&replay, "/result")?, "identical", "{replay}");
    assert_eq!(list(&replay, "/stages")?.len(), 8, "{replay}");
    let audit = cli.json(["audit", "verify"])?;
    assert_eq!(text(&audit, "/result")?, "intact", "{audit}");
    Ok(())
}
