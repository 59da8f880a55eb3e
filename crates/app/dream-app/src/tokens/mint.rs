//! Making a token.

use super::read;
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, NewToken, Scopes, Token, TokenText};
use dream_clock::Timestamp;
use dream_id::{PersonId, TokenId};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Unit, people};
use serde::Serialize;
use std::time::Duration;

/// How long a token lives unless told otherwise: 90 days.
const USUAL_LIFETIME: Duration = Duration::from_hours(90 * 24);

/// A token to make.
#[derive(Debug, Clone, Serialize)]
pub struct MintToken {
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it ends; 90 days from now unless told otherwise.
    pub expires_at: Option<Timestamp>,
    /// For whom, when not for the caller.
    pub person: Option<PersonId>,
}

/// A token that was made.
#[derive(Debug, Clone)]
pub struct Minted {
    /// The token.
    pub token: Stream<Token>,
    /// Its text, which is stored nowhere and shown this once; `None` when a repeated command found the token made before.
    pub text: Option<Secret>,
}

/// Makes a token, for the caller or (with `token.manage`) for another member.
///
/// # Errors
/// `no_scopes`, `wider_than_own`, `end_out_of_range`, `name_invalid`.
pub async fn mint(op: &Op, new: MintToken) -> Result<Minted, AppError> {
    let mut bits = [0_u8; 32];
    op.app().store.rng().fill(&mut bits);
    let text = TokenText::from_random(bits);
    let id = op.run(&Mint { new, digest: text.digest() }).await?;
    let token = read::find(op, id).await?;
    // The answer to a repeated command names the token of the first time, whose text was another.
    let text = (token.digest == text.digest()).then(|| Secret::new(text.expose()));
    Ok(Minted { token, text })
}

/// The digest is random, so it is no part of what makes two commands the same.
#[derive(Serialize)]
struct Mint {
    #[serde(flatten)]
    new: MintToken,
    #[serde(skip)]
    digest: Digest,
}

impl Command for Mint {
    const NAME: &'static str = "token.mint";
    type Answer = TokenId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<TokenId, AppError> {
        // Against a member who is being removed, whose tokens are revoked at the same time.
        let op = authority::exclusive(op, tx).await?;
        let (by, caller) = (op.by(), op.person()?);
        let person = self.new.person.unwrap_or(caller);
        op.allow(if person == caller { Action::TokenMint } else { Action::TokenManage }, None)?;
        let org = op.org()?;
        people::member_of(tx, org, person).await?.ok_or_else(|| AppError::not_found("member", person))?;
        let expires_at = self.new.expires_at.unwrap_or_else(|| by.at.plus(USUAL_LIFETIME));
        let (name, scopes) = (self.new.name.clone(), self.new.scopes.clone());
        let new = NewToken { person, name, digest: self.digest, scopes, expires_at };
        let id = op.app().store.new_id();
        tx.save(&mut Token::mint(org, id, &by, op.identity()?, new)?).await?;
        Ok(id)
    }
}
