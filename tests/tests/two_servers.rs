//! Several servers on one PostgreSQL database and one blob store: started at once, one killed, the other goes on with its work.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use dream_sql::{Location, testing::TestDb};
use dream_tests::{Cli, Failure, Outcome, Place, list, text};

/// The gates of the built-in template that ask people.
const GATES: usize = 5;

/// The place of the server `name` on the database.
fn place(database: &TestDb, folder: &Path, name: &str) -> Outcome<Place> {
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL test was given another engine"));
    };
    // The same stem: a place on PostgreSQL keeps its blobs in `shared.blobs` beside its data folder.
    Ok(Place::embedded(folder.join(format!("shared.{name}")), folder.join(format!("{name}.log")))?.on_postgres(url))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_a_database_and_one_survives_the_other() -> Outcome {
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let (first, second) = (place(&database, folder.path(), "a")?, place(&database, folder.path(), "b")?);
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| first.start());
        let other = second.start();
        (one.join(), other)
    });
    let (one, _, _) = one.map_err(|_| Failure::broken("starting the first server panicked"))??;
    let (other, _, _) = other?;

    let (first_cli, second_cli) = (Cli::of(&first), Cli::of(&second));
    let (mine, theirs) = (first_cli.json(["whoami"])?, second_cli.json(["whoami"])?);
    assert_eq!(text(&mine, "/org")?, text(&theirs, "/org")?, "two first starts found one organisation");

    told_what_is_not_searched(&first_cli)?;
    let brief = folder.path().join("brief.md");
    fs::write(&brief, "# Two\n\n## Goals\n\n- Survive.\n").map_err(Failure::system("writing a brief"))?;
    let project = first_cli.json(["project", "create", "two", "--brief", &brief.to_string_lossy()])?;
    let run = second_cli.json(["run", "start", text(&project, "/id")?])?;
    let run = text(&run, "/id")?.to_owned();
    one.kill()?;

    for _ in 0..GATES {
        let asked = second_cli.run(["run", "wait", &run, "--until", "review", "--timeout", "60s"])?;
        assert_eq!(asked.code, 0, "{}", asked.stderr);
        let waiting = second_cli.json(["review", "list", "--run", &run, "--status", "waiting"])?;
        for review in list(&waiting, "/items")? {
            second_cli.json(["review", "approve", text(review, "/id")?, "--digest", text(review, "/digest")?])?;
        }
    }
    let finished = second_cli.run(["run", "wait", &run, "--until", "finished", "--timeout", "60s"])?;
    assert_eq!(finished.code, 0, "{}", finished.stderr);

    let (one, _, _) = first.start()?;
    assert_eq!(text(&first_cli.json(["audit", "verify"])?, "/result")?, "intact");
    assert_eq!(text(&first_cli.json(["run", "replay", &run])?, "/result")?, "identical");
    assert_eq!(second_cli.run(["whoami"])?.code, 0, "another server's start leaves this one's token alone");
    assert!(one.stop()?.success());
    assert!(other.stop()?.success());
    Ok(())
}

/// Each server has a log of its own, and whoever looks through one is told of the other's.
fn told_what_is_not_searched(cli: &Cli) -> Outcome {
    let begun = Instant::now();
    loop {
        let found = cli.run(["logs", "search", "nothing says this"])?;
        assert_eq!(found.code, 0, "{}", found.stderr);
        if found.stderr.contains("was not searched") {
            assert_eq!(found.stderr.matches("was not searched").count(), 1, "of the other alone: {}", found.stderr);
            let page = cli.json(["logs", "search", "nothing says this"])?;
            assert!(text(&page, "/problems/0")?.contains("ask it at its own address"), "{page}");
            return Ok(());
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "the other server never said that it runs");
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// Each was started with a key of its own, and neither could open what the other seals.
#[tokio::test(flavor = "multi_thread")]
async fn two_servers_with_keys_of_their_own_do_not_seal_side_by_side() -> Outcome {
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let (first, second) = (place(&database, folder.path(), "a")?, place(&database, folder.path(), "b")?);
    let ((one, _, _), (other, _, _)) = (first.start()?, second.start()?);
    let value = folder.path().join("value");
    fs::write(&value, "hunter2").map_err(Failure::system("writing a value"))?;
    let set = |place: &Place, name: &str| Cli::of(place).run(["secret", "set", name, "--json", "--file", &value.to_string_lossy()]);
    let first_set = set(&first, "one")?;
    assert_eq!(first_set.code, 0, "{}", first_set.stderr);
    let refused = set(&second, "other")?;
    assert!(refused.code != 0 && refused.stderr.contains("wrong_sealing_key"), "{} {}", refused.code, refused.stderr);
    assert_eq!(set(&first, "another")?.code, 0);

    assert!(one.stop()?.success() && other.stop()?.success());
    let (code, said) = second.spawn()?.end()?;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("--secret-key-file"), "{said}");
    let (one, _, _) = first.start()?;
    assert_eq!(list(&Cli::of(&first).json(["secret", "list"])?, "/items")?.len(), 2);
    assert!(one.stop()?.success());
    Ok(())
}
