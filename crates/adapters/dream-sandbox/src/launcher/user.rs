//! Becoming another user, without any right of the one before, and giving that user its folders.

use super::system::c_string;
use crate::user::passage_group;
use crate::wire::{Doing, Place, Refusal};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, chownat, openat, statat};
use rustix::process::{DumpableBehavior, Gid, Signal, Uid, set_dumpable_behavior, set_parent_process_death_signal};
use rustix::thread::{CapabilitySet, CapabilitySets, clear_ambient_capability_set, set_capabilities, set_no_new_privs};
use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};
use std::ffi::CStr;
use std::fs::Permissions;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::PathBuf;

/// How deep folders are given away: a tree that is deeper was not made by us.
const DEPTH: u32 = 128;

/// Becomes `user`, with the group of the same number and that of all such users.
pub(super) fn become_user(user: u32) -> Result<(), Refusal> {
    let (uid, gid) = (Uid::from_raw(user), Gid::from_raw(user));
    set_thread_groups(&[Gid::from_raw(passage_group(user))]).doing("leaving all groups")?;
    set_thread_res_gid(gid, gid, gid).doing("changing the group")?;
    set_thread_res_uid(uid, uid, uid).doing("changing the user")?;
    // The change made its own files in /proc another's.
    set_dumpable_behavior(DumpableBehavior::Dumpable).doing("owning its entry in /proc")
}

/// Has the kernel end this process with its parent. `parent` is the other end of something that the parent alone holds open: a parent
/// that is gone by now would not be noticed any more.
pub(super) fn end_with_parent(parent: impl AsFd) -> Result<(), Refusal> {
    const WHAT: &str = "ending with its monitor";
    set_parent_process_death_signal(Some(Signal::KILL)).doing(WHAT)?;
    let mut held = [PollFd::new(&parent, PollFlags::empty())];
    poll(&mut held, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).doing(WHAT)?;
    let [held] = held;
    if held.revents().intersects(PollFlags::HUP | PollFlags::ERR) {
        return Err(Refusal::failed(WHAT, &std::io::ErrorKind::BrokenPipe.into()));
    }
    Ok(())
}

/// Gives up every capability, and the way to get one by executing a program.
pub(super) fn drop_capabilities() -> Result<(), Refusal> {
    let none = CapabilitySet::empty();
    clear_ambient_capability_set().doing("giving up ambient capabilities")?;
    set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none }).doing("giving up capabilities")?;
    set_no_new_privs(true).doing("forgoing new privileges")
}

/// Lets `user` pass through folders of the server's own, which stay closed to everybody else: it can neither list them nor reach, past
/// Landlock, anything else in them.
pub(super) fn open_passages(folders: &[PathBuf], user: u32) -> Result<(), Refusal> {
    let group = passage_group(user);
    for folder in folders {
        let what = format!("letting the user {user} pass through {}", folder.display());
        let found = std::fs::metadata(folder).doing(&what)?;
        let open = found.mode() & 0o001 != 0 || (found.gid() == group && found.mode() & 0o010 != 0);
        if !open {
            // The group's other rights were another group's.
            std::os::unix::fs::chown(folder, None, Some(group)).doing(&what)?;
            std::fs::set_permissions(folder, Permissions::from_mode(found.mode() & 0o7707 | 0o010)).doing(&what)?;
        }
    }
    Ok(())
}

/// Makes everything that may be written `user`'s.
pub(super) fn give(places: &[Place], user: u32) -> Result<(), Refusal> {
    for place in places.iter().filter(|place| place.writable) {
        let path = c_string(&place.source).doing("naming a folder")?;
        let what = format!("giving {} to the user {user}", place.source.display());
        give_entry(CWD, &path, user, DEPTH).doing(&what)?;
    }
    Ok(())
}

/// Symbolic links are given, never followed: what is below may be an earlier command's making.
fn give_entry(folder: impl AsFd, name: &CStr, user: u32, depth: u32) -> rustix::io::Result<()> {
    let found = match statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(found) => found,
        // Gone since it was listed.
        Err(rustix::io::Errno::NOENT) => return Ok(()),
        Err(error) => return Err(error),
    };
    if found.st_uid != user || found.st_gid != user {
        chownat(&folder, name, Some(Uid::from_raw(user)), Some(Gid::from_raw(user)), AtFlags::SYMLINK_NOFOLLOW)?;
    }
    if FileType::from_raw_mode(found.st_mode) == FileType::Directory && depth > 0 {
        let opened = openat(&folder, name, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())?;
        give_content(&opened, user, depth - 1)?;
    }
    Ok(())
}

fn give_content(folder: &OwnedFd, user: u32, depth: u32) -> rustix::io::Result<()> {
    for entry in Dir::read_from(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name != c"." && name != c".." {
            give_entry(folder, name, user, depth)?;
        }
    }
    Ok(())
}
