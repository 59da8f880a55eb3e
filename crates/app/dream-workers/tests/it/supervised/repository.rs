//! Work on a project that has a git repository: a copy of it to work in, and what changed in it as what is handed in.

mod commands;

use super::{House, ada, soon};
use crate::house::{begun, project, publish, refusal, standing};
use dream_agents::{GitRepositories, RepositoryOptions};
use dream_app::projects::{self, NewRepository};
use dream_app::tasks::{self, NewTask};
use dream_app::{Kind, Op, agents, artifacts, runs};
use dream_govern::Status;
use dream_id::{ProjectId, RunId, TaskId};
use dream_ports::Cancel;
use dream_swarm::Status as TaskStatus;
use dream_testkit::TestApp;
use dream_workers::{Performer, Reconciler};
use serde_json::json;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

dream_testkit::for_both_engines!(
    a_project_begins_from_a_repository_that_may_be_read,
    what_changed_in_the_copy_is_handed_in,
    what_cannot_be_handed_in_is_told_and_nothing_of_the_copys_git_is_believed,
    a_task_ends_with_what_changed,
    work_that_cannot_begin_from_its_repository_fails_with_the_reason,
);

const TEMPLATE: &str = "name = \"changed\"\n[[stage]]\nname = \"build\"\nrole = \"builder\"\nproduces = [{ name = \"changes\", kind = \"tree\" }]\n\
    checks = [\"size\"]\ngate = \"none\"\n";

/// A repository that projects may begin from.
struct Source {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Source {
    fn new(app: &TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("allowed/site");
        std::fs::create_dir_all(path.join("docs")).unwrap();
        for (name, text) in [("a.txt", "one\n"), ("docs/gone.txt", "gone\n"), (".gitignore", "target/\n")] {
            std::fs::write(path.join(name), text).unwrap();
        }
        symlink("a.txt", path.join("link")).unwrap();
        git(&path, &["init", "--quiet", "--initial-branch=main"]);
        git(&path, &["add", "--all"]);
        git(&path, &["commit", "--quiet", "--message", "the first"]);
        let options = RepositoryOptions {
            allowed: vec![folder.path().join("allowed")],
            folder: folder.path().join("own"),
            path: "/usr/local/bin:/usr/bin:/bin".to_owned(),
            patience: Duration::from_mins(1),
        };
        app.outside.put_repositories(Arc::new(GitRepositories::open(options).unwrap()));
        Self { folder, path }
    }

    async fn of(&self, op: &Op, project: ProjectId) {
        let new = NewRepository { path: self.path.display().to_string(), branch: None };
        projects::set_repository(op, project, new).await.unwrap();
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1").current_dir(folder);
    let done = command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// A run of a project that begins from `source`, with an agent that builds, and what has the stages worked.
async fn building(app: &TestApp, house: &House<'_>, source: &Source) -> (RunId, Arc<Performer>) {
    begin_with(app, house, source, TEMPLATE).await
}

/// The same by another template.
async fn begin_with(app: &TestApp, house: &House<'_>, source: &Source, template: &str) -> (RunId, Arc<Performer>) {
    let owner = app.owner();
    publish(app, template).await;
    let manifest = "name = \"bob\"\nrole = \"builder\"\n[runtime]\nkind = \"acp\"\ncommand = \"/bin/agent\"\n";
    agents::register(&owner, "bob.toml", manifest.to_owned(), None).await.unwrap();
    let project = project(&owner, "changed").await;
    source.of(&owner, project).await;
    let run = runs::start(&owner, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    house.look().await;
    while begun(&app.app).await {}
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(house.supervisor.clone()), "test".to_owned(), 4, Cancel::new()));
    assert!(performer.reconcile().await.unwrap());
    (run, performer)
}

async fn a_project_begins_from_a_repository_that_may_be_read(app: &TestApp) {
    let owner = app.owner();
    let id = project(&owner, "planning-only").await;
    let new = |path: &str, branch: Option<&str>| NewRepository { path: path.to_owned(), branch: branch.map(str::to_owned) };
    let not_configured = projects::set_repository(&owner, id, new("/srv/site", None)).await;
    assert_eq!(refusal(not_configured), (Kind::Forbidden, "repositories_not_configured"));
    let source = Source::new(app);
    let at = source.path.display().to_string();
    for (path, branch, expected) in [
        ("site", None, (Kind::Invalid, "invalid_repository")),
        (at.as_str(), Some("--upload-pack=id"), (Kind::Invalid, "invalid_repository")),
        (at.as_str(), Some("other"), (Kind::Invalid, "repository_branch_unknown")),
        ("/etc", None, (Kind::Forbidden, "repository_not_allowed")),
    ] {
        assert_eq!(refusal(projects::set_repository(&owner, id, new(path, branch)).await), expected, "{path} {branch:?}");
    }
    let reviewer = app.person(dream_access::Role::Reviewer).await;
    assert_eq!(refusal(projects::set_repository(&reviewer, id, new("/etc", None)).await).1, "role_too_low", "and nothing is looked up");
    let set = projects::set_repository(&owner, id, new(&format!("{at}/../site"), Some("main"))).await;
    assert_eq!(refusal(set).1, "invalid_repository", "a path that leads upwards");
    for _ in 0..2 {
        let set = projects::set_repository(&owner, id, new(&at, None)).await.unwrap();
        assert_eq!(set.repository.as_ref().map(|known| (known.path.clone(), known.branch.as_str())), Some((at.clone(), "main")));
        assert_eq!(set.saved_version(), 2, "what it is already is no change");
    }
    let cleared = projects::clear_repository(&owner, id).await.unwrap();
    assert_eq!((cleared.repository.clone(), cleared.saved_version()), (None, 3));
}

async fn what_changed_in_the_copy_is_handed_in(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    let (run, performer) = building(app, &house, &source).await;
    let agent = house.started().await;
    let turn = agent.turn().await;
    let commit = git(&source.path, &["rev-parse", "HEAD"]);
    for part in ["`repository/` is a working copy", "from the branch main", &commit, "handed in as `changes`"] {
        assert!(turn.text.contains(part), "{part}: {}", turn.text);
    }
    turn.finish();
    let turn = agent.turn().await;
    assert!(
        turn.text.contains("Nothing was handed in for `changes`: change files in `repository/`"),
        "as long as nothing changed: {}",
        turn.text
    );
    let copy = agent.folder.join("repository");
    assert!(git(&copy, &["status", "--short", "--branch"]).starts_with("## dreamos/tsk_"));
    std::fs::write(copy.join("a.txt"), "two\n").unwrap();
    std::fs::remove_file(copy.join("docs/gone.txt")).unwrap();
    git(&copy, &["commit", "--quiet", "--all", "--message", "what is committed counts as well"]);
    std::fs::write(copy.join("docs/logo.png"), b"\0\x01").unwrap();
    std::fs::write(copy.join("docs/run.sh"), "#!/bin/sh\n").unwrap();
    for name in ["docs/run.sh", ".gitignore"] {
        std::fs::set_permissions(copy.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    std::fs::remove_file(copy.join("link")).unwrap();
    symlink("docs/run.sh", copy.join("link")).unwrap();
    std::fs::create_dir(copy.join("target")).unwrap();
    std::fs::write(copy.join("target/built"), "left out").unwrap();
    turn.finish();
    soon("the attempt's end", performer.drain()).await;
    assert_eq!(standing(&owner, run).await.0, Status::Done);
    let id = runs::find(&owner, run).await.unwrap().artifacts().find(|artifact| artifact.name == "changes").unwrap().id;
    let (_, files) = artifacts::all_files(&owner, id, None).await.unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["changes.diff", "files/a.txt", "files/docs/logo.png", "files/docs/run.sh"]);
    assert_eq!(files.iter().map(|file| file.executable).collect::<Vec<_>>(), [false, false, false, true]);
    let difference = files[0].as_text().unwrap();
    assert!(difference.contains(&commit) && difference.contains("-one\n+two\n") && difference.contains("deleted file"), "{difference}");
    for part in ["b/.gitignore\nold mode 100644\nnew mode 100755\n", "new file mode 100755\n", "new file mode 120000\n", "+docs/run.sh\n"] {
        assert!(difference.contains(part), "{part}: {difference}");
    }
    assert!(!difference.contains("target") && !difference.contains(".git/"), "{difference}");
    // It can be put back into the repository that it came from, where it is no binary.
    let patch = source.folder.path().join("patch");
    std::fs::write(&patch, difference).unwrap();
    git(&source.path, &["apply", "--exclude=docs/logo.png", patch.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(source.path.join("a.txt")).unwrap(), "two\n");
    assert!(!source.path.join("docs/gone.txt").exists());
    assert_eq!(std::fs::read_link(source.path.join("link")).unwrap(), Path::new("docs/run.sh"));
    let modes = ["docs/run.sh", ".gitignore", "a.txt"].map(|name| std::fs::metadata(source.path.join(name)).unwrap().permissions().mode());
    assert_eq!(modes.map(|mode| mode & 0o100), [0o100, 0o100, 0]);
    house.end().await;
}

/// Escape list, 19: the configuration of a folder that an agent wrote to is the agent's; 4 and 13: links and pipes.
async fn what_cannot_be_handed_in_is_told_and_nothing_of_the_copys_git_is_believed(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    let (run, performer) = building(app, &house, &source).await;
    let agent = house.started().await;
    let copy = agent.folder.join("repository");
    let mut turn = agent.turn().await;
    let mark = source.folder.path().join("mark");
    let configuration = format!("[core]\n\tfsmonitor = touch {0}\n\tpager = touch {0}\n[diff]\n\texternal = touch {0}\n", mark.display());
    std::fs::write(copy.join(".git/config"), configuration).unwrap();
    symlink("/etc/passwd", copy.join("secret")).unwrap();
    turn.finish();
    turn = agent.turn().await;
    assert!(turn.text.contains("`secret` is a link that leads out of the repository"), "{}", turn.text);
    std::fs::remove_file(copy.join("secret")).unwrap();
    std::fs::rename(&copy, agent.folder.join("moved")).unwrap();
    symlink("/etc", &copy).unwrap();
    turn.finish();
    turn = agent.turn().await;
    assert!(turn.text.contains("The folder `repository` is gone"), "{}", turn.text);
    std::fs::remove_file(&copy).unwrap();
    std::fs::rename(agent.folder.join("moved"), &copy).unwrap();
    std::fs::remove_dir_all(copy.join(".git")).unwrap();
    std::fs::write(copy.join("new.txt"), "new\n").unwrap();
    turn.finish();
    soon("the attempt's end", performer.drain()).await;
    assert_eq!(standing(&owner, run).await.0, Status::Done, "git's own folder is not needed for what is handed in");
    assert!(!mark.exists(), "nothing that it names was executed");
    house.end().await;
}

async fn a_task_ends_with_what_changed(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    let project = project(&owner, "planning-only").await;
    source.of(&owner, project).await;
    ada(app, "").await;
    let mut agent = None;
    for by_tool in [true, false] {
        let new = NewTask { role: Some("developer".to_owned()), project: Some(project), ..NewTask::titled("Count to two") };
        let task = tasks::create(&owner, new).await.unwrap().task.id();
        if agent.is_none() {
            agent = Some(house.started().await);
        }
        // One process works on both.
        let agent = agent.as_ref().unwrap();
        let looking = async {
            loop {
                house.look().await;
            }
        };
        let turn = tokio::select! {
            turn = agent.turn() => turn,
            () = looking => panic!("it looks without end"),
        };
        assert!(turn.text.contains("is added to your result"), "{}", turn.text);
        std::fs::write(agent.folder.join("repository/a.txt"), "two\n").unwrap();
        if by_tool {
            let answer = house.call("complete_task", json!({ "summary": "It is done." })).await;
            assert!(!answer.failed, "{answer:?}");
        } else {
            std::fs::create_dir_all(agent.folder.join("out")).unwrap();
            std::fs::write(agent.folder.join("out/RESULT.md"), "It is done.").unwrap();
        }
        turn.finish();
        super::until(app, "the task's end", async || (house.status(task).await == TaskStatus::Done).then_some(())).await;
        let output = output(&owner, task).await;
        assert!(
            output.starts_with("It is done.\n\n## What changed in the repository\n\n```diff\n") && output.contains("-one\n+two\n"),
            "{output}"
        );
    }
    house.end().await;
}

async fn output(op: &Op, task: TaskId) -> String {
    let digest = tasks::find(op, task).await.unwrap().task.result.as_ref().unwrap().output.unwrap();
    dream_app::texts::read(op, vec![digest]).await.unwrap().remove(&digest).unwrap()
}

async fn work_that_cannot_begin_from_its_repository_fails_with_the_reason(app: &TestApp) {
    let (house, owner, source) = (House::new(app), app.owner(), Source::new(app));
    git(&source.path, &["branch", "passing"]);
    let project = project(&owner, "planning-only").await;
    let new = NewRepository { path: source.path.display().to_string(), branch: Some("passing".to_owned()) };
    projects::set_repository(&owner, project, new).await.unwrap();
    git(&source.path, &["branch", "--delete", "passing"]);
    ada(app, "").await;
    let new = NewTask { role: Some("developer".to_owned()), project: Some(project), ..NewTask::titled("Count to two") };
    let task = tasks::create(&owner, new).await.unwrap().task.id();
    house.started().await;
    super::until(app, "a failed attempt", async || {
        let found = tasks::find(&owner, task).await.unwrap();
        found.task.attempts.last().filter(|past| matches!(past.ended, dream_swarm::Ended::Failed)).map(|_| ())
    })
    .await;
    house.end().await;
}
