//! Downloading a version: its only file, or a folder of its files.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::version_ref::VersionRef;
use dream_api::{Artifact, ArtifactFile};
use dream_client::Client;
use dream_words::counted;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};
use tokio::io::AsyncWriteExt;

/// Downloads the version, beside the place where it is wanted, which it takes when all of it is there: it appears whole or not at all.
pub(crate) async fn get(context: &Context, version: VersionRef, output: &Path) -> Result<Exit, CliError> {
    let client = context.client()?;
    let artifact = client.artifact(version.artifact, version.version).await?;
    if artifact.damaged {
        let what = format!("the list of the files of {} version {} is damaged or gone", artifact.name, artifact.version);
        return Err(CliError::Failed { what, hint: Some("bring it back from a backup of the server".to_owned()) });
    }
    let (is_stdout, single) = (output == Path::new("-"), artifact.files.len() == 1);
    if is_stdout {
        return to_stdout(context, &client, &artifact).await;
    }
    if !single && output.exists() && !output.is_dir() {
        return Err(CliError::usage(
            format!("{} is a file, and this artifact is a folder", output.display()),
            "name a folder with --output",
        ));
    }
    let staging = Staging::beside(output)?;
    for file in &artifact.files {
        download(context, &client, &artifact, file, &staging.path.join(inside(&file.path)?)).await?;
    }
    let paths = artifact.files.iter().map(|file| inside(&file.path)).collect::<Result<Vec<_>, _>>()?;
    match paths.as_slice() {
        [only] if !output.is_dir() => staging.put(only, output)?,
        _ if !output.exists() => staging.put(Path::new(""), output)?,
        _ => staging.put_into(&paths, output)?,
    }
    context.printer.answer(&artifact, |_, artifact| {
        let files = counted(artifact.files.len(), "file", "files");
        format!("{} version {} ({files}): {}", artifact.name, artifact.version, output.display())
    })?;
    Ok(Exit::Done)
}

async fn to_stdout(context: &Context, client: &Client, artifact: &Artifact) -> Result<Exit, CliError> {
    let [file] = artifact.files.as_slice() else {
        return Err(CliError::usage("this artifact is a folder, which stdout cannot take", "name a folder with --output"));
    };
    let mut download = client.artifact_file(artifact.id, artifact.version, &file.path).await?;
    while let Some(piece) = download.chunk().await? {
        context.printer.data(&piece)?;
    }
    Ok(Exit::Done)
}

/// The path of a file below the folder it goes to: a server that is not to be trusted cannot write elsewhere.
fn inside(path: &str) -> Result<PathBuf, CliError> {
    let relative = PathBuf::from(path);
    let safe = !path.is_empty() && relative.components().all(|part| matches!(part, Component::Normal(_)));
    if safe {
        Ok(relative)
    } else {
        Err(CliError::Failed { what: format!("the server named the file `{path}`, which lies outside its folder"), hint: None })
    }
}

/// A folder beside the place where something is wanted, on the same disk. What is left in it goes when this is dropped.
struct Staging {
    path: PathBuf,
}

impl Staging {
    fn beside(output: &Path) -> Result<Self, CliError> {
        let mut name = output.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".part-{}", std::process::id()));
        let path = output.with_file_name(name);
        std::fs::create_dir_all(folder_of(&path)).map_err(io("making", folder_of(&path)))?;
        std::fs::create_dir(&path).map_err(io("making", &path))?;
        Ok(Self { path })
    }

    /// Gives what is at `from` in here the place `to`.
    fn put(&self, from: &Path, to: &Path) -> Result<(), CliError> {
        std::fs::rename(self.path.join(from), to).map_err(io("writing", to))
    }

    /// Moves the files into a folder that is there, when none of them would have to replace a folder.
    fn put_into(&self, paths: &[PathBuf], output: &Path) -> Result<(), CliError> {
        if let Some(taken) = paths.iter().map(|path| output.join(path)).find(|to| to.is_dir()) {
            return Err(CliError::usage(
                format!("{} is a folder, and would be a file", taken.display()),
                "name another folder with --output",
            ));
        }
        for path in paths {
            let to = output.join(path);
            std::fs::create_dir_all(folder_of(&to)).map_err(io("making", folder_of(&to)))?;
            self.put(path, &to)?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Gone already when it was put in place; what cannot be removed lies there under a name that says what it is.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn io(doing: &str, path: &Path) -> impl Fn(std::io::Error) -> CliError {
    let doing = format!("{doing} {}", path.display());
    move |source| CliError::Io { doing: doing.clone(), source }
}

async fn download(context: &Context, client: &Client, artifact: &Artifact, file: &ArtifactFile, to: &Path) -> Result<(), CliError> {
    let io = io("writing", to);
    tokio::fs::create_dir_all(folder_of(to)).await.map_err(&io)?;
    let mut download = client.artifact_file(artifact.id, artifact.version, &file.path).await?;
    let bar = context.printer.bytes(&file.path, Some(file.size));
    let mut writer = tokio::fs::File::create_new(to).await.map_err(&io)?;
    while let Some(piece) = download.chunk().await? {
        bar.inc(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        writer.write_all(&piece).await.map_err(&io)?;
    }
    if file.executable {
        let mut mode = writer.metadata().await.map_err(&io)?.permissions();
        // Whoever may read it may execute it, as Git has it.
        mode.set_mode(mode.mode() | ((mode.mode() & 0o444) >> 2));
        writer.set_permissions(mode).await.map_err(&io)?;
    }
    writer.sync_all().await.map_err(&io)?;
    bar.finish_and_clear();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_cannot_write_outside_the_folder() {
        for path in ["../x", "/etc/passwd", "a/../../x", "", ".", "a/./../b/.."] {
            assert!(inside(path).is_err(), "{path}");
        }
        assert_eq!(inside("css/style.css").unwrap(), PathBuf::from("css/style.css"));
    }
}
