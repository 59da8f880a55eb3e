//! Killed writers, full disks, damaged segments, wrong clocks, readers in the way.

use crate::support::{House, START, files, numbers, of, small};
use dream_clock::{Clock as _, SystemClock};
use dream_logs::{AppendError, Filter, Level, Line, Logs, Options, Pattern, SetName, StreamName};
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// The folder of the process that is killed.
const FOLDER: &str = "DREAM_LOGS_WRITER_FOLDER";

/// Not a test of its own: the process that [`no_acknowledged_line_is_lost_by_a_kill`] kills.
#[test]
fn a_writer_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let logs = Logs::open(folder, Options { segment_bytes: 20_000, ..Options::default() }, Arc::new(SystemClock)).unwrap();
        for number in 0..u64::MAX {
            let line = Line::new(SystemClock.now(), Level::Info, StreamName::Server, "test", "written").with("n", number);
            logs.append_acknowledged(SetName::Server, line).await.unwrap();
            println!("ack {number}");
            if number % 50 == 49 {
                logs.keep(SystemClock.now(), Vec::new()).await.unwrap();
            }
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_line_is_lost_by_a_kill() {
    let folder = TempDir::new().unwrap();
    for round in 0..5_u64 {
        let logs = folder.path().join(format!("{round}/logs"));
        let mut writer = Command::new(std::env::current_exe().unwrap());
        writer.args(["--exact", "faults::a_writer_until_it_is_killed", "--nocapture"]).env(FOLDER, &logs);
        let mut writer = writer.stdout(Stdio::piped()).spawn().unwrap();
        let mut last = 0;
        let mut lines = std::io::BufReader::new(writer.stdout.take().unwrap()).lines();
        // The kill comes at another moment each time: in the middle of writing, rotating or packing.
        while last < 90 + round * 37 {
            let line = lines.next().unwrap().unwrap();
            last = line.strip_prefix("ack ").and_then(|number| number.parse().ok()).unwrap_or(last);
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            last = line.strip_prefix("ack ").and_then(|number| number.parse().ok()).unwrap_or(last);
        }
        let house = House::new(Options::default());
        let logs = Logs::open(&logs, Options::default(), house.clock.clone()).unwrap();
        let house = House { logs, ..house };
        let (found, problems) = house.all().await;
        assert_eq!(problems, [""; 0]);
        assert!(found.len() > usize::try_from(last).unwrap(), "{last} was acknowledged, and {} lines are there", found.len());
        assert_eq!(found, (0..u64::try_from(found.len()).unwrap()).collect::<Vec<_>>(), "each line once, in order");
    }
}

#[tokio::test]
async fn a_torn_last_line_is_left_out_and_said() {
    let house = House::new(Options::default());
    house.write(0..3).await;
    house.logs.close().await;
    let path = house.files(".jsonl").remove(0);
    std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"at\":\"2026-01-01T00:0").unwrap();
    let house = house.restarted().await;
    house.write(3..5).await;
    assert_eq!(house.all().await, (vec![0, 1, 2, 3, 4], vec![]));
    let pattern = Some(Pattern::Text("never finished".to_owned()));
    assert_eq!(house.search(&of(Filter { pattern, ..Filter::default() })).await.lines.len(), 1, "the loss is said in the log");
    house.clock.advance(Duration::from_hours(2));
    house.keep().await;
    assert_eq!(house.all().await, (vec![0, 1, 2, 3, 4], vec![]), "packing leaves it out too");
}

#[tokio::test]
async fn a_file_without_a_whole_line_is_removed() {
    let house = House::new(Options::default());
    house.write(0..1).await;
    house.logs.close().await;
    std::fs::write(house.files(".jsonl").remove(0), "half").unwrap();
    let house = house.restarted().await;
    house.write(1..2).await;
    assert_eq!(house.all().await.0, [1]);
}

#[tokio::test]
async fn a_segment_that_cannot_be_read_is_left_out_aloud_and_its_number_is_not_given_again() {
    let house = House::new(small());
    house.write(0..10).await;
    house.logs.close().await;
    let last = house.files(".jsonl").pop().unwrap();
    std::fs::remove_file(&last).unwrap();
    std::fs::create_dir(&last).unwrap();
    let house = house.restarted().await;
    house.write(20..22).await;
    let (found, _) = house.all().await;
    assert!(found.len() > 2 && found.ends_with(&[20, 21]), "{found:?}");
    let pattern = Some(Pattern::Text("is left out".to_owned()));
    assert_eq!(house.search(&of(Filter { pattern, ..Filter::default() })).await.lines.len(), 1);
}

#[tokio::test]
async fn a_segment_that_was_packed_half_is_packed_again() {
    let house = House::new(small());
    house.write(0..10).await;
    house.logs.close().await;
    let raw = house.files(".jsonl").remove(0);
    std::fs::write(raw.with_extension("jsonl.zst"), "half a frame").unwrap();
    let house = house.restarted().await;
    assert_eq!(house.all().await, ((0..10).collect(), vec![]));
    house.clock.advance(Duration::from_hours(2));
    house.keep().await;
    assert_eq!(house.all().await, ((0..10).collect(), vec![]));
}

/// Writes lines in three segments, packs them, and damages the second.
async fn damaged(damage: impl Fn(&mut Vec<u8>)) -> (Vec<u64>, Vec<String>) {
    let house = House::new(Options { segment_bytes: 3_000, ..Options::default() });
    house.write(0..100).await;
    house.clock.advance(Duration::from_hours(2));
    house.keep().await;
    house.logs.close().await;
    let path = house.files(".jsonl.zst").remove(1);
    let mut bytes = std::fs::read(&path).unwrap();
    damage(&mut bytes);
    std::fs::write(&path, bytes).unwrap();
    house.restarted().await.all().await
}

#[tokio::test]
async fn a_corrupt_segment_is_skipped_aloud_and_the_others_are_found() {
    let (found, problems) = damaged(|bytes| bytes[20] ^= 0xff).await;
    assert!(found.len() > 50 && found.len() < 100 && found[0] == 0 && found.last() == Some(&99), "{found:?}");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("segment 2"), "{problems:?}");
}

#[tokio::test]
async fn a_truncated_segment_is_skipped_and_a_lost_manifest_is_made_anew() {
    let (found, problems) = damaged(|bytes| bytes.truncate(30)).await;
    assert!(found.len() > 50 && found.len() < 100, "{found:?}");
    assert!(problems.len() == 1 && problems[0].contains("segment 2 is broken off"), "{problems:?}");
    let (found, problems) = damaged(|bytes| bytes.truncate(bytes.len() - 3)).await;
    assert_eq!((found, problems), ((0..100).collect(), vec![]), "its lines tell all that its manifest told");
}

/// Somebody may save what is left, so neither age nor size takes it away, and every search says that it is there.
#[tokio::test]
async fn what_is_left_of_a_truncated_segment_is_neither_archived_nor_removed() {
    let house = House::new(Options { segment_bytes: 3_000, ..Options::default() });
    house.write(0..100).await;
    house.clock.advance(Duration::from_hours(2));
    house.keep().await;
    house.logs.close().await;
    let path = house.files(".jsonl.zst").remove(1);
    let left = std::fs::read(&path).unwrap()[..30].to_vec();
    std::fs::write(&path, &left).unwrap();
    let house = house.restarted().await;
    house.blobs().await;
    house.clock.advance(Duration::from_hours(24 * 3_650));
    house.keep().await;
    house.keep().await;
    assert_eq!(std::fs::read(&path).unwrap(), left);
    let (found, problems) = house.all().await;
    assert_eq!((found, problems.len()), (vec![], 1), "the others were too old: {problems:?}");
}

#[tokio::test]
async fn a_clock_that_is_set_back_disorders_nothing() {
    let house = House::new(small());
    house.clock.advance(Duration::from_hours(24));
    house.write(0..10).await;
    house.clock.set(START);
    house.write(10..20).await;
    house.keep().await;
    house.write(20..30).await;
    assert_eq!(house.all().await, ((0..30).collect(), vec![]));
    let from = Some(START.plus(Duration::from_hours(23)));
    let late = house.search(&of(Filter { from, ..Filter::default() })).await;
    assert_eq!(numbers(&late), (0..10).rev().collect::<Vec<_>>(), "times are what the lines say, order is how they came");
    let house = house.restarted().await;
    assert_eq!(house.all().await, ((0..30).collect(), vec![]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_readers_see_every_line_while_segments_are_rotated_packed_and_archived() {
    let house = Arc::new(House::new(Options { archive_age: Duration::ZERO, ..small() }));
    house.blobs().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let (house, stopped) = (Arc::clone(&house), stopped.clone());
            tokio::spawn(async move {
                let mut looks = 0;
                while !*stopped.borrow() || looks == 0 {
                    let (found, problems) = house.all().await;
                    assert_eq!(problems, [""; 0]);
                    assert_eq!(found, (0..u64::try_from(found.len()).unwrap()).collect::<Vec<_>>());
                    looks += 1;
                }
            })
        })
        .collect();
    for begin in (0..300).step_by(10) {
        house.write(begin..begin + 10).await;
        house.clock.advance(Duration::from_secs(1));
        house.keep().await;
    }
    stop.send(true).unwrap();
    for reader in readers {
        reader.await.unwrap();
    }
    assert!(!house.files(".archived.json").is_empty());
}

#[tokio::test]
async fn a_flood_drops_lines_and_counts_them_and_blocks_nobody() {
    let house = House::new(Options { queue_bytes: 20_000, ..Options::default() });
    let long = "x".repeat(9_000);
    let mut refused = 0_u64;
    for number in 0..5_000 {
        let line = Line { message: long.clone(), ..house.line(number) };
        refused += u64::from(house.logs.append(SetName::Server, line) == Err(AppendError::QueueFull));
    }
    house.logs.close().await;
    let house = house.restarted().await;
    let kept = u64::try_from(house.all().await.0.len()).unwrap();
    assert_eq!(kept + refused, 5_000);
    let summary = house.logs.summary(&crate::support::SERVER, Filter::default()).await.unwrap().unwrap();
    assert_eq!(summary.dropped, refused);
    assert!(refused > 0, "the writer took 45 MB as fast as they came");
}

#[tokio::test]
async fn lines_appended_together_are_there_together_or_not_at_all() {
    let house = House::new(Options { queue_bytes: 100_000, ..Options::default() });
    let lines = |numbers: std::ops::Range<u64>, words: &str| {
        numbers.map(|number| Line { message: words.to_owned(), ..house.line(number) }).collect::<Vec<_>>()
    };
    house.append_all(lines(0..50, "short")).await.unwrap();
    let mut long = lines(50..53, "short");
    long[1].message = "x".repeat(70_000);
    assert_eq!(house.append_all(long).await, Err(AppendError::TooLong(1)));
    let many = lines(50..100, &"x".repeat(3_000));
    assert_eq!(house.append_all(many).await, Err(AppendError::QueueFull));
    house.append_all(Vec::new()).await.unwrap();
    house.append_all(lines(50..60, "short")).await.unwrap();
    assert_eq!(house.all().await, ((0..60).collect(), vec![]));
    let summary = house.logs.summary(&crate::support::SERVER, Filter::default()).await.unwrap().unwrap();
    assert_eq!(summary.dropped, 0, "whoever was told can send them again");
    house.logs.close().await;
    assert_eq!(house.append_all(lines(60..61, "short")).await, Err(AppendError::Closed));
}

/// A small file system of its own, gone with the value; `None` where this process may not mount one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(folder.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

#[tokio::test]
async fn a_full_disk_drops_lines_and_counts_them_and_the_server_goes_on() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("SKIPPED: mounting a small disk needs root");
        return;
    };
    let house = House::new(Options::default());
    let logs = Logs::open(disk.0.path().join("logs"), Options::default(), house.clock.clone()).unwrap();
    let house = House { logs, ..house };
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![1; 100_000]).unwrap();
    let (mut kept, mut refused) = (Vec::new(), 0_u64);
    for number in 0..100 {
        let line = Line { message: "x".repeat(4_000), ..house.line(number) };
        match house.logs.append_acknowledged(SetName::Server, line).await {
            Ok(()) => kept.push(number),
            Err(AppendError::Disk(_)) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(!kept.is_empty() && refused > 0);
    assert_eq!(house.all().await, (kept.clone(), vec![]), "nothing acknowledged is lost, and no half line is there");
    std::fs::remove_file(&ballast).unwrap();
    house.write(1_000..1_001).await;
    kept.push(1_000);
    assert_eq!(house.all().await.0, kept);
    let summary = house.logs.summary(&crate::support::SERVER, Filter::default()).await.unwrap().unwrap();
    assert_eq!(summary.dropped, refused, "what was lost is counted in the log");
    house.logs.close().await;
}

#[tokio::test]
async fn nobody_else_can_read_the_log_and_a_closed_one_takes_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = House::new(Options::default());
    house.write(0..1).await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&house.folder.path().join("logs/server")), 0o700);
    assert!(files(&house.folder.path().join("logs/server"), "").iter().all(|path| mode(path) == 0o600));
    house.logs.close().await;
    assert_eq!(house.logs.append(SetName::Server, house.line(1)), Err(AppendError::Closed));
}
