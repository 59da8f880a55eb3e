//! Commands that check what an agent changed: they run in the whole repository, of which every time a copy is made and thrown away.

use super::{Source, begin_with, git};
use crate::house::standing;
use crate::supervised::{House, soon};
use dream_app::{artifacts, runs};
use dream_govern::Status;
use dream_testkit::TestApp;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::Ordering;

dream_testkit::for_both_engines!(
    a_command_runs_in_the_whole_repository_with_what_was_changed,
    nothing_that_a_repository_or_its_agent_names_is_executed_for_a_check,
);

fn template(command: &str) -> String {
    format!("{}[[stage.command]]\nname = \"tests\"\nrun = '''{command}'''\n", super::TEMPLATE)
}

async fn a_command_runs_in_the_whole_repository_with_what_was_changed(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    house.sandbox.runs.store(true, Ordering::Relaxed);
    // `docs/gone.txt` and `link` are the repository's; `.hidden` and the modes are in no file of the artifact.
    let command = "test ! -e left-behind && touch left-behind && touch \"$HOME/kept\" && test -d .git && test \"$(cat docs/gone.txt)\" = gone \
                   && test \"$(readlink link)\" = a.txt && test \"$(cat .hidden)\" = hidden && test -x run.sh && test \"$(readlink new)\" = run.sh \
                   && test ! -e kept && cat link && test \"$(cat a.txt)\" = two";
    let (run, performer) = begin_with(app, &house, &source, &template(command)).await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    assert!(turn.text.contains("must succeed in a copy of the repository with what you changed in `repository/`"), "{}", turn.text);
    let copy = agent.folder.join("repository");
    std::fs::write(copy.join("a.txt"), "three\n").unwrap();
    std::fs::write(copy.join(".hidden"), "hidden\n").unwrap();
    std::fs::write(copy.join("run.sh"), "#!/bin/sh\n").unwrap();
    std::fs::set_permissions(copy.join("run.sh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    symlink("run.sh", copy.join("new")).unwrap();
    turn.finish();
    let turn = agent.turn().await;
    assert!(turn.text.contains("ended with exit code 1.") && turn.text.contains("- tests: three\n"), "{}", turn.text);
    std::fs::write(copy.join("a.txt"), "two\n").unwrap();
    turn.finish();
    soon("the attempt's end", performer.drain()).await;
    assert_eq!(standing(&owner, run).await.0, Status::Done, "each time in a new copy");
    assert!(!copy.join("left-behind").exists(), "the agent's own copy is another one");
    let left = std::fs::read_dir(house.workspaces().join("checks")).unwrap().count();
    assert_eq!(left, 0, "nothing is left of the copies");
    let id = runs::find(&owner, run).await.unwrap().artifacts().find(|artifact| artifact.name == "changes").unwrap().id;
    let (_, files) = artifacts::all_files(&owner, id, None).await.unwrap();
    let kept: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.executable)).collect();
    assert_eq!(kept, [("changes.diff", false), ("files/a.txt", false), ("files/run.sh", true)]);
    house.end().await;
}

/// A program that leaves a file of its own name beside itself.
fn snare(marks: &Path, name: &str) -> String {
    let path = marks.join(format!("{name}.sh"));
    std::fs::write(&path, format!("#!/bin/sh\n: > {}/{name}\ncat\n", marks.display())).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

/// Hooks, filters and a monitor of files in the repository whose folder this is.
fn arm(repository: &Path, marks: &Path) {
    let hooks = repository.join(".git/hooks");
    std::fs::create_dir_all(&hooks).unwrap();
    for hook in ["post-checkout", "post-index-change", "reference-transaction"] {
        let snare = snare(marks, hook);
        drop(std::fs::remove_file(hooks.join(hook)));
        symlink(snare, hooks.join(hook)).unwrap();
    }
    for (key, name) in [("filter.evil.smudge", "smudge"), ("filter.evil.clean", "clean"), ("core.fsmonitor", "fsmonitor")] {
        git(repository, &["config", key, &snare(marks, name)]);
    }
}

fn sprung(marks: &Path) -> Vec<String> {
    let names = std::fs::read_dir(marks).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.strip_suffix(".sh").is_none()).collect()
}

/// Trap 26, and the escape list's 19 and 20: the copy for a check is made from what the server fetched, never from a folder's own git.
async fn nothing_that_a_repository_or_its_agent_names_is_executed_for_a_check(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    house.sandbox.runs.store(true, Ordering::Relaxed);
    let marks = source.folder.path().join("marks");
    std::fs::create_dir(&marks).unwrap();
    std::fs::write(source.path.join(".gitattributes"), "* filter=evil\n").unwrap();
    git(&source.path, &["add", "--all"]);
    git(&source.path, &["commit", "--quiet", "--message", "attributes"]);
    arm(&source.path, &marks);
    let command = "test -e .gitattributes && test -e new.txt && test ! -e .git/hooks && ! grep -q -e evil -e fsmonitor .git/config";
    let (run, performer) = begin_with(app, &house, &source, &template(command)).await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    let copy = agent.folder.join("repository");
    arm(&copy, &marks);
    // The snares work: git as usual steps into them.
    git(&copy, &["status", "--short"]);
    assert!(sprung(&marks).contains(&"fsmonitor".to_owned()));
    for name in sprung(&marks) {
        std::fs::remove_file(marks.join(name)).unwrap();
    }
    std::fs::write(copy.join("new.txt"), "new\n").unwrap();
    turn.finish();
    soon("the attempt's end", performer.drain()).await;
    assert_eq!(standing(&owner, run).await.0, Status::Done);
    assert_eq!(sprung(&marks), [""; 0]);
    house.end().await;
}
