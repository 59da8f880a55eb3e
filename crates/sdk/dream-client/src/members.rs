//! Members.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{AddMember, ChangeMember, Member, Page};
use dream_id::MemberId;
use serde_json::json;

impl Client {
    /// Lists members, oldest first.
    pub async fn members(&self, page: &PageOf) -> Result<Page<Member>, ClientError> {
        self.org_get(Call::get(&["members"]).page(page)).await
    }

    /// One member.
    pub async fn member(&self, member: MemberId) -> Result<Member, ClientError> {
        self.org_get(Call::get(&["members", &member.to_string()])).await
    }

    /// Adds a person.
    pub async fn add_member(&self, body: &AddMember) -> Result<Member, ClientError> {
        self.post(&["members"], body).await
    }

    /// Changes what a member may do.
    pub async fn change_member(&self, member: MemberId, body: &ChangeMember) -> Result<Member, ClientError> {
        self.post(&["members", &member.to_string(), "change"], body).await
    }

    /// Removes a member.
    pub async fn remove_member(&self, member: MemberId) -> Result<Member, ClientError> {
        self.post(&["members", &member.to_string(), "remove"], &json!({})).await
    }
}
