//! Every use case's future can move between threads: a compile-time matter, written down so that the error is here and not at the edge.

use dream_app::sign_in::{self, Browser};
use dream_app::{Op, accounts, audit, delegations, invitations, members, orgs, sessions, setup, teams, tokens, whoami};
use dream_id::{DelegationId, Limit, MemberId, TeamId, TokenId};

fn send<T: Send>(_: T) {}

#[expect(dead_code, reason = "it is compiled, and never run")]
fn all_futures_are_send(op: &Op, member: MemberId, team: TeamId, token: TokenId, delegation: DelegationId, export: &mut audit::Export) {
    send(orgs::show(op));
    send(orgs::rename(op, String::new()));
    send(whoami(op));
    send(members::add(op, members::NewMember { who: members::Who::New(String::new()), role: None }));
    send(members::change(op, member, members::MemberChange::default()));
    send(members::remove(op, member));
    send(members::show(op, member));
    send(members::list(op, None, Limit::default()));
    send(teams::create(op, String::new()));
    send(teams::change(op, team, teams::TeamChange::default()));
    send(teams::add_member(op, team, member));
    send(teams::remove_member(op, team, member));
    send(teams::show(op, team));
    send(teams::list(op, None, Limit::default()));
    send(tokens::show(op, token));
    send(tokens::revoke(op, token, None));
    send(tokens::list(op, tokens::Whose::Own, None, Limit::default()));
    let password = || dream_secret::Secret::new("");
    let accept = invitations::Accept { login: String::new(), password: password(), name: None, org_name: None };
    send(sign_in::with_password(op.app(), "", password(), &Browser::default()));
    send(sign_in::with_code(op.app(), "", &Browser::default()));
    send(sign_in::with_link(op.app(), "", &Browser::default()));
    send(invitations::accept(op.app(), "", accept, &Browser::default()));
    send(invitations::make_sign_in_link(op));
    send(sessions::sign_out(op));
    send(accounts::set_password(op, accounts::NewPassword { login: None, current: None, new: password() }));
    send(accounts::enrol(op, None));
    send(accounts::confirm(op, ""));
    send(accounts::remove(op, None));
    send(setup::start_local(op.app(), ""));
    send(delegations::show(op, delegation));
    send(delegations::revoke(op, delegation));
    send(delegations::list(op, None, Limit::default()));
    send(audit::log(op, audit::AuditQuery::default(), None, Limit::default()));
    send(audit::verify(op));
    send(audit::export(op));
    send(export.next());
}
