//! Vendors' payloads as events. Each payload holds the fields that its vendor documents and the decision needs.

use dream_bridge::event::{Event, Phase, Severity};
use dream_bridge::normalise::{Arrival, MOST_EVENTS, normalise};
use dream_bridge::source::Kind;
use serde_json::{Value, json};

fn events(kind: Kind, event_type: Option<&str>, payload: &Value) -> Vec<Event> {
    let at = "2026-11-21T12:00:00Z".parse().unwrap();
    normalise(kind, Arrival { source: "s", event_type, at }, payload)
}

/// The first event: type, severity, phase, title, key.
fn check(kind: Kind, event_type: Option<&str>, payload: &Value, wanted: (&str, Severity, Phase, &str, &str)) {
    let found = events(kind, event_type, payload);
    let event = &found[0];
    let got = (event.kind.as_str(), event.severity, event.phase, event.title.as_str(), event.key.as_str());
    assert_eq!(got, wanted, "{event:#?}");
}

#[test]
fn github_says_what_happened_to_what() {
    let with = |extra: Value| {
        let mut whole =
            json!({"repository": {"full_name": "acme/app", "html_url": "https://github.com/acme/app"}, "sender": {"login": "amy"}});
        whole.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        whole
    };
    let push = with(
        json!({"ref": "refs/heads/main", "after": "abc", "pusher": {"name": "amy"}, "commits": [{"id": "0123456789", "message": "Fix it\n\nlong"}]}),
    );
    check(
        Kind::Github,
        Some("push"),
        &push,
        ("push", Severity::Info, Phase::Momentary, "amy pushed 1 commit to main", "acme/app push main abc"),
    );
    assert_eq!(events(Kind::Github, Some("push"), &push)[0].summary, "`0123456` Fix it");
    let merged = with(
        json!({"action": "closed", "number": 7, "pull_request": {"number": 7, "title": "Add x", "merged": true, "html_url": "https://github.com/acme/app/pull/7"}}),
    );
    check(
        Kind::Github,
        Some("pull_request"),
        &merged,
        ("pull_request.closed", Severity::Info, Phase::Momentary, "Pull request #7 merged: Add x", "acme/app pull 7"),
    );
    let run = |conclusion: &str| {
        with(
            json!({"action": "completed", "workflow_run": {"name": "ci", "head_branch": "main", "status": "completed", "conclusion": conclusion, "html_url": "https://x"}}),
        )
    };
    check(
        Kind::Github,
        Some("workflow_run"),
        &run("failure"),
        ("workflow_run.completed", Severity::Error, Phase::Firing, "ci on main: failure", "acme/app workflow_run ci main"),
    );
    check(
        Kind::Github,
        Some("workflow_run"),
        &run("success"),
        ("workflow_run.completed", Severity::Info, Phase::Resolved, "ci on main: success", "acme/app workflow_run ci main"),
    );
    let issue = with(json!({"action": "opened", "issue": {"number": 3, "title": "Broken"}}));
    check(
        Kind::Github,
        Some("issues"),
        &issue,
        ("issues.opened", Severity::Info, Phase::Momentary, "Issue #3 opened: Broken", "acme/app issue 3"),
    );
    let unknown = with(json!({"action": "invented"}));
    check(
        Kind::Github,
        Some("novelty"),
        &unknown,
        ("novelty.invented", Severity::Info, Phase::Momentary, "acme/app: novelty.invented", "novelty.invented acme/app: novelty.invented"),
    );
    assert_eq!(events(Kind::Github, Some("push"), &push)[0].labels["repository"], "acme/app");
}

#[test]
fn gitlab_jira_linear_and_sentry_say_what_happened() {
    let pipeline = json!({"object_kind": "pipeline", "object_attributes": {"id": 31, "ref": "main", "status": "failed"}, "project": {"path_with_namespace": "acme/app", "web_url": "https://gitlab.example/acme/app"}, "user": {"username": "amy"}});
    check(
        Kind::Gitlab,
        None,
        &pipeline,
        ("pipeline.failed", Severity::Error, Phase::Firing, "Pipeline on main: failed", "acme/app pipeline main"),
    );
    assert_eq!(events(Kind::Gitlab, None, &pipeline)[0].link.as_deref(), Some("https://gitlab.example/acme/app/-/pipelines/31"));
    let request = json!({"object_kind": "merge_request", "project": {"path_with_namespace": "acme/app"}, "object_attributes": {"iid": 5, "title": "Add x", "action": "merge"}});
    check(
        Kind::Gitlab,
        None,
        &request,
        ("merge_request.merge", Severity::Info, Phase::Momentary, "Merge request !5 merged: Add x", "acme/app Merge request !5"),
    );
    let jira = json!({"timestamp": 1_700_000_000_000_i64, "webhookEvent": "jira:issue_updated", "issue": {"key": "PROJ-123", "self": "https://x.atlassian.net/rest/api/2/10002", "fields": {"summary": "A title", "status": {"name": "Done", "statusCategory": {"key": "done"}}, "priority": {"name": "High"}}}, "changelog": {"items": [{"field": "status", "fromString": "To Do", "toString": "Done"}]}});
    check(Kind::Jira, None, &jira, ("jira.issue_updated", Severity::Error, Phase::Resolved, "PROJ-123 updated: A title", "PROJ-123"));
    let event = &events(Kind::Jira, None, &jira)[0];
    assert_eq!((event.summary.as_str(), event.link.as_deref()), ("status: To Do → Done", Some("https://x.atlassian.net/browse/PROJ-123")));
    let linear = json!({"action": "update", "type": "Issue", "data": {"id": "u1", "identifier": "ENG-9", "title": "Fix", "priority": 1, "state": {"type": "started", "name": "Doing"}}, "url": "https://linear.app/x"});
    check(Kind::Linear, None, &linear, ("issue.update", Severity::Critical, Phase::Momentary, "ENG-9 updated: Fix", "Issue u1"));
    let sentry = |action: &str| json!({"action": action, "data": {"issue": {"id": "117", "shortId": "FRONT-9", "title": "ReferenceError", "level": "fatal", "web_url": "https://o.sentry.io/issues/117/"}}});
    check(
        Kind::Sentry,
        Some("issue"),
        &sentry("created"),
        ("issue.created", Severity::Critical, Phase::Firing, "FRONT-9 created: ReferenceError", "issue 117"),
    );
    check(
        Kind::Sentry,
        Some("issue"),
        &sentry("resolved"),
        ("issue.resolved", Severity::Critical, Phase::Resolved, "FRONT-9 resolved: ReferenceError", "issue 117"),
    );
    let metric = json!({"action": "warning", "data": {"metric_alert": {"id": "4", "alert_rule": {"id": "7", "name": "Errors"}}, "description_title": "Too many errors"}});
    check(
        Kind::Sentry,
        Some("metric_alert"),
        &metric,
        ("metric_alert.warning", Severity::Warning, Phase::Firing, "Too many errors", "metric 7"),
    );
}

#[test]
fn alerts_become_an_event_each_and_what_was_left_out_is_said() {
    let alert = |status: &str, fingerprint: &str| json!({"status": status, "labels": {"alertname": "High", "severity": "page"}, "annotations": {"summary": "p99 above 2s"}, "startsAt": "2026-01-02T03:04:05.678Z", "endsAt": "2026-01-02T04:00:00Z", "generatorURL": "http://prometheus/graph", "fingerprint": fingerprint});
    let payload = json!({"version": "4", "status": "firing", "groupKey": "{}", "alerts": [alert("firing", "a1"), alert("resolved", "a2")]});
    for (kind, name) in [(Kind::Alertmanager, "alertmanager"), (Kind::Grafana, "grafana")] {
        let found = events(kind, None, &payload);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].kind.as_str(), found[0].severity, found[0].phase, found[0].key.as_str()),
            (format!("{name}.firing").as_str(), Severity::Critical, Phase::Firing, "a1")
        );
        assert_eq!((found[1].phase, found[1].at.to_string().as_str()), (Phase::Resolved, "2026-01-02T04:00:00.000000Z"));
        assert_eq!(found[0].title, "High: p99 above 2s");
    }
    let many = json!({"status": "firing", "truncatedAlerts": 3, "alerts": vec![alert("firing", "x"); 500]});
    let found = events(Kind::Alertmanager, None, &many);
    assert_eq!(found.len(), MOST_EVENTS);
    assert!(found.last().unwrap().title.starts_with("404 more alerts"), "{:?}", found.last());
    assert_eq!(events(Kind::Grafana, None, &json!({"title": "[FIRING:1] x", "state": "alerting"}))[0].phase, Phase::Firing);
}

#[test]
fn generic_cloud_and_slack_messages_are_read_by_their_usual_names() {
    let generic = json!({"type": "backup.failed", "title": "Backup failed", "message": "disk full", "severity": "CRIT", "labels": {"host": "db1", "n": 2}, "url": "https://x.y/1", "id": "b-1", "status": "firing"});
    check(Kind::Generic, None, &generic, ("backup.failed", Severity::Critical, Phase::Firing, "Backup failed", "b-1"));
    let event = &events(Kind::Generic, None, &generic)[0];
    assert_eq!((event.summary.as_str(), event.labels["host"].as_str(), event.labels["n"].as_str()), ("disk full", "db1", "2"));
    check(Kind::Generic, None, &json!(["no", "object"]), ("generic", Severity::Info, Phase::Momentary, "generic", "generic generic"));
    check(
        Kind::Generic,
        None,
        &json!({"text": "line 1\nline 2"}),
        ("generic", Severity::Info, Phase::Momentary, "line 1 line 2", "generic line 1 line 2"),
    );
    let cloud = json!({"specversion": "1.0", "id": "7", "source": "/build", "type": "com.x.done", "subject": "job 9", "time": "2026-01-01T00:00:00Z", "data": {"severity": "error"}});
    check(Kind::Cloudevents, None, &cloud, ("com.x.done", Severity::Error, Phase::Momentary, "job 9", "/build job 9"));
    let standard = json!({"type": "invoice.paid", "timestamp": "2026-01-01T00:00:00Z", "data": {"id": "inv_1", "title": "Invoice 1"}});
    check(Kind::StandardWebhooks, None, &standard, ("invoice.paid", Severity::Info, Phase::Momentary, "Invoice 1", "inv_1"));
    let slack = json!({"text": "*Deploy* done", "attachments": [{"color": "danger", "title": "T", "title_link": "https://x.y", "text": "<https://a.b|log>", "fields": [{"title": "Env", "value": "prod"}]}]});
    let event = &events(Kind::Slack, None, &slack)[0];
    assert_eq!((event.title.as_str(), event.severity, event.link.as_deref()), ("**Deploy** done", Severity::Error, Some("https://x.y")));
    assert_eq!(event.summary, "**T**\n[log](https://a.b)\n**Env**: prod");
    let told =
        json!({"type": "event_callback", "team_id": "T1", "event": {"type": "message", "channel": "C1", "user": "U1", "text": "*help*"}});
    let event = &events(Kind::Slack, None, &told)[0];
    assert_eq!((event.kind.as_str(), event.title.as_str(), event.labels["channel"].as_str()), ("slack.message", "**help**", "C1"));
    let joined = json!({"type": "event_callback", "event": {"type": "member_joined_channel", "channel": "C1", "user": "U1"}});
    let event = &events(Kind::Slack, None, &joined)[0];
    assert_eq!(
        (event.kind.as_str(), event.title.as_str(), event.labels["user"].as_str()),
        ("slack.member_joined_channel", "member joined channel", "U1")
    );
}

#[test]
fn whatever_a_vendor_sends_becomes_an_event_within_bounds() {
    let long = "x".repeat(100_000);
    let labels: serde_json::Map<String, Value> = (0..500).map(|n| (format!("label{n}"), json!(long))).collect();
    let hostile = [
        json!(null),
        json!(7),
        json!([]),
        json!({"alerts": "none", "commits": 5, "labels": [], "attachments": {}, "blocks": 7}),
        json!({"title": long, "summary": long, "labels": labels, "id": long, "url": "javascript:alert(1)"}),
        json!({"action": long, "type": long, "object_kind": long, "webhookEvent": long, "text": long, "alerts": [{"labels": {"alertname": long}}]}),
    ];
    for payload in &hostile {
        for kind in Kind::ALL {
            let found = events(kind, Some("push"), payload);
            assert!(!found.is_empty() && found.len() <= MOST_EVENTS);
            for event in found {
                assert!(
                    !event.title.is_empty()
                        && event.title.chars().count() <= 500
                        && event.summary.chars().count() <= 8_000
                        && event.labels.len() <= 64
                );
                assert!(event.kind.len() <= 400 && event.key.len() <= 200 && event.link.is_none(), "{kind}: {:?}", event.link);
            }
        }
    }
}
