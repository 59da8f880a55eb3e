//! Every use case's future can move between threads: a compile-time matter, written down so that the error is here and not at the edge.

use dream_app::{Op, audit, delegations, members, orgs, teams, tokens, whoami};
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
    send(delegations::show(op, delegation));
    send(delegations::revoke(op, delegation));
    send(delegations::list(op, None, Limit::default()));
    send(audit::log(op, audit::AuditQuery::default(), None, Limit::default()));
    send(audit::verify(op));
    send(audit::export(op));
    send(export.next());
}
