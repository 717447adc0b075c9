//! Files and directories as a whole.

use std::fs;

use crate::outside::room::Room;

#[test]
fn directories() {
    let room = Room::new("directories");
    room.check("make_dir(\"ROOM/in/a\"); is_dir(\"ROOM/in/a\")", "true")
        .check_error(
            "make_dir(\"ROOM/in/a\")",
            "FileExistsError: make_dir: ROOM/in/a: it is there already",
        )
        .check("make_dir(\"ROOM/in/a\", #{exist_ok: true})", "")
        .check_error(
            "make_dir(\"ROOM/in/b/c\")",
            "FileNotFoundError: make_dir: ROOM/in/b/c: no such file or directory",
        )
        .check(
            "make_dir(\"ROOM/in/b/c/d\", #{parents: true}); list_dir(\"ROOM/in/b/c\")",
            "[\"d\"]",
        )
        .check_error(
            "make_dir(\"ROOM/in/b/c/d\", #{parents: true})",
            "FileExistsError: make_dir: ROOM/in/b/c/d: it is there already",
        );
    room.file("in/file", "");
    room.check_error(
        "make_dir(\"ROOM/in/file\", #{exist_ok: true})",
        "FileExistsError: make_dir: ROOM/in/file: it is there already",
    )
    .check_error("remove_dir(\"ROOM/in/b\")", "OSError: remove_dir: ROOM/in/b: the directory is not empty")
    .check_error("remove_dir(\"ROOM/in/file\")", "NotADirectoryError: remove_dir: ROOM/in/file: it is no directory, or something on the way to it is none")
    .check_error("remove_file(\"ROOM/in/a\")", "IsADirectoryError: remove_file: ROOM/in/a: it is a directory")
    .check("remove_dir(\"ROOM/in/a\"); remove_dir(\"ROOM/in/b\", #{recursive: true}); list_dir(\"ROOM/in\")", "[\"file\"]")
    .check_error("remove_dir(\"ROOM/in/a\")", "FileNotFoundError: remove_dir: ROOM/in/a: no such file or directory")
    .check_error("list_dir(\"ROOM/in/file\")", "NotADirectoryError: list_dir: ROOM/in/file: it is no directory, or something on the way to it is none");
}

#[test]
fn a_tree_that_is_not_there_yet_can_be_allowed() {
    use futures_script::{Permission, Permissions};

    let room = Room::new("future");
    let tree = room.path("in/new/tree");
    let permissions = Permissions::none()
        .allow(Permission::Write, &tree)
        .and_then(|permissions| permissions.allow(Permission::Read, &tree))
        .unwrap();
    let interpreter = room.builder().permissions(permissions).build();
    fs::create_dir(room.path("in/new")).unwrap();
    let script = "make_dir(\"ROOM/in/new/tree\"); write_text(\"ROOM/in/new/tree/a\", \"a\"); read_text(\"ROOM/in/new/tree/a\")";
    let read = interpreter.run("test.rhai", &room.named(script));
    assert_eq!(read.unwrap().to_string(), "a");
}

#[test]
fn names_and_copies() {
    let room = Room::new("names");
    room.file("in/a", "a")
        .file("in/b", "b")
        .link("in/link", "a")
        .link("in/nowhere", "missing");
    room.check("rename(\"ROOM/in/a\", \"ROOM/in/b\"); read_text(\"ROOM/in/b\")", "a")
        .check("exists(\"ROOM/in/a\")", "false")
        .check("copy_file(\"ROOM/in/b\", \"ROOM/in/a\"); read_text(\"ROOM/in/link\")", "a")
        .check("remove_file(\"ROOM/in/link\"); exists(\"ROOM/in/a\")", "true")
        .check("[exists(\"ROOM/in/nowhere\"), is_file(\"ROOM/in/a\"), is_dir(\"ROOM/in\"), is_file(\"ROOM/in\")]", "[false, true, true, false]")
        .check_error("rename(\"ROOM/in/x\", \"ROOM/in/y\")", "FileNotFoundError: rename: ROOM/in/x to ROOM/in/y: no such file or directory");
}

#[test]
fn metadata() {
    let room = Room::new("metadata");
    room.file("in/a", "12345").link("in/link", "a");
    room.check("let m = metadata(\"ROOM/in/link\"); [m.size, m.is_file, m.is_dir]", "[5, true, false]")
        .check("metadata(\"ROOM/in\").is_dir", "true")
        .check("metadata(\"ROOM/in/a\").keys()", "[\"is_dir\", \"is_file\", \"mode\", \"modified\", \"size\"]")
        .check("let before = metadata(\"ROOM/in/a\").modified; write_text(\"ROOM/in/b\", \"\"); metadata(\"ROOM/in/b\").modified >= before", "true")
        .check_error("metadata(\"ROOM/in/x\")", "FileNotFoundError: metadata: ROOM/in/x: no such file or directory");
}

#[test]
fn lists_and_patterns() {
    let room = Room::new("patterns");
    room.folder("in/a/b").folder("in/.hidden").folder("in/[x]");
    for file in [
        "in/2.csv",
        "in/1.csv",
        "in/.c.csv",
        "in/a/3.csv",
        "in/a/b/4.csv",
        "in/.hidden/5.csv",
        "in/[x]/6.csv",
        "in/é.txt",
    ] {
        room.file(file, "");
    }
    room.check("list_dir(\"ROOM/in\")", "[\".c.csv\", \".hidden\", \"1.csv\", \"2.csv\", \"[x]\", \"a\", \"é.txt\"]")
        .check("walk(\"ROOM/in/a\")", "[\"ROOM/in/a/3.csv\", \"ROOM/in/a/b/4.csv\"]")
        .check("glob(\"ROOM/in/*.csv\")", "[\"ROOM/in/1.csv\", \"ROOM/in/2.csv\"]")
        .check("glob(\"ROOM/in/?.txt\")", "[\"ROOM/in/é.txt\"]")
        .check("glob(\"ROOM/in/.*\")", "[\"ROOM/in/.c.csv\", \"ROOM/in/.hidden\"]")
        .check("glob(\"ROOM/in/**/[34].csv\")", "[\"ROOM/in/a/3.csv\", \"ROOM/in/a/b/4.csv\"]")
        .check("glob(\"ROOM/in/a/**\")", "[\"ROOM/in/a\", \"ROOM/in/a/3.csv\", \"ROOM/in/a/b\", \"ROOM/in/a/b/4.csv\"]")
        .check("glob(\"ROOM/in/*/b\")", "[\"ROOM/in/a/b\"]")
        .check("glob(\"ROOM/in/[[]x]/*\")", "[\"ROOM/in/[x]/6.csv\"]")
        .check("glob(\"ROOM/in/a/3.csv\")", "[\"ROOM/in/a/3.csv\"]")
        .check("glob(\"ROOM/in/a/nothing\") + glob(\"ROOM/in/no/*\") + glob(\"ROOM/in/1.csv/*\") + glob(\"ROOM/in/**/**/x\")", "[]")
        .check("glob(\"ROOM/in/**/**/4.csv\")", "[\"ROOM/in/a/b/4.csv\"]");
}

#[test]
fn links_that_lead_nowhere_or_away() {
    let room = Room::new("rings");
    room.folder("in/a")
        .file("in/a/file", "")
        .link("in/link", "a")
        .link("in/ring", "ring");
    room.check(
        "glob(\"ROOM/in/*/*\")",
        "[\"ROOM/in/a/file\", \"ROOM/in/link/file\"]",
    )
    .check_error(
        "remove_dir(\"ROOM/in/link\", #{recursive: true})",
        "OSError: remove_dir: ROOM/in/link: it is a link; remove_file removes it",
    )
    .check("is_file(\"ROOM/in/a/file\")", "true");
}
