//! The choices of another run.

use std::collections::BTreeMap;

use crate::Schedule;
use crate::schedule::Choice;
use crate::scheduler::{Choose, Place};

pub(crate) struct Replay {
    turns: BTreeMap<(u32, u64), Choice>,
}

impl Replay {
    pub(crate) fn new(schedule: &Schedule) -> Self {
        let turns = schedule.turns().iter();
        Replay {
            turns: turns
                .map(|turn| ((turn.thread, turn.place), turn.choice))
                .collect(),
        }
    }

    fn turn(&self, place: &Place<'_>) -> Option<Choice> {
        self.turns.get(&(place.thread, place.number)).copied()
    }
}

impl Choose for Replay {
    /// If the thread of the turn cannot go on, because other turns have been left out, the choice is the canonical one.
    fn next(&mut self, place: &Place<'_>) -> u32 {
        match self.turn(place) {
            Some(Choice::Thread(thread))
                if place.ready.contains(&thread) || place.may_stay && thread == place.thread =>
            {
                thread
            }
            _ => place.canonical,
        }
    }

    fn way(&mut self, place: &Place<'_>, n: usize) -> usize {
        match self.turn(place) {
            Some(Choice::Way(way)) if (way as usize) < n => way as usize,
            _ => 0,
        }
    }
}
