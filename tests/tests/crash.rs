//! Kill -9 at any moment: every acknowledged command is there after the restart, and work goes on.
#![forbid(unsafe_code)]

use dream_tests::{Outcome, Place, kill_loop, seed, times};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_kill_9() -> Outcome {
    let folder = tempfile::tempdir().map_err(dream_tests::Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    let tally = kill_loop(&place, times("DREAMOS_KILLS", 100), seed()).await?;
    println!("{tally}");
    Ok(())
}
