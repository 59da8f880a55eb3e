//! What the supervisor knows, and what it writes down of an agent's calls.

use super::{Report, Supervisor};
use crate::{Done, Failure, PermissionOption, ToolOutcome};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};

/// The tools of the server.
pub(super) const TOOLS: [&str; 18] = [
    "get_task",
    "list_tasks",
    "claim_task",
    "heartbeat",
    "report_progress",
    "split_task",
    "complete_task",
    "fail_task",
    "send_message",
    "read_messages",
    "acknowledge_message",
    "list_artifacts",
    "read_artifact",
    "publish_artifact",
    "read_constraints",
    "ask_person",
    "record_decision",
    "write_log",
];

/// What stands in for everything behind the server.
#[derive(Clone)]
pub(super) struct Swarm(Arc<Known>);

struct Known {
    supervisor: Supervisor,
    report: Mutex<Report>,
}

impl Swarm {
    pub(super) fn new(supervisor: Supervisor) -> Self {
        Self(Arc::new(Known { supervisor, report: Mutex::default() }))
    }

    pub(super) fn brief(&self) -> String {
        let part = |name: &str| text(&self.0.supervisor.task, name);
        format!("{}\n\n{}", part("title"), part("body"))
    }

    pub(super) fn permission(&self) -> PermissionOption {
        self.0.supervisor.permission
    }

    pub(super) fn extension(&self, method: &str) -> Option<Value> {
        self.0.supervisor.extensions.get(method).cloned()
    }

    /// The tools that were added.
    pub(super) fn others(&self) -> impl Iterator<Item = String> {
        let others: Vec<String> = self.0.supervisor.tools.keys().filter(|name| !TOOLS.contains(&name.as_str())).cloned().collect();
        others.into_iter()
    }

    pub(super) fn report(&self) -> Report {
        self.0.report.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note<T>(&self, note: impl FnOnce(&mut Report) -> T) -> T {
        note(&mut self.0.report.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the answer of the call of `tool` that was just made is lost.
    pub(super) fn loses(&self, tool: &str) -> bool {
        let first = |report: &mut Report| report.calls.iter().filter(|(called, _)| called == tool).count() == 1;
        self.0.supervisor.losing.as_deref() == Some(tool) && self.note(first)
    }

    pub(super) fn call(&self, tool: &str, arguments: Value) -> ToolOutcome {
        self.note(|report| report.calls.push((tool.to_owned(), arguments.clone())));
        if let Some(given) = self.0.supervisor.tools.get(tool) {
            return given(arguments);
        }
        match self.answer(tool, &arguments) {
            Ok(data) => ToolOutcome { text: data.to_string(), data: Some(data), failed: false },
            Err(why) => ToolOutcome { data: Some(json!({"code": "test", "message": why})), text: why, failed: true },
        }
    }

    fn answer(&self, tool: &str, arguments: &Value) -> Result<Value, String> {
        let known = &self.0.supervisor;
        match tool {
            "get_task" | "claim_task" => Ok(known.task.clone()),
            "list_tasks" => Ok(json!({"tasks": [known.task]})),
            "heartbeat" => Ok(json!({"cancel": false})),
            "read_constraints" => Ok(json!({"constraints": known.task.get("constraints").cloned().unwrap_or_else(|| json!([]))})),
            "list_artifacts" => {
                let artifact = |(name, files): (&String, &std::collections::BTreeMap<String, String>)| json!({"name": name, "version": 1, "files": files.keys().collect::<Vec<_>>()});
                Ok(json!({"artifacts": known.artifacts.iter().map(artifact).collect::<Vec<_>>()}))
            }
            "read_artifact" => self.read(arguments),
            "read_messages" => {
                let channel = arguments.get("channel").and_then(Value::as_str);
                let wanted = |message: &&Value| channel.is_none_or(|channel| text(message, "channel") == channel);
                Ok(json!({"messages": known.messages.iter().filter(wanted).collect::<Vec<_>>()}))
            }
            _ => self.note(|report| write_down(report, tool, arguments)),
        }
    }

    fn read(&self, arguments: &Value) -> Result<Value, String> {
        let name = text(arguments, "name");
        let files = self.0.supervisor.artifacts.get(&name).ok_or_else(|| format!("there is no artifact {name}"))?;
        let path = arguments.get("path").and_then(Value::as_str);
        let found = path.map_or_else(|| files.iter().next(), |path| files.get_key_value(path));
        let (path, content) = found.ok_or_else(|| format!("{name} has no such file"))?;
        Ok(json!({"name": name, "version": 1, "path": path, "text": content}))
    }
}

/// Takes in what a tool was told.
fn write_down(report: &mut Report, tool: &str, arguments: &Value) -> Result<Value, String> {
    match tool {
        "report_progress" => {
            report.progress.push(text(arguments, "text"));
            Ok(json!({"cancel": false}))
        }
        "complete_task" => {
            let artifacts = list(arguments, "artifacts").iter().filter_map(Value::as_str).map(str::to_owned).collect();
            report.completed = Some(Done { summary: text(arguments, "summary"), artifacts });
            Ok(json!({"status": "done"}))
        }
        "fail_task" => {
            let retryable = arguments.get("retryable").and_then(Value::as_bool).unwrap_or(false);
            report.failed = Some(Failure { reason: text(arguments, "reason"), retryable });
            Ok(json!({"status": "failed"}))
        }
        "split_task" => {
            let ids: Vec<String> = (1..=list(arguments, "tasks").len()).map(|number| format!("tsk_part{number}")).collect();
            Ok(json!({"tasks": ids}))
        }
        "send_message" => {
            report.sent.push((text(arguments, "channel"), text(arguments, "text")));
            Ok(json!({"message": format!("msg_sent{}", report.sent.len())}))
        }
        "acknowledge_message" => {
            report.acknowledged.push([text(arguments, "delivery"), text(arguments, "message")].concat());
            Ok(json!({"failed": arguments.get("failed").and_then(Value::as_bool).unwrap_or(false)}))
        }
        "publish_artifact" => {
            let files = list(arguments, "files").iter().map(|file| (text(file, "path"), content(file))).collect();
            report.published.insert(text(arguments, "name"), files);
            Ok(json!({"name": text(arguments, "name"), "accepted": true, "findings": [], "missing": []}))
        }
        "ask_person" => {
            report.questions.push(text(arguments, "question"));
            Ok(json!({"question": format!("qst_{}", report.questions.len())}))
        }
        "record_decision" => {
            report.decisions.push(text(arguments, "decision"));
            Ok(json!({"message": "msg_decision"}))
        }
        "write_log" => {
            report.logged.push(text(arguments, "text"));
            Ok(json!({"log": "task/tsk_own"}))
        }
        other => Err(format!("there is no tool {other}")),
    }
}

fn content(file: &Value) -> String {
    match file.get("from").and_then(Value::as_str) {
        Some(from) => format!("from {from}"),
        None => [text(file, "text"), text(file, "base64")].concat(),
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
