//! What a program links that uses the process pool and nothing else of ours.

use std::collections::BTreeSet;

use crate::tree;

/// So many packages, the program itself among them, are too many.
const TOO_MANY: usize = 25;

/// The names in a lock file.
fn packages(lock: &str) -> BTreeSet<String> {
    let lock: toml::Table = lock.parse().expect("a lock file is TOML");
    let packages = lock["package"].as_array().expect("a list of packages");
    let name = |package: &toml::Value| package["name"].as_str().expect("a name").to_owned();
    packages.iter().map(name).collect()
}

/// What is wrong with what such a program links.
fn findings(lock: &str) -> Vec<String> {
    let names = packages(lock);
    let mut findings = Vec::new();
    if names.len() >= TOO_MANY {
        findings.push(format!("{} packages: {names:?}", names.len()));
    }
    for foreign in ["rhai", "pool-thread", "futures-script", "tokio"] {
        if names.contains(foreign) {
            findings.push(format!("it pulls in `{foreign}`"));
        }
    }
    if !names.contains("pool-process") {
        findings.push("the process pool is not in it".to_owned());
    }
    findings
}

#[test]
fn the_process_pool_alone_pulls_in_little_and_no_rhai() {
    let lock = std::fs::read_to_string(tree::root().join("tests/alone/Cargo.lock"));
    let lock = lock.expect("the lock file of tests/alone");
    assert_eq!(findings(&lock), [] as [String; 0]);
}

#[test]
fn too_many_packages_are_found() {
    let many: String = (0..TOO_MANY)
        .map(|n| format!("[[package]]\nname = \"p{n}\"\nversion = \"1.0.0\"\n"))
        .collect();
    let lock = format!("{many}[[package]]\nname = \"rhai\"\nversion = \"1.0.0\"\n");
    let findings = findings(&lock);
    assert_eq!(findings.len(), 3, "{findings:?}");
}
