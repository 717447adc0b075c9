//! The options that say what a script may do outside.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use futures_script::{Permission, Permissions};

use crate::again::quoted;

/// What is allowed on the command line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Allowed {
    pub(crate) permissions: Permissions,
    /// Also what the script's header asks for, without a question.
    pub(crate) header: bool,
    /// The options as they were given.
    given: Vec<OsString>,
}

impl Allowed {
    /// What the options are called, without the hyphens.
    pub(crate) const NAMES: [&str; 7] = [
        "allow-all",
        "allow-env",
        "allow-header",
        "allow-net",
        "allow-read",
        "allow-run",
        "allow-write",
    ];

    /// Takes the option `name`, with what stands behind its `=`.
    pub(crate) fn set(&mut self, name: &str, value: Option<OsString>) -> Result<(), String> {
        let mut given = OsString::from(format!("--{name}"));
        if let Some(value) = &value {
            given.push("=");
            given.push(value);
        }
        self.given.push(given);
        let what = name.strip_prefix("allow-").and_then(Permission::from_name);
        match (what, name, value) {
            (Some(what), _, None) => {
                self.permissions = std::mem::take(&mut self.permissions).allow_all_of(what);
            }
            (Some(what), _, Some(value)) => {
                for thing in split(&value) {
                    let permissions = std::mem::take(&mut self.permissions);
                    let allowed = permissions.allow(what, thing);
                    self.permissions =
                        allowed.map_err(|error| format!("--{name}: {}", error.message()))?;
                }
            }
            (None, _, Some(_)) => return Err(format!("--{name} takes no value")),
            (None, "allow-header", None) => self.header = true,
            (None, _, None) => self.permissions = Permissions::all(),
        }
        Ok(())
    }

    /// The options as they were given, for a process of our own.
    pub(crate) fn given(&self) -> impl Iterator<Item = String> {
        let given = self.given.iter();
        given.map(|option| option.to_string_lossy().into_owned())
    }

    /// The options as they can be typed into a shell.
    pub(crate) fn words(&self) -> Vec<String> {
        let words = self.given.iter();
        words.map(|word| quoted(&word.to_string_lossy())).collect()
    }
}

/// What commas stand between; two of them are one that belongs to a name.
pub(crate) fn split(list: &OsStr) -> Vec<OsString> {
    let mut parts = vec![Vec::new()];
    let mut bytes = list.as_bytes().iter().peekable();
    while let Some(byte) = bytes.next() {
        let last = parts.len() - 1;
        match byte {
            b',' if bytes.next_if(|next| **next == b',').is_none() => parts.push(Vec::new()),
            byte => parts[last].push(*byte),
        }
    }
    parts.into_iter().map(OsString::from_vec).collect()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{Allowed, split};

    #[track_caller]
    fn check(list: &str, expect: &[&str]) {
        assert_eq!(split(OsStr::new(list)), expect);
    }

    #[test]
    fn lists() {
        check("a", &["a"]);
        check("a,b", &["a", "b"]);
        check("a,,b,c", &["a,b", "c"]);
        check("a,,,b", &["a,", "b"]);
        check("", &[""]);
        check("a,", &["a", ""]);
    }

    #[track_caller]
    fn check_refused(name: &str, value: Option<&str>, expect: &str) {
        let refused = Allowed::default().set(name, value.map(Into::into));
        assert_eq!(refused, Err(expect.to_owned()));
    }

    #[test]
    fn mistakes() {
        let nothing = "--allow-read: nothing is named to be allowed for read";
        check_refused("allow-read", Some(""), nothing);
        check_refused("allow-read", Some("a,"), nothing);
        check_refused("allow-all", Some("read"), "--allow-all takes no value");
        check_refused("allow-header", Some("a"), "--allow-header takes no value");
        check_refused(
            "allow-net",
            Some("http://a.org"),
            "--allow-net: 'http://a.org' must be a host such as example.org:8080, not a URL",
        );
    }

    #[test]
    fn options_can_be_typed_again() {
        let mut allowed = Allowed::default();
        for (name, value) in [("allow-read", Some("/my data")), ("allow-env", None)] {
            allowed.set(name, value.map(Into::into)).expect("an option");
        }
        assert_eq!(allowed.words(), ["'--allow-read=/my data'", "--allow-env"]);
        assert_eq!(
            allowed.permissions.to_string(),
            "read /my data\nenv everything"
        );
    }
}
