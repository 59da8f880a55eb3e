//! Command lines that are wrong: what is said of them.

use crate::server::{REVIEW, RUN};
use crate::{dreamos, output, stderr, stdout};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_a_choice_out_is_told_of_each() {
    const TASK: &str = "tsk_01jd3kz5e8f0vs1m7q2w9x4t6b";
    let cases: &[(&[&str], &str)] = &[
        (&["run", "rollback", RUN, "--to", "prd"], "<--dry-run|--yes>"),
        (&["review", "second-look", REVIEW], "<--confirm|--contest>"),
        (&["task", "assign", TASK], "<TASK> <WORKER|--nobody>"),
        (&["task", "progress", TASK], "<TASK> <PERCENT|--note <TEXT>>"),
        (&["task", "limit"], "<--max <N>|--none>"),
        (&["message", "replay", "--consumer", "c"], "<MESSAGES|--all>"),
        (&["member", "add"], "<NAME|--person <PERSON>>"),
        (&["member", "invite"], "<NAME|--member <MEMBER>>"),
        (&["message", "send", "hello"], "--batch <FILE>"),
    ];
    for (arguments, each) in cases {
        let refused = output(dreamos(arguments)).await;
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", stderr(&refused));
        assert!(stderr(&refused).contains(each), "{arguments:?}: {}", stderr(&refused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_of_a_wrong_use_in_a_document() {
    for arguments in [&["run", "show", "nonsense", "--json"][..], &["--json", "run", "show"], &["run", "show", RUN, "--json", "--no-such"]]
    {
        let refused = output(dreamos(arguments)).await;
        assert_eq!((refused.status.code(), stdout(&refused).as_str()), (Some(2), ""), "{arguments:?}");
        let document: Value = serde_json::from_str(&stderr(&refused)).unwrap();
        assert_eq!((&document["code"], &document["exit"]), (&"usage".into(), &2.into()), "{document}");
        let (detail, hint) = (document["detail"].as_str().unwrap(), document["hint"].as_str().unwrap());
        assert!(!detail.is_empty() && !detail.starts_with("error") && hint.contains("--help"), "{document}");
    }
    let people = output(dreamos(&["message", "send", "--to", "captain", "--wait", "soon", "--", "--json"])).await;
    assert!(stderr(&people).starts_with("error[usage]: "), "what stands after -- is no option: {}", stderr(&people));
}
