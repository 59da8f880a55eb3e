//! Who calls, by their rows as they are now: what was read before counts only while the rows are the same.

use crate::fixture::{Fixture, key};
use dream_access::{Identity, Member, NewToken, Person, Role, Team, Token, TokenScope};
use dream_id::{PersonId, ProjectId, Scope, TokenId};
use dream_ledger::{Digest, Stream};
use dream_sql::{Sql, testing::TestDb};
use dream_store::{
    Noun,
    authority::{Authorities, Authority, Named, Presented},
};
use std::{sync::Arc, time::Duration};

/// A person of the organisation with a token, and what a process knows of those who call.
struct Caller {
    fixture: Fixture,
    known: Authorities,
    token: TokenId,
    member: dream_id::MemberId,
}

const TEXT: &[u8] = b"the text of the token";

impl Caller {
    async fn on(db: TestDb) -> Self {
        let fixture = Fixture::on(db).await;
        let (org, by) = (fixture.org, fixture.by());
        let (person, member, token): (PersonId, _, TokenId) = (fixture.store.new_id(), fixture.store.new_id(), fixture.store.new_id());
        fixture.commit(&mut Person::register(org, person, &by, "somebody").unwrap()).await;
        fixture.commit(&mut Member::join(org, member, &by, &fixture.owner(), person, Some(Role::Maintainer)).unwrap()).await;
        let expires_at = by.at.plus(Duration::from_hours(1));
        let new = NewToken { person, name: "t".to_owned(), digest: Digest::of(TEXT), scopes: TokenScope::all(), expires_at };
        fixture.commit(&mut Token::mint(org, token, &by, &fixture.owner(), new).unwrap()).await;
        Self { fixture, known: Authorities::default(), token, member }
    }

    /// Who calls, as a unit of work finds them; and the same by the token's digest, as a reader does.
    async fn found(&self) -> Arc<Authority> {
        let mut tx = self.fixture.store.begin().await.unwrap();
        let in_unit = self.known.find(&mut tx, Named::Id(self.fixture.scope(), self.token.into())).await.unwrap().unwrap();
        drop(tx);
        let mut reader = self.fixture.store.read().await.unwrap();
        let by_text = self.known.find(&mut reader, Named::Token(key(), Digest::of(TEXT))).await.unwrap().unwrap();
        assert_eq!((&by_text.identity, &by_text.presented), (&in_unit.identity, &in_unit.presented));
        in_unit
    }

    async fn identity(&self) -> Option<Identity> {
        self.found().await.identity.clone()
    }

    /// Changes a stream as another process would: without a word to what is known here.
    async fn elsewhere<A: Noun>(&self, id: A::Id, change: impl FnOnce(&mut Stream<A>)) {
        let mut tx = self.fixture.store.begin().await.unwrap();
        let mut stream = tx.lock::<A>(self.fixture.scope(), id).await.unwrap().unwrap();
        change(&mut stream);
        tx.save(&mut stream).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn unchanged_rows_are_understood_once(db: TestDb) {
    let caller = Caller::on(db).await;
    let first = caller.found().await;
    assert!(Arc::ptr_eq(&first, &caller.found().await));
    assert_eq!(first.identity.as_ref().unwrap().org_role, Some(Role::Maintainer));
}

async fn a_token_that_was_revoked_elsewhere_is_seen_revoked(db: TestDb) {
    let caller = Caller::on(db).await;
    let usable = |found: Arc<Authority>| match &found.presented {
        Presented::Token(token) => token.usable(caller.fixture.store.now()).is_ok(),
        Presented::Session(_) | Presented::DiscordLink(_) => panic!("a token was presented"),
    };
    assert!(usable(caller.found().await));
    let by = caller.fixture.by();
    caller.elsewhere::<Token>(caller.token, |token| Token::revoke(token, &by, "lost").unwrap()).await;
    assert!(!usable(caller.found().await));
}

async fn roles_that_changed_elsewhere_are_seen(db: TestDb) {
    let caller = Caller::on(db).await;
    assert_eq!(caller.identity().await.unwrap().org_role, Some(Role::Maintainer));
    let (by, owner) = (caller.fixture.by(), caller.fixture.owner());
    caller.elsewhere::<Member>(caller.member, |member| Member::change_role(member, &by, &owner, Some(Role::Viewer), 1).unwrap()).await;
    assert_eq!(caller.identity().await.unwrap().org_role, Some(Role::Viewer));
    caller.elsewhere::<Member>(caller.member, |member| Member::remove(member, &by, &owner, 1).unwrap()).await;
    assert_eq!(caller.identity().await, None);
}

/// A member's rows say which teams they are in; what a team may do is in its own row.
async fn a_teams_roles_that_changed_elsewhere_are_seen(db: TestDb) {
    let caller = Caller::on(db).await;
    let team = caller.fixture.team("builders").await;
    let (by, owner) = (caller.fixture.by(), caller.fixture.owner());
    let stream = caller.fixture.store.read().await.unwrap().find::<Team>(caller.fixture.scope(), team).await.unwrap().unwrap();
    caller.elsewhere::<Member>(caller.member, |member| Member::join_team(member, &by, &owner, &stream).unwrap()).await;
    let project: ProjectId = caller.fixture.store.new_id();
    assert!(caller.identity().await.unwrap().project_roles.is_empty());
    caller.elsewhere::<Team>(team, |team| Team::grant_project_role(team, &by, &owner, project, Role::Viewer).unwrap()).await;
    assert_eq!(caller.identity().await.unwrap().project_roles.get(&project), Some(&Role::Viewer));
    caller.elsewhere::<Team>(team, |team| Team::revoke_project_role(team, &by, &owner, project).unwrap()).await;
    assert!(caller.identity().await.unwrap().project_roles.is_empty());
}

/// A commit that was lost with its batch leaves a version to be given again, to other facts: the version alone proves nothing.
async fn another_state_under_the_same_version_is_seen(db: TestDb) {
    let caller = Caller::on(db).await;
    assert_eq!(caller.identity().await.unwrap().org_role, Some(Role::Maintainer));
    let other = Sql::both("UPDATE members SET state = replace(state, '\"maintainer\"', '\"viewer\"') WHERE id = $1");
    caller.fixture.tamper(&other, &[caller.member.to_string().into()]).await;
    assert_eq!(caller.identity().await.unwrap().org_role, Some(Role::Viewer));
}

async fn nobody_calls_in_another_organisation_or_in_all(db: TestDb) {
    let caller = Caller::on(db).await;
    caller.found().await;
    let stranger = caller.fixture.found("stranger").await;
    let mut reader = caller.fixture.store.read().await.unwrap();
    for scope in [Scope::Org(stranger), Scope::System(key())] {
        assert!(caller.known.find(&mut reader, Named::Id(scope, caller.token.into())).await.unwrap().is_none());
    }
    assert!(caller.known.find(&mut reader, Named::Token(key(), Digest::of(b"another"))).await.unwrap().is_none());
    assert!(caller.known.find(&mut reader, Named::Session(key(), Digest::of(TEXT))).await.unwrap().is_none());
}

dream_sql::on_both_engines!(
    a_teams_roles_that_changed_elsewhere_are_seen,
    a_token_that_was_revoked_elsewhere_is_seen_revoked,
    another_state_under_the_same_version_is_seen,
    nobody_calls_in_another_organisation_or_in_all,
    roles_that_changed_elsewhere_are_seen,
    unchanged_rows_are_understood_once,
);
