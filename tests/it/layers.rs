//! Which crate may depend on which. A new edge is a decision of its own, and this table is where it is taken.

use toml::{Table, Value};

use crate::tree;

/// What one crate of the workspace may name in its `Cargo.toml`.
struct Layer {
    name: &'static str,
    /// Crates of this workspace in `[dependencies]`.
    own: &'static [&'static str],
    /// Crates of this workspace in `[dev-dependencies]` only.
    own_dev: &'static [&'static str],
    /// Crates from elsewhere in `[dependencies]`.
    external: &'static [&'static str],
    /// Crates from elsewhere in `[dev-dependencies]` only.
    external_dev: &'static [&'static str],
}

/// From the bottom to the top: a crate stands below everything that may depend on it.
/// Crates that the design foresees have their row from the beginning; a row may wait for its crate.
const LAYERS: &[Layer] = &[
    Layer {
        name: "futures-core",
        own: &[],
        own_dev: &[],
        external: &["crossbeam-utils", "once_cell"],
        external_dev: &["insta", "tokio"],
    },
    Layer {
        // A server for tests, which stands outside of every world: nothing of ours, and certificates only if asked for.
        name: "loopback-server",
        own: &[],
        own_dev: &[],
        external: &["rcgen", "rustix", "rustls"],
        external_dev: &[],
    },
    Layer {
        name: "loom-model",
        own: &["futures-core"],
        own_dev: &[],
        external: &["loom"],
        external_dev: &[],
    },
    Layer {
        name: "conformance",
        own: &["futures-core"],
        own_dev: &[],
        external: &["serde"],
        external_dev: &[],
    },
    Layer {
        name: "pool-thread",
        own: &["futures-core"],
        own_dev: &["conformance"],
        external: &["crossbeam-utils", "once_cell"],
        external_dev: &["insta", "tokio"],
    },
    Layer {
        name: "pool-process",
        own: &["futures-core"],
        // One wait takes futures of threads and of processes.
        own_dev: &["conformance", "pool-thread"],
        external: &["rustix", "serde"],
        // `serde_json` has the values that only a self-describing format can carry.
        external_dev: &["insta", "libtest-mimic", "serde_json"],
    },
    Layer {
        name: "futures-sim",
        own: &["futures-core"],
        // The pools of this process are what it runs.
        own_dev: &["conformance", "pool-thread"],
        // `rustix` keeps the threads on one processor.
        external: &["rustix"],
        external_dev: &["insta"],
    },
    Layer {
        name: "planted-core",
        own: &[],
        own_dev: &[],
        external: &["crossbeam-utils", "once_cell"],
        external_dev: &[],
    },
    Layer {
        name: "planted-pool",
        own: &["planted-core"],
        own_dev: &[],
        external: &["crossbeam-utils"],
        external_dev: &[],
    },
    Layer {
        name: "planted-sim",
        own: &["planted-core"],
        own_dev: &["planted-pool"],
        external: &["rustix"],
        external_dev: &[],
    },
    Layer {
        name: "timeline",
        own: &["futures-core"],
        own_dev: &[],
        // How many columns of a terminal a text takes.
        external: &["unicode-width"],
        external_dev: &["insta"],
    },
    Layer {
        name: "pool-cluster",
        own: &["futures-core", "pool-process"],
        own_dev: &["conformance"],
        external: &[],
        external_dev: &["insta"],
    },
    Layer {
        name: "futures-script",
        own: &[
            "futures-core",
            "pool-thread",
            "pool-process",
            "futures-sim",
            "timeline",
            "pool-cluster",
        ],
        own_dev: &["loopback-server"],
        // ureq: HTTP with connections of our own, which can be given up at any moment; rustls (by ring, which needs no
        // CMake) and webpki-roots for TLS over them. signal-hook: of those for signals it is the one that tells Ctrl-C from SIGTERM and has a safe way to end the
        // process at a second one. rustix: the clock that all processes share; tests send signals and open terminals.
        // csv and serde_json read and write what their names say, the latter by way of serde; sha2 makes checksums.
        // rustyline: the line editor of the shell, see docs/architecture.md.
        // similar shows how texts differ; regex-lite and shlex read the headers of tests, and pull in nothing. toml reads
        // what a course says about itself.
        external: &[
            "annotate-snippets",
            "csv",
            "lexopt",
            "regex-lite",
            "rhai",
            "rustix",
            "rustls",
            "rustyline",
            "serde",
            "serde_json",
            "sha2",
            "shlex",
            "signal-hook",
            "similar",
            "toml",
            "ureq",
            "webpki-roots",
        ],
        // flate2 packs what a server sends; roxmltree reads the XML that build servers get; vt100 is the screen of a
        // terminal, as a user of the shell sees it.
        external_dev: &["flate2", "insta", "roxmltree", "vt100"],
    },
    Layer {
        name: "workspace-tests",
        own: &[],
        // Scripts of the documents, and the programs, talk to it.
        own_dev: &["loopback-server"],
        external: &[],
        external_dev: &["insta", "toml"],
    },
];

#[test]
fn every_dependency_is_allowed() {
    let mut findings = Vec::new();
    for (path, manifest) in member_manifests() {
        let name = package_name(&manifest);
        match LAYERS.iter().find(|layer| layer.name == name) {
            Some(layer) => findings.extend(violations(layer, &manifest)),
            None => findings.push(format!(
                "{path}: `{name}` has no row in the table of layers"
            )),
        }
    }
    tree::expect_none("Dependencies outside the layers", &findings);
}

#[test]
fn every_member_shares_the_workspace_settings() {
    let mut findings = Vec::new();
    for (path, manifest) in member_manifests() {
        for key in ["version", "edition", "rust-version", "license"] {
            if !inherits(manifest.get("package").and_then(|package| package.get(key))) {
                findings.push(format!("{path}: `{key}.workspace = true` is missing"));
            }
        }
        if !inherits(manifest.get("lints")) {
            findings.push(format!("{path}: `[lints] workspace = true` is missing"));
        }
        if !manifest["package"]
            .get("description")
            .is_some_and(Value::is_str)
        {
            findings.push(format!("{path}: no description"));
        }
    }
    tree::expect_none(
        "One version, edition and set of lints for all crates",
        &findings,
    );
}

#[test]
fn the_table_is_ordered_from_the_bottom_to_the_top() {
    for (idx, layer) in LAYERS.iter().enumerate() {
        for own in layer.own.iter().chain(layer.own_dev) {
            assert!(
                LAYERS[..idx].iter().any(|below| below.name == *own),
                "{} depends on {own}, which does not stand below it",
                layer.name
            );
        }
    }
}

#[test]
fn the_measuring_crate_stands_outside() {
    if tree::folders("crates")
        .iter()
        .any(|folder| folder == "peer-bench")
    {
        let manifest = parse("crates/peer-bench/Cargo.toml");
        assert!(
            manifest.contains_key("workspace"),
            "peer-bench needs a workspace of its own"
        );
    }
}

#[test]
fn a_forbidden_edge_is_found() {
    check(
        "pool-thread",
        "[dependencies]\nfutures-core.workspace = true",
        &[],
    );
    check(
        "pool-thread",
        "[dependencies]\nrhai = \"1\"",
        &["pool-thread may not depend on `rhai`"],
    );
    check(
        "pool-thread",
        "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"",
        &["pool-thread may not depend on `libc`"],
    );
    check(
        "timeline",
        "[build-dependencies]\nfutures-script.workspace = true",
        &["timeline may not depend on `futures-script`"],
    );
    check(
        "pool-thread",
        "[dependencies]\nharmless = { package = \"rhai\", version = \"1\" }",
        &["pool-thread may not depend on `rhai`"],
    );
    check(
        "pool-thread",
        "[dev-dependencies]\nconformance.workspace = true",
        &[],
    );
    check(
        "pool-thread",
        "[dependencies]\nconformance.workspace = true",
        &["pool-thread may not depend on `conformance`"],
    );
    check(
        "conformance",
        "[dev-dependencies]\npool-thread.workspace = true",
        &["conformance may not depend on `pool-thread`, not even for its tests"],
    );
}

#[track_caller]
fn check(name: &str, manifest: &str, expected: &[&str]) {
    let layer = LAYERS
        .iter()
        .find(|layer| layer.name == name)
        .expect("a row of the table");
    let manifest: Table = manifest.parse().expect("well-formed TOML");
    assert_eq!(violations(layer, &manifest), expected);
}

/// What `manifest` names although `layer` does not allow it.
fn violations(layer: &Layer, manifest: &Table) -> Vec<String> {
    let name = layer.name;
    let mut found = Vec::new();
    for (dependency, dev_only) in dependencies(manifest) {
        let used_by_code = [layer.own, layer.external];
        let used_by_tests = [layer.own_dev, layer.external_dev];
        let listed = |lists: [&[&str]; 2]| lists.iter().any(|list| list.contains(&&*dependency));
        if listed(used_by_code) || (dev_only && listed(used_by_tests)) {
            continue;
        }
        let tail = if dev_only {
            ", not even for its tests"
        } else {
            ""
        };
        found.push(format!("{name} may not depend on `{dependency}`{tail}"));
    }
    found
}

/// Every dependency by its package name, and whether only tests, examples and benches see it.
fn dependencies(manifest: &Table) -> Vec<(String, bool)> {
    let mut scopes = vec![manifest];
    if let Some(Value::Table(targets)) = manifest.get("target") {
        scopes.extend(targets.values().filter_map(Value::as_table));
    }
    let mut found = Vec::new();
    for scope in scopes {
        for (section, dev_only) in [
            ("dependencies", false),
            ("build-dependencies", false),
            ("dev-dependencies", true),
        ] {
            let Some(Value::Table(entries)) = scope.get(section) else {
                continue;
            };
            for (key, value) in entries {
                let renamed = value.get("package").and_then(Value::as_str);
                found.push((renamed.unwrap_or(key).to_owned(), dev_only));
            }
        }
    }
    found
}

fn member_manifests() -> Vec<(String, Table)> {
    let mut paths: Vec<String> = tree::folders("crates")
        .into_iter()
        .filter(|folder| folder != "peer-bench")
        .map(|folder| format!("crates/{folder}/Cargo.toml"))
        .collect();
    paths.push("tests/Cargo.toml".to_owned());
    paths
        .into_iter()
        .map(|path| (parse(&path), path))
        .map(|(table, path)| (path, table))
        .collect()
}

#[track_caller]
fn parse(path: &str) -> Table {
    match tree::read(path).parse() {
        Ok(table) => table,
        Err(error) => panic!("{path}: {error}"),
    }
}

fn package_name(manifest: &Table) -> &str {
    manifest["package"]["name"]
        .as_str()
        .expect("a package has a name")
}

/// Whether a key reads `{ workspace = true }`.
fn inherits(value: Option<&Value>) -> bool {
    value
        .and_then(|value| value.get("workspace"))
        .and_then(Value::as_bool)
        == Some(true)
}
