//! What a shell runs its inputs in: an interpreter, a session of it, and a recorder of what happens.

use std::io;
use std::sync::Arc;

use futures_script::timeline::Recorder;
use futures_script::{Interpreter, ScriptError, Session};

use crate::options::Options;
use crate::repl::keyboard::Keyboard;
use crate::repl::screen::SharedScreen;
use crate::report;
use crate::script::Script;

/// How many events are kept for the picture; a shell may stay open for days.
const MOST_EVENTS: usize = 200_000;

/// What every session of a shell is made with.
pub(crate) struct Plan {
    pub(crate) options: Options,
    pub(crate) arguments: Vec<String>,
    /// The script that the shell begins with, or one without a text whose folder is the current one.
    pub(crate) script: Arc<Script>,
    pub(crate) screen: SharedScreen,
    /// What `read_line` reads, if somebody types.
    pub(crate) keyboard: Option<Keyboard>,
    /// Is what tasks print shown by way of the screen?
    pub(crate) is_shared: bool,
}

/// A session, and what it runs in.
pub(crate) struct World {
    pub(crate) interpreter: Interpreter,
    pub(crate) recorder: Recorder,
}

impl Plan {
    /// A new session.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub(crate) fn open(&self) -> Result<(World, Session), ScriptError> {
        let recorder = Recorder::with_limit(MOST_EVENTS);
        let script = self.script.clone();
        let screen = self.screen.clone();
        let mut builder = Interpreter::builder()
            .import_from(&self.script.folder)
            .arguments(&self.arguments)
            .complaints(move |complaint| {
                let text = report::of_complaint(complaint, &script, report::is_coloured());
                screen.complain(&text);
            });
        if self.is_shared {
            let screen = self.screen.clone();
            builder = builder.output(move |line| screen.print(line));
        }
        builder = match &self.keyboard {
            Some(keyboard) => builder.input(keyboard.clone()),
            None => builder.input(io::empty()),
        };
        let interpreter = self
            .options
            .configure(builder, &recorder)
            .recorder(&recorder)
            .build();
        let session = interpreter.session("shell")?;
        let world = World {
            interpreter,
            recorder,
        };
        Ok((world, session))
    }
}
