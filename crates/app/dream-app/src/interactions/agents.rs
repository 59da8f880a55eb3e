//! Agents, in Discord.

use super::logs;
use super::reply::{MOST_LINES, Reply};
use crate::agents::{self, AgentView};
use crate::{AppError, Op, words};
use dream_bridge::discord::interaction::AgentAct;
use dream_bridge::discord::{markdown::escape, stamp};
use dream_bridge::text::{one_line, shorten};
use dream_swarm::{Desired, Observed};

/// The most characters of why an agent is not started any more.
const MOST_WHY: usize = 200;

/// The agents and what they do.
pub(super) async fn list(op: &Op) -> Result<Reply, AppError> {
    let all = agents::list(op).await?;
    let most = usize::try_from(MOST_LINES).unwrap_or(usize::MAX);
    let lines: Vec<String> = all.iter().take(most).map(line).collect();
    Ok(Reply::listed("Agents", &lines, all.len() > most, "There are no agents that you may see."))
}

/// Starts, stops or restarts one, or shows its lines.
pub(super) async fn act(op: &Op, name: &str, act: AgentAct) -> Result<Reply, AppError> {
    let said = |verb: &str| Reply::said(format!("Agent **{}** is to be {verb}; `/agents` shows how far it is.", escape(name)));
    Ok(match act {
        AgentAct::Start => agents::want(op, name, Desired::Running).await.map(|_| said("started"))?,
        AgentAct::Stop => agents::want(op, name, Desired::Stopped).await.map(|_| said("stopped"))?,
        AgentAct::Restart => agents::restart(op, name).await.map(|_| said("restarted"))?,
        AgentAct::Logs => {
            // Whether there is such an agent, and whether the caller may see it, is said before its lines are looked for.
            let found = agents::find(op, name).await?;
            logs::of_agent(op, found.agent.name()).await?
        }
    })
}

fn line(view: &AgentView) -> String {
    let seen: Vec<String> = view.processes.iter().map(|(_, seen)| words::observed(seen.observed)).collect();
    let seen = if seen.is_empty() { words::observed(Observed::Stopped) } else { seen.join(", ") };
    let (name, role) = (escape(view.agent.name()), escape(&view.agent.manifest.role));
    let given_up = view.agent.given_up.as_ref();
    let given_up = given_up
        .map(|up| format!("\n  given up {}: {}", stamp(up.at, "R"), escape(&shorten(&one_line(&up.why), MOST_WHY))))
        .unwrap_or_default();
    format!("**{name}** ({role}): {seen}; wanted: {}{given_up}", words::desired(view.agent.desired))
}
