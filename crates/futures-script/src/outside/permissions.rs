//! What a script may do outside. Decisions only: nothing here looks at the world,
//! except that a tree of files is followed to where it really is when it is allowed.

use std::ffi::{OsStr, OsString};
use std::fmt::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{ScriptError, ScriptErrorKind};
use crate::outside::Permission;
use crate::outside::hosts::HostRule;
use crate::outside::paths;

/// What scripts may do outside of themselves; by default nothing.
///
/// ```
/// use futures_script::{Interpreter, Permission, Permissions};
///
/// let permissions = Permissions::none()
///     .allow(Permission::Read, "/data")?
///     .allow_all_of(Permission::Env);
/// assert_eq!(permissions.to_string(), "read /data\nenv everything");
/// let interpreter = Interpreter::builder().permissions(permissions).build();
/// # Ok::<(), futures_script::ScriptError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    read: Allowed<PathBuf>,
    write: Allowed<PathBuf>,
    net: Allowed<HostRule>,
    run: Allowed<OsString>,
    env: Allowed<OsString>,
}

/// What is allowed in one of the ways.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Allowed<T> {
    Only(Vec<T>),
    Everything,
}

/// One rule: everything of its kind, or only that.
pub(crate) type Rule = (Permission, Option<OsString>);

impl<T> Default for Allowed<T> {
    fn default() -> Self {
        Allowed::Only(Vec::new())
    }
}

impl<T> Allowed<T> {
    fn add(&mut self, one: T) {
        if let Allowed::Only(all) = self {
            all.push(one);
        }
    }

    fn any(&self, allows: impl FnMut(&T) -> bool) -> bool {
        match self {
            Allowed::Everything => true,
            Allowed::Only(all) => all.iter().any(allows),
        }
    }

    fn covers(&self, other: &Allowed<T>, covers: impl Fn(&T, &T) -> bool) -> bool {
        match (self, other) {
            (Allowed::Everything, _) => true,
            (Allowed::Only(_), Allowed::Everything) => false,
            (Allowed::Only(mine), Allowed::Only(theirs)) => theirs
                .iter()
                .all(|theirs| mine.iter().any(|mine| covers(mine, theirs))),
        }
    }

    fn join(&mut self, other: Allowed<T>) {
        match other {
            Allowed::Everything => *self = Allowed::Everything,
            Allowed::Only(all) => all.into_iter().for_each(|one| self.add(one)),
        }
    }

    fn rules(&self, what: Permission, show: impl Fn(&T) -> OsString) -> Vec<Rule> {
        match self {
            Allowed::Everything => vec![(what, None)],
            Allowed::Only(all) => all.iter().map(|one| (what, Some(show(one)))).collect(),
        }
    }
}

impl Permissions {
    /// Nothing is allowed.
    pub fn none() -> Self {
        Self::default()
    }

    /// Everything is allowed.
    pub fn all() -> Self {
        Permission::ALL
            .into_iter()
            .fold(Self::none(), Self::allow_all_of)
    }

    /// The same, and everything of one kind.
    #[must_use]
    pub fn allow_all_of(mut self, what: Permission) -> Self {
        match what {
            Permission::Read => self.read = Allowed::Everything,
            Permission::Write => self.write = Allowed::Everything,
            Permission::Net => self.net = Allowed::Everything,
            Permission::Run => self.run = Allowed::Everything,
            Permission::Env => self.env = Allowed::Everything,
        }
        self
    }

    /// The same, and one thing: a file, or a directory with all that is in it, which need not exist; a host such as
    /// `example.org`, `example.org:8080`, `*.example.org` or `[::1]:80`; a command; or a variable of the environment.
    ///
    /// A relative path begins at the current directory. Symbolic links in it are followed here and now: where it leads
    /// to later on counts for nothing.
    ///
    /// # Errors
    /// If it is no path, host or name.
    pub fn allow(self, what: Permission, thing: impl AsRef<OsStr>) -> Result<Self, ScriptError> {
        self.allow_from(Path::new(""), what, thing.as_ref())
    }

    /// As [`allow`](Self::allow), with relative paths that begin at `folder`.
    ///
    /// # Errors
    /// As [`allow`](Self::allow).
    pub fn allow_from(
        mut self,
        folder: &Path,
        what: Permission,
        thing: &OsStr,
    ) -> Result<Self, ScriptError> {
        let wrong = |why: String| ScriptError::new(ScriptErrorKind::Value, why);
        let text = || {
            let text = thing.to_str();
            text.ok_or_else(|| wrong(format!("{} is not UTF-8", thing.display())))
        };
        if thing.is_empty() {
            return Err(wrong(format!("nothing is named to be allowed for {what}")));
        }
        match what {
            Permission::Read => self.read.add(tree(folder, thing)?),
            Permission::Write => self.write.add(tree(folder, thing)?),
            Permission::Net => self.net.add(HostRule::parse(text()?).map_err(wrong)?),
            Permission::Run => self.run.add(thing.to_owned()),
            Permission::Env if thing.as_encoded_bytes().contains(&b'=') => {
                return Err(wrong(format!(
                    "{} is no name of a variable",
                    thing.display()
                )));
            }
            Permission::Env => self.env.add(thing.to_owned()),
        }
        Ok(self)
    }

    /// What is allowed by either.
    #[must_use]
    pub fn and(mut self, other: Permissions) -> Self {
        self.read.join(other.read);
        self.write.join(other.write);
        self.net.join(other.net);
        self.run.join(other.run);
        self.env.join(other.env);
        self
    }

    /// Is everything allowed here that `other` allows?
    pub fn covers(&self, other: &Permissions) -> bool {
        let tree = |mine: &PathBuf, theirs: &PathBuf| theirs.starts_with(mine);
        let same = |mine: &OsString, theirs: &OsString| mine == theirs;
        self.read.covers(&other.read, tree)
            && self.write.covers(&other.write, tree)
            && self.net.covers(&other.net, HostRule::covers)
            && self.run.covers(&other.run, same)
            && self.env.covers(&other.env, same)
    }

    /// May the file be read that is really at this absolute path, without a link or `..` in it?
    pub(crate) fn may_read(&self, path: &Path) -> bool {
        self.read.any(|tree| path.starts_with(tree))
    }

    /// May the file be written that is really at this absolute path, without a link or `..` in it?
    pub(crate) fn may_write(&self, path: &Path) -> bool {
        self.write.any(|tree| path.starts_with(tree))
    }

    /// May files be read (or written) wherever they are?
    pub(crate) fn is_everywhere(&self, what: Permission) -> bool {
        match what {
            Permission::Read => self.read == Allowed::Everything,
            _ => self.write == Allowed::Everything,
        }
    }

    /// May a connection be made? The host is a name or an address, with or without brackets.
    pub(crate) fn may_connect(&self, host: &str, port: u16) -> bool {
        self.net.any(|rule| rule.allows(host, port))
    }

    /// May the command be run that a script calls so?
    pub(crate) fn may_run(&self, program: &str) -> bool {
        self.run.any(|allowed| allowed == program)
    }

    /// May every command be run?
    pub(crate) fn may_run_anything(&self) -> bool {
        self.run == Allowed::Everything
    }

    /// May this variable of the environment be seen?
    pub(crate) fn may_see(&self, variable: &OsStr) -> bool {
        self.env.any(|allowed| allowed == variable)
    }

    /// Is there any variable of the environment that may be seen?
    pub(crate) fn sees_any(&self) -> bool {
        self.env != Allowed::default()
    }

    /// The rules, one by one; paths are absolute.
    pub(crate) fn rules(&self) -> Vec<Rule> {
        let path = |tree: &PathBuf| tree.clone().into_os_string();
        let host = |rule: &HostRule| rule.to_string().into();
        [
            self.read.rules(Permission::Read, path),
            self.write.rules(Permission::Write, path),
            self.net.rules(Permission::Net, host),
            self.run.rules(Permission::Run, OsString::clone),
            self.env.rules(Permission::Env, OsString::clone),
        ]
        .concat()
    }

    /// What has these [`rules`](Self::rules); `None` if one of them is none. No link is followed again.
    pub(crate) fn of_rules(rules: impl IntoIterator<Item = Rule>) -> Option<Self> {
        let mut all = Self::none();
        for (what, thing) in rules {
            match (what, thing) {
                (what, None) => all = all.allow_all_of(what),
                (Permission::Read, Some(path)) => all.read.add(path.into()),
                (Permission::Write, Some(path)) => all.write.add(path.into()),
                (Permission::Net, Some(host)) => {
                    all.net.add(HostRule::parse(host.to_str()?).ok()?);
                }
                (Permission::Run, Some(program)) => all.run.add(program),
                (Permission::Env, Some(name)) => all.env.add(name),
            }
        }
        Some(all)
    }
}

/// A rule in each line, as it is shown to who is to agree: `read /data`. Control characters are escaped, so that
/// a name can neither add a line nor hide one.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (what, thing)) in self.rules().into_iter().enumerate() {
            let line_break = if index > 0 { "\n" } else { "" };
            match thing {
                Some(thing) => {
                    write!(f, "{line_break}{what} ")?;
                    escaped(&thing.to_string_lossy(), f)?;
                }
                None => write!(f, "{line_break}{what} everything")?,
            }
        }
        Ok(())
    }
}

fn escaped(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for char in text.chars() {
        match char.is_control() {
            true => write!(f, "{}", char.escape_default())?,
            false => f.write_char(char)?,
        }
    }
    Ok(())
}

fn tree(folder: &Path, thing: &OsStr) -> Result<PathBuf, ScriptError> {
    let resolved = paths::resolve(&folder.join(thing), paths::Last::Followed);
    let resolved = resolved.map_err(|error| {
        let text = format!("cannot tell where {} is: {error}", thing.display());
        ScriptError::new(ScriptErrorKind::Value, text)
    })?;
    Ok(resolved.path)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;

    use super::{Permission, Permissions};

    fn allowing(rules: &[(Permission, &str)]) -> Permissions {
        rules
            .iter()
            .fold(Permissions::none(), |all, (what, thing)| {
                all.allow(*what, thing).expect("a rule")
            })
    }

    #[test]
    fn nothing_is_allowed_by_default() {
        let none = Permissions::none();
        assert!(!none.may_read(Path::new("/")));
        assert!(!none.may_write(Path::new("/tmp/x")));
        assert!(!none.may_connect("localhost", 80));
        assert!(!none.may_run("true"));
        assert!(!none.may_see(OsStr::new("HOME")));
        assert!(!none.sees_any());
        assert_eq!(none.to_string(), "");
    }

    #[test]
    fn everything_is_everything() {
        let all = Permissions::all();
        assert!(all.may_read(Path::new("/etc/passwd")));
        assert!(all.may_write(Path::new("/")));
        assert!(all.may_connect("::1", 1));
        assert!(all.may_run("/bin/sh"));
        assert!(all.may_see(OsStr::new("HOME")));
        let lines =
            "read everything\nwrite everything\nnet everything\nrun everything\nenv everything";
        assert_eq!(all.to_string(), lines);
    }

    #[test]
    fn a_name_cannot_change_what_is_shown() {
        let sly = allowing(&[(Permission::Run, "true\nread /\u{1b}[8m")]);
        assert_eq!(sly.to_string(), r"run true\nread /\u{1b}[8m");
    }

    #[track_caller]
    fn check_path(allowed: &str, path: &str, expect: bool) {
        let permissions = allowing(&[(Permission::Read, allowed)]);
        assert_eq!(permissions.may_read(Path::new(path)), expect);
        assert!(!permissions.may_write(Path::new(path)));
    }

    #[test]
    fn a_tree_is_allowed_with_all_that_is_in_it_and_nothing_else() {
        check_path("/no/such", "/no/such", true);
        check_path("/no/such", "/no/such/file", true);
        check_path("/no/such/", "/no/such/file", true);
        check_path("/no/such", "/no/suchlike", false);
        check_path("/no/such", "/no", false);
        check_path("/no/such/../other", "/no/other/file", true);
        check_path("/no/such/../other", "/no/such/file", false);
        check_path("/", "/etc/passwd", true);
    }

    #[test]
    fn commands_and_variables_are_allowed_by_name() {
        let permissions = allowing(&[(Permission::Run, "git"), (Permission::Env, "HOME")]);
        assert!(permissions.may_run("git"));
        assert!(!permissions.may_run("./git"));
        assert!(!permissions.may_run("/usr/bin/git"));
        assert!(permissions.may_see(OsStr::new("HOME")));
        assert!(!permissions.may_see(OsStr::new("HOMER")));
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        let refused = |what, thing: &str| {
            let error = Permissions::none().allow(what, thing).unwrap_err();
            error.message().to_owned()
        };
        assert_eq!(
            refused(Permission::Read, ""),
            "nothing is named to be allowed for read"
        );
        assert_eq!(
            refused(Permission::Env, "A=1"),
            "A=1 is no name of a variable"
        );
        assert_eq!(
            refused(Permission::Net, "*"),
            "'*' is no host such as example.org or *.example.org"
        );
    }

    #[track_caller]
    fn check_covers(mine: &[(Permission, &str)], theirs: &[(Permission, &str)], expect: bool) {
        assert_eq!(allowing(mine).covers(&allowing(theirs)), expect);
    }

    #[test]
    fn permissions_may_cover_others() {
        use Permission::{Env, Net, Read, Write};
        check_covers(&[], &[], true);
        check_covers(&[(Read, "/a")], &[(Read, "/a/b"), (Read, "/a")], true);
        check_covers(&[(Read, "/a")], &[(Write, "/a")], false);
        check_covers(&[(Read, "/a/b")], &[(Read, "/a")], false);
        check_covers(
            &[(Net, "*.org"), (Env, "A")],
            &[(Net, "x.org"), (Env, "A")],
            true,
        );
        check_covers(&[(Env, "A")], &[(Env, "B")], false);
        let all_to_read = Permissions::none().allow_all_of(Permission::Read);
        assert!(all_to_read.covers(&allowing(&[(Read, "/a")])));
        assert!(!allowing(&[(Read, "/")]).covers(&all_to_read));
        assert!(Permissions::all().covers(&Permissions::all()));
    }

    #[test]
    fn rules_are_the_same_after_a_journey() {
        use Permission::{Env, Net, Read, Run, Write};
        let some = allowing(&[
            (Read, "/a"),
            (Write, "/b"),
            (Net, "[::1]:80"),
            (Run, "git"),
            (Env, "HOME"),
        ]);
        for permissions in [Permissions::none(), some, Permissions::all()] {
            let travelled = Permissions::of_rules(permissions.rules());
            assert_eq!(travelled, Some(permissions));
        }
    }
}
