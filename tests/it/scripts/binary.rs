//! Finding the `futures` binary that belongs to this test run.
//!
//! `cargo test --workspace` has built it before any test starts, into the folder above the one of the test binaries.
//! `cargo test -p workspace-tests` alone does not; then, or when a source is newer than the binary, it is built here.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::tree;

/// The path of a `futures` binary that is as new as its sources.
pub(crate) fn futures() -> PathBuf {
    let this = env::current_exe().expect("the path of the test binary");
    let profile_folder = this
        .ancestors()
        .nth(2)
        .expect("a test binary lies in target/PROFILE/deps");
    let binary = profile_folder.join(format!("futures{}", env::consts::EXE_SUFFIX));
    if modified(&binary) < newest_source() {
        build(profile_folder);
    }
    assert!(
        binary.exists(),
        "cargo did not put the binary at {}",
        binary.display()
    );
    binary
}

fn build(profile_folder: &Path) {
    let folder = profile_folder
        .file_name()
        .expect("a profile has a name")
        .to_string_lossy();
    let profile = if folder == "debug" { "dev" } else { &folder };
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "build",
            "--quiet",
            "--package",
            "futures-script",
            "--bin",
            "futures",
        ])
        .args(["--profile", profile, "--target-dir"])
        .arg(
            profile_folder
                .parent()
                .expect("a profile lies in the target folder"),
        )
        .current_dir(tree::root())
        .status()
        .expect("cargo starts");
    assert!(status.success(), "building the `futures` binary failed");
}

/// When the youngest file that goes into the binary was written.
fn newest_source() -> Option<SystemTime> {
    tree::all_text_files()
        .into_iter()
        .filter(|file| goes_into_the_binary(&file.path))
        .filter_map(|file| modified(&tree::root().join(file.path)))
        .max()
}

fn goes_into_the_binary(path: &str) -> bool {
    let in_a_crate = path
        .strip_prefix("crates/")
        .and_then(|path| path.split_once('/'));
    match in_a_crate {
        Some(("peer-bench", _)) => false,
        Some((_, path)) => path.starts_with("src/") || matches!(path, "build.rs" | "Cargo.toml"),
        None => {
            path.starts_with("scripts/exercises/") || matches!(path, "Cargo.toml" | "Cargo.lock")
        }
    }
}

/// `None`, which is older than everything, if there is no such file.
fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}
