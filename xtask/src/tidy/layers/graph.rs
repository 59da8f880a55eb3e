//! What `cargo metadata` says about our crates and what stands below them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A member of the workspace.
#[derive(Debug)]
pub(super) struct Crate {
    pub name: String,
    /// The folder above the crate; for `tests` and `xtask` the crate's own.
    pub layer: String,
    /// Names of what it depends on when built, not when tested.
    pub dependencies: BTreeSet<String>,
}

/// Our crates, and every crate's dependencies by package id.
#[derive(Debug)]
pub(super) struct Graph {
    pub ours: Vec<Crate>,
    ids: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    edges: BTreeMap<String, Vec<String>>,
}

impl Graph {
    pub(super) fn read(metadata: &Value) -> Result<Self, String> {
        let root = text(metadata, "workspace_root")?;
        let members: BTreeSet<&str> = list(metadata, "workspace_members")?.iter().filter_map(Value::as_str).collect();
        let mut graph = Self { ours: Vec::new(), ids: BTreeMap::new(), names: BTreeMap::new(), edges: BTreeMap::new() };
        for package in list(metadata, "packages")? {
            let (id, name) = (text(package, "id")?, text(package, "name")?);
            graph.names.insert(id.into(), name.into());
            if members.contains(id) {
                graph.ids.insert(name.into(), id.into());
                graph.ours.push(member(package, root)?);
            }
        }
        let resolve = metadata.get("resolve").ok_or("cargo metadata: no `resolve`")?;
        for node in list(resolve, "nodes")? {
            let built = list(node, "deps")?.iter().filter(|edge| kinds(edge).any(is_built));
            let below = built.map(|edge| text(edge, "pkg").map(str::to_owned)).collect::<Result<_, _>>()?;
            graph.edges.insert(text(node, "id")?.into(), below);
        }
        Ok(graph)
    }

    /// The crates of ours that `of` depends on when built.
    pub(super) fn dependencies_of<'a>(&'a self, of: &'a Crate) -> impl Iterator<Item = &'a Crate> {
        self.ours.iter().filter(|on| of.dependencies.contains(&on.name))
    }

    /// The names of everything below `of`.
    pub(super) fn below(&self, of: &Crate) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&str> = self.ids.get(&of.name).map(String::as_str).into_iter().collect();
        while let Some(id) = waiting.pop() {
            for next in self.edges.get(id).into_iter().flatten() {
                if seen.insert(next.as_str()) {
                    waiting.push(next);
                }
            }
        }
        seen.into_iter().filter_map(|id| self.names.get(id).map(String::as_str)).collect()
    }
}

fn member(package: &Value, root: &str) -> Result<Crate, String> {
    let manifest = text(package, "manifest_path")?;
    let inside = manifest.strip_prefix(root).unwrap_or(manifest).trim_start_matches('/');
    let folders: Vec<&str> = inside.split('/').collect();
    let layer = match folders.as_slice() {
        ["crates", layer, ..] => layer,
        [top, ..] => top,
        [] => "",
    };
    let mut dependencies = BTreeSet::new();
    for dependency in list(package, "dependencies")? {
        if dependency.get("kind").is_none_or(is_built) {
            dependencies.insert(text(dependency, "name")?.to_owned());
        }
    }
    Ok(Crate { name: text(package, "name")?.into(), layer: (*layer).into(), dependencies })
}

fn kinds(edge: &Value) -> impl Iterator<Item = &Value> {
    edge.get("dep_kinds").and_then(Value::as_array).into_iter().flatten().filter_map(|kind| kind.get("kind"))
}

/// Normal dependencies have no kind. Those of tests and of build scripts do not ship.
fn is_built(kind: &Value) -> bool {
    kind.is_null()
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value.get(key).and_then(Value::as_str).ok_or_else(|| format!("cargo metadata: no text `{key}`"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>, String> {
    value.get(key).and_then(Value::as_array).ok_or_else(|| format!("cargo metadata: no list `{key}`"))
}
