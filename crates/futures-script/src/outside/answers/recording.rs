//! What the world has answered in a real run, for a file of answers.

use std::sync::Arc;

use futures_core::host::Lock;

use super::file::{CommandAnswer, File, KnownCommand, KnownRequest, RequestAnswer};
use super::text::Text;

/// Keeps what servers and commands answer in the runs of an [`Interpreter`](crate::Interpreter), so that a simulation can
/// have the same [`Answers`](crate::Answers). What tasks in other processes ask is not in it.
#[derive(Clone, Debug, Default)]
pub struct Recording(Arc<Lock<File>>);

impl Recording {
    /// One with nothing in it yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The JSON of a file of answers, as [`Answers::parse`](crate::Answers::parse) reads it.
    pub fn to_json(&self) -> String {
        let file = self.0.lock().clone();
        // Nothing in it has a form that JSON has not.
        let mut json = serde_json::to_string_pretty(&file).unwrap_or_default();
        json.push('\n');
        json
    }

    pub(crate) fn add_request(
        &self,
        method: &str,
        url: &str,
        body: Option<Vec<u8>>,
        answer: RequestAnswer,
    ) {
        let mut file = self.0.lock();
        let body = body.map(Text);
        let known = file
            .requests
            .iter_mut()
            .find(|known| known.method == method && known.url == url && known.body == body);
        match known {
            Some(known) => known.answers.push(answer),
            None => file.requests.push(KnownRequest {
                method: method.to_owned(),
                url: url.to_owned(),
                body,
                answers: vec![answer],
            }),
        }
    }

    pub(crate) fn add_command(&self, words: Vec<String>, input: Vec<u8>, answer: CommandAnswer) {
        let mut file = self.0.lock();
        let input = Some(Text(input)).filter(|input| !input.is_empty());
        let known = file
            .commands
            .iter_mut()
            .find(|known| known.command == words && known.input == input);
        match known {
            Some(known) => known.answers.push(answer),
            None => file.commands.push(KnownCommand {
                command: words,
                input,
                answers: vec![answer],
            }),
        }
    }
}
