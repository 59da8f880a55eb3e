//! What an agent asks: each question is answered in a task of its own, so that none holds up another.

mod files;
mod people;
mod terminal;

use crate::hear::{Broken, foreign};
use crate::process::Agent;
use crate::session::Session;
use agent_client_protocol::v1::schema::{CLIENT_METHOD_NAMES, Error, RequestId, SessionId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::sync::{Arc, PoisonError};
use tokio_util::sync::CancellationToken;

/// Methods of our own begin so.
const OURS: &str = "_dreamos/";

/// What is answered: JSON, or why not.
type Answered = Result<Value, Error>;

/// Takes up a question. An error is a breach of the protocol.
pub(crate) fn request(agent: &Arc<Agent>, id: RequestId, method: &str, params: &str) -> Result<(), Broken> {
    let refused = match begin(agent, &id, method, params) {
        Ok(answer) => {
            let (agent, Question(taken_back)) = (Arc::clone(agent), note(agent, &id)?);
            tokio::spawn(async move {
                let outcome = tokio::select! {
                    biased;
                    // Nobody is there to be answered.
                    () = agent.connection.ended().cancelled() => return,
                    () = taken_back.cancelled() => Err(Error::request_cancelled()),
                    outcome = answer => outcome,
                };
                agent.asked.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                agent.connection.answer(&id, outcome).await;
            });
            return Ok(());
        }
        Err(error) => error,
    };
    if agent.connection.refuse_now(&id, refused) {
        return Ok(());
    }
    Err(Broken::Lasting("it asks and does not read the answers".to_owned()))
}

/// A question that is open: thrown when the agent takes it back.
struct Question(CancellationToken);

fn note(agent: &Agent, id: &RequestId) -> Result<Question, Broken> {
    let taken_back = CancellationToken::new();
    let mut open = agent.asked.lock().unwrap_or_else(PoisonError::into_inner);
    if open.insert(id.clone(), taken_back.clone()).is_some() {
        return Err(Broken::Lasting(format!("it has two open requests of the id {id}")));
    }
    Ok(Question(taken_back))
}

/// Reads a question and says what will answer it. What must be noted in the order in which the agent spoke is noted here.
fn begin(agent: &Arc<Agent>, id: &RequestId, method: &str, params: &str) -> Result<futures::future::BoxFuture<'static, Answered>, Error> {
    if *id == RequestId::Null {
        return Err(Error::invalid_request().data("a request needs an id"));
    }
    if agent.asked.lock().unwrap_or_else(PoisonError::into_inner).len() >= agent.options.open_requests {
        return Err(Error::new(crate::REFUSED, "too many requests are open at once: wait for answers").data(code("too_many_requests")));
    }
    let names = &CLIENT_METHOD_NAMES;
    match method {
        _ if method == names.session_request_permission => people::permission(agent, params),
        _ if method == names.elicitation_create => people::question(agent, params),
        _ if method == names.fs_read_text_file => files::read(agent, params),
        _ if method == names.fs_write_text_file => files::write(agent, params),
        _ if method == names.terminal_create => terminal::create(agent, params),
        _ if method == names.terminal_output => terminal::output(agent, params),
        _ if method == names.terminal_wait_for_exit => terminal::wait(agent, params),
        _ if method == names.terminal_kill => terminal::kill(agent, params),
        _ if method == names.terminal_release => terminal::release(agent, params),
        _ if method.starts_with(OURS) => extension(agent, method, params),
        _ => Err(Error::method_not_found().data(method.chars().take(200).collect::<String>())),
    }
}

/// A method of our own: its parameters name the conversation, and are passed on without it.
fn extension(agent: &Arc<Agent>, method: &str, params: &str) -> Result<futures::future::BoxFuture<'static, Answered>, Error> {
    let mut parameters: Map<String, Value> = read(params)?;
    let Some(Value::String(key)) = parameters.remove("sessionId") else {
        return Err(Error::invalid_params().data("sessionId is missing"));
    };
    let session = session(agent, &SessionId::new(key))?;
    let (agent, method) = (Arc::clone(agent), method.to_owned());
    Ok(Box::pin(async move {
        let asked = agent.host.extension(&agent.of, &session.key, session.work, &method, Value::Object(parameters));
        tokio::select! {
            biased;
            () = session.closed().cancelled() => Err(closed()),
            answer = asked => answer.map_err(|error| Error::new(crate::REFUSED, error.message).data(code(&error.code))),
        }
    }))
}

/// The conversation of that id, if it is the agent's own.
fn session(agent: &Agent, id: &SessionId) -> Result<Arc<Session>, Error> {
    agent.sessions.get(&id.0).ok_or_else(|| {
        foreign(agent, &id.0);
        let known: String = id.0.chars().take(80).collect();
        Error::invalid_params().data(format!("no conversation {known} is open in this process"))
    })
}

fn read<T: DeserializeOwned>(params: &str) -> Result<T, Error> {
    serde_json::from_str(params).map_err(|error| Error::invalid_params().data(error.to_string()))
}

fn json(answer: &impl Serialize) -> Answered {
    serde_json::to_value(answer).map_err(|error| Error::internal_error().data(error.to_string()))
}

fn closed() -> Error {
    Error::request_cancelled().data("the conversation was closed")
}

/// The stable code of a refusal, as data beside its words.
fn code(code: &str) -> Value {
    serde_json::json!({ "code": code })
}
