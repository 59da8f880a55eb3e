//! Callers that create tasks, claim them and hand the work in.

use super::{Caller, Fact};
use dream_api::{ClaimTasks, CompleteTask, NewTask, Span};
use dream_client::ClientError;

/// How many tasks a turn creates and claims.
const TOGETHER: u32 = 4;
/// So short that what a killed server left behind is soon taken up by others.
const LEASE: Span = Span::of_millis(2_000);

impl Caller {
    /// Creates a few tasks, claims as many of whoever's, and hands them in.
    pub(super) async fn work_tasks(&self, turn: usize) -> Result<(), ClientError> {
        for part in 0..TOGETHER {
            let title = format!("task-{}-{turn}-{part}", self.number);
            let created = self.client.create_task(&titled(title.clone())).await?;
            self.note(Fact::Task(created.task.id, title));
        }
        let claim =
            ClaimTasks { worker: format!("worker-{}", self.number), limit: Some(TOGETHER), lease: Some(LEASE), ..ClaimTasks::default() };
        for claimed in self.client.claim_tasks(&claim).await?.tasks {
            let complete = CompleteTask { attempt: Some(claimed.attempt), output: Some("done".into()), ..CompleteTask::default() };
            match self.client.complete_task(claimed.id, &complete).await {
                Ok(_) => self.note(Fact::Worked(claimed.id, claimed.attempt)),
                // Its lease ended first, and somebody else has it.
                Err(error) if super::is_outrun(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

pub(crate) fn titled(title: String) -> NewTask {
    NewTask {
        title,
        body: None,
        project: None,
        parent: None,
        depends_on: Vec::new(),
        priority: None,
        role: None,
        capabilities: Vec::new(),
        assignee: None,
        deadline: None,
        not_before: None,
        retry: Some(dream_api::Retry { max_attempts: 100, backoff: Span::of_millis(10), longest: Span::of_millis(100) }),
        waits_for_children: false,
    }
}
