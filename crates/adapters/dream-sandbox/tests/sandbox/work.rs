//! What must still work inside: a sandbox in which nothing works holds everything.

use super::support::{Ended, Host, at_each_level};
use dream_ports::{Exit, SandboxLevel};
use dream_secret::Secret;
use std::path::Path;

at_each_level! {
    shell_pipes_and_files;
    modes_and_times;
    git;
    python;
    node_and_npm;
    c_compiler;
    socket_in_the_workspace;
    through_closed_folders;
}

/// Runs a script in which every step must succeed. A tool that is not installed here is said so, loudly.
async fn works(host: &Host, tool: &str, script: &str) -> Option<Ended> {
    if !std::env::split_paths("/usr/local/bin:/usr/bin:/bin").any(|folder| folder.join(tool).exists()) {
        eprintln!("SKIPPED: {tool} is not installed on this host, so that it works inside is not tested");
        return None;
    }
    let mut command = host.shell(&format!("set -e\n{script}"));
    command.environment.insert("HOME".to_owned(), Secret::new(host.workspace.to_str().unwrap()));
    let ended = host.run(command).await;
    assert_eq!(ended.exit, Exit::Code(0), "{ended:?}");
    Some(ended)
}

async fn shell_pipes_and_files(host: Host) {
    let script = "echo one > a; mkdir -p b/c; mv a b/c/a; ln -s c/a b/link; cat b/link | tr a-z A-Z | (read x; echo $x); touch $(mktemp); rm -r b\n\
                  head -c 8 /dev/urandom > /dev/null; date > /dev/null; test -w \"$HOME\"; mkfifo f; (echo through > f &) ; cat f";
    let ended = works(&host, "sh", script).await.unwrap();
    assert_eq!(ended.output, "ONE\nthrough\n");
}

async fn modes_and_times(host: Host) {
    let script = "mkdir -p a/b; echo 'echo ran' > a/b/run; chmod +x a/b/run; a/b/run; chmod -R go-rwx a; stat -c %a a/b/run\n\
                  touch -d 2020-02-03T00:00:00Z a/b/run; cp -p a/b/run c; stat -c %Y a/b/run c; tar cf t.tar a; rm -r a; tar xf t.tar; stat -c %a a/b/run\n\
                  ln -s c l; touch -h -d 2020-02-04T00:00:00Z l; (cd /; chmod 640 \"$HOME/l\"); stat -c %a c; ! chmod 777 /etc/services 2>/dev/null";
    let ended = works(&host, "stat", script).await.unwrap();
    assert_eq!(ended.output, "ran\n700\n1580688000\n1580688000\n700\n640\n");
}

async fn git(host: Host) {
    let script = "git init -q repo; cd repo; git config user.name A; git config user.email a@example.com; echo x > x; git add x; git commit -q -m first\n\
                  git checkout -q -b other; git log --oneline | wc -l; git worktree add -q ../tree HEAD~0; git status --short";
    if let Some(ended) = works(&host, "git", script).await {
        assert_eq!(ended.output, "1\n");
    }
}

async fn python(host: Host) {
    let script = "python3 -c '
import os, subprocess, tempfile, threading, hashlib, json
with tempfile.TemporaryDirectory() as folder: open(os.path.join(folder, \"x\"), \"w\").write(\"y\")
print(subprocess.run([\"echo\", \"sub\"], capture_output=True, text=True).stdout.strip())
t = threading.Thread(target=lambda: print(\"thread\")); t.start(); t.join()
import asyncio
async def main():
    p = await asyncio.create_subprocess_exec(\"cat\", stdin=-1, stdout=-1)
    print((await p.communicate(b\"async\"))[0].decode())
asyncio.run(main())
'";
    if let Some(ended) = works(&host, "python3", script).await {
        assert_eq!(ended.output, "sub\nthread\nasync\n");
    }
}

async fn node_and_npm(host: Host) {
    let script = "echo '{\"name\":\"x\",\"version\":\"1.0.0\",\"scripts\":{\"hello\":\"node hello.js\"}}' > package.json\n\
                  echo 'const c = require(\"child_process\"); console.log(c.execSync(\"echo child\").toString().trim()); new (require(\"worker_threads\").Worker)(\"console.log(1+1)\", {eval: true})' > hello.js\n\
                  npm run --silent hello";
    if let Some(ended) = works(&host, "npm", script).await {
        assert_eq!(ended.output, "child\n2\n");
    }
}

async fn c_compiler(host: Host) {
    let script = "printf '#include <stdio.h>\\nint main(void){puts(\"compiled\");return 0;}' > m.c; cc -o m m.c; ./m";
    if let Some(ended) = works(&host, "cc", script).await {
        assert_eq!(ended.output, "compiled\n");
    }
}

/// A server's socket in the workspace is how agents reach their tools.
async fn socket_in_the_workspace(host: Host) {
    use std::io::{Read, Write};
    let listener = std::os::unix::net::UnixListener::bind(host.workspace.join("tools")).unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut line = [0; 4];
        stream.read_exact(&mut line).unwrap();
        stream.write_all(&line).unwrap();
    });
    let script = "python3 -c '
import socket
for path in (\"tools\",):
    s = socket.socket(socket.AF_UNIX); s.connect(path); s.sendall(b\"ping\"); print(s.recv(4).decode())
s = socket.socket(socket.AF_UNIX); s.bind(\"own\"); s.listen()
c = socket.socket(socket.AF_UNIX); c.connect(\"own\"); print(\"own\")
'";
    if let Some(ended) = works(&host, "python3", script).await {
        assert_eq!(ended.output, "ping\nown\n");
        server.join().unwrap();
    }
}

/// A server's folders are closed to everybody else. Where the command has a user of its own, that one passes through, by a group that may do
/// nothing else there: the command works, its monitor connects in its place, and what is beside its folder stays out of reach.
async fn through_closed_folders(host: Host) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let folders = [host.data.clone(), host.data.join("workspaces")];
    for folder in &folders {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    std::fs::create_dir(host.data.join("workspaces/two")).unwrap();
    let script = format!(
        "echo x > x; cat x; ls {0}/workspaces/two 2>/dev/null || echo closed; cat {0}/run.json 2>/dev/null || echo closed",
        host.data.display()
    );
    let ended = host.run(host.shell(&script)).await;
    assert_eq!((ended.exit, ended.output.as_str()), (Exit::Code(0), "x\nclosed\nclosed\n"), "{ended:?}");
    if host.level == SandboxLevel::Landlock && rustix::process::geteuid().is_root() {
        for folder in &folders {
            let found = std::fs::metadata(folder).unwrap();
            assert_eq!((found.mode() & 0o777, found.uid()), (0o710, 0), "{}", folder.display());
            assert!(found.gid() > 60_000, "the group is of no people: {}", found.gid());
        }
    }
    socket_in_the_workspace(host).await;
}

/// In a container there are no namespaces to be had; what is left must hold and work.
#[test]
fn root_of_a_container() {
    super::support::as_container_root("sandbox::work::root_of_a_container", || async {
        for work in 0..3 {
            let host = Host::at(SandboxLevel::Namespaces);
            // As a server keeps them: closed to everybody else.
            for folder in [&host.data, &host.data.join("workspaces")] {
                std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
            }
            let report = dream_ports::Sandbox::report(&host.sandbox).await;
            assert_eq!((report.level, report.failed().count()), (SandboxLevel::Landlock, 0), "{report:#?}");
            match work {
                0 => socket_in_the_workspace(host).await,
                1 => git(host).await,
                _ => shell_pipes_and_files(host).await,
            }
        }
    });
}

/// A crate is built, offline, by the toolchain that builds this one: it is read from where it is installed, which only its owner may reach.
#[test]
fn cargo_builds_a_crate() {
    let Some(toolchain) = toolchain() else {
        eprintln!("SKIPPED: no Rust toolchain was found, so that cargo works inside is not tested");
        return;
    };
    super::support::block_on(async move {
        for level in [SandboxLevel::Landlock, SandboxLevel::Namespaces] {
            let host = Host::at(level);
            let source = host.workspace.join("tiny/src");
            std::fs::create_dir_all(&source).unwrap();
            std::fs::write(host.workspace.join("tiny/Cargo.toml"), "[package]\nname = \"tiny\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
                .unwrap();
            std::fs::write(source.join("main.rs"), "fn main() { println!(\"built\"); }").unwrap();
            std::fs::write(host.workspace.join("tiny/build.rs"), "fn main() {}").unwrap();
            let mut command = host.shell("cd tiny && cargo build --offline -q && target/debug/tiny");
            command.readable.push(toolchain.clone());
            let path = format!("{}/bin:/usr/bin:/bin", toolchain.display());
            for (name, value) in [("PATH", path.as_str()), ("HOME", host.workspace.to_str().unwrap())] {
                command.environment.insert(name.to_owned(), Secret::new(value));
            }
            if level == SandboxLevel::Landlock && rustix::process::geteuid().is_root() {
                // Here its user needs the host's own permissions too, which root's folders do not give.
                continue;
            }
            let ended = host.run(command).await;
            assert_eq!((ended.exit, ended.output.as_str()), (Exit::Code(0), "built\n"), "{ended:?}");
        }
    });
}

fn toolchain() -> Option<std::path::PathBuf> {
    let found = std::process::Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let path = Path::new(std::str::from_utf8(&found.stdout).ok()?.trim()).to_path_buf();
    path.join("bin/cargo").exists().then_some(path)
}
