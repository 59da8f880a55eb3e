//! Signing in by a one-time link, on the machine of the server; and looking at a link without using it.

use super::{Browser, New, Opening, SignedIn, alone, open};
use crate::{App, AppError, Command, Kind, Op};
use dream_access::{Link, LinkPurpose, LinkText, Org, Person, SignInMethod};
use dream_id::{LinkId, OrgId, Scope};
use dream_ledger::{Digest, Stream};
use dream_store::{Unit, accounts, sessions};
use serde::Serialize;

/// What whoever holds a link may know before it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// What the organisation is called.
    pub org_name: String,
    /// What the person is called.
    pub name: String,
    /// The person's login name, if they have one already.
    pub login: Option<String>,
}

/// What the link `text` is for. Nothing is used up.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`, `link_revoked`.
pub async fn look_at(app: &App, text: &str) -> Result<LinkView, AppError> {
    let link = usable(app, text).await?;
    let mut reader = app.store.read().await?;
    let scope = Scope::Org(link.org());
    let org_name = reader.find::<Org>(scope, link.org()).await?.ok_or_else(unknown)?.name.clone();
    let name = reader.find::<Person>(scope, link.person).await?.ok_or_else(unknown)?.name.clone();
    let login = match accounts::account_of(&mut reader, link.org(), link.person).await? {
        Some(account) => accounts::secrets(&mut reader, account.org(), account.id()).await?,
        None => None,
    };
    Ok(LinkView { purpose: link.purpose, org_name, name, login: login.map(|secrets| secrets.login.as_str().to_owned()) })
}

fn unknown() -> AppError {
    AppError::new(Kind::NotFound, "link_unknown", "nobody here knows this link; copy it whole, or ask for another")
}

/// The link, if it can be used now.
pub(crate) async fn usable(app: &App, text: &str) -> Result<Stream<Link>, AppError> {
    let digest = LinkText::parse(text).ok_or_else(unknown)?.digest();
    let link = sessions::link_by_digest(&mut app.store.read().await?, app.system, digest).await?.ok_or_else(unknown)?;
    link.usable(app.now())?;
    Ok(link)
}

/// Opens a session for the person of the sign-in link `text`, and uses the link up.
///
/// # Errors
/// `link_local_only` for a browser elsewhere, which uses nothing up; `link_unknown`, `link_used`, `link_expired`, `link_revoked`.
pub async fn with_link(app: &App, text: &str, browser: &Browser) -> Result<SignedIn, AppError> {
    if !browser.local {
        let message = "a sign-in link works only on the machine of the server, over its loopback address; sign in with your password";
        return Err(AppError::new(Kind::Forbidden, "link_local_only", message));
    }
    let link = usable(app, text).await?;
    if link.purpose != LinkPurpose::SignIn {
        return Err(unknown());
    }
    let (text, opening) = Opening::make(app, browser);
    Op::of_worker(app.clone(), "sign-in").run(&WithLink { link: link.id(), org: link.org(), digest: link.digest, opening }).await?;
    Ok(SignedIn { text, awaits_code: false })
}

#[derive(Serialize)]
struct WithLink {
    link: LinkId,
    org: OrgId,
    digest: Digest,
    opening: Opening,
}

impl Command for WithLink {
    const NAME: &'static str = "session.open";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        alone(tx, self.org).await?;
        let mut link = tx.lock::<Link>(Scope::Org(self.org), self.link).await?.ok_or_else(unknown)?;
        link.usable(op.app().now())?;
        let new = New { org: self.org, person: link.person, method: SignInMethod::Link, awaits_code: false };
        let (_, by) = open(op, tx, &self.opening, new).await?;
        Link::consume(&mut link, &by)?;
        tx.save(&mut link).await?;
        Ok(())
    }
}
