//! What people are told of: each once, done for everybody when somebody acted, after their quiet hours, once more when they do nothing.

use crate::house::{approve, idle, publish, runs_on_both_engines, started, the_review, two_stages};
use async_trait::async_trait;
use dream_access::{NotificationChoices, NotificationKind, QuietHours, Role};
use dream_app::notifications::{self, Addresses, Notification, Outlets};
use dream_app::{Op, reviews};
use dream_id::{Limit, RunId};
use dream_ports::{Letter, Mail, MailFault};
use dream_testkit::TestApp;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const BOTH: &str = "approvers = [\"owner\", \"reviewer\"]";

runs_on_both_engines!(
    a_person_is_told_once_and_it_is_done_for_all_when_one_acts,
    mail_waits_for_the_end_of_quiet_hours_is_tried_again_and_not_sent_when_it_is_done,
    what_nobody_acts_on_is_told_once_more_and_to_the_owners_and_stays_undecided,
);

/// Takes letters, after as many refusals as it was told.
#[derive(Default, Clone)]
struct Post(Arc<Mutex<(u32, Vec<Letter>)>>);

#[async_trait]
impl Mail for Post {
    async fn send(&self, letter: Letter) -> Result<(), MailFault> {
        let mut post = self.0.lock().unwrap();
        if post.0 > 0 {
            post.0 -= 1;
            return Err(MailFault::NotNow("it is closed".to_owned()));
        }
        post.1.push(letter);
        Ok(())
    }
}

impl Post {
    fn letters(&self) -> Vec<Letter> {
        self.0.lock().unwrap().1.clone()
    }

    fn outlets(&self) -> Outlets {
        Outlets { mail: Some(Arc::new(self.clone())), url: "https://dream.example/".to_owned() }
    }
}

fn worker(app: &TestApp) -> Op {
    Op::of_worker(app.app.clone(), "notifier")
}

/// A run whose first stage has a title, which is what people are told.
async fn titled(app: &TestApp, op: &Op, gate: &str) -> RunId {
    let name = "name = \"prd\"\n";
    publish(app, &two_stages(gate).replacen(name, &format!("{name}title = \"Product requirements\"\n"), 1)).await;
    started(app, op, "two-stages").await
}

/// Lets the notifier come to its end.
async fn tell(app: &TestApp) {
    app.sequence().await;
    while notifications::follow(&worker(app)).await.unwrap() {}
}

async fn told(op: &Op, open: bool) -> Vec<Notification> {
    notifications::list(op, open, None, Limit::default()).await.unwrap().items
}

async fn mailed(op: &Op, quiet: Option<QuietHours>) {
    let choices = NotificationChoices { quiet, ..NotificationChoices::default() };
    let addresses = Addresses { mail: Some("ada@example.org".to_owned()), hook: None };
    notifications::choose(op, choices, addresses).await.unwrap();
}

async fn a_person_is_told_once_and_it_is_done_for_all_when_one_acts(app: &TestApp) {
    let (op, other) = (app.owner(), app.person(Role::Reviewer).await);
    let viewer = app.person(Role::Viewer).await;
    let run = titled(app, &op, BOTH).await;
    tell(app).await;
    tell(app).await;
    let review = the_review(&op, run).await;
    for person in [&op, &other] {
        let found = told(person, true).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].kind, found[0].subject.as_str(), found[0].title.as_str()),
            (NotificationKind::Review, review.id().to_string().as_str(), "Product requirements of library")
        );
    }
    assert!(told(&viewer, false).await.is_empty(), "who may not decide is not told");
    assert_eq!(notifications::mark_read(&other, Some(told(&op, true).await[0].id)).await.unwrap_err().code, "not_found");
    approve(&other, &review).await.unwrap();
    idle(&app.app).await;
    tell(app).await;
    assert!(told(&op, false).await.iter().filter(|one| one.kind == NotificationKind::Review).all(|one| one.done_at.is_some()));
    let done = told(&op, true).await;
    assert_eq!(done.iter().map(|one| one.kind).collect::<Vec<_>>(), [NotificationKind::RunDone], "who started the run is told of its end");
    assert!(told(&other, true).await.is_empty());
    notifications::mark_read(&op, None).await.unwrap();
    assert_eq!(notifications::unread(&op).await.unwrap(), 0);
    assert!(told(&op, false).await.iter().all(|one| one.read_at.is_some() != one.done_at.is_some()), "what was done is left as it was");
}

async fn mail_waits_for_the_end_of_quiet_hours_is_tried_again_and_not_sent_when_it_is_done(app: &TestApp) {
    let (op, post) = (app.owner(), Post::default());
    // The clock stands at midnight, UTC.
    mailed(&op, Some(QuietHours { from: 23 * 60, until: 2 * 60 })).await;
    let run = titled(app, &op, BOTH).await;
    tell(app).await;
    let deliver = async || notifications::deliver(&worker(app), &post.outlets()).await.unwrap();
    assert_eq!((deliver().await, post.letters().len()), (0, 0), "it is quiet");
    app.clock.advance(Duration::from_hours(2));
    post.0.lock().unwrap().0 = 1;
    assert_eq!((deliver().await, post.letters().len()), (1, 0), "the post was closed");
    assert_eq!(deliver().await, 0, "it is not tried again at once");
    app.clock.advance(Duration::from_mins(1));
    assert_eq!((deliver().await, deliver().await), (1, 0));
    let letters = post.letters();
    assert_eq!(letters.len(), 1);
    let review = the_review(&op, run).await;
    assert_eq!(
        (letters[0].to.as_str(), letters[0].subject.as_str()),
        ("ada@example.org", "Waits for your review: Product requirements of library")
    );
    assert!(letters[0].text.contains(&format!("https://dream.example/o/{}/inbox/{}", app.org, review.id())), "{}", letters[0].text);

    let next = titled(app, &op, BOTH).await;
    tell(app).await;
    approve(&op, &the_review(&op, next).await).await.unwrap();
    tell(app).await;
    app.clock.advance(Duration::from_hours(1));
    deliver().await;
    assert_eq!(post.letters().len(), 1, "what is done is not sent");
}

async fn what_nobody_acts_on_is_told_once_more_and_to_the_owners_and_stays_undecided(app: &TestApp) {
    let (op, reviewer, post) = (app.owner(), app.person(Role::Reviewer).await, Post::default());
    mailed(&reviewer, None).await;
    let run = titled(app, &op, "approvers = [\"reviewer\"]").await;
    tell(app).await;
    assert!(told(&op, true).await.is_empty(), "the owner is not asked");
    let deliver = async || notifications::deliver(&worker(app), &post.outlets()).await.unwrap();
    assert_eq!(deliver().await, 1);
    app.clock.advance(Duration::from_hours(23));
    assert_eq!(notifications::remind(&worker(app)).await.unwrap(), 0);
    app.clock.advance(Duration::from_hours(2));
    assert_eq!((notifications::remind(&worker(app)).await.unwrap(), notifications::remind(&worker(app)).await.unwrap()), (1, 0));
    deliver().await;
    let subjects: Vec<String> = post.letters().into_iter().map(|letter| letter.subject).collect();
    assert_eq!(
        subjects,
        ["Waits for your review: Product requirements of library", "Still: Waits for your review: Product requirements of library"]
    );
    let owners = told(&op, true).await;
    assert_eq!(owners.iter().map(|one| one.kind).collect::<Vec<_>>(), [NotificationKind::Escalation]);
    let review = reviews::find(&op, the_review(&op, run).await.id()).await.unwrap();
    assert_eq!(review.review().unwrap().status(), "waiting", "a reminder decides nothing");
}
