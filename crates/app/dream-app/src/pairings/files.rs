//! Files of messages: fetched through the guard that keeps requests out of networks inside, up to a size, kept as blobs.

use crate::{App, AppError, Op, slack};
use dream_access::Action;
use dream_bridge::discord::limits;
use dream_bridge::message::Attachment;
use dream_bridge::pairing::heard::HeardFile;
use dream_bridge::pairing::words;
use dream_id::{OrgId, PairingId};
use dream_ledger::Digest;
use dream_ports::{HookFault, HookFetched};
use dream_secret::Secret;
use dream_store::Unit;
use dream_store::pairings::{CarriedFile, find_file};
use std::time::Duration;

/// How long one may take.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How much all files of a message may have: what one request to Discord takes, less a mebibyte for everything else.
const MOST_TOGETHER: u64 = limits::REQUEST_BYTES - 1_048_576;
/// How often a message is put off because a file of it cannot be fetched.
const TRIES: u32 = 4;

/// What became of a message's files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fetched {
    /// Those that are carried over.
    pub(super) files: Vec<Attachment>,
    /// A line for each that is not.
    pub(super) notices: Vec<String>,
}

/// Fetches files, those of Slack's with an app's token. What is too large or leads inside is named and left out; what cannot be reached is
/// tried again, a few times.
///
/// # Errors
/// `file_not_fetched` while it is worth another try.
pub(super) async fn fetch(app: &App, org: OrgId, heard: &[HeardFile], tries: u32, by: Option<&Secret>) -> Result<Fetched, AppError> {
    let (mut fetched, mut total) = (Fetched::default(), 0_u64);
    for file in heard {
        let room = limits::FILE_BYTES.min(MOST_TOGETHER.saturating_sub(total));
        if file.size > room {
            fetched.notices.push(words::too_large(&file.name, file.size));
            continue;
        }
        let most = usize::try_from(room).unwrap_or(usize::MAX);
        let answer = match by {
            Some(token) => slack::file(app, token, &file.url, most, TIMEOUT).await,
            None => app.hooks.get(&file.url, most, TIMEOUT).await,
        };
        match answer {
            // To a bot that may not read files Slack shows a page to sign in at.
            Ok(answer) if by.is_some() && is_page(&answer) && !file.name.contains(".htm") => {
                fetched.notices.push(words::not_fetched(&file.name));
            }
            Ok(answer) if (200..300).contains(&answer.status) => {
                let size = u64::try_from(answer.bytes.len()).unwrap_or(u64::MAX);
                total = total.saturating_add(size);
                let digest = app.blobs.put(org, answer.bytes.into()).await?;
                fetched.files.push(Attachment { name: file.name.clone(), digest, size });
            }
            Err(HookFault::TooLarge { .. }) => fetched.notices.push(words::too_large(&file.name, file.size)),
            Err(HookFault::Refused(why)) => {
                tracing::warn!(org.id = %org, file.name = file.name, why, "a file of a message leads to where nothing is fetched from");
                fetched.notices.push(words::not_fetched(&file.name));
            }
            Ok(answer) if answer.status < 500 => fetched.notices.push(words::not_fetched(&file.name)),
            Ok(_) | Err(HookFault::NotSent(_) | HookFault::Lost(_)) if tries >= TRIES => {
                fetched.notices.push(words::not_fetched(&file.name));
            }
            Ok(_) | Err(HookFault::NotSent(_) | HookFault::Lost(_)) => {
                let message = format!("the file `{}` of a message could not be fetched; it is tried again", file.name);
                return Err(AppError::new(crate::Kind::Unavailable, "file_not_fetched", message));
            }
        }
    }
    Ok(fetched)
}

fn is_page(answer: &HookFetched) -> bool {
    answer.media_type.as_deref().is_some_and(|media_type| media_type.starts_with("text/html"))
}

/// Notes that the pairing brought these files, so that they may be asked for.
pub(super) async fn note(app: &App, tx: &mut Unit, org: OrgId, pairing: PairingId, files: &[Attachment]) -> Result<(), AppError> {
    for file in files {
        let carried = CarriedFile { pairing, digest: file.digest, name: file.name.clone(), size: file.size };
        tx.note_file(org, &carried, app.now()).await?;
    }
    Ok(())
}

/// Those of the files that a message of ours names and that a pairing brought: nothing else of the organisation's blobs leaves by a header that
/// somebody wrote.
pub(super) async fn brought(app: &App, org: OrgId, listed: Option<&str>) -> Result<Vec<Attachment>, AppError> {
    let listed: Vec<Attachment> = listed.and_then(|listed| serde_json::from_str(listed).ok()).unwrap_or_default();
    let (mut reader, mut brought, mut total) = (app.store.read().await?, Vec::new(), 0_u64);
    for file in listed.into_iter().take(limits::FILES) {
        let Some(known) = find_file(&mut reader, dream_id::Scope::Org(org), None, file.digest).await? else { continue };
        total = total.saturating_add(known.size);
        if total <= MOST_TOGETHER {
            brought.push(Attachment { name: known.name, digest: known.digest, size: known.size });
        }
    }
    Ok(brought)
}

/// A file that a message brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The file with this digest that the pairing called `name` brought.
///
/// # Errors
/// `not_found`.
pub async fn file(op: &Op, name: &str, digest: Digest) -> Result<File, AppError> {
    op.allow(Action::MessageRead, None)?;
    let pairing = super::named(op, name).await?.stream.id();
    let found = find_file(&mut op.read().await?, op.scope(), Some(pairing), digest).await?;
    let found = found.ok_or_else(|| AppError::not_found("file", digest))?;
    let bytes = op.app().blobs.get(op.org()?, digest).await?.to_vec();
    Ok(File { name: found.name, bytes })
}
