//! What a text consists of, for programs that look at a script without running it.

use rhai::{Position, Token};

use crate::error::{ScriptError, from_parser};
use crate::interpreter::Interpreter;
use crate::statements::Parsed;
use crate::{comments, source, statements};

/// What a script consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// The names of all functions and methods that it calls, in the order of the text, each as often as it stands there.
    pub calls: Vec<String>,
    /// Its text with a blank in the place of each comment; lines stay where they are.
    pub code: String,
}

impl Interpreter {
    /// Reads the script `text`, called `name` in errors, and runs nothing of it.
    ///
    /// ```
    /// let interpreter = futures_script::Interpreter::new();
    /// let reading = interpreter.read("a", "let f = to_thread(work); // begins\nprint(f.result());");
    /// assert_eq!(reading.unwrap().calls, ["to_thread", "print", "result"]);
    /// ```
    ///
    /// # Errors
    /// If the text is no script. What it imports is not looked for.
    pub fn read(&self, name: &str, text: &str) -> Result<Reading, ScriptError> {
        let text = source::normalize(text);
        let Parsed { tokens, .. } = statements::parse(self.engine(), &text)
            .map_err(|error| from_parser(&error, name, &text))?;
        Ok(Reading {
            calls: calls(&tokens),
            code: comments::without(&text),
        })
    }
}

/// The names before a parenthesis, but for those of functions that are defined there.
fn calls(tokens: &[(Token, Position)]) -> Vec<String> {
    let mut calls = Vec::new();
    let mut is_defining = false;
    for pair in tokens.windows(2) {
        let [(token, _), (next, _)] = pair else {
            continue;
        };
        is_defining = *token == Token::Fn || is_defining && *token != Token::RightParen;
        if let Token::Identifier(name) | Token::Reserved(name) | Token::Custom(name) = token
            && matches!(next, Token::LeftParen | Token::Unit)
            && **name != *"with"
        {
            if is_defining {
                is_defining = false;
            } else {
                calls.push(name.to_string());
            }
        }
    }
    calls
}
