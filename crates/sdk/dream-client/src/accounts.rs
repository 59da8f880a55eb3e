//! Accounts: how the caller signs in.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{Account, ConfirmSecondFactor, EnrolledSecondFactor, ProvePassword, RecoveryCodes, SetPassword};

impl Client {
    /// How the caller signs in.
    pub async fn account(&self) -> Result<Account, ClientError> {
        self.org_get(Call::get(&["account"])).await
    }

    /// Sets the caller's password; all their other sessions end.
    pub async fn set_password(&self, body: &SetPassword) -> Result<Account, ClientError> {
        self.post(&["account", "password"], body).await
    }

    /// Makes a second factor, which is asked for once it is confirmed.
    pub async fn enrol_second_factor(&self, body: &ProvePassword) -> Result<EnrolledSecondFactor, ClientError> {
        self.post(&["account", "second-factor", "enrol"], body).await
    }

    /// Turns the second factor on; the recovery codes are in this answer and nowhere else.
    pub async fn confirm_second_factor(&self, body: &ConfirmSecondFactor) -> Result<RecoveryCodes, ClientError> {
        self.post(&["account", "second-factor", "confirm"], body).await
    }

    /// Turns the second factor off.
    pub async fn remove_second_factor(&self, body: &ProvePassword) -> Result<Account, ClientError> {
        self.post(&["account", "second-factor", "remove"], body).await
    }
}
