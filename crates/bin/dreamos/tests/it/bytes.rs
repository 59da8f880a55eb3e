//! Bytes in and out: artifacts, the audit export, backups.

use crate::server::{self, ARTIFACT, DIGEST, ORG};
use crate::{output, stderr, stdout};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn artifact(files: &[&str]) -> Value {
    let files: Vec<Value> = files.iter().map(|path| json!({ "path": path, "digest": DIGEST, "size": 5 })).collect();
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
