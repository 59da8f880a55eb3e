//! Discord accounts that act as people.

use super::scope;
use dream_api::DiscordLink;
use dream_app::discord_links::DiscordLinkView;

/// A linked account.
pub(crate) fn discord_link(view: &DiscordLinkView) -> DiscordLink {
    let link = &view.link;
    DiscordLink {
        id: link.id(),
        person: link.person,
        name: view.name.clone(),
        account: link.account.id.clone(),
        account_name: link.account.name.clone(),
        scopes: link.scopes.iter().copied().map(scope).collect(),
        created_at: link.made_at,
        expires_at: link.expires_at,
        ended_at: link.ended_at,
    }
}
