//! Priorities, and a few places where the highest becomes the lowest.

use std::collections::BTreeMap;

use crate::chance::Chance;
use crate::scheduler::{Choose, Place};

pub(crate) struct Pct {
    chance: Chance,
    /// Higher goes first.
    priorities: BTreeMap<u32, i64>,
    /// How many places the run has passed.
    passed: u64,
    /// At which of them the thread that is on falls behind, the next one last.
    changes: Vec<u64>,
    /// Below all priorities there are.
    lowest: i64,
}

impl Pct {
    pub(crate) fn new(seed: u64, depth: u32, length: u64) -> Self {
        let mut chance = Chance::new(seed);
        let length = usize::try_from(length).unwrap_or(usize::MAX).max(1);
        let mut changes: Vec<u64> = (1..depth)
            .map(|_| chance.below(length) as u64 + 1)
            .collect();
        changes.sort_unstable_by(|one, other| other.cmp(one));
        Pct {
            chance,
            priorities: BTreeMap::new(),
            passed: 0,
            changes,
            lowest: 0,
        }
    }

    fn priority(&mut self, thread: u32) -> i64 {
        let chance = &mut self.chance;
        let new = || i64::try_from(chance.next() >> 2).unwrap_or(i64::MAX) + 1;
        *self.priorities.entry(thread).or_insert_with(new)
    }

    fn fall_behind(&mut self, thread: u32) {
        self.lowest -= 1;
        self.priorities.insert(thread, self.lowest);
    }
}

impl Choose for Pct {
    fn next(&mut self, place: &Place<'_>) -> u32 {
        self.passed += 1;
        while self.changes.last().is_some_and(|at| *at <= self.passed) {
            self.changes.pop();
            self.fall_behind(place.thread);
        }
        let stays = place.may_stay && place.canonical == place.thread;
        if place.may_stay && !stays {
            // It has been on for very long, perhaps waiting busily for one of the others.
            self.fall_behind(place.thread);
        }
        let mut best = None;
        let staying = stays.then_some(place.thread);
        for thread in staying.into_iter().chain(place.ready.iter().copied()) {
            let priority = self.priority(thread);
            if best.is_none_or(|(highest, _)| priority > highest) {
                best = Some((priority, thread));
            }
        }
        best.map_or(place.canonical, |(_, thread)| thread)
    }

    fn way(&mut self, _: &Place<'_>, n: usize) -> usize {
        self.chance.below(n)
    }
}
