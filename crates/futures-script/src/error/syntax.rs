//! Words for texts that are no scripts: what was expected, and what somebody who knows Python probably meant.

use rhai::{LexError, ParseErrorType, Position};

use crate::error::unclosed;

/// What is wrong with the script `text` at `position`, where the parser gave up with `error`.
pub(super) fn explain(error: &ParseErrorType, text: &str, position: Position) -> String {
    let spot = Spot::new(text, position);
    habit(error, &spot)
        .or_else(|| told(error, &spot))
        .unwrap_or_else(|| error.to_string())
}

/// Where the parser gave up.
struct Spot<'a> {
    text: &'a str,
    /// The line up to there, and from there on.
    before: &'a str,
    after: &'a str,
    /// Does nothing follow but space?
    at_end: bool,
}

impl<'a> Spot<'a> {
    fn new(text: &'a str, position: Position) -> Self {
        let number = position.line().unwrap_or(usize::MAX);
        let lines = text.split_inclusive('\n');
        let start: usize = lines.take(number.saturating_sub(1)).map(str::len).sum();
        let rest = &text[start..];
        let line = rest.split('\n').next().unwrap_or_default();
        let column = position.position().unwrap_or(usize::MAX);
        let at = line
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(line.len(), |(at, _)| at);
        let behind = rest[at..].chars().skip(1).collect::<String>();
        Spot {
            text,
            before: &line[..at],
            after: &line[at..],
            at_end: behind.trim().is_empty(),
        }
    }

    /// The word that begins here; empty if a sign does.
    fn word(&self) -> &'a str {
        let is_other = |char: char| !is_of_word(char);
        let end = self.after.find(is_other).unwrap_or(self.after.len());
        &self.after[..end]
    }

    /// The word that ends before this place, spaces aside.
    fn word_before(&self) -> &'a str {
        let before = self.before.trim_end();
        let start = before
            .char_indices()
            .rev()
            .find(|(_, char)| !is_of_word(*char))
            .map_or(0, |(at, char)| at + char.len_utf8());
        &before[start..]
    }

    fn starts_with(&self, sign: &str) -> bool {
        self.after.starts_with(sign)
    }

    fn line_begins_with(&self, words: &str) -> bool {
        let mut line = self.before.trim_start().to_owned();
        line.push_str(self.after);
        line.starts_with(words)
    }
}

fn is_of_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Words of Python behind which the parser gives up.
const BEHIND: [(&str, &str); 13] = [
    ("def", "functions are written `fn name(a, b) { … }`"),
    (
        "class",
        "there are no classes; a map `#{…}` holds values and closures by name",
    ),
    (
        "from",
        "there is nothing to import; all functions are built in",
    ),
    ("raise", "errors are thrown with `throw value;`"),
    ("elif", "`elif` is written `else if`"),
    (
        "except",
        "errors are caught with `try { … } catch (e) { … }`",
    ),
    (
        "global",
        "a function sees no variables but its own; share a cell() instead",
    ),
    (
        "nonlocal",
        "a closure sees the variables around it; tasks share a cell() instead",
    ),
    (
        "del",
        "a key is removed with `map.remove(key)`, an item with `array.remove(index)`",
    ),
    ("assert", "write `if !condition { throw \"…\" }`"),
    ("lambda", "closures are written `|x| x + 1`"),
    ("not", "`not` is written `!`"),
    (
        "with",
        "`with` needs something to use: `with thread_pool(4) as pool { … }`",
    ),
];

/// Words of Python at which the parser gives up.
const AT: [(&str, &str); 8] = [
    ("and", "`and` is written `&&`"),
    ("or", "`or` is written `||`"),
    ("is", "`is` is written `==`"),
    ("elif", "`elif` is written `else if`"),
    (
        "if",
        "a choice of values is written `if condition { a } else { b }`",
    ),
    (
        "for",
        "instead of a comprehension write `items.map(|x| …)` or `items.filter(|x| …)`",
    ),
    ("except", "errors are caught with `catch (e) { … }`"),
    (
        "finally",
        "there is no `finally`; `with` ends what it was given on every way out of its block",
    ),
];

/// What the same text would mean in Python, and how that is written here.
fn habit(error: &ParseErrorType, spot: &Spot<'_>) -> Option<String> {
    use ParseErrorType::{BadInput, MissingToken, Reserved, UnknownOperator};
    let own = |text: &str| Some(text.to_owned());
    match error {
        BadInput(LexError::MalformedChar(chars)) if chars.chars().count() != 1 => {
            return Some(format!(
                "single quotes are for one character; a string is written \"{chars}\""
            ));
        }
        Reserved(sign) if **sign == *"#" => return own("comments begin with `//`, not with `#`"),
        Reserved(sign) if **sign == *"@" => {
            return own("there are no decorators; call the function on the other one");
        }
        Reserved(word) => return Some(reserved(word, spot)),
        UnknownOperator(sign) if sign == "++" || sign == "--" => {
            let short = &sign[..1];
            return Some(format!("there is no `{sign}`; write `x {short}= 1`"));
        }
        UnknownOperator(sign) if sign == "?" => {
            return own("a choice of values is written `if condition { a } else { b }`");
        }
        MissingToken(..) => {}
        _ => return None,
    }
    let hint_for = |words: &[(&str, &str)], word: &str| {
        let found = words.iter().find(|(known, _)| *known == word);
        found.map(|(_, hint)| (*hint).to_owned())
    };
    let hint = hint_for(&AT, spot.word()).or_else(|| hint_for(&BEHIND, spot.word_before()));
    if hint.is_some() {
        return hint;
    }
    if spot.word_before() == "f" && spot.starts_with("\"") {
        return own("a text with values in it is written in backticks: `hello ${name}`");
    }
    let MissingToken(token, purpose) = error else {
        return None;
    };
    if spot.starts_with(":") {
        return own(if token == "{" {
            "a block stands in braces, `{ … }`, not after a colon"
        } else if spot.line_begins_with("let ") && !spot.before.contains(['{', '=']) {
            "variables are not declared with types; leave `: …` out"
        } else if spot.before.contains('{') {
            "maps are written with a number sign: `#{a: 1}`"
        } else if token == "]" {
            "a part of an array is taken with `items.extract(0..2)`, of a string with `text.sub_string(0..2)`"
        } else {
            return None;
        });
    }
    if spot.starts_with("=>") {
        return own("closures are written `|x| x + 1`");
    }
    if spot.starts_with("=") && purpose.contains("arguments to function call") {
        let name = spot.word_before();
        return Some(format!(
            "arguments have no names; where a function takes options, they are a map, `#{{{name}: …}}`"
        ));
    }
    if spot.starts_with("=") && purpose.contains("parameters of function") {
        return own(
            "parameters have no default values; define the function twice, with more and with fewer",
        );
    }
    if spot.starts_with(",") && spot.line_begins_with("let ") && !spot.before.contains('=') {
        return own("each variable has a `let` of its own");
    }
    if spot.starts_with(",") && spot.line_begins_with("with ") {
        return own("`with` takes one thing; put another `with` inside of its block");
    }
    if spot.starts_with(",") && purpose.contains("iteration variable") {
        return own("items and their numbers are walked through with `for (item, index) in items`");
    }
    if spot.starts_with("=") && token == ";" {
        return own("an assignment has no value; write one statement for each");
    }
    None
}

/// A word or sign that the language keeps for itself.
fn reserved(word: &str, spot: &Spot<'_>) -> String {
    if !word.chars().all(is_of_word) {
        return format!("`{word}` has no meaning here");
    }
    let is_name = spot.before.trim_end().ends_with(['.', '|', '{'])
        || ["let", "const", "fn", "for", "as"].contains(&spot.word_before());
    let instead = match word {
        _ if is_name => "choose another name",
        "print" | "debug" | "type_of" | "eval" | "call" | "curry" | "Fn" => {
            let follows = &spot.after[spot.word().len()..];
            return if follows.starts_with("(*") {
                UNPACKED.to_owned()
            } else if follows.starts_with(' ') {
                format!("`{word}` is a function; write `{word}(value)`")
            } else {
                format!("`{word}` is built in; hand it on inside a closure, `|x| {word}(x)`")
            };
        }
        "null" | "nil" => "nothing is written `()`",
        "async" | "await" | "yield" => {
            "a task is started with `pool.submit(f)`, and `future.result()` waits for it"
        }
        "match" | "case" => "a choice between values is written `switch x { 1 => …, _ => … }`",
        "use" | "package" | "module" => "there is nothing to import; all functions are built in",
        "new" => "things are made by functions, such as `thread_pool(n)`",
        "var" | "static" => "variables are made with `let`",
        "thread" | "spawn" | "go" => "threads are made with `thread_of(f)` or `start_thread(f)`",
        _ => "choose another name",
    };
    format!("`{word}` is a reserved word; {instead}")
}

/// The parser's own errors in other words.
fn told(error: &ParseErrorType, spot: &Spot<'_>) -> Option<String> {
    use ParseErrorType::{
        AssignmentToConstant, AssignmentToInvalidLHS, BadInput, FnDuplicatedDefinition,
        FnDuplicatedParam, FnMissingName, FnMissingParams, LoopBreak, MismatchedType, MissingToken,
        PropertyExpected, UnexpectedEOF, VariableExpected, WrongFnDefinition,
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
        MissingToken(token, purpose) => format!("`{token}` is expected {purpose}"),
        VariableExpected if spot.line_begins_with("with ") => {
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
        BadInput(LexError::UnterminatedString) => {
            "the string is never closed; one of several lines is written in backticks".to_owned()
        }
        BadInput(LexError::ImproperSymbol(sign, _)) if sign == ":=" => {
            "`:=` is written `=`".to_owned()
        }
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
        BadInput(LexError::UnexpectedInput(sign)) if sign.starts_with(char::is_alphabetic) => {
            format!("`{sign}` cannot stand here; names are made of a to z, A to Z, 0 to 9 and `_`")
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
        MismatchedType(wanted, given) if wanted.contains("boolean") => {
            format!("a condition must be true or false, not {given}; compare it, as in `x != 0`")
        }
        MismatchedType(wanted, given) if wanted.contains("iterable") && given == "a number" => {
            "`for` cannot walk through a number; a range is written `0..n`".to_owned()
        }
        MismatchedType(wanted, given) if wanted.contains("iterable") => {
            format!("`for` cannot walk through {given}")
        }
        _ => return None,
    })
}

const UNPACKED: &str = "arguments cannot be unpacked from an array or a map; write them out";

const ANONYMOUS: &str =
    "a function has a name, `fn name(x) { … }`; one without is a closure, `|x| …`";

impl Spot<'_> {
    /// `before` what stands here, in words.
    fn before_here(&self) -> String {
        let word = self.word();
        let sign = self.after.chars().next();
        match (word.is_empty(), sign) {
            (false, _) => format!("before `{word}`"),
            (true, Some(sign)) if !sign.is_whitespace() => format!("before `{sign}`"),
            _ => "at the end of the line".to_owned(),
        }
    }
}
