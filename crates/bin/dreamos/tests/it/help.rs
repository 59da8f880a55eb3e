//! The help texts, which are part of the contract: a change shows in review.

use crate::{dreamos, output, stdout};
use std::path::Path;

const NOUNS: &[&str] = &[
    "up",
    "project",
    "run",
    "review",
    "artifact",
    "constraint",
    "budget",
    "audit",
    "template",
    "standard",
    "member",
    "team",
    "delegation",
    "token",
    "backup",
    "doctor",
    "config",
    "completion",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_help_texts_are_as_checked_in() {
    let mut text = stdout(&output(dreamos(&["--help"])).await);
    for noun in NOUNS {
        text += &format!("\n===== {noun} =====\n{}", stdout(&output(dreamos(&[noun, "--help"])).await));
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/help.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    assert_eq!(text, expected, "the help changed; if that is meant, run this test with UPDATE_GOLDEN=1");
}
