//! A lane while it is put together, event by event.

use futures_core::TaskId;

use crate::model::{Bar, Lane, Mark, Moment, Outcome, Span, Wait};

/// A lane, and what on it has not ended yet.
#[derive(Debug)]
pub(crate) struct LaneDraft {
    lane: Lane,
    /// Since when it is there, if it is.
    up: Option<Moment>,
    /// The bars that have not ended, the innermost last.
    open: Vec<OpenBar>,
}

#[derive(Debug)]
struct OpenBar {
    index: usize,
    /// The waits that are under way: a wait of the task's may be told by its pool as well.
    waits: Vec<(Moment, String)>,
}

impl LaneDraft {
    pub(crate) fn new(name: String, worker: Option<u32>) -> Self {
        LaneDraft {
            lane: Lane {
                name,
                worker,
                ..Lane::default()
            },
            up: None,
            open: Vec::new(),
        }
    }

    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.lane.name == name
    }

    pub(crate) fn has_no_bar(&self) -> bool {
        self.lane.bars.is_empty()
    }

    /// It is there from now on, if it was not before.
    pub(crate) fn come_up(&mut self, at: Moment) {
        self.up.get_or_insert(at);
    }

    pub(crate) fn go_down(&mut self, at: Moment) {
        if let Some(begin) = self.up.take() {
            self.lane.alive.push(Span { begin, end: at });
        }
    }

    pub(crate) fn mark(&mut self, at: Moment, text: String) {
        self.lane.marks.push(Mark { at, text });
    }

    /// Begins a bar.
    pub(crate) fn begin(&mut self, bar: Bar) {
        self.open.push(OpenBar {
            index: self.lane.bars.len(),
            waits: Vec::new(),
        });
        self.lane.bars.push(bar);
    }

    /// Ends the bar of a task, or with `None` the one of the thread. False: there is none.
    pub(crate) fn end(&mut self, task: Option<TaskId>, at: Moment, outcome: Outcome) -> bool {
        let Some(place) = self.place_of(task) else {
            return false;
        };
        let open = self.open.remove(place);
        self.close(open, at, outcome);
        true
    }

    /// The innermost bar begins to wait.
    pub(crate) fn wait(&mut self, at: Moment, reason: String) {
        self.wait_in(self.open.len().checked_sub(1), at, reason);
    }

    /// As [`wait`](Self::wait), for the bar of this task.
    pub(crate) fn wait_for_task(&mut self, task: TaskId, at: Moment, reason: String) {
        self.wait_in(self.place_of(Some(task)), at, reason);
    }

    fn wait_in(&mut self, place: Option<usize>, at: Moment, reason: String) {
        if let Some(place) = place {
            self.open[place].waits.push((at, reason));
        }
    }

    /// The innermost bar goes on.
    pub(crate) fn go_on(&mut self, at: Moment) {
        self.go_on_in(self.open.len().checked_sub(1), at);
    }

    /// As [`go_on`](Self::go_on), for the bar of this task.
    pub(crate) fn go_on_with_task(&mut self, task: TaskId, at: Moment) {
        self.go_on_in(self.place_of(Some(task)), at);
    }

    fn go_on_in(&mut self, place: Option<usize>, end: Moment) {
        let Some(place) = place else {
            return;
        };
        let open = &mut self.open[place];
        let ended = open.waits.pop();
        if let (Some((begin, reason)), true) = (ended, open.waits.is_empty()) {
            let waits = &mut self.lane.bars[open.index].waits;
            waits.push(Wait { begin, end, reason });
        }
    }

    /// Ends everything that has not ended.
    pub(crate) fn finish(mut self, at: Moment) -> Lane {
        while let Some(open) = self.open.pop() {
            self.close(open, at, Outcome::Unfinished);
        }
        self.go_down(at);
        self.lane
    }

    fn close(&mut self, open: OpenBar, at: Moment, outcome: Outcome) {
        let bar = &mut self.lane.bars[open.index];
        if let Some((begin, reason)) = open.waits.into_iter().next() {
            bar.waits.push(Wait {
                begin,
                end: at,
                reason,
            });
        }
        bar.end = at;
        bar.outcome = outcome;
    }

    fn place_of(&self, task: Option<TaskId>) -> Option<usize> {
        let is_it = |open: &OpenBar| self.lane.bars[open.index].task == task;
        self.open.iter().rposition(is_it)
    }
}
