//! Every governed action and its rule: the one policy table.

use crate::{Role, TokenScope};
use std::fmt;

/// Where the role is looked up that an action needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The role at the organisation alone: a project's owner has no say here.
    Organisation,
    /// The highest of the roles at the organisation, through teams and at the project.
    Project,
}

/// Who may act at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// People, and the server's own workers.
    Anyone,
    /// Human beings alone: no agent, model, bot or worker ever counts.
    People,
}

/// What an action needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Where the role is looked up.
    pub level: Level,
    /// The least role.
    pub role: Role,
    /// The scope that the token must have.
    pub scope: TokenScope,
    /// Who may act at all.
    pub who: Who,
    /// What the action is, for people.
    pub title: &'static str,
}

/// A text that is no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an action of the policy; docs/reference/policy.md lists them")]
pub struct ParseActionError(String);

macro_rules! policy {
    ($($name:ident = $code:literal: $level:ident, $role:ident, $scope:ident, $who:ident, $title:literal;)*) => {
        /// Everything that needs authority. Its text is `noun.verb`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $title] $name,)*
        }

        impl Action {
            /// Every action, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The action's text: `noun.verb`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// What the action needs.
            #[must_use]
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$name => Rule {
                        level: Level::$level,
                        role: Role::$role,
                        scope: TokenScope::$scope,
                        who: Who::$who,
                        title: $title,
                    },)*
                }
            }
        }
    };
}

policy! {
    OrgRead = "org.read": Organisation, Viewer, Read, Anyone, "See the organisation's name and settings.";
    OrgRename = "org.rename": Organisation, Owner, Admin, Anyone, "Rename the organisation.";
    ServiceOperate = "service.operate": Organisation, Owner, Admin, People, "Make, see, suspend and resume the organisations of the service, and choose their plans; in the operator's organisation.";
    ProjectCreate = "project.create": Organisation, Contributor, Write, Anyone, "Open a project from a brief.";
    ProjectRead = "project.read": Project, Viewer, Read, Anyone, "See a project and its brief.";
    ProjectChange = "project.change": Project, Maintainer, Write, Anyone, "Rename or archive a project.";
    ProjectRepository = "project.repository": Project, Maintainer, Write, People, "Say which git repository a project's work begins from.";
    ProjectGrant = "project.grant": Project, Maintainer, Admin, People, "Grant and revoke roles on a project, up to one's own.";
    RunStart = "run.start": Project, Contributor, Write, Anyone, "Start a run.";
    RunRead = "run.read": Project, Viewer, Read, Anyone, "See a run, its stages and attempts.";
    RunControl = "run.control": Project, Contributor, Write, Anyone, "Pause, resume or cancel a run.";
    RunRerun = "run.rerun": Project, Contributor, Write, Anyone, "Run again, whole or from a stage.";
    RunRollback = "run.rollback": Project, Maintainer, Write, Anyone, "Roll a run back to a stage; later work is superseded.";
    RunReplay = "run.replay": Project, Viewer, Read, Anyone, "Replay a run from its record and compare every artifact.";
    ReviewRead = "review.read": Project, Viewer, Read, Anyone, "See reviews, votes and what is under review.";
    ReviewDecide = "review.decide": Project, Reviewer, Review, People, "Give a verdict, where the gate lists one as an approver.";
    ReviewManage = "review.manage": Project, Contributor, Write, Anyone, "Ask again for an expired review, or withdraw one.";
    ReviewBreakGlass = "review.break_glass": Project, Maintainer, Review, People, "Approve alone in an emergency, with a reason and a second look later.";
    ReviewSecondLook = "review.second_look": Project, Reviewer, Review, People, "Confirm or contest an emergency approval of somebody else.";
    ArtifactRead = "artifact.read": Project, Viewer, Read, Anyone, "See artifacts, versions, differences and lineage.";
    ArtifactPut = "artifact.put": Project, Contributor, Write, Anyone, "Hand in a new version of an artifact.";
    ConstraintRead = "constraint.read": Project, Viewer, Read, Anyone, "See the constraints that bind a run.";
    ConstraintAddRun = "constraint.add.run": Project, Reviewer, Review, People, "Bind the rest of a run to a constraint.";
    ConstraintAddProject = "constraint.add.project": Project, Maintainer, Review, People, "Bind every later run of a project to a constraint.";
    ConstraintAddOrg = "constraint.add.org": Organisation, Owner, Admin, People, "Bind every later run of the organisation to a constraint.";
    ConstraintLiftRun = "constraint.lift.run": Project, Maintainer, Review, People, "Lift a constraint of a run.";
    ConstraintLiftProject = "constraint.lift.project": Project, Maintainer, Admin, People, "Lift a constraint of a project.";
    ConstraintLiftOrg = "constraint.lift.org": Organisation, Owner, Admin, People, "Lift a constraint of the organisation.";
    PermissionRead = "permission.read": Project, Viewer, Read, Anyone, "See what agents ask of people, without what looks like a secret.";
    PermissionDecide = "permission.decide": Project, Reviewer, Review, People, "Decide about a call that an agent wants to make, and see its exact arguments.";
    PermissionAnswer = "permission.answer": Project, Contributor, Write, People, "Answer a question of an agent.";
    GrantRead = "grant.read": Project, Viewer, Read, Anyone, "See the standing leave that agents were given.";
    GrantMake = "grant.make": Project, Reviewer, Review, People, "Give an agent standing leave for calls of one shape.";
    GrantRevoke = "grant.revoke": Project, Reviewer, Review, People, "Revoke standing leave.";
    BudgetRead = "budget.read": Project, Viewer, Read, Anyone, "See what a run may spend and has spent.";
    BudgetRaise = "budget.raise": Project, Maintainer, Admin, People, "Raise what a run may spend.";
    TaskRead = "task.read": Project, Viewer, Read, Anyone, "See tasks and what becomes of them.";
    TaskCreate = "task.create": Project, Contributor, Write, Anyone, "Create tasks.";
    TaskWork = "task.work": Project, Contributor, Write, Anyone, "Claim tasks, and hand in or fail what one has claimed.";
    TaskManage = "task.manage": Project, Contributor, Write, Anyone, "Assign, reprioritise, pause, retry and cancel tasks of anybody.";
    TaskLimit = "task.limit": Organisation, Maintainer, Admin, Anyone, "Limit how many tasks run at once.";
    AgentRead = "agent.read": Project, Viewer, Read, Anyone, "See agents, what is wanted of them and what they do.";
    AgentRegister = "agent.register": Organisation, Maintainer, Admin, People, "Register agents from manifests, change and remove them.";
    AgentControl = "agent.control": Organisation, Maintainer, Write, Anyone, "Start, stop, restart and nudge agents.";
    SwarmRead = "swarm.read": Organisation, Viewer, Read, Anyone, "See who is captain, and whether all agents are stopped.";
    SwarmCaptain = "swarm.captain": Organisation, Owner, Admin, People, "Make a person or an agent captain, and say what such an agent may.";
    SwarmBroadcast = "swarm.broadcast": Organisation, Maintainer, Write, Anyone, "Give every agent an order.";
    SwarmStop = "swarm.stop": Organisation, Reviewer, Write, Anyone, "Stop every agent, until somebody starts them again.";
    SwarmStart = "swarm.start": Organisation, Maintainer, Write, People, "Start the agents again after all were stopped.";
    EscalationRead = "escalation.read": Project, Viewer, Read, Anyone, "See what agents could not solve.";
    EscalationRaise = "escalation.raise": Project, Contributor, Write, Anyone, "Tell the captain of something that agents cannot solve.";
    EscalationAnswer = "escalation.answer": Organisation, Maintainer, Write, Anyone, "Acknowledge, answer and resolve escalations.";
    TemplateRead = "template.read": Organisation, Viewer, Read, Anyone, "See templates of runs.";
    TemplatePublish = "template.publish": Organisation, Maintainer, Admin, People, "Publish a version of a template.";
    PromptRead = "prompt.read": Organisation, Viewer, Read, Anyone, "See what each craft is told, and its versions.";
    PromptPublish = "prompt.publish": Organisation, Maintainer, Admin, People, "Publish a prompt for a craft, or go back to the built-in one.";
    StandardRead = "standard.read": Organisation, Viewer, Read, Anyone, "See the organisation's standard.";
    StandardPublish = "standard.publish": Organisation, Owner, Admin, People, "Publish a version of the organisation's standard.";
    MemberRead = "member.read": Organisation, Viewer, Read, Anyone, "See members and their roles.";
    MemberManage = "member.manage": Organisation, Maintainer, Admin, Anyone, "Add and remove members and change roles, up to one's own.";
    TeamRead = "team.read": Organisation, Viewer, Read, Anyone, "See teams, their people and roles.";
    TeamManage = "team.manage": Organisation, Maintainer, Admin, People, "Create teams, change their people and roles, up to one's own.";
    DelegationRead = "delegation.read": Organisation, Viewer, Read, Anyone, "See who decides for whom, and until when.";
    DelegationGrant = "delegation.grant": Organisation, Viewer, Review, People, "Let somebody else decide for oneself for a time, and end it.";
    DelegationManage = "delegation.manage": Organisation, Maintainer, Admin, People, "End a delegation of others.";
    TokenMint = "token.mint": Organisation, Viewer, Admin, Anyone, "Make a token for oneself, with no more scopes than the one in use.";
    TokenRead = "token.read": Organisation, Viewer, Read, Anyone, "See one's own tokens; never their text.";
    TokenRevoke = "token.revoke": Organisation, Viewer, Admin, Anyone, "Revoke one's own token.";
    TokenManage = "token.manage": Organisation, Owner, Admin, Anyone, "See, make and revoke tokens of others.";
    AccountChange = "account.change": Organisation, Viewer, Admin, People, "Change one's own login name, password and second factor.";
    AccountReset = "account.reset": Organisation, Owner, Admin, People, "Let somebody else set a new password, by an invitation.";
    InvitationRead = "invitation.read": Organisation, Maintainer, Read, People, "See who was invited, and whether they came; never the link.";
    InvitationManage = "invitation.manage": Organisation, Maintainer, Admin, People, "Invite people, and revoke invitations.";
    SessionRead = "session.read": Organisation, Viewer, Read, People, "See where oneself is signed in.";
    SessionOpen = "session.open": Organisation, Viewer, Admin, People, "Make a one-time link that signs oneself in, on the server's machine.";
    SessionEnd = "session.end": Organisation, Viewer, Admin, People, "End one's own sessions.";
    SessionManage = "session.manage": Organisation, Owner, Admin, People, "See and end sessions of others.";
    DiscordLinkRead = "discord_link.read": Organisation, Viewer, Read, People, "See which Discord accounts act as oneself.";
    DiscordLinkMake = "discord_link.make": Organisation, Viewer, Admin, People, "Link one's own Discord account, which from then on acts as oneself.";
    DiscordLinkEnd = "discord_link.end": Organisation, Viewer, Write, People, "End a link of one's own Discord account.";
    DiscordLinkManage = "discord_link.manage": Organisation, Owner, Admin, People, "See and end the Discord links of others.";
    MessageRead = "message.read": Project, Viewer, Read, Anyone, "See channels, messages, their receipts, consumers and dead letters.";
    MessageSend = "message.send": Project, Contributor, Write, Anyone, "Send messages to channels, but for orders.";
    MessageOrder = "message.order": Project, Maintainer, Write, Anyone, "Send orders to an agent.";
    MessageErase = "message.erase": Project, Maintainer, Admin, People, "Erase what a message says; its digest stays.";
    ChannelManage = "channel.manage": Project, Maintainer, Write, Anyone, "Make channels and change what they keep.";
    ConsumerUse = "consumer.use": Project, Contributor, Write, Anyone, "Make consumers, be handed messages and answer for them.";
    ConsumerManage = "consumer.manage": Project, Maintainer, Write, Anyone, "Take consumers away, with their place and dead letters.";
    DeadLetterManage = "dead_letter.manage": Project, Maintainer, Write, Anyone, "Edit dead letters, hand them over again, give them up.";
    SecretManage = "secret.manage": Organisation, Maintainer, Admin, People, "See which secrets are kept, set and remove them; never read them.";
    BridgeRead = "bridge.read": Organisation, Viewer, Read, Anyone, "See sources, rules, destinations, deliveries and how the bridge does.";
    BridgeManage = "bridge.manage": Organisation, Maintainer, Admin, People, "Make and change sources, rules, connections and destinations; send again.";
    BridgePublish = "bridge.publish": Organisation, Contributor, Write, Anyone, "Publish events to a source.";
    FeedRead = "feed.read": Project, Viewer, Read, Anyone, "Follow events as they happen.";
    AuditRead = "audit.read": Organisation, Viewer, Read, Anyone, "Read the audit log.";
    AuditVerify = "audit.verify": Organisation, Viewer, Read, Anyone, "Recompute the ledger's hashes and compare.";
    AuditExport = "audit.export": Organisation, Maintainer, Admin, Anyone, "Export the audit log.";
    BackupCreate = "backup.create": Organisation, Owner, Admin, Anyone, "Make a backup of the database and the blobs.";
    LogRead = "log.read": Project, Viewer, Read, Anyone, "Search and follow the log lines of runs, tasks and agents.";
    LogAppend = "log.append": Project, Contributor, Write, Anyone, "Write lines to the log of a run, task or agent.";
    LogServerRead = "log.server.read": Organisation, Owner, Admin, Anyone, "Search and follow the server's own log, in the local organisation.";
    LogExport = "log.export": Organisation, Maintainer, Admin, Anyone, "Export log lines.";
    HoldRead = "hold.read": Organisation, Viewer, Read, Anyone, "See the holds on log lines.";
    HoldPlace = "hold.place": Organisation, Owner, Admin, People, "Keep the log lines of a span of time from being removed.";
    HoldLift = "hold.lift": Organisation, Owner, Admin, People, "Lift a hold on log lines.";
    NotificationRead = "notification.read": Organisation, Viewer, Read, People, "See what one was told of, and mark it.";
    NotificationChoose = "notification.choose": Organisation, Viewer, Write, People, "Choose what one is told of, how, and where to.";
    StatusRead = "status.read": Organisation, Viewer, Read, Anyone, "See the counts of what goes on.";
    MetricsRead = "metrics.read": Organisation, Viewer, Read, Anyone, "Read the server's metrics.";
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Action {
    type Err = ParseActionError;

    fn from_str(text: &str) -> Result<Self, ParseActionError> {
        let found = Self::ALL.iter().copied().find(|action| action.as_str() == text);
        found.ok_or_else(|| ParseActionError(text.chars().take(64).collect()))
    }
}

impl serde::Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
