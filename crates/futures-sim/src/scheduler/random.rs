//! A toss at each place.

use crate::chance::Chance;
use crate::scheduler::{Choose, Place};

/// What places between the operations of an interpreter are called. There are so many of them that a change at every
/// second one would take all the time, and leave no long runs.
const OPERATION: &str = "operation";

/// Once in how many operations another thread goes on: one of these, by the seed.
const PER_OPERATION: [usize; 6] = [3, 8, 24, 96, 384, 1536];

/// The same for all other places, such as taking a lock.
const PER_PLACE: [usize; 3] = [2, 3, 6];

pub(crate) struct Random {
    chance: Chance,
    per_operation: usize,
    per_place: usize,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        Random {
            per_operation: PER_OPERATION[chance.below(PER_OPERATION.len())],
            per_place: PER_PLACE[chance.below(PER_PLACE.len())],
            chance,
        }
    }
}

impl Choose for Random {
    fn next(&mut self, place: &Place<'_>) -> u32 {
        let rate = if place.label == OPERATION {
            self.per_operation
        } else {
            self.per_place
        };
        // Even if the canonical schedule would go on with another one: this thread has had its share.
        let stays = place.may_stay && place.canonical == place.thread;
        if stays && !self.chance.one_in(rate) {
            return place.thread;
        }
        place.ready[self.chance.below(place.ready.len())]
    }

    fn way(&mut self, _: &Place<'_>, n: usize) -> usize {
        self.chance.below(n)
    }
}
