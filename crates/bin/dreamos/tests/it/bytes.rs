//! Bytes in and out: artifacts, the audit export, backups.

use crate::server::{self, ARTIFACT, DIGEST, ORG};
use crate::{output, stderr, stdout};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn artifact(files: &[&str]) -> Value {
    let files: Vec<Value> = files.iter().map(|path| json!({ "path": path, "digest": DIGEST, "size": 5, "executable": false })).collect();
    json!({
        "id": ARTIFACT, "run": server::RUN, "name": "site", "kind": "tree", "version": 2, "version_id": "ver_01jd3kz5e8f0vs1m7q2w9x4t6b",
        "digest": DIGEST, "media_type": "text/html", "files": files, "damaged": false, "inputs": [], "approved_version": null, "created_at": "2026-11-21T14:00:00Z",
        "produced_by": { "type": "person", "person": "per_01jd3kz5e8f0vs1m7q2w9x4t6b" }
    })
}

async fn with_files(files: &[&str]) -> MockServer {
    let server = server::start().await;
    server::answer(&server, "GET", &format!("artifacts/{ARTIFACT}"), 200, artifact(files)).await;
    for file in files {
        let bytes = ResponseTemplate::new(200).set_body_raw(format!("bytes of {file}"), "text/html");
        let tail = format!("/api/v1/orgs/{ORG}/artifacts/{ARTIFACT}/versions/2/files/{file}");
        Mock::given(method("GET")).and(path(tail)).respond_with(bytes).mount(&server).await;
    }
    server
}

async fn get(server: &MockServer, to: &std::path::Path) -> std::process::Output {
    output(server::at(server, &["artifact", "get", ARTIFACT, "--output", to.to_str().unwrap()])).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_is_written_where_it_was_asked_for() {
    let (server, folder) = (with_files(&["prd.md"]).await, tempfile::tempdir().unwrap());
    let got = get(&server, &folder.path().join("new/out.md")).await;
    assert_eq!(got.status.code(), Some(0), "{}", stderr(&got));
    assert_eq!(std::fs::read_to_string(folder.path().join("new/out.md")).unwrap(), "bytes of prd.md");
    let printed = output(server::at(&server, &["artifact", "get", ARTIFACT, "--output", "-"])).await;
    assert_eq!(stdout(&printed), "bytes of prd.md");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_files_become_a_folder_and_nothing_half_is_left() {
    let (server, folder) = (with_files(&["index.html", "css/style.css"]).await, tempfile::tempdir().unwrap());
    let got = get(&server, &folder.path().join("site")).await;
    assert_eq!(got.status.code(), Some(0), "{}", stderr(&got));
    assert_eq!(std::fs::read_to_string(folder.path().join("site/css/style.css")).unwrap(), "bytes of css/style.css");
    let left: Vec<_> = std::fs::read_dir(folder.path().join("site")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_artifact_of_which_one_file_cannot_be_had_leaves_nothing() {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let files = ["index.html", "css/style.css", "lost.html"];
    server::answer(&server, "GET", &format!("artifacts/{ARTIFACT}"), 200, artifact(&files)).await;
    for (file, status) in files.into_iter().zip([200, 200, 500]) {
        let tail = format!("artifacts/{ARTIFACT}/versions/2/files/{file}");
        server::answer(&server, "GET", &tail, status, server::problem(status, "blob_corrupt")).await;
    }
    let there = folder.path().join("there");
    std::fs::create_dir(&there).unwrap();
    std::fs::write(there.join("index.html"), "mine").unwrap();
    for to in [folder.path().join("site"), there.clone()] {
        let got = get(&server, &to).await;
        assert_eq!(got.status.code(), Some(1), "{}", stderr(&got));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["there"]);
    assert_eq!(std::fs::read_to_string(there.join("index.html")).unwrap(), "mine");
    let (server, mut damaged) = (server::start().await, artifact(&[]));
    damaged["damaged"] = json!(true);
    server::answer(&server, "GET", &format!("artifacts/{ARTIFACT}"), 200, damaged).await;
    assert_eq!(get(&server, &folder.path().join("site")).await.status.code(), Some(1), "no files are not all files");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_files_go_into_a_folder_that_is_there_unless_they_would_replace_one() {
    let (server, folder) = (with_files(&["index.html", "css/style.css"]).await, tempfile::tempdir().unwrap());
    std::fs::create_dir_all(folder.path().join("css")).unwrap();
    std::fs::write(folder.path().join("css/mine.css"), "mine").unwrap();
    assert_eq!(get(&server, folder.path()).await.status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(folder.path().join("css/style.css")).unwrap(), "bytes of css/style.css");
    assert_eq!(std::fs::read_to_string(folder.path().join("css/mine.css")).unwrap(), "mine");
    std::fs::remove_file(folder.path().join("index.html")).unwrap();
    std::fs::create_dir(folder.path().join("index.html")).unwrap();
    let refused = get(&server, folder.path()).await;
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_names_files_outside_the_folder_is_not_followed() {
    let (server, folder) = (with_files(&["a", "../evil"]).await, tempfile::tempdir().unwrap());
    let got = get(&server, &folder.path().join("site")).await;
    assert_eq!(got.status.code(), Some(1));
    assert!(stderr(&got).contains("outside its folder") && !folder.path().join("evil").exists(), "{}", stderr(&got));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_put_as_it_is_under_a_key_of_its_own() {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let tail = format!("/api/v1/orgs/{ORG}/artifacts/{ARTIFACT}/content");
    let put = Mock::given(method("PUT")).and(path(tail)).and(query_param("path", "prd.md"));
    put.respond_with(ResponseTemplate::new(200).set_body_json(artifact(&["prd.md"]))).expect(1).mount(&server).await;
    let file = folder.path().join("mine.md");
    std::fs::write(&file, b"\xff\x00mine").unwrap();
    let put = output(server::at(&server, &["artifact", "put", ARTIFACT, "--file", file.to_str().unwrap(), "--path", "prd.md"])).await;
    assert_eq!(put.status.code(), Some(0), "{}", stderr(&put));
    let request = server.received_requests().await.unwrap().pop().unwrap();
    assert_eq!(request.body, b"\xff\x00mine");
    assert_eq!(request.headers["idempotency-key"].len(), 32);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_appears_whole_and_never_replaces_another() {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let archive = ResponseTemplate::new(200).set_body_raw(b"archive".to_vec(), "application/zstd");
    Mock::given(path(format!("/api/v1/orgs/{ORG}/backup"))).respond_with(archive).expect(1).mount(&server).await;
    let to = folder.path().join("b.tar.zst");
    let create = ["backup", "create", "--json", "--output", to.to_str().unwrap()];
    let made = output(server::at(&server, &create)).await;
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    assert_eq!(serde_json::from_str::<Value>(&stdout(&made)).unwrap()["bytes"], 7);
    assert_eq!(std::fs::read(&to).unwrap(), b"archive");
    assert_eq!(output(server::at(&server, &create)).await.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_export_goes_to_stdout_as_it_comes() {
    let server = server::start().await;
    let lines = ResponseTemplate::new(200).set_body_raw("{\"a\":1}\n{\"b\":2}\n", "application/x-ndjson");
    Mock::given(path(format!("/api/v1/orgs/{ORG}/audit/export"))).respond_with(lines).mount(&server).await;
    assert_eq!(stdout(&output(server::at(&server, &["audit", "export"])).await), "{\"a\":1}\n{\"b\":2}\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_lacks_damaged_blobs_is_written_and_says_so() {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let archive = ResponseTemplate::new(200)
        .insert_header("dreamos-damaged-count", "1")
        .insert_header("dreamos-damaged-blobs", DIGEST)
        .set_body_raw("the archive", "application/zstd");
    Mock::given(path(format!("/api/v1/orgs/{ORG}/backup"))).respond_with(archive).mount(&server).await;
    let to = folder.path().join("backup.tar.zst");
    let partly = output(server::at(&server, &["backup", "create", "--json", "--output", to.to_str().unwrap()])).await;
    assert_eq!(partly.status.code(), Some(10), "{}", stderr(&partly));
    let document: Value = serde_json::from_str(&stdout(&partly)).unwrap();
    assert_eq!((&document["damaged"], &document["damaged_blobs"]), (&json!(1), &json!([DIGEST])));
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "the archive");
}

/// An export whose last line is `last`, to a file and to stdout; the exit codes, and what was said beside the lines.
async fn exported(last: &Value) -> (Vec<i32>, String) {
    let (server, folder) = (server::start().await, tempfile::tempdir().unwrap());
    let frame = |line: &Value| zstd::encode_all(format!("{line}\n").as_bytes(), 1).unwrap();
    let first = json!({ "at": "2026-11-21T14:00:00.000000Z", "level": "info", "stream": "agent/a", "source": "a", "message": "kept" });
    let body = ResponseTemplate::new(200).set_body_raw([frame(&first), frame(last)].concat(), "application/zstd");
    Mock::given(path(format!("/api/v1/orgs/{ORG}/logs/export"))).respond_with(body).mount(&server).await;
    let (mut codes, mut said) = (Vec::new(), String::new());
    for to in [None, Some("lines.jsonl"), Some("lines.jsonl.zst")] {
        let file = to.map(|name| folder.path().join(name));
        let mut arguments = vec!["logs", "export"];
        arguments.extend(file.iter().flat_map(|file| ["--output", file.to_str().unwrap()]));
        let done = output(server::at(&server, &arguments)).await;
        let lines = match file {
            None => done.stdout.clone(),
            Some(file) if file.ends_with("lines.jsonl") => std::fs::read(&file).unwrap(),
            Some(file) => zstd::decode_all(std::fs::read(&file).unwrap().as_slice()).unwrap(),
        };
        assert_eq!(String::from_utf8(lines).unwrap(), format!("{first}\n{last}\n"), "every line, the last one too");
        codes.push(done.status.code().unwrap());
        said.push_str(&stderr(&done));
    }
    (codes, said)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_log_lines_that_is_not_whole_says_so() {
    let mut last = json!({
        "at": "2026-11-21T14:00:00.000000Z", "level": "error", "stream": "server", "source": "log.export.incomplete", "message": "not whole",
        "fields": { "problems": ["log segment 7 was not searched whole"] }
    });
    let (codes, said) = exported(&last).await;
    assert_eq!((codes, said.matches("log segment 7").count()), (vec![10, 10, 10], 3), "{said}");
    last["stream"] = json!("agent/a");
    assert_eq!(exported(&last).await.0, [0, 0, 0], "an agent's line says nothing of the export");
}
