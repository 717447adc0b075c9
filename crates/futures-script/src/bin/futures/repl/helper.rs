//! What the line editor asks while somebody types: colours, what may come next, what is to be shown above the prompt.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{CompletionType, Context, Helper};

use crate::repl::complete::{complete, usage};
use crate::repl::keys;
use crate::repl::names::Names;
use crate::repl::paint::Paint;
use crate::repl::screen::SharedScreen;

/// Moves the cursor back to the line that the editor has left below an empty message.
const ONE_UP: &str = "\u{1b}[A";

/// Answers the line editor.
pub(crate) struct Assistant {
    pub(crate) names: Rc<RefCell<Names>>,
    screen: SharedScreen,
    paint: Paint,
    /// How many columns the terminal has.
    pub(crate) columns: Rc<Cell<usize>>,
    /// Is what the editor draws next the consequence of a key? Else it is that of a message from [`screen`](super::screen).
    is_by_key: Cell<bool>,
    /// Is the input over, so that no bracket is to stand out?
    is_over: Cell<bool>,
}

impl Assistant {
    pub(crate) fn new(names: Rc<RefCell<Names>>, screen: SharedScreen, paint: Paint) -> Self {
        Assistant {
            names,
            screen,
            paint,
            columns: Rc::new(Cell::new(80)),
            is_by_key: Cell::new(false),
            is_over: Cell::new(false),
        }
    }
}

impl Helper for Assistant {}

impl Validator for Assistant {}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        let cursor = Some(pos).filter(|_| !self.is_over.get());
        let names = self.names.borrow();
        Cow::Owned(self.paint.input(line, cursor, &names))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        _default: bool,
    ) -> Cow<'b, str> {
        let mut drawn = String::new();
        // The editor ends each message with a new line, also an empty one.
        if !self.is_by_key.replace(false) {
            drawn.push_str(ONE_UP);
        }
        drawn.push_str(&self.screen.above());
        drawn.push_str(&self.paint.prompt(prompt));
        Cow::Owned(drawn)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.paint.aside(hint))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        // The list is followed by a drawing for which nothing else is asked before.
        self.is_by_key.set(true);
        Cow::Borrowed(candidate)
    }

    /// Asked before each drawing that a key causes. Always yes: colours may change anywhere, and a drawing follows for sure.
    fn highlight_char(&self, _line: &str, _pos: usize, kind: CmdKind) -> bool {
        self.is_by_key.set(true);
        self.is_over.set(kind == CmdKind::ForcedRefresh);
        true
    }
}

/// How a call is written, behind the cursor; not to be taken over.
pub(crate) struct Usage(String);

impl Hint for Usage {
    fn display(&self) -> &str {
        &self.0
    }

    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for Assistant {
    type Hint = Usage;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<Usage> {
        if pos < line.len() {
            return None;
        }
        let usage = usage(line, &self.names.borrow())?;
        let hint = format!("   {usage}");
        // It must not go on in the next line, where it would look like a part of the input.
        let last = line.rsplit('\n').next().unwrap_or_default().chars().count();
        let prompt = if line.contains('\n') { 0 } else { 4 };
        let room = self.columns.get().checked_sub(last + prompt + 1)?;
        (hint.chars().count() <= room).then_some(Usage(hint))
    }
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if let Some(moved) = keys::moved(&line[..pos]) {
            let pair = Pair {
                display: moved.text.clone(),
                replacement: moved.text,
            };
            return Ok((moved.start, vec![pair]));
        }
        let found = complete(&line[..pos], &self.names.borrow());
        let pairs = found.words.into_iter().map(|word| Pair {
            display: word.trim_end().to_owned(),
            replacement: word,
        });
        Ok((found.start, pairs.collect()))
    }
}
