//! What agents ask of people.

use super::values::digest;
use dream_api::{PermissionKind, PermissionStatus, Risk, YourVote};
use dream_app::permissions::PermissionDetail;
use dream_swarm::{Permission, PermissionSubject};

/// A permission, as lists show it.
pub(crate) fn permission(permission: &Permission) -> dream_api::Permission {
    let (opened, call, decided) = (&permission.opened, permission.call(), permission.decided.as_ref());
    dream_api::Permission {
        id: permission.id,
        kind: if call.is_some() { PermissionKind::Call } else { PermissionKind::Question },
        agent: opened.agent,
        agent_name: opened.agent_name.clone(),
        task: opened.task,
        attempt: opened.attempt,
        run: opened.run,
        project: opened.project,
        title: opened.title.clone(),
        tool: call.map(|call| call.tool.clone()),
        tool_kind: call.and_then(|call| call.kind.clone()),
        digest: digest(opened.digest),
        status: PermissionStatus::from_word(permission.status().name()).unwrap_or(PermissionStatus::Unknown),
        risk: Risk::from_word(permission.risk().name()).unwrap_or(Risk::Unknown),
        asked_at: permission.asked_at,
        expires_at: opened.expires_at,
        decided_by: decided.map(|decided| decided.by),
        decided_at: decided.map(|decided| decided.at),
        used_at: permission.consumed.as_ref().map(|consumed| consumed.at),
    }
}

/// A permission with everything that a decision needs.
pub(crate) fn permission_detail(found: &PermissionDetail) -> dream_api::PermissionDetail {
    let choices = match &found.permission.opened.subject {
        PermissionSubject::Question(question) => question.choices.clone(),
        PermissionSubject::Call(_) => Vec::new(),
    };
    dream_api::PermissionDetail {
        permission: permission(&found.permission),
        text: found.text.clone(),
        exact: found.exact,
        choices,
        comment: found.comment.clone(),
        you: YourVote { may_decide: found.why_not.is_none(), why_not: found.why_not.clone() },
        policy_version: found.permission.opened.policy_version.to_string(),
        nonce: found.permission.opened.nonce.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_risk_of_the_domain_is_one_of_the_wire() {
        for known in dream_swarm::PermissionStatus::ALL {
            assert!(PermissionStatus::from_word(known.name()).is_some(), "{known}");
        }
        for known in dream_swarm::PermissionRisk::ALL {
            assert!(Risk::from_word(known.name()).is_some(), "{known}");
        }
    }
}
