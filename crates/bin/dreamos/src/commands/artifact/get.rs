//! Downloading a version: its only file, or a folder of its files.

use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::version_ref::VersionRef;
use dream_api::{Artifact, ArtifactFile};
use dream_client::Client;
use std::path::{Component, Path, PathBuf};
use tokio::io::AsyncWriteExt;

/// Downloads the version. Each file appears whole or not at all.
pub(crate) async fn get(context: &Context, version: VersionRef, output: &Path) -> Result<Exit, CliError> {
    let client = context.client()?;
    let artifact = client.artifact(version.artifact, version.version).await?;
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
    for file in &artifact.files {
        let to = if single && !output.is_dir() { output.to_path_buf() } else { output.join(inside(&file.path)?) };
        download(context, &client, &artifact, file, &to).await?;
    }
    context.printer.answer(&artifact, |_, artifact| {
        format!("{} version {} ({} files): {}", artifact.name, artifact.version, artifact.files.len(), output.display())
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

async fn download(context: &Context, client: &Client, artifact: &Artifact, file: &ArtifactFile, to: &Path) -> Result<(), CliError> {
    let io = |source| CliError::Io { doing: format!("writing {}", to.display()), source };
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tokio::fs::create_dir_all(folder).await.map_err(io)?;
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = to.with_file_name(name);
    let mut download = client.artifact_file(artifact.id, artifact.version, &file.path).await?;
    let bar = context.printer.bytes(&file.path, Some(file.size));
    let mut writer = tokio::fs::File::create(&part).await.map_err(io)?;
    while let Some(piece) = download.chunk().await? {
        bar.inc(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        writer.write_all(&piece).await.map_err(io)?;
    }
    writer.sync_all().await.map_err(io)?;
    bar.finish_and_clear();
    tokio::fs::rename(&part, to).await.map_err(io)
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
