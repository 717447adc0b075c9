//! What a script says of its own test, in the `//!` lines at its top.

use std::time::Duration;

use futures_script::closest;

use crate::test::replacement::Replacement;

/// What is compared of a script, and how it is run.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) mode: Mode,
    pub(crate) arguments: Vec<String>,
    pub(crate) input: Input,
    /// The exit code with which it must end, if it says so.
    pub(crate) exit: Option<u8>,
    pub(crate) timeout: Option<Duration>,
    /// The file beside the script with what servers and commands answer in a simulation.
    pub(crate) answers: Option<String>,
    /// Does it ask to be allowed something? What that is, `futures run` finds out.
    pub(crate) asks: bool,
    pub(crate) replacements: Vec<Replacement>,
}

/// What of the output of a script is the same each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// All of it, byte by byte.
    Ordered,
    /// Its lines, in any order.
    Unordered,
    /// All of it, in the canonical schedule of a simulated world.
    Sim,
    /// What `futures explore` says: it has a bug that shows in some schedules only.
    Explored,
}

/// What the script reads from its standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Text(String),
    /// A file beside the script.
    File(String),
}

/// The words before the colon.
const KEYS: [&str; 9] = [
    "allow",
    "answers",
    "args",
    "exit",
    "input",
    "input-file",
    "output",
    "replace",
    "timeout",
];

impl Mode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Mode::Ordered => "ordered",
            Mode::Unordered => "unordered",
            Mode::Sim => "sim",
            Mode::Explored => "explored",
        }
    }

    fn from_name(name: &str) -> Result<Self, String> {
        let known = [Mode::Ordered, Mode::Unordered, Mode::Sim, Mode::Explored];
        let found = known.into_iter().find(|mode| mode.name() == name);
        found.ok_or_else(|| match closest(name, known.map(Mode::name)) {
            Some(meant) => format!("unknown output `{name}`; did you mean `{meant}`?"),
            None => {
                format!("unknown output `{name}`: it is ordered, unordered, sim or explored")
            }
        })
    }
}

impl Header {
    /// That of a script that says nothing of its test.
    pub(crate) fn nothing_said() -> Self {
        Lines::default().header(Mode::Unordered)
    }

    /// Reads the lines from the top up to the first that is neither blank nor a comment. Prose among them is fine, unless
    /// it is nearly a line of the header. `None` if there is no line that says what to compare.
    ///
    /// # Errors
    /// What is wrong, after the number of its line.
    pub(crate) fn parse(script: &str) -> Result<Option<Header>, String> {
        let mut lines = Lines::default();
        let top = script.trim_start_matches('\u{feff}').lines().enumerate();
        for (index, line) in top {
            if line.starts_with("#!") && index == 0 || line.trim().is_empty() {
                continue;
            }
            if !line.starts_with("//") {
                break;
            }
            if let Some((key, value)) = key_and_value(line) {
                lines
                    .take(key, value)
                    .map_err(|what| format!("line {}: {what}", index + 1))?;
            }
        }
        Ok(lines.mode.map(|mode| lines.header(mode)))
    }
}

/// What has been found so far.
#[derive(Default)]
struct Lines {
    mode: Option<Mode>,
    arguments: Option<Vec<String>>,
    input: Option<Input>,
    exit: Option<u8>,
    timeout: Option<Duration>,
    answers: Option<String>,
    asks: bool,
    replacements: Vec<Replacement>,
}

impl Lines {
    fn header(self, mode: Mode) -> Header {
        Header {
            mode,
            arguments: self.arguments.unwrap_or_default(),
            input: self.input.unwrap_or(Input::Text(String::new())),
            exit: self.exit,
            timeout: self.timeout,
            answers: self.answers,
            asks: self.asks,
            replacements: self.replacements,
        }
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "output" => once(&mut self.mode, Mode::from_name(value)?, key),
            "args" => {
                let words = shlex::split(value)
                    .ok_or_else(|| format!("`args: {value}` has a quote that is not closed"))?;
                once(&mut self.arguments, words, key)
            }
            "input" => match self.input.get_or_insert(Input::Text(String::new())) {
                Input::Text(text) => {
                    *text += value;
                    text.push('\n');
                    Ok(())
                }
                Input::File(_) => Err("`input` and `input-file` do not go together".to_owned()),
            },
            "input-file" if self.input.is_some() => {
                Err("`input-file` after another `input`".to_owned())
            }
            "input-file" => once(&mut self.input, Input::File(value.to_owned()), key),
            "exit" => {
                let code = value.parse().map_err(|_| {
                    format!("`exit: {value}` is no exit code, a number from 0 to 255")
                })?;
                once(&mut self.exit, code, key)
            }
            "timeout" => {
                let seconds: Option<f64> = value.parse().ok();
                let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                let time = time
                    .filter(|time| !time.is_zero())
                    .ok_or_else(|| format!("`timeout: {value}` is no number of seconds above 0"))?;
                once(&mut self.timeout, time, key)
            }
            "answers" => once(&mut self.answers, value.to_owned(), key),
            "replace" => {
                self.replacements.push(Replacement::parse(value)?);
                Ok(())
            }
            "allow" => {
                self.asks = true;
                Ok(())
            }
            other => match closest(other, KEYS) {
                Some(meant) => Err(format!("`{other}:`; did you mean `{meant}:`?")),
                None => Ok(()),
            },
        }
    }
}

fn once<T>(place: &mut Option<T>, value: T, key: &str) -> Result<(), String> {
    if place.is_some() {
        return Err(format!("a second `{key}:`"));
    }
    *place = Some(value);
    Ok(())
}

/// `//! key: value`. A line of prose has a space before its colon.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix("//!")?.split_once(':')?;
    let key = key.trim();
    let is_key = !key.is_empty() && key.chars().all(|char| char.is_alphabetic() || char == '-');
    is_key.then(|| (key, value.trim()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Header, Input, Mode};

    #[track_caller]
    fn check_mode(script: &str, expect: Option<Mode>) {
        let header = Header::parse(script).unwrap();
        assert_eq!(header.map(|header| header.mode), expect);
    }

    #[track_caller]
    fn check_wrong(script: &str, expect: &str) {
        assert_eq!(Header::parse(script).map(drop), Err(expect.to_owned()));
    }

    #[test]
    fn what_is_compared() {
        check_mode("//! output: ordered\nprint(1);\n", Some(Mode::Ordered));
        check_mode("//! A lesson: one.\n\n// x\n//!output:sim", Some(Mode::Sim));
        check_mode(
            "#!/usr/bin/env futures\r\n//! output: unordered\r\n",
            Some(Mode::Unordered),
        );
        check_mode("\u{feff}//! output: explored\n", Some(Mode::Explored));
        check_mode("", None);
        check_mode("print(1);\n//! output: ordered\n", None);
        check_mode("// output: ordered\n", None);
    }

    #[test]
    fn how_it_is_run() {
        let script = "//! output: ordered\n//! args: one 'two three'\n//! input: Ada\n//! input: 36\n//! exit: 3\n\
                      //! timeout: 0.5\n//! allow: read\n//! answers: web.json\n//! replace: /[0-9]+ ms/ => N ms\n";
        let header = Header::parse(script).unwrap().unwrap();
        assert_eq!(header.arguments, ["one", "two three"]);
        assert_eq!(header.input, Input::Text("Ada\n36\n".to_owned()));
        assert_eq!(header.exit, Some(3));
        assert_eq!(header.timeout, Some(Duration::from_millis(500)));
        assert!(header.asks);
        assert_eq!(header.answers.as_deref(), Some("web.json"));
        assert_eq!(header.replacements.len(), 1);
        let script = "//! output: ordered\n//! input-file: in.txt\n";
        let header = Header::parse(script).unwrap().unwrap();
        assert_eq!(header.input, Input::File("in.txt".to_owned()));
    }

    #[test]
    fn mistakes() {
        check_wrong(
            "//! x\n//! outptu: ordered",
            "line 2: `outptu:`; did you mean `output:`?",
        );
        check_wrong(
            "//! output: orderd",
            "line 1: unknown output `orderd`; did you mean `ordered`?",
        );
        check_wrong(
            "//! output: sometimes",
            "line 1: unknown output `sometimes`: it is ordered, unordered, sim or explored",
        );
        check_wrong(
            "//! output: sim\n//! output: sim",
            "line 2: a second `output:`",
        );
        check_wrong(
            "//! exit: one",
            "line 1: `exit: one` is no exit code, a number from 0 to 255",
        );
        check_wrong(
            "//! timeout: 0",
            "line 1: `timeout: 0` is no number of seconds above 0",
        );
        check_wrong(
            "//! args: 'a",
            "line 1: `args: 'a` has a quote that is not closed",
        );
        check_wrong(
            "//! input: a\n//! input-file: b",
            "line 2: `input-file` after another `input`",
        );
        check_wrong(
            "//! input-file: b\n//! input: a",
            "line 2: `input` and `input-file` do not go together",
        );
    }
}
