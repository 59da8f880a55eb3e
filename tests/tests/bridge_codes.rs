//! docs/reference/bridge-codes.md names every code with which the bridge refuses something, docs/reference/codes.md all others, and neither
//! names one that nothing refuses with.
#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dream_tests::{Failure, Outcome};

/// The nouns of the bridge in dream-app.
const NOUNS: [&str; 18] = [
    "alerts",
    "bridge",
    "connections",
    "deliveries",
    "destinations",
    "discord_links",
    "discord_rest",
    "gate_posts",
    "gateways",
    "interactions",
    "pairings",
    "received",
    "rules",
    "sources",
    "subscriptions",
    "summaries",
    "tenants",
    "usage",
];
/// What means the same everywhere, and what is never told to anybody.
const EVERYWHERE: [&str; 4] = ["internal", "no_such_route", "not_found", "rate_limited"];

#[test]
fn every_code_of_the_bridge_is_in_the_reference_and_no_other() -> Outcome {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (mut refused, mut said) = (BTreeSet::new(), BTreeSet::new());
    for path in sources(&crates.join("domain"))?.into_iter().chain(sources(&crates.join("app/dream-app/src"))?) {
        let text = fs::read_to_string(&path).map_err(Failure::system(format!("reading {}", path.display())))?;
        let production = text.split("#[cfg(test)]").next().unwrap_or_default();
        said.extend(quoted(production));
        if is_of_the_bridge(&path) {
            refused.extend(production.split("AppError::").skip(1).filter_map(refusal));
            refused.extend(production.split("fn code(").skip(1).filter_map(|rest| rest.split("\n    }\n").next()).flat_map(quoted));
        }
    }
    let listed = listed(&crates, "bridge-codes.md")?;
    let missing: Vec<&String> =
        refused.iter().filter(|code| !EVERYWHERE.contains(&code.as_str())).filter(|code| !listed.contains(*code)).collect();
    assert!(refused.len() > 60, "the codes are found: {refused:?}");
    assert_eq!(missing, Vec::<&String>::new(), "codes that the reference does not name");
    assert_eq!(listed.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "codes that nothing refuses with any more");
    Ok(())
}

/// Where what callers are told is made.
const TOLD: [&str; 5] = ["domain", "app/dream-app/src", "edge/dream-http/src", "store/dream-bus/src", "store/dream-blobs/src"];

#[test]
fn every_other_code_is_in_the_reference_and_no_other() -> Outcome {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let (mut refused, mut said) = (BTreeSet::new(), BTreeSet::new());
    for place in TOLD {
        for path in sources(&crates.join(place))? {
            let text = fs::read_to_string(&path).map_err(Failure::system(format!("reading {}", path.display())))?;
            let production = text.split("#[cfg(test)]").next().unwrap_or_default();
            said.extend(quoted(production));
            refused.extend(production.split("AppError::").skip(1).filter_map(refusal));
            refused.extend(production.split("fn code(&self)").skip(1).filter_map(|rest| rest.split("\n    }\n").next()).flat_map(quoted));
        }
    }
    let (bridge, all) = (listed(&crates, "bridge-codes.md")?, listed(&crates, "codes.md")?);
    let missing: Vec<&String> = refused.iter().filter(|code| !bridge.contains(*code) && !all.contains(*code)).collect();
    assert!(refused.len() > 200, "the codes are found: {refused:?}");
    assert_eq!(missing, Vec::<&String>::new(), "codes that the reference does not name");
    assert_eq!(all.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "codes that nothing refuses with any more");
    Ok(())
}

/// The codes that a page of the reference names.
fn listed(crates: &Path, page: &str) -> Outcome<BTreeSet<String>> {
    let page = crates.join("../docs/reference").join(page);
    let page = fs::read_to_string(&page).map_err(Failure::system("reading the page"))?;
    Ok(page.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect())
}

/// Whether what stands in this file is refused by the bridge.
fn is_of_the_bridge(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let noun = |noun: &str| text.contains(&format!("/dream-app/src/{noun}.rs")) || text.contains(&format!("/dream-app/src/{noun}/"));
    text.contains("/dream-bridge/src/") || NOUNS.iter().any(|each| noun(each))
}

/// The code in what follows `AppError::`, where it stands as it is.
fn refusal(rest: &str) -> Option<String> {
    let arguments = rest.strip_prefix("new(").or_else(|| rest.strip_prefix("invalid("))?;
    let (before, code) = arguments.split_once('"')?;
    if before.contains([';', ')']) {
        return None;
    }
    Some(code.split_once('"')?.0).filter(|code| is_code(code)).map(str::to_owned)
}

/// Whether it has the shape of a code.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The texts between quotes that look like codes.
fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('"').filter(|text| is_code(text)).map(str::to_owned)
}

/// The source files below a folder, without those of tests alone.
fn sources(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::system(format!("reading {}", folder.display())))? {
        let path = entry.map_err(Failure::system("reading a folder"))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && name != "tests" {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    Ok(found)
}
