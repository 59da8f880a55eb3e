//! Every wire type reads and writes exactly the JSON that is promised: all fields there, `null` for nothing, `[]` for an empty list.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and its data is written in place"
)]

use dream_api::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const D: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const T: &str = "2026-11-21T14:00:00.000000Z";

fn id(prefix: &str) -> String {
    format!("{prefix}_01jd3kz5e8f0vs1m7q2w9x4t6b")
}

/// What is written reads back, and what is read is written the same, field by field.
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: &Value) {
    let read: T = serde_json::from_value(wire.clone()).unwrap_or_else(|error| panic!("{error}: {wire}"));
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, *wire);
    assert_eq!(serde_json::from_value::<T>(written).unwrap(), read);
}

/// An answer with a field that this version does not know is read all the same.
fn check_answer<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: Value) {
    let mut newer = wire.clone();
    newer["a_field_of_a_newer_server"] = json!(1);
    assert_eq!(serde_json::from_value::<T>(newer).unwrap(), serde_json::from_value::<T>(wire.clone()).unwrap());
    check::<T>(&wire);
}

/// A request with an unknown field is refused.
fn check_request<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(wire: Value) {
    let mut wrong = wire.clone();
    wrong["misspelt"] = json!(true);
    let refused = serde_json::from_value::<T>(wrong).unwrap_err().to_string();
    assert!(refused.contains("unknown field `misspelt`"), "{refused}");
    check::<T>(&wire);
}

fn artifact_ref() -> Value {
    json!({ "id": id("art"), "name": "prd", "version": 2, "digest": D })
}

fn stage() -> Value {
    json!({
        "id": id("stg"), "name": "prd", "title": "Product requirements", "role": "product-manager", "needs": [], "status": "waiting",
        "reason": "approval", "message": null, "attempt": 1, "artifacts": [artifact_ref()],
        "checks": [{ "name": "headings", "passed": false, "failures": ["`Risks` is missing."] }], "review": id("rev"),
        "cost_usd": "0.0125", "updated_at": T
    })
}

fn review() -> Value {
    json!({
        "id": id("rev"), "project": id("prj"), "run": id("run"), "stage": "prd", "attempt": 1, "digest": D, "status": "waiting", "risk": "low",
        "requested_at": T, "requested_by": id("per"), "expires_at": T, "decided_by": null, "decided_at": null, "you_may_decide": true
    })
}

fn draft_as_seen() -> Value {
    json!({ "draft": id("drf"), "edit": 2 })
}

fn artifact() -> Value {
    json!({
        "id": id("art"), "run": id("run"), "name": "prd", "kind": "document", "version": 1, "version_id": id("ver"), "digest": D,
        "media_type": "text/markdown", "files": [{ "path": "prd.md", "digest": D, "size": 10, "executable": false }], "damaged": false,
        "produced_by": { "type": "attempt", "attempt": id("att"), "stage": "prd", "number": 1 }, "inputs": [], "approved_version": null,
        "created_at": T
    })
}

fn constraint() -> Value {
    json!({
        "id": id("con"), "reach": { "type": "run", "run": id("run") }, "text": "No cookies.",
        "rules": [{ "type": "denied_host", "host": "ads.example" }, { "type": "max_cost", "usd": "2.00" }], "from_review": null,
        "added_by": id("per"), "added_at": T, "lifted_at": null
    })
}

fn token() -> Value {
    json!({ "id": id("tok"), "name": "laptop", "person": id("per"), "scopes": ["read", "review"], "created_at": T, "expires_at": T, "revoked_at": null })
}

#[test]
fn answers_about_runs() {
    check_answer::<Project>(json!({
        "id": id("prj"), "name": "Status page", "template": "software-delivery", "brief_digest": D, "brief_bytes": 120, "archived": false, "created_at": T, "created_by": id("per"),
        "repository": { "path": "/srv/site", "branch": "main" }
    }));
    check_answer::<Stage>(stage());
    check_answer::<Run>(json!({
        "id": id("run"), "project": id("prj"), "status": "waiting", "reason": "approval", "message": null, "template": "software-delivery",
        "template_digest": D, "stages": [stage()], "cost_usd": "0.0125", "max_cost_usd": "5.00", "requested_by": id("per"),
        "release": null, "started_at": T, "updated_at": T, "finished_at": null
    }));
    check_answer::<Attempt>(json!({
        "id": id("att"), "run": id("run"), "stage": "prd", "number": 1, "status": "done", "reason": null, "message": null, "model": "offline",
        "inputs": [], "rests_on": [id("rev")], "constraints": [id("con")], "feedback": null, "prompt": null, "artifacts": [artifact_ref()], "checks": [],
        "calls": [{ "number": 1, "model": "m", "input_tokens": 40, "output_tokens": 7, "request_digest": D, "response_digest": null }],
        "cost_usd": "0.00", "input_tokens": 40, "output_tokens": 7, "started_at": T, "finished_at": null
    }));
    check_answer::<RollbackPlan>(json!({
        "run": id("run"), "to": "plan", "superseded_stages": ["build"], "superseded_attempts": [{ "id": id("att"), "stage": "build", "number": 1 }],
        "superseded_artifacts": [artifact_ref()], "superseded_reviews": [id("rev")], "cannot_undo": ["0.01 USD were spent."]
    }));
    check_answer::<Replay>(json!({
        "run": id("run"), "result": "different", "stages": [
            { "name": "prd", "identical": true, "first_divergence": null },
            { "name": "plan", "identical": false, "first_divergence": { "attempt": 1, "at": "call 2", "recorded": D, "replayed": null } }
        ]
    }));
    check_answer::<Budget>(json!({ "run": id("run"), "cap_usd": "5.00", "reserved_usd": "0.25", "spent_usd": "1.000001" }));
}

#[test]
fn answers_about_reviews_and_artifacts() {
    check_answer::<Review>(review());
    let mut detail = review();
    for (field, value) in json!({
        "provenance": { "attempt": id("att"), "models": ["m"], "calls": 2, "input_tokens": 40, "output_tokens": 7, "cost_usd": "0.0125" },
        "artifacts": [artifact_ref()], "checks": [],
        "gate": { "approvers": ["maintainer", "team:design"], "quorum": 2, "exclude_requester": false, "exclude_author": true },
        "votes": [{ "person": id("per"), "name": "Ada", "on_behalf_of": null, "verdict": "approve", "digest": D, "comment": null, "at": T }],
        "approvals_missing": 1, "approving_starts": "The architecture stage.", "you": { "may_decide": false, "why_not": "You have voted." },
        "may_decide": [{ "person": id("per"), "name": "Bob" }], "shortage": "Nobody can.", "constraints": [constraint()], "policy_version": "v1", "nonce": "n", "broken_glass": null
    })
    .as_object()
    .unwrap()
    {
        detail[field] = value.clone();
    }
    check_answer::<ReviewDetail>(detail);
    check_answer::<Notification>(json!({
        "id": id("ntf"), "kind": "review", "class": "act", "subject": id("rev"), "project": id("prj"), "title": "prd of status-page", "at": T,
        "read_at": null, "done_at": T
    }));
    check_answer::<UnreadNotifications>(json!({ "unread": 2 }));
    let choice = json!({ "kind": "run_failed", "way": "mail", "on": true });
    let quiet = json!({ "from": "22:00", "until": "07:00" });
    check_answer::<NotificationSettings>(json!({
        "choices": [choice], "quiet": quiet, "zone": "Europe/Berlin", "remind_hours": 24, "mail": "maya@example.org", "hook_host": null
    }));
    check_request::<ReadNotifications>(json!({ "notification": id("ntf") }));
    check_request::<ChooseNotifications>(json!({
        "choices": [choice], "quiet": quiet, "zone": "UTC", "remind_hours": null, "mail": null, "hook": "https://example.org/x", "keep_hook": false
    }));
    check_answer::<ApprovedAll>(json!({ "approved": 2 }));
    check_answer::<Demo>(json!({ "project": id("prj"), "run": id("run"), "review": null, "complete": false }));
    check_answer::<Draft>(json!({
        "id": id("drf"), "review": id("rev"), "artifact": id("art"), "artifact_name": "prd", "path": "prd.md", "line": 9, "place": "moved",
        "begun_on": 1, "begun_at_line": 7, "quote": "Four steps.", "text": "Whose desk?", "edit": 2, "updated_at": T
    }));
    check_answer::<Artifact>(artifact());
    check_answer::<Constraint>(constraint());
    check_answer::<Diff>(json!({
        "artifact": id("art"), "from": 1, "to": 2, "unified": "-a\n+b\n", "files": [{
            "path": "prd.md", "old_path": null, "change": "modified", "old_mode": null, "new_mode": null, "old_digest": D, "new_digest": D, "binary": false, "truncated": false,
            "hunks": [{ "old_start": 1, "old_lines": 1, "new_start": 1, "new_lines": 1, "lines": [{ "kind": "removed", "spans": [{ "text": "a", "changed": true }] }] }]
        }]
    }));
    check_answer::<Lineage>(json!({
        "artifact": artifact(), "made_from": [], "used_by": [{ "artifact": artifact_ref(), "attempt": null }],
        "approvals": [{ "review": id("rev"), "digest": D, "decided_by": id("per"), "decided_at": T, "holds": true }]
    }));
}

#[test]
fn answers_about_the_organisation() {
    check_answer::<Member>(json!({
        "id": id("mem"), "person": id("per"), "name": "Ada", "role": "owner", "project_roles": [{ "project": id("prj"), "role": "viewer" }],
        "teams": [id("tea")], "joined_at": T, "removed_at": null
    }));
    check_answer::<Team>(json!({ "id": id("tea"), "name": "design", "project_roles": [], "members": [id("mem")] }));
    check_answer::<Token>(token());
    check_answer::<Delegation>(
        json!({ "id": id("dlg"), "from": id("per"), "to": id("per"), "project": null, "until": T, "revoked_at": null }),
    );
    check_answer::<Template>(json!({
        "name": "planning-only", "title": "Planning only", "version": 0, "digest": D, "built_in": true, "source": null,
        "stages": [{ "name": "prd", "title": "PRD", "role": "product-manager", "needs": [], "produces": ["prd"], "asks_people": "always" }],
        "warnings": ["Nobody can."]
    }));
    check_answer::<TemplateVerdict>(
        json!({ "valid": false, "errors": [{ "file": "t.toml", "line": 3, "stage": null, "message": "…" }], "warnings": ["Nobody can."] }),
    );
    check_answer::<Prompt>(json!({ "craft": "writer", "version": 0, "built_in": true, "digest": D, "changed_at": null, "source": null }));
    check_answer::<PromptVersion>(json!({ "version": 2, "digest": D, "published_at": T, "published_by": id("per") }));
    check_answer::<PromptVerdict>(json!({ "valid": false, "message": "no such value", "line": 2, "sample": null }));
    check_request::<PublishPrompt>(json!({ "source": "Write." }));
    check_request::<CheckPrompt>(json!({ "source": "Write." }));
    check_answer::<Standard>(json!({ "version": 0, "digest": null, "source": null, "published_at": null }));
    check_answer::<Event>(json!({
        "id": id("evt"), "kind": "run.started", "stream": id("run"), "version": 1, "schema": 1, "at": T,
        "actor": { "type": "person", "id": id("per"), "token": id("tok"), "session": null }, "cause": null, "trace": null, "data": { "project": id("prj") }, "said": "because"
    }));
    check_answer::<AuditReport>(json!({ "result": "empty", "events": 0, "head": D, "broken_at": null }));
    check_answer::<Whoami>(json!({
        "org": id("org"), "org_name": "Default", "person": id("per"), "name": "Owner", "role": "owner", "token": id("tok"), "session": null, "scopes": ["admin"],
        "expires_at": T, "server_version": "0.1.0", "serves": "all"
    }));
    check_answer::<Page<Review>>(json!({ "items": [review()], "next": null }));
    check_answer::<Page<Review>>(json!({ "items": [], "next": "eyJ" }));
}

#[test]
fn requests() {
    check_request::<CreateProject>(json!({ "name": "n", "brief": "# b", "template": "software-delivery" }));
    check_request::<StartRun>(
        json!({ "template": null, "template_version": null, "max_cost_usd": "2.00", "constraints": [{ "text": "t", "rules": [], "stages": [] }] }),
    );
    check_request::<RerunRun>(json!({ "from": "plan" }));
    check_request::<Rollback>(json!({ "to": "plan", "reason": "r" }));
    check_request::<Approve>(json!({ "digest": D, "on_behalf_of": null, "comment": null, "constraints": [], "drafts": [draft_as_seen()] }));
    check_request::<ApproveAll>(json!({ "reviews": [{ "review": id("rev"), "digest": D }] }));
    check_request::<BeginDraft>(json!({ "artifact": id("art"), "path": "prd.md", "line": 9, "text": "Whose desk?" }));
    check_request::<ChangeDraft>(json!({ "edit": 2, "text": "Whose desk is it?" }));
    check_request::<DiscardDraft>(json!({ "edit": 3 }));
    check_request::<SeedDemo>(json!({}));
    check_request::<RequestChanges>(
        json!({ "digest": D, "on_behalf_of": null, "comment": "c", "notes": [{ "artifact": "prd", "path": "prd.md", "line": 3, "text": "t" }], "drafts": [] }),
    );
    check_request::<Regenerate>(
        json!({ "digest": D, "on_behalf_of": null, "model": null, "comment": null, "constraints": [], "drafts": [] }),
    );
    check_request::<Constrain>(
        json!({ "digest": D, "constraints": [{ "text": "t", "rules": [{ "type": "denied_path", "path": "scripts" }], "stages": ["build"] }] }),
    );
    check_request::<Reject>(json!({ "digest": D, "on_behalf_of": null, "comment": "c", "drafts": [] }));
    check_request::<AskAgain>(json!({}));
    check_request::<BreakGlass>(json!({ "digest": D, "reason": "r" }));
    check_request::<SecondLook>(json!({ "verdict": "contest", "note": null }));
    check_request::<MintToken>(json!({ "name": "ci", "scopes": ["read"], "expires_at": T, "person": null }));
    check_request::<AddMember>(json!({ "name": "Bob", "person": null, "role": "reviewer" }));
    check_request::<AddMember>(json!({ "name": null, "person": id("per"), "role": null }));
    check_request::<ChangeTeam>(json!({ "name": "Drawing", "grant": [{ "project": id("prj"), "role": "viewer" }], "revoke": [id("prj")] }));
    check_request::<ChangeProject>(json!({ "name": "Site", "archived": true }));
    check_request::<SetRepository>(json!({ "path": "/srv/site", "branch": "main" }));
    check_answer::<Organisation>(json!({ "id": id("org"), "name": "House", "created_at": T }));
    check_request::<RenameOrganisation>(json!({ "name": "House" }));
    check_request::<RaiseBudget>(json!({ "cap_usd": "9.00", "reason": "r" }));
}

#[test]
fn what_may_be_left_out_of_a_request_has_a_default() {
    let project: CreateProject = serde_json::from_value(json!({ "name": "n", "brief": "b" })).unwrap();
    assert_eq!(project.template, "software-delivery");
    assert_eq!(serde_json::from_value::<StartRun>(json!({})).unwrap(), StartRun::default());
    assert!(serde_json::from_value::<Approve>(json!({})).is_err(), "an approval names what was seen");
}

#[test]
fn a_minted_token_shows_its_text_in_json_and_never_in_debug() {
    let mut wire = token();
    wire["text"] = json!("dos_secret");
    check_answer::<MintedToken>(wire.clone());
    let minted: MintedToken = serde_json::from_value(wire).unwrap();
    assert!(!format!("{minted:?}").contains("dos_secret"));
}

#[test]
fn words_of_a_newer_server_do_not_break_an_older_reader() {
    assert_eq!(serde_json::from_value::<Status>(json!("dreaming")).unwrap(), Status::Unknown);
    assert_eq!(Reason::from_word("rate_limit"), Some(Reason::RateLimit));
    assert_eq!(Reason::from_word("unknown"), None);
}

#[test]
fn malformed_digests_and_ids_are_refused() {
    for digest in ["", "sha256:", "e3b0", &D.to_uppercase(), &format!("{D}0")] {
        assert!(serde_json::from_value::<Approve>(json!({ "digest": digest })).is_err(), "{digest}");
    }
    assert!(serde_json::from_value::<AddTeamMember>(json!({ "member": id("run") })).is_err(), "an id of another noun");
}

#[test]
fn a_problem_keeps_the_facts_of_its_code() {
    let problem: Problem = serde_json::from_value(json!({
        "type": "https://dreamos.dev/problems/stale_digest", "title": "t", "status": 409, "code": "stale_digest", "detail": "d", "expected": D, "actual": D
    }))
    .unwrap();
    assert_eq!(problem.extra["expected"], D);
    let bare: Problem = serde_json::from_value(json!({ "title": "t", "status": 500, "code": "internal" })).unwrap();
    assert_eq!(
        serde_json::to_value(bare).unwrap(),
        json!({ "type": "about:blank", "title": "t", "status": 500, "code": "internal", "detail": "" })
    );
}

#[test]
fn discord_links() {
    check_request::<LookAtLinkCode>(json!({ "code": "7KQ2-M9XD-4TRB" }));
    check_request::<ConfirmDiscordLink>(json!({ "code": "7KQ2-M9XD-4TRB", "account": "200000000000000001" }));
    check_answer::<PendingDiscordLink>(json!({ "account": "200000000000000001", "account_name": "ada", "expires_at": T }));
    check_answer::<DiscordLink>(json!({
        "id": id("dlk"), "person": id("per"), "name": "Ada", "account": "200000000000000001", "account_name": "ada",
        "scopes": ["read", "review"], "created_at": T, "expires_at": T, "ended_at": null
    }));
}

#[test]
fn sessions_accounts_and_invitations() {
    check_answer::<CurrentSession>(json!({
        "org": id("org"), "org_name": "local", "person": id("per"), "name": "Ada", "role": "owner", "session": id("ses"),
        "csrf_token": "c", "method": "password_and_code", "has_account": true, "expires_at": T, "server_version": "0.1.0", "serves": "all"
    }));
    check_answer::<Session>(json!({
        "id": id("ses"), "person": id("per"), "method": "link", "client": "Firefox on Linux", "awaits_code": false, "opened_at": T,
        "used_at": null, "expires_at": T, "ended_at": null, "current": true
    }));
    check_answer::<SignInLink>(json!({ "id": id("lnk"), "expires_at": T, "path": "/link/dsl_x" }));
    check_answer::<Account>(json!({ "login": null, "password_set_at": null, "second_factor": false, "recovery_codes_left": 0 }));
    check_request::<SetPassword>(json!({ "login": "ada", "current_password": null, "new_password": "a long password" }));
    check_request::<ProvePassword>(json!({ "current_password": "a long password" }));
    check_request::<ConfirmSecondFactor>(json!({ "code": "123456" }));
    check_answer::<EnrolledSecondFactor>(json!({ "secret": "ABC", "uri": "otpauth://totp/x" }));
    check_answer::<RecoveryCodes>(json!({ "recovery_codes": ["ABCD-EFGH"] }));
    let invitation = json!({
        "id": id("lnk"), "person": id("per"), "name": "Ada", "invited_by": null, "created_at": T, "expires_at": T, "used_at": null,
        "revoked_at": null
    });
    check_answer::<Invitation>(invitation.clone());
    let mut made = invitation;
    made["path"] = json!("/invite/dsl_x");
    made["url"] = json!("https://dreamos.example.org/invite/dsl_x");
    check_answer::<MadeInvitation>(made);
    check_request::<Invite>(json!({ "name": "Ada", "role": "viewer", "member": null }));
}

#[test]
fn what_is_secret_does_not_show_in_debug_output() {
    let set: SetPassword = serde_json::from_value(json!({ "new_password": "plum cactus trolley" })).unwrap();
    let codes = RecoveryCodes { recovery_codes: vec!["plum".to_owned()] };
    assert!(!format!("{set:?}{codes:?}").contains("plum"));
}

fn message() -> Value {
    json!({
        "id": id("msg"), "channel": "topic/news", "project": id("prj"), "sequence": 3, "sender": id("per"), "sender_name": "Ada", "body": "hello",
        "digest": D, "headers": { "a": "b" }, "key": null, "reply_to": "reply/x", "correlation": "c", "sent_at": T, "expires_at": null,
        "status": "delivered"
    })
}

#[test]
fn messages_and_what_becomes_of_them() {
    check_answer::<Message>(message());
    check_request::<SendMessage>(json!({
        "channel": "captain", "project": null, "body": "b", "headers": {}, "key": "k", "expires_in": "10m", "reply_to": null, "correlation": null
    }));
    let least: SendMessage = serde_json::from_value(json!({ "channel": "captain", "body": "b" })).unwrap();
    check_request::<SendMessages>(json!({ "messages": [least] }));
    check_request::<RequestReply>(json!({ "message": least, "timeout": "30s" }));
    check_request::<EraseMessage>(json!({ "reason": "r" }));
    let error = json!({ "code": "channel_full", "detail": "d" });
    check_answer::<SentMessages>(json!({
        "items": [
            { "id": id("msg"), "sequence": 1, "repeated": false, "error": null },
            { "id": null, "sequence": null, "repeated": false, "error": error }
        ],
        "refused": 1
    }));
    let receipt = json!({ "message": id("msg"), "consumer": "c", "status": "acknowledged", "attempt": 1, "at": T, "holder": null });
    check_answer::<Receipts>(json!({ "items": [receipt], "next": null, "status": "acknowledged", "reached": true }));
    check_answer::<History>(json!({ "items": [message()], "next": null, "index": { "behind": 2, "behind_since": T } }));
    check_answer::<HistoryReport>(json!({
        "result": "broken", "channel": "captain", "project": null, "sealed": 20, "compared": 20, "removed": 0,
        "broken_at": { "from": 11, "to": 20, "digest": D }
    }));
}

#[test]
fn channels_consumers_and_dead_letters() {
    let settings = json!({
        "max_age": "30d", "max_messages": null, "max_bytes": 1024, "hard_age": null, "hard_messages": 5, "hard_bytes": 4096,
        "when_full": "expire", "max_body": 100
    });
    check_request::<ChannelSettings>(settings.clone());
    check_answer::<Channel>(json!({
        "name": "topic/news", "project": null, "settings": settings, "first": 1, "last": 2, "messages": 2, "bytes": 10, "created_at": T
    }));
    check_request::<PutChannel>(json!({ "name": "agent/ada", "project": id("prj"), "settings": null }));
    let some: ChannelSettings = serde_json::from_value(json!({ "max_age": null })).unwrap();
    assert_eq!(some, ChannelSettings { max_age: None, ..ChannelSettings::default() }, "what is left out is as usual, and null is none");
    let settings = json!({
        "ack_wait": "30s", "max_deliveries": 5, "backoff": "1s", "max_backoff": "5m", "max_in_flight": 10, "start": "first", "idle": null
    });
    check_request::<ConsumerSettings>(settings.clone());
    check_request::<CreateConsumer>(json!({ "name": "c", "project": null, "pattern": "topic/*", "settings": settings }));
    check_answer::<Consumer>(json!({
        "name": "c", "project": null, "pattern": "topic/*", "settings": settings, "channels": 1, "backlog": 2, "pending": 3, "dead": 4,
        "created_at": T, "used_at": T
    }));
    check_request::<RemoveConsumer>(json!({ "reason": "r" }));
    check_request::<FetchMessages>(json!({ "max": 10, "wait": "20s" }));
    check_answer::<Deliveries>(json!({ "items": [{ "receipt": "r", "attempt": 2, "deadline": T, "message": message() }] }));
    check_request::<SettleMessages>(json!({ "answers": [{ "receipt": "r", "outcome": "failed", "delay": "5s", "reason": "busy" }] }));
    check_answer::<Settled>(
        json!({ "items": [{ "accepted": false, "error": { "code": "stale_delivery", "detail": "d" } }], "refused": 1 }),
    );
    check_answer::<DeadLetter>(json!({
        "message": message(), "consumer": "c", "attempts": 5, "reason": "rejected", "detail": "unreadable", "at": T, "edited": false
    }));
    check_request::<EditDeadLetter>(json!({ "body": "b" }));
    check_request::<ChooseDeadLetters>(json!({ "messages": [id("msg")] }));
    check_answer::<ChosenDeadLetters>(json!({ "count": 2 }));
}

fn task() -> Value {
    json!({
        "id": id("tsk"), "title": "Write the guide", "status": "queued", "reason": "retry", "priority": "high", "assignee": "ada",
        "depends_on": [id("tsk")], "progress": 40, "progress_note": "half of it", "attempt": 2, "project": id("prj"), "run": id("run"),
        "parent": null, "role": "writer", "capabilities": ["gpu"], "worker": "ada", "lease_until": T, "not_before": T, "deadline": null,
        "dead_letter": false, "waits_for_children": false,
        "retry": { "max_attempts": 3, "backoff": "1s", "longest": "5m" }, "created_at": T, "ended_at": null,
    })
}

#[test]
fn tasks() {
    check_answer::<Task>(task());
    let attempt = json!({
        "number": 1, "worker": "ada", "started_at": T, "ended_at": T, "ending": "failed", "reason": "lease_expired", "message": null,
    });
    check_answer::<TaskAttempt>(attempt.clone());
    let mut detail = task();
    for (name, value) in [
        ("body", json!("b")),
        ("body_digest", json!(D)),
        ("output", json!(null)),
        ("cancel_reason", json!("no longer needed")),
        ("artifacts", json!([id("ver")])),
        ("attempts", json!([attempt])),
    ] {
        detail[name] = value;
    }
    check_answer::<TaskDetail>(detail);
    check_answer::<TaskTree>(json!({
        "depends_on": [{ "depth": 1, "repeated": false, "task": task() }], "dependents": [task()], "truncated": false,
    }));
    check_answer::<TaskCounts>(json!({ "queued": 1, "running": 2, "waiting": 3, "blocked": 4, "failed": 5 }));
    check_answer::<TaskLimits>(json!({ "organisation": 5, "roles": { "qa": 1 }, "projects": { id("prj"): 2 } }));
    check_answer::<CreatedTasks>(json!({ "tasks": [id("tsk")] }));
    check_answer::<TaskLease>(json!({ "task": id("tsk"), "cancelled": false, "attempt": 1, "lease_until": T }));
    let error = json!({ "code": "stale_claim", "detail": "another works on it" });
    check_answer::<CompletedTasks>(json!({ "refused": 1, "tasks": [{ "task": id("tsk"), "error": error }] }));
    check_answer::<ClaimedTasks>(json!({ "tasks": [{
        "id": id("tsk"), "title": "t", "body": "b", "attempt": 1, "lease_until": T, "priority": "low", "role": null, "project": null,
        "run": null, "parent": null, "depends_on": [], "deadline": null,
    }] }));
}

#[test]
fn what_is_asked_of_tasks() {
    let new = json!({
        "title": "t", "body": "b", "project": id("prj"), "parent": id("tsk"), "depends_on": [id("tsk")], "priority": "critical",
        "role": "qa", "capabilities": ["gpu"], "assignee": "ada", "deadline": T, "not_before": T,
        "retry": { "max_attempts": 1, "backoff": "0s", "longest": "0s" }, "waits_for_children": true,
    });
    check_request::<NewTask>(new.clone());
    check_request::<NewTasks>(json!({ "tasks": [new] }));
    check_request::<ClaimTasks>(json!({
        "worker": "w", "roles": ["qa"], "capabilities": [], "project": id("prj"), "limit": 5, "lease": "30s", "wait": "10s",
    }));
    check_request::<TaskHeartbeat>(json!({ "worker": "w", "attempt": 1, "progress": 40, "note": "n" }));
    check_request::<CompleteTask>(json!({ "worker": "w", "attempt": 1, "output": "o", "artifacts": [id("ver")] }));
    check_request::<CompleteTasks>(json!({ "tasks": [{ "task": id("tsk"), "attempt": 1, "output": null, "artifacts": [] }] }));
    check_request::<FailTask>(json!({ "worker": null, "attempt": null, "message": "m", "permanent": true }));
    check_request::<ReleaseTask>(json!({ "worker": "w", "attempt": 1 }));
    check_request::<CancelTask>(json!({ "reason": "r", "tree": true }));
    check_request::<ChangeTask>(json!({
        "assignee": "ada", "unassign": false, "priority": "low", "paused": true, "add_dependencies": [], "remove_dependencies": [id("tsk")],
    }));
    check_request::<SetTaskLimit>(json!({ "role": "qa", "project": null, "max": 3 }));
}

#[test]
fn log_lines_and_what_is_counted() {
    let counts = json!({ "trace": 0, "debug": 1, "info": 2, "warn": 3, "error": 4 });
    let line = json!({
        "position": "3-70000", "at": T, "level": "warn", "stream": format!("run/{}", id("run")), "source": "dream_app::work", "run": id("run"),
        "task": null, "message": "m", "fields": { "call.number": 2 }, "context": false
    });
    check_answer::<LogLine>(line.clone());
    check_answer::<LogPage>(json!({ "items": [line], "next": "3-70000.e", "problems": [] }));
    check_answer::<LogHistogram>(json!({ "bucket_seconds": 60, "buckets": [{ "from": T, "counts": counts }], "problems": ["p"] }));
    check_answer::<LogSummary>(json!({
        "since": T, "until": T, "counts": counts, "sources": [{ "source": "dream_http", "lines": 7 }],
        "errors": [{
            "fingerprint": "0123456789ab", "level": "error", "code": null, "source": "s", "message": "m <n>", "count": 2, "first_at": T, "last_at": T
        }],
        "starts": 1, "slowest": [{ "at": T, "method": "GET", "route": "/r", "status": 200, "duration_us": 12, "request": "r1" }],
        "dropped": 0, "problems": []
    }));
    let hold = json!({ "id": id("hld"), "name": "case 7", "server": false, "from": null, "until": T, "placed_at": T, "lifted_at": null });
    check_answer::<Hold>(hold);
    let key = json!({ "number": 1, "made_at": T });
    let source = json!({
        "id": id("src"), "name": "github", "kind": "github", "proof": { "by": "signature", "timestamp_header": null }, "path": "/hooks/x",
        "project": null, "per_minute": 6000, "keys": [key], "made_at": T, "disabled_at": null, "disabled_reason": null, "removed": false
    });
    check_answer::<MadeSource>(json!({ "source": source, "path": "/hooks/x", "url": null, "secret": null }));
    check_request::<MakeSource>(json!({
        "name": "github", "kind": "github", "proof": { "by": "bearer" }, "project": null, "per_minute": 60, "secret": null
    }));
    check_request::<RotateSource>(json!({ "secret": null }));
    check_request::<SetSourceRate>(json!({ "per_minute": 60 }));
    check_request::<DisableSource>(json!({ "reason": "noise" }));
    check_request::<PublishEvents>(json!({ "events": [{ "title": "t" }] }));
    check_answer::<BridgeUsage>(json!({ "month": "2026-11", "what": "received", "name": null, "count": 3 }));
    check_answer::<BridgeUsage>(json!({ "month": "2026-11", "what": "delivered", "name": "ops", "count": 3 }));
    check_answer::<TakenEvents>(json!({ "ids": [id("rcv")] }));
    let step = json!({ "rule": "r", "line": 1, "decided": "planned", "why": "to `ops`" });
    check_answer::<ReceivedEvent>(json!({
        "id": id("rcv"), "source": id("src"), "source_name": "github", "kind": "github", "event_type": "push", "received_at": T, "size": 9,
        "again_of": null, "planned_at": T, "events": 1, "messages": 1, "trace": [step]
    }));
    check_request::<RedeliverEvents>(json!({ "from": id("rcv"), "until": null, "source": "github" }));
    check_answer::<Rules>(json!({ "version": 1, "digest": D, "text": "", "written_at": T, "warnings": [] }));
    check_request::<WriteRules>(json!({ "text": "" }));
    check_answer::<CheckedRules>(json!({ "warnings": ["w"] }));
    let event = json!({ "source": "github", "kind": "github", "event_type": "push", "payload": {} });
    check_request::<TestRules>(json!({ "text": null, "rule": "r", "received": null, "event": event }));
    let message = json!({ "rule": "r", "destination": "ops", "about": null, "edit": false, "thread": null, "posts": [{}] });
    check_answer::<TestedRules>(json!({ "events": [{ "event": {}, "trace": [step], "messages": [message] }] }));
    check_answer::<Secret>(json!({ "name": "discord", "set_at": T, "set_by": id("per"), "removed_at": null }));
    check_request::<SetSecret>(json!({ "value": "a value" }));
    let line = json!({ "stream": format!("task/{}", id("tsk")), "level": "warn", "source": "build", "message": "m", "fields": { "n": 1 } });
    check_request::<AppendLogs>(json!({ "lines": [line] }));
    check_answer::<AppendedLogs>(json!({ "lines": 1 }));
    check_request::<PlaceHold>(json!({ "name": "case 7", "server": false, "from": null, "until": T }));
    let standing = json!({ "queued": 0, "running": 1, "waiting": 2, "blocked": 3, "failed": 4, "done": null, "cancelled": 5 });
    check_answer::<Overview>(json!({
        "at": T, "version": "0.1.0", "runs": standing, "tasks": standing, "reviews_waiting": 1, "permissions_waiting": 2,
        "messages": { "channels": 1, "stored": 2, "sent": 3, "backlog": 4, "dead": 5 }, "logs_last_hour": counts,
        "process": { "memory_bytes": 1, "disk_bytes": null, "disk_free_bytes": null, "log_bytes": 2 }
    }));
}

fn agent() -> Value {
    let usage = json!({ "cpu_ms": 10, "memory_bytes": 1024, "processes": 1, "output_bytes": 5, "tokens": 900, "cost_usd": "0.0125" });
    json!({
        "id": id("agt"), "name": "ada", "role": "writer", "desired": "on_demand", "observed": "working", "reason": null, "pid": 77,
        "task": id("tsk"), "restarts": 1, "sandbox": "landlock", "runtime": "acp", "builtin": false, "capabilities": ["english"],
        "projects": [id("prj")], "concurrency": 1, "crashes": 2,
        "given_up": { "code": "crash_loop", "why": "it crashed 5 times", "at": T }, "beat_at": T, "progress_at": null, "usage": usage,
        "processes": [{
            "slot": 0, "observed": "working", "since": T, "reason": null, "pid": 77, "task": id("tsk"), "sandbox": "landlock",
            "unenforced": ["memory"], "started_at": T, "usage": usage
        }],
        "registered_at": T
    })
}

fn escalation() -> Value {
    json!({
        "id": id("esc"), "about": "stuck", "status": "raised", "title": "ada does not get on", "agent": "ada", "task": id("tsk"), "run": id("run"),
        "project": id("prj"), "tried": ["nudged", "restarted"], "raised_at": T, "due_at": T, "people_told_at": null,
        "handled_by": { "type": "agent", "name": "lead" }
    })
}

#[test]
fn agents_and_escalations() {
    check_answer::<Agent>(agent());
    let mut detail = agent();
    detail["manifest"] = json!("name = \"ada\"");
    detail["profile"] = json!({
        "sandbox": { "level": "landlock", "hosts": ["example.org"], "readable": ["/opt"] },
        "rules": [{ "effect": "ask", "tool": "fs__*", "arguments": [{ "at": "/path", "equals": null, "prefix": "/etc", "glob": null }] }],
        "servers": [{ "name": "fs", "command": "mcp-fs", "url": null, "timeout_s": 60, "secrets": ["fs-key"] }],
        "limits": {
            "memory_mb": 512, "cpu_s": null, "processes": 64, "open_files": null, "output_mb": null, "wall_clock_s": null, "turns": 10,
            "tokens": null
        },
        "idle_timeout_s": 300, "secrets": ["model-key"]
    });
    check_answer::<AgentDetail>(detail);
    check_request::<RegisterAgent>(json!({ "source": "name = \"ada\"", "file": null, "desired": "running" }));
    check_request::<StartAgent>(json!({ "on_demand": true }));
    check_request::<NudgeAgent>(json!({ "text": "go on" }));
    check_answer::<Escalation>(escalation());
    let mut detail = escalation();
    (detail["text"], detail["answer"]) = (json!("what happened"), Value::Null);
    check_answer::<EscalationDetail>(detail);
    check_request::<AnswerEscalation>(json!({ "text": "leave it out" }));
    for captain in [
        json!({ "type": "person", "id": id("per"), "name": "Ada" }),
        json!({ "type": "agent", "id": id("agt"), "name": "lead", "rights": ["order", "stop_all"] }),
    ] {
        check_answer::<Swarm>(json!({
            "captain": captain, "stopped": true, "stopped_by": { "type": "system", "worker": "signal" }, "stopped_at": T, "reason": "because",
            "sandbox": "landlock", "limits": [{ "limit": "memory", "by": "cgroup" }]
        }));
    }
    check_request::<SetCaptain>(json!({ "person": null, "agent": "lead", "rights": ["assign"] }));
    check_request::<StopAll>(json!({ "reason": null }));
    check_request::<BroadcastOrder>(json!({ "text": "begin" }));
    check_answer::<BroadcastResult>(json!({ "sent": 2, "failed": [{ "agent": "ada", "why": "it is full" }] }));
}

fn permission() -> Value {
    json!({
        "id": id("prm"), "kind": "call", "agent": id("agt"), "agent_name": "ada", "task": id("tsk"), "attempt": 1, "run": id("run"),
        "project": id("prj"), "title": "Push it", "tool": "git__push", "tool_kind": "execute", "digest": D, "status": "waiting", "risk": "high",
        "asked_at": T, "expires_at": T, "decided_by": id("per"), "decided_at": T, "used_at": null
    })
}

#[test]
fn permissions_and_grants() {
    check_answer::<Permission>(permission());
    let mut detail = permission();
    let rest = json!({
        "text": "{}", "exact": true, "choices": [], "comment": null, "you": { "may_decide": true, "why_not": null }, "policy_version": D,
        "nonce": "00"
    });
    detail.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    check_answer::<PermissionDetail>(detail);
    let like = json!([{ "at": "/command", "equals": null, "prefix": null, "glob": "git *" }]);
    let grant = json!({ "patterns": like, "until": T, "most": 5 });
    check_request::<GrantForLike>(grant.clone());
    check_request::<ApprovePermission>(json!({ "digest": D, "comment": null, "grant": grant }));
    check_request::<RequestPermissionChanges>(json!({ "digest": D, "comment": "otherwise" }));
    check_request::<RejectPermission>(json!({ "digest": D, "comment": null }));
    check_request::<AnswerPermission>(json!({ "text": "red" }));
    check_request::<RevokeGrant>(json!({}));
    for arguments in [json!({ "type": "exact", "digest": D }), json!({ "type": "like", "patterns": like }), json!({ "type": "any" })] {
        check_answer::<Grant>(json!({
            "id": id("grt"), "agent": id("agt"), "agent_name": "ada", "project": null, "tool": "git__push", "arguments": arguments,
            "permission": id("prm"), "given_by": id("per"), "given_at": T, "until": T, "most": 5, "used": 1, "used_at": T, "revoked_at": null,
            "holds": true
        }));
    }
}

#[test]
fn the_way_out_of_the_bridge() {
    let connection = json!({
        "id": id("cnn"), "name": "bot", "application": "1", "public_key": "00", "bot": "1", "bot_name": "b", "reads_messages": true,
        "guilds": ["2"], "made_at": T, "disabled_at": null, "disabled_reason": null
    });
    check_answer::<MadeConnection>(json!({ "connection": connection, "missing": ["m"] }));
    check_request::<MakeConnection>(json!({ "name": "bot", "token": "t", "guilds": [] }));
    check_request::<ReplaceConnectionToken>(json!({ "token": "t" }));
    check_request::<SetConnectionGuilds>(json!({ "guilds": ["2"] }));
    for to in [
        json!({ "type": "discord_channel", "connection": "bot", "channel": "3", "forum": false }),
        json!({ "type": "discord_webhook", "webhook": "4" }),
        json!({ "type": "slack_webhook", "host": "hooks.slack.com" }),
        json!({ "type": "slack_channel", "channel": "C1", "team": "T1", "source": "slack" }),
        json!({ "type": "outgoing", "subscription": id("sub"), "subscription_name": "crm" }),
        json!({ "type": "channel", "channel": "topic/x" }),
    ] {
        let destination = json!({
            "id": id("dst"), "name": "ops", "to": to, "fallback": null, "made_at": T, "disabled_at": T, "disabled_reason": "gone",
            "last_arrived_at": T, "failures": 0
        });
        check_answer::<MadeDestination>(json!({ "destination": destination, "missing": [] }));
    }
    for to in [
        json!({ "type": "discord_channel", "connection": "bot", "channel": "3" }),
        json!({ "type": "discord_webhook", "url": "u" }),
        json!({ "type": "slack_webhook", "url": "u" }),
        json!({ "type": "slack_channel", "channel": "C1", "token": "xoxb-1", "source": null }),
        json!({ "type": "outgoing", "subscription": "crm" }),
        json!({ "type": "channel", "channel": "topic/x" }),
    ] {
        check_request::<MakeDestination>(json!({ "name": "ops", "to": to, "fallback": null }));
    }
    check_request::<DisableDestination>(json!({ "reason": "r" }));
    check_request::<SetFallback>(json!({ "fallback": "backup" }));
    check_request::<ReplaceAddress>(json!({ "url": "u" }));
    check_request::<ReplaceDestinationToken>(json!({ "token": "xoxb-1" }));
    let subscription = json!({
        "id": id("sub"), "name": "crm", "host": "example.com", "types": ["run.*"], "made_at": T, "rotated_at": null, "failing_since": T,
        "disabled_at": null, "disabled_reason": null
    });
    check_answer::<MadeSubscription>(json!({ "subscription": subscription, "secret": "whsec_x" }));
    check_request::<MakeSubscription>(json!({ "name": "crm", "url": "u", "types": [] }));
    check_request::<SetSubscriptionTypes>(json!({ "types": ["*"] }));
}

#[test]
fn what_became_of_messages_of_the_bridge() {
    check_answer::<BridgeDelivery>(json!({
        "id": id("dlv"), "to": "ops", "rule": "r", "event": id("rcv"), "status": "sent", "received_at": T, "sent_at": T, "ended_at": T,
        "next_try_at": null, "tries": 1, "message": "5", "what": {}, "history": [{ "at": T, "status": "sent", "why": "" }]
    }));
    check_request::<ReplayDeliveries>(json!({
        "to": "ops", "status": "dead", "event": null, "since": T, "until": null, "cursor": null
    }));
    check_answer::<ReplayedDeliveries>(json!({ "ids": [id("dlv")], "next": null }));
    check_request::<CancelDeliveries>(json!({ "to": "ops", "event": null, "since": T, "until": null, "cursor": null }));
    check_answer::<CancelledDeliveries>(json!({ "ids": [id("dlv")], "next": null }));
    let place = json!({
        "name": "ops", "kind": "discord_channel", "disabled_reason": null, "deliveries": { "sent": 3 }, "backlog": 0, "per_minute": 0.5,
        "last_at": T, "p50_ms": 1.5, "p99_ms": 20.25
    });
    let source = json!({ "name": "github", "received": 3, "backlog": 0, "per_minute_5": 0.5, "per_minute_60": 0.25, "last_at": T, "p50_ms": 1.5, "p99_ms": null, "refused": 0, "last_refusal": null });
    let raised = json!({ "name": "quiet", "since": T, "why": "nothing came" });
    check_answer::<BridgeStatus>(json!({ "destinations": [place], "sources": [source], "alerts": [raised] }));
}

#[test]
fn the_bridge_as_a_service() {
    check_answer::<BridgePlan>(json!({
        "name": "free", "messages_per_month": 1000, "bridges": null, "retention_days": 7, "bidirectional": false, "month": "2026-11",
        "month_ends_at": T, "delivered": 3, "bridges_used": 2, "held_until": null
    }));
    for watch in [
        json!({ "what": "silent_source", "source": "ci", "minutes": 10 }),
        json!({ "what": "backlog", "destination": null, "over": 5 }),
        json!({ "what": "backlog", "destination": "ops", "over": 5 }),
        json!({ "what": "failing_destination", "destination": "ops", "failures": 3, "minutes": 5 }),
        json!({ "what": "refusals", "source": null, "least": 10, "minutes": 5, "forged": true }),
        json!({ "what": "log_spike", "minutes": 5, "factor": 3, "least": 10 }),
    ] {
        check_request::<MakeBridgeAlert>(json!({ "name": "a", "watch": watch }));
        check_answer::<BridgeAlert>(json!({
            "id": id("alr"), "name": "a", "watch": watch, "made_at": T, "raised_at": T, "raised_because": "so"
        }));
    }
    for schedule in [json!({ "every": "1h" }), json!({ "at": { "times": ["09:00"], "zone": "Europe/Berlin" } })] {
        check_request::<MakeBridgeSummary>(json!({ "name": "s", "schedule": schedule }));
        check_answer::<BridgeSummary>(json!({ "id": id("smy"), "name": "s", "schedule": schedule, "server": true, "made_at": T }));
    }
}

#[test]
fn the_organisations_of_a_service() {
    let tenant = json!({
        "id": id("org"), "name": "Acme", "operator": false, "owner": "ada@example.org", "owner_person": id("per"), "plan": "team",
        "suspended_at": T, "suspended_because": "unpaid", "created_at": T
    });
    check_answer::<Tenant>(tenant.clone());
    let mut made = tenant;
    made["path"] = json!("/invite/a-text");
    made["url"] = json!(null);
    check_answer::<MadeTenant>(made.clone());
    assert!(!format!("{:?}", serde_json::from_value::<MadeTenant>(made).unwrap()).contains("a-text"));
    check_request::<MakeTenant>(json!({ "name": "Acme", "owner": "ada@example.org", "plan": null }));
    check_request::<SuspendTenant>(json!({ "reason": "unpaid" }));
    check_request::<ChooseTenantPlan>(json!({ "plan": "team" }));
    check_answer::<TenantUsage>(json!({
        "organisation": id("org"), "name": "Acme", "plan": null, "month": "2026-11", "received": 3, "delivered": 2
    }));
}

#[test]
fn pairings_round_trip() {
    check_answer::<Pairing>(json!({
        "id": id("pai"), "name": "chat", "discord": "ops", "webhook": "hook", "with": "inside", "with_webhook": null, "direction": "both",
        "bots": false, "made_at": T, "disabled_at": T, "disabled_reason": "r", "messages": 3, "last_carried_at": T
    }));
    for direction in ["in", "out", "both"] {
        check_request::<MakePairing>(json!({
            "name": "chat", "discord": "ops", "webhook": null, "with": "inside", "with_webhook": "w", "direction": direction, "bots": true
        }));
    }
    check_request::<DisablePairing>(json!({ "reason": "r" }));
}
