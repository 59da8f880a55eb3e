//! Load: callers that send commands one after another until the server is gone, and note what was acknowledged and when.

pub(crate) mod logs;
pub(crate) mod messages;
pub(crate) mod tasks;

use std::sync::Arc;
use std::time::{Duration, Instant};

use dream_api::{Approve, CreateProject, Digest, ReviewStatus, StartRun};
use dream_client::{Client, ClientError, PageOf, ReviewFilter};
use dream_id::{MessageId, ProjectId, ReviewId, RunId, TaskId};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;

use crate::patience::{is_limited, pause, wait_as_told};
use crate::{Failure, Outcome};

/// How long a caller with nothing to decide leaves the server to the others.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// How many kinds of callers there are.
const KINDS: usize = 5;

/// Of the projects that the first caller opens, each so-manieth is run.
const RUN_EVERY: usize = 64;

/// What the server said it had done.
#[derive(Debug, Clone)]
pub enum Fact {
    /// A project, by this name.
    Project(ProjectId, String),
    /// A run of a project.
    Run(RunId, ProjectId),
    /// A review that was approved over these bytes.
    Approval(ReviewId, Digest),
    /// A task, by this title.
    Task(TaskId, String),
    /// The work on a task, handed in under this attempt.
    Worked(TaskId, u32),
    /// A message, that says this.
    Message(MessageId, String),
    /// A message that its consumer has done with.
    Acknowledged(MessageId),
    /// So many lines of the log of a task.
    Logged(TaskId, u64),
}

/// An acknowledgement: the fact, and when its last byte had arrived.
#[derive(Debug, Clone)]
pub struct Ack {
    /// What was acknowledged.
    pub fact: Fact,
    /// When.
    pub at: Instant,
}

/// Callers at work.
#[derive(Debug)]
pub struct Load {
    callers: JoinSet<Outcome>,
    acks: mpsc::UnboundedReceiver<Ack>,
    stop: Arc<Notify>,
}

impl Load {
    /// Starts `callers` of each kind.
    #[must_use]
    pub fn start(client: &Client, callers: usize) -> Self {
        let (sender, acks) = mpsc::unbounded_channel();
        let stop = Arc::new(Notify::new());
        let mut set = JoinSet::new();
        for number in 0..callers * KINDS {
            let caller = Caller { client: client.clone(), acks: sender.clone(), number };
            let stop = Arc::clone(&stop);
            set.spawn(async move {
                tokio::select! {
                    outcome = caller.work() => outcome,
                    () = stop.notified() => Ok(()),
                }
            });
        }
        Self { callers: set, acks, stop }
    }

    /// Takes acknowledgements for `time`, or until every caller has ended.
    pub async fn collect(&mut self, time: Duration) -> Vec<Ack> {
        let mut acks = Vec::new();
        let all = async {
            while let Some(ack) = self.acks.recv().await {
                acks.push(ack);
            }
        };
        // Either end is as good: the time is over, or the server is.
        let _ = tokio::time::timeout(time, all).await;
        acks
    }

    /// Ends the callers; the acknowledgements not yet collected, or what a caller was told that it must not be.
    pub async fn finish(mut self) -> Outcome<Vec<Ack>> {
        self.stop.notify_waiters();
        while let Some(ended) = self.callers.join_next().await {
            ended.map_err(|error| Failure::broken(format!("a caller broke down: {error}")))??;
        }
        Ok(self.rest())
    }

    /// As [`Load::finish`] where the server may have failed in any way before it ended.
    pub async fn abandon(mut self) -> Vec<Ack> {
        self.callers.shutdown().await;
        self.rest()
    }

    fn rest(&mut self) -> Vec<Ack> {
        std::iter::from_fn(|| self.acks.try_recv().ok()).collect()
    }
}

/// One caller. By its number it opens projects and starts runs, approves what waits, works on tasks, sends and reads messages, or writes log
/// lines.
struct Caller {
    client: Client,
    acks: mpsc::UnboundedSender<Ack>,
    number: usize,
}

impl Caller {
    async fn work(self) -> Outcome {
        for turn in 0_usize.. {
            let done = match self.number % KINDS {
                0 => self.open(turn).await,
                1 => self.decide().await,
                2 => self.work_tasks(turn).await,
                3 => self.talk(turn).await,
                _ => self.log().await,
            };
            match done {
                Ok(()) => {}
                Err(error) if is_end(&error) => return Ok(()),
                Err(error) if is_limited(&error) => wait_as_told(&error).await,
                // Somebody else was faster: the next turn is another command.
                Err(error) if is_outrun(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn open(&self, turn: usize) -> Result<(), ClientError> {
        let name = format!("load-{}-{turn}", self.number);
        let brief = format!("# {name}\n\n## Goals\n\n- Show that nothing is lost.\n");
        let project = self.client.create_project(&CreateProject { name, brief, template: "software-delivery".into() }).await?;
        self.note(Fact::Project(project.id, project.name));
        // One at a time is enough: each keeps the workers busy for a while, after every restart again.
        if self.number == 0 && turn.is_multiple_of(RUN_EVERY) {
            let run = self.client.start_run(project.id, &StartRun::default()).await?;
            self.note(Fact::Run(run.id, project.id));
        }
        Ok(())
    }

    async fn decide(&self) -> Result<(), ClientError> {
        let waiting = ReviewFilter { status: Some(ReviewStatus::Waiting), ..ReviewFilter::default() };
        let reviews = self.client.reviews(&waiting, &PageOf::default()).await?.items;
        if reviews.is_empty() {
            pause(BETWEEN_LOOKS).await;
        }
        for review in reviews {
            let approve =
                Approve { digest: review.digest.clone(), comment: None, constraints: Vec::new(), drafts: Vec::new(), on_behalf_of: None };
            match self.client.approve(review.id, &approve).await {
                Ok(_) => self.note(Fact::Approval(review.id, review.digest)),
                Err(error) if is_outrun(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn note(&self, fact: Fact) {
        // Nobody listens any more once the load is being ended.
        let _ = self.acks.send(Ack { fact, at: Instant::now() });
    }
}

/// The server is gone, or is draining before it goes.
fn is_end(error: &ClientError) -> bool {
    let draining = error.problem().is_some_and(|problem| problem.status == 503);
    draining || matches!(error, ClientError::Unreachable { .. } | ClientError::BrokenOff { .. })
}

/// A conflict with another caller.
fn is_outrun(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| matches!(problem.status, 409 | 412))
}
