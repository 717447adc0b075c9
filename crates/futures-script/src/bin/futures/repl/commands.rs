//! What the commands with a colon do.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::repl::colon::{self, Argument, COMMANDS, Command, What};
use crate::repl::shell::{Shell, Shown, Then};
use crate::repl::tables::table;
use crate::{api, script, timeline};

impl Shell {
    /// Does what stands behind a colon.
    pub(crate) fn command(&mut self, text: &str) -> Then {
        let (name, argument) = match text.split_once(char::is_whitespace) {
            Some((name, argument)) => (name, argument.trim()),
            None => (text, ""),
        };
        let (name, is_forced) = match name.strip_suffix('!') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let command = match colon::find(name) {
            Ok(command) => command,
            Err(why) => return self.refuse(&why),
        };
        if is_forced && command.what != What::Save {
            return self.refuse(&format!("':{}' does not know a '!'", command.name));
        }
        match (command.argument, argument.is_empty()) {
            (Argument::Nothing, false) => {
                return self.refuse(&format!(
                    "':{}' stands alone, without '{argument}'",
                    command.name
                ));
            }
            (Argument::File | Argument::Input, true) => {
                let usage = format!(":{} {}", command.name, command.shown);
                return self.refuse(&format!("something is missing: {usage}"));
            }
            _ => {}
        }
        match command.what {
            What::Check => self.check(),
            What::Clear => self.clear(),
            What::Futures => self.list_futures(),
            What::Help => self.help(argument),
            What::Load => self.load(argument),
            What::Pools => self.list_pools(),
            What::Quit => Then::End(None),
            What::Save => self.save(Path::new(argument), is_forced),
            What::Threads => self.list_threads(),
            What::Time => self.timed(argument),
            What::Timeline => self.draw(),
            What::Vars => self.list_names(),
        }
    }

    fn help(&mut self, topic: &str) -> Then {
        if topic.is_empty() {
            self.say(&help());
            return Then::GoOn;
        }
        if let Some(name) = topic.strip_prefix(':') {
            return match colon::find(name) {
                Ok(command) => {
                    self.say(&line(command));
                    Then::GoOn
                }
                Err(why) => self.refuse(&why),
            };
        }
        let reference = self.world.interpreter.reference();
        let found = match topic.strip_prefix("--search ") {
            Some(word) => api::searched(&reference, word.trim(), self.paint),
            None => api::about(&reference, topic, self.paint),
        };
        match found {
            Ok(text) => {
                self.say(text.trim_end());
                Then::GoOn
            }
            Err(why) => self.refuse(&why.replace("futures api", ":help")),
        }
    }

    fn load(&mut self, path: &str) -> Then {
        match script::read(path.as_ref()) {
            Ok(script) => self.statements(&script.text, Shown::Nothing),
            Err(why) => self.refuse(&why),
        }
    }

    fn save(&mut self, path: &Path, is_forced: bool) -> Then {
        if self.entered.is_empty() {
            return self.refuse("there is nothing to save");
        }
        let script = self.entered.script();
        let written = if is_forced {
            fs::write(path, script)
        } else {
            fs::File::create_new(path).and_then(|mut file| file.write_all(script.as_bytes()))
        };
        let shown = path.display();
        match written {
            Ok(()) => {
                self.say(&format!("saved; 'futures run {shown}' runs it"));
                Then::GoOn
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.refuse(&format!(
                "'{shown}' exists; ':save! {shown}' writes over it"
            )),
            Err(error) => self.refuse(&format!("cannot write to '{shown}': {error}")),
        }
    }

    fn draw(&mut self) -> Then {
        let drawn = timeline::for_output().draw(&self.world.recorder.timeline());
        self.say(drawn.trim_end());
        Then::GoOn
    }

    fn list_names(&mut self) -> Then {
        let (variables, functions) =
            self.with_session(|session| (session.variables(), session.functions()));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for variable in variables {
            let value = self.shown_in_line(&variable.value);
            let name = if variable.is_constant {
                format!("const {}", variable.name)
            } else {
                variable.name
            };
            rows.push(vec![name, variable.type_name, value]);
        }
        for function in functions {
            let usage = format!("{}({})", function.name, function.params.join(", "));
            rows.push(vec![usage, "fn".to_owned(), String::new()]);
        }
        self.say_table(
            &["name", "type", "value"],
            &rows,
            "there are no variables and no functions",
        )
    }

    /// Shows a table, or says that there is nothing in it.
    pub(crate) fn say_table(
        &mut self,
        headings: &[&str],
        rows: &[Vec<String>],
        none: &str,
    ) -> Then {
        if rows.is_empty() {
            self.say(none);
        } else {
            self.say(&table(headings, rows, timeline::columns()));
        }
        Then::GoOn
    }
}

/// All commands.
fn help() -> String {
    let mut text = String::new();
    for command in &COMMANDS {
        text.push_str(&line(command));
        text.push('\n');
    }
    text.push_str("\n:help NAME says what there is about a function, a method or a word, as in :help submit\n");
    text.push_str(
        "`ans` is the last value; Tab completes; Ctrl-C stops what runs; Ctrl-D ends the shell",
    );
    text
}

fn line(command: &Command) -> String {
    let usage = format!(":{} {}", command.name, command.shown);
    format!("  {usage:<14} {}", command.summary)
}
