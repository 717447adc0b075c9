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
use crate::timeline;

/// Moves the cursor back to the line that the editor has left below an empty message.
const ONE_UP: &str = "\u{1b}[A";

/// Answers the line editor.
pub(crate) struct LineHelper {
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

impl LineHelper {
    pub(crate) fn new(names: Rc<RefCell<Names>>, screen: SharedScreen, paint: Paint) -> Self {
        LineHelper {
            names,
            screen,
            paint,
            columns: Rc::new(Cell::new(80)),
            is_by_key: Cell::new(false),
            is_over: Cell::new(false),
        }
    }
}

impl Helper for LineHelper {}

impl Validator for LineHelper {}

impl Highlighter for LineHelper {
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

impl Hinter for LineHelper {
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

impl Completer for LineHelper {
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
        let mut pairs: Vec<Pair> = pairs.collect();
        shorten(&mut pairs, timeline::columns(), timeline::rows());
        Ok((found.start, pairs))
    }
}

/// Leaves as many as the editor can list on such a screen in columns of the same width, so that it need not ask page by page.
/// The last of them then says how many are missing.
fn shorten(pairs: &mut Vec<Pair>, columns: usize, rows: usize) {
    /// What the editor puts between two columns.
    const GAP: usize = 2;
    let room = |more: &str| {
        let names = pairs.iter().map(|pair| pair.display.as_str());
        let widest = names.chain([more]).map(|name| name.chars().count()).max();
        let n_columns = columns / (widest.unwrap_or_default() + GAP).min(columns.max(1));
        // The prompt is to be seen as well.
        n_columns.max(1) * rows.saturating_sub(3).max(1)
    };
    let n_all = pairs.len();
    if n_all <= room("") {
        return;
    }
    let kept = room(&format!("… {n_all} more"))
        .saturating_sub(1)
        .min(n_all - 1);
    // All begin as the first and the last do, since they are sorted: with the last, no more is taken over than all have.
    let last = pairs.pop();
    pairs.truncate(kept);
    pairs.extend(last.map(|last| Pair {
        display: format!("… {} more", n_all - kept),
        replacement: last.replacement,
    }));
}

#[cfg(test)]
mod tests {
    use rustyline::completion::Pair;

    use super::shorten;

    #[test]
    fn a_long_list_is_shortened_to_what_fits() {
        let shown = |n: usize| {
            let names = (0..n).map(|index| format!("a{index:02}"));
            let pair = |name: String| Pair {
                display: name.clone(),
                replacement: name,
            };
            let mut pairs: Vec<Pair> = names.map(pair).collect();
            shorten(&mut pairs, 24, 6);
            pairs
        };
        assert_eq!(shown(12).len(), 12);
        let few = shown(50);
        // Two columns of three rows, as wide as what is said of the others.
        assert_eq!(few.len(), 6);
        assert_eq!(few[4].display, "a04");
        assert_eq!(few[5].display, "… 45 more");
        assert_eq!(few[5].replacement, "a49");
    }
}
