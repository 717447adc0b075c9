//! Whether an input can be run, or goes on in the next line.

use rhai::{Engine, LexError, ParseError, ParseErrorType, Position, Token};

use crate::comments;
use crate::statements;

/// What could end a string that goes on in another line.
const ENDS_OF_STRINGS: [char; 2] = ['`', '"'];

/// See [`Session::is_complete`](super::Session::is_complete).
///
/// The engine's parser never looks further ahead than one token, so what it has read before it gives up could be the
/// beginning of a script. If what it gives up at is the end, more lines may help; if not, nothing does.
pub(super) fn is_complete(engine: &Engine, text: &str) -> bool {
    // What comes next is another line, which a string in quotes does not reach.
    let text = format!("{text}\n");
    match statements::parse(engine, &text) {
        // To the engine nothing is a body, too.
        Ok(parsed) => !matches!(parsed.tokens.last(), Some((Token::Pipe | Token::Or, _))),
        Err(error) => !can_go_on(engine, &text, &error),
    }
}

fn can_go_on(engine: &Engine, text: &str, error: &ParseError) -> bool {
    let at = error.position();
    if comments::unclosed(text) == Some(at) {
        let before = before(text, at);
        return match statements::parse(engine, &before) {
            Ok(_) => true,
            Err(error) => can_go_on(engine, &before, &error),
        };
    }
    match error.err_type() {
        ParseErrorType::BadInput(LexError::UnterminatedString) => {
            let ends_with = |sign: &char| {
                let ended = statements::parse(engine, &format!("{text}{sign}"));
                ended.err().is_none_or(|error| error.position() != at)
            };
            ENDS_OF_STRINGS.iter().any(ends_with)
        }
        // Behind the last line there is nothing but the end.
        _ => at.line().is_none_or(|line| line > text.lines().count()),
    }
}

/// What stands before a position, as a text of its own.
fn before(text: &str, at: Position) -> String {
    let line = at.line().unwrap_or(1);
    let mut before: String = text.split_inclusive('\n').take(line - 1).collect();
    let rest = text.lines().nth(line - 1).unwrap_or_default();
    before.extend(rest.chars().take(at.position().unwrap_or(1) - 1));
    before.push('\n');
    before
}
