//! How people sign in: sessions, accounts, invitations.

use dream_api::{Account, Invitation, ServerParts, Session, SignInMethod};
use dream_app::App;
use dream_app::accounts::AccountView;
use dream_app::invitations::InvitationView;
use dream_app::sessions::SessionView;

/// A session; its text is nowhere.
pub(crate) fn session(view: &SessionView) -> Session {
    let session = &view.session;
    Session {
        id: session.id(),
        person: session.person,
        method: sign_in_method(session.method),
        client: session.client.clone(),
        awaits_code: session.awaits_code,
        opened_at: session.opened_at,
        used_at: view.used_at,
        expires_at: session.ends_at(view.used_at),
        ended_at: session.ended_at,
        current: view.current,
    }
}

/// How somebody signed in, as it goes over the wire.
pub(crate) fn sign_in_method(method: dream_access::SignInMethod) -> SignInMethod {
    SignInMethod::from_word(method.as_str()).unwrap_or(SignInMethod::Unknown)
}

/// What this process runs.
pub(crate) fn server_parts(app: &App) -> ServerParts {
    if app.is_bridge_alone() { ServerParts::Bridge } else { ServerParts::All }
}

/// How the caller signs in.
pub(crate) fn account(view: AccountView) -> Account {
    Account {
        login: view.login,
        password_set_at: view.password_set_at,
        second_factor: view.second_factor,
        recovery_codes_left: u32::try_from(view.recovery_codes_left).unwrap_or(u32::MAX),
    }
}

/// An invitation; its text is nowhere.
pub(crate) fn invitation(view: &InvitationView) -> Invitation {
    let link = &view.link;
    Invitation {
        id: link.id(),
        person: link.person,
        name: view.name.clone(),
        invited_by: link.made_by,
        created_at: link.made_at,
        expires_at: link.expires_at,
        used_at: link.used_at,
        revoked_at: link.revoked_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_sign_in_is_one_of_the_wire() {
        use dream_access::SignInMethod::{Invitation, Link, Password, PasswordAndCode, PasswordAndRecoveryCode};
        for method in [Password, PasswordAndCode, PasswordAndRecoveryCode, Link, Invitation] {
            assert_ne!(sign_in_method(method), SignInMethod::Unknown);
        }
    }
}
