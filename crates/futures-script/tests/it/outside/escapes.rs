//! No path leads out of what is allowed.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_core::host::{self, Spawn};
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::outside::room::Room;

/// The error of a path that is really `out/secret`.
fn denied(path: &str) -> String {
    format!(
        "PermissionError: read_text: not allowed to read {path}, which is ROOM/out/secret; --allow-read=ROOM/out/secret allows it"
    )
}

#[test]
fn up_and_away() {
    let room = Room::new("up");
    room.folder("in/deep").file("in/a", "a");
    for path in [
        "ROOM/in/../out/secret",
        "ROOM/in/deep/../../out/secret",
        "ROOM/in/./..//out/./secret",
        "ROOM/in/deep/../deep/../../out/secret",
        "ROOM/in/a/../../out/secret",
        "ROOM/in/missing/../../out/secret",
    ] {
        room.check_error(&format!("read_text(\"{path}\")"), &denied(path));
    }
    room.check("read_text(\"ROOM/in/deep/../a\")", "a");
    room.check("read_text(\"ROOM/out/../in/a\")", "a");
    room.check_error(
        "read_text(\"ROOM/in/missing/../a\")",
        "FileNotFoundError: read_text: ROOM/in/missing/../a: no such file or directory",
    );
    room.check_error(
        "read_text(\"ROOM/in/a/../a\")",
        "NotADirectoryError: read_text: ROOM/in/a/../a: it is no directory, or something on the way to it is none",
    );
}

#[test]
fn absolute_and_relative() {
    let room = Room::new("absolute");
    room.check_error(
        "read_text(\"/etc/hosts\")",
        "PermissionError: read_text: not allowed to read /etc/hosts; --allow-read=/etc/hosts allows it",
    );
    room.check_error(
        "read_text(\"Cargo.toml\")",
        "PermissionError: read_text: not allowed to read Cargo.toml; --allow-read=Cargo.toml allows it",
    );
    room.check_error(
        "read_text(\"/\")",
        "PermissionError: read_text: not allowed to read /, which is /; --allow-read=/ allows it",
    );
    // That it is not there is nothing that the script may know.
    room.check_error(
        "exists(\"ROOM/out/missing\")",
        "PermissionError: exists: not allowed to read ROOM/out/missing; --allow-read=ROOM/out/missing allows it",
    );
    // What only begins like an allowed name is another one.
    room.file("inside", "secret");
    room.check_error(
        "read_text(\"ROOM/inside\")",
        "PermissionError: read_text: not allowed to read ROOM/inside; --allow-read=ROOM/inside allows it",
    );
}

#[test]
fn links() {
    let room = Room::new("links");
    room.folder("in/real").file("in/real/a", "a");
    room.link("in/file", "ROOM/out/secret")
        .link("in/relative", "../out/secret")
        .link("in/folder", "ROOM/out")
        .link("in/chain", "relative")
        .link("in/back", "ROOM/out/back")
        .link("out/back", "ROOM/in/real")
        .link("in/ring", "ring")
        .link("in/dangling", "ROOM/out/new")
        .link("in/new", "real/new");
    for path in [
        "ROOM/in/file",
        "ROOM/in/relative",
        "ROOM/in/folder/secret",
        "ROOM/in/chain",
        "ROOM/in/back/../../out/secret",
    ] {
        room.check_error(&format!("read_text(\"{path}\")"), &denied(path));
    }
    room.check("read_text(\"ROOM/in/back/a\")", "a");
    room.check_error(
        "read_text(\"ROOM/in/ring\")",
        "OSError: read_text: ROOM/in/ring: too many levels of symbolic links",
    );
    room.check_error(
        "write_text(\"ROOM/in/dangling\", \"\")",
        "PermissionError: write_text: not allowed to write to ROOM/in/dangling, which is ROOM/out/new; --allow-write=ROOM/out/new allows it",
    );
    assert!(!room.path("out/new").exists());
    room.check(
        "write_text(\"ROOM/in/new\", \"new\"); read_text(\"ROOM/in/real/new\")",
        "new",
    );
    // A hard link is the file itself, wherever else that has a name.
    fs::hard_link(room.path("out/secret"), room.path("in/hard")).unwrap();
    room.check("read_text(\"ROOM/in/hard\")", "secret");
}

#[test]
fn through_the_processes_of_the_system() {
    let room = Room::new("proc");
    room.file("in/a", "a");
    for (path, really) in [
        (concat!("/proc/self/", "root/etc/hosts"), "/etc/hosts"),
        (
            concat!("/proc/thread-self/", "root/etc/../etc/hosts"),
            "/etc/hosts",
        ),
    ] {
        room.check_error(
            &format!("read_text(\"{path}\")"),
            &format!(
                "PermissionError: read_text: not allowed to read {path}, which is {really}; --allow-read={really} allows it"
            ),
        );
    }
    // The crate's folder is the current one.
    let here = env!("CARGO_MANIFEST_DIR");
    let above = std::path::Path::new(here).parent().unwrap().display();
    room.check_error(
        "read_text(\"/proc/self/cwd/..\")",
        &format!(
            "PermissionError: read_text: not allowed to read /proc/self/cwd/.., which is {above}; --allow-read={above} allows it"
        ),
    );
    room.check("read_text(\"/proc/self/root\" + \"ROOM/in/a\")", "a");
}

#[test]
fn strange_paths() {
    let room = Room::new("strange");
    room.file("in/a", "a");
    room.check_error(
        "read_text(\"\")",
        "FileNotFoundError: read_text: the path is empty",
    );
    room.check_error(
        "read_text(\"ROOM/in/a\\x00b\")",
        "ValueError: read_text: ROOM/in/a\\0b: a path cannot contain a NUL character",
    );
    room.check_error(
        "read_text(\"ROOM/in/a/\")",
        "NotADirectoryError: read_text: ROOM/in/a/: it is no directory, or something on the way to it is none",
    );
    room.check_error(
        "read_text(\"ROOM/out/\")",
        "PermissionError: read_text: not allowed to read ROOM/out/; --allow-read=ROOM/out/ allows it",
    );
    room.check("list_dir(\"ROOM/in/\")", "[\"a\"]");
    room.check("list_dir(\"ROOM/in/.\")", "[\"a\"]");
    let long = "x".repeat(300);
    room.check_error(
        &format!("read_text(\"ROOM/in/{long}\")"),
        &format!("OSError: read_text: ROOM/in/{long}: file name too long"),
    );
    let name = OsStr::from_bytes(b"caf\xe9");
    symlink(room.path("in").join(name), room.path("in/link")).unwrap();
    room.check_error(
        "read_text(\"ROOM/in/link\")",
        "FileNotFoundError: read_text: ROOM/in/link: no such file or directory",
    );
    fs::write(room.path("in").join(name), "x").unwrap();
    room.check("read_text(\"ROOM/in/link\")", "x");
    room.check_error(
        "list_dir(\"ROOM/in\")",
        "ValueError: list_dir: a name in ROOM/in is not UTF-8: caf\\xe9",
    );
}

#[test]
fn nothing_outside_is_changed() {
    let room = Room::new("changes");
    room.folder("in/tree")
        .folder("out/tree")
        .file("out/tree/kept", "kept")
        .file("in/a", "a");
    room.link("in/tree/away", "ROOM/out/tree")
        .link("in/folder", "ROOM/out");
    let denials = [
        (
            "write_text(\"ROOM/out/x\", \"\")",
            "write_text",
            "ROOM/out/x",
            None,
        ),
        (
            "append_text(\"ROOM/in/folder/x\", \"\")",
            "append_text",
            "ROOM/in/folder/x",
            Some("ROOM/out/x"),
        ),
        ("make_dir(\"ROOM/out/x\")", "make_dir", "ROOM/out/x", None),
        (
            "make_dir(\"ROOM/out/x/y\", #{parents: true})",
            "make_dir",
            "ROOM/out/x/y",
            None,
        ),
        (
            "remove_file(\"ROOM/in/folder/secret\")",
            "remove_file",
            "ROOM/in/folder/secret",
            Some("ROOM/out/secret"),
        ),
        (
            "remove_dir(\"ROOM/in/tree/away/\", #{recursive: true})",
            "remove_dir",
            "ROOM/in/tree/away/",
            Some("ROOM/out/tree"),
        ),
        (
            "rename(\"ROOM/in/a\", \"ROOM/out/a\")",
            "rename",
            "ROOM/out/a",
            None,
        ),
        (
            "rename(\"ROOM/out/secret\", \"ROOM/in/secret\")",
            "rename",
            "ROOM/out/secret",
            None,
        ),
        (
            "copy_file(\"ROOM/in/a\", \"ROOM/in/folder/a\")",
            "copy_file",
            "ROOM/in/folder/a",
            Some("ROOM/out/a"),
        ),
    ];
    for (script, native, path, really) in denials {
        let which = really.map_or_else(String::new, |really| format!(", which is {really}"));
        let really = really.unwrap_or(path);
        room.check_error(
            script,
            &format!(
                "PermissionError: {native}: not allowed to write to {path}{which}; --allow-write={really} allows it"
            ),
        );
    }
    room.check_error(
        "copy_file(\"ROOM/out/secret\", \"ROOM/in/copy\")",
        "PermissionError: copy_file: not allowed to read ROOM/out/secret; --allow-read=ROOM/out/secret allows it",
    );
    // A tree goes with the links in it, and not with what they lead to.
    room.check("remove_dir(\"ROOM/in/tree\", #{recursive: true}); remove_file(\"ROOM/in/folder\"); list_dir(\"ROOM/in\")", "[\"a\"]");
    assert_eq!(
        fs::read_to_string(room.path("out/tree/kept")).unwrap(),
        "kept"
    );
    assert_eq!(
        fs::read_to_string(room.path("out/secret")).unwrap(),
        "secret"
    );
    assert_eq!(fs::read_dir(room.path("out")).unwrap().count(), 2);
}

#[test]
fn searches_stay_inside() {
    let room = Room::new("searches");
    room.folder("in/sub")
        .file("in/sub/a.txt", "")
        .file("out/b.txt", "");
    room.link("in/away", "ROOM/out").link("in/sub/up", "..");
    room.check(
        "walk(\"ROOM/in\")",
        "[\"ROOM/in/away\", \"ROOM/in/sub/a.txt\", \"ROOM/in/sub/up\"]",
    );
    room.check("glob(\"ROOM/in/*/*.txt\")", "[\"ROOM/in/sub/a.txt\"]");
    room.check("glob(\"ROOM/in/**/*.txt\")", "[\"ROOM/in/sub/a.txt\"]");
    room.check_error(
        "glob(\"ROOM/in/away/*.txt\")",
        "PermissionError: glob: not allowed to read ROOM/in/away, which is ROOM/out; --allow-read=ROOM/out allows it",
    );
    room.check_error(
        "glob(\"ROOM/*/*.txt\")",
        "PermissionError: glob: not allowed to read ROOM; --allow-read=ROOM allows it",
    );
}

/// A script reads one path again and again while somebody swaps a folder on it for a link out of what is allowed. Each
/// time it gets what is inside, or is refused.
#[test]
fn a_link_that_is_put_there_meanwhile_is_not_followed() {
    let room = Room::new("race");
    room.folder("in/flip").file("in/flip/secret", "public");
    room.link("in/flop", "ROOM/out");
    let (flip, flop) = (room.path("in/flip"), room.path("in/flop"));
    let is_over = Arc::new(AtomicBool::new(false));
    let swaps = Arc::new(AtomicU64::new(0));
    let (seen, counted) = (is_over.clone(), swaps.clone());
    let swapper = host::spawn(Spawn::default(), move || {
        while !seen.load(Ordering::Relaxed) {
            renameat_with(CWD, &flip, CWD, &flop, RenameFlags::EXCHANGE).unwrap();
            counted.fetch_add(1, Ordering::Relaxed);
        }
    })
    .unwrap();
    let script = "
let seen = #{};
for n in 0..10_000 {
    let got = try_read(if n % 2 == 0 { \"ROOM/in/flip/secret\" } else { \"ROOM/in/../in/flip/secret\" });
    seen[got] = true;
    if n > 2_000 && seen.len() == 2 { break; }
}
fn try_read(path) {
    let got = ();
    try { got = read_text(path); } catch (e) { got = e.kind; }
    got
}
seen.keys()";
    let ended = room.ends_with(script);
    is_over.store(true, Ordering::Relaxed);
    assert!(swapper.join().is_ok());
    assert!(swaps.load(Ordering::Relaxed) > 0);
    let allowed = [
        "[\"PermissionError\"]",
        "[\"public\"]",
        "[\"PermissionError\", \"public\"]",
        // So many swaps in one read that it was given up.
        "[\"OSError\", \"PermissionError\", \"public\"]",
        "[\"OSError\", \"public\"]",
        "[\"OSError\", \"PermissionError\"]",
    ];
    assert!(allowed.contains(&ended.as_str()), "{ended}");
}
