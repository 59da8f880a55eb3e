//! What docs/templates.md and docs/standard.md print is what the product takes: their walks are run line by line by a shell, and every file in them
//! is validated by a server.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;

use dream_tests::{Cli, Failure, Outcome, Place, pasted, text};
use serde_json::Value;

#[test]
fn the_pages_of_templates_and_of_the_standard_work_as_they_are_printed() -> Outcome {
    let (templates, standard) = (page("templates.md")?, page("standard.md")?);
    let walk = pasted::lines(&templates, "## Five minutes");
    let standard_walk = pasted::lines(&standard, "## The standard");
    assert!(walk.len() >= 20 && standard_walk.len() >= 8, "the pages have their lines: {walk:?} {standard_walk:?}");

    let folder = tempfile::tempdir().map_err(Failure::system("making a folder"))?;
    let place = Place::embedded(folder.path().join("dreamos"), folder.path().join("server.log"))?;
    let (server, _, _) = place.start()?;
    let cli = Cli::of(&place);
    let output = pasted::shell(&place, folder.path(), &[walk, standard_walk].concat().join("\n"), &[])?;
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    let reviews = cli.json(["review", "list", "--status", "waiting"])?;
    assert_eq!(text(&reviews, "/items/0/stage")?, "report", "the outline passed by its checks, the report waits for people: {said}");

    // What is printed as a whole file is one that the server takes.
    for (page, command) in [(&templates, ["template", "validate"]), (&standard, ["standard", "check"])] {
        let mut seen = 0;
        for (number, block) in page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).enumerate() {
            let file = folder.path().join(format!("{}-{number}.toml", command[0]));
            fs::write(&file, block).map_err(Failure::system("writing an example"))?;
            let checked = cli.json([command[0], command[1], &file.to_string_lossy()])?;
            assert_eq!(checked.pointer("/valid"), Some(&Value::Bool(true)), "{checked}\n{block}");
            seen += 1;
        }
        assert!(seen >= 1, "the page has its example");
    }
    let warned = cli.json(["template", "validate", &folder.path().join("template-0.toml").to_string_lossy()])?;
    let warnings = warned.pointer("/warnings").map(Value::to_string).unwrap_or_default();
    assert!(warnings.contains("stage `release`"), "nobody else is here to approve: {warned}");
    assert!(server.stop()?.success());
    Ok(())
}

fn page(name: &str) -> Outcome<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)).map_err(Failure::system("reading the page"))
}
