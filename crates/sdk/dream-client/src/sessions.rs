//! Sessions: where people are signed in, and links to sign in with.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{CurrentSession, Page, Session, SignInLink};
use dream_id::SessionId;
use serde_json::json;

impl Client {
    /// Who calls, as a page in a browser sees it.
    pub async fn session(&self) -> Result<CurrentSession, ClientError> {
        self.get(Call::get(&["session"])).await
    }

    /// Lists sessions, newest first: the caller's own, and everybody's for who may manage them.
    pub async fn sessions(&self, page: &PageOf) -> Result<Page<Session>, ClientError> {
        self.org_get(Call::get(&["sessions"]).page(page)).await
    }

    /// Ends a session.
    pub async fn revoke_session(&self, session: SessionId) -> Result<Session, ClientError> {
        self.post(&["sessions", &session.to_string(), "revoke"], &json!({})).await
    }

    /// Makes a link that signs the caller in once, in a browser on the machine of the server; it is in this answer and nowhere else.
    pub async fn sign_in_link(&self) -> Result<SignInLink, ClientError> {
        self.post(&["sign-in-links"], &json!({})).await
    }
}
