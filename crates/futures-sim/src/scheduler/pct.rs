//! Priorities, and a few places where the highest becomes the lowest.

use std::collections::BTreeMap;

use crate::chance::Chance;
use crate::scheduler::{Choose, Place};

pub(crate) struct Pct {
    chance: Chance,
    /// Higher goes first.
    priorities: BTreeMap<u32, i64>,
    /// How many places the run has passed where there was a choice.
    passed: u64,
    /// At which of them the thread that is on falls behind, and to which priority; the next one last.
    changes: Vec<(u64, i64)>,
    /// Below all priorities there are, and those of the changes to come.
    lowest: i64,
}

impl Pct {
    pub(crate) fn new(seed: u64, depth: u32, length: u64) -> Self {
        let mut chance = Chance::new(seed);
        let length = usize::try_from(length).unwrap_or(usize::MAX).max(1);
        let changes = i64::from(depth.saturating_sub(1));
        // Which of those that have fallen behind goes first does not depend on who fell first: a bug may need either.
        let mut changes: Vec<(u64, i64)> = (1..=changes)
            .map(|nth| (chance.below(length) as u64 + 1, -nth))
            .collect();
        changes.sort_unstable_by(|one, other| other.cmp(one));
        Pct {
            chance,
            priorities: BTreeMap::new(),
            passed: 0,
            lowest: -i64::from(depth),
            changes,
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
        while let Some((_, priority)) = self.changes.pop_if(|(at, _)| *at <= self.passed) {
            self.priorities.insert(place.thread, priority);
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, VecDeque};

    use super::Pct;
    use crate::scheduler::{Choose, Place};

    /// Who is on at each of `n` places of four threads that never wait.
    fn course(pct: &mut Pct, n: u64) -> Vec<u32> {
        let mut on = 0;
        (0..n)
            .map(|number| {
                let ready: VecDeque<u32> = (0..4).filter(|thread| *thread != on).collect();
                on = pct.next(&Place {
                    thread: on,
                    number,
                    label: "operation",
                    may_stay: true,
                    canonical: on,
                    ready: &ready,
                });
                on
            })
            .collect()
    }

    /// After its first place the run has one course, but for the changes.
    fn changes(seed: u64, depth: u32, length: u64) -> Vec<usize> {
        let course = course(&mut Pct::new(seed, depth, length), length + 10);
        (1..course.len())
            .filter(|at| course[at - 1] != course[*at])
            .collect()
    }

    #[test]
    fn a_run_has_one_change_less_than_its_depth() {
        for seed in 0..100 {
            assert_eq!(changes(seed, 1, 1000), []);
            assert!(changes(seed, 4, 1000).len() <= 3);
        }
        let three = (0..100).filter(|seed| changes(*seed, 4, 1000).len() == 3);
        assert!(three.count() > 80);
    }

    #[test]
    fn changes_are_spread_over_the_whole_run() {
        let all = (0..1000).flat_map(|seed| changes(seed, 2, 1000));
        let mut tenths = [0; 10];
        for at in all {
            tenths[(at / 100).min(9)] += 1;
        }
        assert!(
            tenths.iter().all(|times| (60..140).contains(times)),
            "{tenths:?}"
        );
    }

    /// Each of the four is first for some seed, and each may be left at the end by two that fell behind in either order.
    #[test]
    fn every_thread_has_every_priority() {
        let first: BTreeSet<u32> = (0..50)
            .map(|seed| course(&mut Pct::new(seed, 1, 1), 1)[0])
            .collect();
        assert_eq!(first.len(), 4);
        let mut orders = BTreeSet::new();
        for seed in 0..50 {
            let mut pct = Pct::new(seed, 3, 100);
            let course = course(&mut pct, 100);
            let fallen = pct.priorities.iter().filter(|(_, priority)| **priority < 0);
            let mut fallen: Vec<(i64, u32)> = fallen
                .map(|(thread, priority)| (*priority, *thread))
                .collect();
            fallen.sort_unstable();
            if let [(_, lower), (_, higher)] = fallen[..] {
                let last = |thread| course.iter().rposition(|on| *on == thread);
                orders.insert(last(lower) < last(higher));
            }
        }
        assert_eq!(orders.len(), 2, "{orders:?}");
    }
}
