//! Lines from outside. A read can block for ever and cannot be interrupted, so a thread does it of which the script waits.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use futures_core::host::{self, Lock, Spawn};
use futures_core::{Error as TaskError, panics};

use crate::monitor::Monitor;

/// Where lines come from.
pub(crate) type Source = Box<dyn Read + Send>;

/// Whose input the runs of an interpreter read.
#[derive(Clone, Default)]
pub(crate) enum InputOf {
    /// That of the process.
    #[default]
    Process,
    /// One for all of them.
    AllRuns(Arc<Input>),
    /// Each its own, which this opens.
    EachRun(Arc<dyn Fn() -> Source + Send + Sync>),
}

/// What is read line by line, by any number of threads.
pub(crate) struct Input {
    /// Until the first line is wanted; then the reader has it.
    source: Lock<Option<Source>>,
    shared: Arc<Monitor<Shared>>,
}

#[derive(Default)]
struct Shared {
    lines: VecDeque<Vec<u8>>,
    /// How many lines were given away.
    n_given: u64,
    /// How many threads want a line.
    n_wanting: usize,
    /// Will nobody want one any more?
    is_abandoned: bool,
    end: Option<End>,
}

/// Why no more lines will come.
#[derive(Clone, Debug)]
enum End {
    /// There are no more.
    Reached,
    /// The operating system says this.
    Failed(String),
}

/// What came of asking for a line.
pub(crate) enum Line {
    /// The line without its end, and its number, from 1.
    Read(Vec<u8>, u64),
    /// There are no more.
    End,
    /// They could not be read.
    Failed(String),
}

/// Standard input, of which a process has one.
struct StandardInput(Arc<Input>);

impl Input {
    pub(crate) fn new(source: Source) -> Self {
        Input {
            source: Lock::new(Some(source)),
            shared: Arc::new(Monitor::new(Shared::default())),
        }
    }

    /// Standard input.
    pub(crate) fn standard() -> Arc<Self> {
        host::with_locals(|locals| {
            let known = locals.get::<StandardInput>();
            let input = known.unwrap_or_else(|| {
                let input = Input::new(Box::new(io::stdin()));
                locals.get_or_put(StandardInput(Arc::new(input)))
            });
            input.0.clone()
        })
    }

    /// Waits for the next line.
    ///
    /// # Errors
    /// If the wait was interrupted; then the line is the next one's.
    pub(crate) fn next_line(&self) -> Result<Line, TaskError> {
        self.start_reader();
        let _wanting = Wanting::new(&self.shared);
        let taken = self.shared.wait("a line of input", None, |shared| {
            if let Some(line) = shared.lines.pop_front() {
                shared.n_given += 1;
                return Some(Line::Read(line, shared.n_given));
            }
            match shared.end.clone()? {
                End::Reached => Some(Line::End),
                End::Failed(why) => Some(Line::Failed(why)),
            }
        })?;
        // There is no time limit that could be up.
        Ok(taken.unwrap_or(Line::End))
    }

    fn start_reader(&self) {
        let source = self.source.lock().take();
        let Some(source) = source else {
            return;
        };
        let shared = self.shared.clone();
        let spec = Spawn {
            name: "input".to_owned(),
            stack_size: None,
        };
        // It is never joined, since nothing can end a read that blocks.
        let reader = move || {
            if let Err(panic) = panics::catch(|| read(source, &shared)) {
                let why = format!("the reader panicked: {panic}");
                shared.change(|shared| shared.end = Some(End::Failed(why)));
            }
        };
        if let Err(error) = host::spawn(spec, reader) {
            let why = format!("no thread to read on: {error}");
            self.shared
                .change(|shared| shared.end = Some(End::Failed(why)));
        }
    }
}

impl Drop for Input {
    /// Lets the reader go, if it does not sit in a read.
    fn drop(&mut self) {
        self.shared.change(|shared| shared.is_abandoned = true);
    }
}

/// A thread that wants a line, for as long as it does.
struct Wanting<'a>(&'a Monitor<Shared>);

impl<'a> Wanting<'a> {
    fn new(shared: &'a Monitor<Shared>) -> Self {
        shared.change(|shared| shared.n_wanting += 1);
        Wanting(shared)
    }
}

impl Drop for Wanting<'_> {
    fn drop(&mut self) {
        self.0.change(|shared| shared.n_wanting -= 1);
    }
}

/// Reads when somebody wants a line, so that what is not asked for stays there for other programs.
fn read(source: Source, shared: &Monitor<Shared>) {
    let mut source = BufReader::new(source);
    loop {
        let wanted = shared.wait("somebody who wants a line", None, |shared| {
            let is_wanted = shared.n_wanting > shared.lines.len();
            (is_wanted || shared.is_abandoned).then_some(is_wanted)
        });
        if !matches!(wanted, Ok(Some(true))) {
            return;
        }
        let mut lines = Vec::new();
        // The other lines that are there already come along, and save a change of threads for each.
        while lines.is_empty() || source.buffer().contains(&b'\n') {
            match read_line(&mut source) {
                Ok(Some(line)) => lines.push(line),
                end => {
                    let end =
                        end.map_or_else(|error| End::Failed(error.to_string()), |_| End::Reached);
                    shared.change(|shared| {
                        shared.lines.extend(lines);
                        shared.end = Some(end);
                    });
                    return;
                }
            }
        }
        shared.change(|shared| shared.lines.extend(lines));
    }
}

/// The next line without its end, or `None` if there is none.
fn read_line(source: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if source.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop_if(|last| *last == b'\n').is_some() {
        line.pop_if(|last| *last == b'\r');
    }
    Ok(Some(line))
}
