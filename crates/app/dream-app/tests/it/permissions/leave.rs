//! Standing leave, and what the organisation's standard says about it.

use super::{agent, allowed_by, approve, call, decision, push, refusal, reviewer, waiting, why};
use dream_app::permissions::{NewGrant, Standing, ask};
use dream_app::swarm::{self, CaptainChoice};
use dream_app::{Kind, agents, grants, members, templates};
use dream_id::{GrantId, Limit};
use dream_swarm::{CaptainRight, PermissionVerdict, ToolEffect};
use dream_testkit::TestApp;
use serde_json::{Value, json};
use std::time::Duration;

fn leave(app: &TestApp, patterns: Option<Value>, most: u32) -> NewGrant {
    let patterns = patterns.map(|patterns| serde_json::from_value(patterns).unwrap());
    NewGrant { patterns, until: app.app.now().plus(Duration::from_hours(1)), most }
}

fn granted(grant: GrantId) -> Standing {
    Standing::Allowed { grant: Some(grant), permission: None }
}

/// Trap 16: leave for the like is given by shape, counted, ends, and is taken away.
async fn leave_for_the_like_is_counted_and_ends(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let gate = waiting(&ada, push("feature-1")).await;
    let branches = json!([{ "at": "/branch", "glob": "feature-*" }]);
    let misses =
        decision(&ann, gate, PermissionVerdict::Approve, None, Some(leave(app, Some(json!([{ "at": "/branch", "glob": "x*" }])), 2))).await;
    assert_eq!(refusal(misses), (Kind::Invalid, "grant_misses_call"));
    let made = decision(&ann, gate, PermissionVerdict::Approve, None, Some(leave(app, Some(branches), 2))).await.unwrap();
    let grant = made.unwrap();
    assert_eq!(ask(&ada, push("feature-1")).await.unwrap(), allowed_by(gate), "the call itself rests on its own approval");
    assert_eq!(ask(&ada, push("feature-2")).await.unwrap(), granted(grant));
    waiting(&ada, push("main")).await;
    waiting(&agent(app, "qa").await, push("feature-2")).await;
    assert_eq!(ask(&ada, push("feature-2")).await.unwrap(), granted(grant));
    waiting(&ada, push("feature-2")).await;
    let found = grants::find(&ann, grant).await.unwrap();
    assert_eq!((found.used, found.holds(app.app.now())), (2, false));
}

/// Whoever registers another program under the name of an agent that was taken away must not give it what people gave that one.
async fn what_an_agent_was_given_ends_when_it_is_taken_away(app: &TestApp) {
    let (ada, ann, owner) = (agent(app, "builder").await, reviewer(app).await, app.owner());
    let gate = waiting(&ada, push("one")).await;
    let grant = decision(&ann, gate, PermissionVerdict::Approve, None, Some(leave(app, None, 9))).await.unwrap().unwrap();
    swarm::set_captain(&owner, CaptainChoice::Agent("builder".to_owned(), [CaptainRight::Order].into())).await.unwrap();
    for _ in 0..2 {
        agents::remove(&owner, "builder").await.unwrap();
        assert!(grants::find(&owner, grant).await.unwrap().revoked_at.is_some());
        assert_eq!(swarm::show(&owner).await.unwrap().captain, None);
    }
    for name in ["writer", "qa"] {
        agent(app, name).await;
    }
    // Another captain stays when one that is none is taken away.
    swarm::set_captain(&owner, CaptainChoice::Agent("writer".to_owned(), [CaptainRight::Order].into())).await.unwrap();
    agents::remove(&owner, "qa").await.unwrap();
    assert!(swarm::show(&owner).await.unwrap().captain.is_some());
}

async fn leave_that_is_revoked_or_over_opens_nothing(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let give = async |branch: &str| {
        let gate = waiting(&ada, push(branch)).await;
        let grant = decision(&ann, gate, PermissionVerdict::Approve, None, Some(leave(app, None, 9))).await.unwrap().unwrap();
        assert_eq!(ask(&ada, push(branch)).await.unwrap(), allowed_by(gate));
        assert_eq!(ask(&ada, push(branch)).await.unwrap(), granted(grant));
        grant
    };
    let one = give("one").await;
    grants::revoke(&ann, one).await.unwrap();
    waiting(&ada, push("one")).await;
    assert_eq!(refusal(grants::revoke(&ann, one).await), (Kind::Conflict, "grant_revoked"));
    give("two").await;
    app.clock.advance(Duration::from_hours(1));
    waiting(&ada, push("two")).await;
    // Whoever gave it must still be somebody who may.
    give("three").await;
    let member = crate::access::member(&ann).await;
    members::remove(&app.owner(), member).await.unwrap();
    waiting(&ada, push("three")).await;
    let open = grants::GrantFilter { open: true, ..grants::GrantFilter::default() };
    let listed = grants::list(&app.owner(), open, None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.len(), 1, "what is revoked or over holds no more");
}

async fn an_approval_falls_with_the_right_of_whoever_gave_it(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let gate = waiting(&ada, push("main")).await;
    approve(&ann, gate).await;
    members::remove(&app.owner(), crate::access::member(&ann).await).await.unwrap();
    assert_ne!(waiting(&ada, push("main")).await, gate);
}

async fn the_standard_has_the_last_word(app: &TestApp) {
    let (ada, ann, owner) = (agent(app, "builder").await, reviewer(app).await, app.owner());
    let gate = waiting(&ada, push("main")).await;
    let made = decision(&ann, gate, PermissionVerdict::Approve, None, Some(leave(app, Some(json!([])), 9))).await.unwrap();
    ask(&ada, push("main")).await.unwrap();
    assert_eq!(ask(&ada, push("anything")).await.unwrap(), granted(made.unwrap()));
    let toml = "forbidden_tools = [\"shell\", \"delete\"]\nask_tools = [\"mail__*\"]\nstanding_grants = false\n";
    templates::publish_standard(&owner, "standard.toml", toml.to_owned()).await.unwrap();
    let next = waiting(&ada, push("anything")).await;
    let refused = decision(&ann, next, PermissionVerdict::Approve, None, Some(leave(app, None, 1))).await;
    assert_eq!(refusal(refused), (Kind::Forbidden, "standing_grants_forbidden"));
    let freely = |tool: &str, kind: Option<&str>| {
        let asked = call(tool, json!({}));
        ask(&ada, dream_app::permissions::Asked { rules_effect: ToolEffect::Allow, kind: kind.map(str::to_owned), ..asked })
    };
    assert!(why(freely("shell", None).await.unwrap()).contains("organisation"));
    assert!(why(freely("fs__remove", Some("delete")).await.unwrap()).contains("organisation"));
    assert!(matches!(freely("mail__send", None).await.unwrap(), Standing::Waiting { .. }));
    assert!(matches!(freely("fs__read", None).await.unwrap(), Standing::Allowed { .. }));
}

dream_testkit::for_both_engines!(
    leave_for_the_like_is_counted_and_ends,
    leave_that_is_revoked_or_over_opens_nothing,
    an_approval_falls_with_the_right_of_whoever_gave_it,
    the_standard_has_the_last_word,
    what_an_agent_was_given_ends_when_it_is_taken_away,
);
