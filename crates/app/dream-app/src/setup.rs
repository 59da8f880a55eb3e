//! The first organisation, which is the operator's, its owner, the token of each start of the local server, and the link to set it up with.

use crate::invitations::{fresh, revoke_all};
use crate::{App, AppError, Command, Op};
use dream_access::{Identity, Link, LinkPurpose, LinkText, Member, NewToken, Org, Person, Role, Token, TokenScope, TokenText};
use dream_id::{OrgId, PersonId, TokenId};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit, accounts};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The first words of the names of the tokens that starts of local servers make.
const LOCAL_TOKEN: &str = "local server";
/// The lock under which the first organisation is founded.
const FOUNDING: i64 = 0x6472_6561_6d02;
/// How long they would live if no later start revoked them.
const LOCAL_TOKEN_LIFE: Duration = Duration::from_hours(30 * 24);

/// The local organisation and a token of its owner.
#[derive(Debug)]
pub struct Local {
    /// The organisation.
    pub org: OrgId,
    /// Its first owner.
    pub owner: PersonId,
    /// The token's text: shown here and never again.
    pub token: Secret,
}

/// Makes the first organisation and owner on an empty database, and on every start a new token of the owner, revoking the one of the start before.
///
/// `place` is the same at every start on the same data folder, and another one on every other: each of several servers on one database
/// has a token of its own.
pub async fn start_local(app: &App, place: &str) -> Result<Local, AppError> {
    let mut bits = [0_u8; 32];
    app.store.rng().fill(&mut bits);
    let text = TokenText::from_random(bits);
    let op = Op::of_worker(app.clone(), "setup");
    let started = op.run(&StartLocal { digest: text.digest().to_string(), name: format!("{LOCAL_TOKEN} {place}") }).await?;
    Ok(Local { org: started.org, owner: started.owner, token: Secret::new(text.expose()) })
}

#[derive(Serialize)]
struct StartLocal {
    digest: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
struct Started {
    org: OrgId,
    owner: PersonId,
}

impl Command for StartLocal {
    const NAME: &'static str = "setup.start";
    type Answer = Started;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<Started, AppError> {
        // Two first starts on one database must not found two organisations.
        tx.exclude_others(op.app().system, FOUNDING).await?;
        let orgs: Vec<Stream<Org>> = tx.list(op.scope(), &Filter::default().eq("operator", true)).await?;
        let (org, owner) = match orgs.first() {
            Some(org) => (org.id(), owner_of(tx, org.id()).await?),
            None => found(op, tx).await?,
        };
        let tokens: Vec<Stream<Token>> = tx.list(dream_id::Scope::Org(org), &Filter::default().eq("person", owner.to_string())).await?;
        for mut token in tokens.into_iter().filter(|token| token.name == self.name && token.revoked_at.is_none()) {
            Token::revoke(&mut token, &op.by(), "a later start of the server")?;
            tx.save(&mut token).await?;
        }
        let digest = self.digest.parse().map_err(|error| AppError::internal("making the local token", error))?;
        let expires_at = op.by().at.plus(LOCAL_TOKEN_LIFE);
        let new = NewToken { person: owner, name: self.name.clone(), digest, scopes: TokenScope::all(), expires_at };
        let id: TokenId = op.app().store.new_id();
        tx.save(&mut Token::mint(org, id, &op.by(), &Identity::system(org, "setup"), new)?).await?;
        Ok(Started { org, owner })
    }
}

/// Makes a link with which the owner of the local organisation sets it up in a browser: its name, their login name and password. Links of
/// earlier starts are revoked. `None` when that has been done.
pub async fn set_up_link(app: &App, local: &Local) -> Result<Option<LinkText>, AppError> {
    let text = fresh(app);
    let command = MakeSetUpLink { org: local.org, owner: local.owner, digest: text.digest() };
    Ok(Op::of_worker(app.clone(), "setup").run(&command).await?.then_some(text))
}

#[derive(Serialize)]
struct MakeSetUpLink {
    org: OrgId,
    owner: PersonId,
    #[serde(skip)]
    digest: Digest,
}

impl Command for MakeSetUpLink {
    const NAME: &'static str = "setup.make_link";
    type Answer = bool;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<bool, AppError> {
        let by = op.by();
        tx.exclude_others(op.app().system, FOUNDING).await?;
        if accounts::account_of(tx, self.org, self.owner).await?.is_some() {
            return Ok(false);
        }
        revoke_all(op, tx, self.owner, &by, "a later start of the server").await?;
        let mut link = Link::make(self.org, op.app().store.new_id(), &by, LinkPurpose::SetUp, self.owner, self.digest)?;
        tx.save(&mut link).await?;
        Ok(true)
    }
}

async fn found(op: &Op, tx: &mut Unit) -> Result<(OrgId, PersonId), AppError> {
    let store = &op.app().store;
    let (org, owner, by) = (store.new_id(), store.new_id(), op.by());
    let setup = Identity::system(org, "setup");
    tx.save(&mut Org::found_operator(org, &by, "local")?).await?;
    tx.save(&mut Person::register(org, owner, &by, "owner")?).await?;
    tx.save(&mut Member::join(org, store.new_id(), &by, &setup, owner, Some(Role::Owner))?).await?;
    Ok((org, owner))
}

/// The organisation's longest-standing owner.
async fn owner_of(tx: &mut Unit, org: OrgId) -> Result<PersonId, AppError> {
    let members: Vec<Stream<Member>> = tx.list(dream_id::Scope::Org(org), &Filter::default().eq("removed", false)).await?;
    let owner = members.iter().find(|member| member.role == Some(Role::Owner));
    let missing = || AppError::new(crate::Kind::Internal, "no_owner", "the organisation has no owner; restore a backup");
    owner.map(|member| member.person).ok_or_else(missing)
}
