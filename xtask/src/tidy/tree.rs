//! The files of the checkout, without what `.gitignore` leaves out.

use std::fs;
use std::path::Path;

/// One text file.
#[derive(Debug)]
pub(super) struct File {
    /// From the top of the checkout, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    #[cfg(test)]
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    pub(super) fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Test code by its place: integration tests, test modules in a file of their own, the crates for tests.
    pub(super) fn is_test(&self) -> bool {
        let path = &self.path;
        path.starts_with("tests/")
            || path.starts_with("crates/test/")
            || ["/tests/", "/benches/", "/examples/"].iter().any(|part| path.contains(part))
            || path.ends_with("/tests.rs")
            || path.ends_with("_tests.rs")
    }

    /// Whether the file's code ships in a crate of ours.
    pub(super) fn is_production(&self) -> bool {
        self.is_rust() && self.path.contains("/src/") && !self.is_test()
    }
}

/// The whole checkout.
#[derive(Debug)]
pub(super) struct Tree {
    pub files: Vec<File>,
    /// Names of the entries at the top.
    pub top: Vec<String>,
}

impl Tree {
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| File::new(path, text)).collect(), top: Vec::new() }
    }

    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let ignored = Ignored::read(root)?;
        let mut tree = Self { files: Vec::new(), top: Vec::new() };
        tree.walk(root, "", &ignored)?;
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        tree.top.sort();
        Ok(tree)
    }

    fn walk(&mut self, root: &Path, folder: &str, ignored: &Ignored) -> Result<(), String> {
        let failed = |path: &str, error: std::io::Error| format!("{path} cannot be read: {error}");
        for entry in fs::read_dir(root.join(folder)).map_err(|e| failed(folder, e))? {
            let entry = entry.map_err(|e| failed(folder, e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(|e| failed(&path, e))?;
            if ignored.covers(&path, kind.is_dir()) {
                continue;
            }
            if folder.is_empty() {
                self.top.push(name);
            }
            if kind.is_dir() {
                self.walk(root, &path, ignored)?;
            } else if kind.is_file() {
                let bytes = fs::read(entry.path()).map_err(|e| failed(&path, e))?;
                // What is no text (images, archives) has nothing for these rules to read.
                if let Ok(text) = String::from_utf8(bytes) {
                    self.files.push(File { path, text });
                }
            }
        }
        Ok(())
    }
}

/// The two forms of pattern that our `.gitignore` uses: `/folder/` and `*.suffix`.
struct Ignored {
    folders: Vec<String>,
    suffixes: Vec<String>,
}

impl Ignored {
    fn read(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(".gitignore")).map_err(|e| format!(".gitignore cannot be read: {e}"))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut ignored = Self { folders: vec![".git".into()], suffixes: Vec::new() };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(folder) = line.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
                ignored.folders.push(folder.into());
            } else if let Some(suffix) = line.strip_prefix('*') {
                ignored.suffixes.push(suffix.into());
            } else {
                return Err(format!(".gitignore: tidy reads only /folder/ and *.suffix, not {line}"));
            }
        }
        Ok(ignored)
    }

    /// `.git` is a file, not a folder, in a linked worktree.
    fn covers(&self, path: &str, is_folder: bool) -> bool {
        let folder = (is_folder || path == ".git") && self.folders.iter().any(|folder| folder == path);
        folder || self.suffixes.iter().any(|suffix| path.ends_with(suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitignore_is_understood_or_refused() {
        let ignored = Ignored::parse("# built\n/target/\n*.profraw\n").unwrap();
        assert!(ignored.covers("target", true) && !ignored.covers("target", false) && !ignored.covers("docs/target", true));
        assert!(ignored.covers("crates/x/a.profraw", false) && ignored.covers(".git", false));
        assert!(Ignored::parse("!kept\n").is_err());
    }

    #[test]
    fn code_for_tests_is_told_from_what_ships() {
        for (path, production) in [
            ("crates/domain/a/src/run.rs", true),
            ("xtask/src/main.rs", true),
            ("crates/domain/a/src/run/tests.rs", false),
            ("crates/domain/a/tests/it/main.rs", false),
            ("crates/test/kit/src/lib.rs", false),
            ("tests/src/lib.rs", false),
            ("crates/store/a/examples/rate.rs", false),
            ("docs/src/notes.md", false),
        ] {
            assert_eq!(File::new(path, "").is_production(), production, "{path}");
        }
    }
}
