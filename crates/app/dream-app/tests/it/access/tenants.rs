//! The organisations of a service: made, suspended, resumed and put on plans by the operator alone.

use super::{person, refusal, scoped};
use dream_access::{LinkText, Role, TokenScope};
use dream_app::deliveries::{self, Batch, Cause, Deliverer, Turns};
use dream_app::destinations::{self, NewDestination, To};
use dream_app::invitations::{self, Accept};
use dream_app::service_plans::{self, ServicePlans};
use dream_app::sign_in::{self, Browser};
use dream_app::sources::{self, NewSource, NotTaken};
use dream_app::tenants::{self, NewTenant, TenantView};
use dream_app::tokens::{MintToken, mint};
use dream_app::{AppError, Kind, Op, agents, audit, auth, orgs, swarm, whoami};
use dream_bridge::message::Message;
use dream_bridge::plan::{Place, Planned};
use dream_bridge::source::{Kind as SourceKind, Proof, Request};
use dream_id::{Limit, OrgId};
use dream_secret::Secret;
use dream_store::deliveries::DeliveryFilter;
use dream_testkit::{TestApp, found};
use std::time::Duration;

const PASSWORD: &str = "plum cactus trolley";

fn new(name: &str) -> NewTenant {
    NewTenant { name: name.to_owned(), owner: "ada@example.org".to_owned(), plan: None }
}

/// A new organisation and the text of its owner's link.
async fn made(app: &TestApp, name: &str) -> (OrgId, LinkText) {
    let made = tenants::make(&app.owner(), new(name)).await.unwrap();
    (made.view.org.id(), made.text.unwrap())
}

/// The owner of the link, who begins: calling through a session, whose text is there too.
async fn begun(app: &TestApp, link: &LinkText, login: &str) -> Result<(Op, Secret), AppError> {
    let accept = Accept { login: login.to_owned(), password: Secret::new(PASSWORD), name: None, org_name: None };
    let session = invitations::accept(&app.app, link.expose(), accept, &Browser::default()).await?;
    let op = auth::authenticate_session(&app.app, session.text.expose()).await?;
    Ok((op, Secret::new(session.text.expose())))
}

async fn suspended(app: &TestApp, org: OrgId) -> TenantView {
    tenants::suspend(&app.owner(), org, "unpaid".to_owned()).await.unwrap()
}

/// The kinds of the events in the ledger of `op`'s organisation, and who caused them.
async fn ledger(app: &TestApp, op: &Op, noun: &str) -> Vec<String> {
    app.sequence().await;
    let query = audit::AuditQuery { noun: Some(noun.to_owned()), ..audit::AuditQuery::default() };
    let page = audit::log(op, query, None, Limit::new(100)).await.unwrap();
    let told = |actor: &dream_ledger::Actor| actor.person().map_or("system", |_| "person");
    page.items.iter().rev().map(|entry| format!("{} by {}", entry.envelope.kind, told(&entry.envelope.actor))).collect()
}

/// The pages of the service's organisations, by name, with whether it is the operator's own.
async fn listed(app: &TestApp, limit: u32) -> Vec<Vec<(String, bool)>> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    loop {
        let page = tenants::list(&app.owner(), cursor, Limit::new(limit)).await.unwrap();
        pages.push(page.items.iter().map(|view| (view.org.name.clone(), view.org.operator)).collect());
        cursor = page.next;
        if cursor.is_none() {
            return pages;
        }
    }
}

async fn the_operator_makes_an_organisation_whose_owner_begins_with_a_link_that_is_shown_once(app: &TestApp) {
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    let who = whoami(&ada).await.unwrap();
    assert_eq!((who.identity.org, who.identity.org_role, who.org_name.as_str()), (acme, Some(Role::Owner), "Acme"));
    assert_eq!(who.name, "ada@example.org");
    assert_ne!(acme, app.org);
    assert_eq!(refusal(begun(app, &link, "ada2").await), (Kind::Over, "link_used"));
    let own = orgs::show(&app.owner()).await.unwrap().name.clone();
    assert_eq!(listed(app, 10).await, [vec![("Acme".to_owned(), false), (own.clone(), true)]]);
    assert_eq!(listed(app, 1).await, [vec![("Acme".to_owned(), false)], vec![(own, true)]], "no page has more than was asked for");
    orgs::rename(&ada, "Apex".to_owned()).await.unwrap();
    assert_eq!(tenants::show(&app.owner(), acme).await.unwrap().org.name, "Apex");
    assert_eq!(ledger(app, &app.owner(), "tenant").await, ["tenant.made by person"]);
    assert_eq!(ledger(app, &ada, "org").await, ["org.created by system", "org.renamed by person"]);
}

async fn the_operator_is_told_what_each_organisation_used_and_nothing_of_what_it_was(app: &TestApp) {
    let (acme, _) = made(app, "Acme").await;
    for (org, month, counts) in [(acme, "2026-10", [7, 5]), (app.org, "2026-10", [1, 0]), (acme, "2026-11", [2, 2])] {
        let mut tx = app.app.store.begin().await.unwrap();
        for (what, more) in ["received", "delivered"].into_iter().zip(counts) {
            tx.count_usage(org, month, (what, "secret-plans"), more).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let limit = Limit::new(10);
    let used = tenants::usage(&app.owner(), Some("2026-10"), None, limit).await.unwrap();
    let told: Vec<_> = used.items.iter().map(|used| (used.org.id(), used.month.as_str(), used.received, used.delivered)).collect();
    assert_eq!(told, [(acme, "2026-10", 7, 5), (app.org, "2026-10", 1, 0)]);
    let now = tenants::usage(&app.owner(), None, None, limit).await.unwrap();
    assert_eq!(now.items[0].month, app.app.now().to_string()[..7], "the present month, unless told");
    assert_eq!(refusal(tenants::usage(&app.owner(), Some("October"), None, limit).await), (Kind::Invalid, "month_invalid"));
}

async fn a_lost_link_is_made_anew_until_the_owner_has_begun(app: &TestApp) {
    let (acme, lost) = made(app, "Acme").await;
    let again = tenants::invite_owner(&app.owner(), acme).await.unwrap().text.unwrap();
    assert_eq!(refusal(begun(app, &lost, "ada").await), (Kind::Over, "link_revoked"));
    begun(app, &again, "ada").await.unwrap();
    let refused = refusal(tenants::invite_owner(&app.owner(), acme).await);
    assert_eq!(refused, (Kind::Conflict, "owner_has_account"), "the operator has no way in any more");
    assert_eq!(refusal(tenants::invite_owner(&app.owner(), app.org).await), (Kind::NotFound, "not_found"));
}

async fn nobody_but_the_operator_s_owners_runs_the_service(app: &TestApp) {
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    let stranger = found(&app.app, "another").await.owner;
    for caller in [&ada, &stranger] {
        let refusals = [
            refusal(tenants::make(caller, new("Mine")).await),
            refusal(tenants::list(caller, None, Limit::new(10)).await),
            refusal(tenants::usage(caller, None, None, Limit::new(10)).await),
            refusal(tenants::show(caller, acme).await),
            refusal(tenants::show(caller, app.org).await),
            refusal(tenants::suspend(caller, app.org, "why not".to_owned()).await),
            refusal(tenants::suspend(caller, acme, "why not".to_owned()).await),
            refusal(tenants::resume(caller, acme).await),
            refusal(tenants::choose_plan(caller, acme, Some("unlimited".to_owned())).await),
            refusal(tenants::invite_owner(caller, acme).await),
        ];
        for (number, refused) in refusals.into_iter().enumerate() {
            assert_eq!(refused, (Kind::Forbidden, "not_the_operator"), "case {number}");
        }
    }
    let maintainer = app.person(Role::Maintainer).await;
    assert_eq!(refusal(tenants::make(&maintainer, new("Mine")).await), (Kind::Forbidden, "role_too_low"));
    let reading = scoped(app, &app.owner(), &[TokenScope::Read]).await;
    assert_eq!(refusal(tenants::list(&reading, None, Limit::new(10)).await), (Kind::Forbidden, "scope_missing"));
    // An organisation that another made is none of the operator's list, and not found.
    let apart = stranger.org().unwrap();
    assert_eq!(refusal(tenants::suspend(&app.owner(), apart, "unpaid".to_owned()).await), (Kind::NotFound, "not_found"));
    let own = tenants::suspend(&app.owner(), app.org, "by mistake".to_owned()).await;
    assert_eq!(refusal(own), (Kind::Conflict, "operator_organisation"));
}

async fn people_of_a_suspended_organisation_are_refused_until_it_goes_on(app: &TestApp) {
    let (acme, link) = made(app, "Acme").await;
    let (ada, session) = begun(app, &link, "ada").await.unwrap();
    let new = MintToken { name: "ci".to_owned(), scopes: TokenScope::all(), expires_at: None, person: Some(person(&ada)) };
    let token = mint(&ada, new).await.unwrap().text.unwrap();
    let view = suspended(app, acme).await;
    assert_eq!(view.org.suspended.as_ref().unwrap().reason, "unpaid");
    let stopped = (Kind::Forbidden, "organisation_suspended");
    assert_eq!(refusal(auth::authenticate(&app.app, token.expose()).await), stopped);
    assert_eq!(refusal(auth::authenticate_session(&app.app, session.expose()).await), stopped);
    // What was let in before is refused in its own transaction.
    assert_eq!(refusal(orgs::rename(&ada, "Apex".to_owned()).await), stopped);
    let signing_in = sign_in::with_password(&app.app, "ada", Secret::new(PASSWORD), &Browser::default()).await;
    assert_eq!(refusal(signing_in), stopped);
    let again = tenants::suspend(&app.owner(), acme, "again".to_owned()).await;
    assert_eq!(refusal(again), (Kind::Conflict, "already_suspended"));
    // The others go on.
    app.person(Role::Viewer).await;

    tenants::resume(&app.owner(), acme).await.unwrap();
    auth::authenticate(&app.app, token.expose()).await.unwrap();
    orgs::rename(&ada, "Apex".to_owned()).await.unwrap();
    assert_eq!(refusal(tenants::resume(&app.owner(), acme).await), (Kind::Conflict, "not_suspended"));
    let told = ["tenant.made by person", "tenant.suspended by person", "tenant.resumed by person"];
    assert_eq!(ledger(app, &app.owner(), "tenant").await, told);
}

async fn agents_of_a_suspended_organisation_are_stopped_until_its_own_people_start_them(app: &TestApp) {
    app.agent("writer").await;
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    assert!(!agents::list(&ada).await.unwrap().is_empty(), "a new organisation has the built-in agents, as the operator's has");
    let stopped = async || swarm::show(&ada).await.unwrap().stop.is_some();
    assert!(!stopped().await);
    suspended(app, acme).await;
    assert!(stopped().await && swarm::show(&app.owner()).await.unwrap().stop.is_none());
    assert_eq!(refusal(swarm::start_all(&ada).await), (Kind::Forbidden, "organisation_suspended"));
    tenants::resume(&app.owner(), acme).await.unwrap();
    assert!(stopped().await, "what works by itself is not begun by anybody outside");
    swarm::start_all(&ada).await.unwrap();
    assert!(!stopped().await);
}

fn planned(app: &TestApp, text: &str) -> Planned {
    Planned {
        rule: "test".to_owned(),
        destination: "inside".to_owned(),
        message: Message { content: text.to_owned(), ..Message::default() },
        place: Place::default(),
        at: app.app.now(),
        repeat_unknown: false,
    }
}

async fn enqueue(app: &TestApp, org: OrgId, text: &str) {
    let op = Op::of_worker(app.app.clone(), "test");
    let mut tx = app.app.store.begin().await.unwrap();
    let cause = Cause { event: None, received_at: app.app.now() };
    deliveries::enqueue(&op, &mut tx, org, &[Batch { cause, planned: &[planned(app, text)] }]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn deliver(app: &TestApp) {
    let deliverer = Deliverer::new(app.app.clone(), "test");
    for lane in deliverer.due(&Turns::default()).await.unwrap() {
        deliverer.work(&lane).await.unwrap();
    }
}

/// How the deliveries of `op`'s organisation stand, and why, the oldest first.
async fn standing(op: &Op) -> Vec<(&'static str, bool)> {
    let page = deliveries::list(op, &DeliveryFilter::default(), None, Limit::new(100)).await.unwrap();
    let held = |why: Option<&str>| why.is_some_and(|why| why.contains("suspended"));
    page.items.iter().rev().map(|row| (row.delivery.state.name(), held(row.history.last().map(|last| last.why.as_str())))).collect()
}

async fn destination(op: &Op) {
    let to = To::Channel("topic/alerts".to_owned());
    destinations::make(op, NewDestination { name: "inside".to_owned(), to, fallback: None }).await.unwrap();
}

async fn messages_of_a_suspended_organisation_wait_and_go_on_in_their_order(app: &TestApp) {
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    destination(&ada).await;
    destination(&app.owner()).await;
    suspended(app, acme).await;
    enqueue(app, acme, "one").await;
    enqueue(app, app.org, "ours").await;
    deliver(app).await;
    assert_eq!((standing(&ada).await, standing(&app.owner()).await), (vec![("queued", true)], vec![("sent", false)]));
    // Looked at again and again, it still waits, and its record does not grow.
    app.clock.advance(Duration::from_mins(6));
    enqueue(app, acme, "two").await;
    deliver(app).await;
    assert_eq!(standing(&ada).await, [("queued", true), ("queued", false)]);
    tenants::resume(&app.owner(), acme).await.unwrap();
    deliver(app).await;
    assert_eq!(standing(&ada).await, [("sent", false), ("sent", false)], "at once, without waiting for the next look");
}

async fn sources_of_a_suspended_organisation_take_nothing_in_and_say_so(app: &TestApp) {
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    let proof = Proof::Header { name: "x-token".to_owned() };
    let secret = Some(Secret::new("a-secret-of-enough-length"));
    let new = NewSource { name: "ci".to_owned(), kind: SourceKind::Generic, proof: Some(proof), project: None, per_minute: None, secret };
    let source = sources::make(&ada, new).await.unwrap().source.id().to_string();
    let send = async |secret: &str| {
        let headers = [("x-token", secret), ("content-type", "application/json")];
        sources::receive(&app.app, &source, &Request { headers: &headers, body: b"{\"title\":\"one\"}", path_secret: None }).await
    };
    send("a-secret-of-enough-length").await.unwrap();
    suspended(app, acme).await;
    let refused = send("a-secret-of-enough-length").await.unwrap_err();
    assert!(matches!(refused, NotTaken::Suspended), "{refused}");
    assert!(!refused.to_string().contains("unpaid"), "why is not for senders");
    let unproved = send("wrong").await.unwrap_err();
    assert!(!matches!(unproved, NotTaken::Suspended), "whoever does not prove itself learns nothing: {unproved}");
    tenants::resume(&app.owner(), acme).await.unwrap();
    send("a-secret-of-enough-length").await.unwrap();
}

async fn the_operator_chooses_plans_by_name(app: &TestApp) {
    let text = "default = \"free\"\n[[plan]]\nname = \"free\"\nbridges = 1\n[[plan]]\nname = \"team\"\nbridges = 2\n";
    app.app.publish_plans(ServicePlans::parse("plans.toml", text).unwrap());
    let (acme, link) = made(app, "Acme").await;
    let (ada, _) = begun(app, &link, "ada").await.unwrap();
    let plan = async || service_plans::show(&ada).await.unwrap().plan.name;
    assert_eq!(plan().await, "free");
    let unknown = tenants::choose_plan(&app.owner(), acme, Some("gold".to_owned())).await;
    assert_eq!(refusal(unknown), (Kind::Invalid, "unknown_plan"));
    assert_eq!(refusal(tenants::make(&app.owner(), NewTenant { plan: Some("gold".to_owned()), ..new("B") }).await).1, "unknown_plan");
    tenants::choose_plan(&app.owner(), acme, Some("team".to_owned())).await.unwrap();
    assert_eq!((plan().await, service_plans::show(&app.owner()).await.unwrap().plan.name), ("team".to_owned(), "free".to_owned()));
    // Another file: what was chosen stays chosen, and counts as long as there is such a plan.
    app.app.publish_plans(ServicePlans::parse("plans.toml", "[[plan]]\nname = \"team\"\nbridges = 9\n").unwrap());
    assert_eq!(service_plans::show(&ada).await.unwrap().plan.bridges, Some(9));
    app.app.publish_plans(ServicePlans::default());
    assert_eq!(plan().await, "unlimited");
    tenants::choose_plan(&app.owner(), app.org, Some("unlimited".to_owned())).await.unwrap();
    tenants::choose_plan(&app.owner(), acme, None).await.unwrap();
    assert_eq!(ledger(app, &app.owner(), "org").await, ["org.created by system", "org.plan_chosen by person"]);
    assert_eq!(ledger(app, &ada, "org").await, ["org.created by system", "org.plan_chosen by system", "org.plan_chosen by system"]);
}

dream_testkit::for_both_engines!(
    the_operator_makes_an_organisation_whose_owner_begins_with_a_link_that_is_shown_once,
    the_operator_is_told_what_each_organisation_used_and_nothing_of_what_it_was,
    a_lost_link_is_made_anew_until_the_owner_has_begun,
    nobody_but_the_operator_s_owners_runs_the_service,
    people_of_a_suspended_organisation_are_refused_until_it_goes_on,
    agents_of_a_suspended_organisation_are_stopped_until_its_own_people_start_them,
    messages_of_a_suspended_organisation_wait_and_go_on_in_their_order,
    sources_of_a_suspended_organisation_take_nothing_in_and_say_so,
    the_operator_chooses_plans_by_name,
);
