//! The answers of a file, and which of them is next.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_core::host::{self, Lock};

use super::file::{CommandAnswer, File, RequestAnswer};
use crate::error::{ScriptError, ScriptErrorKind};
use crate::outside::http::Url;
use crate::values::closest;

/// What the network and commands say in a simulation, where neither is really asked.
///
/// ```
/// use futures_script::{Answers, Interpreter, Permissions, Simulation};
///
/// let answers = Answers::parse(r#"{
///     "requests": [{"url": "http://example.org/", "answers": [{"body": "hello", "seconds": 0.5}]}]
/// }"#)?;
/// let interpreter = Interpreter::builder()
///     .permissions(Permissions::all())
///     .answers(answers)
///     .build();
/// let script = r#"http_get("http://example.org/").text() + now()"#;
/// let text = interpreter.simulate("ask", script, &Simulation::new()).result?;
/// assert_eq!(text.to_string(), "hello0.5");
/// # Ok::<(), futures_script::ScriptError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers(Arc<File>);

impl Answers {
    /// Reads the JSON of a file of answers.
    ///
    /// `requests` have a `method` (GET if it is left out), a `url`, perhaps a `body`, and a list of `answers` that are
    /// given one after the other, the last one again and again. An answer has `status`, `headers` and `body`, or an
    /// `error` (`timeout` or `connection`), and the `seconds` of virtual time that it takes. `commands` have a `command`,
    /// which is a list of the program and its arguments, perhaps an `input`, and `answers` with `code`, `stdout`,
    /// `stderr`, `error` (`timeout`) and `seconds`.
    ///
    /// # Errors
    /// Where it is no such JSON, and why.
    pub fn parse(json: &str) -> Result<Self, ScriptError> {
        let wrong = |why: String| ScriptError::new(ScriptErrorKind::Value, why);
        let mut file: File =
            serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
        for request in &mut file.requests {
            let url = Url::parse(&request.url)
                .map_err(|why| wrong(format!("`{}`: {why}", request.url)))?;
            request.url = url.to_string();
            request.method = request.method.to_ascii_uppercase();
            let seconds = request.answers.iter().map(|answer| answer.seconds);
            check(&format!("{} {}", request.method, request.url), seconds).map_err(wrong)?;
        }
        for command in &file.commands {
            let seconds = command.answers.iter().map(|answer| answer.seconds);
            check(&command.command.join(" "), seconds).map_err(wrong)?;
        }
        Ok(Answers(Arc::new(file)))
    }
}

fn check(title: &str, mut seconds: impl ExactSizeIterator<Item = f64>) -> Result<(), String> {
    if seconds.len() == 0 {
        return Err(format!("{title} has no answers"));
    }
    if seconds.any(|seconds| !(0.0..1e9).contains(&seconds)) {
        return Err(format!("{title}: seconds must be a number from 0"));
    }
    Ok(())
}

/// The answers of one simulated run, with how many of them have been given.
pub(crate) struct Canned {
    answers: Answers,
    /// By the title of what was asked.
    given: Lock<BTreeMap<String, usize>>,
}

/// That nothing is known of what was asked, in words that follow it.
pub(crate) struct Miss(pub(crate) String);

impl Canned {
    /// Makes these the answers of the calling thread's world.
    pub(crate) fn enter(answers: Answers) {
        host::with_locals(|locals| {
            locals.get_or_put(Canned {
                answers,
                given: Lock::default(),
            })
        });
    }

    /// Those of the calling thread's world.
    pub(crate) fn current() -> Option<Arc<Canned>> {
        host::with_locals(|locals| locals.get())
    }

    /// What is answered next to this request.
    ///
    /// # Errors
    /// If it is not known.
    pub(crate) fn request(
        &self,
        method: &str,
        url: &str,
        body: &[u8],
    ) -> Result<RequestAnswer, Miss> {
        let all = &self.answers.0.requests;
        let found = all.iter().position(|known| {
            let has_body = known.body.as_ref().is_none_or(|known| known.0 == body);
            known.method == method && known.url == url && has_body
        });
        let title = format!("{method} {url}");
        let Some(index) = found else {
            let titles = all
                .iter()
                .map(|known| format!("{} {}", known.method, known.url));
            return Err(miss(&title, titles.collect()));
        };
        let answers = &all[index].answers;
        Ok(answers[self.next(format!("request {index}"), answers.len())].clone())
    }

    /// What comes next of this command.
    ///
    /// # Errors
    /// If it is not known.
    pub(crate) fn command(&self, words: &[&str], input: &[u8]) -> Result<CommandAnswer, Miss> {
        let all = &self.answers.0.commands;
        let found = all.iter().position(|known| {
            let has_input = known.input.as_ref().is_none_or(|known| known.0 == input);
            known.command == words && has_input
        });
        let Some(index) = found else {
            let titles = all.iter().map(|known| known.command.join(" "));
            return Err(miss(&words.join(" "), titles.collect()));
        };
        let answers = &all[index].answers;
        Ok(answers[self.next(format!("command {index}"), answers.len())].clone())
    }

    fn next(&self, what: String, n_answers: usize) -> usize {
        let mut given = self.given.lock();
        let count = given.entry(what).or_default();
        *count += 1;
        (*count - 1).min(n_answers - 1)
    }
}

fn miss(title: &str, mut known: Vec<String>) -> Miss {
    known.dedup();
    if known.iter().any(|known| known == title) {
        return Miss("the file of answers has none for this body or input".to_owned());
    }
    Miss(match closest(title, known.iter().map(String::as_str)) {
        Some(near) => format!("the file of answers has none for it; it has one for {near}"),
        None => match known.first() {
            Some(first) => {
                format!("the file of answers has none for it; the first that it has is for {first}")
            }
            None => "the file of answers has none for anything of the kind".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{Answers, Canned};
    use futures_core::host::Lock;

    fn canned(json: &str) -> Canned {
        Canned {
            answers: Answers::parse(json).unwrap(),
            given: Lock::default(),
        }
    }

    #[test]
    fn answers_come_one_after_the_other() {
        let canned = canned(
            r#"{"requests": [
                {"method": "post", "url": "HTTP://a", "body": "x", "answers": [{"status": 1}]},
                {"method": "POST", "url": "http://a/", "answers": [{"status": 2}, {"status": 3}]}
            ]}"#,
        );
        let statuses: Vec<Option<u16>> = [b"x", b"y", b"x", b"y", b"y"]
            .iter()
            .map(|body| {
                canned
                    .request("POST", "http://a/", *body)
                    .ok()
                    .unwrap()
                    .status
            })
            .collect();
        assert_eq!(statuses, [Some(1), Some(2), Some(1), Some(3), Some(3)]);
    }

    #[test]
    fn what_is_near_is_named() {
        let canned = canned(
            r#"{"requests": [{"url": "http://a/one", "answers": [{}]}],
                "commands": [{"command": ["git", "log"], "input": "x", "answers": [{}]}]}"#,
        );
        let request = |url: &str| canned.request("GET", url, b"").err().unwrap().0;
        let command = |words: &[&str]| canned.command(words, b"").err().unwrap().0;
        let near = "the file of answers has none for it; it has one for GET http://a/one";
        assert_eq!(request("http://a/on"), near);
        let first =
            "the file of answers has none for it; the first that it has is for GET http://a/one";
        assert_eq!(request("https://example.org/"), first);
        let input = "the file of answers has none for this body or input";
        assert_eq!(command(&["git", "log"]), input);
    }

    #[track_caller]
    fn check(json: &str, expect: &str) {
        let error = Answers::parse(json).unwrap_err();
        assert_eq!(error.message(), expect);
    }

    #[test]
    fn what_is_wrong_is_said() {
        check("{", "EOF while parsing an object at line 1 column 1");
        check(
            r#"{"request": []}"#,
            "unknown field `request`, expected `requests` or `commands` at line 1 column 10",
        );
        check(
            r#"{"requests": [{"url": "a", "answers": []}]}"#,
            "`a`: an address begins with http:// or https://",
        );
        check(
            r#"{"requests": [{"url": "http://a", "answers": []}]}"#,
            "GET http://a/ has no answers",
        );
        check(
            r#"{"commands": [{"command": ["ls", "-l"], "answers": [{"seconds": -1}]}]}"#,
            "ls -l: seconds must be a number from 0",
        );
        check(
            r#"{"commands": [{"command": ["ls"], "answers": [{"stdout": {"hex": "0"}}]}]}"#,
            "hex must be pairs of digits from 0 to f at line 1 column 69",
        );
    }
}
