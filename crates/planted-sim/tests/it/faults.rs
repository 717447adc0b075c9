//! Each mistake is found within a thousand schedules of its program; without it the program holds in all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use futures_core::fault;
use planted_sim::Exploration;

use crate::programs;

/// In how many schedules a mistake must be found, and in how many the program without it must hold.
const SEEDS: u64 = 1000;

/// Plants the mistake of this name, and fails unless `program` fails, but not without it.
#[track_caller]
fn check(name: &'static str, program: fn()) {
    let explored = Exploration::new(SEEDS).run(move || {
        fault::plant(name);
        program();
    });
    let found = explored.found.expect("a schedule in which it shows");
    println!("{name}, found in {} schedules: {found}", found.seeds_tried);
    let explored = Exploration::new(SEEDS).run(program);
    assert!(explored.found.is_none(), "{}", explored.found.unwrap());
    assert!(explored.distinct > 1, "nothing was explored");
}

/// A worker that was woken does not wake the next one.
#[test]
fn a_wake_up_that_is_not_passed_on() {
    check("wake_not_passed_on", programs::three_meet);
}

/// A wait that is woken ends, whatever it was woken for.
#[test]
fn a_stale_token_is_trusted() {
    check("stale_token_trusted", programs::one_after_the_other);
}

/// Who has seen a task pending says that it is cancelled, though it has been begun meanwhile.
#[test]
fn a_cancellation_that_comes_too_late_is_believed() {
    check("cancel_believed", programs::cancel_or_run);
}

/// Whether there is room is one look, getting in line for it another.
#[test]
fn room_is_looked_for_before_the_lock() {
    check("room_looked_at_before", programs::two_share_a_queue);
}

/// A waiter says that it is there, and only then gets on the list.
#[test]
fn a_waiter_is_registered_late() {
    check("waiter_registered_late", programs::in_the_order_of_ends);
}

/// A member of a stream of futures is taken although its completer is about to hand it over.
#[test]
fn a_future_is_taken_twice() {
    check("yielded_twice", programs::a_deadline_among_ends);
}

/// A future that has ended when it is added comes before those that had ended earlier.
#[test]
fn a_future_is_added_out_of_order() {
    check("added_out_of_order", programs::in_the_order_of_ends);
}

/// Two threads find the same deadlock, and both get the error.
#[test]
fn a_deadlock_is_found_twice() {
    check("deadlock_found_twice", programs::two_wait_for_each_other);
}

/// A worker that has gone is still taken for an idle one.
#[test]
fn an_idle_worker_is_not_removed() {
    check("idle_not_removed", programs::a_worker_that_goes);
}

/// Whether the pool is open is one look, taking the task another.
#[test]
fn a_task_is_taken_after_the_end() {
    check("closed_looked_at_before", programs::submit_or_shut_down);
}

/// A worker that comes back from a wait counts itself with a count that is out of date.
#[test]
fn a_place_is_not_given_back() {
    check("place_not_given_back", programs::waits_across_two_pools);
}

/// One worker too many takes a task.
#[test]
fn one_too_many_is_active() {
    check("active_off_by_one", programs::back_from_a_wait);
}

/// To lend its place is one step of a worker, to give it to a queued task another.
#[test]
fn a_place_is_lent_in_two_steps() {
    check("place_lent_in_two_steps", programs::back_from_a_wait);
}

/// The worker that was started for a task looks into its hand before it is filled, and nobody wakes it.
#[test]
fn a_hand_is_filled_late() {
    check("hand_filled_late", programs::one_after_the_other);
}

/// To find no task is one step of a worker, to be idle another.
#[test]
fn a_worker_becomes_idle_in_two_steps() {
    check("idle_in_two_steps", programs::one_after_the_other);
}

/// The names in each `function("…")` of a text.
fn names(text: &str, function: &str) -> BTreeSet<String> {
    let call = format!("{function}(\"");
    let names = text.split(&call).skip(1);
    let names = names.filter_map(|rest| rest.split('"').next());
    names.map(str::to_owned).collect()
}

fn names_in_sources(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            names_in_sources(&path, found);
        } else {
            let text = fs::read_to_string(&path).expect("a source file");
            found.extend(names(&text, "planted"));
        }
    }
}

#[test]
fn every_mistake_that_can_be_planted_has_a_test() {
    let mut planted = BTreeSet::new();
    for sources in ["futures-core/src", "pool-thread/src"] {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        names_in_sources(&crates.join(sources), &mut planted);
    }
    assert_eq!(planted, names(include_str!("faults.rs"), "check"));
}
