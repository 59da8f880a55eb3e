//! Who may do what, and the walls between organisations.

use super::{claimed, created, most, offer, refusal, titled};
use crate::access::{project, scoped};
use dream_access::{Role, TokenScope};
use dream_app::{
    Kind,
    members::{self, MemberChange},
    tasks::{self, Beat, ClaimRequest, Completion, Fault, NewTask, TaskChange, TaskFilter},
};
use dream_id::Limit;
use dream_swarm::{LimitOf, Offer};
use dream_testkit::{TestApp, found};

/// Trap 28: nothing of another organisation is found, listed, claimed or depended on.
async fn tasks_of_another_organisation_are_not_there(app: &TestApp) {
    let stranger = found(&app.app, "second").await.owner;
    let task = created(&app.owner(), titled("ours")).await;
    let completion = Completion { task, worker: None, attempt: None, output: None, artifacts: vec![] };
    let fault = Fault { task, worker: None, attempt: None, message: String::new(), retryable: true };
    let beat = Beat { task, worker: None, attempt: None, percent: None, words: None };
    for (number, refused) in [
        refusal(tasks::find(&stranger, task).await),
        refusal(tasks::dependencies(&stranger, task).await),
        refusal(tasks::complete(&stranger, completion.clone()).await),
        refusal(tasks::fail(&stranger, fault).await),
        refusal(tasks::heartbeat(&stranger, beat).await),
        refusal(tasks::release(&stranger, task, None, None).await),
        refusal(tasks::cancel(&stranger, task, None, true).await),
        refusal(tasks::retry(&stranger, task).await),
        refusal(tasks::change(&stranger, task, TaskChange::default()).await),
        refusal(tasks::create(&stranger, NewTask { parent: Some(task), ..titled("child") }).await),
        refusal(tasks::create(&stranger, NewTask { depends_on: vec![task], ..titled("after") }).await),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(refused, (Kind::NotFound, "not_found"), "case {number}");
    }
    let answers = tasks::complete_all(&stranger, vec![completion]).await.unwrap();
    assert_eq!(answers[0].as_ref().unwrap_err().code, "not_found");
    assert!(claimed(&stranger, most(offer("ada"), 9)).await.is_empty());
    assert!(tasks::list(&stranger, &TaskFilter::default(), None, Limit::default()).await.unwrap().items.is_empty());
    assert!(tasks::counts(&stranger).await.unwrap().open.values().all(|count| *count == 0));
}

async fn a_viewer_sees_and_does_nothing_else(app: &TestApp) {
    let viewer = app.person(Role::Viewer).await;
    let task = created(&app.owner(), titled("seen")).await;
    assert!(tasks::find(&viewer, task).await.is_ok());
    let forbidden = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(tasks::create(&viewer, titled("mine")).await), forbidden);
    assert_eq!(refusal(tasks::claim(&viewer, offer("v")).await), forbidden);
    assert_eq!(refusal(tasks::cancel(&viewer, task, None, false).await), forbidden);
    assert_eq!(refusal(tasks::complete_all(&viewer, vec![]).await), forbidden);
    let writer = app.person(Role::Contributor).await;
    assert_eq!(refusal(tasks::set_limit(&writer, LimitOf::Organisation {}, Some(1)).await), forbidden);
    let reader = scoped(app, &app.owner(), &[TokenScope::Read]).await;
    assert_eq!(refusal(tasks::claim(&reader, offer("v")).await), (Kind::Forbidden, "scope_missing"));
}

async fn a_member_of_one_project_works_there_alone(app: &TestApp) {
    let owner = app.owner();
    let (site, shop) = (project(&owner, "site").await, project(&owner, "shop").await);
    let of = |project, title: &str| NewTask { project, ..titled(title) };
    tasks::create_all(&owner, vec![of(Some(site), "site"), of(Some(shop), "shop"), of(None, "organisation")]).await.unwrap();
    let member = app.person(None).await;
    let grant = MemberChange { grant: vec![(site, Role::Contributor)], ..MemberChange::default() };
    members::change(&owner, crate::access::member(&member).await, grant).await.unwrap();
    let member = app.again(&member).await;
    let seen = tasks::list(&member, &TaskFilter::default(), None, Limit::default()).await.unwrap();
    assert_eq!(seen.items.iter().map(|view| view.task.title.as_str()).collect::<Vec<_>>(), ["site"]);
    let elsewhere = ClaimRequest { offer: Offer { project: Some(shop), ..offer("m").offer }, ..offer("m") };
    assert_eq!(refusal(tasks::claim(&member, elsewhere).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(super::titles(&member, most(offer("m"), 9)).await, ["site"]);
    assert_eq!(refusal(tasks::create(&member, of(None, "mine")).await), (Kind::Forbidden, "role_too_low"));
    let mine = created(&member, of(Some(site), "mine")).await;
    let child = tasks::create(&member, NewTask { parent: Some(mine), ..titled("part of mine") }).await.unwrap();
    assert_eq!(child.task.project, Some(site), "a child belongs to its parent's project");
}

dream_testkit::for_both_engines!(
    a_member_of_one_project_works_there_alone,
    a_viewer_sees_and_does_nothing_else,
    tasks_of_another_organisation_are_not_there,
);
