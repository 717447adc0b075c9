//! What Enter, Tab and a closing bracket do in an input of several lines.

use std::cell::RefCell;

use rustyline::{Cmd, ConditionalEventHandler, Event, EventContext, RepeatCount};

use crate::repl::continued::{STEP, ends_in_empty_line, indented_only, new_line, plain};
use crate::repl::tokens::{depth, tokens};

/// Says whether an input is complete.
pub(crate) type IsComplete = Box<dyn Fn(&str) -> bool>;

thread_local! {
    /// Whom Enter asks. The editor wants its keys to be for any thread, and the session is of one.
    static IS_COMPLETE: RefCell<Option<IsComplete>> = const { RefCell::new(None) };

    /// The bracket that has just been typed at the beginning of a line.
    static MOVED: RefCell<Option<Moved>> = const { RefCell::new(None) };
}

/// Lets `is_complete` say on this thread whether Enter ends an input, until what is returned is dropped.
#[must_use = "nobody is asked any more when this is dropped"]
pub(crate) fn ask(is_complete: IsComplete) -> Asked {
    IS_COMPLETE.set(Some(is_complete));
    Asked
}

/// Somebody says what is complete.
pub(crate) struct Asked;

impl Drop for Asked {
    fn drop(&mut self) {
        IS_COMPLETE.set(None);
    }
}

/// Ends an input that is complete, or begins another line of it. An empty line gives up.
pub(crate) struct Enter;

impl ConditionalEventHandler for Enter {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        let text = plain(ctx.line());
        let is_command = text.trim_start().starts_with(':');
        let is_complete =
            IS_COMPLETE.with_borrow(|asked| asked.as_ref().is_none_or(|is| is(&text)));
        let is_at_end = ctx.pos() == ctx.line().len();
        let is_given_up = is_at_end && ends_in_empty_line(ctx.line());
        if is_command || is_complete || is_given_up {
            return Some(Cmd::AcceptLine);
        }
        Some(another_line(ctx))
    }
}

/// Gives up an input in whose last line nothing has been typed.
pub(crate) struct EndOfInput;

impl ConditionalEventHandler for EndOfInput {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        let is_at_end = ctx.pos() == ctx.line().len();
        (is_at_end && ends_in_empty_line(ctx.line())).then_some(Cmd::AcceptLine)
    }
}

/// Begins another line, whatever there is.
pub(crate) struct NewLine;

impl ConditionalEventHandler for NewLine {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        Some(another_line(ctx))
    }
}

fn another_line(ctx: &EventContext<'_>) -> Cmd {
    let depth = depth(&tokens(&ctx.line()[..ctx.pos()]));
    Cmd::Insert(1, new_line(depth))
}

/// Moves a line to the right where no word has been begun.
pub(crate) struct Tab;

impl ConditionalEventHandler for Tab {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        indented_only(&ctx.line()[..ctx.pos()])?;
        Some(Cmd::Insert(1, " ".repeat(STEP)))
    }
}

/// A closing bracket at the beginning of a line stands where the line stands that it closes.
pub(crate) struct Bracket(pub(crate) char);

impl ConditionalEventHandler for Bracket {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, ctx: &EventContext<'_>) -> Option<Cmd> {
        let line = ctx.line();
        let blanks = indented_only(&line[..ctx.pos()])?;
        if blanks < STEP || ctx.pos() != line.len() || !line.contains('\n') {
            return None;
        }
        let mut moved = " ".repeat(blanks - STEP);
        moved.push(self.0);
        MOVED.set(Some(Moved {
            start: ctx.pos() - blanks,
            text: moved,
        }));
        // Of all that the editor can do only this puts something in the place of what stands before the cursor, and leaves
        // the cursor behind it.
        Some(Cmd::Complete)
    }
}

/// What is to stand between a place and the cursor.
pub(crate) struct Moved {
    /// The place, in bytes.
    pub(crate) start: usize,
    pub(crate) text: String,
}

/// The bracket that was typed, if it is for one that the editor asks what may stand before its cursor, at the end of `text`.
pub(crate) fn moved(text: &str) -> Option<Moved> {
    let moved = MOVED.take()?;
    let blanks = indented_only(text)?;
    (text.len() - blanks == moved.start).then_some(moved)
}
