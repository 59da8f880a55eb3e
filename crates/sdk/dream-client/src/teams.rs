//! Teams.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{AddTeamMember, ChangeTeam, CreateTeam, Page, Team};
use dream_id::{MemberId, TeamId};
use serde_json::json;

impl Client {
    /// Lists teams by name.
    pub async fn teams(&self, page: &PageOf) -> Result<Page<Team>, ClientError> {
        self.org_get(Call::get(&["teams"]).page(page)).await
    }

    /// Makes a team.
    pub async fn create_team(&self, body: &CreateTeam) -> Result<Team, ClientError> {
        self.post(&["teams"], body).await
    }

    /// One team.
    pub async fn team(&self, team: TeamId) -> Result<Team, ClientError> {
        self.org_get(Call::get(&["teams", &team.to_string()])).await
    }

    /// Changes a team's name and roles on projects.
    pub async fn change_team(&self, team: TeamId, body: &ChangeTeam) -> Result<Team, ClientError> {
        self.post(&["teams", &team.to_string(), "change"], body).await
    }

    /// Puts a member into a team.
    pub async fn add_team_member(&self, team: TeamId, body: &AddTeamMember) -> Result<Team, ClientError> {
        self.post(&["teams", &team.to_string(), "members"], body).await
    }

    /// Takes a member out of a team.
    pub async fn remove_team_member(&self, team: TeamId, member: MemberId) -> Result<Team, ClientError> {
        self.post(&["teams", &team.to_string(), "members", &member.to_string(), "remove"], &json!({})).await
    }
}
