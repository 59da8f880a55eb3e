//! `review show`: what is said while people are asked, and afterwards.

use crate::server::{self, REVIEW};
use crate::{output, stderr, stdout};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_review_says_with_what_it_was_made() {
    let server = server::start().await;
    server::answer(&server, "GET", &format!("reviews/{REVIEW}"), 200, server::review()).await;
    let shown = output(server::at(&server, &["review", "show", REVIEW])).await;
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let line = stdout(&shown).lines().find(|line| line.starts_with("made with")).unwrap().to_owned();
    assert!(line.ends_with("large-1: 2 calls, 12345 tokens in, 678 out, 0.0125 USD"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_has_ended_names_who_decided_and_asks_for_nothing() {
    let server = server::start().await;
    let (mut review, waits) = (server::review(), server::review());
    let (person, at) = (review["requested_by"].clone(), review["requested_at"].clone());
    (review["status"], review["decided_by"], review["decided_at"]) = (json!("changes_requested"), person.clone(), at.clone());
    review["votes"] = json!([{
        "person": person, "name": "Ada", "on_behalf_of": null, "verdict": "request_changes", "digest": review["digest"], "comment": null, "at": at
    }]);
    let ended = "rev_01jd3kz5e8f0vs1m7q2w9x4t6c";
    server::answer(&server, "GET", &format!("reviews/{REVIEW}"), 200, waits).await;
    server::answer(&server, "GET", &format!("reviews/{ended}"), 200, review).await;
    let shown = async |review: &str| stdout(&output(server::at(&server, &["review", "show", review])).await);
    let (before, after) = (shown(REVIEW).await, shown(ended).await);
    assert!(before.contains("1 to approve") && before.contains("Architecture starts."), "{before}");
    assert!(!after.contains("to approve") && !after.contains("Architecture starts."), "{after}");
    assert!(after.lines().any(|line| line.starts_with("decided by") && line.ends_with(" Ada")), "{after}");
}
