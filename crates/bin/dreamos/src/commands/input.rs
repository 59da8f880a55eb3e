//! Files that people hand in.

use crate::error::CliError;
use dream_secret::Secret;
use std::io::Read;
use std::path::Path;

/// The largest text that the API takes.
const LARGEST_TEXT: u64 = 1 << 20;
/// The largest artifact file that the API takes.
const LARGEST_FILE: u64 = 64 << 20;

/// Reads a text that has to be there, not empty, UTF-8 and at most 1 MiB.
pub(crate) fn text(path: &Path, what: &str) -> Result<String, CliError> {
    let bytes = read(path, what, LARGEST_TEXT)?;
    let text =
        String::from_utf8(bytes).map_err(|_| CliError::usage(format!("{what} {} is not UTF-8", path.display()), "save it as UTF-8"))?;
    if text.trim().is_empty() {
        return Err(CliError::usage(format!("{what} {} is empty", path.display()), format!("write {what} into it")));
    }
    Ok(text)
}

/// Reads a text from stdin that has to be there, UTF-8 and at most 1 MiB.
pub(crate) fn stdin(what: &str) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let reading = |source| CliError::Io { doing: format!("reading {what} from stdin"), source };
    std::io::stdin().take(LARGEST_TEXT + 1).read_to_end(&mut bytes).map_err(reading)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST_TEXT {
        return Err(CliError::usage(format!("{what} on stdin is larger than {} MiB", LARGEST_TEXT >> 20), "make it smaller"));
    }
    let text = String::from_utf8(bytes).map_err(|_| CliError::usage(format!("{what} on stdin is not UTF-8"), "write it as UTF-8"))?;
    if text.is_empty() {
        return Err(CliError::usage(format!("{what} on stdin is empty"), format!("write {what} to it")));
    }
    Ok(text)
}

/// Reads a secret from a file, or from stdin without one: text, without the line break at its end.
pub(crate) fn secret(path: Option<&Path>, what: &str) -> Result<Secret, CliError> {
    let bytes = match path {
        Some(path) => read(path, what, LARGEST_TEXT)?,
        None => {
            let mut bytes = Vec::new();
            let reading = |source| CliError::Io { doing: format!("reading {what} from stdin"), source };
            std::io::stdin().take(LARGEST_TEXT).read_to_end(&mut bytes).map_err(reading)?;
            bytes
        }
    };
    let text =
        String::from_utf8(bytes).map_err(|_| CliError::usage(format!("{what} is not UTF-8"), "encode it as text, such as base64"))?;
    let value = text.strip_suffix('\n').unwrap_or(&text);
    let value = value.strip_suffix('\r').unwrap_or(value);
    if value.is_empty() {
        return Err(CliError::usage(format!("{what} is empty"), "write it to stdin, or name its file with --file"));
    }
    Ok(Secret::new(value))
}

/// Reads a file of at most 64 MiB.
pub(crate) fn bytes(path: &Path, what: &str) -> Result<Vec<u8>, CliError> {
    read(path, what, LARGEST_FILE)
}

fn read(path: &Path, what: &str, largest: u64) -> Result<Vec<u8>, CliError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => CliError::usage(format!("{what} {} does not exist", path.display()), "check the path"),
        std::io::ErrorKind::IsADirectory => CliError::usage(format!("{what} {} is a folder", path.display()), "name a file"),
        _ => CliError::Io { doing: format!("reading {what} {}", path.display()), source: error },
    };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > largest {
        let mebibytes = largest >> 20;
        return Err(CliError::usage(format!("{what} {} is larger than {mebibytes} MiB", path.display()), "make it smaller"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    fn check(content: Option<&[u8]>, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("brief.md");
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let error = text(&path, "the brief").unwrap_err();
        assert_eq!(error.exit(), Exit::Usage);
        assert!(error.to_string().contains(expected) && error.to_string().contains("brief.md"), "{error}");
    }

    #[test]
    fn a_folder_is_no_brief_and_what_is_missing_is_called_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let error = text(folder.path(), "the brief").unwrap_err();
        assert_eq!((error.exit(), error.hint().as_deref()), (Exit::Usage, Some("name a file")));
        assert!(error.to_string().ends_with("is a folder"), "{error}");
        let empty = folder.path().join("t.toml");
        std::fs::write(&empty, "").unwrap();
        assert_eq!(text(&empty, "the template").unwrap_err().hint().as_deref(), Some("write the template into it"));
    }

    #[test]
    fn a_brief_that_cannot_be_one_is_refused_with_the_reason() {
        check(None, "does not exist");
        check(Some(b""), "is empty");
        check(Some(b" \n"), "is empty");
        check(Some(b"\xff\xfe"), "is not UTF-8");
        check(Some(&vec![b'a'; (1 << 20) + 1]), "larger than 1 MiB");
    }
}
