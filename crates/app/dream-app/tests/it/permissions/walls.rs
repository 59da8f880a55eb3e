//! Who may: people with the role, in their own organisation and projects; never an agent.

use super::{agent, decision, of_task, push, refusal, reviewer, waiting};
use crate::access::project;
use dream_access::Role;
use dream_app::members::MemberChange;
use dream_app::permissions::{self, PermissionFilter, answer, ask};
use dream_app::tasks::{self, NewTask};
use dream_app::{Kind, Op, grants, members};
use dream_id::{Limit, PermissionId};
use dream_swarm::PermissionVerdict;
use dream_testkit::{TestApp, found};

async fn approves(op: &Op, id: PermissionId) -> (Kind, &'static str) {
    refusal(decision(op, id, PermissionVerdict::Approve, None, None).await)
}

/// Trap 17: no agent decides, not even about what another one asks; and people do not ask.
async fn agents_ask_and_people_decide(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let id = waiting(&ada, push("main")).await;
    for nobody in [ada, agent(app, "qa").await, Op::of_worker(app.app.clone(), "supervisor")] {
        assert_eq!(approves(&nobody, id).await, (Kind::Forbidden, "people_only"));
        assert_eq!(refusal(answer(&nobody, id, "x".to_owned()).await), (Kind::Forbidden, "people_only"));
    }
    assert_eq!(approves(&app.person(Role::Contributor).await, id).await, (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(ask(&ann, push("main")).await), (Kind::Forbidden, "agents_only"));
}

async fn another_organisation_sees_nothing(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let id = waiting(&ada, push("main")).await;
    let stranger = found(&app.app, "second").await.owner;
    let missing = (Kind::NotFound, "not_found");
    assert_eq!(refusal(permissions::find(&stranger, id).await), missing);
    let seen = permissions::find(&ann, id).await.unwrap().permission.digest();
    let decision = permissions::Decision { permission: id, verdict: PermissionVerdict::Approve, seen, comment: None, grant: None };
    assert_eq!(refusal(permissions::decide(&stranger, decision).await), missing);
    assert!(permissions::list(&stranger, PermissionFilter::default(), None, Limit::default()).await.unwrap().items.is_empty());
    assert_eq!(permissions::waiting(&stranger).await.unwrap(), 0);
    assert_eq!(permissions::waiting(&ann).await.unwrap(), 1);
}

async fn a_member_of_one_project_decides_there_alone(app: &TestApp) {
    let (ada, owner) = (agent(app, "builder").await, app.owner());
    let (site, shop) = (project(&owner, "site").await, project(&owner, "shop").await);
    let ask_for = async |project| {
        let task = tasks::create(&owner, NewTask { project: Some(project), ..NewTask::titled("t") }).await.unwrap().task.id();
        waiting(&ada, of_task(task, push("main"))).await
    };
    let (here, there, nowhere) = (ask_for(site).await, ask_for(shop).await, waiting(&ada, push("main")).await);
    let member = app.person(None).await;
    let grant = MemberChange { grant: vec![(site, Role::Reviewer)], ..MemberChange::default() };
    members::change(&owner, crate::access::member(&member).await, grant).await.unwrap();
    let member = app.again(&member).await;
    for elsewhere in [there, nowhere] {
        assert_eq!(refusal(permissions::find(&member, elsewhere).await), (Kind::Forbidden, "role_too_low"));
    }
    decision(&member, here, PermissionVerdict::Approve, None, None).await.unwrap();
    let listed = permissions::list(&member, PermissionFilter::default(), None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.iter().map(dream_ledger::Stream::id).collect::<Vec<_>>(), [here]);
    assert!(grants::list(&member, grants::GrantFilter::default(), None, Limit::default()).await.unwrap().items.is_empty());
}

dream_testkit::for_both_engines!(
    agents_ask_and_people_decide,
    another_organisation_sees_nothing,
    a_member_of_one_project_decides_there_alone,
);
