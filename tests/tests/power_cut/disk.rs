//! A small ext4 file system in an image file, whose power can be cut.

use std::fs::{self, File};
use std::io;
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use dream_tests::{Failure, Outcome};

/// How long the processes of a killed server's agents may take to end.
const AGENTS_END: Duration = Duration::from_secs(10);
const SIZE: u64 = 512 << 20;
/// Shut the file system down as ext4's `EXT4_IOC_SHUTDOWN` does...
const SHUTDOWN: rustix::ioctl::Opcode = rustix::ioctl::opcode::read::<u32>(b'X', 125);
/// ...without writing its journal out first: all that is dirty is gone.
const NO_LOG_FLUSH: u32 = 2;

pub(crate) struct Disk {
    image: PathBuf,
    mount: PathBuf,
    mounted: bool,
}

impl Disk {
    /// A fresh file system mounted below `folder`; a text that says why this host cannot.
    pub(crate) fn new(folder: &Path) -> Result<Self, String> {
        let mut disk = Self { image: folder.join("disk.img"), mount: folder.join("disk"), mounted: false };
        fs::create_dir(&disk.mount).map_err(|error| error.to_string())?;
        File::create(&disk.image).and_then(|file| file.set_len(SIZE)).map_err(|error| error.to_string())?;
        run(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image))?;
        disk.mount()?;
        Ok(disk)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.mount
    }

    /// Cuts the power; the moment just before.
    pub(crate) fn cut(&self) -> Outcome<Instant> {
        let doing = || Failure::system("cutting the power");
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev());
        // On the wrong file this would take the machine's own disk away.
        if device(&self.mount).map_err(doing())? == device(Path::new("/")).map_err(doing())? {
            return Err(Failure::broken("the image is not mounted: the power of the machine's own disk is not cut"));
        }
        let root = File::open(&self.mount).map_err(doing())?;
        let before = Instant::now();
        #[expect(unsafe_code, reason = "this ioctl has no safe wrapper; it reads one u32, which Setter passes by reference")]
        // SAFETY: SHUTDOWN takes a pointer to a u32, and changes no memory of ours.
        let cut = unsafe { rustix::ioctl::ioctl(root.as_fd(), rustix::ioctl::Setter::<SHUTDOWN, u32>::new(NO_LOG_FLUSH)) };
        cut.map_err(Failure::system("cutting the power"))?;
        Ok(before)
    }

    /// Power is back: the journal is replayed and the file system mounted.
    pub(crate) fn mount_again(&mut self) -> Outcome {
        self.unmount().and_then(|()| self.mount()).map_err(Failure::broken)
    }

    fn mount(&mut self) -> Result<(), String> {
        run(Command::new("mount").args(["-o", "loop"]).arg(&self.image).arg(&self.mount))?;
        self.mounted = true;
        Ok(())
    }

    fn unmount(&mut self) -> Result<(), String> {
        // The agents of a server that was killed end when they notice, a moment after it; until then their folders are in use.
        let until = Instant::now() + AGENTS_END;
        loop {
            match run(Command::new("umount").arg(&self.mount)) {
                Err(why) if why.contains("busy") && Instant::now() < until => std::thread::park_timeout(Duration::from_millis(10)),
                done => break self.mounted = done.map(|()| false)?,
            }
        }
        // In the agents' own views it is mounted until they end, and what is mounted anywhere would be mounted again as it is: without power.
        while self.is_in_use().map_err(|error| format!("looking at the loop devices: {error}"))? {
            if Instant::now() > until {
                return Err("the disk is still mounted in the view of a process that should have ended".to_owned());
            }
            std::thread::park_timeout(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Whether a loop device still stands for the image: it goes with the last mount of it, in whoever's view.
    fn is_in_use(&self) -> io::Result<bool> {
        let image = fs::canonicalize(&self.image)?;
        for device in fs::read_dir("/sys/block")? {
            // A device that is not in use has no such file.
            let Ok(backing) = fs::read_to_string(device?.path().join("loop/backing_file")) else { continue };
            if Path::new(backing.trim_end()) == image {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            // Lazily, because a failed test's server may still be ending; nothing is left to do when even that fails.
            let _ = run(Command::new("umount").arg("--lazy").arg(&self.mount));
        }
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program} cannot be started: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())) }
}
