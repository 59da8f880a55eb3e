//! `dreamos bridge source`: what sends events from outside.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Style, fields};
use clap::{Args, Subcommand};
use dream_api::{DisableSource, MadeSource, MakeSource, PublishEvents, RotateSource, SetSourceRate, Source, SourceKind, SourceProof};
use dream_id::ProjectId;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List sources, newest first
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a source
    Show {
        /// Its name or id
        source: String,
    },
    /// Make a source; its address and its secret are shown this once
    Create(Create),
    /// Give a source another secret; the one before stays good until it is retired
    Rotate {
        /// Its name or id
        source: String,
        /// The file with the secret that the sender made; `-` for stdin; one is made without it
        #[arg(long, value_name = "FILE")]
        secret_file: Option<PathBuf>,
    },
    /// End a rotation: the older secret proves nothing any more
    RetireKey {
        /// Its name or id
        source: String,
    },
    /// Let a source send more, or less
    Rate {
        /// Its name or id
        source: String,
        /// How many events a minute
        per_minute: u32,
    },
    /// Take nothing of a source any more, until it is enabled
    Disable {
        /// Its name or id
        source: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Take what a source sends again
    Enable {
        /// Its name or id
        source: String,
    },
    /// Remove a source: its address is nothing any more
    Remove {
        /// Its name or id
        source: String,
    },
    /// Publish an event to a source of the kind publish
    Publish {
        /// Its name or id
        source: String,
        /// The file with the event, JSON of any shape
        #[arg(long, value_name = "FILE")]
        event: PathBuf,
    },
}

/// A source to make.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name: what rules call it
    name: String,
    #[arg(
        long,
        value_name = "KIND",
        value_parser = kind,
        help = "Who sends: generic, standard_webhooks, cloudevents, github, gitlab, jira, linear, sentry, grafana, alertmanager, slack or publish"
    )]
    kind: SourceKind,
    #[arg(
        long,
        value_name = "PROOF",
        value_parser = proof,
        help = "How it proves who it is: signature, signature:TIME-HEADER, header:NAME, basic:USER, bearer or path [default: what is usual for its kind]"
    )]
    proof: Option<SourceProof>,
    /// The project that it belongs to
    #[arg(long, value_name = "PROJECT")]
    project: Option<ProjectId>,
    /// How many events a minute it may send [default: 6000]
    #[arg(long, value_name = "N")]
    per_minute: Option<u32>,
    /// The file with the secret that the sender made; `-` for stdin; one is made without it
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    let client = context.client()?;
    let source = match command {
        Command::List { page } => {
            let page = client.sources(&page.into()).await?;
            return list::show(context, &page, &["NAME", "KIND", "PATH", "PER MINUTE", "DISABLED"], |style, source| {
                let disabled = Cell::opt(source.disabled_at.map(|at| style.time(at)));
                vec![Cell::new(&source.name), Cell::new(source.kind), Cell::new(&source.path), Cell::new(source.per_minute), disabled]
            });
        }
        Command::Show { source } => client.source(&source).await?,
        Command::Create(new) => {
            let secret = secret(new.secret_file.as_deref())?;
            let Create { name, kind, proof, project, per_minute, .. } = new;
            let made = client.make_source(&MakeSource { name, kind, proof, project, per_minute, secret }).await?;
            return show_made(context, client.url(), made, true);
        }
        Command::Rotate { source, secret_file } => {
            let made = client.rotate_source(&source, &RotateSource { secret: secret(secret_file.as_deref())? }).await?;
            return show_made(context, client.url(), made, false);
        }
        Command::RetireKey { source } => client.retire_source_key(&source).await?,
        Command::Rate { source, per_minute } => client.set_source_rate(&source, &SetSourceRate { per_minute }).await?,
        Command::Disable { source, reason } => client.disable_source(&source, &DisableSource { reason }).await?,
        Command::Enable { source } => client.enable_source(&source).await?,
        Command::Remove { source } => client.remove_source(&source).await?,
        Command::Publish { source, event } => {
            let event = super::rules::json(&event, "the event")?;
            let taken = client.publish_events(&source, &PublishEvents { events: vec![event] }).await?;
            let ids: Vec<String> = taken.ids.iter().map(ToString::to_string).collect();
            context.printer.answer(&taken, |_, _| ids.join("\n"))?;
            return Ok(Exit::Done);
        }
    };
    context.printer.answer(&source, show)?;
    Ok(Exit::Done)
}

fn secret(file: Option<&Path>) -> Result<Option<String>, CliError> {
    let Some(path) = file else { return Ok(None) };
    let from = (path != Path::new("-")).then_some(path);
    Ok(Some(input::secret(from, "the secret")?.expose().to_owned()))
}

fn show_made(context: &Context, url: &str, made: MadeSource, is_new: bool) -> Result<Exit, CliError> {
    let address = made.url.unwrap_or_else(|| format!("{}{}", url.trim_end_matches('/'), made.path));
    let made = MadeSource { url: Some(address.clone()), ..made };
    context.printer.answer(&made, |style, made| {
        let mut text = format!("{}\n\naddress: {address}", show(style, &made.source));
        // Where the address holds the secret, it stands there already.
        if let Some(secret) = made.secret.as_ref().filter(|secret| !made.path.ends_with(secret.as_str())) {
            text.push_str(&format!("\nsecret: {secret}"));
        }
        if is_new {
            text.push_str(&format!("\n\n{}", super::steps::steps(made, &address)));
        }
        text
    })?;
    if made.secret.is_some() {
        context.printer.note("keep this now: the secret is stored sealed, and cannot be shown again");
    }
    Ok(Exit::Done)
}

fn show(style: &Style, source: &Source) -> String {
    let keys: Vec<String> = source.keys.iter().map(|key| format!("{} of {}", key.number, style.time(key.made_at))).collect();
    let pairs = [
        ("source", Cell::new(&source.name)),
        ("id", Cell::new(source.id)),
        ("kind", Cell::new(source.kind)),
        ("proof", Cell::new(proof_text(&source.proof))),
        ("path", Cell::new(&source.path)),
        ("project", Cell::maybe(source.project)),
        ("per minute", Cell::new(source.per_minute)),
        ("secrets", Cell::new(keys.join(", "))),
        ("disabled", Cell::maybe(source.disabled_at.map(|at| style.time(at)))),
        ("because", Cell::maybe(source.disabled_reason.as_ref())),
        ("removed", Cell::maybe(source.removed.then_some("yes"))),
    ];
    fields(style, &pairs)
}

fn proof_text(proof: &SourceProof) -> String {
    match proof {
        SourceProof::Signature { timestamp_header: None } => "signature".to_owned(),
        SourceProof::Signature { timestamp_header: Some(name) } => format!("signature:{name}"),
        SourceProof::Header { name } => format!("header:{name}"),
        SourceProof::Basic { user } => format!("basic:{user}"),
        SourceProof::Bearer {} => "bearer".to_owned(),
        SourceProof::Path {} => "path".to_owned(),
    }
}

fn proof(text: &str) -> Result<SourceProof, String> {
    let (word, rest) = text.split_once(':').map_or((text, None), |(word, rest)| (word, Some(rest.to_owned())));
    Ok(match (word, rest) {
        ("signature", timestamp_header) => SourceProof::Signature { timestamp_header },
        ("header", Some(name)) => SourceProof::Header { name: name.to_ascii_lowercase() },
        ("basic", Some(user)) => SourceProof::Basic { user },
        ("bearer", None) => SourceProof::Bearer {},
        ("path", None) => SourceProof::Path {},
        _ => return Err("use signature, signature:TIME-HEADER, header:NAME, basic:USER, bearer or path".to_owned()),
    })
}

/// A kind by its word.
pub(super) fn kind(text: &str) -> Result<SourceKind, String> {
    let known = || SourceKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    SourceKind::from_word(text).ok_or_else(|| format!("use one of {}", known()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_typed_as_they_are_shown() {
        for text in ["signature", "signature:x-time", "header:x-token", "basic:grafana", "bearer", "path"] {
            assert_eq!(proof_text(&proof(text).unwrap()), text);
        }
        for text in ["", "header", "basic", "bearer:x", "oauth"] {
            assert!(proof(text).is_err(), "{text}");
        }
    }
}
