//! Kill -9 at any moment: every acknowledged command is there after the restart, and work goes on.
#![forbid(unsafe_code)]

use dream_sql::{Location, testing::TestDb};
use dream_tests::{Failure, Outcome, Place, kill_loop, seed, times};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_kill_9() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    println!("{}", kill_loop(&place, times("DREAMOS_KILLS", 100), seed()).await?);
    Ok(())
}

/// A fifth of the cycles: the database's own recovery is not ours to prove, what we keep beside it is.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_kill_9_on_postgresql() -> Outcome {
    let Some(database) = TestDb::postgres().await else {
        println!("SKIPPED on PostgreSQL: DREAMOS_SKIP_POSTGRES is set");
        return Ok(());
    };
    let Location::Postgres { url } = &database.options.location else {
        return Err(Failure::broken("a PostgreSQL test was given another engine"));
    };
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?.on_postgres(url);
    println!("{}", kill_loop(&place, times("DREAMOS_KILLS", 100) / 5, seed()).await?);
    Ok(())
}
