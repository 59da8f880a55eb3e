//! What may happen to an agent, decided on its state.

use super::{Agent, AgentEvent, Desired};
use crate::{AgentRefusal, Manifest};
use dream_id::{AgentId, OrgId, TaskId};
use dream_ledger::{By, Digest, Stream};

impl Agent {
    /// Registers an agent that there was not before.
    ///
    /// # Errors
    /// [`AgentRefusal::Fold`] alone, which is a defect.
    pub fn register(org: OrgId, id: AgentId, by: &By, new: Registration) -> Result<Stream<Self>, AgentRefusal> {
        Ok(Stream::create(org, id, by, new.event())?)
    }

    /// Gives an agent another manifest, or registers it again after it was removed. The same manifest records nothing.
    ///
    /// # Errors
    /// [`AgentRefusal::OtherName`] for the manifest of another agent.
    pub fn register_again(stream: &mut Stream<Self>, by: &By, new: Registration) -> Result<(), AgentRefusal> {
        if stream.name() != new.manifest.name {
            return Err(AgentRefusal::OtherName { is: stream.name().to_owned(), given: new.manifest.name });
        }
        if stream.removed {
            stream.record(by, new.event());
        } else if stream.manifest != new.manifest || stream.builtin != new.builtin {
            stream.record(by, AgentEvent::Changed { manifest: Box::new(new.manifest), source: new.source });
        }
        Ok(())
    }

    /// Takes it away; twice records nothing more.
    pub fn remove(stream: &mut Stream<Self>, by: &By) {
        if !stream.removed {
            stream.record(by, AgentEvent::Removed {});
        }
    }

    /// Says what is wanted of it: what is wanted already is recorded only where it was given up, which a person's word ends.
    ///
    /// # Errors
    /// [`AgentRefusal::Removed`].
    pub fn want(stream: &mut Stream<Self>, by: &By, desired: Desired) -> Result<(), AgentRefusal> {
        stream.present()?;
        if stream.desired != desired || stream.given_up.is_some() {
            stream.record(by, AgentEvent::Wanted { desired });
        }
        Ok(())
    }

    /// Asks to end its processes and start them again.
    ///
    /// # Errors
    /// [`AgentRefusal::Removed`], [`AgentRefusal::Stopped`].
    pub fn ask_restart(stream: &mut Stream<Self>, by: &By) -> Result<(), AgentRefusal> {
        stream.startable()?;
        stream.record(by, AgentEvent::RestartAsked {});
        Ok(())
    }

    /// Asks to nudge it, with these words or the usual ones.
    ///
    /// # Errors
    /// [`AgentRefusal::Removed`], [`AgentRefusal::Stopped`].
    pub fn ask_nudge(stream: &mut Stream<Self>, by: &By, text: Option<Digest>) -> Result<(), AgentRefusal> {
        stream.startable()?;
        stream.record(by, AgentEvent::NudgeAsked { text });
        Ok(())
    }

    /// Notes that a process of it ended that should not have.
    pub fn crashed(stream: &mut Stream<Self>, by: &By, how: &str, task: Option<TaskId>) {
        stream.record(by, AgentEvent::Crashed { how: short(how, 200), task });
    }

    /// Notes that it is not started any more until a person says so; noted already, it stays as it was.
    pub fn give_up(stream: &mut Stream<Self>, by: &By, code: &str, why: &str) {
        if stream.given_up.is_none() && !stream.removed {
            stream.record(by, AgentEvent::GivenUp { code: short(code, 64), why: short(why, 500) });
        }
    }

    fn present(&self) -> Result<(), AgentRefusal> {
        if self.removed { Err(AgentRefusal::Removed { name: self.name().to_owned() }) } else { Ok(()) }
    }

    fn startable(&self) -> Result<(), AgentRefusal> {
        self.present()?;
        if self.desired == Desired::Stopped { Err(AgentRefusal::Stopped { name: self.name().to_owned() }) } else { Ok(()) }
    }
}

/// An agent to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// What it is and may do.
    pub manifest: Manifest,
    /// The body with the manifest's source.
    pub source: Option<Digest>,
    /// Whether the server makes it itself.
    pub builtin: bool,
    /// What is wanted of it, if it is registered for the first time or again.
    pub desired: Desired,
}

impl Registration {
    fn event(self) -> AgentEvent {
        let Self { manifest, source, builtin, desired } = self;
        AgentEvent::Registered { manifest: Box::new(manifest), source, builtin, desired }
    }
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
