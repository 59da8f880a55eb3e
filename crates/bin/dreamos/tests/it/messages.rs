//! `message`: batches, and what is said to whoever waits.

use crate::server;
use crate::{output, stderr, stdout};
use serde_json::{Value, json};

const MESSAGE: &str = "msg_01jd3kz5e8f0vs1m7q2w9x4t6b";

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_goes_with_the_common_options_and_with_nothing_of_one_message() {
    let (server, file) = (server::start().await, tempfile::NamedTempFile::new().unwrap());
    std::fs::write(file.path(), "{\"channel\": \"topic/news\", \"body\": \"hello\"}\n").unwrap();
    let sent = json!({ "items": [{ "id": MESSAGE, "sequence": 1, "repeated": false, "error": null }], "refused": 0 });
    server::answer(&server, "POST", "messages/batch", 200, sent.clone()).await;
    let batch = ["message", "send", "--batch", file.path().to_str().unwrap()];
    let done = output(server::at(&server, &[&batch[..], &["--json"]].concat())).await;
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert_eq!(serde_json::from_str::<Value>(&stdout(&done)).unwrap(), sent);
    for more in [&["hello"][..], &["--to", "captain"], &["--key", "k"], &["--wait", "delivered"]] {
        let refused = output(server::at(&server, &[&batch[..], more].concat())).await;
        assert_eq!(refused.status.code(), Some(2), "{more:?}: {}", stderr(&refused));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_receives_is_told_how_to_answer_and_whoever_receives_nothing_how_to_wait() {
    let server = server::start().await;
    let at = "2026-11-21T14:00:00.000000Z";
    let message = json!({
        "id": MESSAGE, "channel": "topic/news", "project": null, "sequence": 1, "sender": "agent/a", "sender_name": null, "sent_at": at,
        "expires_at": null, "key": null, "reply_to": null, "correlation": null, "headers": {}, "digest": server::DIGEST, "body": "hello",
        "status": "delivered"
    });
    let delivery = json!({ "receipt": format!("{MESSAGE}.1"), "attempt": 1, "deadline": at, "message": message });
    server::answer(&server, "POST", "consumers/full/fetch", 200, json!({ "items": [delivery] })).await;
    server::answer(&server, "POST", "consumers/empty/fetch", 200, json!({ "items": [] })).await;
    for (consumer, exit, said) in
        [("full", 0, format!("dreamos message settle --consumer full {MESSAGE}.1")), ("empty", 8, "add --wait 30s".to_owned())]
    {
        let received = output(server::at(&server, &["message", "receive", "--consumer", consumer])).await;
        assert_eq!(received.status.code(), Some(exit), "{}", stderr(&received));
        assert!(stderr(&received).contains(&said), "{}", stderr(&received));
    }
}
