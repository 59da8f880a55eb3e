//! The caller's drafts on a review, each where it stands in what is under review now.

use super::reviewed;
use crate::{AppError, Op, artifacts};
use dream_access::Action;
use dream_govern::{Place, Review};
use dream_id::{ArtifactId, DraftId, ReviewId};
use dream_store::drafts::{self, Draft};
use std::collections::BTreeMap;

/// A draft and where it stands.
#[derive(Debug, Clone)]
pub struct DraftView {
    /// The draft.
    pub draft: Draft,
    /// The artifact's name.
    pub artifact_name: String,
    /// Where it stands in the version under review; `None` for a note on a whole file that is there.
    pub place: Option<Place>,
}

/// The caller's drafts on `review`, and those from earlier reviews of its stage that were not sent, oldest first.
pub async fn list(op: &Op, review: ReviewId) -> Result<Vec<DraftView>, AppError> {
    let mut reader = op.read().await?;
    let (found, project) = reviewed(op, &mut reader, review).await?;
    op.allow(Action::ReviewRead, Some(project))?;
    let drafts = drafts::of_stage(&mut reader, found.org(), op.person()?, found.stage).await?;
    drop(reader);
    let mut texts = BTreeMap::new();
    let mut views = Vec::with_capacity(drafts.len());
    for draft in drafts {
        views.push(view(op, &found, draft, &mut texts).await?);
    }
    Ok(views)
}

/// One draft of the caller, as the list shows it.
pub(super) async fn one(op: &Op, review: ReviewId, id: DraftId) -> Result<DraftView, AppError> {
    let found = list(op, review).await?.into_iter().find(|view| view.draft.id == id);
    found.ok_or_else(|| AppError::not_found("draft", id))
}

/// The texts of files that were read, by artifact, version and path; `None` for one that is not there.
type Texts = BTreeMap<(ArtifactId, u32, String), Option<String>>;

async fn view(op: &Op, review: &Review, draft: Draft, texts: &mut Texts) -> Result<DraftView, AppError> {
    let current = review.artifacts.iter().find(|version| version.artifact == draft.artifact);
    let artifact_name = match current {
        Some(version) => version.name.clone(),
        None => artifacts::find(op, draft.artifact, None).await?.artifact.name.clone(),
    };
    let place = match current {
        None => Some(Place::Orphaned),
        Some(version) if version.number == draft.number => draft.anchor.as_ref().map(|anchor| Place::Here(anchor.line)),
        Some(version) => {
            let key = (draft.artifact, version.number, draft.path.clone());
            if !texts.contains_key(&key) {
                let text = text(op, draft.artifact, version.number, &draft.path).await?;
                texts.insert(key.clone(), text);
            }
            match (texts.get(&key).and_then(Option::as_deref), &draft.anchor) {
                (None, _) => Some(Place::Orphaned),
                (Some(text), Some(anchor)) => Some(anchor.find(text)),
                (Some(_), None) => None,
            }
        }
    };
    Ok(DraftView { draft, artifact_name, place })
}

/// The text of a file of a version; `None` when the version has no such file.
async fn text(op: &Op, artifact: ArtifactId, number: u32, path: &str) -> Result<Option<String>, AppError> {
    match artifacts::file(op, artifact, Some(number), path).await {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind == crate::Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
