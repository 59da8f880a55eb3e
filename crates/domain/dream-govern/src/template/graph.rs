//! Whether the stages of a template make sense together: names, needs, inputs, cycles.

use super::parse::ReadStage;
use crate::StageSpec;
use std::collections::{BTreeMap, BTreeSet};

/// Finds everything that is wrong with the stages together.
pub(super) fn check(stages: &[ReadStage<'_>]) {
    check_names(stages);
    check_needs(stages);
    if !check_cycles(stages) {
        check_inputs(stages);
    }
}

fn check_names(stages: &[ReadStage<'_>]) {
    let mut names = BTreeSet::new();
    let mut artifacts: BTreeMap<&str, &str> = BTreeMap::new();
    for ReadStage { spec, section } in stages {
        if !names.insert(spec.name.as_str()) {
            section.fault(section.offset_of("name"), "duplicate_stage", format!("another stage is named `{}` too", spec.name));
        }
        for product in &spec.produces {
            if let Some(other) = artifacts.insert(&product.name, &spec.name) {
                let message = format!("artifact `{}` is already produced by stage `{other}`", product.name);
                section.fault(section.offset_of("produces"), "duplicate_artifact", message);
            }
        }
    }
}

fn check_needs(stages: &[ReadStage<'_>]) {
    for ReadStage { spec, section } in stages {
        for need in spec.needs.iter().filter(|need| find(stages, need).is_none()) {
            let known = stages.iter().map(|stage| stage.spec.name.as_str()).collect::<Vec<_>>().join(", ");
            section.fault(section.offset_of("needs"), "unknown_need", format!("it needs `{need}`, which is no stage; there are {known}"));
        }
    }
}

/// Names one cycle, if there is any.
fn check_cycles(stages: &[ReadStage<'_>]) -> bool {
    for start in stages {
        if let Some(path) = path_to(stages, &start.spec, &start.spec.name, &mut BTreeSet::new()) {
            let cycle = std::iter::once(start.spec.name.as_str()).chain(path.iter().map(String::as_str));
            let message = format!("its needs go round in a circle: {}", cycle.collect::<Vec<_>>().join(" needs "));
            start.section.fault(start.section.offset_of("needs"), "cycle", message);
            return true;
        }
    }
    false
}

/// The stages from a need of `from` to `goal`, if `from` needs it, directly or not.
fn path_to(stages: &[ReadStage<'_>], from: &StageSpec, goal: &str, seen: &mut BTreeSet<String>) -> Option<Vec<String>> {
    for need in &from.needs {
        if need == goal {
            return Some(vec![need.clone()]);
        }
        if !seen.insert(need.clone()) {
            continue;
        }
        let Some(next) = find(stages, need) else { continue };
        if let Some(mut path) = path_to(stages, &next.spec, goal, seen) {
            path.insert(0, need.clone());
            return Some(path);
        }
    }
    None
}

fn check_inputs(stages: &[ReadStage<'_>]) {
    for ReadStage { spec, section } in stages {
        for input in &spec.inputs {
            let producer = stages.iter().find(|stage| stage.spec.product(input).is_some());
            let message = match producer {
                None => format!("input `{input}` is produced by no stage"),
                Some(producer) if producer.spec.name == spec.name => format!("input `{input}` is produced by the stage itself"),
                Some(producer) if path_to(stages, spec, &producer.spec.name, &mut BTreeSet::new()).is_none() => {
                    format!("input `{input}` is produced by stage `{}`, which it does not need: add it to `needs`", producer.spec.name)
                }
                Some(_) => continue,
            };
            section.fault(section.offset_of("inputs"), "missing_input", message);
        }
    }
}

fn find<'a, 's>(stages: &'a [ReadStage<'s>], name: &str) -> Option<&'a ReadStage<'s>> {
    stages.iter().find(|stage| stage.spec.name == name)
}

/// The stages in an order in which each comes after all that it needs, otherwise as written. There is no cycle among them.
pub(super) fn in_order(stages: Vec<ReadStage<'_>>) -> Vec<StageSpec> {
    let mut left: Vec<StageSpec> = stages.into_iter().map(|stage| stage.spec).collect();
    let mut ordered: Vec<StageSpec> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let placed = |need: &String| ordered.iter().any(|stage| &stage.name == need);
        let next = left.iter().position(|stage| stage.needs.iter().all(placed)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}
