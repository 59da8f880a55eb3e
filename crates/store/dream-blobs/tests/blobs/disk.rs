//! What only a folder can suffer: dead processes, full disks, odd files.

use crate::support::{files, org};
use axum::body::Bytes;
use dream_blobs::{Blobs, Location};
use futures::{StreamExt, channel::mpsc};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

async fn open(root: &Path) -> Blobs {
    Blobs::open(&Location::Disk(root.to_owned())).await.unwrap()
}

#[tokio::test]
async fn what_dead_processes_left_is_removed_and_what_living_ones_write_is_not() {
    let folder = TempDir::new().unwrap();
    let dead = folder.path().join(".tmp/7");
    std::fs::create_dir_all(&dead).unwrap();
    std::fs::write(dead.join("lock"), "").unwrap();
    std::fs::write(dead.join("0"), "half a blob").unwrap();

    let living = open(folder.path()).await;
    assert!(!dead.exists(), "its lock was free");

    let (sender, receiver) = mpsc::unbounded::<std::io::Result<Bytes>>();
    sender.unbounded_send(Ok(Bytes::from_static(b"half "))).unwrap();
    let writer = living.clone();
    let (started, mut has_started) = tokio::sync::mpsc::unbounded_channel();
    let receiver = receiver.inspect(move |_| started.send(()).unwrap());
    let put = tokio::spawn(async move { writer.put_stream(org(1), receiver, 100).await });
    has_started.recv().await.unwrap();
    let second = open(folder.path()).await;
    sender.unbounded_send(Ok(Bytes::from_static(b"and half"))).unwrap();
    drop(sender);
    let stored = put.await.unwrap().unwrap();
    assert_eq!(second.get(org(1), stored.digest).await.unwrap(), "half and half");
}

#[test]
fn a_caller_who_goes_away_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    runtime.block_on(async {
        let blobs = open(folder.path()).await;
        let first = futures::stream::iter([Ok(Bytes::from_static(b"half"))]);
        let endless = first.chain(futures::stream::pending());
        let mut put = Box::pin(blobs.put_stream(org(1), endless, 100));
        assert!(futures::poll!(&mut put).is_pending());
        drop(put);
    });
    // Waits for the writer's thread.
    drop(runtime);
    assert_eq!(files(folder.path()), [""; 0]);
}

#[cfg(unix)]
#[tokio::test]
async fn no_other_user_can_read_blobs() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("blobs");
    let blobs = open(&root).await;
    blobs.put(org(1), Bytes::from_static(b"hello")).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&root), 0o700);
    for file in files(&root) {
        assert_eq!(mode(&root.join(file)), 0o600);
    }
}

#[tokio::test]
async fn files_that_are_no_blobs_are_not_listed() {
    let folder = TempDir::new().unwrap();
    let blobs = open(folder.path()).await;
    let digest = blobs.put(org(1), Bytes::from_static(b"hello")).await.unwrap();
    let odd = folder.path().join(org(1).to_string()).join(&digest.hex()[..2]);
    std::fs::write(odd.join("notes.txt"), "x").unwrap();
    std::fs::write(odd.join(digest.hex()), "x").unwrap();
    assert_eq!(blobs.list(org(1)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_refused_with_its_path() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = Blobs::open(&Location::Disk(file.join("blobs"))).await.unwrap_err();
    assert_eq!(error.code(), "blob_disk");
    assert!(error.to_string().contains("file/blobs"), "{error}");
}

/// A small file system of its own, gone with the value; `None` where this process may not mount one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(folder.path());
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
async fn a_full_disk_is_a_retryable_error_and_leaves_no_partial_file() {
    let Some(disk) = SmallDisk::mount("256k") else {
        eprintln!("SKIPPED: mounting a small disk needs root");
        return;
    };
    let root = disk.0.path().join("blobs");
    let blobs = open(&root).await;
    let kept = blobs.put(org(1), Bytes::from(vec![1; 100_000])).await.unwrap();
    let before = files(&root);

    let too_much = Bytes::from(vec![2; 200_000]);
    let error = blobs.put(org(1), too_much.clone()).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_full", true), "{error}");
    let parts = futures::stream::iter(too_much.chunks(50_000).map(|part| Ok(Bytes::copy_from_slice(part))).collect::<Vec<_>>());
    let error = blobs.put_stream(org(1), parts, u64::MAX).await.unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage_full", true), "{error}");
    assert_eq!(files(&root), before);

    blobs.delete(org(1), kept).await.unwrap();
    let digest = blobs.put(org(1), too_much.clone()).await.unwrap();
    assert_eq!(blobs.get(org(1), digest).await.unwrap(), too_much);
}

#[tokio::test]
async fn there_is_no_room_from_a_refusal_on_until_as_much_fits_again() {
    let Some(disk) = SmallDisk::mount("600k") else {
        eprintln!("SKIPPED: mounting a small disk needs root");
        return;
    };
    let root = disk.0.path().join("blobs");
    let blobs = open(&root).await;
    assert_eq!(blobs.folder(), Some(root.as_path()));
    let kept = blobs.put(org(1), Bytes::from(vec![1; 400_000])).await.unwrap();
    let before = files(&root);
    assert!(blobs.has_room().await.unwrap(), "nobody was refused yet");
    let parts = futures::stream::iter([Ok(Bytes::from(vec![2; 300_000]))]);
    blobs.put_stream(org(1), parts, u64::MAX).await.unwrap_err();
    for _ in 0..2 {
        assert!(!blobs.clone().has_room().await.unwrap());
    }
    assert_eq!(files(&root), before, "what was tried is gone");
    blobs.delete(org(1), kept).await.unwrap();
    assert!(blobs.has_room().await.unwrap());
    assert!(files(&root).is_empty());
}
