//! Words for texts that are no scripts: what was expected where the parser gave up.

use rhai::{LexError, ParseErrorType, Position};

use crate::error::habits::{KEYS, NOT_IN, UNPACKED, habit};
use crate::error::spot::Spot;
use crate::error::unclosed;

/// What is wrong with the script `text` at `position`, where the parser gave up with `error`.
pub(super) fn explain(error: &ParseErrorType, text: &str, position: Position) -> String {
    let spot = Spot::new(text, position);
    habit(error, &spot)
        .or_else(|| told(error, &spot))
        .unwrap_or_else(|| error.to_string())
}

/// The parser's own errors in other words.
fn told(error: &ParseErrorType, spot: &Spot<'_>) -> Option<String> {
    use ParseErrorType::{
        AssignmentToConstant, AssignmentToInvalidLHS, BadInput, ExprExpected,
        FnDuplicatedDefinition, FnDuplicatedParam, FnMissingBody, FnMissingName, FnMissingParams,
        LoopBreak, MismatchedType, MissingToken, PropertyExpected, UnexpectedEOF, VariableExpected,
        WrongFnDefinition,
    };
    Some(match error {
        MissingToken(..) | UnexpectedEOF | BadInput(LexError::UnexpectedInput(_))
            if spot.at_end && spot.word().is_empty() && unclosed::find(spot.text).is_some() =>
        {
            let (line, sign) = unclosed::find(spot.text)?;
            let closing = match sign {
                '{' => '}',
                '[' => ']',
                _ => ')',
            };
            format!("the `{sign}` in line {line} is never closed; a `{closing}` is missing")
        }
        UnexpectedEOF => "the script ends in the middle of something".to_owned(),
        MissingToken(token, _) if token == "{" && spot.line_begins_with("with {") => {
            "`with` needs something to use: `with thread_pool(4) as pool { … }`".to_owned()
        }
        MissingToken(token, _) if token == "{" => {
            format!(
                "a block in braces, `{{ … }}`, is expected {}",
                spot.before_here()
            )
        }
        MissingToken(token, _) if token == ";" && spot.starts_with(")") => {
            "there is no `(` for this `)`".to_owned()
        }
        MissingToken(token, _) if token == ";" => {
            format!("a `;` is missing {}", spot.before_here())
        }
        MissingToken(token, _) if token == "catch" => {
            "after `try { … }` comes `catch (e) { … }`".to_owned()
        }
        MissingToken(token, purpose) if token == "," && purpose.contains("function call") => {
            format!("a `,` or `)` is missing {}", spot.before_here())
        }
        MissingToken(token, purpose) if token == "," && purpose.contains("array literal") => {
            format!("a `,` or `]` is missing {}", spot.before_here())
        }
        MissingToken(token, purpose) if token == "," && purpose.contains("anonymous function") => {
            format!("a `,` or `|` is missing {}", spot.before_here())
        }
        MissingToken(token, purpose) => format!("`{token}` is expected {purpose}"),
        ExprExpected(what) if what.contains("boolean") => {
            format!("a condition is expected {}", spot.before_here())
        }
        VariableExpected | FnMissingName if spot.word().starts_with(char::is_alphabetic) => {
            format!("`{}` is a reserved word; choose another name", spot.word())
        }
        VariableExpected if spot.word_before() == "as" => {
            "after `as` comes a name: `with thread_pool(4) as pool { … }`".to_owned()
        }
        VariableExpected if spot.starts_with("(") => {
            "each variable has a `let` of its own".to_owned()
        }
        VariableExpected => "the name of a variable is expected here".to_owned(),
        BadInput(LexError::UnexpectedInput(word)) if word == "fn" => ANONYMOUS.to_owned(),
        FnMissingName => ANONYMOUS.to_owned(),
        WrongFnDefinition => {
            "functions are defined at the top of a script; inside of a block use a closure, \
             `let f = |x| …;`"
                .to_owned()
        }
        FnMissingParams(name) => {
            format!(
                "the names of the parameters are expected in parentheses: `fn {name}(a, b) {{ … }}`"
            )
        }
        FnMissingBody(name) => {
            format!("the function `{name}` has no block: `fn {name}(…) {{ … }}`")
        }
        BadInput(LexError::MalformedEscapeSequence(sequence)) => {
            format!("`{sequence}` has no meaning in a string; a backslash is written `\\\\`")
        }
        BadInput(LexError::UnterminatedString)
            if spot
                .before
                .rsplit_once("${")
                .is_some_and(|(_, value)| !value.contains('}')) =>
        {
            "the `${` is never closed; a `}` is missing".to_owned()
        }
        BadInput(LexError::UnterminatedString) => {
            "the string is never closed; one of several lines is written in backticks".to_owned()
        }
        BadInput(LexError::ImproperSymbol(sign, _)) if sign == "=" => {
            "a comparison is written `==`; an assignment has no value".to_owned()
        }
        BadInput(LexError::ImproperSymbol(sign, _)) if sign == ":=" && in_condition(spot) => {
            "a condition cannot assign; write `let x = …;` before it".to_owned()
        }
        BadInput(LexError::ImproperSymbol(sign, _)) if sign == ":=" => {
            "`:=` is written `=`".to_owned()
        }
        BadInput(LexError::ImproperSymbol(sign, words)) if sign == "eval" => words.clone(),
        BadInput(LexError::ImproperSymbol(sign, _)) => format!("`{sign}` has no meaning here"),
        FnDuplicatedParam(name, parameter) => {
            format!("the function `{name}` has the parameter `{parameter}` twice")
        }
        PropertyExpected => {
            "the name of a property or method is expected after the point".to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign))
            if sign.starts_with('*') && spot.before.trim_end().ends_with(['(', ',']) =>
        {
            UNPACKED.to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign)) if sign == "_" => {
            "`_` is for what nobody needs; give it a name to use it".to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign)) if sign == "else" => {
            "`else` belongs to an `if`; a loop has none".to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign)) if sign == "let" && in_condition(spot) => {
            "a condition cannot assign; write `let x = …;` before it".to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign))
            if sign.starts_with(char::is_alphabetic) && sign.is_ascii() =>
        {
            format!("`{sign}` cannot stand here")
        }
        BadInput(LexError::UnexpectedInput(sign)) if sign.starts_with(char::is_alphabetic) => {
            format!("`{sign}` cannot stand here; names are made of a to z, A to Z, 0 to 9 and `_`")
        }
        BadInput(LexError::UnexpectedInput(sign)) if QUOTES.contains(&sign.as_str()) => {
            format!("`{sign}` is a quote of printed texts; write `\"`")
        }
        BadInput(LexError::UnexpectedInput(sign))
            if sign == "}"
                && !spot.before.contains("${")
                && unclosed::find(&format!("{}{}", spot.above, spot.before)).is_none() =>
        {
            "there is no `{` for this `}`; one of them is too many".to_owned()
        }
        BadInput(LexError::UnexpectedInput(sign)) => format!("`{sign}` cannot stand here"),
        AssignmentToConstant(name) if name.is_empty() => {
            "a constant cannot be changed; define it with `let` instead of `const`".to_owned()
        }
        AssignmentToConstant(name) => {
            format!(
                "`{name}` is a constant and cannot be changed; define it with `let` instead of `const`"
            )
        }
        AssignmentToInvalidLHS(_) => {
            "only a variable, a property or an item can be assigned".to_owned()
        }
        FnDuplicatedDefinition(name, _) => {
            format!("there is already a function `{name}` with as many parameters")
        }
        LoopBreak => "`break` and `continue` stand inside of loops only".to_owned(),
        MismatchedType(wanted, _)
            if wanted.contains("boolean") && spot.after.contains(" not in ") =>
        {
            NOT_IN.to_owned()
        }
        MismatchedType(wanted, given)
            if wanted.contains("boolean")
                && ["a string", "an array", "an object map"].contains(&&**given) =>
        {
            let given = given.replace("object ", "");
            format!("a condition must be true or false, not {given}; is it empty? ask `is_empty()`")
        }
        MismatchedType(wanted, given) if wanted.contains("boolean") => {
            format!("a condition must be true or false, not {given}; compare it, as in `x != 0`")
        }
        MismatchedType(wanted, given) if wanted.contains("iterable") && given == "a number" => {
            "`for` cannot walk through a number; a range is written `0..n`".to_owned()
        }
        MismatchedType(wanted, given) if wanted.contains("iterable") && given.contains("map") => {
            KEYS.to_owned()
        }
        MismatchedType(wanted, given) if wanted.contains("iterable") => {
            format!("`for` cannot walk through {given}")
        }
        _ => return None,
    })
}

fn in_condition(spot: &Spot<'_>) -> bool {
    ["if ", "while "]
        .iter()
        .any(|word| spot.line_begins_with(word))
}

/// Quotes that word processors and pages put in the place of straight ones.
const QUOTES: [&str; 5] = ["“", "”", "„", "‘", "’"];

const ANONYMOUS: &str =
    "a function has a name, `fn name(x) { … }`; one without is a closure, `|x| …`";
