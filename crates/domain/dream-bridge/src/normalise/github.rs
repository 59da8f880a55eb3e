//! GitHub webhooks.

use super::facts::{Draft, at, first_of, text_at, time_at};
use crate::event::{Phase, Severity};
use serde_json::Value;

/// The event in a GitHub payload; `event` is the header `X-GitHub-Event`.
pub(super) fn draft(payload: &Value, event: &str) -> Draft {
    let action = text_at(payload, "action");
    let kind = action.as_deref().map_or_else(|| event.to_owned(), |action| format!("{event}.{action}"));
    let repository = text_at(payload, "repository.full_name");
    let sender = text_at(payload, "sender.login");
    let action = action.unwrap_or_default();
    let draft = match event {
        "push" => push(payload),
        "pull_request" | "pull_request_review" | "pull_request_review_comment" | "pull_request_review_thread" => {
            pull_request(payload, &action)
        }
        "issues" | "issue_comment" => issue(payload, event, &action),
        "check_run" | "check_suite" | "workflow_run" | "workflow_job" => check(payload, event),
        "status" => status(payload),
        "deployment_status" | "deployment" => deployment(payload),
        "release" => release(payload, &action),
        "create" | "delete" => reference(payload, event),
        "ping" => Draft::of("", format!("GitHub says: {}", text_at(payload, "zen").unwrap_or_default())).key("ping"),
        _ => Draft::of("", format!("{}: {kind}", repository.as_deref().unwrap_or("GitHub"))),
    };
    let key = if draft.key.is_empty() { String::new() } else { format!("{} {}", repository.as_deref().unwrap_or_default(), draft.key) };
    let draft = Draft { kind, key, ..draft };
    draft.label("repository", repository).label("sender", sender).label("action", Some(action).filter(|action| !action.is_empty()))
}

fn push(payload: &Value) -> Draft {
    let branch = text_at(payload, "ref").unwrap_or_default();
    let branch = branch.trim_start_matches("refs/heads/").trim_start_matches("refs/tags/").to_owned();
    let commits: Vec<&Value> = at(payload, "commits").and_then(Value::as_array).map(|list| list.iter().collect()).unwrap_or_default();
    let plural = if commits.len() == 1 { "commit" } else { "commits" };
    let pusher = first_of(payload, &["pusher.name", "sender.login"]).unwrap_or_default();
    let lines = commits.iter().take(20).map(|commit| {
        let id: String = text_at(commit, "id").unwrap_or_default().chars().take(7).collect();
        let message = text_at(commit, "message").unwrap_or_default();
        format!("`{id}` {}", message.lines().next().unwrap_or_default())
    });
    let summary = lines.collect::<Vec<_>>().join("\n");
    Draft::of("", format!("{pusher} pushed {} {plural} to {branch}", commits.len()))
        .summary(Some(summary))
        .link(first_of(payload, &["compare", "head_commit.url"]))
        .at(time_at(payload, "head_commit.timestamp"))
        .label("branch", Some(branch.clone()))
        .key(format!("push {branch} {}", text_at(payload, "after").unwrap_or_default()))
}

fn pull_request(payload: &Value, action: &str) -> Draft {
    let number = first_of(payload, &["pull_request.number", "number"]).unwrap_or_default();
    let title = text_at(payload, "pull_request.title").unwrap_or_default();
    let merged = at(payload, "pull_request.merged").and_then(Value::as_bool) == Some(true);
    let state = text_at(payload, "review.state");
    let word = match (action, merged, &state) {
        ("closed", true, _) => "merged".to_owned(),
        ("submitted", _, Some(state)) => state.replace('_', " "),
        _ => action.replace('_', " "),
    };
    let severity = if state.as_deref() == Some("changes_requested") { Severity::Warning } else { Severity::Info };
    Draft::of("", format!("Pull request #{number} {word}: {title}"))
        .summary(first_of(payload, &["review.body", "comment.body", "pull_request.body"]))
        .severity(severity)
        .link(first_of(payload, &["review.html_url", "comment.html_url", "pull_request.html_url"]))
        .at(time_at(payload, "pull_request.updated_at"))
        .label("number", Some(number.clone()))
        .label("branch", text_at(payload, "pull_request.head.ref"))
        .label("base", text_at(payload, "pull_request.base.ref"))
        .label("merged", Some(merged.to_string()))
        .label("review_state", state)
        .key(format!("pull {number}"))
}

fn issue(payload: &Value, event: &str, action: &str) -> Draft {
    let number = text_at(payload, "issue.number").unwrap_or_default();
    let title = text_at(payload, "issue.title").unwrap_or_default();
    let what = if event == "issue_comment" { format!("comment {action}") } else { action.replace('_', " ") };
    Draft::of("", format!("Issue #{number} {what}: {title}"))
        .summary(first_of(payload, &["comment.body", "issue.body"]))
        .link(first_of(payload, &["comment.html_url", "issue.html_url"]))
        .at(time_at(payload, "issue.updated_at"))
        .label("number", Some(number.clone()))
        .label("label", text_at(payload, "label.name"))
        .key(format!("issue {number}"))
}

/// What a check concluded. One that is not done yet is only of interest.
fn concluded(conclusion: Option<&str>) -> (Severity, Phase) {
    match conclusion {
        Some("failure" | "timed_out" | "startup_failure" | "error") => (Severity::Error, Phase::Firing),
        Some("action_required") => (Severity::Warning, Phase::Firing),
        Some("success" | "neutral") => (Severity::Info, Phase::Resolved),
        _ => (Severity::Info, Phase::Momentary),
    }
}

fn check(payload: &Value, event: &str) -> Draft {
    let of = |name: &str| text_at(payload, &format!("{event}.{name}"));
    let (conclusion, status) = (of("conclusion"), of("status"));
    let branch = first_of(payload, &[&format!("{event}.head_branch"), &format!("{event}.check_suite.head_branch")]);
    let name = of("name").or_else(|| text_at(payload, &format!("{event}.app.name"))).unwrap_or_else(|| event.replace('_', " "));
    let (severity, phase) = concluded(conclusion.as_deref());
    let word = conclusion.clone().or(status).unwrap_or_default().replace('_', " ");
    Draft::of("", format!("{name} on {}: {word}", branch.as_deref().unwrap_or("a commit")))
        .summary(first_of(
            payload,
            &[&format!("{event}.output.summary"), &format!("{event}.display_title"), &format!("{event}.head_commit.message")],
        ))
        .severity(severity)
        .phase(phase)
        .link(of("html_url").or_else(|| of("details_url")))
        .at(time_at(payload, &format!("{event}.updated_at")).or_else(|| time_at(payload, &format!("{event}.completed_at"))))
        .label("conclusion", conclusion)
        .label("branch", branch.clone())
        .label("workflow", Some(name.clone()))
        .key(format!("{event} {name} {}", branch.unwrap_or_default()))
}

fn status(payload: &Value) -> Draft {
    let state = text_at(payload, "state").unwrap_or_default();
    let context = text_at(payload, "context").unwrap_or_default();
    let (severity, phase) = concluded(Some(state.as_str()));
    Draft::of("", format!("{context}: {state}"))
        .summary(text_at(payload, "description"))
        .severity(severity)
        .phase(phase)
        .link(first_of(payload, &["target_url", "commit.html_url"]))
        .at(time_at(payload, "updated_at"))
        .label("conclusion", Some(state.clone()))
        .key(format!("status {context} {}", text_at(payload, "sha").unwrap_or_default()))
}

fn deployment(payload: &Value) -> Draft {
    let environment = first_of(payload, &["deployment.environment", "deployment_status.environment"]).unwrap_or_default();
    let state = text_at(payload, "deployment_status.state");
    let (severity, phase) = concluded(state.as_deref());
    Draft::of("", format!("Deployment to {environment}: {}", state.as_deref().unwrap_or("requested")))
        .summary(first_of(payload, &["deployment_status.description", "deployment.description"]))
        .severity(severity)
        .phase(phase)
        .link(first_of(payload, &["deployment_status.target_url", "deployment_status.log_url", "repository.html_url"]))
        .at(time_at(payload, "deployment_status.updated_at"))
        .label("environment", Some(environment.clone()))
        .label("conclusion", state)
        .key(format!("deployment {environment}"))
}

fn release(payload: &Value, action: &str) -> Draft {
    let name = first_of(payload, &["release.name", "release.tag_name"]).unwrap_or_default();
    Draft::of("", format!("Release {name} {}", action.replace('_', " ")))
        .summary(text_at(payload, "release.body"))
        .link(text_at(payload, "release.html_url"))
        .at(time_at(payload, "release.published_at"))
        .label("tag", text_at(payload, "release.tag_name"))
        .key(format!("release {}", text_at(payload, "release.id").unwrap_or_default()))
}

fn reference(payload: &Value, event: &str) -> Draft {
    let (kind, name) = (text_at(payload, "ref_type").unwrap_or_default(), text_at(payload, "ref").unwrap_or_default());
    let word = if event == "create" { "created" } else { "deleted" };
    Draft::of("", format!("{kind} {name} {word}"))
        .link(text_at(payload, "repository.html_url"))
        .label("branch", Some(name.clone()))
        .key(format!("ref {name}"))
}
