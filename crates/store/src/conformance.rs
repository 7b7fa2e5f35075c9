//! The suite that every store passes. Each case gets a fresh store; races run over all of its nodes.

#![allow(clippy::unwrap_used, reason = "a failed case panics")]

mod followers;
mod races;
mod records;
mod samples;
mod seals;
mod streams;
mod tokens;
mod units;

pub use samples::event as sample_event;
pub use seals::fill;

use crate::Store;

/// A fresh store and what the suite must do to it from behind.
#[async_trait::async_trait]
pub trait Lab: Send + Sync {
    type Of: Store;
    /// The store as its nodes hold it; one, where there can be only one.
    fn nodes(&self) -> &[Self::Of];
    /// Durable commits of all nodes so far.
    fn commits(&self) -> u64;
    /// Runs SQL behind the store's back; how many rows it touched.
    async fn tamper(&self, sql: &str) -> u64;
    /// Every byte of every row.
    async fn dump(&self) -> Vec<u8>;
    /// Puts a new master key before the present ones, on all nodes.
    fn add_master_key(&self);
    /// Forgets all master keys but the first, on all nodes.
    fn drop_master_keys(&self);
    async fn close(self);
}

macro_rules! cases {
    ($($file:ident { $($case:ident)+ })+) => {
        /// Runs every case and returns their names.
        pub async fn all<L: Lab>(make: impl AsyncFn(&'static str) -> L) -> Vec<&'static str> {
            let mut passed = Vec::new();
            $($(
                let lab = Box::pin(make(stringify!($case))).await;
                Box::pin($file::$case(&lab)).await;
                lab.close().await;
                passed.push(stringify!($case));
            )+)+
            passed
        }
    };
}

cases! {
    units {
        a_unit_is_applied_whole_or_not_at_all
        what_always_stands_stands_with_every_outcome
        a_spent_code_undoes_what_was_written_before_it
        a_moved_login_user_or_session_is_told
        a_credential_changed_or_gone_is_told
        a_change_needs_the_catalogue_it_was_decided_on
        a_setup_needs_an_empty_store
        a_change_moves_the_catalogue_once_for_its_unit
        a_taken_name_is_a_conflict_and_its_neighbours_go_on
    }
    races {
        of_two_hundred_writers_one_moves_a_login
        of_two_hundred_writers_one_spends_a_counter
        of_two_hundred_writers_one_spends_a_gate
        of_two_hundred_writers_one_spends_a_ticket
        five_hundred_misses_are_counted_exactly_and_lock_once
        a_right_answer_among_fifty_passes_only_before_the_fifth_miss
        room_is_never_overdrawn
        a_person_locked_is_unlocked_by_time_or_by_hand
        a_lock_holds_whether_few_or_many_are_locked
        a_thousand_units_share_commits
    }
    records {
        sessions_end_and_take_their_tickets_along
        a_touched_session_moves_only_its_use
        tickets_end_by_family_session_kind_and_application
        tickets_for_new_passwords_end_whether_few_or_many_have_one
        users_are_found_by_name_value_and_text
        lists_of_users_are_chosen_and_paged
        a_person_is_one_question
        a_counter_never_goes_back
        messages_are_claimed_once_and_one_per_lane
        the_sweep_drops_what_is_past_its_life
        hostile_texts_are_texts
    }
    tokens {
        a_token_is_listed_where_it_is
        a_serial_number_is_given_once
        of_two_hundred_writers_one_assigns_a_token
        a_token_outlives_its_owner
    }
    streams {
        the_audit_verifies_and_is_searched
        an_edited_record_is_named
        a_deleted_record_is_named
        reordered_records_are_named
        a_cut_stream_is_named
        an_altered_checkpoint_is_named
        a_person_s_records_are_found_wherever_they_lie
        erasing_keeps_the_links_and_nobody_can_fake_it
        nodes_write_streams_of_their_own
    }
    followers {
        events_stand_in_a_site_and_are_searched_by_it
        old_records_have_no_site_and_no_new_one_looks_old
        hours_of_logins_are_counted
        of_many_followers_one_goes_on
        deliveries_are_remembered
    }
    seals {
        a_dump_holds_no_secret
        swapped_bodies_are_detected
        rotation_seals_again_while_units_run
        keys_come_back_as_they_were_put
    }
}
