//! Inputs from somebody who types them into a line editor.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;

use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::{History as _, MemHistory};
use rustyline::{
    ColorMode, CompletionType, Config, Editor, Event, EventHandler, KeyCode, KeyEvent, Modifiers,
};

use crate::repl::continued;
use crate::repl::helper::LineHelper;
use crate::repl::history::{self, History};
use crate::repl::keys::{self, Bracket, EndOfInput, Enter, IsComplete, NewLine, Tab};
use crate::repl::names::Names;
use crate::repl::paint::Paint;
use crate::repl::reading::Read;
use crate::repl::screen::{self, SharedScreen};
use crate::{report, timeline};

/// What an input is asked for with.
pub(crate) const PROMPT: &str = ">>> ";

/// A terminal with a line editor.
pub(crate) struct Terminal {
    editor: Editor<LineHelper, MemHistory>,
    names: Rc<RefCell<Names>>,
    columns: Rc<Cell<usize>>,
    screen: SharedScreen,
    history: Option<History>,
}

impl Terminal {
    /// A line editor on the terminal of this process, whose `screen` rings `bell`.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn new(
        names: Names,
        screen: SharedScreen,
        bell: io::PipeReader,
        paint: Paint,
        history: Option<History>,
    ) -> io::Result<Self> {
        let config = Config::builder()
            .max_history_size(history::MOST)
            .map_err(into_io)?
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            // The helper offers no more than there is room for.
            .completion_prompt_limit(usize::MAX)
            .bell_style(BellStyle::None)
            // What is drawn passes through our hands in any case, and has colours only if we give it some.
            .color_mode(ColorMode::Forced)
            .build();
        let past = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, past).map_err(into_io)?;
        let names = Rc::new(RefCell::new(names));
        let line_helper = LineHelper::new(names.clone(), screen.clone(), paint);
        let columns = line_helper.columns.clone();
        editor.set_helper(Some(line_helper));
        let key = |code, modifiers| Event::from(KeyEvent(code, modifiers));
        let none = Modifiers::NONE;
        let enter = || EventHandler::Conditional(Box::new(Enter));
        editor.bind_sequence(key(KeyCode::Enter, none), enter());
        editor.bind_sequence(key(KeyCode::Char('J'), Modifiers::CTRL), enter());
        let end = EventHandler::Conditional(Box::new(EndOfInput));
        editor.bind_sequence(key(KeyCode::Char('D'), Modifiers::CTRL), end);
        let new_line = EventHandler::Conditional(Box::new(NewLine));
        editor.bind_sequence(key(KeyCode::Enter, Modifiers::ALT), new_line);
        editor.bind_sequence(
            key(KeyCode::Tab, none),
            EventHandler::Conditional(Box::new(Tab)),
        );
        for bracket in [')', ']', '}'] {
            let moved = EventHandler::Conditional(Box::new(Bracket(bracket)));
            editor.bind_sequence(key(KeyCode::Char(bracket), none), moved);
        }
        let printer = editor.create_external_printer().map_err(into_io)?;
        screen::redraw(bell, printer)?;
        let mut terminal = Terminal {
            editor,
            names,
            columns,
            screen,
            history,
        };
        terminal.recall();
        Ok(terminal)
    }

    /// Takes over what was typed in earlier shells.
    fn recall(&mut self) {
        let entries = self.history.as_ref().map_or(Ok(Vec::new()), History::read);
        match entries {
            Ok(entries) => {
                for entry in entries {
                    self.note(&entry);
                }
            }
            Err(error) => self.give_up_history("read", &error),
        }
    }

    fn note(&mut self, input: &str) {
        // What lies in memory cannot fail.
        let _ = self.editor.history_mut().add(&continued::in_editor(input));
    }

    fn give_up_history(&mut self, what: &str, error: &io::Error) {
        if let Some(history) = self.history.take() {
            let path = history.path().display();
            self.screen.complain(&format!(
                "the history is not kept: cannot {what} '{path}': {error}"
            ));
        }
    }

    /// The names that the editor knows, to be changed.
    pub(crate) fn names(&self) -> std::cell::RefMut<'_, Names> {
        self.names.borrow_mut()
    }

    /// Waits for the next input.
    pub(crate) fn read(&mut self, is_complete: IsComplete) -> Read {
        self.columns.set(timeline::columns());
        let read = {
            let _asked = keys::ask(is_complete);
            self.editor.readline(PROMPT)
        };
        self.screen.end_editing();
        match read {
            Ok(text) => {
                let text = continued::plain(&text);
                if !text.trim().is_empty() {
                    self.note(&text);
                    let kept = self
                        .history
                        .as_ref()
                        .map_or(Ok(()), |history| history.add(&text));
                    if let Err(error) = kept {
                        self.give_up_history("write to", &error);
                    }
                }
                Read::Input(text)
            }
            Err(ReadlineError::Interrupted) => Read::Interrupted,
            Err(ReadlineError::Eof) => Read::End,
            // A terminal with other characters. Only what is typed is lost, not the session.
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::InvalidData => {
                let why = "what was typed is not UTF-8; the terminal has to be set to that";
                self.screen.complain(&report::of_failure(why));
                Read::Interrupted
            }
            // The terminal is gone.
            Err(_) => Read::HungUp,
        }
    }
}

fn into_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        error => io::Error::other(error.to_string()),
    }
}
