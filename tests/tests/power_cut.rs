//! Power cuts: the disk forgets everything that was not synced. On Linux as root, with a disk image that is mounted for it.

#[cfg(target_os = "linux")]
#[path = "power_cut/disk.rs"]
mod disk;

#[cfg(target_os = "linux")]
use std::io::Write as _;

#[cfg(target_os = "linux")]
use dream_tests::{Dice, Failure, Load, Oracle, Outcome, Place, seed, times};

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_by_a_power_cut() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let mut disk = match disk::Disk::new(folder.path()) {
        Ok(disk) => disk,
        Err(why) => {
            println!("SKIPPED, no power was cut: {why}");
            return Ok(());
        }
    };
    let (seed, cuts) = (seed(), times("DREAMOS_CUTS", 20));
    let dice = Dice::new(seed);
    let mut oracle = Oracle::default();
    let mut late = 0;
    let place = Place::embedded(disk.path().join("data"), folder.path().join("server.log"))?;
    for cut in 0..cuts {
        late += one_cut(&place, &mut disk, &dice, &mut oracle)
            .await
            .map_err(|failure| Failure::broken(format!("power cut {cut} of DREAMOS_SEED={seed}: {failure}")))?;
    }
    let (server, client, _) = place.start()?;
    oracle.check_at_the_end(&client, &dice).await?;
    server.stop()?;
    println!(
        "seed {seed}: {cuts} power cuts, {} acknowledged facts, none lost; {late} more arrived while a cut was under way",
        oracle.len()
    );
    Ok(())
}

/// Without this the test above could pass on a disk that forgets nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_cut_disk_forgets_what_was_not_synced() -> Outcome {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let mut disk = match disk::Disk::new(folder.path()) {
        Ok(disk) => disk,
        Err(why) => {
            println!("SKIPPED, no power was cut: {why}");
            return Ok(());
        }
    };
    let write = |name: &str, sync: bool| -> std::io::Result<()> {
        let mut file = std::fs::File::create(disk.path().join(name))?;
        file.write_all(b"kept?")?;
        if sync { file.sync_all() } else { Ok(()) }
    };
    write("synced", true).and_then(|()| write("unsynced", false)).map_err(Failure::system("writing"))?;
    disk.cut()?;
    disk.mount_again()?;
    assert!(disk.path().join("synced").exists());
    assert!(!disk.path().join("unsynced").exists());
    Ok(())
}

/// Loads, cuts, and mounts again; how many acknowledgements arrived too late to count.
#[cfg(target_os = "linux")]
async fn one_cut(place: &Place, disk: &mut disk::Disk, dice: &Dice, oracle: &mut Oracle) -> Outcome<usize> {
    let (server, client, _) = place.start()?;
    oracle.check(&client, dice).await?;
    let mut load = Load::start(&client, 4);
    let mut acks = load.collect(dice.less_than(std::time::Duration::from_millis(400))).await;
    let cut_at = disk.cut()?;
    server.kill()?;
    acks.extend(load.abandon().await);
    // The cut takes milliseconds: what was acknowledged meanwhile may or may not have reached the disk before it.
    let all = acks.len();
    acks.retain(|ack| ack.at < cut_at);
    let late = all - acks.len();
    oracle.note(acks);
    disk.mount_again()?;
    Ok(late)
}
