//! Where the reference helps with an error.

use futures_script::reference::Reference;
use futures_script::{Interpreter, ScriptError, ScriptErrorKind};

/// What to ask `futures api` for, after an error that has no better advice itself.
pub(crate) fn hint(error: &ScriptError) -> Option<String> {
    let is_about_names = matches!(
        error.kind(),
        ScriptErrorKind::Attribute | ScriptErrorKind::Name
    );
    // What goes on behind a semicolon is advice.
    if !is_about_names || error.message().contains("; ") {
        return None;
    }
    let reference = Interpreter::new().reference();
    of_type(&reference, error.message()).or_else(|| of_name(&reference, error.message()))
}

/// `Future has no method …`: what it has.
fn of_type(reference: &Reference, message: &str) -> Option<String> {
    let (receiver, _) = message.split_once(" has no ")?;
    let receiver = receiver.split(' ').next_back()?;
    // Messages have words of their own for a few.
    let name = match receiver {
        "integer" => "int",
        "character" => "char",
        other => other,
    };
    let found = reference.find(name);
    let is_type = found.entries.iter().any(|entry| entry.forms() == [name]);
    is_type.then(|| format!("`futures api {name}` lists what it has"))
}

/// `no function …`: where its name appears.
fn of_name(reference: &Reference, message: &str) -> Option<String> {
    let name = message.strip_prefix("no function `")?.strip_suffix('`')?;
    let word = name.split('_').max_by_key(|word| word.len())?;
    let is_in_a_name = |known: &String| known.contains(word);
    let mut entries = reference.entries();
    let is_known = entries.any(|entry| entry.names().iter().any(is_in_a_name));
    Some(if word.len() > 2 && is_known {
        format!("`futures api --search {word}` finds what has to do with it")
    } else {
        "`futures api` lists all that there is".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use futures_script::Interpreter;

    use super::hint;

    #[track_caller]
    fn check(script: &str, expect: Option<&str>) {
        let error = Interpreter::new().run("script", script).expect_err(script);
        assert_eq!(hint(&error).as_deref(), expect, "{}", error.message());
    }

    #[test]
    fn advice_is_given_where_there_is_none() {
        check(
            "event().zebra()",
            Some("`futures api Event` lists what it has"),
        );
        check("5.zebra()", Some("`futures api int` lists what it has"));
        check(
            "current_timestamp()",
            Some("`futures api --search timestamp` finds what has to do with it"),
        );
        check("zebra()", Some("`futures api` lists all that there is"));
        check("event().sett()", None);
        check("throw 1", None);
    }
}
