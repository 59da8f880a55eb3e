//! Backups of the real binary: made while it works, restored elsewhere, on both engines; broken off, they leave nothing half.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a skipped test says so aloud")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dream_sql::{Db, Location, Options, Sql, testing::TestDb};
use dream_tests::{Cli, Dice, Failure, Outcome, Place, list, seed, text, times};
use serde_json::Value;

/// One engine's place, and where a backup of it is restored to.
struct Ground {
    folder: tempfile::TempDir,
    database: Option<(TestDb, TestDb)>,
}

impl Ground {
    fn embedded() -> Outcome<Self> {
        Ok(Self { folder: tempfile::tempdir().map_err(Failure::system("making a folder"))?, database: None })
    }

    async fn postgres() -> Outcome<Option<Self>> {
        let (Some(one), Some(other)) = (TestDb::postgres().await, TestDb::postgres().await) else {
            println!("SKIPPED: DREAMOS_SKIP_POSTGRES is set");
            return Ok(None);
        };
        Ok(Some(Self { database: Some((one, other)), ..Self::embedded()? }))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The place called `name`: the first on the first database, all others on the second.
    fn place(&self, name: &str) -> Outcome<Place> {
        let place = Place::embedded(self.path(name), self.path(&format!("{name}.log")))?;
        Ok(match &self.database {
            None => place,
            Some((one, other)) => place.on_postgres(url(if name == "first" { one } else { other })?),
        })
    }

    /// What restores `archive` for the place called `name`.
    fn restoring(&self, archive: &Path, name: &str) -> Outcome<Vec<String>> {
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        let data = self.path(name);
        let mut arguments: Vec<String> = ["backup", "restore"].map(str::to_owned).into();
        arguments.extend([shown(archive), "--data".to_owned(), shown(&data)]);
        if let Some((_, other)) = &self.database {
            arguments.extend(["--database".to_owned(), url(other)?.to_owned()]);
            arguments.extend(["--blobs".to_owned(), shown(&data.with_extension("blobs"))]);
        }
        Ok(arguments)
    }
}

fn url(database: &TestDb) -> Outcome<&str> {
    match &database.options.location {
        Location::Postgres { url } => Ok(url),
        Location::Sqlite { .. } => Err(Failure::broken("a PostgreSQL test was given another engine")),
    }
}

/// A server with a project, a run at its first gate, a task and a message; and the archive of it.
fn backed_up(ground: &Ground) -> Outcome<(PathBuf, Vec<Value>)> {
    let place = ground.place("first")?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let brief = ground.path("brief.md");
    fs::write(&brief, "# Kept\n\n## Goals\n\n- Come back.\n").map_err(Failure::system("writing a brief"))?;
    let project = cli.json(["project", "create", "kept", "--brief", &brief.to_string_lossy()])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    assert_eq!(cli.run(["run", "wait", text(&run, "/id")?, "--until", "review", "--timeout", "60s"])?.code, 0);
    cli.json(["task", "create", "--title", "a task"])?;
    cli.json(["message", "send", "--to", "topic/backups", "kept too"])?;
    let (archive, before) = (ground.path("backup.tar.zst"), state(&cli)?);
    let made = cli.json(["backup", "create", "--output", &archive.to_string_lossy()])?;
    assert_eq!(made.get("damaged"), Some(&Value::from(0)));
    assert!(server.stop()?.success());
    Ok((archive, before))
}

/// What must be the same afterwards.
fn state(cli: &Cli) -> Outcome<Vec<Value>> {
    let lists: [&[&str]; 5] = [
        &["project", "list"],
        &["run", "list"],
        &["review", "list"],
        &["task", "list"],
        &["message", "history", "--channel", "topic/backups"],
    ];
    lists.into_iter().map(|arguments| cli.json(arguments.iter().copied())).collect()
}

/// Starts on what was restored: all is there, and work goes on.
fn check(ground: &Ground, name: &str, before: &[Value]) -> Outcome {
    let place = ground.place(name)?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    assert_eq!(state(&cli)?, before);
    assert_eq!(text(&cli.json(["audit", "verify"])?, "/result")?, "intact");
    let waiting = cli.json(["review", "list", "--status", "waiting"])?;
    let review = list(&waiting, "/items")?.first().cloned().ok_or_else(|| Failure::broken("no review waits"))?;
    cli.json(["review", "approve", text(&review, "/id")?, "--digest", text(&review, "/digest")?])?;
    let run = text(&review, "/run")?;
    assert_eq!(cli.run(["run", "wait", run, "--until", "review", "--timeout", "60s"])?.code, 0, "the run goes on");
    let artifacts = cli.json(["artifact", "list", run])?;
    let output = ground.path("artifact");
    let got = cli.run(["artifact", "get", text(&artifacts, "/items/0/id")?, "--output", &output.to_string_lossy()])?;
    assert_eq!(got.code, 0, "its blobs are there: {}", got.stderr);
    assert!(server.stop()?.success());
    Ok(())
}

/// What others than the owner may not see: at `path`, and below it.
fn is_private(path: &Path) -> Outcome {
    let about = fs::symlink_metadata(path).map_err(Failure::system("looking at a file"))?;
    assert_eq!(about.permissions().mode() & 0o077, 0, "others may see {}", path.display());
    if about.is_dir() {
        for entry in fs::read_dir(path).map_err(Failure::system("reading a folder"))? {
            is_private(&entry.map_err(Failure::system("reading a folder"))?.path())?;
        }
    }
    Ok(())
}

fn comes_back(ground: &Ground) -> Outcome {
    let (archive, before) = backed_up(ground)?;
    let cli = Cli::of(&ground.place("first")?);
    let restored = cli.json(ground.restoring(&archive, "second")?)?;
    is_private(&archive)?;
    is_private(&ground.path("second"))?;
    assert!(restored.get("events").and_then(Value::as_u64) > Some(10), "the ledger was verified: {restored}");
    let again = cli.run(ground.restoring(&archive, "second")?)?;
    assert_eq!(again.code, 2, "{}", again.stderr);
    assert!(again.stderr.contains("not empty"), "{}", again.stderr);
    if ground.database.is_some() {
        let occupied = cli.run(ground.restoring(&archive, "third")?)?;
        assert!(occupied.code == 2 && occupied.stderr.contains("is not empty"), "{}", occupied.stderr);
        let folder = cli.run(["backup", "restore", &archive.to_string_lossy(), "--data", &ground.path("fourth").to_string_lossy()])?;
        assert!(folder.code == 2 && folder.stderr.contains("--database"), "{}", folder.stderr);
    }
    check(ground, "second", &before)
}

#[test]
fn a_backup_of_an_embedded_store_comes_back() -> Outcome {
    comes_back(&Ground::embedded()?)
}

/// Alters a blob that an artifact of the first run needs, and names both.
fn altered(ground: &Ground, cli: &Cli) -> Outcome<(String, String)> {
    let runs = cli.json(["run", "list"])?;
    let artifacts = cli.json(["artifact", "list", text(&runs, "/items/0/id")?])?;
    let id = text(&artifacts, "/items/0/id")?.to_owned();
    let shown = cli.json(["artifact", "show", &id])?;
    let digest = text(&shown, "/files/0/digest")?.to_owned();
    let (half, rest) = digest.trim_start_matches("sha256:").split_at(2);
    let blob = ground.path("first").join("blobs").join(text(&cli.json(["whoami"])?, "/org")?).join(half).join(rest);
    fs::remove_file(&blob).and_then(|()| fs::write(&blob, "altered")).map_err(Failure::system("altering a blob"))?;
    Ok((id, digest))
}

#[test]
fn a_restore_names_the_blobs_that_its_archive_lacks() -> Outcome {
    let ground = Ground::embedded()?;
    backed_up(&ground)?;
    let place = ground.place("first")?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let (artifact, digest) = altered(&ground, &cli)?;
    let (archive, output) = (ground.path("lacking.tar.zst"), ground.path("output"));
    let made = cli.run(["backup", "create", "--output", &archive.to_string_lossy()])?;
    assert!(made.code == 10 && String::from_utf8_lossy(&made.stdout).contains(&digest), "{made:?}");
    let got = cli.run(["artifact", "get", &artifact, "--output", &output.to_string_lossy()])?;
    let blobs = ground.path("first").to_string_lossy().into_owned();
    assert!(got.code == 1 && got.stderr.contains(&digest) && !got.stderr.contains(&blobs), "which blob, and not where it lies: {got:?}");
    assert!(!output.exists(), "nothing half is left");
    assert!(server.stop()?.success());
    let mut restoring = ground.restoring(&archive, "second")?;
    restoring.push("--json".to_owned());
    let restored = cli.run(restoring)?;
    let document: Value = serde_json::from_slice(&restored.stdout).map_err(|error| Failure::broken(format!("{error}: {restored:?}")))?;
    assert_eq!((restored.code, document.get("damaged_blobs")), (10, Some(&Value::from(vec![digest]))), "{}", restored.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_postgresql_store_comes_back() -> Outcome {
    let Some(ground) = Ground::postgres().await? else { return Ok(()) };
    comes_back(&ground)
}

/// Does something to the database of the first place behind the server's back.
async fn tamper(ground: &Ground, statements: &[&'static str]) -> Outcome {
    let location = match &ground.database {
        None => Location::Sqlite { path: ground.path("first").join("dream.db") },
        Some((one, _)) => one.options.location.clone(),
    };
    let sql = |error| Failure::broken(format!("damaging rows: {error}"));
    let db = Db::open(Options::at(location)).await.map_err(sql)?;
    let mut tx = db.begin().await.map_err(sql)?;
    for statement in statements {
        assert_eq!(tx.execute(&Sql::both(statement), &[]).await.map_err(sql)?, 1, "{statement}");
    }
    tx.commit().await.map_err(sql)?;
    db.close().await.map_err(sql)
}

/// `audit rebuild` on the first place, with these arguments more.
fn rebuild(ground: &Ground, more: &[&str]) -> Outcome<(i32, Value, String)> {
    let mut arguments = vec!["audit", "rebuild", "--json"];
    if let Some((one, _)) = &ground.database {
        arguments.extend(["--database", url(one)?]);
    }
    arguments.extend(more);
    let ended = Cli::of(&ground.place("first")?).run(arguments)?;
    Ok((ended.code, serde_json::from_slice(&ended.stdout).unwrap_or_default(), ended.stderr))
}

/// What a rebuild says of one table: how many rows were altered and gone.
fn compared(rebuilt: &Value, table: &str) -> Option<(u64, u64)> {
    let tables = rebuilt.get("tables")?.as_array()?;
    let found = tables.iter().find(|found| found.get("table").and_then(Value::as_str) == Some(table))?;
    Some((found.get("altered")?.as_u64()?, found.get("missing")?.as_u64()?))
}

/// Rows that somebody altered are folded anew from the ledger, which is looked at first.
async fn is_folded_anew(ground: &Ground) -> Outcome {
    let (_, before) = backed_up(ground)?;
    let place = ground.place("first")?;
    let (server, _, _) = place.start()?;
    let (code, _, said) = rebuild(ground, &[])?;
    assert!(code == 1 && said.contains("runs on"), "not under a server: {code} {said}");
    assert!(server.stop()?.success());
    let (code, sound, said) = rebuild(ground, &[])?;
    assert_eq!((code, sound.get("copy"), compared(&sound, "runs")), (0, Some(&Value::Null), Some((0, 0))), "{said}");

    tamper(ground, &["UPDATE runs SET state = '{'", "DELETE FROM reviews"]).await?;
    let (code, found, said) = rebuild(ground, &["--dry-run"])?;
    assert_eq!((code, found.get("copy"), compared(&found, "runs")), (1, Some(&Value::Null), Some((1, 0))), "{said}");
    let (code, rebuilt, said) = rebuild(ground, &[])?;
    assert_eq!((code, compared(&rebuilt, "runs"), compared(&rebuilt, "reviews")), (0, Some((1, 0)), Some((0, 1))), "{said}");
    is_private(Path::new(text(&rebuilt, "/copy")?))?;
    let left = list(&rebuilt, "/kept")?;
    assert!(left.contains(&Value::from("bodies")) && !left.contains(&Value::from("runs")), "{left:?}");
    check(ground, "first", &before)?;

    // A head that does not fit, then none at all.
    for alteration in ["UPDATE tree_heads SET size = size + 1", "DELETE FROM tree_heads"] {
        tamper(ground, &[alteration, "UPDATE runs SET state = state || '{'"]).await?;
        for more in [Vec::new(), vec!["--dry-run"]] {
            let (code, _, said) = rebuild(ground, &more)?;
            let told = said.contains("\"ledger_broken\"") && said.contains("no row is folded from a broken ledger");
            assert!(code == 1 && told, "{alteration}: {code} {said}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_rows_of_an_embedded_store_are_folded_anew() -> Outcome {
    is_folded_anew(&Ground::embedded()?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_rows_of_a_postgresql_store_are_folded_anew() -> Outcome {
    let Some(ground) = Ground::postgres().await? else { return Ok(()) };
    is_folded_anew(&ground).await
}

/// The lock under which schemas are made and databases restored: what a killed restore had sent is over once it can be had.
const LOCK: i64 = 0x6472_6561_6d73_716c;

/// Whether there is anything in the database that is restored to.
async fn is_filled(ground: &Ground) -> Outcome<bool> {
    let Some((_, other)) = &ground.database else { return Ok(false) };
    let sql = |error| Failure::broken(format!("looking into the database: {error}"));
    let db = Db::open(Options::at(other.options.location.clone())).await.map_err(sql)?;
    db.begin().await.map_err(sql)?.advisory_lock(LOCK).await.map_err(sql)?;
    Ok(!db.schema().await.map_err(sql)?.is_empty())
}

/// The moment that chance hardly meets: the data folder is in its place, and the database is not filled yet.
#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_between_its_folder_and_its_database_is_made_again() -> Outcome {
    let Some(ground) = Ground::postgres().await? else { return Ok(()) };
    let Some((_, other)) = &ground.database else { return Err(Failure::broken("a PostgreSQL test was given another engine")) };
    let (archive, before) = backed_up(&ground)?;
    let first = ground.place("first")?;
    let sql = |error| Failure::broken(format!("holding the database: {error}"));
    let db = Db::open(Options::at(other.options.location.clone())).await.map_err(sql)?;
    let mut held = db.begin().await.map_err(sql)?;
    held.advisory_lock(LOCK).await.map_err(sql)?;
    let mut restoring = Command::new(first.binary());
    restoring.args(ground.restoring(&archive, "second")?).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut restoring = restoring.spawn().map_err(Failure::system("starting a restore"))?;
    let began = Instant::now();
    while !ground.path("second").exists() {
        if began.elapsed() > Duration::from_mins(1) || restoring.try_wait().map_err(Failure::system("looking at a restore"))?.is_some() {
            return Err(Failure::broken("the restore has not put its folder in place before it filled the database"));
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    restoring.kill().and_then(|()| restoring.wait()).map_err(Failure::system("killing a restore"))?;
    drop(held);
    assert!(!is_filled(&ground).await?, "half a restore fills nothing");
    Cli::of(&first).json(ground.restoring(&archive, "second")?)?;
    check(&ground, "second", &before)?;
    let again = Cli::of(&first).run(ground.restoring(&archive, "second")?)?;
    assert!(again.code == 2 && again.stderr.contains("not empty"), "{}", again.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_leaves_no_half_of_it() -> Outcome {
    let mut grounds = vec![Ground::embedded()?];
    grounds.extend(Ground::postgres().await?);
    for ground in &grounds {
        let (archive, before) = backed_up(ground)?;
        let place = ground.place("first")?;
        let started = Instant::now();
        // Long enough for the first kills to come late; each kill shows how long a restore takes at most.
        let mut longest = Duration::from_secs(2);
        let dice = Dice::new(seed());
        for turn in 0..times("DREAMOS_RESTORE_KILLS", 8) {
            let name = format!("turn-{turn}");
            let mut restoring = Command::new(place.binary());
            restoring.args(ground.restoring(&archive, &name)?).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut restoring = restoring.spawn().map_err(Failure::system("starting a restore"))?;
            std::thread::park_timeout(dice.less_than(longest));
            if restoring.try_wait().map_err(Failure::system("looking at a restore"))?.is_some() {
                longest /= 2;
            }
            restoring.kill().and_then(|()| restoring.wait()).map_err(Failure::system("killing a restore"))?;
            let (folder, filled) = (ground.path(&name), is_filled(ground).await?);
            if ground.database.is_some() {
                if filled {
                    return check(ground, &name, &before);
                }
            } else if folder.exists() {
                check(ground, &name, &before)?;
            }
        }
        Cli::of(&place).json(ground.restoring(&archive, "second")?)?;
        check(ground, "second", &before)?;
        println!("killed restores on {}: {:.1?}", if ground.database.is_some() { "PostgreSQL" } else { "SQLite" }, started.elapsed());
    }
    Ok(())
}
