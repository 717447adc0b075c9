//! Output by task: what a task prints is held back until it ends, and then shown in one piece, below its name.
//!
//! What the script itself prints is shown at once. A thread that runs a task knows the group that it prints to; what
//! comes out of a worker process belongs to the group of its call, since a process runs one call at a time. Everybody
//! who opens a group closes it on every way out, so that nothing is lost if a task fails, is killed or takes its process
//! down.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use futures_core::TaskId;
use futures_core::host::Lock;

/// So many bytes are held back for all tasks together. A task that prints when they are used up is shown as far as it has
/// come, and goes on in a group of its own.
const MOST_HELD: usize = 16 << 20;

/// What is held back of all tasks.
#[derive(Default)]
pub(crate) struct Groups(Lock<Held>);

#[derive(Default)]
struct Held {
    groups: BTreeMap<Key, String>,
    n_bytes: usize,
    n_opened: u64,
    /// The calls in other processes that are over, and whose lines nobody has taken.
    ended: BTreeSet<TaskId>,
}

/// Whose lines they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// What a thread of this process runs: the number of the group.
    Here(u64),
    /// A call in another process.
    Call(TaskId),
}

/// What has become of a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is nobody's, and to be shown.
    Shown,
    /// It is held back.
    HeldBack,
    /// There is too much, and this is to be shown below the name of the task.
    Overflow(String),
}

thread_local! {
    /// The groups that this thread prints to, the innermost last.
    static OPEN: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

impl Groups {
    /// Opens a group for what the calling thread prints from here on; its number.
    pub(crate) fn open(&self) -> u64 {
        let number = {
            let mut held = self.0.lock();
            held.n_opened += 1;
            held.n_opened
        };
        OPEN.with_borrow_mut(|open| open.push(number));
        number
    }

    /// Closes the group that the calling thread has opened last; what is to be shown of it.
    pub(crate) fn close(&self, number: u64) -> Option<String> {
        OPEN.with_borrow_mut(|open| open.retain(|other| *other != number));
        self.take(Key::Here(number))
    }

    /// Takes a line that the calling thread prints.
    pub(crate) fn hold(&self, line: &str) -> Fate {
        let number = OPEN.with_borrow(|open| open.last().copied());
        match number {
            Some(number) => self.add(Key::Here(number), line),
            None => Fate::Shown,
        }
    }

    /// Takes a line that a call in another process prints.
    pub(crate) fn hold_of_call(&self, call: TaskId, line: &str) -> Fate {
        self.add(Key::Call(call), line)
    }

    /// Closes the group of a call in another process; what is to be shown of it.
    pub(crate) fn close_call(&self, call: TaskId) -> Option<String> {
        self.take(Key::Call(call))
    }

    /// Notes that a call in another process is over.
    pub(crate) fn note_end(&self, call: TaskId) {
        let mut held = self.0.lock();
        if held.groups.contains_key(&Key::Call(call)) {
            held.ended.insert(call);
        }
    }

    /// Takes what is held back of calls in other processes that are over.
    pub(crate) fn close_ended(&self) -> Vec<(TaskId, String)> {
        let ended = std::mem::take(&mut self.0.lock().ended);
        let close = |call: TaskId| Some((call, self.take(Key::Call(call))?));
        ended.into_iter().filter_map(close).collect()
    }

    /// Takes all that is held back of calls in other processes.
    pub(crate) fn close_calls(&self) -> Vec<(TaskId, String)> {
        let calls: Vec<TaskId> = {
            let held = self.0.lock();
            let call = |key: &Key| match key {
                Key::Call(call) => Some(*call),
                Key::Here(_) => None,
            };
            held.groups.keys().filter_map(call).collect()
        };
        let close = |call: TaskId| Some((call, self.take(Key::Call(call))?));
        calls.into_iter().filter_map(close).collect()
    }

    /// Takes all that is held back of everybody, without names.
    pub(crate) fn take_all(&self) -> Vec<String> {
        let mut held = self.0.lock();
        held.n_bytes = 0;
        std::mem::take(&mut held.groups).into_values().collect()
    }

    fn add(&self, key: Key, line: &str) -> Fate {
        let mut held = self.0.lock();
        let added = line.len() + 1;
        let lines = held.groups.entry(key).or_default();
        lines.push_str(line);
        lines.push('\n');
        held.n_bytes += added;
        if held.n_bytes <= MOST_HELD {
            return Fate::HeldBack;
        }
        let lines = held.groups.remove(&key).unwrap_or_default();
        held.n_bytes -= lines.len();
        Fate::Overflow(lines)
    }

    fn take(&self, key: Key) -> Option<String> {
        let mut held = self.0.lock();
        if let Key::Call(call) = key {
            held.ended.remove(&call);
        }
        let lines = held.groups.remove(&key)?;
        held.n_bytes -= lines.len();
        Some(lines)
    }
}

/// The lines of a group below its name, without the end of the last one.
pub(crate) fn shown(name: &str, lines: &str) -> String {
    let mut text = format!("{name}:");
    for line in lines.strip_suffix('\n').unwrap_or(lines).split('\n') {
        text.push('\n');
        if !line.is_empty() {
            text.push_str("  ");
            text.push_str(line);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use futures_core::TaskId;

    use super::{Fate, Groups, MOST_HELD, shown};

    #[test]
    fn lines_belong_to_the_innermost_group() {
        let groups = Groups::default();
        assert_eq!(groups.hold("nobody's"), Fate::Shown);
        let outer = groups.open();
        assert_eq!(groups.hold("one"), Fate::HeldBack);
        let inner = groups.open();
        assert_eq!(groups.hold("two"), Fate::HeldBack);
        assert_eq!(groups.close(inner).as_deref(), Some("two\n"));
        assert_eq!(groups.hold("three"), Fate::HeldBack);
        assert_eq!(groups.close(outer).as_deref(), Some("one\nthree\n"));
        assert_eq!(groups.hold("nobody's"), Fate::Shown);
        let silent = groups.open();
        assert_eq!(groups.close(silent), None);
    }

    #[test]
    fn calls_elsewhere_have_groups_of_their_own() {
        let groups = Groups::default();
        let (one, other) = (TaskId::new(1, 1), TaskId::new(2, 1));
        assert_eq!(groups.hold_of_call(one, "a"), Fate::HeldBack);
        assert_eq!(groups.hold_of_call(other, "b"), Fate::HeldBack);
        assert_eq!(groups.close_call(one).as_deref(), Some("a\n"));
        assert_eq!(groups.close_call(one), None);
        groups.note_end(one);
        assert_eq!(groups.close_ended(), []);
        assert_eq!(groups.close_calls(), [(other, "b\n".to_owned())]);
    }

    #[test]
    fn what_is_held_back_has_a_limit() {
        let groups = Groups::default();
        let half = "x".repeat(MOST_HELD / 2);
        let (one, other) = (TaskId::new(1, 1), TaskId::new(1, 2));
        assert_eq!(groups.hold_of_call(one, &half), Fate::HeldBack);
        assert_eq!(groups.hold_of_call(other, "short"), Fate::HeldBack);
        let overflow = groups.hold_of_call(one, &half);
        assert_eq!(overflow, Fate::Overflow(format!("{half}\n{half}\n")));
        assert_eq!(groups.hold_of_call(one, &half), Fate::HeldBack);
        assert_eq!(groups.take_all().len(), 2);
    }

    #[test]
    fn groups_are_shown_below_their_names() {
        assert_eq!(shown("task 1", "a\n\nb\n"), "task 1:\n  a\n\n  b");
        assert_eq!(shown("task 1", "\n"), "task 1:\n");
    }
}
