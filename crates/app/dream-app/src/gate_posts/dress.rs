//! Giving a message about a gate its box, its buttons and its files.

use super::{embed::embed, shown};
use crate::{App, AppError};
use dream_bridge::discord::interaction::{GateAct, Press};
use dream_bridge::discord::{Button, Post, Row, Style};
use dream_bridge::message::GateRef;
use dream_govern::Review;
use dream_id::OrgId;
use dream_ports::DiscordFile;

/// Adds what belongs to the gate to the posts of a message: a last post with the digest and the buttons, and the files, which belong to that
/// post. What cannot be shown whole has no button to approve it by: the control room shows it whole.
pub async fn dress(app: &App, org: OrgId, gate: &GateRef, posts: &mut Vec<Post>, files: &mut Vec<DiscordFile>) -> Result<(), AppError> {
    let Some((review, title)) = super::titled(app, org, gate.review).await? else { return Ok(()) };
    let public = app.public_url.as_ref();
    if !review.is_open() || review.digest != gate.digest {
        // Decided, or made anew, before it was shown.
        let outcome = super::settle::outcome(app, org, &review, gate.digest).await?;
        posts.push(Post { embeds: vec![embed(public, &review, &title, gate.digest, Some(&outcome))], ..Post::default() });
        return Ok(());
    }
    let (found, whole) = shown::files(app, org, &review).await?;
    let mut post =
        Post { embeds: vec![embed(public, &review, &title, gate.digest, None)], components: vec![buttons(gate, whole)], ..Post::default() };
    if whole {
        files.extend(shown::with_bytes(app, org, &found).await?);
    } else {
        post.content = format!(
            "What is under review has {} files and cannot be shown whole here. Look at it and approve it in the control room, at {}",
            found.len(),
            super::place(app, gate.review)
        );
    }
    posts.push(post);
    Ok(())
}

fn buttons(gate: &GateRef, whole: bool) -> Row {
    let acts = GateAct::ALL.into_iter().filter(|act| whole || *act != GateAct::Approve);
    let button = |act: GateAct| {
        let style = match act {
            GateAct::Approve => Style::Success,
            GateAct::RequestChanges => Style::Primary,
            GateAct::Regenerate | GateAct::Constrain => Style::Secondary,
            GateAct::Reject => Style::Danger,
        };
        Button::press(style, act.label(), Press { act, gate: *gate }.custom_id())
    };
    Row::of(acts.map(button).collect())
}

/// Whether what is under review can be shown whole in one message: only then it may be approved from Discord.
pub(crate) async fn shown_whole(app: &App, org: OrgId, review: &Review) -> Result<bool, AppError> {
    Ok(shown::files(app, org, review).await?.1)
}
