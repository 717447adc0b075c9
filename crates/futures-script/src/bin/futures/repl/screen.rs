//! What tasks print while somebody types: above the prompt, in whole lines, and the half-typed line stays as it is.
//!
//! The line editor alone may write while it edits. So lines are kept until it draws its prompt, which it puts them before;
//! a thread makes it draw when a line has come. That thread does nothing else, because the editor takes its message only
//! when it reads the next key, and a task must not wait for somebody to type.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use futures_core::host::{self, Lock, Spawn, Wake};
use rustyline::ExternalPrinter;

/// How much is kept for the editor. Who prints faster than a terminal shows waits for it, as without an editor.
const MOST_KEPT: usize = 1 << 18;

/// How long one waits who has printed too much, before looking again.
const PAUSE: Duration = Duration::from_millis(2);

/// A terminal that tasks and a line editor share; or the two outputs of a process, where there is no editor.
pub(crate) struct Screen {
    state: Lock<State>,
    /// Wakes the thread that makes the editor draw.
    bell: Option<PipeWriter>,
    /// Are complaints shown on the terminal of the editor?
    has_errors: bool,
}

#[derive(Default)]
struct State {
    /// Is the editor at work, so that nobody else may write?
    is_editing: bool,
    /// Has the bell been rung since the editor drew last?
    is_rung: bool,
    /// Lines to be shown above the prompt.
    kept: String,
}

/// Where something is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Output,
    Errors,
}

impl Screen {
    /// One for a process without a line editor.
    pub(crate) fn plain() -> Self {
        Screen {
            state: Lock::new(State::default()),
            bell: None,
            has_errors: false,
        }
    }

    /// One that is shared with a line editor, and what has to be given to [`redraw`]. `has_errors` says that complaints are
    /// shown on the same terminal.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn shared(has_errors: bool) -> io::Result<(Self, PipeReader)> {
        let (reader, writer) = io::pipe()?;
        let screen = Screen {
            state: Lock::new(State::default()),
            bell: Some(writer),
            has_errors,
        };
        Ok((screen, reader))
    }

    /// Shows a line of the output.
    pub(crate) fn print(&self, line: &str) {
        self.put(Stream::Output, line);
    }

    /// Shows what went wrong.
    pub(crate) fn complain(&self, text: &str) {
        self.put(Stream::Errors, text);
    }

    fn put(&self, to: Stream, line: &str) {
        let mut is_stopped = false;
        loop {
            let mut state = self.state.lock();
            if !state.is_editing || (to == Stream::Errors && !self.has_errors) {
                write(to, &format!("{line}\n"));
                return;
            }
            if state.kept.len() < MOST_KEPT || is_stopped {
                state.kept.push_str(line);
                state.kept.push('\n');
                if !std::mem::replace(&mut state.is_rung, true) {
                    self.ring();
                }
                return;
            }
            drop(state);
            // Nobody may be kept from ending.
            is_stopped = host::sleep(PAUSE) == Wake::Interrupted;
        }
    }

    fn ring(&self) {
        if let Some(mut bell) = self.bell.as_ref() {
            // It is rung once between two drawings, so there is room.
            let _ = bell.write_all(b"!");
        }
    }

    /// What is to be shown above the prompt that the editor draws now. From here on only the editor may write.
    pub(crate) fn above(&self) -> String {
        let mut state = self.state.lock();
        state.is_editing = true;
        state.is_rung = false;
        std::mem::take(&mut state.kept)
    }

    /// The editor is done, and the cursor stands at the beginning of a line.
    pub(crate) fn end_editing(&self) {
        let mut state = self.state.lock();
        state.is_editing = false;
        write(Stream::Output, &std::mem::take(&mut state.kept));
    }
}

/// Makes the editor draw whenever the bell of `screen` rings, to the end of the process.
///
/// # Errors
/// If there is no thread for it.
pub(crate) fn redraw(
    mut bell: PipeReader,
    mut printer: impl ExternalPrinter + Send + 'static,
) -> io::Result<()> {
    let spec = Spawn {
        name: "screen".to_owned(),
        stack_size: None,
    };
    let redraw = move || {
        let mut rung = [0];
        while bell.read_exact(&mut rung).is_ok() {
            // An empty message: what is to be shown is asked for when the editor draws, wherever it has come to by then.
            if printer.print(String::new()).is_err() {
                return;
            }
        }
    };
    drop(host::spawn(spec, redraw)?);
    Ok(())
}

/// In one piece. If that fails there is nobody to tell.
fn write(to: Stream, text: &str) {
    let _ = match to {
        Stream::Output => {
            let mut stdout = io::stdout().lock();
            stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush())
        }
        Stream::Errors => io::stderr().write_all(text.as_bytes()),
    };
}

/// A screen that many threads have.
pub(crate) type SharedScreen = Arc<Screen>;
