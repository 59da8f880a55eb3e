//! Links between documents lead somewhere.

use std::collections::BTreeSet;

use super::Breach;
use super::tree::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Breach> {
    let mut places: BTreeSet<&str> = BTreeSet::new();
    for file in &tree.files {
        places.insert(&file.path);
        let folders = file.path.match_indices('/').filter_map(|(at, _)| file.path.get(..at));
        places.extend(folders);
    }
    let documents = tree.files.iter().filter(|file| is_document(file));
    documents.flat_map(|file| check_file(file, &places)).collect()
}

/// Documents of ours; examples and prompts are other people's texts.
fn is_document(file: &File) -> bool {
    file.has_extension("md") && (!file.path.contains('/') || file.path.starts_with("docs/"))
}

fn check_file(file: &File, places: &BTreeSet<&str>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut in_code = false;
    for (number, line) in (1..).zip(file.text.lines()) {
        in_code ^= line.trim_start().starts_with("```");
        for target in targets(line).filter(|_| !in_code) {
            let inside = target.split('#').next().unwrap_or_default();
            let elsewhere = inside.is_empty() || inside.contains("://") || inside.starts_with("mailto:");
            if !elsewhere && !resolve(&file.path, inside).is_some_and(|path| places.contains(path.as_str())) {
                breaches.push(Breach::new(format!("{}:{number}", file.path), format!("links to {target}, which is not there")));
            }
        }
    }
    breaches
}

/// What stands in the round brackets of `[text](target)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The path from the top of the checkout; `None` when it leaves it.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_documents_lead_somewhere() {
        for (text, broken) in [
            ("see [style](../STYLE.md) and [recipes](recipes/)", false),
            ("see [style](../STYLE.md#names), [here](#there), [web](https://example.org/x.md)", false),
            ("see [style](STYLE.md)", true),
            ("see [out](../../x.md)", true),
            ("```\n[not a link](nowhere.md)\n```", false),
        ] {
            let tree = Tree::of(&[("docs/a.md", text), ("STYLE.md", ""), ("docs/recipes/b.md", "")]);
            assert_eq!(!check(&tree).is_empty(), broken, "{text}");
        }
        assert_eq!(check(&Tree::of(&[("examples/briefs/a.md", "[x](nowhere.md)")])), []);
    }
}
