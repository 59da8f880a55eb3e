//! Searching what was sent.

use super::index::{Behind, index};
use crate::messages::{MessageView, channel, views, visible};
use crate::{AppError, Op};
use dream_access::Action;
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, Page, PersonId, ProjectId, Scope};
use dream_messages::MessageNumber;
use dream_store::{HistoryHit, HistoryQuery, people};

/// How many steps a search takes to bring the history up to date before it looks.
const STEPS: u32 = 4;
/// How many hits one call looks through, when retention has removed many of them.
const ROUNDS: u32 = 4;

/// Which messages are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Those of the channel with this name.
    pub channel: Option<String>,
    /// Those of the channels of this project.
    pub project: Option<ProjectId>,
    /// Those of this sender: a person's id, `agent/…` or `system/…`, as messages say it, or what a member is called.
    pub sender: Option<String>,
    /// Those that hold all words of this text.
    pub text: Option<String>,
    /// Those that were sent then or later.
    pub since: Option<Timestamp>,
    /// Those that were sent before then.
    pub until: Option<Timestamp>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The messages, newest first.
    pub page: Page<MessageView>,
    /// How far the history is behind.
    pub behind: Behind,
}

/// A page of the messages that the caller may see, newest first.
pub async fn search(op: &Op, filter: HistoryFilter, cursor: Option<Cursor>, limit: Limit) -> Result<Found, AppError> {
    if filter.project.is_some() {
        crate::messages::space(op, Action::MessageRead, filter.project).await?;
    } else if op.visible_projects()? == dream_access::VisibleProjects::All {
        op.allow(Action::MessageRead, None)?;
    }
    let scope = Scope::Org(op.org()?);
    let sender = match filter.sender {
        Some(wanted) => Some(sender(op, wanted).await?),
        None => None,
    };
    let query = HistoryQuery {
        channel: filter.channel.as_deref().map(channel).transpose()?.map(|channel| channel.to_string()),
        projects: visible(op, filter.project)?,
        sender,
        text: filter.text,
        since: filter.since,
        until: filter.until,
    };
    // What was just sent is found at once, unless very much was sent; a history that cannot be written is searched as it is.
    let behind = match index(op, scope, STEPS).await {
        Ok(behind) => behind,
        Err(error) => {
            tracing::warn!(error.code = error.code, %error, "the history could not be brought up to date");
            index(op, scope, 0).await?
        }
    };
    let page = page(op, scope, &query, cursor.as_ref().map(parse).transpose()?, limit).await?;
    Ok(Found { page, behind })
}

/// The sender as messages name them, of what somebody wrote who looks for them.
async fn sender(op: &Op, wanted: String) -> Result<String, AppError> {
    let is_kept_so = wanted.parse::<PersonId>().is_ok() || wanted.starts_with("agent/") || wanted.starts_with("system/");
    if is_kept_so {
        return Ok(wanted);
    }
    let (mut reader, org) = (op.read().await?, op.org()?);
    let persons: Vec<PersonId> = people::members(&mut reader, org).await?.iter().map(|member| member.person).collect();
    let names = people::names(&mut reader, org, &persons).await?;
    let mut called = names.into_iter().filter(|(_, name)| *name == wanted).map(|(person, _)| person);
    let shown: String = wanted.chars().take(80).collect();
    match (called.next(), called.next()) {
        (Some(person), None) => Ok(person.to_string()),
        (Some(_), Some(_)) => {
            let message = format!("more than one member is called `{shown}`; name the one you mean by id (`dreamos member list`)");
            Err(AppError::invalid("ambiguous_sender", message))
        }
        (None, _) => {
            let message =
                format!("no member is called `{shown}`; name one, a person by id, an agent as agent/NAME, or the server as system/PART");
            Err(AppError::invalid("unknown_sender", message))
        }
    }
}

async fn page(op: &Op, scope: Scope, query: &HistoryQuery, from: Option<HistoryHit>, limit: Limit) -> Result<Page<MessageView>, AppError> {
    let size = usize::try_from(limit.get()).unwrap_or(usize::MAX);
    let (mut messages, mut before, mut more) = (Vec::new(), from, true);
    for _ in 0..ROUNDS {
        let wanted = limit.get() + 1;
        let hits = op.read().await?.search_history(scope, query, before, wanted).await?;
        more = hits.len() > size;
        for hit in hits.into_iter().take(size) {
            before = Some(hit);
            // What retention has removed since is no longer there.
            if let Some(message) = op.app().bus.message(scope, hit.number.id(hit.sent_at)).await? {
                messages.push(message);
            }
            if messages.len() == size {
                break;
            }
        }
        if !more || messages.len() >= size {
            break;
        }
    }
    // The last one looked at, whether it was still there or not; a page that is full ends with the last one shown.
    let next = before.filter(|_| more).map(|hit| Cursor(format!("{}.{}", hit.sent_at.micros(), hit.number.stored())));
    Ok(Page { items: views(op, messages).await?, next })
}

fn parse(cursor: &Cursor) -> Result<HistoryHit, AppError> {
    let parts = cursor.0.split_once('.').and_then(|(at, number)| Some((at.parse().ok()?, number.parse().ok()?)));
    let refuse = || AppError::invalid("invalid_cursor", "this cursor is of no page of this list; begin again without one");
    let (sent_at, number): (i64, i64) = parts.ok_or_else(refuse)?;
    Ok(HistoryHit { sent_at: Timestamp::from_micros(sent_at), number: MessageNumber::from_stored(number) })
}
