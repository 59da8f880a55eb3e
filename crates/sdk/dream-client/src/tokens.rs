//! Tokens.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{MintToken, MintedToken, Page, RevokeToken, Token};
use dream_id::TokenId;

impl Client {
    /// Lists tokens, newest first: the caller's own, and everybody's for who may manage them.
    pub async fn tokens(&self, page: &PageOf) -> Result<Page<Token>, ClientError> {
        self.org_get(Call::get(&["tokens"]).page(page)).await
    }

    /// Mints a token; its text is in this answer and nowhere else.
    pub async fn mint_token(&self, body: &MintToken) -> Result<MintedToken, ClientError> {
        self.post(&["tokens"], body).await
    }

    /// Revokes a token.
    pub async fn revoke_token(&self, token: TokenId, body: &RevokeToken) -> Result<Token, ClientError> {
        self.post(&["tokens", &token.to_string(), "revoke"], body).await
    }
}
