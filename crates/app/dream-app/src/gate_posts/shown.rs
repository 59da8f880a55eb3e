//! What of a gate can be shown in one message of Discord.

use crate::{App, AppError, files};
use dream_bridge::discord::limits;
use dream_govern::Review;
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_ports::DiscordFile;

/// What is left of a request for everything but its files.
const ROOM: u64 = 1_048_576;

/// One file of what is under review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// What it is called in the message.
    pub(super) name: String,
    digest: Digest,
    size: u64,
}

/// The files of everything under review, and whether one message holds all of them, whole.
pub(super) async fn files(app: &App, org: OrgId, review: &Review) -> Result<(Vec<Shown>, bool), AppError> {
    let mut shown: Vec<Shown> = Vec::new();
    for version in &review.artifacts {
        for file in files::tree(app, org, version.digest).await?.files() {
            let name = file_name(&version.name, &file.path, shown.len());
            shown.push(Shown { name, digest: file.digest, size: file.size });
        }
    }
    let total = shown.iter().map(|file| file.size).fold(0_u64, u64::saturating_add);
    let fits = shown.len() <= limits::FILES && total <= limits::REQUEST_BYTES - ROOM;
    let whole = !shown.is_empty() && fits && shown.iter().all(|file| file.size <= limits::FILE_BYTES);
    Ok((shown, whole))
}

/// The files with their bytes.
pub(super) async fn with_bytes(app: &App, org: OrgId, shown: &[Shown]) -> Result<Vec<DiscordFile>, AppError> {
    let mut files = Vec::with_capacity(shown.len());
    for file in shown {
        let bytes = app.blobs.get(org, file.digest).await?.to_vec();
        // Never a type that a client would run or draw: the name tells people what it is.
        let media_type = if std::str::from_utf8(&bytes).is_ok() { "text/plain; charset=utf-8" } else { "application/octet-stream" };
        files.push(DiscordFile { name: file.name.clone(), media_type: media_type.to_owned(), bytes });
    }
    Ok(files)
}

/// The name of a file that stands alone: its artifact and path, with the letters that Discord keeps, and a number before it so that two are
/// never called the same.
fn file_name(artifact: &str, path: &str, place: usize) -> String {
    let kept = |letter: char| if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_') { letter } else { '_' };
    let whole: String = format!("{artifact}_{path}").chars().map(kept).collect();
    let tail: Vec<char> = whole.chars().rev().take(100).collect();
    format!("{}-{}", place + 1, tail.into_iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_that_discord_keeps_and_that_differ() {
        assert_eq!(file_name("prd", "prd.md", 0), "1-prd_prd.md");
        assert_eq!(file_name("site", "a/b c\"\n.html", 1), "2-site_a_b_c__.html");
        assert_eq!(file_name("site", &"é/".repeat(200), 9).len(), 103);
        assert_ne!(file_name("a", "b_c", 0), file_name("a_b", "c", 1));
    }
}
