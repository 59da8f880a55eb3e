//! The files that a command with namespaces of its own sees: a root of its own, and in it what it was given.

use super::landlock::{DEVICES, SETTINGS, system};
use super::system::c_string;
use crate::sys;
use crate::wire::{Doing, Place, Refusal, Spec};
use rustix::mount::{MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_bind_recursive, mount_change, unmount};
use rustix::process::{chdir, getuid, pivot_root};
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// Where the host's root stands while the new one is furnished.
const HOST: &str = "/host";
/// Any folder that every host has: the new root is made over it.
const BASE: &str = "/tmp";
/// What a temporary folder in memory holds at most when the command's memory has no limit.
const TEMPORARY_BYTES: u64 = 1 << 29;
/// Shared memory, likewise.
const SHARED_BYTES: u64 = 1 << 26;

/// Makes the root and moves into it. The host's files are out of reach afterwards.
pub(super) fn build(spec: &Spec) -> Result<(), Refusal> {
    enter().doing("making a root of its own")?;
    furnish_system().doing("giving the system's programs")?;
    furnish_settings(spec).doing("giving the system's settings")?;
    furnish_devices().doing("giving devices")?;
    furnish_memory(spec).doing("giving temporary folders")?;
    make_folder("/proc").and_then(|()| in_memory("proc", "/proc", "")).doing("giving /proc")?;
    let mut places: Vec<&Place> = spec.places.iter().collect();
    // Outer ones first: an inner one keeps what it may.
    places.sort_by_key(|place| place.target.components().count());
    for place in places {
        bind(&place.source, &place.target, place.writable).doing(&format!("giving {}", place.target.display()))?;
    }
    leave().doing("leaving the host's files")
}

fn enter() -> io::Result<()> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)?;
    in_memory("tmpfs", BASE, "mode=0755,size=4m,nr_inodes=4096")?;
    chdir(BASE)?;
    fs::create_dir("host")?;
    pivot_root(".", "host")?;
    Ok(chdir("/")?)
}

fn leave() -> io::Result<()> {
    unmount(HOST, UnmountFlags::DETACH)?;
    fs::remove_dir(HOST)?;
    sys::restrict_mount(c"/", true, false)
}

/// Folders as folders, links as links: a host whose `/bin` is in `/usr` stays one.
fn furnish_system() -> io::Result<()> {
    for path in system() {
        let on_host = on_host(path);
        match fs::symlink_metadata(&on_host) {
            Ok(found) if found.is_symlink() => symlink(fs::read_link(&on_host)?, path)?,
            Ok(_) => bind(path, path, false)?,
            Err(_) => {}
        }
    }
    Ok(())
}

fn furnish_settings(spec: &Spec) -> io::Result<()> {
    make_folder("/etc")?;
    for name in SETTINGS {
        let path = Path::new("/etc").join(name);
        let on_host = on_host(&path);
        match fs::symlink_metadata(&on_host) {
            Ok(found) if found.is_symlink() => symlink(fs::read_link(&on_host)?, &path)?,
            Ok(_) => bind(&path, &path, false)?,
            Err(_) => {}
        }
    }
    let user = spec.user.unwrap_or_else(|| getuid().as_raw());
    let home = spec.workspace.display();
    fs::write("/etc/passwd", format!("root:x:0:0:root:/:/bin/false\nagent:x:{user}:{user}:agent:{home}:/bin/sh\n"))?;
    fs::write("/etc/group", format!("root:x:0:\nagent:x:{user}:\n"))?;
    fs::write("/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n")
}

fn furnish_devices() -> io::Result<()> {
    make_folder("/dev")?;
    for name in DEVICES {
        let path = Path::new("/dev").join(name);
        fs::File::create(&path)?;
        mount_bind_recursive(on_host(&path), &path)?;
    }
    for (name, target) in [("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1")] {
        symlink(target, Path::new("/dev").join(name))?;
    }
    symlink("/proc/self/fd/2", "/dev/stderr")?;
    make_folder("/dev/pts")?;
    // A host may have no pseudo-terminals to give; few commands want one.
    if in_memory("devpts", "/dev/pts", "newinstance,ptmxmode=0666,mode=0620").is_ok() {
        symlink("pts/ptmx", "/dev/ptmx")?;
    }
    Ok(())
}

/// What is written there is memory, and no process's: so its size is bounded by itself.
fn furnish_memory(spec: &Spec) -> io::Result<()> {
    let temporary = spec.limits.memory_bytes.map_or(TEMPORARY_BYTES, |bytes| bytes / 2);
    make_folder("/tmp")?;
    in_memory("tmpfs", "/tmp", &format!("mode=1777,size={temporary},nr_inodes=262144"))?;
    make_folder("/dev/shm")?;
    in_memory("tmpfs", "/dev/shm", &format!("mode=1777,size={},nr_inodes=4096", temporary.min(SHARED_BYTES)))
}

/// Shows `source` of the host under `target`.
fn bind(source: &Path, target: &Path, writable: bool) -> io::Result<()> {
    let source = on_host(source);
    if fs::metadata(&source)?.is_dir() {
        fs::create_dir_all(target)?;
    } else if !fs::exists(target)? {
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::File::create(target)?;
    }
    mount_bind_recursive(&source, target)?;
    sys::restrict_mount(&c_string(target)?, !writable, true)
}

fn on_host(path: &Path) -> PathBuf {
    Path::new(HOST).join(path.strip_prefix("/").unwrap_or(path))
}

fn make_folder(path: &str) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn in_memory(kind: &str, target: &str, options: &str) -> io::Result<()> {
    let flags = MountFlags::NOSUID | if kind == "devpts" { MountFlags::NOEXEC } else { MountFlags::NODEV };
    Ok(mount(kind, target, kind, flags, &*c_string(options)?)?)
}
