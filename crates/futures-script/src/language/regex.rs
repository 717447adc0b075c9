//! `regex_search(pattern, text)`, `regex_find_all(pattern, text)`, `regex_replace(pattern, to, text)`: what Python's `re` is
//! mostly used for.

use std::cell::RefCell;

use regex_lite::{Captures, Regex};
use rhai::{Array, Dynamic, INT, ImmutableString, Map, NativeCallContext};

use crate::current;
use crate::error::ScriptResult;
use crate::language::Definitions;
use crate::reference::{Entry, Raised, Section};
use crate::values::wrong_value;

/// So many patterns are kept ready on each thread: more than a loop uses, and few enough to search one after the other.
const MOST_KEPT: usize = 16;

thread_local! {
    /// The patterns used last, the latest at the end.
    static KEPT: RefCell<Vec<(ImmutableString, Regex)>> = const { RefCell::new(Vec::new()) };
}

const ERRORS: &[Raised] = &[(
    "ValueError",
    "the pattern is none; the message says what is wrong with it",
)];

const ENTRIES: &[Entry] = &[
    Entry::function(
        Section::Strings,
        &["regex_search(pattern: string, text: string) -> map|()"],
        "The first place where a regular expression matches, or `()` if it matches nowhere.",
    )
    .details(
        "A map of `text`, what matched; `start` and `end`, where, in characters; and `groups`, what the parts in \
         parentheses matched, `()` for one that took no part. The syntax is Python's without looking around and back \
         references, so no pattern takes exponential time. `\\d` and `\\w` mean ASCII; `(?i)` at the beginning ignores \
         case, `(?m)` makes `^` and `$` mean lines. Patterns in backticks need no doubled backslashes.",
    )
    .errors(ERRORS)
    .example(
        r#"
let found = regex_search(`(\w+)@(\w+)`, "mail ann@example today");
print(found.text);
print(found.groups);
print(found.start);
print(regex_search(`\d`, "none") == ());"#,
        "
ann@example
[\"ann\", \"example\"]
5
true",
    )
    .python("re.search(pattern, text)")
    .see(&["regex_find_all", "regex_replace"]),
    Entry::function(
        Section::Strings,
        &["regex_find_all(pattern: string, text: string) -> array"],
        "All places where a regular expression matches, from left to right, each as `regex_search` describes it.",
    )
    .errors(ERRORS)
    .example(
        r#"
let numbers = regex_find_all(`\d+`, "3 of 14");
print(numbers.map(|found| parse_int(found.text)));"#,
        "[3, 14]",
    )
    .python("list(re.finditer(pattern, text))"),
    Entry::function(
        Section::Strings,
        &["regex_replace(pattern: string, to: string, text: string) -> string"],
        "The text with something else in each place where a regular expression matches.",
    )
    .details("In `to`, `$1` stands for what the first group matched, and `$$` for a dollar sign.")
    .errors(ERRORS)
    .example(
        r#"print(regex_replace(`(\w+), (\w+)`, "$2 $1", "Lovelace, Ada"));"#,
        "Ada Lovelace",
    )
    .python("re.sub(pattern, to, text)"),
];

pub(super) fn define(language: &mut Definitions<'_>) {
    language.documented(ENTRIES);
    language.function(
        "regex_search",
        |context: NativeCallContext<'_>, pattern: ImmutableString, text: ImmutableString| {
            let regex = compiled(&context, &pattern)?;
            let found = regex.captures(&text);
            Ok::<_, Box<rhai::EvalAltResult>>(match found {
                Some(found) => Dynamic::from_map(place(&found, &text, &mut (0, 0))),
                None => Dynamic::UNIT,
            })
        },
    );
    language.function(
        "regex_find_all",
        |context: NativeCallContext<'_>, pattern: ImmutableString, text: ImmutableString| {
            let regex = compiled(&context, &pattern)?;
            let mut counted = (0, 0);
            let places = regex.captures_iter(&text).map(|found| {
                current::look(context.call_position())?;
                Ok(Dynamic::from_map(place(&found, &text, &mut counted)))
            });
            places.collect::<ScriptResult<Array>>()
        },
    );
    language.function(
        "regex_replace",
        |context: NativeCallContext<'_>,
         pattern: ImmutableString,
         to: ImmutableString,
         text: ImmutableString| {
            let regex = compiled(&context, &pattern)?;
            let replaced = regex.replace_all(&text, to.as_str());
            ScriptResult::Ok(ImmutableString::from(&*replaced))
        },
    );
}

/// Where a pattern matches. What is `counted`, bytes and the characters in them, need not be counted again.
fn place(found: &Captures<'_>, text: &str, counted: &mut (usize, usize)) -> Map {
    let mut count = |to: usize| {
        counted.1 += text[counted.0..to].chars().count();
        counted.0 = to;
        Dynamic::from(counted.1 as INT)
    };
    // The group of number 0 is the whole match, and always there.
    let whole = found.get(0);
    let start = count(whole.map_or(0, |whole| whole.start()));
    let end = count(whole.map_or(0, |whole| whole.end()));
    let group = |group: Option<regex_lite::Match<'_>>| {
        group.map_or(Dynamic::UNIT, |group| group.as_str().into())
    };
    let groups: Array = found.iter().skip(1).map(group).collect();
    let told: [(&str, Dynamic); 4] = [
        ("text", whole.map_or("", |whole| whole.as_str()).into()),
        ("start", start),
        ("end", end),
        ("groups", groups.into()),
    ];
    told.into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect()
}

fn compiled(context: &NativeCallContext<'_>, pattern: &ImmutableString) -> ScriptResult<Regex> {
    let kept = KEPT.with_borrow(|kept| {
        let found = kept.iter().find(|(known, _)| known == pattern);
        found.map(|(_, regex)| regex.clone())
    });
    if let Some(regex) = kept {
        return Ok(regex);
    }
    let regex = Regex::new(pattern).map_err(|error| {
        let text = format!("`{pattern}` is no regular expression: {error}");
        wrong_value(context, &text)
    })?;
    KEPT.with_borrow_mut(|kept| {
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push((pattern.clone(), regex.clone()));
    });
    Ok(regex)
}
