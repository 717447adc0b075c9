//! What a run prints: at once, or held back and grouped by task.

use std::io;

use futures_core::TaskId;
use futures_core::host;

use crate::error::ScriptErrorKind;
use crate::groups::{self, Fate, Groups};
use crate::run::Run;
use crate::waiting::Stop;

/// A group of lines that a task, thread or callback prints to; shown when this is dropped, also if it panics.
pub(crate) struct Printing<'a, N: Fn() -> String> {
    run: &'a Run,
    groups: &'a Groups,
    number: u64,
    name: N,
}

impl<N: Fn() -> String> Drop for Printing<'_, N> {
    fn drop(&mut self) {
        if let Some(lines) = self.groups.close(self.number) {
            self.run.show_group(&(self.name)(), &lines);
        }
    }
}

impl Run {
    /// Prints a line; a run that cannot print is stopped.
    pub(crate) fn print(&self, line: &str) {
        host::yield_point("print");
        let fate = self
            .groups()
            .map_or(Fate::Shown, |groups| groups.hold(line));
        match fate {
            Fate::Shown => self.print_now(line),
            Fate::HeldBack => {}
            Fate::Overflow(lines) => self.show_group("a task, as far as it has come", &lines),
        }
    }

    /// Prints a line of a call in a worker process.
    pub(crate) fn print_of_call(&self, call: TaskId, line: &str) {
        let fate = match self.groups() {
            Some(groups) => groups.hold_of_call(call, line),
            None => Fate::Shown,
        };
        match fate {
            Fate::Shown => self.print(line),
            Fate::HeldBack => {}
            Fate::Overflow(lines) => {
                let name = self.task_name(call, None);
                self.show_group(&format!("{name}, as far as it has come"), &lines);
            }
        }
    }

    /// What the calling thread prints from here on belongs together, under this name.
    #[must_use = "the group ends when this is dropped"]
    pub(crate) fn group<N: Fn() -> String>(&self, name: N) -> Option<Printing<'_, N>> {
        let groups = self.groups()?;
        Some(Printing {
            run: self,
            groups,
            number: groups.open(),
            name,
        })
    }

    /// Shows what a call in a worker process has printed, which is over.
    pub(crate) fn end_group_of_call(&self, call: TaskId, label: Option<&str>) {
        if let Some(lines) = self.groups().and_then(|groups| groups.close_call(call)) {
            self.show_group(&self.task_name(call, label), &lines);
        }
    }

    /// Notes that a call in a worker process is over. Shows nothing: who asks for its result may know a better name.
    pub(crate) fn note_end_of_call(&self, call: TaskId) {
        if let Some(groups) = self.groups() {
            groups.note_end(call);
        }
    }

    /// Shows what calls in worker processes have printed that are over.
    pub(crate) fn show_ended_groups(&self) {
        for (call, lines) in self.groups().into_iter().flat_map(Groups::close_ended) {
            self.show_group(&self.task_name(call, None), &lines);
        }
    }

    /// Shows what calls in worker processes have printed of whose ends nobody has heard.
    pub(crate) fn end_groups(&self) {
        for (call, lines) in self.groups().into_iter().flat_map(Groups::close_calls) {
            self.show_group(&self.task_name(call, None), &lines);
        }
    }

    /// Shows what `read_line` asks, as [`print`](Self::print) does.
    pub(crate) fn prompt(&self, text: &str) {
        self.stop_unless(host::outside(|| self.settings().output.prompt(text)));
    }

    /// Is what tasks print held back?
    pub(crate) fn is_grouped(&self) -> bool {
        self.groups().is_some()
    }

    fn groups(&self) -> Option<&Groups> {
        self.settings().groups.as_deref()
    }

    fn show_group(&self, name: &str, lines: &str) {
        self.print_now(&groups::shown(name, lines));
    }

    fn print_now(&self, text: &str) {
        self.stop_unless(self.outside(|| self.settings().output.print(text)));
    }

    /// Calls what belongs to the embedding program. What a simulated process says goes to another run of its world.
    pub(crate) fn outside<R>(&self, f: impl FnOnce() -> R) -> R {
        match self.process() {
            Some(_) => f(),
            None => host::outside(f),
        }
    }

    fn stop_unless(&self, written: io::Result<()>) {
        if let Err(error) = written {
            let kind = match error.kind() {
                io::ErrorKind::BrokenPipe => ScriptErrorKind::BrokenPipe,
                _ => ScriptErrorKind::System,
            };
            let why = format!("cannot write the output: {error}");
            self.stopper().stop(Stop { kind, why });
        }
    }
}
