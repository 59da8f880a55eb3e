//! Rules: which events go where, in which words.

use crate::call::Call;
use crate::{Client, ClientError};
use dream_api::{CheckedRules, Rules, TestRules, TestedRules, WriteRules};
use reqwest::Method;

impl Client {
    /// The rules in force.
    pub async fn rules(&self) -> Result<Rules, ClientError> {
        self.org_get(Call::get(&["rules"])).await
    }

    /// Writes the rules anew, over the version `seen`: 0 when there are none yet.
    pub async fn write_rules(&self, body: &WriteRules, seen: u32) -> Result<Rules, ClientError> {
        self.command(Call::new(Method::PUT, &["rules"]).header("if-match", Some(format!("\"{seen}\""))), body).await
    }

    /// Whether rules can be written; nothing is written.
    pub async fn check_rules(&self, body: &WriteRules) -> Result<CheckedRules, ClientError> {
        self.post(&["rules", "check"], body).await
    }

    /// What rules would do about an event; nothing is sent.
    pub async fn test_rules(&self, body: &TestRules) -> Result<TestedRules, ClientError> {
        self.post(&["rules", "test"], body).await
    }
}
