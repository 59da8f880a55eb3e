//! Opening, taking up and closing conversations.

use super::{Agent, Greeting};
use crate::session::Session;
use agent_client_protocol::v1::schema::{
    AGENT_METHOD_NAMES, AuthenticateRequest, AuthenticateResponse, CloseSessionRequest, ErrorCode, HttpHeader, LoadSessionRequest,
    McpServer, McpServerHttp, McpServerStdio, NewSessionRequest, NewSessionResponse, ResumeSessionRequest, SessionId,
};
use dream_ports::{AgentError, OfferedServer, SessionKey, SessionSetup};
use serde::de::IgnoredAny;
use std::sync::Arc;

/// Opens a conversation; authenticates first when the agent asks for it.
pub(super) async fn open(agent: &Arc<Agent>, greeting: &Greeting, setup: &SessionSetup) -> Result<SessionKey, AgentError> {
    match open_once(agent, setup).await {
        Err(error) if wants_authentication(&error) => {
            authenticate(agent, greeting).await?;
            open_once(agent, setup).await.map_err(|error| if wants_authentication(&error) { unauthenticated(greeting) } else { error })
        }
        opened => opened,
    }
}

async fn open_once(agent: &Arc<Agent>, setup: &SessionSetup) -> Result<SessionKey, AgentError> {
    let request = NewSessionRequest::new(setup.folder.clone()).mcp_servers(servers(setup));
    let (sessions, setup, opening) = (Arc::clone(&agent.sessions), setup.clone(), agent.sessions.opening());
    let ended = agent.connection.ended().clone();
    // Added before anything that follows the answer is heard: the agent may speak in the conversation at once.
    let added = move |answer: NewSessionResponse| {
        drop(opening);
        let key = SessionKey(answer.session_id.0.to_string());
        let session = Arc::new(Session::new(key.clone(), &setup, false));
        if !sessions.add(Arc::clone(&session)) {
            return Err(format!("it opened the conversation {} twice", key.0.chars().take(80).collect::<String>()));
        }
        if ended.is_cancelled() {
            session.close();
        }
        Ok(key)
    };
    agent.ask_in_time(AGENT_METHOD_NAMES.session_new, &request, added).await
}

/// Takes up a conversation of an earlier process: by resuming it, or else by loading it.
pub(super) async fn take_up(agent: &Arc<Agent>, greeting: &Greeting, key: &SessionKey, setup: &SessionSetup) -> Result<bool, AgentError> {
    if !greeting.about.takes_up {
        return Ok(false);
    }
    let session = Arc::new(Session::new(key.clone(), setup, true));
    if !agent.sessions.add(Arc::clone(&session)) {
        return Ok(false);
    }
    let abandoned = Abandoned(agent, Some(key));
    let taken = match take_up_once(agent, greeting, &session, setup).await {
        Err(error) if wants_authentication(&error) => {
            authenticate(agent, greeting).await?;
            take_up_once(agent, greeting, &session, setup).await
        }
        taken => taken,
    };
    match taken {
        Ok(()) => {
            abandoned.keep();
            Ok(true)
        }
        // The agent does not know it any longer.
        Err(AgentError::Answered { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn take_up_once(agent: &Arc<Agent>, greeting: &Greeting, session: &Arc<Session>, setup: &SessionSetup) -> Result<(), AgentError> {
    let (id, folder, taken) = (SessionId::new(session.key.0.clone()), setup.folder.clone(), Arc::clone(session));
    // What was told before it answers was told in another life.
    let anew = move |_: IgnoredAny| {
        taken.tell_anew();
        Ok(())
    };
    if greeting.resumes {
        let request = ResumeSessionRequest::new(id, folder).mcp_servers(servers(setup));
        return agent.ask_in_time(AGENT_METHOD_NAMES.session_resume, &request, anew).await;
    }
    debug_assert!(greeting.about.takes_up, "an agent that takes up conversations resumes or loads them");
    let request = LoadSessionRequest::new(id, folder).mcp_servers(servers(setup));
    agent.ask_in_time(AGENT_METHOD_NAMES.session_load, &request, anew).await
}

/// Removes a conversation that was not taken up.
struct Abandoned<'a>(&'a Agent, Option<&'a SessionKey>);

impl Abandoned<'_> {
    fn keep(mut self) {
        self.1 = None;
    }
}

impl Drop for Abandoned<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.1.and_then(|key| self.0.sessions.remove(key)) {
            session.close();
        }
    }
}

/// Ends a conversation here at once, and tells the agent if it wants to know.
pub(super) async fn close(agent: &Agent, greeting: &Greeting, key: &SessionKey) {
    let Some(session) = agent.sessions.get(&key.0) else { return };
    super::turn::cancel(agent, key);
    agent.sessions.remove(key);
    session.close();
    if greeting.closes {
        let request = CloseSessionRequest::new(SessionId::new(key.0.clone()));
        // Closed it is here in any case.
        let _ = agent.ask_in_time(AGENT_METHOD_NAMES.session_close, &request, |_: IgnoredAny| Ok(())).await;
    }
}

/// Authenticates by the first way that works without anybody at a keyboard.
async fn authenticate(agent: &Agent, greeting: &Greeting) -> Result<(), AgentError> {
    for method in &greeting.unattended {
        let request = AuthenticateRequest::new(method.id().clone());
        match agent.ask_in_time(AGENT_METHOD_NAMES.authenticate, &request, |_: AuthenticateResponse| Ok(())).await {
            Ok(()) => return Ok(()),
            // It did not work in this way.
            Err(AgentError::Answered { .. } | AgentError::Silent { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Err(unauthenticated(greeting))
}

fn unauthenticated(greeting: &Greeting) -> AgentError {
    AgentError::Authentication { methods: greeting.about.authentication.clone() }
}

fn wants_authentication(error: &AgentError) -> bool {
    matches!(error, AgentError::Answered { code, .. } if *code == i64::from(i32::from(ErrorCode::AuthRequired)))
}

fn servers(setup: &SessionSetup) -> Vec<McpServer> {
    let server = |server: &OfferedServer| match server {
        OfferedServer::Command(server) => {
            McpServer::Stdio(McpServerStdio::new(server.name.clone(), server.program.clone()).args(server.arguments.clone()))
        }
        OfferedServer::Http { name, at } => {
            let shown = HttpHeader::new("Authorization", format!("Bearer {}", at.token.expose()));
            McpServer::Http(McpServerHttp::new(name.clone(), at.url.clone()).headers(vec![shown]))
        }
    };
    setup.tool_servers.iter().map(server).collect()
}
