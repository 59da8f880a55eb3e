//! An operation: who does something, in whose data, on what occasion. The first argument of every use case.

use crate::{App, AppError, Command, Kind, authority};
use dream_access::{Action, Identity, VisibleProjects};
use dream_id::{AgentId, OrgId, PersonId, ProjectId, Scope};
use dream_ledger::{Actor, By, Digest, jcs};
use dream_store::{Reader, Remembered, Unit, find_remembered};

/// How often a command is run when others keep committing first.
pub(crate) const TRIES: u32 = 3;

/// Who calls.
#[derive(Debug, Clone)]
pub enum Caller {
    /// A person, through a token or a session.
    Person(Box<Identity>),
    /// An agent, through the server that started it.
    Agent(AgentId, Box<Identity>),
    /// A worker of the server.
    System(&'static str),
}

/// A key under which a caller may send the same command again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Takes 1 to 255 visible ASCII characters.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let fits = (1..=255).contains(&text.len()) && text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
        if fits {
            return Ok(Self(text.to_owned()));
        }
        Err(AppError::invalid(
            "invalid_idempotency_key",
            "an Idempotency-Key has 1 to 255 visible ASCII characters; send a random one, such as a UUID",
        ))
    }
}

/// One operation.
#[derive(Clone)]
pub struct Op {
    app: App,
    caller: Caller,
    scope: Scope,
    key: Option<IdempotencyKey>,
    trace: Option<String>,
}

impl Op {
    /// An operation of a person who was authenticated.
    #[must_use]
    pub fn of_person(app: App, identity: Identity) -> Self {
        let scope = Scope::Org(identity.org);
        Self { app, caller: Caller::Person(Box::new(identity)), scope, key: None, trace: None }
    }

    /// An operation of an agent, whose rights are `identity`: made by [`crate::agents::op_of`] alone, which looks whether it may act.
    pub(crate) fn of_agent(app: App, agent: AgentId, identity: Identity) -> Self {
        let scope = Scope::Org(identity.org);
        Self { app, caller: Caller::Agent(agent, Box::new(identity)), scope, key: None, trace: None }
    }

    /// An operation of one of the server's workers, on all organisations.
    #[must_use]
    pub fn of_worker(app: App, worker: &'static str) -> Self {
        let scope = Scope::System(app.system);
        Self { app, caller: Caller::System(worker), scope, key: None, trace: None }
    }

    /// The same operation, repeatable under `key`.
    #[must_use]
    pub fn with_key(mut self, key: Option<IdempotencyKey>) -> Self {
        self.key = key;
        self
    }

    /// The same operation, as part of a trace.
    #[must_use]
    pub fn traced(mut self, trace: Option<String>) -> Self {
        self.trace = trace;
        self
    }

    /// The key under which the caller may send the same again, if it gave one.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_ref().map(|key| key.0.as_str())
    }

    /// The core.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Whose data it may touch.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The person or the agent who calls, with their rights.
    ///
    /// # Errors
    /// `people_only` for a worker: the system never acts as one of them.
    pub fn identity(&self) -> Result<&Identity, AppError> {
        match &self.caller {
            Caller::Person(identity) | Caller::Agent(_, identity) => Ok(identity),
            Caller::System(worker) => {
                Err(AppError::new(Kind::Forbidden, "people_only", format!("only a person may do this, and {worker} is none")))
            }
        }
    }

    /// The agent who calls, if it is one.
    #[must_use]
    pub fn agent(&self) -> Option<AgentId> {
        match &self.caller {
            Caller::Agent(agent, _) => Some(*agent),
            Caller::Person(_) | Caller::System(_) => None,
        }
    }

    /// By what the caller's idempotency keys are told from those of others: a credential, or an agent's id. A worker has none.
    pub(crate) fn keys_of(&self) -> Option<String> {
        match &self.caller {
            Caller::Person(identity) => identity.credential().map(|credential| credential.to_string()),
            Caller::Agent(agent, _) => Some(agent.to_string()),
            Caller::System(_) => None,
        }
    }

    /// The person who calls.
    pub fn person(&self) -> Result<PersonId, AppError> {
        let people_only = || AppError::new(Kind::Forbidden, "people_only", "only a person may do this");
        self.identity()?.person().ok_or_else(people_only)
    }

    /// The caller's organisation.
    pub fn org(&self) -> Result<OrgId, AppError> {
        self.identity().map(|identity| identity.org)
    }

    /// Who and when, for the events of this operation.
    #[must_use]
    pub fn by(&self) -> By {
        let actor = match &self.caller {
            Caller::Person(identity) | Caller::Agent(_, identity) => identity.actor.clone(),
            Caller::System(worker) => Actor::system(worker),
        };
        By { at: self.app.now(), actor }
    }

    /// Asks the policy whether the caller may do `action`, on `project` if it belongs to one. The server's own workers may do what
    /// they are written to do; what only a person may do asks for [`Op::identity`] besides.
    ///
    /// # Errors
    /// `forbidden`, saying which role or token scope is needed and which is there.
    pub fn allow(&self, action: Action, project: Option<ProjectId>) -> Result<(), AppError> {
        let (Caller::Person(identity) | Caller::Agent(_, identity)) = &self.caller else { return Ok(()) };
        match dream_access::decide(identity, action, project) {
            Ok(_) => Ok(()),
            Err(denied) => Err(AppError::new(Kind::Forbidden, denied.code(), denied.to_string()).with("action", action.as_str())),
        }
    }

    /// Which projects' things a list may show.
    ///
    /// # Errors
    /// `people_only` for a worker, which lists through the store.
    pub fn visible_projects(&self) -> Result<VisibleProjects, AppError> {
        self.identity().map(Identity::visible_projects)
    }

    /// A consistent view that cannot write.
    pub async fn read(&self) -> Result<Reader, AppError> {
        Ok(self.app.store.read().await?)
    }

    /// A consistent view for whoever decides what to write next; see [`dream_store::Store::read_ahead`].
    pub(crate) async fn read_ahead(&self) -> Result<Reader, AppError> {
        Ok(self.app.store.read_ahead().await?)
    }

    /// Runs a command: once for its key, atomically, and again when somebody else committed first.
    pub async fn run<C: Command>(&self, command: &C) -> Result<C::Answer, AppError> {
        let mut tries = 1;
        loop {
            match self.once(command).await {
                Err(error) if error.is_retryable() && tries < TRIES => {
                    tracing::debug!(command.name = C::NAME, command.tries = tries, error.code = error.code, "command runs again");
                    tries += 1;
                }
                result => return result,
            }
        }
    }

    async fn once<C: Command>(&self, command: &C) -> Result<C::Answer, AppError> {
        let repeat = self.repeat::<C>(command)?;
        let mut tx = self.app.store.begin().await?.caused_by(Some(C::NAME.to_owned()), self.trace.clone());
        let stopped = match self.decide(command, repeat.as_ref(), &mut tx).await {
            Ok(answer) => {
                tx.commit().await?;
                return Ok(answer);
            }
            Err(stopped) => stopped,
        };
        // A refusal rests on what the unit saw, which may still be on its way to the disk.
        tx.abandon().await?;
        match (stopped, repeat) {
            // Perhaps because it was done before: then its own effects are in its way, or the answer that is remembered.
            (Stopped::Refused(error), Some(repeat)) => self.before::<C>(&repeat).await?.ok_or(error),
            (Stopped::Refused(error) | Stopped::Unauthorised(error), _) => Err(error),
        }
    }

    async fn decide<C: Command>(&self, command: &C, repeat: Option<&Repeat>, tx: &mut Unit) -> Result<C::Answer, Stopped> {
        // What was taken away from a person or an agent since the call was authenticated no longer counts.
        let renewed = match &self.caller {
            Caller::Person(_) | Caller::Agent(..) => Some(authority::renewed(self, tx).await.map_err(Stopped::Unauthorised)?),
            Caller::System(_) => None,
        };
        let op = renewed.as_ref().unwrap_or(self);
        let answer = command.decide(op, tx).await.map_err(Stopped::Refused)?;
        if let Some(Repeat { org, via, key, fingerprint }) = repeat {
            // A command that was done before is undone again here, which is rare, instead of being looked for before, always.
            let text = serde_json::to_string(&answer).map_err(|error| AppError::internal("remembering an answer", error));
            let remembered = Remembered { fingerprint: *fingerprint, answer: text.map_err(Stopped::Refused)? };
            let kept = tx.remember(*org, via, key, &remembered, self.app.now()).await;
            kept.map_err(|error| Stopped::Refused(error.into()))?;
        }
        Ok(answer)
    }

    /// What the command came to when it was sent before under the same key.
    async fn before<C: Command>(&self, repeat: &Repeat) -> Result<Option<C::Answer>, AppError> {
        let mut reader = self.read().await?;
        let before = find_remembered(&mut reader, repeat.org, &repeat.via, &repeat.key).await?;
        before.map(|before| answer_again::<C>(&before, repeat.fingerprint)).transpose()
    }

    fn repeat<C: Command>(&self, command: &C) -> Result<Option<Repeat>, AppError> {
        let (Some(IdempotencyKey(key)), Some(via)) = (&self.key, self.keys_of()) else { return Ok(None) };
        let org = self.org()?;
        let bytes = jcs::to_vec(&(C::NAME, command)).map_err(|error| AppError::internal("reading a command", error))?;
        Ok(Some(Repeat { org, via, key: key.clone(), fingerprint: Digest::of(&bytes) }))
    }
}

/// By what a command is known when it is sent again.
struct Repeat {
    org: OrgId,
    via: String,
    key: String,
    fingerprint: Digest,
}

/// Why a command came to nothing.
enum Stopped {
    /// Its caller may no longer call at all, so not even be told what it came to before.
    Unauthorised(AppError),
    /// It was decided against it, or could not be decided or saved.
    Refused(AppError),
}

fn answer_again<C: Command>(before: &Remembered, fingerprint: Digest) -> Result<C::Answer, AppError> {
    if before.fingerprint != fingerprint {
        return Err(AppError::key_reused());
    }
    serde_json::from_str(&before.answer).map_err(|error| AppError::internal("reading a remembered answer", error))
}
