//! Files of a conversation's folder, read and written for the agent.

use super::{Answered, code, json, read as parse, session};
use crate::beneath::{self, FileError, Part};
use crate::process::Agent;
use agent_client_protocol::v1::schema::{Error, ReadTextFileRequest, ReadTextFileResponse, WriteTextFileRequest, WriteTextFileResponse};
use futures::future::BoxFuture;
use std::sync::Arc;

pub(super) fn read(agent: &Arc<Agent>, params: &str) -> Result<BoxFuture<'static, Answered>, Error> {
    let request: ReadTextFileRequest = parse(params)?;
    let (session, agent) = (session(agent, &request.session_id)?, Arc::clone(agent));
    Ok(Box::pin(async move {
        // A few at once: what was read is held until it can be written.
        let _turn = agent.disk.acquire().await;
        let (part, most) = (Part { line: request.line, limit: request.limit }, agent.options.file_bytes);
        let text = off_thread(move || beneath::read(&session.folder, &request.path, part, most)).await?;
        json(&ReadTextFileResponse::new(text))
    }))
}

pub(super) fn write(agent: &Arc<Agent>, params: &str) -> Result<BoxFuture<'static, Answered>, Error> {
    let request: WriteTextFileRequest = parse(params)?;
    let (session, agent) = (session(agent, &request.session_id)?, Arc::clone(agent));
    if request.content.len() > agent.options.file_bytes {
        let why = format!("the text has more than {} bytes: write it from inside", agent.options.file_bytes);
        return Err(Error::new(crate::REFUSED, why).data(code("file_refused")));
    }
    Ok(Box::pin(async move {
        let _turn = agent.disk.acquire().await;
        off_thread(move || beneath::write(&session.folder, &request.path, &request.content)).await?;
        json(&WriteTextFileResponse::new())
    }))
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T, FileError> + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::internal_error().data(error.to_string()))?;
    done.map_err(|error| match error {
        FileError::Missing(_) => Error::resource_not_found(None).data(error.to_string()),
        error => Error::new(crate::REFUSED, error.to_string()).data(code("file_refused")),
    })
}
