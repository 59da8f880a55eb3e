//! Faults of the surroundings, against the real binary: each gets a clear error, changes nothing and loses nothing.
#![forbid(unsafe_code)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use dream_tests::{Cli, Failure, Outcome, Place, text};
use serde_json::json;
use tempfile::TempDir;

fn place() -> Outcome<(TempDir, Place)> {
    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("data"), folder.path().join("server.log"))?;
    Ok((folder, place))
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<String> {
    fs::write(path, bytes).map_err(Failure::system("writing a file"))?;
    Ok(path.to_string_lossy().into_owned())
}

#[test]
fn a_second_server_on_one_folder_is_refused_and_the_first_goes_on() -> Outcome {
    let (folder, place) = place()?;
    let (first, _, _) = place.start()?;
    // Others may see what is in it: a server that has the folder to itself would take that from them.
    let shown = folder.path().join("data/shown");
    let mode = || fs::metadata(&shown).map(|about| about.permissions().mode() & 0o777).map_err(Failure::system("looking at a file"));
    write(&shown, b"x")?;
    fs::set_permissions(&shown, fs::Permissions::from_mode(0o644)).map_err(Failure::system("opening a file to others"))?;
    let (code, said) = place.spawn()?.end()?;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[folder_in_use]"), "{said}");
    assert!(said.contains(&first.pid().to_string()), "the process that has the folder is named: {said}");
    assert_eq!(mode()?, 0o644, "the refused one changed nothing");
    Cli::of(&place).json(["project", "list"])?;
    assert!(first.stop()?.success());
    Ok(())
}

#[test]
fn a_port_in_use_is_named() -> Outcome {
    let (_folder, place) = place()?;
    let taken = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr().map(|address| (listener, address)));
    let (_listener, address) = taken.map_err(Failure::system("taking a port"))?;
    let (code, said) = place.listening_on(address).spawn()?.end()?;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[address_in_use]") && said.contains(&address.port().to_string()), "{said}");
    Ok(())
}

#[test]
fn a_brief_that_is_none_is_refused_and_opens_no_project() -> Outcome {
    let (folder, place) = place()?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let file = |name: &str| folder.path().join(name);
    let briefs: [(&str, &[u8], &str); 3] = [
        ("empty", b" \n", "is empty"),
        ("other-text", b"# Brief \xff\n", "is not UTF-8"),
        ("large", &vec![b'a'; (1 << 20) + 1], "is larger than 1 MiB"),
    ];
    for (name, bytes, why) in briefs {
        let brief = write(&file(name), bytes)?;
        let refused = cli.run(["project", "create", name, "--brief", &brief])?;
        assert!(refused.code == 2 && refused.stderr.starts_with("error[usage]: "), "{name} exits {}: {}", refused.code, refused.stderr);
        assert!(refused.stderr.contains(name) && refused.stderr.contains(why), "{}", refused.stderr);
    }
    let missing = cli.run(["project", "create", "missing", "--brief", &file("nowhere").to_string_lossy()])?;
    assert!(missing.code == 2 && missing.stderr.contains("nowhere does not exist"), "{}: {}", missing.code, missing.stderr);
    let good = write(&file("good"), b"# Good\n")?;
    let template = cli.run(["project", "create", "x", "--brief", &good, "--template", "no-such-template"])?;
    assert_eq!(template.code, 3, "{}", template.stderr);
    assert_eq!(cli.json(["project", "list"])?["items"], json!([]));
    assert!(server.stop()?.success());
    Ok(())
}

#[test]
fn ids_are_unknown_or_malformed_and_the_exit_code_says_which() -> Outcome {
    let (_folder, place) = place()?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    for (id, code) in [("run_01jd3k5v8wf2t9q0r1s2t3v4w5", 3), ("run_1", 2), ("prj_01jd3k5v8wf2t9q0r1s2t3v4w5", 2)] {
        let ended = cli.run(["run", "show", id])?;
        assert_eq!(ended.code, code, "{id}: {}", ended.stderr);
    }
    assert!(server.stop()?.success());
    let ended = cli.run(["project", "list"])?;
    assert_eq!(ended.code, 9, "{}", ended.stderr);
    assert!(ended.stderr.contains("dreamos up"), "says what to do: {}", ended.stderr);
    Ok(())
}

#[test]
fn a_blob_altered_on_disk_is_never_handed_out() -> Outcome {
    let (folder, place) = place()?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let brief = write(&folder.path().join("brief.md"), b"# Brief\n\n## Goals\n\n- One.\n")?;
    let project = cli.json(["project", "create", "altered", "--brief", &brief])?;
    let run = cli.json(["run", "start", text(&project, "/id")?])?;
    cli.run(["run", "wait", text(&run, "/id")?, "--until", "review", "--timeout", "60s"])?;
    let artifacts = cli.json(["artifact", "list", text(&run, "/id")?])?;
    let artifact = text(&artifacts, "/items/0/id")?;
    for blob in files_below(&place.data().join("blobs"))? {
        alter(&blob)?;
    }
    let output = folder.path().join("out");
    let got = cli.run(["artifact", "get", artifact, "--output", &output.to_string_lossy()])?;
    assert_ne!(got.code, 0, "an altered artifact was handed out");
    assert!(got.stderr.contains("sha256:"), "names the digest that does not match: {}", got.stderr);
    assert!(!output.exists(), "nothing half-checked is left behind");
    assert_eq!(cli.json(["audit", "verify"])?["result"], json!("intact"));
    assert!(server.stop()?.success());
    Ok(())
}

fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::system("reading the blobs"))? {
        let path = entry.map_err(Failure::system("reading the blobs"))?.path();
        if path.is_dir() { found.extend(files_below(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

fn alter(path: &Path) -> Outcome {
    let mut bytes = fs::read(path).map_err(Failure::system("reading a blob"))?;
    if let Some(first) = bytes.first_mut() {
        *first ^= 1;
    }
    // Blobs are kept read-only; whoever owns the disk is not held up by that, and neither is this.
    fs::remove_file(path).and_then(|()| fs::write(path, bytes)).map_err(Failure::system("altering a blob"))
}
