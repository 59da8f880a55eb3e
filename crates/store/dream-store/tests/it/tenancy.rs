//! Every query names its tenant: another organisation finds nothing.

use crate::fixture::{Fixture, key};
use dream_access::{Identity, Org, Person, Team};
use dream_id::{AttemptId, Limit, Scope};
use dream_ledger::Digest;
use dream_sql::testing::TestDb;
use dream_store::{CallRow, Filter, calls, find_body, people};

async fn another_organisation_finds_nothing(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let stranger = Scope::Org(fixture.found("stranger").await);
    let team = fixture.team("writers").await;
    let person = fixture.store.new_id();
    fixture.commit(&mut Person::register(fixture.org, person, &fixture.by(), "Ada").unwrap()).await;
    let attempt: AttemptId = fixture.store.new_id();
    let call = CallRow {
        org: fixture.org,
        attempt,
        number: 1,
        model: "one".to_owned(),
        request: Digest::of(b"request"),
        reply: None,
        cost_micros: 1,
        input_tokens: 0,
        output_tokens: 0,
        at: fixture.store.now(),
    };
    let mut tx = fixture.store.begin().await.unwrap();
    let body = tx.keep_body(fixture.org, b"secret plans").await.unwrap();
    tx.open_call(&call).await.unwrap();
    assert!(tx.find::<Team>(stranger, team).await.unwrap().is_none());
    assert!(tx.lock::<Team>(stranger, team).await.unwrap().is_none());
    assert!(tx.list::<Team>(stranger, &Filter::default()).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    fixture.sequence().await;

    let mut reader = fixture.store.read().await.unwrap();
    let strange_org = stranger.org().unwrap();
    assert!(reader.find::<Team>(stranger, team).await.unwrap().is_none());
    assert!(reader.find::<Org>(stranger, fixture.org).await.unwrap().is_none());
    assert!(reader.list::<Team>(stranger, &Filter::default().eq("name", "writers")).await.unwrap().is_empty());
    assert!(reader.page::<Team>(stranger, Filter::default(), None, Limit::default()).await.unwrap().items.is_empty());
    assert!(find_body(&mut reader, stranger, body).await.unwrap().is_none());
    assert!(calls::of_attempt(&mut reader, stranger, attempt).await.unwrap().is_empty());
    assert!(people::names(&mut reader, strange_org, &[person]).await.unwrap().is_empty());
    assert!(people::teams(&mut reader, strange_org).await.unwrap().is_empty());
    assert_eq!(reader.feed(stranger, 0, Limit::default()).await.unwrap().len(), 1);
    assert_eq!(reader.audited_orgs(stranger).await.unwrap(), [strange_org]);

    for scope in [fixture.scope(), Scope::System(key())] {
        assert!(reader.find::<Team>(scope, team).await.unwrap().is_some());
        assert!(find_body(&mut reader, scope, body).await.unwrap().is_some());
        assert_eq!(calls::of_attempt(&mut reader, scope, attempt).await.unwrap(), std::slice::from_ref(&call));
    }
}

async fn a_stream_of_another_organisation_is_not_overwritten(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let other = fixture.found("other").await;
    let team = fixture.team("writers").await;
    // The same id in another organisation: a stream that was made up, not loaded.
    let forged = Team { name: "forged".to_owned(), projects: std::collections::BTreeMap::new(), created_at: fixture.store.now() };
    let mut forged = dream_ledger::Stream::loaded(other, team, 1, forged);
    let (project, owner) = (fixture.store.new_id(), Identity::system(other, "setup"));
    Team::grant_project_role(&mut forged, &fixture.by(), &owner, project, dream_access::Role::Owner).unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    assert!(tx.save(&mut forged).await.is_err());
    drop(tx);
    let kept = fixture.store.read().await.unwrap().find::<Team>(fixture.scope(), team).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), kept.saved_version()), ("writers", 1));
}

async fn names_are_found_however_many_are_asked_for(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let mut persons = Vec::new();
    let mut tx = fixture.store.begin().await.unwrap();
    for number in 0..120 {
        let person = fixture.store.new_id();
        tx.save(&mut Person::register(fixture.org, person, &fixture.by(), &format!("p{number}")).unwrap()).await.unwrap();
        persons.push(person);
    }
    tx.commit().await.unwrap();
    let mut reader = fixture.store.read().await.unwrap();
    for count in [0, 1, 49, 50, 51, 120] {
        let names = people::names(&mut reader, fixture.org, &persons[..count]).await.unwrap();
        assert_eq!(names.len(), count);
        assert!(persons[..count].iter().enumerate().all(|(n, person)| names[person] == format!("p{n}")));
    }
}

dream_sql::on_both_engines!(
    a_stream_of_another_organisation_is_not_overwritten,
    another_organisation_finds_nothing,
    names_are_found_however_many_are_asked_for,
);
