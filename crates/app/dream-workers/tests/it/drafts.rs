//! Notes that were not sent: private, kept through restarts and versions, never overwritten unseen, sent and forgotten by the decision.

use crate::house::{OWN_PRD, cast, gated, idle, runs_on_both_engines, the_review};
use dream_access::Role;
use dream_app::drafts::{self, NewDraft, Publishing};
use dream_app::{IdempotencyKey, Kind, Op, artifacts, reviews};
use dream_govern::{Place, Review, Verdict};
use dream_id::DraftId;
use dream_ledger::Stream;
use dream_roles::File;
use dream_testkit::TestApp;

const ONE: &str = "approvers = [\"owner\", \"reviewer\"]";

runs_on_both_engines!(
    a_draft_is_its_writers_alone_and_changes_only_on_what_was_seen,
    drafts_follow_their_lines_to_the_next_version_and_none_is_lost,
    a_decision_takes_its_drafts_with_it_once_and_only_as_they_were_seen,
);

async fn noted(op: &Op, review: &Stream<Review>, line: u32, text: &str) -> DraftId {
    let artifact = review.artifacts[0].artifact;
    let new = NewDraft { artifact, path: "prd.md".to_owned(), line: Some(line), text: text.to_owned() };
    drafts::begin(op, review.id(), new).await.unwrap().draft.id
}

async fn texts(op: &Op, review: &Stream<Review>) -> Vec<String> {
    drafts::list(op, review.id()).await.unwrap().into_iter().map(|view| view.draft.text).collect()
}

async fn a_draft_is_its_writers_alone_and_changes_only_on_what_was_seen(app: &TestApp) {
    let (op, other) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let draft = noted(&op, &review, 3, "Who?").await;
    assert_eq!((texts(&op, &review).await, texts(&other, &review).await), (vec!["Who?".to_owned()], vec![]));
    let viewer = app.person(Role::Viewer).await;
    let artifact = review.artifacts[0].artifact;
    let new = |line, text: &str| NewDraft { artifact, path: "prd.md".to_owned(), line: Some(line), text: text.to_owned() };
    let refused = async |op: &Op, new| drafts::begin(op, review.id(), new).await.map(drop).unwrap_err().code;
    assert_eq!(refused(&viewer, new(1, "x")).await, "role_too_low");
    assert_eq!(refused(&op, new(9_999, "x")).await, "no_such_line");
    assert_eq!(refused(&op, new(1, " ")).await, "draft_empty");
    assert_eq!(refused(&op, new(1, &"x".repeat(20_000))).await, "draft_too_large");

    assert_eq!(drafts::change(&op, review.id(), draft, 1, "Who is it?".to_owned()).await.unwrap().draft.edit, 2);
    let late = drafts::change(&op, review.id(), draft, 1, "Somebody?".to_owned()).await.unwrap_err();
    assert_eq!((late.kind, late.code, late.facts["text"].as_str()), (Kind::Conflict, "draft_changed", Some("Who is it?")));
    assert_eq!(drafts::change(&other, review.id(), draft, 2, "Mine.".to_owned()).await.unwrap_err().code, "draft_gone");
    assert_eq!(drafts::discard(&op, draft, 1).await.unwrap_err().code, "draft_changed");
    drafts::discard(&other, draft, 2).await.unwrap();
    assert_eq!(texts(&op, &review).await, ["Who is it?"], "another person discarded it");
    drafts::discard(&op, draft, 2).await.unwrap();
    drafts::discard(&op, draft, 2).await.unwrap();
    assert!(texts(&op, &review).await.is_empty());
}

async fn drafts_follow_their_lines_to_the_next_version_and_none_is_lost(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let first = the_review(&op, run).await;
    let artifact = first.artifacts[0].artifact;
    let put = async |text: &str| {
        let files = vec![File::text("prd.md", text)];
        artifacts::put(&op, artifacts::PutArtifact { artifact, files }).await.unwrap();
        idle(&app.app).await;
    };
    put(OWN_PRD).await;
    let own = the_review(&op, run).await;
    assert_eq!(own.artifacts[0].number, 2);
    let line = |words: &str| u32::try_from(OWN_PRD.lines().position(|line| line.contains(words)).unwrap() + 1).unwrap();
    noted(&op, &own, line("Share tools."), "Which tools?").await;
    noted(&op, &own, line("Payments."), "Why not?").await;
    noted(&op, &own, line("Few tools"), "How few?").await;
    let newer = OWN_PRD.replace("# Lending library\n", "# Lending library\n\nOf one street.\n").replace("Payments.", "Money.");
    put(&newer.replace("\n## Risks\n\nFew tools at first.\n", "\n")).await;
    let next = the_review(&op, run).await;
    let places: Vec<Option<Place>> = drafts::list(&op, next.id()).await.unwrap().into_iter().map(|view| view.place).collect();
    let moved = |words| line(words) + 2;
    assert_eq!(places[0], Some(Place::Moved(moved("Share tools."))));
    assert_eq!(places[2], Some(Place::Orphaned));
    assert!(matches!(places[1], Some(Place::Changed(_) | Place::Orphaned)), "{places:?}");
    assert_eq!(texts(&op, &next).await, ["Which tools?", "Why not?", "How few?"]);
}

async fn a_decision_takes_its_drafts_with_it_once_and_only_as_they_were_seen(app: &TestApp) {
    let op = app.owner().with_key(Some(IdempotencyKey::parse("once").unwrap()));
    let run = gated(app, &app.owner(), ONE).await;
    let review = the_review(&op, run).await;
    let plain = app.owner();
    let (one, two) = (noted(&plain, &review, 1, "Say why.").await, noted(&plain, &review, 3, "Say who.").await);
    let seen = |edit| vec![Publishing { draft: one, edit: 1 }, Publishing { draft: two, edit }];
    let sent = |drafts| reviews::Cast { drafts, ..cast(&review, Verdict::RequestChanges) };
    drafts::change(&plain, review.id(), two, 1, "Say who it is.".to_owned()).await.unwrap();
    let stale = reviews::vote(&plain, sent(seen(1))).await.unwrap_err();
    assert_eq!(stale.code, "draft_changed");
    assert!(the_review(&plain, run).await.is_open(), "nothing was decided");

    reviews::vote(&op, sent(seen(2))).await.unwrap();
    let found = reviews::find(&plain, review.id()).await.unwrap();
    let comment = found.votes[0].1.as_deref().unwrap();
    assert_eq!(comment, "prd prd.md:1: Say why.\n\nprd prd.md:3: Say who it is.");
    assert!(texts(&plain, &review).await.is_empty());
    let answered = reviews::vote(&op, sent(seen(2))).await;
    assert!(answered.is_ok(), "the same vote under the same key is answered as before");
    let again = reviews::vote(&plain, sent(seen(2))).await.unwrap_err();
    assert_eq!(again.code, "draft_gone");
}
