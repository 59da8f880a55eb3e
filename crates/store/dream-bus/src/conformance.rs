//! The promises of the port as tests, for every implementation.
//!
//! Give [`for_each_promise!`](crate::for_each_promise) a macro that makes a test of each name: a function of this module that takes a
//! [`Ground`] of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a promise that is broken fails by panicking"
)]

mod consuming;
mod dead_letters;
mod ground;
mod limits;
mod publishing;
mod receipts;
mod retention;

pub use consuming::*;
pub use dead_letters::*;
pub use ground::Ground;
pub use limits::*;
pub use publishing::*;
pub use receipts::*;
pub use retention::*;

/// Calls a macro with the names of all promises.
#[macro_export]
macro_rules! for_each_promise {
    ($call:ident) => {
        $call! {
            places_are_dense_and_in_order,
            publishes_are_stored_in_the_order_of_their_first_polls,
            many_publishers_get_places_without_gaps,
            a_key_is_published_once_and_answers_the_same,
            a_batch_answers_each_message,
            an_agents_channel_must_have_been_made,
            another_organisations_channels_are_not_there,
            an_id_finds_its_message_and_nobody_elses,
            an_erased_body_leaves_its_digest,
            readers_of_one_name_share_and_names_get_all,
            a_pattern_reads_channels_that_come_later,
            a_new_consumer_begins_where_it_says,
            orders_come_first_even_when_hands_are_full,
            what_is_not_answered_comes_again_after_a_backoff,
            a_late_holder_changes_nothing,
            progress_puts_off_the_deadline,
            a_failure_may_name_its_delay,
            no_more_is_in_flight_than_allowed,
            a_reader_that_waits_is_woken_by_a_message,
            a_reader_that_waits_long_enough_gets_nothing,
            waits_end_when_the_server_drains,
            a_clock_set_back_neither_loses_nor_doubles,
            a_consumer_that_is_removed_owes_nothing,
            a_consumer_exists_once,
            a_poison_message_becomes_a_dead_letter,
            a_last_delivery_that_nobody_answers_dies_without_a_reader,
            a_rejected_message_is_dead_at_once,
            a_dead_letter_is_edited_and_replayed_to_its_consumer_alone,
            what_is_replayed_comes_in_the_order_of_its_channel,
            what_is_replayed_is_not_settled_by_who_had_it_before,
            a_dead_letter_outlives_its_message,
            dead_letters_are_dropped,
            what_is_dropped_stays_dead_for_its_sender,
            a_dead_letter_that_nobody_decides_about_goes_in_the_end,
            a_receipt_tells_how_far_a_message_has_come,
            a_sender_waits_for_the_acknowledgement,
            a_request_gets_its_own_answer,
            a_request_without_answer_ends_at_its_deadline,
            a_follower_is_woken_by_a_message,
            those_who_follow_everything_are_woken,
            a_full_channel_refuses_until_consumers_caught_up,
            a_channel_may_expire_what_is_owed_instead,
            what_is_too_large_is_refused,
            settings_out_of_range_are_refused,
            an_expired_message_is_not_delivered_but_kept_as_dead_letter,
            large_messages_come_in_portions,
            retention_by_count_age_and_size_keeps_what_is_owed,
            past_the_hard_age_what_is_owed_is_dead,
            consumers_that_nobody_uses_are_removed,
        }
    };
}
