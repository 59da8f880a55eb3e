//! Which crate may depend on which: the arrow of imports points up the list of layers, and what must stay in one place does.

mod graph;
mod table;

use std::collections::BTreeSet;

use super::Breach;
use graph::{Crate, Graph};
use table::{ALONE, ASIDE, ENGINES, LAYERS, ONLY, PURE};

pub(super) fn check(metadata: &serde_json::Value) -> Result<Vec<Breach>, String> {
    let graph = Graph::read(metadata)?;
    let mut breaches = Vec::new();
    for of in &graph.ours {
        breaches.extend(check_place(of));
        for on in graph.dependencies_of(of) {
            breaches.extend(check_arrow(of, on));
        }
        for name in &of.dependencies {
            breaches.extend(check_only(of, name));
        }
        if PURE.contains(&of.layer.as_str()) {
            breaches.extend(check_pure(of, &graph));
        }
    }
    Ok(breaches)
}

fn check_place(of: &Crate) -> Option<Breach> {
    let known = LAYERS.contains(&of.layer.as_str());
    (!known).then(|| Breach::new(&of.name, format!("stands in {}, which is no layer; the layers are {LAYERS:?}", of.layer)))
}

fn check_arrow(of: &Crate, on: &Crate) -> Option<Breach> {
    let rank = |layer: &str| LAYERS.iter().position(|known| *known == layer);
    let (from, to) = (rank(&of.layer)?, rank(&on.layer)?);
    if of.layer == "sdk" && on.layer != "base" && !is_aside(of, on) {
        return Some(Breach::new(&of.name, format!("depends on {}: strangers compile against sdk, so it takes only base", on.name)));
    }
    if from == to && !is_aside(of, on) {
        let message = format!("depends on {} of the same layer {}: that edge is not in ASIDE of the table", on.name, on.layer);
        return Some(Breach::new(&of.name, message));
    }
    if from < to {
        let message = format!("({}) depends on {} ({}): the arrow points up only", of.layer, on.name, on.layer);
        return Some(Breach::new(&of.name, message));
    }
    ALONE
        .iter()
        .any(|(layer, never)| *layer == of.layer && never.contains(&on.name.as_str()))
        .then(|| Breach::new(&of.name, format!("depends on {}, which no crate of {} may", on.name, of.layer)))
}

fn is_aside(of: &Crate, on: &Crate) -> bool {
    ASIDE.contains(&(of.name.as_str(), on.name.as_str()))
}

/// A crate that only some may name.
fn check_only(of: &Crate, name: &str) -> Option<Breach> {
    let (_, users) = ONLY.iter().find(|(known, _)| *known == name)?;
    let may = users.contains(&of.name.as_str()) || users.contains(&of.layer.as_str());
    (!may).then(|| Breach::new(&of.name, format!("depends on {name}, which belongs to {} alone", users.join(", "))))
}

/// Nothing below a pure crate may reach the outside, whoever brings it.
fn check_pure(of: &Crate, graph: &Graph) -> Option<Breach> {
    let below: BTreeSet<&str> = graph.below(of);
    let found: Vec<&str> = ENGINES.iter().copied().filter(|engine| below.contains(engine)).collect();
    (!found.is_empty()).then(|| Breach::new(&of.name, format!("is pure, and brings in {}", found.join(", "))))
}

#[cfg(test)]
mod tests;
