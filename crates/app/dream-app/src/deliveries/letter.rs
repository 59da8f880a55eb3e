//! The parts of one message to Discord: which request is the next.

use super::what::Progress;
use dream_bridge::plan::Place;
use dream_clock::Timestamp;
use dream_store::deliveries::SentMessages;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A new message of the post `part`, in the thread or in the destination's own channel.
    Create { part: usize },
    /// An earlier message takes the text of the post `part`.
    Edit { message: String, part: usize },
    /// An earlier message is of no use any more: there are fewer posts than before.
    Delete { message: String },
    /// The thread begins from an earlier message.
    StartThread { message: String },
    /// A thread of its own in a forum, whose first message is the post `part`.
    Forum { part: usize },
}

impl Step {
    /// Whether doing it again changes nothing.
    pub(super) const fn is_idempotent(&self) -> bool {
        matches!(self, Self::Edit { .. } | Self::Delete { .. } | Self::StartThread { .. })
    }
}

/// Settles where the posts of a message go, from what was sent about the same thing before. Nothing of it changes while they are sent.
pub(super) fn begin(progress: &mut Progress, place: &Place, sent: Option<&(SentMessages, Timestamp)>, threads: bool, now: Timestamp) {
    if progress.begun {
        return;
    }
    progress.begun = true;
    progress.thread.clone_from(&place.inside);
    let Some((sent, at)) = sent else { return };
    if place.edit && !sent.messages.is_empty() {
        progress.old.clone_from(&sent.messages);
        progress.old_channel.clone_from(&sent.channel);
        progress.thread.clone_from(&sent.thread);
        return;
    }
    let Some((_, silence)) = &place.thread else { return };
    if !threads || now.since(*at) >= *silence {
        return;
    }
    match &sent.thread {
        Some(thread) => progress.thread = Some(thread.clone()),
        None => progress.starter = sent.messages.first().cloned(),
    }
}

/// The next request; `None` when all is done. The message has `posts` posts.
pub(super) fn next(progress: &Progress, posts: usize, forum: bool) -> Option<Step> {
    if let (Some(message), None) = (&progress.starter, &progress.thread) {
        return Some(Step::StartThread { message: message.clone() });
    }
    let part = progress.messages.len();
    if part >= posts {
        let left = progress.old.get(posts.saturating_add(progress.removed))?;
        return Some(Step::Delete { message: left.clone() });
    }
    Some(match progress.old.get(part) {
        Some(message) => Step::Edit { message: message.clone(), part },
        None if forum && progress.thread.is_none() => Step::Forum { part },
        None => Step::Create { part },
    })
}

/// Takes in that a step was done; `id` is what Discord calls what it made.
pub(super) fn done(progress: &mut Progress, step: &Step, id: &str) {
    match step {
        Step::Create { .. } | Step::Edit { .. } => progress.messages.push(id.to_owned()),
        Step::Delete { .. } => progress.removed += 1,
        Step::StartThread { .. } => progress.thread = Some(id.to_owned()),
        Step::Forum { .. } => {
            // The thread has the id of the message that begins it.
            progress.thread = Some(id.to_owned());
            progress.messages.push(id.to_owned());
        }
    }
}

/// What the next message about the same thing finds.
pub(super) fn remembered(progress: &Progress, channel: &str, before: Option<&SentMessages>, place: &Place) -> SentMessages {
    let inside = progress.thread.clone().unwrap_or_else(|| channel.to_owned());
    if !progress.old.is_empty() {
        return SentMessages {
            messages: progress.messages.clone(),
            channel: progress.old_channel.clone(),
            thread: progress.thread.clone(),
        };
    }
    if place.thread.is_some() && progress.starter.is_some() {
        let first = before.map(|before| before.messages.clone()).unwrap_or_default();
        return SentMessages { messages: first, channel: channel.to_owned(), thread: progress.thread.clone() };
    }
    SentMessages { messages: progress.messages.clone(), channel: inside, thread: progress.thread.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: Timestamp = Timestamp::from_micros(1_000_000_000);

    fn sent(messages: &[&str], thread: Option<&str>, seconds_ago: u64) -> (SentMessages, Timestamp) {
        let at = Timestamp::from_micros(NOW.micros() - i64::try_from(seconds_ago).unwrap() * 1_000_000);
        let messages = messages.iter().map(|&id| id.to_owned()).collect();
        (SentMessages { messages, channel: "c".to_owned(), thread: thread.map(str::to_owned) }, at)
    }

    fn place(edit: bool, silence: Option<u64>) -> Place {
        let thread = silence.map(|seconds| ("t".to_owned(), Duration::from_secs(seconds)));
        Place { about: Some("a".to_owned()), edit, thread, ..Place::default() }
    }

    /// Carries a message of `posts` posts out; what was done, with ids 100, 101, ….
    fn check(place: &Place, before: Option<&(SentMessages, Timestamp)>, posts: usize, forum: bool, wanted: &[&str]) -> Progress {
        let mut progress = Progress::default();
        begin(&mut progress, place, before, true, NOW);
        let mut done_so_far = Vec::new();
        while let Some(step) = next(&progress, posts, forum) {
            let id = match &step {
                Step::Edit { message, .. } | Step::StartThread { message } | Step::Delete { message } => message.clone(),
                Step::Create { .. } | Step::Forum { .. } => (100 + done_so_far.len()).to_string(),
            };
            done_so_far.push(format!("{step:?}"));
            done(&mut progress, &step, &id);
        }
        assert_eq!(done_so_far.len(), wanted.len(), "{done_so_far:?}");
        for (done, wanted) in done_so_far.iter().zip(wanted) {
            assert!(done.starts_with(wanted), "{done} is not {wanted}");
        }
        progress
    }

    #[test]
    fn posts_are_made_in_order() {
        let progress = check(&place(false, None), None, 2, false, &["Create { part: 0", "Create { part: 1"]);
        assert_eq!(progress.messages, ["100", "101"]);
        check(&place(false, None), Some(&sent(&["1"], None, 1)), 1, false, &["Create"]);
    }

    #[test]
    fn news_of_the_same_thing_replaces_what_is_there_longer_or_shorter() {
        let before = || Some(sent(&["1", "2"], None, 1));
        let progress = check(&place(true, None), before().as_ref(), 1, false, &["Edit { message: \"1\"", "Delete { message: \"2\""]);
        assert_eq!(remembered(&progress, "c", None, &place(true, None)).messages, ["1"]);
        check(&place(true, None), before().as_ref(), 3, false, &["Edit", "Edit", "Create { part: 2"]);
        check(&place(true, None), None, 1, false, &["Create"]);
    }

    #[test]
    fn the_second_message_about_a_thing_begins_its_thread_and_silence_ends_it() {
        let place = place(false, Some(60));
        let first = check(&place, None, 1, false, &["Create"]);
        let kept = remembered(&first, "c", None, &place);
        assert_eq!((kept.messages.as_slice(), &kept.thread), (&["100".to_owned()][..], &None));
        let second = check(&place, Some(&(kept.clone(), NOW)), 1, false, &["StartThread { message: \"100\"", "Create"]);
        let kept = remembered(&second, "c", Some(&kept), &place);
        assert_eq!((kept.messages.as_slice(), kept.thread.as_deref()), (&["100".to_owned()][..], Some("100")));
        let third = check(&place, Some(&(kept, NOW)), 1, false, &["Create"]);
        assert_eq!(third.thread.as_deref(), Some("100"));
        let late = check(&place, Some(&sent(&["1"], Some("1"), 61)), 1, false, &["Create"]);
        assert_eq!(late.thread, None);
    }

    #[test]
    fn a_forum_takes_threads_alone() {
        let progress = check(&place(false, None), None, 2, true, &["Forum { part: 0", "Create { part: 1"]);
        assert_eq!(progress.thread.as_deref(), Some("100"));
        check(&place(false, Some(60)), Some(&sent(&["5"], Some("5"), 1)), 1, true, &["Create"]);
    }
}
