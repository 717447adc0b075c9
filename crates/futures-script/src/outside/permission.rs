//! The ways in which a script can reach out, and the words for what it may not do.

use std::fmt;

/// One of the ways in which a script can reach out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// To read files and directories.
    Read,
    /// To write, make, rename and remove files and directories.
    Write,
    /// To connect to other hosts.
    Net,
    /// To run commands.
    Run,
    /// To see variables of the environment.
    Env,
}

impl Permission {
    /// All of them.
    pub const ALL: [Permission; 5] = [
        Permission::Read,
        Permission::Write,
        Permission::Net,
        Permission::Run,
        Permission::Env,
    ];

    /// Its name in a script's header: `read`, `write`, `net`, `run`, `env`.
    pub fn name(self) -> &'static str {
        match self {
            Permission::Read => "read",
            Permission::Write => "write",
            Permission::Net => "net",
            Permission::Run => "run",
            Permission::Env => "env",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// What a script may not do to `thing`, which is really `resolved`, with the option that would allow it.
    pub(crate) fn denial(self, thing: &str, resolved: Option<&str>) -> String {
        let verb = match self {
            Permission::Read => "read",
            Permission::Write => "write to",
            Permission::Net => "connect to",
            Permission::Run => "run",
            Permission::Env => "see the environment variable",
        };
        let really = resolved.map_or_else(String::new, |resolved| format!(", which is {resolved}"));
        let option = option(self, resolved.unwrap_or(thing));
        format!("not allowed to {verb} {thing}{really}; {option} allows it")
    }
}

/// The option that allows for `thing`, as it can be typed into a shell.
fn option(what: Permission, thing: &str) -> String {
    // A comma stands between two things unless it is doubled.
    let option = format!("--allow-{}={}", what.name(), thing.replace(',', ",,"));
    let is_plain = |char: char| char.is_alphanumeric() || "-_=./,:%+@".contains(char);
    if option.chars().all(is_plain) {
        option
    } else {
        format!("'{}'", option.replace('\'', r"'\''"))
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Permission;

    #[track_caller]
    fn check_denial(what: Permission, thing: &str, resolved: Option<&str>, expect: &str) {
        assert_eq!(what.denial(thing, resolved), expect);
    }

    #[test]
    fn a_denial_names_the_option_as_it_can_be_typed() {
        check_denial(
            Permission::Read,
            "data/x.csv",
            None,
            "not allowed to read data/x.csv; --allow-read=data/x.csv allows it",
        );
        check_denial(
            Permission::Write,
            "link",
            Some("/my files/a,b"),
            "not allowed to write to link, which is /my files/a,b; '--allow-write=/my files/a,,b' allows it",
        );
        check_denial(
            Permission::Net,
            "example.org:80",
            None,
            "not allowed to connect to example.org:80; --allow-net=example.org:80 allows it",
        );
        check_denial(
            Permission::Run,
            "it's",
            None,
            r"not allowed to run it's; '--allow-run=it'\''s' allows it",
        );
    }
}
