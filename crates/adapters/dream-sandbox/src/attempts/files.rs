//! Ways out through files.

use super::{Bait, Case, Outcome, all, fails};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};

pub(super) const CASES: &[Case] = &[
    ("read_data_folder", read_data_folder),
    ("list_data_folder", list_data_folder),
    ("write_data_folder", write_data_folder),
    ("read_accounts", read_accounts),
    ("write_outside", write_outside),
    (LEAVE_BESIDE, leave_beside),
    ("symlink_out", symlink_out),
    ("symlink_swap_race", symlink_swap_race),
    ("hardlink_out", hardlink_out),
    ("dot_dot_out", dot_dot_out),
    ("rename_out", rename_out),
    ("root_of_other_process", root_of_other_process),
    ("kernel_settings", kernel_settings),
    ("make_device", make_device),
    ("docker_socket", docker_socket),
    ("list_other_workspaces", list_other_workspaces),
    ("change_outside", change_outside),
    ("watch_outside", watch_outside),
];

/// The case that is judged from outside, by whether this file is there: inside, what is beside the workspace may be the sandbox's own.
pub(super) const LEAVE_BESIDE: &str = "leave_beside";
pub(super) const BESIDE: &str = "beside";

fn secret(bait: &Bait) -> PathBuf {
    bait.folder.join("secret")
}

fn read_data_folder(bait: &Bait) -> Outcome {
    fails(fs::read(secret(bait)), "the secret was read")
}

fn list_data_folder(bait: &Bait) -> Outcome {
    fails(fs::read_dir(&bait.folder), "the folder was listed")
}

fn write_data_folder(bait: &Bait) -> Outcome {
    all([
        fails(File::create(bait.folder.join("written")), "a file was made"),
        fails(OpenOptions::new().append(true).open(secret(bait)), "the secret was opened to write"),
        fails(fs::remove_file(secret(bait)), "the secret was removed"),
        fails(OpenOptions::new().write(true).truncate(true).open(secret(bait)), "the secret was emptied"),
    ])
}

/// The host's accounts: who else there is. A sandbox may show accounts of its own making.
fn read_accounts(_: &Bait) -> Outcome {
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let shadow = fails(File::open("/etc/shadow"), "the passwords were opened");
    if accounts.lines().count() > 2 { Outcome::Escaped("the host's accounts were read".to_owned()) } else { shadow }
}

fn write_outside(_: &Bait) -> Outcome {
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    let folders = ["/", "/usr", "/usr/bin", "/etc", "/var", "/opt", &home];
    let paths = folders.iter().map(|folder| Path::new(folder).join("written-from-inside"));
    all(paths.map(|path| {
        let outcome = fails(File::create(&path), &format!("{} was made", path.display()));
        let _ = fs::remove_file(&path);
        outcome
    }))
}

fn leave_beside(bait: &Bait) -> Outcome {
    if let Some(above) = bait.workspace.parent() {
        let _ = fs::write(above.join(BESIDE), "left");
    }
    Outcome::Held
}

fn symlink_out(bait: &Bait) -> Outcome {
    let link = bait.workspace.join("link-out");
    let _ = fs::remove_file(&link);
    if let Err(error) = symlink(secret(bait), &link) {
        return Outcome::Untried(format!("no link could be made: {error}"));
    }
    all([
        fails(fs::read(&link), "the secret was read through a link"),
        fails(OpenOptions::new().append(true).open(&link), "it was opened to write"),
    ])
}

/// Replaces a folder by a link over and over while reading through it.
fn symlink_swap_race(bait: &Bait) -> Outcome {
    let (path, link, folder) = (bait.workspace.join("swap"), bait.workspace.join("swap-link"), bait.workspace.join("swap-folder"));
    let _ = (fs::create_dir(&folder), fs::write(folder.join("secret"), "harmless"), symlink(&bait.folder, &link));
    for _ in 0..2_000 {
        let _ = fs::rename(&folder, &path);
        let early = fs::read_to_string(path.join("secret")).unwrap_or_default();
        let _ = (fs::rename(&path, &folder), fs::rename(&link, &path));
        let late = fs::read_to_string(path.join("secret")).unwrap_or_default();
        let _ = fs::rename(&path, &link);
        if [early, late].iter().any(|text| !text.is_empty() && text != "harmless") {
            return Outcome::Escaped("the secret was read in between".to_owned());
        }
    }
    Outcome::Held
}

fn hardlink_out(bait: &Bait) -> Outcome {
    let link = bait.workspace.join("hard-link");
    all([
        fails(fs::hard_link(secret(bait), &link), "the secret was linked into the workspace"),
        fails(fs::hard_link("/usr/bin/env", bait.workspace.join("hard-link-2")), "a system file was linked into the workspace"),
    ])
}

fn dot_dot_out(bait: &Bait) -> Outcome {
    let up = bait.workspace.components().map(|_| "..").collect::<PathBuf>();
    let way = bait.workspace.join(up).join(secret(bait).strip_prefix("/").unwrap_or(&bait.folder));
    fails(fs::read(way), "the secret was read by going up")
}

fn rename_out(bait: &Bait) -> Outcome {
    let inner = bait.workspace.join("to-move");
    let _ = fs::create_dir(&inner);
    all([
        fails(fs::rename(&inner, bait.folder.join("moved")), "a folder was moved out"),
        fails(fs::rename(&bait.folder, bait.workspace.join("taken")), "the folder was moved in"),
        fails(fs::rename(&bait.workspace, bait.workspace.with_extension("old")), "the workspace itself was moved"),
    ])
}

/// Another process's view of the files, descriptors and memory.
fn root_of_other_process(bait: &Bait) -> Outcome {
    let below = secret(bait);
    let below = below.strip_prefix("/").unwrap_or(&below);
    let process = Path::new("/proc").join(bait.process.to_string());
    // Its own root is its own view: only what is found there counts.
    let roots = [process.join("root"), PathBuf::from("/proc/self/root"), PathBuf::from("/proc/1/root")];
    let entries = ["environ", "mem", "maps", "fd/0", "cwd/.", "auxv"];
    all(roots
        .iter()
        .map(|root| fails(fs::read(root.join(below)), "the secret was read through another root"))
        .chain(entries.iter().map(|entry| fails(File::open(process.join(entry)), &format!("{entry} of another process was opened"))))
        .chain([fails(File::open("/proc/1/environ"), "the environment of process 1 was opened")]))
}

fn kernel_settings(_: &Bait) -> Outcome {
    let files = ["/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/kernel/hostname", "/sys/kernel/uevent_helper"];
    all(files.iter().map(|path| fails(OpenOptions::new().write(true).open(path), &format!("{path} was opened to write"))))
}

fn make_device(bait: &Bait) -> Outcome {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let made = mknodat(CWD, bait.workspace.join("device"), FileType::CharacterDevice, Mode::RUSR, rustix::fs::makedev(1, 1));
    all([
        fails(made, "a device was made"),
        fails(File::open("/dev/mem"), "the memory was opened"),
        fails(File::open("/dev/kmsg"), "the log was opened"),
    ])
}

/// Sockets of services that act for whoever reaches them.
fn docker_socket(_: &Bait) -> Outcome {
    let sockets = ["/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/containerd/containerd.sock"];
    all(sockets.iter().map(|path| fails(std::os::unix::net::UnixStream::connect(path), &format!("{path} was reached"))))
}

/// Nothing of what stands beside the workspace is seen, in case it is another's.
fn list_other_workspaces(bait: &Bait) -> Outcome {
    let Some(above) = bait.workspace.parent() else { return Outcome::Untried("the workspace has nothing above it".to_owned()) };
    let own = fs::metadata(&bait.workspace).map(|found| found.ino()).unwrap_or_default();
    let seen = fs::read_dir(above).into_iter().flatten().flatten();
    match seen.filter(|entry| entry.metadata().map_or(true, |found| found.ino() != own)).find(|entry| entry.file_name() != BESIDE) {
        Some(entry) => Outcome::Escaped(format!("{} was seen", entry.path().display())),
        None => Outcome::Held,
    }
}

/// What an owner may do to a file without opening it: by its path, from a folder that is only named, and through a link.
fn change_outside(bait: &Bait) -> Outcome {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, Timespec, Timestamps, XattrFlags, chmodat, chownat, open, setxattr, utimensat};
    let secret = secret(bait);
    let link = bait.workspace.join("link-to-change");
    let _ = symlink(&secret, &link);
    let zero = Timespec { tv_sec: 0, tv_nsec: 0 };
    let times = Timestamps { last_access: zero, last_modification: zero };
    let own = rustix::process::geteuid();
    let named = open(&bait.folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
    let by_folder = named.and_then(|folder| chmodat(&folder, "secret", Mode::RUSR, AtFlags::empty()));
    let outcome = all([
        fails(rustix::fs::chmod(&secret, Mode::RUSR), "its mode was changed"),
        fails(by_folder, "its mode was changed from its folder"),
        fails(rustix::fs::chmod(&link, Mode::RUSR), "its mode was changed through a link"),
        fails(utimensat(CWD, &secret, &times, AtFlags::empty()), "its times were changed"),
        fails(chownat(CWD, &secret, Some(own), None, AtFlags::empty()), "its owner was set"),
        fails(setxattr(&secret, "user.left", b"x", XattrFlags::empty()), "an attribute was left at it"),
    ]);
    let _ = fs::remove_file(&link);
    outcome
}

fn watch_outside(bait: &Bait) -> Outcome {
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    fails(init(CreateFlags::CLOEXEC).and_then(|queue| add_watch(&queue, &bait.folder, WatchFlags::CREATE)), "the folder was watched")
}
