//! What needs no server: run.json, the configuration, completion, restore, doctor.

use crate::{dreamos, output, server, stderr, stdout};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn run_json_leads_to_the_local_server() {
    let server = server::start().await;
    let data = tempfile::tempdir().unwrap();
    let run_json = serde_json::json!({ "url": server.uri(), "token": "dos_local", "pid": 1 });
    std::fs::write(data.path().join("run.json"), run_json.to_string()).unwrap();
    let whoami = output(dreamos(&["whoami", "--json", "--data", data.path().to_str().unwrap()])).await;
    assert_eq!(whoami.status.code(), Some(0), "{}", stderr(&whoami));
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].headers["authorization"], "Bearer dos_local");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_the_exit_code_is_9_and_without_a_token_4() {
    let data = tempfile::tempdir().unwrap();
    let mut command = dreamos(&["run", "list"]);
    command.current_dir(data.path());
    let nowhere = output(command).await;
    assert_eq!(nowhere.status.code(), Some(9));
    assert!(stderr(&nowhere).contains("dreamos up"), "{}", stderr(&nowhere));
    let mut command = dreamos(&["run", "list", "--url", "http://127.0.0.1:9"]);
    command.current_dir(data.path());
    assert_eq!(output(command).await.status.code(), Some(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn config_show_says_where_each_value_came_from_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dreamos.toml"), "[server]\nlisten = \"127.0.0.1:2\"\n[models.openai]\napi_key = \"sk-hidden\"\n")
        .unwrap();
    let mut command = dreamos(&["config", "show", "--json", "--provider", "openai"]);
    command.current_dir(folder.path()).env("DREAMOS_TOKEN", "dos_hidden").env("DREAMOS_BLOBS", "s3://b");
    let shown = output(command).await;
    let text = stdout(&shown);
    let document: Value = serde_json::from_str(&text).unwrap();
    let origin = |name: &str| {
        document["items"].as_array().unwrap().iter().find(|item| item["name"] == name).unwrap()["origin"].as_str().unwrap().to_owned()
    };
    assert_eq!(origin("server.listen"), "dreamos.toml");
    assert_eq!(origin("server.blobs"), "environment DREAMOS_BLOBS");
    assert_eq!(origin("models.provider"), "--provider");
    assert_eq!(origin("server.data"), "default");
    assert!(!text.contains("hidden"), "{text}");
}

/// What stands between the fences of TOML on a page of the documentation that a configuration may hold.
fn configurations(page: &str) -> Vec<String> {
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| ["[server]", "[models]", "[mail]"].iter().any(|section| block.starts_with(section))).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_is_documented_and_the_files_that_the_pages_print_are_read() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs");
    let read = |page: &str| std::fs::read_to_string(docs.join(page)).unwrap();
    let (operations, models) = (read("operations.md"), read("models.md"));
    let folder = tempfile::tempdir().unwrap();
    let shown = async |file: Option<&std::path::Path>| {
        let mut command = dreamos(&["config", "show", "--json"]);
        // The page's mail server has a login name, and the password where it belongs.
        command
            .current_dir(folder.path())
            .env("DREAMOS_MAIL_PASSWORD", "x")
            .args(file.iter().flat_map(|file| ["--config", file.to_str().unwrap()]));
        let shown = output(command).await;
        assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
        serde_json::from_str::<Value>(&stdout(&shown)).unwrap()["items"].as_array().unwrap().clone()
    };
    let known = shown(None).await;
    assert!(known.len() > 40, "every section is there");
    for item in &known {
        let name = format!("`{}`", item["name"].as_str().unwrap());
        assert!(operations.contains(&name) || models.contains(&name), "{name} is on neither page");
    }
    let limits = known.iter().find(|item| item["name"] == "models.openai.limits").unwrap()["value"].as_str().unwrap();
    for (name, value) in limits.split(", ").filter_map(|limit| limit.split_once('=')) {
        assert!(models.contains(&format!("| `{name}` | {value} |")), "{name} is {value} unless the file says so");
    }
    let files = [configurations(&operations), configurations(&models)].concat();
    assert!(files.len() >= 3, "the pages have their files: {files:?}");
    for file in files {
        let path = folder.path().join("pasted.toml");
        std::fs::write(&path, &file).unwrap();
        let items = shown(Some(&path)).await;
        assert!(items.iter().any(|item| item["origin"].as_str().unwrap().ends_with("pasted.toml")), "{file}");
    }
}

#[test]
fn the_buckets_that_the_page_names_are_places_for_blobs() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/operations.md");
    let page = std::fs::read_to_string(page).unwrap();
    let named: Vec<&str> = page.split("--blobs \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    for place in named {
        let read = place.parse::<dream_blobs::Location>();
        assert!(
            matches!(read, Ok(dream_blobs::Location::S3(ref s3)) if s3.region.is_some() && s3.prefix == "production"),
            "{place}: {read:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_no_data_folder() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    let refused = output(dreamos(&["up", "--data", path])).await;
    assert_eq!(refused.status.code(), Some(2));
    let said = stderr(&refused);
    assert!(said.contains(&format!("error[usage]: {path} is no folder\n  hint: name a folder with --data")), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_configuration_is_usage_and_names_the_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dreamos.toml"), "[server]\nlisten = \"0.0.0.0:7717\"\n").unwrap();
    let mut command = dreamos(&["config", "show"]);
    command.current_dir(folder.path());
    let refused = output(command).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--tls-cert"), "{}", stderr(&refused));
    std::fs::write(folder.path().join("dreamos.toml"), "[server]\n\nlistn = 1\n").unwrap();
    let mut command = dreamos(&["config", "show"]);
    command.current_dir(folder.path());
    assert!(stderr(&output(command).await).contains("line 3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_refuses_what_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, data) = (folder.path().join("b"), folder.path().join("data"));
    std::fs::write(&archive, "nothing").unwrap();
    let refused = output(dreamos(&["backup", "restore", archive.to_str().unwrap(), "--data", data.to_str().unwrap()])).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("cannot be restored") && !data.exists(), "{}", stderr(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let doctor = output(dreamos(&["doctor", "--json", "--data", folder.path().to_str().unwrap()])).await;
    assert_eq!(doctor.status.code(), Some(9));
    let document: Value = serde_json::from_str(&stdout(&doctor)).unwrap();
    let last = document["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["name"], &last["ok"]), (&serde_json::json!("server"), &serde_json::json!(false)));
    assert!(last["fix"].as_str().unwrap().contains("dreamos up"));
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_tells_a_server_that_is_gone_from_one_that_runs() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    for (pid, runs) in [(std::process::id(), true), (ended.id(), false)] {
        let run_json = serde_json::json!({ "url": "http://127.0.0.1:9", "token": "dos_local", "pid": pid });
        let path = folder.path().join("run.json");
        std::fs::write(&path, run_json.to_string()).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let doctor = output(dreamos(&["doctor", "--json", "--data", folder.path().to_str().unwrap()])).await;
        let document: Value = serde_json::from_str(&stdout(&doctor)).unwrap();
        let found = document["items"].as_array().unwrap().iter().find(|item| item["name"] == "run.json").unwrap().clone();
        assert_eq!(found["ok"], runs, "{found}");
        assert_eq!(found["fix"].as_str().is_some_and(|fix| fix.contains("dreamos up")), !runs, "{found}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn completion_scripts_come_out_for_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let script = output(dreamos(&["completion", shell])).await;
        assert!(script.status.success() && stdout(&script).contains("dreamos"), "{shell}");
    }
}
