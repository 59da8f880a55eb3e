//! The rule over small workspaces, in the shape that `cargo metadata` gives.

use serde_json::{Value, json};

/// Ours are written `layer/name`; others by their name. Each with what it depends on.
fn workspace(crates: &[(&str, &[&str])]) -> Value {
    let name = |entry: &str| entry.rsplit('/').next().unwrap().to_owned();
    let dependency = |on: &&str| {
        let (kind, on) = on.strip_prefix("dev:").map_or((Value::Null, *on), |on| (json!("dev"), on));
        (name(on), kind)
    };
    let packages: Vec<Value> = crates
        .iter()
        .map(|(of, on)| {
            let dependencies: Vec<Value> = on.iter().map(dependency).map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
            json!({"id": name(of), "name": name(of), "manifest_path": format!("/w/crates/{of}/Cargo.toml"), "dependencies": dependencies})
        })
        .collect();
    let nodes: Vec<Value> = crates
        .iter()
        .map(|(of, on)| {
            let edges: Vec<Value> =
                on.iter().map(dependency).map(|(pkg, kind)| json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]})).collect();
            json!({"id": name(of), "deps": edges})
        })
        .collect();
    let members: Vec<String> = crates.iter().filter(|(of, _)| of.contains('/')).map(|(of, _)| name(of)).collect();
    json!({"workspace_root": "/w", "workspace_members": members, "packages": packages, "resolve": {"nodes": nodes}})
}

fn check(crates: &[(&str, &[&str])], expected: &[&str]) {
    let found: Vec<String> = super::check(&workspace(crates)).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{found} does not say {expected}");
    }
}

#[test]
fn the_arrow_points_up_only() {
    check(&[("base/dream-id", &[]), ("store/dream-store", &["base/dream-id"])], &[]);
    check(&[("store/dream-store", &[]), ("domain/dream-govern", &["store/dream-store"])], &["(domain) depends on dream-store (store)"]);
    check(&[("test/dream-testkit", &[]), ("app/dream-app", &["test/dream-testkit"])], &["the arrow points up only"]);
    check(&[("test/dream-testkit", &[]), ("app/dream-app", &["dev:test/dream-testkit"])], &[]);
}

#[test]
fn neighbours_are_strangers_unless_the_table_says_otherwise() {
    check(&[("store/dream-sql", &[]), ("store/dream-store", &["store/dream-sql"])], &[]);
    check(&[("store/dream-blobs", &[]), ("store/dream-store", &["store/dream-blobs"])], &["of the same layer store"]);
    check(&[("adapters/dream-mail", &[]), ("adapters/dream-hooks", &["adapters/dream-mail"])], &["of the same layer adapters"]);
}

#[test]
fn the_sdk_takes_only_base() {
    check(&[("base/dream-id", &[]), ("sdk/dream-api", &["base/dream-id"])], &[]);
    check(&[("domain/dream-govern", &[]), ("sdk/dream-api", &["domain/dream-govern"])], &["takes only base"]);
}

#[test]
fn the_edge_and_the_adapters_go_through_the_app_layer() {
    check(&[("store/dream-store", &[]), ("edge/dream-http", &["store/dream-store"])], &["no crate of edge may"]);
    check(&[("app/dream-app", &[]), ("edge/dream-http", &["app/dream-app"])], &[]);
    check(&[("app/dream-app", &[]), ("adapters/dream-models", &["app/dream-app"])], &["no crate of adapters may"]);
}

#[test]
fn an_engine_has_one_home() {
    check(&[("rusqlite", &[]), ("store/dream-sql", &["rusqlite"])], &[]);
    check(&[("rusqlite", &[]), ("store/dream-store", &["rusqlite"])], &["belongs to dream-sql alone"]);
    check(&[("axum", &[]), ("app/dream-app", &["axum"])], &["belongs to edge, dream-discord-fake alone"]);
}

#[test]
fn nothing_below_a_decision_reaches_the_outside() {
    check(&[("mio", &[]), ("helper", &["mio"]), ("domain/dream-govern", &["helper"])], &["is pure, and brings in mio"]);
    check(&[("mio", &[]), ("helper", &["dev:mio"]), ("domain/dream-govern", &["helper"])], &[]);
    check(&[("mio", &[]), ("app/dream-app", &["mio"])], &[]);
}

#[test]
fn a_crate_stands_in_a_layer() {
    check(&[("utils/dream-utils", &[])], &["which is no layer"]);
}
