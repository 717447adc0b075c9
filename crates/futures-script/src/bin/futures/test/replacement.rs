//! `//! replace: /PATTERN/ => TEXT`: what of an output differs from run to run, and what stands there instead.

use regex_lite::Regex;

/// What is replaced before anything is compared.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pattern: Regex,
    /// `$1` in it is what the first group has matched.
    text: String,
}

impl Replacement {
    /// Reads `/PATTERN/ => TEXT`.
    pub(crate) fn parse(value: &str) -> Result<Self, String> {
        let parts = value
            .strip_prefix('/')
            .and_then(|rest| rest.rsplit_once("/ =>"));
        let Some((pattern, text)) = parts else {
            return Err(format!("`replace: {value}` is not `/PATTERN/ => TEXT`"));
        };
        let pattern = Regex::new(&format!("(?m){pattern}"))
            .map_err(|error| format!("the pattern of `replace: {value}`: {error}"))?;
        Ok(Replacement {
            pattern,
            text: text.trim().to_owned(),
        })
    }

    pub(crate) fn apply(&self, text: &str) -> String {
        self.pattern.replace_all(text, &*self.text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Replacement;

    #[test]
    fn what_varies_is_replaced() {
        let replacement = Replacement::parse("/^(took) [0-9.]+ s$/ => $1 some time").unwrap();
        assert_eq!(
            replacement.apply("took 1.25 s\nhe took 3 s\n"),
            "took some time\nhe took 3 s\n"
        );
        assert_eq!(Replacement::parse("/a/ =>").unwrap().apply("bar"), "br");
        assert_eq!(Replacement::parse("/a/b/ => /").unwrap().apply("a/b"), "/");
    }

    #[test]
    fn mistakes() {
        for wrong in ["a => b", "/a/", "/a/ -> b", ""] {
            assert_eq!(
                Replacement::parse(wrong).map(drop),
                Err(format!("`replace: {wrong}` is not `/PATTERN/ => TEXT`"))
            );
        }
        let wrong = Replacement::parse("/(/ => x").map(drop).unwrap_err();
        assert!(
            wrong.starts_with("the pattern of `replace: /(/ => x`: "),
            "{wrong}"
        );
    }
}
