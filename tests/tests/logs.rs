//! Log lines as an operator uses them from a terminal: found by run, counted, exported, held, and there after a kill.
#![forbid(unsafe_code)]

use std::fs;

use dream_tests::{Cli, Failure, Outcome, Place, list, text};
use serde_json::Value;

fn messages(page: &Value) -> Outcome<Vec<String>> {
    list(page, "/items")?.iter().map(|line| text(line, "/message").map(str::to_owned)).collect()
}

/// Starts a run and waits until it asks for a review.
fn waiting_run(cli: &Cli, folder: &std::path::Path) -> Outcome<String> {
    let brief = folder.join("brief.md");
    fs::write(&brief, "# Night bus\n\nTimes of the night bus on one page.\n").map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "night-bus", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    let run = text(&run, "/id")?.to_owned();
    assert_eq!(cli.run(["run", "wait", &run, "--until", "review", "--timeout", "60s"])?.code, 0);
    Ok(run)
}

#[test]
fn lines_of_a_run_are_found_counted_exported_and_survive_a_kill() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let run = waiting_run(&cli, folder.path())?;
    let of_run = || messages(&cli.json(["logs", "search", "--run", &run, "--oldest-first"])?);
    let expected = ["an attempt is taken up", "a call to a model was answered", "an attempt hands in its work"];
    assert_eq!(of_run()?, expected);
    let around = cli.json(["logs", "search", "call to a model", "--run", &run, "-C", "1", "--oldest-first"])?;
    assert_eq!(messages(&around)?, expected);
    assert_eq!(messages(&cli.json(["logs", "search", "nothing says so"])?)?, [""; 0]);
    assert_eq!(cli.json(["logs", "write", &format!("run/{run}"), "a note of the operator's", "--field", "ticket=7"])?["lines"], 1);
    let expected: Vec<&str> = expected.into_iter().chain(["a note of the operator's"]).collect();
    server.kill()?;

    let (server, _, _) = place.start()?;
    assert_eq!(of_run()?, expected, "a kill loses no line that was seen");
    let summary = cli.json(["logs", "summary", "--server", "--since", "1h"])?;
    assert_eq!((summary["starts"].as_u64(), summary["dropped"].as_u64()), (Some(2), Some(0)));
    let output = folder.path().join("lines.jsonl");
    let exported = cli.run(["logs", "export", "--run", &run, "--output", &output.to_string_lossy()])?;
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    let lines = fs::read_to_string(&output).map_err(Failure::system("reading an export"))?;
    assert_eq!(lines.lines().count(), expected.len());
    assert!(!lines.contains("dos_"), "no token is in the log");

    let hold = cli.json(["logs", "hold", "place", "case 7", "--from", "1h"])?;
    cli.json(["logs", "hold", "lift", text(&hold, "/id")?])?;
    assert_eq!(list(&cli.json(["logs", "hold", "list"])?, "/items")?.len(), 1);
    let seen = cli.json(["top", "--once"])?;
    assert_eq!((seen["runs"]["waiting"].as_u64(), seen["reviews_waiting"].as_u64()), (Some(1), Some(1)));
    for (arguments, code) in [
        (vec!["logs", "search", "("], 2),
        (vec!["logs", "search", "x", "--run", "run_01jd3kz5e8f0vs1m7q2w9x4t6b"], 3),
        (vec!["logs", "search", "x", "--run", "run_1"], 2),
        (vec!["logs", "search", "x", "--level", "loud"], 2),
        (vec!["logs", "write", "server", "forged"], 5),
        (vec!["logs", "write", "somewhere", "m"], 2),
        (vec!["logs", "hold", "lift", text(&hold, "/id")?], 6),
    ] {
        let ended = cli.run(&arguments)?;
        assert_eq!(ended.code, code, "{arguments:?}: {}", ended.stderr);
    }
    assert!(server.stop()?.success());
    Ok(())
}
