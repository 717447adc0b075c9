//! A folder of its own for a test, and a program that runs in it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::scripts::{futures, utf8};
use crate::tree;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A folder that is gone when the test has ended.
pub(super) struct Folder(PathBuf);

/// How a program has ended, and what it has written.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Folder {
    pub(super) fn new() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("futures-programs-{}-{number}", std::process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a path in the folder")).expect("its folder");
        fs::write(&path, text).expect("a file for the test");
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs a program of `scripts/programs` here.
    pub(super) fn run(&self, program: &str, arguments: &[&str]) -> Ended {
        self.run_with(&[], program, arguments)
    }

    /// The same with options of `futures run`.
    pub(super) fn run_with(&self, options: &[&str], program: &str, arguments: &[&str]) -> Ended {
        run_in(&self.0, options, program, arguments)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The folder for temporary files is cleaned by others too.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs a program of `scripts/programs` in this folder.
pub(super) fn run_in(folder: &Path, options: &[&str], program: &str, arguments: &[&str]) -> Ended {
    let script = tree::root().join("scripts/programs").join(program);
    let output = Command::new(futures())
        .args(["run", "--quick", "--allow-header", "--timeout=120"])
        .args(options)
        .arg(script)
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the command can be started");
    Ended {
        code: output.status.code(),
        stdout: utf8(&output.stdout).to_owned(),
        stderr: utf8(&output.stderr).to_owned(),
    }
}
