//! An agent does the work of a stage by tool: it is told its task, hands in, mends what the checks found, and hands in again.

use super::Agent;
use async_trait::async_trait;
use dream_app::agent_work::{After, CommandRunner, Ground, Hand, HandWork};
use dream_app::work::{self, CallPath, Failure, Product, StageJob, StageWorker, perform};
use dream_app::{AppError, Op, projects, runs};
use dream_govern::CommandCheck;
use dream_id::{OrgId, TaskId};
use dream_ports::{Cancel, ModelReply, ModelRequest, ToolCaller, TurnEnd};
use dream_roles::CheckResult;
use dream_swarm::Runtime;
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A worker whose agent does everything by tool.
struct ByTool<'a> {
    app: &'a TestApp,
    agent: Agent,
    folder: tempfile::TempDir,
    /// The name of the artifact that was handed in.
    done: Mutex<Option<String>>,
    /// The part of the task that was made a task of its own.
    part: Mutex<Option<TaskId>>,
}

#[async_trait]
impl StageWorker for ByTool<'_> {
    fn takes(&self, _: OrgId, _: Option<&str>) -> bool {
        true
    }

    async fn refuses(&self) -> Option<Failure> {
        None
    }

    async fn work(&self, job: Arc<StageJob>) -> Result<Vec<Product>, Failure> {
        let (folder, reference) = (self.folder.path().to_owned(), self.agent.caller.agent.clone());
        let hand = Arc::new(Hand::new(reference, &acp(), folder.clone(), HandWork::Stage(Arc::clone(&job)), Arc::default()));
        let _laid = self.app.app.desk().lay(Arc::clone(&hand));
        let caller = ToolCaller { folder, ..hand.caller() };
        let agent = Agent { tools: self.agent.tools.clone(), caller };
        let made = perform(job.assignment().clone(), job.prompts().clone(), job.model(), &mut Calls(&job)).await?;
        self.hand_in(&agent, &made[0]).await;
        match hand.after(&self.app.app, &NoCommands, TurnEnd::Finished).await.unwrap() {
            After::Done(products) => Ok(products),
            other => panic!("{other:?}"),
        }
    }
}

/// The stages here demand none.
struct NoCommands;

#[async_trait]
impl CommandRunner for NoCommands {
    async fn run(&self, _: &str, check: &CommandCheck, _: Ground<'_>) -> Result<CheckResult, AppError> {
        panic!("{check:?}")
    }
}

fn acp() -> Runtime {
    Runtime::Acp { command: "agent".to_owned(), arguments: Vec::new() }
}

struct Calls<'a>(&'a StageJob);

#[async_trait]
impl CallPath for Calls<'_> {
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure> {
        self.0.call(number, request.clone()).await
    }

    fn refused(&self, number: u32, artifact: &str, faults: usize) {
        self.0.refused(number, artifact, faults);
    }
}

impl ByTool<'_> {
    async fn hand_in(&self, agent: &Agent, made: &Product) {
        let told = agent.get("get_task", json!({})).await;
        assert_eq!(told["stage"]["produces"][0]["name"], json!(made.name));
        assert!(told["body"].as_str().unwrap().contains("A site."), "the brief is its body");
        agent.get("heartbeat", json!({})).await;
        agent.get("report_progress", json!({"percent": 50})).await;
        assert_eq!(agent.refused("complete_task", json!({"summary": "done"})).await, "stage_work");
        assert_eq!(agent.refused("fail_task", json!({"reason": "no"})).await, "stage_work");
        let parts = agent.get("split_task", json!({"tasks": [{"title": "Look it up"}]})).await;
        *self.part.lock().unwrap() = Some(serde_json::from_value(parts["tasks"][0].clone()).unwrap());
        let publish = |files: Value| agent.get("publish_artifact", json!({"name": made.name, "files": files}));
        let poor = publish(json!([{"path": "x.md", "text": "Too little."}])).await;
        assert_eq!(poor["accepted"], json!(false));
        assert!(!poor["findings"][0]["message"].as_str().unwrap().is_empty());
        let unknown = json!({"name": "novel", "files": [{"path": "x.md", "text": "x"}]});
        assert_eq!(agent.refused("publish_artifact", unknown).await, "unknown_artifact");
        // From a file of its folder, and through no link to somewhere else.
        let text = String::from_utf8(made.files[0].bytes.clone()).unwrap();
        std::fs::write(self.folder.path().join("draft.md"), &text).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", self.folder.path().join("link")).unwrap();
        for from in ["link", "../x", "/etc/hostname", "nothing"] {
            let files = json!({"name": made.name, "files": [{"path": "x.md", "from": from}]});
            assert!(agent.call("publish_artifact", files).await.failed, "{from}");
        }
        let good = publish(json!([{"path": made.files[0].path, "from": "draft.md"}])).await;
        assert_eq!((&good["accepted"], &good["missing"]), (&json!(true), &json!([])));
        *self.done.lock().unwrap() = Some(made.name.clone());
    }
}

async fn a_stage_is_worked_by_tool_until_its_checks_pass(app: &TestApp) {
    let (owner, op) = (app.owner(), Op::of_worker(app.app.clone(), "test"));
    let new = projects::NewProject { name: "site".to_owned(), brief: b"A site.".to_vec(), template: "software-delivery".to_owned() };
    let project = projects::create(&owner, new).await.unwrap();
    let run = runs::start(&owner, runs::NewRun { project: project.id(), cost_cap_micros: None }).await.unwrap();
    work::start_ready(&op, run).await.unwrap();
    let agent = Agent::new(app, "by-tool").await;
    let worker = ByTool { app, agent, folder: tempfile::tempdir().unwrap(), done: Mutex::default(), part: Mutex::default() };
    let taken = work::take_up(&op, "test", 1, &worker).await.unwrap().remove(0);
    work::work_on(&op, &taken, &worker, Duration::ZERO, &Cancel::new()).await.unwrap();
    let name = worker.done.lock().unwrap().clone().unwrap();
    // It is an artifact of the run now, which a part of the task's work may read.
    let part = worker.part.lock().unwrap().unwrap();
    let reader = worker.agent.about(part, 1);
    let listed = reader.get("list_artifacts", json!({})).await;
    assert_eq!((&listed["artifacts"][0]["name"], &listed["artifacts"][0]["version"]), (&json!(name), &json!(1)));
    let read = reader.get("read_artifact", json!({"name": name})).await;
    assert_eq!(read["text"].as_str().unwrap(), std::fs::read_to_string(worker.folder.path().join("draft.md")).unwrap());
    assert_eq!(reader.refused("read_artifact", json!({"name": name, "version": 7})).await, "not_found");
}

dream_testkit::for_both_engines!(a_stage_is_worked_by_tool_until_its_checks_pass);
