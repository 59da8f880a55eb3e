//! What is looked at costs the same however much of its like there is behind it.

use super::{BETWEEN, Chore as _, Events, SAMPLE, compare, steps_of};
use async_trait::async_trait;
use dream_access::NotificationKind;
use dream_app::notifications::{self, Notification};
use dream_app::permissions::{self, Asked, PermissionFilter};
use dream_app::projects::{self, NewProject};
use dream_app::reviews::{self, ReviewFilter};
use dream_app::runs::{self, NewRun};
use dream_id::{Limit, ReviewId};
use dream_sql::Sql;
use dream_swarm::ToolEffect;
use dream_testkit::{TestApp, TestDb};
use serde_json::json;
use std::sync::OnceLock;
use std::time::Duration;

/// How many there are at first: more than a page holds.
const FIRST: usize = 20;
/// How many a page holds.
const PAGE: u32 = 10;

/// Something that is looked at while there comes to be more of it.
#[async_trait]
trait Shelf: Sync {
    async fn set_up(&self, app: &TestApp);
    /// Adds one more.
    async fn add(&self, app: &TestApp, number: usize);
    /// Looks at the newest.
    async fn look(&self, app: &TestApp);
    /// Takes away what no event tells of.
    async fn clear(&self, _: &TestApp) {}
}

async fn check(shelf: impl Shelf) {
    let app = TestApp::start(TestDb::sqlite()).await;
    shelf.set_up(&app).await;
    let cost = async || steps_of(0..SAMPLE, async |_| shelf.look(&app).await).await;
    for number in 0..FIRST {
        shelf.add(&app, number).await;
    }
    // The first ones fill what is kept in memory.
    cost().await;
    let early = cost().await;
    for number in FIRST..FIRST + BETWEEN {
        shelf.add(&app, number).await;
    }
    compare(early, cost().await.min(cost().await));
    shelf.clear(&app).await;
    app.finish().await;
}

/// Deliveries that ended before the time that is counted.
struct Deliveries;

#[async_trait]
impl Shelf for Deliveries {
    async fn set_up(&self, app: &TestApp) {
        Events.set_up(app).await;
    }

    async fn add(&self, app: &TestApp, number: usize) {
        Events.once(app, number).await;
    }

    async fn look(&self, app: &TestApp) {
        app.clock.advance(Duration::from_hours(1));
        let counted = app.app.store.read().await.unwrap().delivery_counts(app.org, app.app.now()).await.unwrap();
        assert!(counted.is_empty(), "{counted:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counting_deliveries_costs_the_same_however_many_ended_before() {
    check(Deliveries).await;
}

struct Permissions;

#[async_trait]
impl Shelf for Permissions {
    async fn set_up(&self, _: &TestApp) {}

    async fn add(&self, app: &TestApp, number: usize) {
        let asked = Asked {
            task: None,
            attempt: None,
            tool: "git__push".to_owned(),
            kind: Some("execute".to_owned()),
            title: "Push it".to_owned(),
            arguments: json!({ "branch": format!("branch-{number}") }),
            rules_effect: ToolEffect::Ask,
        };
        permissions::ask(&app.agent("builder").await, asked).await.unwrap();
    }

    async fn look(&self, app: &TestApp) {
        let page = permissions::list(&app.owner(), PermissionFilter::default(), None, Limit::new(PAGE)).await.unwrap();
        assert!(page.items.len() == 10 && page.next.is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_permissions_costs_the_same_with_hundreds_behind_it() {
    check(Permissions).await;
}

/// Tells the owner of something.
async fn tell(app: &TestApp, number: usize) -> Notification {
    let one = Notification {
        id: app.app.store.new_id(),
        org: app.org,
        person: app.owner().person().unwrap(),
        kind: NotificationKind::RunDone,
        subject: format!("subject-{number}"),
        project: None,
        title: "It is done".to_owned(),
        at: app.app.now(),
        read_at: None,
        done_at: None,
        shown: true,
        remind_at: None,
        told_others: false,
    };
    let mut tx = app.app.store.begin().await.unwrap();
    assert!(tx.notify_person(&one).await.unwrap());
    tx.commit().await.unwrap();
    one
}

struct Notifications;

#[async_trait]
impl Shelf for Notifications {
    async fn set_up(&self, _: &TestApp) {}

    async fn add(&self, app: &TestApp, number: usize) {
        tell(app, number).await;
    }

    async fn look(&self, app: &TestApp) {
        for open in [false, true] {
            let page = notifications::list(&app.owner(), open, None, Limit::new(PAGE)).await.unwrap();
            assert!(page.items.len() == 10 && page.next.is_some());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_notifications_costs_the_same_with_hundreds_behind_it() {
    check(Notifications).await;
}

/// Tells the owner of something, who sees it.
async fn see(app: &TestApp, number: usize) {
    let told = tell(app, number).await;
    notifications::mark_read(&app.owner(), Some(told.id)).await.unwrap();
}

/// Notifications that were all seen.
struct Seen;

#[async_trait]
impl Shelf for Seen {
    async fn set_up(&self, _: &TestApp) {}

    async fn add(&self, app: &TestApp, number: usize) {
        see(app, number).await;
    }

    async fn look(&self, app: &TestApp) {
        assert_eq!(notifications::unread(&app.owner()).await.unwrap(), 0);
    }
}

/// What is neither seen nor done was looked for among all that the person was ever told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counting_what_is_unread_costs_the_same_however_much_was_seen() {
    check(Seen).await;
}

/// Notifications that were all seen, and are all marked as seen once more.
struct Marked;

#[async_trait]
impl Shelf for Marked {
    async fn set_up(&self, _: &TestApp) {}

    async fn add(&self, app: &TestApp, number: usize) {
        see(app, number).await;
    }

    async fn look(&self, app: &TestApp) {
        notifications::mark_read(&app.owner(), None).await.unwrap();
    }
}

/// What is still to be marked was looked for among all that the person was ever told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marking_everything_as_seen_costs_the_same_however_much_was_seen() {
    check(Marked).await;
}

/// Copies of one review's row: hundreds of gates would take minutes.
#[derive(Default)]
struct Reviews {
    first: OnceLock<ReviewId>,
}

#[async_trait]
impl Shelf for Reviews {
    async fn set_up(&self, app: &TestApp) {
        let owner = app.owner();
        let brief = b"A shelf that lends itself.".to_vec();
        let new = NewProject { name: "library".to_owned(), brief, template: "planning-only".to_owned() };
        let project = projects::create(&owner, new).await.unwrap().id();
        runs::start(&owner, NewRun { project, cost_cap_micros: None }).await.unwrap();
        app.run_until_idle().await;
        let page = reviews::list(&owner, ReviewFilter::default(), None, Limit::new(PAGE)).await.unwrap();
        self.first.set(page.items[0].id()).unwrap();
    }

    async fn add(&self, app: &TestApp, _: usize) {
        let copy = Sql::both(
            "INSERT INTO reviews (id, org, version, format, state, run, stage, status, expires_at) \
             SELECT $1, org, version, format, state, run, stage, status, expires_at FROM reviews WHERE id = $2",
        );
        let id: ReviewId = app.app.store.new_id();
        let mut tx = app.app.store.db().begin().await.unwrap();
        tx.execute(&copy, &[id.to_string().into(), self.first.get().unwrap().to_string().into()]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn look(&self, app: &TestApp) {
        for status in [None, Some("waiting".to_owned())] {
            let page = reviews::list(&app.owner(), ReviewFilter { status, run: None }, None, Limit::new(PAGE)).await.unwrap();
            assert!(page.items.len() == 10 && page.next.is_some());
        }
    }

    async fn clear(&self, app: &TestApp) {
        let mut tx = app.app.store.db().begin().await.unwrap();
        let copies = Sql::both("DELETE FROM reviews WHERE id <> $1");
        tx.execute(&copies, &[self.first.get().unwrap().to_string().into()]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_reviews_costs_the_same_with_hundreds_behind_it() {
    check(Reviews::default()).await;
}
