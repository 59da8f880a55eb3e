//! Decisions about permissions.

use super::{
    MAX_CHOICES, Permission, PermissionEvent, PermissionOpened, PermissionRefusal, PermissionStatus, PermissionSubject, PermissionVerdict,
};
use dream_id::{AgentId, OrgId, PermissionId, TaskId};
use dream_ledger::{By, Digest, Stream, jcs};
use serde::Serialize;

/// How many characters an offered answer may have.
const CHOICE: usize = 200;

/// The SHA-256 of the RFC 8785 JSON `{agent, choices, org, question, task}`: by what the same question is known when it is asked again.
///
/// # Errors
/// [`PermissionRefusal::Choices`] for answers that cannot be offered.
pub fn question_digest(
    org: OrgId,
    agent: AgentId,
    task: Option<TaskId>,
    question: &str,
    choices: &[String],
) -> Result<Digest, PermissionRefusal> {
    #[derive(Serialize)]
    struct Asked<'a> {
        agent: AgentId,
        choices: &'a [String],
        org: OrgId,
        question: &'a str,
        task: Option<TaskId>,
    }
    let refuse = || PermissionRefusal::Choices { limit: MAX_CHOICES };
    let fits = |choice: &String| (1..=CHOICE).contains(&choice.chars().count()) && !choice.chars().any(char::is_control);
    if choices.len() > MAX_CHOICES || !choices.iter().all(fits) {
        return Err(refuse());
    }
    let bytes = jcs::to_vec(&Asked { agent, choices, org, question, task }).map_err(|_| refuse())?;
    Ok(Digest::of(&bytes))
}

impl Permission {
    /// An agent asks.
    ///
    /// # Errors
    /// [`PermissionRefusal::Fold`] never happens but by a defect.
    pub fn open(org: OrgId, id: PermissionId, by: &By, opened: PermissionOpened) -> Result<Stream<Self>, PermissionRefusal> {
        Ok(Stream::create(org, id, by, PermissionEvent::Opened(Box::new(opened)))?)
    }

    /// A person decides about exactly the call whose digest they saw.
    ///
    /// # Errors
    /// [`PermissionRefusal`]: the caller is no person, saw something else, comes too late, or says nothing where something must be said.
    pub fn decide(
        stream: &mut Stream<Self>,
        by: &By,
        verdict: PermissionVerdict,
        seen: Digest,
        comment: Option<Digest>,
    ) -> Result<(), PermissionRefusal> {
        if stream.call().is_none() {
            return Err(PermissionRefusal::IsQuestion { permission: stream.id() });
        }
        stream.check_open(by)?;
        if seen != stream.digest() {
            return Err(PermissionRefusal::StaleDigest { permission: stream.id(), seen, asked: stream.digest() });
        }
        if verdict == PermissionVerdict::RequestChanges && comment.is_none() {
            return Err(PermissionRefusal::Silent { what: "what to change" });
        }
        let nonce = stream.opened.nonce.clone();
        stream.record(by, PermissionEvent::Decided { verdict, digest: seen, nonce, comment });
        Ok(())
    }

    /// A person answers the question; `said` is what the body `answer` holds.
    ///
    /// # Errors
    /// [`PermissionRefusal`]: the caller is no person, comes too late, or says what was not offered.
    pub fn answer(stream: &mut Stream<Self>, by: &By, said: &str, answer: Digest) -> Result<(), PermissionRefusal> {
        let permission = stream.id();
        let PermissionSubject::Question(question) = &stream.opened.subject else { return Err(PermissionRefusal::IsCall { permission }) };
        stream.check_open(by)?;
        if said.trim().is_empty() {
            return Err(PermissionRefusal::Silent { what: "an answer" });
        }
        if !question.choices.is_empty() && !question.choices.iter().any(|choice| choice == said) {
            return Err(PermissionRefusal::NotOffered { permission, choices: question.choices.clone() });
        }
        stream.record(by, PermissionEvent::Answered { answer });
        Ok(())
    }

    /// The approved call is released: in the transaction that does so, once and for all.
    ///
    /// # Errors
    /// [`PermissionRefusal::NotUsable`] unless exactly this call was approved by a person under this policy, was not released before, and
    /// its time is not over.
    pub fn consume(
        stream: &mut Stream<Self>,
        by: &By,
        digest: Digest,
        policy_version: Digest,
        attempt: Option<u32>,
    ) -> Result<(), PermissionRefusal> {
        let approved = stream.is_live() && stream.status() == PermissionStatus::Approved;
        let same = stream.digest() == digest && stream.opened.policy_version == policy_version;
        if !(approved && same) || stream.lapsed(by.at) {
            return Err(PermissionRefusal::NotUsable { permission: stream.id(), status: stream.status() });
        }
        stream.record(by, PermissionEvent::Consumed { digest, attempt });
        Ok(())
    }

    /// Nobody asks any more. One that is over already records nothing.
    pub fn withdraw(stream: &mut Stream<Self>, by: &By) {
        if stream.is_live() {
            stream.record(by, PermissionEvent::Withdrawn {});
        }
    }

    /// Ends it when its time is over at `by.at`. One that has time left, or is over already, records nothing.
    pub fn expire(stream: &mut Stream<Self>, by: &By) {
        if stream.is_live() && stream.lapsed(by.at) {
            stream.record(by, PermissionEvent::Expired {});
        }
    }

    fn check_open(&self, by: &By) -> Result<(), PermissionRefusal> {
        let permission = self.id;
        if by.actor.person().is_none() {
            return Err(PermissionRefusal::PeopleOnly);
        }
        if let Some(decided) = &self.decided {
            return Err(PermissionRefusal::Decided { permission, status: decided.status });
        }
        if let Some(ended) = &self.ended {
            return Err(PermissionRefusal::Over { permission, status: ended.status });
        }
        if self.lapsed(by.at) {
            return Err(PermissionRefusal::Over { permission, status: PermissionStatus::Expired });
        }
        Ok(())
    }
}
