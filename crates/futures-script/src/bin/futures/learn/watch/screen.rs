//! The terminal while somebody watches: keys come one by one, and in the end it is as it was.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// Moves to the upper left corner of an empty screen, and forgets what had scrolled out of it.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// Standard input and output, whatever they are.
pub(crate) struct Screen {
    /// Are there keys?
    pub(crate) has_keys: bool,
    is_cleared: bool,
    restore: Restore,
}

/// Puts a terminal back as it was, at most once. Copies are the same.
#[derive(Clone, Default)]
pub(crate) struct Restore(Arc<Mutex<Option<Termios>>>);

impl Screen {
    /// Keys one by one and without an echo, if there is a terminal. Ctrl-C stays a signal.
    pub(crate) fn open() -> Self {
        let restore = Restore::default();
        let stdin = io::stdin();
        let is_terminal = stdin.is_terminal() && io::stdout().is_terminal();
        let before = tcgetattr(&stdin).ok().filter(|_| is_terminal);
        let has_keys = before.is_some_and(|before| {
            let mut modes = before.clone();
            modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            // Who comes back from Ctrl-Z would find a terminal without these modes, so it is a key without a meaning.
            modes.special_codes[SpecialCodeIndex::VSUSP] = 0;
            *restore.lock() = Some(before);
            tcsetattr(&stdin, OptionalActions::Now, &modes).is_ok()
        });
        Screen {
            has_keys,
            is_cleared: io::stdout().is_terminal(),
            restore,
        }
    }

    /// What puts the terminal back when somebody ends the command from outside.
    pub(crate) fn restore(&self) -> Restore {
        self.restore.clone()
    }

    /// Begins a page: on a terminal at the top of the empty screen, elsewhere below a line.
    pub(crate) fn begin(&self, name: &str) {
        if self.is_cleared {
            write(CLEAR);
        } else {
            write(&format!("──── {name}\n"));
        }
    }

    /// Writes some lines.
    pub(crate) fn say(&self, text: &str) {
        write(&format!("{text}\n"));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.restore.now();
    }
}

impl Restore {
    /// Puts the terminal back.
    pub(crate) fn now(&self) {
        if let Some(before) = self.lock().take() {
            // If the terminal has gone, there is nothing to put back.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &before);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Termios>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Nothing of it stays in a buffer, since somebody waits for it.
fn write(text: &str) {
    let mut stdout = io::stdout().lock();
    // Whoever reads may have gone.
    let _ = stdout.write_all(text.as_bytes());
    let _ = stdout.flush();
}
