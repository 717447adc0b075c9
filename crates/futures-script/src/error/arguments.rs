//! Words for calls of functions that exist, with the wrong number or types of arguments.

use crate::current;
use crate::error::{ScriptErrorKind, python};
use crate::known::Form;
use crate::limits::MAX_ARGUMENTS;
use crate::run::Run;
use crate::values::with_article;

type Told = (ScriptErrorKind, String);

/// How many forms of a function are listed.
const MAX_FORMS: usize = 5;

/// What takes a function and the arguments for it.
const STARTERS: [&str; 4] = ["submit", "start_thread", "thread_of", "to_thread"];

/// What was wrong with the call of `name` with values of these types; `None` if there is no such function.
pub(super) fn explain(name: &str, types: &[String]) -> Option<Told> {
    let run = current::run().ok()?;
    let message = if name.starts_with("anon$") {
        closure(&run, name, types)
    } else if !is_word(name) && !name.contains("::") {
        operator(name, types)
    } else {
        own(&run, name, types.len()).or_else(|| built_in(&run, name, types))?
    };
    Some((ScriptErrorKind::Type, message))
}

/// Operators and the like have names that no script can write as a call.
pub(super) fn is_word(name: &str) -> bool {
    name.chars()
        .all(|char| char.is_alphanumeric() || char == '_')
}

fn closure(run: &Run, name: &str, types: &[String]) -> String {
    let own = run.own_names();
    let Some(closure) = own.functions.iter().find(|known| known.name == name) else {
        return "this closure belongs to another script and cannot be called here".to_owned();
    };
    let n_wanted = closure.params.len();
    match types.len().checked_sub(closure.n_captures) {
        // It may stand before the point, and then it is none of those that were given.
        Some(_) if types.first().is_some_and(|first| first == "map") => {
            let arguments = if n_wanted == 1 {
                "argument"
            } else {
                "arguments"
            };
            format!("the closure takes {n_wanted} {arguments}, and was given another number")
        }
        Some(n_given) if n_given != n_wanted => number_of("the closure", &[n_wanted], n_given),
        _ => "the closure was given the wrong number of arguments".to_owned(),
    }
}

fn operator(name: &str, types: &[String]) -> String {
    let hint = match types {
        [one] if name == "!" => python::condition_hint(one),
        _ => types.iter().find_map(|name| python::operand_hint(name)),
    };
    let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
    match types {
        [one, other] => format!(
            "`{name}` does not work between {} and {}{hint}",
            with_article(one),
            with_article(other)
        ),
        [one] => format!("`{name}` does not work on {}{hint}", with_article(one)),
        _ => format!("`{name}` does not work here{hint}"),
    }
}

/// A function of the script itself.
fn own(run: &Run, name: &str, n_given: usize) -> Option<String> {
    let own = run.own_names();
    let same_name = own.functions.iter().filter(|known| known.name == name);
    let forms: Vec<&Vec<String>> = same_name.map(|known| &known.params).collect();
    // Then it is one that cannot be seen from there: of the script, in a module.
    if forms.iter().any(|params| params.len() == n_given) {
        return None;
    }
    match &forms[..] {
        [] => None,
        [params] => Some(number_of(
            &format!("{name}({})", params.join(", ")),
            &[params.len()],
            n_given,
        )),
        several => {
            let mut numbers: Vec<usize> = several.iter().map(|params| params.len()).collect();
            numbers.sort_unstable();
            Some(number_of(&format!("{name}()"), &numbers, n_given))
        }
    }
}

fn built_in(run: &Run, name: &str, types: &[String]) -> Option<String> {
    let all = run.forms(name);
    let receiver = types.first().map(String::as_str).unwrap_or_default();
    let is_handle = run.is_handle(receiver);
    let mut forms: Vec<&Form> = all
        .iter()
        .filter(|form| form.begins_with(receiver))
        .collect();
    let takes_any = all.iter().any(|form| form.begins_with(""));
    let is_method = is_handle || (is_container(receiver) && !forms.is_empty() && !takes_any);
    if forms.is_empty() || !is_method {
        let of_handles = |form: &&Form| form.0.first().is_some_and(|first| run.is_handle(first));
        forms = all.iter().filter(|form| !of_handles(form)).collect();
        if is_handle {
            forms.retain(|form| form.begins_with(""));
        }
    }
    if forms.is_empty() {
        return None;
    }
    let own = run.own_names();
    let is_written_as_method = own.methods.contains(name) && !own.calls.contains(name);
    let of_each = match receiver {
        "array" if is_written_as_method => each_has(run, &all, types.len()),
        _ => false,
    };
    let is_method = is_method && forms.iter().all(|form| form.begins_with(receiver));
    let n_before = usize::from(is_method);
    let n_given = types.len();
    let what = if is_method {
        format!("{name}() of {}", with_article(receiver))
    } else {
        format!("{name}()")
    };
    let fitting: Vec<&&Form> = forms
        .iter()
        .filter(|form| form.0.len() == n_given)
        .collect();
    let told = if fitting.is_empty() && STARTERS.contains(&name) {
        number_for_function(&what, n_given - n_before)
    } else if fitting.is_empty() {
        // As it is written: what stands before the point is not counted.
        let (what, n_before) = match is_written_as_method && !receiver.is_empty() {
            true => (format!("{name}() of {}", with_article(receiver)), 1),
            false => (what, n_before),
        };
        let lengths = forms.iter().map(|form| form.0.len());
        let mut numbers: Vec<usize> = lengths
            .filter_map(|len| len.checked_sub(n_before))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        number_of(&what, &numbers, n_given - n_before)
    } else if of_each {
        format!("an array has no method `{name}`")
    } else {
        let mut wanted: Vec<String> = fitting
            .iter()
            .map(|form| listed(&form.0[n_before..]))
            .collect();
        // The engine has them in an order that another function can change.
        wanted.sort_unstable();
        wanted.dedup();
        wanted.truncate(MAX_FORMS);
        format!(
            "{what} takes {}, not {}",
            wanted.join(" or "),
            listed(&types[n_before..])
        )
    };
    let hint = python::argument_hint(name, receiver).map(str::to_owned);
    Some(
        match of_each.then(|| on_each(name, types.len() - 1)).or(hint) {
            Some(hint) => format!("{told}; {hint}"),
            None => told,
        },
    )
}

/// Have handles of some type such a method, with so many arguments and the handle itself?
fn each_has(run: &Run, forms: &[Form], n_given: usize) -> bool {
    forms.iter().any(|form| {
        let first = form.0.first();
        form.0.len() == n_given && first.is_some_and(|first| run.is_handle(first))
    })
}

/// Values whose functions are mostly called as their methods.
fn is_container(name: &str) -> bool {
    ["array", "map", "blob"].contains(&name)
}

/// `what` takes that many arguments, but so many were given.
pub(crate) fn number_of(what: &str, wanted: &[usize], given: usize) -> String {
    let is_range = wanted.len() > 2 && wanted.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let numbers = match wanted {
        [least, .., most] if is_range => format!("{least} to {most}"),
        several => {
            let numbers: Vec<String> = several.iter().map(usize::to_string).collect();
            numbers.join(" or ")
        }
    };
    let arguments = if wanted == [1] {
        "argument"
    } else {
        "arguments"
    };
    let were = if given == 1 { "was" } else { "were" };
    format!("{what} takes {numbers} {arguments}, but {given} {were} given")
}

/// What to do where a method of its items is called on an array.
pub(crate) fn on_each(name: &str, n_args: usize) -> String {
    let args = if n_args == 0 { "" } else { "…" };
    format!("call it on each of the array: `for item in items {{ item.{name}({args}); }}`")
}

/// As [`number_of`], for one of the [`STARTERS`].
fn number_for_function(what: &str, given: usize) -> String {
    match given.checked_sub(1) {
        Some(n_arguments) => format!(
            "{what} takes up to {MAX_ARGUMENTS} arguments for the function, but {n_arguments} were given; \
             put them into an array or a map"
        ),
        None => format!("{what} takes a function and the arguments for it, but nothing was given"),
    }
}

/// The types of arguments in words.
fn listed(types: &[String]) -> String {
    let name = |name: &String| match name.as_str() {
        "" => "value".to_owned(),
        name => name.to_owned(),
    };
    match types {
        [one] => with_article(&name(one)),
        several => {
            let names: Vec<String> = several.iter().map(name).collect();
            format!("({})", names.join(", "))
        }
    }
}
