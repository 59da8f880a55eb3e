//! A one-time link that signs its maker in, on the machine of the server.

use super::MadeLink;
use super::create::{fresh, made};
use crate::{AppError, Command, Op, authority};
use dream_access::{Action, Link, LinkPurpose};
use dream_id::LinkId;
use dream_ledger::Digest;
use dream_store::Unit;
use serde::Serialize;

/// Makes a link with which the caller signs in once, within ten minutes, over a loopback address.
///
/// # Errors
/// `wider_than_own` for a token that lacks a scope: a session has all of them.
pub async fn make_sign_in_link(op: &Op) -> Result<MadeLink, AppError> {
    let text = fresh(op.app());
    let id = op.run(&MakeSignInLink { digest: text.digest() }).await?;
    made(op, id, text).await
}

/// The digest is random, so it is no part of what makes two commands the same.
#[derive(Serialize)]
struct MakeSignInLink {
    #[serde(skip)]
    digest: Digest,
}

impl Command for MakeSignInLink {
    const NAME: &'static str = "sign_in_link.create";
    type Answer = LinkId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<LinkId, AppError> {
        let op = authority::renewed(op, tx).await?;
        op.allow(Action::SessionOpen, None)?;
        op.identity()?.has_every_scope()?;
        let id: LinkId = op.app().store.new_id();
        tx.save(&mut Link::make(op.org()?, id, &op.by(), LinkPurpose::SignIn, op.person()?, self.digest)?).await?;
        Ok(id)
    }
}
