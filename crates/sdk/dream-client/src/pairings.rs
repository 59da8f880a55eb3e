//! Pairings: a channel of Discord's joined with another channel.

use crate::call::Call;
use crate::{Client, ClientError, Download};
use dream_api::{DisablePairing, MakePairing, Page, Pairing};
use serde_json::json;

impl Client {
    /// The pairings, by name.
    pub async fn pairings(&self) -> Result<Page<Pairing>, ClientError> {
        self.org_get(Call::get(&["pairings"])).await
    }

    /// Makes a pairing.
    pub async fn make_pairing(&self, body: &MakePairing) -> Result<Pairing, ClientError> {
        self.post(&["pairings"], body).await
    }

    /// The pairing of that name.
    pub async fn pairing(&self, name: &str) -> Result<Pairing, ClientError> {
        self.org_get(Call::get(&["pairings", name])).await
    }

    /// The bytes of a file that a message of the pairing brought, by their digest.
    pub async fn pairing_file(&self, name: &str, digest: &str) -> Result<Download, ClientError> {
        self.download(Call::get(&["pairings", name, "files", digest])).await
    }

    /// Uses a pairing again. What was said meanwhile is not carried over.
    pub async fn enable_pairing(&self, name: &str) -> Result<Pairing, ClientError> {
        self.post(&["pairings", name, "enable"], &json!({})).await
    }

    /// Carries nothing over any more.
    pub async fn disable_pairing(&self, name: &str, body: &DisablePairing) -> Result<Pairing, ClientError> {
        self.post(&["pairings", name, "disable"], body).await
    }

    /// Removes a pairing.
    pub async fn remove_pairing(&self, name: &str) -> Result<Pairing, ClientError> {
        self.post(&["pairings", name, "remove"], &json!({})).await
    }
}
