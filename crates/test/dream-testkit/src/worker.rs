//! The work of stages done in the test's own process, by the machine that agents run in theirs.

use async_trait::async_trait;
use dream_app::work::{CallPath, Failure, Product, StageJob, StageWorker, perform};
use dream_id::OrgId;
use dream_ports::{ModelReply, ModelRequest};
use std::sync::Arc;

/// A worker that takes everything and needs no agent.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

#[async_trait]
impl StageWorker for InProcess {
    fn takes(&self, _: OrgId, _: Option<&str>) -> bool {
        true
    }

    async fn refuses(&self) -> Option<Failure> {
        None
    }

    async fn work(&self, job: Arc<StageJob>) -> Result<Vec<Product>, Failure> {
        let (assignment, prompts) = (job.assignment().clone(), job.prompts().clone());
        perform(assignment, prompts, job.model(), &mut Calls(&job)).await
    }
}

struct Calls<'a>(&'a StageJob);

#[async_trait]
impl CallPath for Calls<'_> {
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure> {
        self.0.call(number, request.clone()).await
    }

    fn refused(&self, number: u32, artifact: &str, faults: usize) {
        self.0.refused(number, artifact, faults);
    }
}
