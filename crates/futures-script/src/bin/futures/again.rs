//! The command that runs a script again in the schedule that a search has found.

use futures_script::futures_sim::Found;

use crate::arguments::Explore;
use crate::options::{CaCert, CannedAnswers};

/// To be typed, or pasted, into a shell.
pub(crate) fn command(what: &Explore, found: &Found) -> String {
    let mut words = vec!["futures".to_owned(), "run".to_owned()];
    let needs_seed = found.trace.asked_for_seed();
    words.push(if needs_seed {
        format!("--sim={}", found.seed)
    } else {
        "--sim".to_owned()
    });
    // Without a seed that is the canonical schedule anyway.
    if needs_seed || !found.schedule.is_empty() {
        words.push("--replay".to_owned());
        words.push(quoted(&found.schedule.to_string()));
    }
    if let Some(steps) = what.search.max_steps {
        words.push(format!("--max-steps {steps}"));
    }
    if let Some(most) = what.options.max_operations {
        words.push(format!("--max-operations {most}"));
    }
    if what.options.quick {
        words.push("--quick".to_owned());
    }
    if what.options.allow_unretrieved {
        words.push("--allow-unretrieved".to_owned());
    }
    words.extend(what.options.allowed.words());
    words.extend(what.options.answers.iter().map(CannedAnswers::word));
    words.extend(what.options.ca_certs.iter().map(CaCert::word));
    let script = what.script.to_string_lossy();
    if script.starts_with('-') && script != "-" {
        // Or else it would be taken for an option.
        words.push("--".to_owned());
    }
    words.push(quoted(&script));
    words.extend(what.arguments.iter().map(|argument| quoted(argument)));
    words.join(" ")
}

/// As a shell takes it for one word.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_./=:,+@%".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_of_a_shell() {
        assert_eq!(quoted("a/b-1.rhai"), "a/b-1.rhai");
        assert_eq!(quoted("0.1>2,3.4=5"), "'0.1>2,3.4=5'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
