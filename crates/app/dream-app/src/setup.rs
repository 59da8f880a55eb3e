//! The first organisation, its owner, and the token of each start of the local server.

use crate::{App, AppError, Command, Op};
use dream_access::{Identity, Member, NewToken, Org, Person, Role, Token, TokenScope, TokenText};
use dream_id::{OrgId, PersonId, TokenId};
use dream_ledger::Stream;
use dream_secret::Secret;
use dream_store::{Filter, Unit};
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
        let orgs: Vec<Stream<Org>> = tx.list(op.scope(), &Filter::default()).await?;
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

async fn found(op: &Op, tx: &mut Unit) -> Result<(OrgId, PersonId), AppError> {
    let store = &op.app().store;
    let (org, owner, by) = (store.new_id(), store.new_id(), op.by());
    let setup = Identity::system(org, "setup");
    tx.save(&mut Org::found(org, &by, "local")?).await?;
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
