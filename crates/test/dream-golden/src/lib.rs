//! Texts that are checked in, and held against what the code says now.
#![forbid(unsafe_code)]

/// Holds `text` against the file `path` of the crate in `folder` (`env!("CARGO_MANIFEST_DIR")`); with `UPDATE_GOLDEN=1` writes it.
///
/// # Panics
/// When they differ, or the file cannot be written.
#[expect(clippy::panic, reason = "a test fails by panicking")]
#[track_caller]
pub fn golden(folder: &str, path: &str, text: &str) {
    let path = std::path::Path::new(folder).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
        if let Err(error) = written {
            panic!("{} cannot be written: {error}", path.display());
        }
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} differs from what the code says now; look at it, then run with UPDATE_GOLDEN=1\n{text}", path.display());
}
