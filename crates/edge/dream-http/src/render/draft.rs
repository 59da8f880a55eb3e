//! Drafts.

use dream_api::{Draft, DraftPlace};
use dream_app::drafts::DraftView;
use dream_govern::Place;

/// A draft where its line went.
pub(crate) fn draft(view: &DraftView) -> Draft {
    let (draft, anchor) = (&view.draft, view.draft.anchor.as_ref());
    Draft {
        id: draft.id,
        review: draft.review,
        artifact: draft.artifact,
        artifact_name: view.artifact_name.clone(),
        path: draft.path.clone(),
        line: view.place.and_then(Place::line),
        place: view.place.and_then(|place| DraftPlace::from_word(place.name())).unwrap_or(DraftPlace::Here),
        begun_on: draft.number,
        begun_at_line: anchor.map(|anchor| anchor.line),
        quote: anchor.map(|anchor| anchor.quote.clone()),
        text: draft.text.clone(),
        edit: draft.edit,
        updated_at: draft.at,
    }
}
