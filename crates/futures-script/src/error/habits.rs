//! Words for texts that would be right in Python, or nearly.

use rhai::{LexError, ParseErrorType};

use crate::error::python::import_hint;
use crate::error::spot::{Spot, is_of_word, last_word};

pub(super) const UNPACKED: &str =
    "arguments cannot be unpacked from an array or a map; write them out";

/// How one walks through a map.
pub(super) const KEYS: &str =
    "a map is walked through by its keys: `for key in map.keys() { let value = map[key]; … }`";

pub(super) const NOT_IN: &str = "`a not in b` is written `a !in b`";

const PART: &str =
    "a part of an array is taken with `items.extract(1..3)`, of a string with `text[1..3]`";

const NO_IMPORT: &str = "there is nothing to import; all functions are built in";

const TASKS: &str = "a task is started with `pool.submit(f)`, and `future.result()` waits for it";

/// The methods that take nothing but a time limit.
const TIMED: [&str; 5] = ["result", "exception", "acquire", "wait", "get"];

/// Words of Python behind which the parser gives up.
const BEHIND: [(&str, &str); 14] = [
    ("catch", "errors are caught with `catch (e) { … }`"),
    ("def", "functions are written `fn name(a, b) { … }`"),
    (
        "class",
        "there are no classes; a map `#{…}` holds values and closures by name",
    ),
    ("from", NO_IMPORT),
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
    ("assert", "write `check(condition, \"…\")`"),
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

/// What is written here instead of a keyword of Python.
pub(crate) fn keyword_hint(word: &str) -> Option<&'static str> {
    let all = BEHIND.iter().chain(&AT);
    let told = all
        .filter(|(known, _)| *known == word)
        .map(|(_, hint)| *hint);
    told.chain(match word {
        "async" | "await" | "yield" => Some(TASKS),
        "import" => Some(NO_IMPORT),
        _ => None,
    })
    .next()
}

/// What the same text would mean in Python, and how that is written here.
pub(super) fn habit(error: &ParseErrorType, spot: &Spot<'_>) -> Option<String> {
    use ParseErrorType::{BadInput, MissingToken, Reserved, UnknownOperator};
    let own = |text: &str| Some(text.to_owned());
    match error {
        BadInput(LexError::UnexpectedInput(sign))
            if sign == ":" && spot.before.trim_end().ends_with('[') =>
        {
            return own(PART);
        }
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
    if spot.word() == "not" && spot.after.starts_with("not in ") {
        return own(NOT_IN);
    }
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
    if purpose.contains("object map literal") && spot.before.trim_end().ends_with(['{', ',']) {
        return own(if spot.starts_with("**") {
            "a map cannot be unpacked into another one; `one + other` has the keys of both"
        } else {
            "the keys of a map are names or texts in double quotes: `#{name: 1, \"1\": 2}`"
        });
    }
    if token == ";"
        && let Some(module) = spot.unended().strip_prefix("import ")
        && !module.contains('"')
    {
        let end = module.find(|char| !is_of_word(char));
        let hint = import_hint(&module[..end.unwrap_or(module.len())]);
        return own(hint.unwrap_or(NO_IMPORT));
    }
    if spot.starts_with(":")
        && let Some((_, value)) = spot.before.rsplit_once("${")
        && !value.contains('{')
    {
        let format = spot.after[1..].split('}').next().unwrap_or_default();
        return Some(format!(
            "a format is given by a function: `format({}, \"{format}\")`",
            value.trim()
        ));
    }
    if spot.starts_with(":") {
        return own(if purpose.contains("parameters of function") {
            "parameters are not declared with types; leave `: …` out"
        } else if token == "{" {
            "a block stands in braces, `{ … }`, not after a colon"
        } else if spot.line_begins_with("let ") && !spot.before.contains(['{', '=']) {
            "variables are not declared with types; leave `: …` out"
        } else if spot.before.contains('{') {
            "maps are written with a number sign: `#{a: 1}`"
        } else if token == "]" {
            PART
        } else {
            return None;
        });
    }
    if spot.starts_with("=>") {
        return own("closures are written `|x| x + 1`");
    }
    if spot.starts_with("=") && purpose.contains("arguments to function call") {
        let name = spot.word_before();
        let before = spot.before.trim_end().trim_end_matches(name).trim_end();
        let method = before.strip_suffix('(').map_or("", last_word);
        if name == "timeout" && TIMED.contains(&method) {
            return Some(format!(
                "arguments have no names; the seconds alone are given: `{method}(1)`"
            ));
        }
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
        if spot.after.contains(".items(") {
            return own(KEYS);
        }
        if spot.after.contains("zip(") || spot.after.contains("enumerate(") {
            return own(
                "`for` takes one variable: `for pair in …`, whose parts are `pair[0]` and `pair[1]`",
            );
        }
        let (names, _) = spot.after.split_once(" in ").unwrap_or_default();
        if names.matches(',').count() > 1 {
            return own(
                "`for` takes one variable: `for row in rows`, whose parts are `row[0]`, `row[1]` and so on",
            );
        }
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
        "async" | "await" | "yield" => TASKS,
        "match" | "case" => "a choice between values is written `switch x { 1 => …, _ => … }`",
        "use" | "package" | "module" => NO_IMPORT,
        "new" => "things are made by functions, such as `thread_pool(n)`",
        "var" | "static" => "variables are made with `let`",
        "thread" | "spawn" | "go" => "threads are made with `thread_of(f)` or `start_thread(f)`",
        _ => "choose another name",
    };
    format!("`{word}` is a reserved word; {instead}")
}
