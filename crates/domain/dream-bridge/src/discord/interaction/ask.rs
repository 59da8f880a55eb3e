//! What a command asks for.

use super::{CommandUse, GateAct};
use dream_id::{ParseIdError, ReviewId, RunId, TaskId};
use dream_ledger::Digest;
use std::time::Duration;

/// How far back a summary of the log looks unless the command says.
const USUAL_MINUTES: u64 = 60;

/// What somebody asks for, all ids read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A code to link the account with.
    Link,
    /// How things stand.
    Status,
    /// Every agent is stopped.
    StopAll {
        /// Why.
        reason: Option<String>,
    },
    /// The agents.
    Agents,
    /// Something about one agent.
    Agent {
        /// Its name.
        name: String,
        /// What.
        act: AgentAct,
    },
    /// A new task.
    TaskCreate {
        /// Its title.
        title: String,
        /// What is to be done.
        body: Option<String>,
        /// The role that works it.
        role: Option<String>,
        /// How urgent it is, as a word.
        priority: Option<String>,
    },
    /// The newest tasks.
    TaskList,
    /// One task.
    TaskShow(TaskId),
    /// A task for a worker.
    TaskAssign {
        /// The task.
        task: TaskId,
        /// The worker.
        worker: String,
    },
    /// A message to a channel.
    Message {
        /// The channel.
        channel: String,
        /// What it says.
        text: String,
    },
    /// The newest runs.
    RunList,
    /// One run.
    RunShow(RunId),
    /// A run is steered.
    RunSteer {
        /// The run.
        run: RunId,
        /// Where to.
        to: Steer,
        /// Why.
        reason: Option<String>,
    },
    /// The reviews that wait.
    ReviewList,
    /// One review, with its files and buttons.
    ReviewShow(ReviewId),
    /// A verdict or a constraint.
    ReviewAct {
        /// The review.
        review: ReviewId,
        /// What is done.
        act: GateAct,
        /// What was seen; only an approval must say it.
        digest: Option<Digest>,
        /// The comment, or the constraint.
        text: Option<String>,
    },
    /// What the log holds of this much time.
    LogsSummary(Duration),
}

impl Ask {
    /// Whether it is about agents, tasks or runs, which a server that runs the bridge alone has not.
    #[must_use]
    pub const fn needs_agents(&self) -> bool {
        !matches!(self, Self::Link | Self::Status | Self::Message { .. } | Self::LogsSummary(_))
    }
}

/// What is done with an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentAct {
    /// It is to run.
    Start,
    /// It is not to run.
    Stop,
    /// Its processes are ended and started again.
    Restart,
    /// Its log lines are shown.
    Logs,
}

/// How a run is steered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steer {
    /// It rests.
    Pause,
    /// It goes on.
    Resume,
    /// It ends.
    Cancel,
}

/// Why a command cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskFault {
    /// It is none of ours.
    #[error("there is no command /{0} here; it may be one of an older version: try again in a minute")]
    Unknown(String),
    /// An option is missing.
    #[error("`{0}` is missing; give it")]
    Missing(&'static str),
    /// An option cannot be read.
    #[error("`{option}`: {why}")]
    Wrong {
        /// Which.
        option: &'static str,
        /// Why.
        why: String,
    },
}

impl AskFault {
    /// A stable word for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "command_unknown",
            Self::Missing(_) => "option_missing",
            Self::Wrong { .. } => "option_invalid",
        }
    }
}

impl Ask {
    /// Reads a command.
    ///
    /// # Errors
    /// [`AskFault`].
    pub fn parse(used: &CommandUse) -> Result<Self, AskFault> {
        let words: Vec<&str> = used.words.iter().map(String::as_str).collect();
        let reason = || used.may("reason");
        Ok(match words.as_slice() {
            ["link"] => Self::Link,
            ["status"] => Self::Status,
            ["stop-all"] => Self::StopAll { reason: reason() },
            ["agents"] => Self::Agents,
            ["agent", act] => Self::Agent { act: agent_act(act).ok_or_else(|| used.unknown())?, name: used.must("name")? },
            ["task", "create"] => Self::TaskCreate {
                title: used.must("title")?,
                body: used.may("body"),
                role: used.may("role"),
                priority: used.may("priority"),
            },
            ["task", "list"] => Self::TaskList,
            ["task", "show"] => Self::TaskShow(used.id("task")?),
            ["task", "assign"] => Self::TaskAssign { task: used.id("task")?, worker: used.must("worker")? },
            ["message"] => Self::Message { channel: used.must("channel")?, text: used.must("text")? },
            ["run", "list"] => Self::RunList,
            ["run", "show"] => Self::RunShow(used.id("run")?),
            ["run", to] => Self::RunSteer { to: steer(to).ok_or_else(|| used.unknown())?, run: used.id("run")?, reason: reason() },
            ["review", "list"] => Self::ReviewList,
            ["review", "show"] => Self::ReviewShow(used.id("review")?),
            ["review", act] => review(used, gate_act(act).ok_or_else(|| used.unknown())?)?,
            ["logs", "summary"] => Self::LogsSummary(used.minutes()?),
            _ => return Err(used.unknown()),
        })
    }
}

fn agent_act(word: &str) -> Option<AgentAct> {
    match word {
        "start" => Some(AgentAct::Start),
        "stop" => Some(AgentAct::Stop),
        "restart" => Some(AgentAct::Restart),
        "logs" => Some(AgentAct::Logs),
        _ => None,
    }
}

fn steer(word: &str) -> Option<Steer> {
    match word {
        "pause" => Some(Steer::Pause),
        "resume" => Some(Steer::Resume),
        "cancel" => Some(Steer::Cancel),
        _ => None,
    }
}

fn gate_act(word: &str) -> Option<GateAct> {
    match word {
        "approve" => Some(GateAct::Approve),
        "request-changes" => Some(GateAct::RequestChanges),
        "regenerate" => Some(GateAct::Regenerate),
        "constrain" => Some(GateAct::Constrain),
        "reject" => Some(GateAct::Reject),
        _ => None,
    }
}

fn review(used: &CommandUse, act: GateAct) -> Result<Ask, AskFault> {
    let digest = used.may("digest").map(|text| text.parse()).transpose();
    let digest: Option<Digest> =
        digest.map_err(|_| AskFault::Wrong { option: "digest", why: "expected sha256: and 64 hexadecimal digits".to_owned() })?;
    let text = match act {
        GateAct::Constrain => Some(used.must("constraint")?),
        GateAct::RequestChanges | GateAct::Reject => Some(used.must("comment")?),
        GateAct::Approve | GateAct::Regenerate => used.may("comment"),
    };
    if act == GateAct::Approve && digest.is_none() {
        return Err(AskFault::Missing("digest"));
    }
    Ok(Ask::ReviewAct { review: used.id("review")?, act, digest, text })
}

impl CommandUse {
    fn may(&self, name: &str) -> Option<String> {
        self.options.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn must(&self, name: &'static str) -> Result<String, AskFault> {
        self.may(name).ok_or(AskFault::Missing(name))
    }

    fn id<I: std::str::FromStr<Err = ParseIdError>>(&self, name: &'static str) -> Result<I, AskFault> {
        self.must(name)?
            .parse()
            .map_err(|error: ParseIdError| AskFault::Wrong { option: name, why: format!("{error}; choose one of those that are proposed") })
    }

    fn minutes(&self) -> Result<Duration, AskFault> {
        let Some(text) = self.may("minutes") else { return Ok(Duration::from_secs(60 * USUAL_MINUTES)) };
        let minutes: Option<u64> = text.parse().ok().filter(|minutes| (1..=10_080).contains(minutes));
        let wrong = || AskFault::Wrong { option: "minutes", why: "expected 1 to 10080".to_owned() };
        Ok(Duration::from_secs(60 * minutes.ok_or_else(wrong)?))
    }

    fn unknown(&self) -> AskFault {
        AskFault::Unknown(self.words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_id::TypedId;

    fn used(line: &str, options: &[(&str, &str)]) -> CommandUse {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        CommandUse { words: line.split(' ').map(str::to_owned).collect(), options, focused: None }
    }

    #[test]
    fn commands_are_read_and_what_is_missing_or_wrong_is_said() {
        let run = RunId::from_parts(1, [1; 10]);
        let digest = Digest::of(b"x");
        let (run_text, digest_text) = (run.to_string(), digest.to_string());
        let review = ReviewId::from_parts(1, [1; 10]);
        let review_text = review.to_string();
        let approve = [("review", review_text.as_str()), ("digest", digest_text.as_str())];
        let approved = Ask::ReviewAct { review, act: GateAct::Approve, digest: Some(digest), text: None };
        let cases: Vec<(CommandUse, Result<Ask, &str>)> = vec![
            (used("link", &[]), Ok(Ask::Link)),
            (used("agent start", &[("name", "builder")]), Ok(Ask::Agent { name: "builder".into(), act: AgentAct::Start })),
            (used("agent dance", &[("name", "builder")]), Err("command_unknown")),
            (used("agent start", &[("name", " ")]), Err("option_missing")),
            (used("run pause", &[("run", &run_text)]), Ok(Ask::RunSteer { run, to: Steer::Pause, reason: None })),
            (used("run show", &[("run", &run_text)]), Ok(Ask::RunShow(run))),
            (used("run show", &[("run", "seven")]), Err("option_invalid")),
            (used("review approve", &approve), Ok(approved)),
            (used("review approve", &approve[..1]), Err("option_missing")),
            (used("review reject", &approve), Err("option_missing")),
            (used("review reject", &[("review", &review_text), ("comment", "no"), ("digest", "sha256:0")]), Err("option_invalid")),
            (used("logs summary", &[]), Ok(Ask::LogsSummary(Duration::from_hours(1)))),
            (used("logs summary", &[("minutes", "0")]), Err("option_invalid")),
            (used("task", &[]), Err("command_unknown")),
        ];
        for (used, wanted) in cases {
            assert_eq!(Ask::parse(&used).map_err(|fault| fault.code()), wanted, "{used:?}");
        }
    }
}
