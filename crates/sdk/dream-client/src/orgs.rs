//! The organisation itself.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{Organisation, RenameOrganisation};

impl Client {
    /// The organisation of the token.
    pub async fn organisation(&self) -> Result<Organisation, ClientError> {
        self.org_get(Call::get(&[])).await
    }

    /// Gives the organisation another name.
    pub async fn rename_organisation(&self, body: &RenameOrganisation) -> Result<Organisation, ClientError> {
        self.post(&["rename"], body).await
    }
}
