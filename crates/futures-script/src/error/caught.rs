//! What a script catches when the engine itself has failed: a map, made into an `Error` like all others.
//!
//! The map knows only the outermost kind of the engine's nested error, and has the rest as text: the error, then one
//! line `in …` for each call around it, each with its source and position at its end.

use rhai::{ImmutableString, Map, Position};

use crate::error::from_engine::frame_kind;
use crate::error::rephrase::rephrase;
use crate::error::{Frame, FrameKind, Place, ScriptError, ScriptErrorKind};

/// The error that `map` tells of, if it is such a map.
pub(crate) fn from_caught(map: &Map) -> Option<ScriptError> {
    let text = |key: &str| {
        map.get(key)?
            .read_lock::<ImmutableString>()
            .map(|text| text.clone())
    };
    let variant = text("error")?;
    let kind = match &*variant {
        "ErrorInFunctionCall" | "ErrorInModule" => None,
        variant => Some(ScriptErrorKind::of_variant(variant)?),
    };
    let message = text("message")?;
    let mut parts = message.split("\nin ").map(Part::parse);
    let mut error = parts.next()?;
    let mut frames: Vec<Part> = parts.collect();
    // The engine has taken the position of the outermost part away, to give it as numbers.
    let number = |key: &str| u16::try_from(map.get(key)?.as_int().ok()?).ok();
    if let (Some(line), Some(column)) = (number("line"), number("position")) {
        let source = text("source").unwrap_or_default();
        let place = Place::new(&source, Position::new(line.max(1), column));
        frames.last_mut().unwrap_or(&mut error).place = place;
    }
    let kind = kind.unwrap_or_else(|| ScriptErrorKind::of_words(error.words));
    let (kind, message) = rephrase(kind, error.words);
    let frames = frames.into_iter().map(|part| Frame {
        kind: part.frame_kind(),
        at: part.place,
    });
    Some(
        ScriptError::new(kind, message)
            .with_place(error.place)
            .with_frames(frames),
    )
}

/// One level of the text.
struct Part<'a> {
    words: &'a str,
    place: Option<Place>,
}

impl<'a> Part<'a> {
    /// Splits `words @ 'source' (line 1, position 2)`, of which only the words are always there.
    fn parse(text: &'a str) -> Self {
        let Some((before, position)) = text.rsplit_once(" (line ").and_then(|(before, numbers)| {
            let (line, column) = numbers.strip_suffix(')')?.split_once(", position ")?;
            Some((
                before,
                Position::new(line.parse().ok()?, column.parse().ok()?),
            ))
        }) else {
            return Part {
                words: text,
                place: None,
            };
        };
        let (words, source) = before
            .strip_suffix('\'')
            .and_then(|before| before.rsplit_once(" @ '"))
            .unwrap_or((before, ""));
        Part {
            words,
            place: Place::new(source, position),
        }
    }

    /// Of `call to function 'name' (from 'source')` or `closure call (from 'source')`.
    fn frame_kind(&self) -> FrameKind {
        let words = self.words.split(" (from '").next().unwrap_or(self.words);
        match words
            .strip_prefix("call to function '")
            .and_then(|name| name.strip_suffix('\''))
        {
            Some(name) => frame_kind(name),
            None if words == "closure call" => FrameKind::Closure,
            None => FrameKind::Function(words.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rhai::{Dynamic, Engine};

    use super::from_caught;

    /// What a script catches in `catch (e)`, told as a report.
    #[track_caller]
    fn check(script: &str, expect: &str) {
        let engine = Engine::new();
        let script = format!("try {{ {script} }} catch (e) {{ return e }}");
        let mut ast = engine.compile(&script).unwrap();
        ast.set_source("s");
        let caught: Dynamic = engine.eval_ast(&ast).unwrap();
        let map = caught
            .read_lock()
            .unwrap_or_else(|| panic!("{script}: {caught}"));
        assert_eq!(from_caught(&map).unwrap().report(), expect);
    }

    #[test]
    fn an_error_on_the_spot() {
        check(
            "1 / 0",
            "ArithmeticError: Division by zero: 1 / 0\n  at s:1:9",
        );
        check(
            "let x = nothing;",
            "NameError: Variable not found: nothing\n  at s:1:15",
        );
        check(
            "let x = [1][5];",
            "IndexError: Array index 5 out of bounds: only 1 element in array\n  at s:1:19",
        );
        check(
            "let n = 5; for x in n { x }",
            "TypeError: `for` cannot walk through this; it takes an array, a range such as `0..n`, a string, a list(), what map() and as_completed() return, or the `keys()` of a map\n  at s:1:27",
        );
        check(
            "const A = [1]; A.push(1)",
            "ReadOnlyError: `push` would change a constant; define it with `let` instead of `const`\n  at s:1:24",
        );
    }

    #[test]
    fn an_error_in_calls() {
        check(
            "let f = |x| 1 / x; f.call(0)",
            "ArithmeticError: Division by zero: 1 / 0\n  at s:1:21\n  in closure, called at s:1:28",
        );
        check(
            "let f = |x| [x].map(|y| nothing(y)); f.call(0)",
            "NameError: Function not found: nothing (i64)\n  at s:1:31\n  in closure, called at s:1:23\n  in function map, called at s:1:23\n  in closure, called at s:1:46",
        );
    }

    #[test]
    fn other_maps_are_left_alone() {
        for map in [
            "#{}",
            "#{error: 1, message: \"x\"}",
            "#{error: \"Error\", message: \"x\"}",
            "#{error: \"ErrorFor\"}",
        ] {
            let map: Dynamic = Engine::new().eval(map).unwrap();
            assert!(from_caught(&map.read_lock().unwrap()).is_none());
        }
    }
}
