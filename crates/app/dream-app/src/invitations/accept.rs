//! Accepting an invitation: the invited person sets a login name and a password, and is signed in.

use crate::accounts::{Fresh, put};
use crate::sign_in::{Browser, New, Opening, SignedIn, alone, open};
use crate::{App, AppError, Command, Op, sessions, sign_in};
use dream_access::{Link, LinkPurpose, Org, Person, SignInMethod};
use dream_id::{LinkId, OrgId, Scope};
use dream_ledger::Digest;
use dream_secret::Secret;
use dream_store::Unit;
use serde::Serialize;

/// What the invited person says.
#[derive(Debug, Clone)]
pub struct Accept {
    /// The login name they choose.
    pub login: String,
    /// The password they choose.
    pub password: Secret,
    /// Their own name, if they want another than the one they were invited by.
    pub name: Option<String>,
    /// With a set-up link: what the organisation is called.
    pub org_name: Option<String>,
}

/// Uses up the invitation or set-up link `text`: the person gets an account, or a new password and login name for the one they have,
/// whose second factor and sessions end. They are signed in.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`, `link_revoked`, `login_invalid`, `login_taken`, `password_length`,
/// `password_guessable`, `name_invalid`.
pub async fn accept(app: &App, text: &str, said: Accept, browser: &Browser) -> Result<SignedIn, AppError> {
    // Whoever guesses links is stopped by their address; a link itself cannot be guessed.
    app.guard().admit(Digest::of(text.as_bytes()), browser.address, app.now())?;
    let link = sign_in::usable_link(app, text).await?;
    if link.purpose == LinkPurpose::SignIn {
        return Err(AppError::invalid("link_unknown", "this is a link to sign in with, no invitation; open it as it is"));
    }
    let fresh = Fresh::make(app, &said.login, said.password).await?;
    let (session, opening) = Opening::make(app, browser);
    let command = AcceptInvitation { link: link.id(), org: link.org(), name: said.name, org_name: said.org_name, fresh, opening };
    Op::of_worker(app.clone(), "sign-in").run(&command).await?;
    Ok(SignedIn { text: session, awaits_code: false })
}

#[derive(Serialize)]
struct AcceptInvitation {
    link: LinkId,
    org: OrgId,
    name: Option<String>,
    org_name: Option<String>,
    #[serde(skip)]
    fresh: Fresh,
    opening: Opening,
}

impl Command for AcceptInvitation {
    const NAME: &'static str = "invitation.accept";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        alone(tx, self.org).await?;
        let scope = Scope::Org(self.org);
        let gone = || AppError::not_found("invitation", self.link);
        let mut link = tx.lock::<Link>(scope, self.link).await?.ok_or_else(gone)?;
        link.usable(op.app().now())?;
        let new = New { org: self.org, person: link.person, method: SignInMethod::Invitation, awaits_code: false };
        let (session, by) = open(op, tx, &self.opening, new).await?;
        Link::consume(&mut link, &by)?;
        tx.save(&mut link).await?;
        if let Some(name) = &self.name {
            let mut person = tx.lock::<Person>(scope, link.person).await?.ok_or_else(gone)?;
            Person::rename(&mut person, &by, name)?;
            tx.save(&mut person).await?;
        }
        if let (LinkPurpose::SetUp, Some(name)) = (link.purpose, &self.org_name) {
            let mut org = tx.lock::<Org>(scope, self.org).await?.ok_or_else(gone)?;
            Org::rename(&mut org, &by, name)?;
            tx.save(&mut org).await?;
        }
        put(op, tx, (self.org, link.person), &by, &self.fresh, false).await?;
        sessions::end_all(tx, scope, (link.person, Some(session)), &by, "the password was set by an invitation").await
    }
}
