//! GitLab webhooks.

use super::facts::{Draft, at, first_of, text_at, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The event in a GitLab payload.
pub(super) fn draft(payload: &Value) -> Draft {
    let object = first_of(payload, &["object_kind", "event_name", "event_type"]).unwrap_or_else(|| "event".to_owned());
    let action = first_of(payload, &["object_attributes.action", "action"]);
    let project = first_of(payload, &["project.path_with_namespace", "project.name", "project_name"]);
    let draft = match object.as_str() {
        "push" | "tag_push" => push(payload, &object),
        "merge_request" => numbered(payload, "Merge request !", action.as_deref()),
        "issue" | "work_item" => numbered(payload, "Issue #", action.as_deref()),
        "note" => note(payload),
        "pipeline" => pipeline(payload),
        "build" => job(payload),
        "deployment" => deployment(payload),
        "release" => release(payload, action.as_deref()),
        _ => Draft::of("", format!("{}: {}", project.as_deref().unwrap_or("GitLab"), object.replace('_', " "))),
    };
    let kind = match (object.as_str(), &action, draft.labels.get("conclusion")) {
        (_, Some(action), _) => format!("{object}.{action}"),
        ("pipeline" | "build" | "deployment", None, Some(status)) => format!("{object}.{status}"),
        _ => object.clone(),
    };
    let key = if draft.key.is_empty() { String::new() } else { format!("{} {}", project.as_deref().unwrap_or_default(), draft.key) };
    let sender = first_of(payload, &["user.username", "user_username", "user_name"]);
    Draft { kind, key, ..draft }.label("repository", project).label("sender", sender).label("action", action)
}

fn push(payload: &Value, object: &str) -> Draft {
    let branch = text_at(payload, "ref").unwrap_or_default();
    let branch = branch.trim_start_matches("refs/heads/").trim_start_matches("refs/tags/").to_owned();
    let count = text_at(payload, "total_commits_count").unwrap_or_else(|| "0".to_owned());
    let who = first_of(payload, &["user_name", "user_username"]).unwrap_or_default();
    let commits = at(payload, "commits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let lines = commits.iter().take(20).map(|commit| {
        let id: String = text_at(commit, "id").unwrap_or_default().chars().take(7).collect();
        format!("`{id}` {}", first_of(commit, &["title", "message"]).unwrap_or_default().lines().next().unwrap_or_default())
    });
    let summary = lines.collect::<Vec<_>>().join("\n");
    let plural = if count == "1" { "commit" } else { "commits" };
    let title =
        if object == "tag_push" { format!("{who} pushed the tag {branch}") } else { format!("{who} pushed {count} {plural} to {branch}") };
    Draft::of("", title)
        .summary(Some(summary))
        .link(text_at(payload, "project.web_url"))
        .label("branch", Some(branch.clone()))
        .key(format!("{object} {branch} {}", text_at(payload, "after").unwrap_or_default()))
}

fn numbered(payload: &Value, what: &str, action: Option<&str>) -> Draft {
    let number = text_at(payload, "object_attributes.iid").unwrap_or_default();
    let word = match action {
        Some("open") => "opened",
        Some("close") => "closed",
        Some("merge") => "merged",
        Some("update") => "updated",
        Some("reopen") => "reopened",
        Some("approved" | "approval") => "approved",
        Some(other) => other,
        None => "changed",
    };
    Draft::of("", format!("{what}{number} {word}: {}", text_at(payload, "object_attributes.title").unwrap_or_default()))
        .summary(text_at(payload, "object_attributes.description"))
        .severity(text_at(payload, "object_attributes.severity").and_then(|word| Severity::of_word(&word)).unwrap_or_default())
        .link(text_at(payload, "object_attributes.url"))
        .at(time_at(payload, "object_attributes.updated_at"))
        .label("number", Some(number.clone()))
        .label("state", text_at(payload, "object_attributes.state"))
        .label("branch", text_at(payload, "object_attributes.source_branch"))
        .key(format!("{what}{number}"))
}

fn note(payload: &Value) -> Draft {
    let about =
        first_of(payload, &["merge_request.title", "issue.title", "commit.title", "commit.message", "snippet.title"]).unwrap_or_default();
    let who = first_of(payload, &["user.name", "user.username"]).unwrap_or_default();
    Draft::of("", format!("{who} commented on {}", about.lines().next().unwrap_or_default()))
        .summary(first_of(payload, &["object_attributes.note", "object_attributes.description"]))
        .link(text_at(payload, "object_attributes.url"))
        .label("noteable", text_at(payload, "object_attributes.noteable_type"))
        .key(format!("note {}", text_at(payload, "object_attributes.id").unwrap_or_default()))
}

fn concluded(status: &str) -> (Severity, Phase) {
    match status {
        "failed" => (Severity::Error, Phase::Firing),
        "success" => (Severity::Info, Phase::Resolved),
        "manual" | "waiting_for_resource" => (Severity::Warning, Phase::Momentary),
        _ => (Severity::Info, Phase::Momentary),
    }
}

fn pipeline(payload: &Value) -> Draft {
    let (branch, status) =
        (text_at(payload, "object_attributes.ref").unwrap_or_default(), text_at(payload, "object_attributes.status").unwrap_or_default());
    let (severity, phase) = concluded(&status);
    let link = text_at(payload, "object_attributes.url").or_else(|| {
        let id = text_at(payload, "object_attributes.id")?;
        Some(format!("{}/-/pipelines/{id}", text_at(payload, "project.web_url")?))
    });
    Draft::of("", format!("Pipeline on {branch}: {status}"))
        .summary(first_of(payload, &["commit.title", "commit.message"]))
        .severity(severity)
        .phase(phase)
        .link(link)
        .label("branch", Some(branch.clone()))
        .label("conclusion", Some(status))
        .key(format!("pipeline {branch}"))
}

fn job(payload: &Value) -> Draft {
    let (name, status) = (text_at(payload, "build_name").unwrap_or_default(), text_at(payload, "build_status").unwrap_or_default());
    let branch = text_at(payload, "ref").unwrap_or_default();
    let (severity, phase) = concluded(&status);
    Draft::of("", format!("Job {name} on {branch}: {status}"))
        .summary(text_at(payload, "build_failure_reason"))
        .severity(severity)
        .phase(phase)
        .link(first_of(payload, &["repository.homepage", "project.web_url"]))
        .label("branch", Some(branch.clone()))
        .label("conclusion", Some(status))
        .key(format!("job {name} {branch}"))
}

fn deployment(payload: &Value) -> Draft {
    let (environment, status) = (text_at(payload, "environment").unwrap_or_default(), text_at(payload, "status").unwrap_or_default());
    let (severity, phase) = concluded(&status);
    Draft::of("", format!("Deployment to {environment}: {status}"))
        .severity(severity)
        .phase(phase)
        .link(first_of(payload, &["deployable_url", "environment_external_url"]))
        .label("environment", Some(environment.clone()))
        .label("conclusion", Some(status))
        .key(format!("deployment {environment}"))
}

fn release(payload: &Value, action: Option<&str>) -> Draft {
    let name = first_of(payload, &["name", "tag"]).unwrap_or_default();
    Draft::of("", format!("Release {name}: {}", action.unwrap_or("published")))
        .summary(text_at(payload, "description"))
        .link(text_at(payload, "url"))
        .label("tag", text_at(payload, "tag"))
        .key(format!("release {}", text_at(payload, "id").unwrap_or_default()))
}
