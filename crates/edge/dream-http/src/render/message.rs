//! Messages, their receipts and deliveries, channels, consumers and dead letters.

mod settings;

pub(crate) use settings::{channel_settings_of, consumer_settings_of};

use super::values::digest;
use dream_api::{
    Channel, Consumer, DeadLetter, DeadReason, Delivery, HistoryReport, HistoryResult, Message, MessageStatus, Receipt, Receipts,
    SealedRange,
};
use dream_app::channels::ChannelInfo;
use dream_app::consumers::{ConsumerInfo, Fetched};
use dream_app::dead_letters::DeadLetterView;
use dream_app::history;
use dream_app::messages::MessageView;
use dream_id::{MessageId, ProjectId};
use dream_messages::Status;

/// A message as people see it.
pub(crate) fn message(view: MessageView) -> Message {
    let MessageView { message, status, sender_name } = view;
    Message {
        id: message.id,
        channel: message.channel.to_string(),
        project: message.space.project,
        sequence: message.place,
        digest: digest(message.body_digest()),
        sender: message.sender,
        sender_name,
        body: message.erased.is_none().then_some(message.body),
        headers: message.headers,
        key: message.key,
        reply_to: message.reply_to.map(|channel| channel.to_string()),
        correlation: message.correlation,
        sent_at: message.sent_at,
        expires_at: message.expires_at,
        status: wire_status(status),
    }
}

/// A status as it goes over the wire.
fn wire_status(status: Status) -> MessageStatus {
    MessageStatus::from_word(status.as_str()).unwrap_or(MessageStatus::Unknown)
}

/// A status that a caller names; `None` for a word that this server does not know.
pub(crate) fn status_of(status: MessageStatus) -> Option<Status> {
    Some(match status {
        MessageStatus::Stored => Status::Stored,
        MessageStatus::Delivered => Status::Delivered,
        MessageStatus::Acknowledged => Status::Acknowledged,
        MessageStatus::Failed => Status::Failed,
        MessageStatus::Expired => Status::Expired,
        MessageStatus::Dead => Status::Dead,
        MessageStatus::Unknown => return None,
    })
}

/// The receipts of a message, for somebody who waited until it was as far as `wanted`.
pub(crate) fn receipts(receipts: dream_messages::Receipts, wanted: Option<Status>) -> Receipts {
    let receipt = |receipt: dream_messages::Receipt| Receipt {
        message: receipt.message,
        consumer: receipt.consumer.to_string(),
        status: wire_status(receipt.status),
        attempt: receipt.attempt,
        at: receipt.at,
        holder: receipt.holder,
    };
    Receipts {
        status: wire_status(receipts.status),
        reached: wanted.map(|wanted| receipts.status.satisfies(wanted)),
        items: receipts.receipts.into_iter().map(receipt).collect(),
        next: None,
    }
}

/// A message that was handed over.
pub(crate) fn delivery(fetched: Fetched) -> Delivery {
    let receipt = format!("{}.{}", fetched.message.message.id, fetched.attempt);
    Delivery { receipt, attempt: fetched.attempt, deadline: fetched.deadline, message: message(fetched.message) }
}

/// Which delivery the receipt of one names.
pub(crate) fn receipt_of(receipt: &str) -> Option<(MessageId, u32)> {
    let (message, attempt) = receipt.split_once('.')?;
    Some((message.parse().ok()?, attempt.parse().ok()?))
}

/// A channel.
pub(crate) fn channel(info: &ChannelInfo) -> Channel {
    Channel {
        name: info.channel.to_string(),
        project: info.space.project,
        settings: settings::channel_settings(&info.settings),
        first: info.tail + 1,
        last: info.head,
        messages: info.messages(),
        bytes: info.bytes,
        created_at: info.created_at,
    }
}

/// A consumer.
pub(crate) fn consumer(info: &ConsumerInfo) -> Consumer {
    Consumer {
        name: info.name.to_string(),
        project: info.space.project,
        pattern: info.pattern.to_string(),
        settings: settings::consumer_settings(&info.settings),
        channels: info.channels,
        backlog: info.backlog,
        pending: info.pending,
        dead: info.dead,
        created_at: info.created_at,
        used_at: info.used_at,
    }
}

/// A dead letter.
pub(crate) fn dead_letter(view: DeadLetterView) -> DeadLetter {
    DeadLetter {
        message: message(view.message),
        consumer: view.consumer.to_string(),
        attempts: view.attempts,
        reason: DeadReason::from_word(view.reason.as_str()).unwrap_or(DeadReason::Unknown),
        detail: view.detail,
        at: view.at,
        edited: view.edited,
    }
}

/// What verifying a channel found.
pub(crate) fn history_report(channel: String, project: Option<ProjectId>, report: &history::Report) -> HistoryReport {
    let result = match (report.broken_at, report.sealed) {
        (Some(_), _) => HistoryResult::Broken,
        (None, 0) => HistoryResult::Empty,
        (None, _) => HistoryResult::Intact,
    };
    HistoryReport {
        result,
        channel,
        project,
        sealed: report.sealed,
        compared: report.compared,
        removed: report.removed,
        broken_at: report.broken_at.map(|range| SealedRange { from: range.from, to: range.to, digest: digest(range.digest) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_domain_is_a_word_of_the_wire_and_back() {
        for status in [Status::Stored, Status::Delivered, Status::Failed, Status::Acknowledged, Status::Expired, Status::Dead] {
            assert_eq!(status_of(wire_status(status)), Some(status));
        }
        assert_eq!(status_of(MessageStatus::Unknown), None);
    }

    #[test]
    fn the_receipt_of_a_delivery_names_it() {
        let text = "msg_01jd3kz5e8f0vs1m7q2w9x4t6b";
        assert_eq!(receipt_of(&format!("{text}.3")), Some((text.parse().unwrap(), 3)));
        for wrong in ["", text, "3", "msg_1.3", &format!("{text}.x"), &format!("{text}.-1")] {
            assert_eq!(receipt_of(wrong), None, "{wrong}");
        }
    }
}
