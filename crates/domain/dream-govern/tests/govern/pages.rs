//! docs/templates.md and docs/standard.md name every key and word that the parsers know, and their examples hold each key.

use dream_govern::{ArtifactKind, Craft, GateWhen, SourceErrors, Standard, Template};
use std::path::Path;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs").join(name)).unwrap()
}

/// The TOML of `page`'s last example.
fn example(page: &str) -> &str {
    page.rsplit("```toml\n").next().and_then(|rest| rest.split("```").next()).unwrap()
}

/// The keys that are known where a key is not, table by table, as the faults tell them.
fn known(errors: &SourceErrors) -> Vec<String> {
    let faults = errors.faults.iter().filter(|fault| fault.code == "unknown_key");
    let lists = faults.filter_map(|fault| fault.message.split_once("known here are ").map(|(_, list)| list.to_owned()));
    lists.flat_map(|list| list.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[track_caller]
fn check(name: &str, errors: &SourceErrors, tables: usize) {
    let found = errors.faults.iter().filter(|fault| fault.code == "unknown_key").count();
    assert_eq!(found, tables, "each table refused the unknown key: {errors}");
    let (text, toml) = (page(name), page(name));
    for key in known(errors) {
        let of_table = [format!("| `{key}` |"), format!("| `[[{key}]]` |"), format!("| `[[stage.{key}]]` |")];
        assert!(of_table.iter().any(|row| text.contains(row)), "{name} has a row for `{key}`");
        let used = [format!("\n{key} = "), format!("[{key}]"), format!(".{key}]"), format!("{{ {key} = "), format!(", {key} = ")];
        assert!(
            used.iter().any(|used| example(&toml).contains(used)) || example(&toml).starts_with(&format!("{key} = ")),
            "its example has `{key}`"
        );
    }
}

#[test]
fn every_key_of_a_template_is_on_its_page_and_in_its_example() {
    let wrong = "x = 1\nname = \"t\"\n[[stage]]\nx = 1\nname = \"s\"\nrole = \"builder\"\nproduces = [{ x = 1, name = \"d\", kind = \"tree\" }]\n\
                 [[stage.command]]\nx = 1\nname = \"c\"\nrun = \"true\"\n[stage.gate]\nx = 1\napprovers = [\"owner\"]\n";
    check("templates.md", &Template::parse("t.toml", wrong, &[]).unwrap_err(), 5);
}

#[test]
fn every_key_of_a_standard_is_on_its_page_and_in_its_example() {
    let wrong = "x = 1\n[[constraint]]\nx = 1\ntitle = \"t\"\ntext = \"t\"\n";
    check("standard.md", &Standard::parse("s.toml", wrong).unwrap_err(), 2);
}

#[test]
fn every_word_of_a_template_is_on_its_page() {
    let text = page("templates.md");
    let words = Craft::ALL.iter().map(|word| word.name()).chain(ArtifactKind::ALL.iter().map(|word| word.name()));
    for word in words.chain(GateWhen::ALL.iter().map(|word| word.name())) {
        assert!(text.contains(&format!("`{word}`")), "`{word}`");
    }
}

#[test]
fn the_examples_are_what_they_are_meant_to_be() {
    let template = Template::parse("templates.md", example(&page("templates.md")), &[]).unwrap();
    assert_eq!(template.stages.len(), 3);
    let standard = Standard::parse("standard.md", example(&page("standard.md"))).unwrap();
    assert_eq!((standard.least_quorum, standard.constraints.len(), standard.constraints[0].rules.len()), (2, 2, 5));
}
