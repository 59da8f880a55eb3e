//! The contract with the typed client: every method of it is understood, and every answer is what it expects.

use crate::house::{BRIEF, House, served_on_both_engines};
use dream_api::*;
use dream_client::{Client, ClientError, Options, PageOf, ProjectFilter, PutContent, ReviewFilter, RunFilter};
use dream_http::{ServeOptions, Server};
use dream_secret::Secret;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

served_on_both_engines!(the_client_is_understood);

/// A client of a server on a port of its own, and what ends that server.
pub(crate) async fn served(house: &House, grace: Duration) -> (Client, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    // A provider may be there already, from another test of this process.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let options = ServeOptions { tls: None, behind_proxy: None, calls_per_minute: 6_000, serves: dream_http::Serves::All, grace };
    let app = house.core();
    let server = tokio::spawn(async move {
        let shutdown = async {
            let _ = stopped.await;
        };
        Server::new(listener, app, options).unwrap().run(shutdown).await;
    });
    let number = AtomicU64::new(0);
    let keys = Arc::new(move || format!("key-{}", number.fetch_add(1, Ordering::Relaxed)));
    (Client::new(Options::new(url, Some(Secret::new(house.owner.clone())), keys)).unwrap(), stop, server)
}

async fn the_client_is_understood(house: &House) {
    let (client, stop, server) = served(house, Duration::from_secs(10)).await;
    let page = PageOf::default();
    assert_eq!(client.whoami().await.unwrap().org, house.app.org);
    assert_eq!(client.health().await.unwrap().status, "ok");
    assert!(client.readiness().await.unwrap().ready);
    govern(house, &client).await;
    people(&client).await;
    let log = client.audit_log(None, &page).await.unwrap();
    assert!(!log.items.is_empty());
    assert_eq!(client.verify_audit().await.unwrap().result, AuditResult::Intact);
    assert!(!client.export_audit().await.unwrap().bytes().await.unwrap().is_empty());
    let archive = client.backup().await.unwrap().bytes().await.unwrap();
    assert!(archive.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]), "no zstd");
    drop(client);
    stop.send(()).unwrap();
    server.await.unwrap();
}

async fn govern(house: &House, client: &Client) {
    let page = PageOf::default();
    let new = CreateProject { name: "library".into(), brief: BRIEF.into(), template: "planning-only".into() };
    let project = client.create_project(&new).await.unwrap();
    assert_eq!(client.project_brief(project.id).await.unwrap(), BRIEF.as_bytes());
    assert_eq!(client.projects(&ProjectFilter::default(), &page).await.unwrap().items, [client.project(project.id).await.unwrap()]);
    let constraint = NewConstraint { text: "no trackers".into(), rules: Vec::new(), stages: Vec::new() };
    let start = StartRun { max_cost_usd: Some("1.00".parse().unwrap()), constraints: vec![constraint.clone()], ..StartRun::default() };
    let run = client.start_run(project.id, &start).await.unwrap();
    assert_eq!(run.max_cost_usd, "1.00".parse().unwrap());
    assert_eq!(client.run_constraints(run.id, &page).await.unwrap().items.len(), 1);
    house.app.run_until_idle().await;
    let waiting = RunFilter { project: Some(project.id), status: Some(Status::Waiting) };
    assert_eq!(client.runs(&waiting, &page).await.unwrap().items.len(), 1);
    assert_eq!(client.pause_run(run.id, &PauseRun::default()).await.unwrap().reason, Some(Reason::Paused));
    assert_eq!(client.resume_run(run.id).await.unwrap().status, Status::Waiting);
    let filter = ReviewFilter { status: Some(ReviewStatus::Waiting), run: Some(run.id) };
    let review = client.reviews(&filter, &page).await.unwrap().items.remove(0);
    let added = client.constrain(review.id, &Constrain { digest: review.digest.clone(), constraints: vec![constraint; 2] }).await.unwrap();
    assert_eq!((added.review.status, added.constraints.len()), (ReviewStatus::Waiting, 3));
    let changes = RequestChanges {
        digest: client.review(review.id).await.unwrap().review.digest,
        comment: "shorter".into(),
        notes: Vec::new(),
        drafts: Vec::new(),
        on_behalf_of: None,
    };
    assert_eq!(client.request_changes(review.id, &changes).await.unwrap().review.status, ReviewStatus::ChangesRequested);
    house.app.run_until_idle().await;
    assert_eq!(client.attempts(run.id, &page).await.unwrap().items.len(), 2);
    artifacts(client, &client.run(run.id).await.unwrap()).await;
    let budget = client.raise_budget(run.id, &RaiseBudget { cap_usd: "2.50".parse().unwrap(), reason: "more".into() }).await.unwrap();
    assert_eq!(budget, client.budget(run.id).await.unwrap());
    assert_eq!(client.cancel_run(run.id, &CancelRun::default()).await.unwrap().status, Status::Cancelled);
    let over = client.pause_run(run.id, &PauseRun::default()).await.unwrap_err();
    assert_eq!((over.code(), over.problem().unwrap().status), (Some("run_cancelled"), 410));
    let again = client.rerun(run.id, &RerunRun::default()).await.unwrap();
    assert_ne!(again.id, run.id);
    templates(client).await;
}

async fn artifacts(client: &Client, run: &Run) {
    let page = PageOf::default();
    let artifact = client.artifacts(run.id, &page).await.unwrap().items.remove(0);
    let file = client.artifact_file(artifact.id, artifact.version, &artifact.files[0].path).await.unwrap().bytes().await.unwrap();
    assert_eq!(u64::try_from(file.len()).unwrap(), artifact.files[0].size);
    let put = PutContent { path: None, replaces: Some(artifact.version), bytes: "# Mine\n".into() };
    let mine = client.put_artifact(artifact.id, put).await.unwrap();
    assert_eq!(client.artifact(artifact.id, None).await.unwrap(), mine);
    assert_eq!(client.versions(artifact.id, &page).await.unwrap().items[0], mine);
    assert!(!client.diff(artifact.id, artifact.version, mine.version).await.unwrap().files.is_empty());
    assert_eq!(client.lineage(artifact.id, Some(mine.version)).await.unwrap().artifact, mine);
    let unknown: ClientError = client.artifact(artifact.id, Some(99)).await.unwrap_err();
    assert_eq!(unknown.code(), Some("not_found"));
}

async fn templates(client: &Client) {
    let page = PageOf::default();
    let template = client.template("planning-only").await.unwrap();
    assert!(client.templates(&page).await.unwrap().items.iter().any(|listed| listed.digest == template.digest));
    let source = template.source.unwrap();
    assert!(client.validate_template(&ValidateTemplate { source: source.clone(), file: None }).await.unwrap().valid);
    let broken = client.validate_template(&ValidateTemplate { source: "name = 3".into(), file: Some("t.toml".into()) }).await.unwrap();
    assert!(!broken.valid && broken.errors[0].file == "t.toml");
    let refused = client.publish_template(&PublishTemplate { source: "name = 3".into(), file: None }).await.unwrap_err();
    assert!(!refused.problem().unwrap().errors.is_empty(), "{refused:?}");
    let published = client.publish_template(&PublishTemplate { source, file: None }).await.unwrap();
    assert_eq!((published.version, published.built_in), (1, false));
    assert_eq!(client.standard().await.unwrap().version, 0);
    let wrong = client.check_standard(&CheckStandard { source: "least_quorums = 2".into() }).await.unwrap();
    assert!(!wrong.valid && wrong.errors[0].line == Some(1) && wrong.templates.is_empty(), "{wrong:?}");
    let strict =
        client.check_standard(&CheckStandard { source: "required_stages = [\"security\"]\nleast_quorum = 2".into() }).await.unwrap();
    let of = |name: &str| strict.templates.iter().find(|one| one.template == name).unwrap();
    assert!(of("planning-only").violations[0].contains("security"), "{strict:?}");
    assert!(of("software-delivery").changes.iter().any(|change| change.contains("2 in place of 1")), "{strict:?}");
    assert_eq!(client.standard().await.unwrap().version, 0, "checking published it");
}

async fn people(client: &Client) {
    let page = PageOf::default();
    let member = client.add_member(&new_member()).await.unwrap();
    let change = ChangeMember { role: Some(Role::Reviewer), ..ChangeMember::default() };
    assert_eq!(client.change_member(member.id, &change).await.unwrap().role, Some(Role::Reviewer));
    assert_eq!(client.members(&page).await.unwrap().items.len(), 2);
    let team = client.create_team(&CreateTeam { name: "keepers".into() }).await.unwrap();
    assert_eq!(client.add_team_member(team.id, &AddTeamMember { member: member.id }).await.unwrap().members, [member.id]);
    assert!(client.remove_team_member(team.id, member.id).await.unwrap().members.is_empty());
    assert_eq!(client.teams(&page).await.unwrap().items.len(), 1);
    let mint = MintToken { name: "ci".into(), scopes: vec![TokenScope::Read], expires_at: None, person: None };
    let minted = client.mint_token(&mint).await.unwrap();
    assert!(client.revoke_token(minted.token.id, &RevokeToken::default()).await.unwrap().revoked_at.is_some());
    assert!(client.tokens(&page).await.unwrap().items.len() >= 2);
    let until = minted.token.created_at.plus(Duration::from_hours(1));
    let given = client.delegate(&NewDelegation { to: member.person, project: None, until }).await.unwrap();
    assert!(client.revoke_delegation(given.id).await.unwrap().revoked_at.is_some());
    assert_eq!(client.delegations(&page).await.unwrap().items.len(), 1);
    assert!(client.remove_member(member.id).await.unwrap().role.is_none());
}

fn new_member() -> AddMember {
    AddMember { name: Some("somebody".into()), person: None, role: Some(Role::Viewer) }
}
