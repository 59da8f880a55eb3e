//! Tools about artifacts.

use super::answer::{arguments, told};
use super::places::Call;
use crate::agent_work::{left_file, publish as hand_in};
use crate::artifacts::{self, VersionDetail};
use crate::{AppError, Kind};
use data_encoding::BASE64;
use dream_ports::ToolAnswer;
use dream_roles::File;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest file that is read by tool, in bytes.
const LARGEST: usize = 1 << 20;
/// The most bytes of one artifact that are published by tool.
const PUBLISHED: u64 = 16 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    name: String,
    version: Option<u32>,
    path: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publish {
    name: String,
    files: Vec<Given>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    path: String,
    text: Option<String>,
    base64: Option<String>,
    from: Option<String>,
}

pub(super) async fn list(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Nothing {} = arguments(given)?;
    let found = of_run(call).await?;
    let words: Vec<String> =
        found.iter().map(|one| format!("{}@{}: {}", one.artifact.name, one.version.made.number, paths(one).join(", "))).collect();
    let words = if words.is_empty() { "there are no artifacts here yet".to_owned() } else { words.join("\n") };
    Ok(told(words, json!({ "artifacts": found.iter().map(data).collect::<Vec<_>>() })))
}

/// The newest versions of the run's artifacts; none for a task that belongs to no run.
pub(super) async fn of_run(call: &Call<'_>) -> Result<Vec<VersionDetail>, AppError> {
    match call.run().await? {
        Some(run) => artifacts::of_run(&call.op, run).await,
        None => Ok(Vec::new()),
    }
}

fn paths(detail: &VersionDetail) -> Vec<String> {
    detail.tree.iter().flat_map(dream_blobs::Tree::files).map(|file| file.path.clone()).collect()
}

fn data(detail: &VersionDetail) -> Value {
    let (artifact, version) = (&detail.artifact, &detail.version.made);
    json!({ "name": artifact.name, "version": version.number, "digest": version.digest, "stage": detail.stage, "files": paths(detail) })
}

pub(super) async fn read(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Read { name, version, path } = arguments(given)?;
    let missing = || {
        let shown: String = name.chars().take(80).collect();
        AppError::new(
            Kind::NotFound,
            "not_found",
            format!("there is no artifact {shown} in this task's run; list_artifacts says which there are"),
        )
    };
    let artifact = of_run(call).await?.into_iter().find(|one| one.artifact.name == name).ok_or_else(missing)?.artifact.id();
    let detail = artifacts::find(&call.op, artifact, version).await?;
    let path = match (path, paths(&detail).as_slice()) {
        (Some(path), _) => path,
        (None, [only]) => only.clone(),
        (None, several) => {
            let message = format!("{name} has {} files; say which: {}", several.len(), several.join(", "));
            return Err(AppError::invalid("path_wanted", message));
        }
    };
    let size = detail.files()?.file(&path).map_or(0, |file| file.size);
    if size > LARGEST as u64 {
        let message = format!(
            "{path} has {size} bytes, and {LARGEST} are the most that is read by tool; it is in your folder, if your task works from it"
        );
        return Err(AppError::invalid("file_too_large", message));
    }
    let bytes = artifacts::file(&call.op, artifact, version, &path).await?;
    let number = detail.version.made.number;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => told(text.clone(), json!({ "name": name, "version": number, "path": path, "text": text })),
        Err(error) => {
            let bytes = error.into_bytes();
            let words = format!("{path} is no text; its {} bytes are in the data", bytes.len());
            told(words, json!({ "name": name, "version": number, "path": path, "base64": BASE64.encode(&bytes) }))
        }
    })
}

pub(super) async fn publish(call: &Call<'_>, given: Value) -> Result<ToolAnswer, AppError> {
    let Publish { name, files: given } = arguments(given)?;
    let (mut files, mut left) = (Vec::with_capacity(given.len()), PUBLISHED);
    for file in given {
        let file = content(call, file, left).await?;
        left = left.saturating_sub(file.bytes.len() as u64);
        files.push(file);
    }
    let examined = hand_in(&call.op, &call.caller.agent, call.caller.work, &name, files)?;
    let failed = examined.checks.iter().filter(|check| !check.passed);
    let findings: Vec<Value> =
        failed.flat_map(|check| check.failures.iter().map(|found| json!({ "check": check.name, "message": found }))).collect();
    let mut words =
        if examined.accepted { format!("{name} is taken") } else { format!("{name} is not taken yet; mend it and publish it again") };
    for found in &findings {
        words.push_str(&format!("\n- {}", found.get("message").and_then(Value::as_str).unwrap_or_default()));
    }
    if !examined.missing.is_empty() {
        words.push_str(&format!("\nstill to be published: {}", examined.missing.join(", ")));
    }
    Ok(told(words, json!({ "name": name, "accepted": examined.accepted, "findings": findings, "missing": examined.missing })))
}

/// A file with its bytes, of which there may be `most`.
async fn content(call: &Call<'_>, given: Given, most: u64) -> Result<File, AppError> {
    let Given { path, text, base64, from } = given;
    let wrong = |why: &str| AppError::invalid("invalid_file", format!("{}: {why}", path.chars().take(80).collect::<String>()));
    let file = match (text, base64, from) {
        (Some(text), None, None) => File::text(&path, text),
        (None, Some(bytes), None) => {
            let bytes = BASE64.decode(bytes.as_bytes()).map_err(|_| wrong("this is no base64 (RFC 4648, with padding)"))?;
            File::new(&path, bytes)
        }
        (None, None, Some(from)) => {
            let left = left_file(&call.op, &call.caller.agent, call.caller.work, &from, most).await?;
            File { path: path.clone(), ..left }
        }
        _ => return Err(wrong("give its text, its base64, or the file of your folder that it is read from; one of them")),
    };
    if file.bytes.len() as u64 > most {
        return Err(wrong(&format!("the files have more than {PUBLISHED} bytes together; write them to out/ in your folder instead")));
    }
    Ok(file)
}
