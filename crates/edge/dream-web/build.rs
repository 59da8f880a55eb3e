//! Lists the built pages for the crate to embed. It never runs npm: without built pages the list is empty.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The endings of what is sent, with their media types. Anything else in the folder is no page of ours.
const KINDS: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("woff2", "font/woff2"),
];

fn main() -> io::Result<()> {
    // The folder above is always there, so that a first build of the pages is noticed.
    println!("cargo:rerun-if-changed=site");
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("site/built");
    let mut found = Vec::new();
    if root.is_dir() {
        walk(&root, &mut found)?;
    }
    found.sort();
    let mut list = String::from("[\n");
    for path in &found {
        list.push_str(&entry(&root, path)?);
    }
    list.push_str("]\n");
    fs::write(Path::new(&variable("OUT_DIR")?).join("files.rs"), list)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if kind(&path).is_some() {
            found.push(path);
        }
    }
    Ok(())
}

fn kind(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?;
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

/// One file as the source of a `File`.
fn entry(root: &Path, path: &Path) -> io::Result<String> {
    let bytes = fs::read(path)?;
    let tag = Sha256::digest(&bytes).iter().take(16).fold(String::new(), |mut tag, byte| {
        // Writing to a String cannot fail.
        let _ = write!(tag, "{byte:02x}");
        tag
    });
    let name = path.strip_prefix(root).map_err(io::Error::other)?.display().to_string();
    let source = path.display().to_string();
    let packed = format!("{source}.br");
    let brotli = if Path::new(&packed).is_file() { format!("Some(include_bytes!({packed:?}))") } else { "None".to_owned() };
    let kind = kind(path).unwrap_or_default();
    Ok(format!("File {{ path: {name:?}, kind: {kind:?}, tag: \"\\\"{tag}\\\"\", bytes: include_bytes!({source:?}), brotli: {brotli} }},\n"))
}
