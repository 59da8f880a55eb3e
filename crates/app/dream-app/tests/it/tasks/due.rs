//! The worker of tasks: what it does once, it does not do again.

use super::{claimed, created, offer, seconds, settle, titled};
use dream_app::tasks::{Due, NewTask};
use dream_testkit::TestApp;

async fn what_is_due_is_settled_once(app: &TestApp) {
    let op = app.owner();
    let now = app.app.now();
    created(&op, titled("lapses")).await;
    claimed(&op, offer("ada")).await;
    created(&op, NewTask { not_before: Some(now.plus(seconds(90))), ..titled("scheduled") }).await;
    created(&op, NewTask { deadline: Some(now.plus(seconds(90))), ..titled("late") }).await;
    assert_eq!(settle(app).await, Due::default());
    app.clock.advance(seconds(90));
    assert_eq!(settle(app).await, Due { ready: 1, lapsed: 1, late: 1, steps: 0 });
    assert_eq!(settle(app).await, Due::default());
}

dream_testkit::for_both_engines!(what_is_due_is_settled_once);
