//! The types of values in the words of this language, never in those of the engine or of Rust.

use crate::current;

/// The name of a type without its article: `integer`, `string`, `Future`.
pub(crate) fn plain_type(name: &str) -> String {
    let plain = match name {
        "i64" => "integer",
        "f64" => "float",
        "&str | ImmutableString | String" => "string",
        "Fn" => "function",
        "char" => "character",
        "range=" => "range",
        path if path.contains("::") => return short_path(path),
        other => other,
    };
    plain.to_owned()
}

/// A type with its article: `an integer`, `a string`, `a Future`.
pub(crate) fn with_article(name: &str) -> String {
    let plain = plain_type(name);
    let is_plural = plain == "Results";
    if plain == "()" || is_plural {
        plain
    } else if plain.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) {
        format!("an {plain}")
    } else {
        format!("a {plain}")
    }
}

/// A type of Rust, as scripts know it if they do.
fn short_path(path: &str) -> String {
    if let Ok(run) = current::run() {
        let mapped = run.engine().map_type_name(path);
        if !mapped.contains("::") {
            return mapped.to_owned();
        }
    }
    let without_parameters = path.split('<').next().unwrap_or(path);
    let last = without_parameters.rsplit("::").next();
    last.unwrap_or(without_parameters).to_owned()
}

#[cfg(test)]
mod tests {
    use super::with_article;

    #[track_caller]
    fn check(name: &str, expect: &str) {
        assert_eq!(with_article(name), expect);
    }

    #[test]
    fn types_have_the_names_of_the_language() {
        check("i64", "an integer");
        check("&str | ImmutableString | String", "a string");
        check("()", "()");
        check("array", "an array");
        check("ThreadPool", "a ThreadPool");
        check("a::b::Thing<c::D>", "a Thing");
    }
}
