//! A folder of a test's own, of which its scripts may use one half.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use futures_script::{Builder, Interpreter, Permission, Permissions};

use crate::process::folder;

/// A folder with `in/`, which scripts may read and write, and `out/`, which they may not, with `out/secret` in it.
/// Scripts and reports call it `ROOM`.
pub(super) struct Room {
    path: PathBuf,
}

impl Room {
    /// An empty one; each test has its own name.
    pub(super) fn new(name: &str) -> Self {
        let path = folder().canonicalize().unwrap().join("rooms").join(name);
        let _ = fs::remove_dir_all(&path);
        for half in ["in", "out"] {
            fs::create_dir_all(path.join(half)).unwrap();
        }
        fs::write(path.join("out/secret"), "secret").unwrap();
        Room { path }
    }

    pub(super) fn path(&self, below: &str) -> PathBuf {
        self.path.join(below)
    }

    pub(super) fn file(&self, below: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(below), bytes).unwrap();
        self
    }

    pub(super) fn folder(&self, below: &str) -> &Self {
        fs::create_dir_all(self.path(below)).unwrap();
        self
    }

    /// Makes a link; a target that begins with `ROOM` is absolute.
    pub(super) fn link(&self, below: &str, target: &str) -> &Self {
        symlink(self.named(target), self.path(below)).unwrap();
        self
    }

    /// Makes a pipe that nobody reads or writes.
    pub(super) fn pipe(&self, below: &str) -> &Self {
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(rustix::fs::CWD, self.path(below), kind, mode, 0).unwrap();
        self
    }

    /// The text with the path of the room in it.
    pub(super) fn named(&self, text: &str) -> String {
        text.replace("ROOM", self.path.to_str().unwrap())
    }

    /// An interpreter whose scripts may use `in/`.
    pub(super) fn builder(&self) -> Builder {
        let half = self.path("in");
        let permissions = Permissions::none()
            .allow(Permission::Read, &half)
            .and_then(|permissions| permissions.allow(Permission::Write, &half));
        Interpreter::builder().permissions(permissions.unwrap())
    }

    /// What the script ends with: its value, or the report of its error.
    pub(super) fn ends_with(&self, script: &str) -> String {
        let ended = self.builder().build().run("test.rhai", &self.named(script));
        let text = match ended {
            Ok(value) => value.to_string(),
            Err(error) => error.report(),
        };
        text.replace(self.path.to_str().unwrap(), "ROOM")
    }

    #[track_caller]
    pub(super) fn check(&self, script: &str, expect: &str) -> &Self {
        assert_eq!(self.ends_with(script), expect, "{script}");
        self
    }

    /// The script must end with an error that is reported so at its only line.
    #[track_caller]
    pub(super) fn check_error(&self, script: &str, expect: &str) -> &Self {
        let report = self.ends_with(script);
        let (text, place) = report.split_once("\n").unwrap_or((&report, ""));
        assert_eq!(text, expect, "{script}");
        assert!(place.starts_with("  at test.rhai:1:"), "{script}\n{report}");
        self
    }
}
