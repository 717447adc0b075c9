//! What is in files: text, bytes, lines, and what cannot be read or written.

use crate::outside::room::Room;

#[test]
fn text_and_bytes() {
    let room = Room::new("text");
    room.check("write_text(\"ROOM/in/a\", \"Büro\\n\"); read_text(\"ROOM/in/a\")", "Büro\n")
        .check("read_bytes(\"ROOM/in/a\").len()", "6")
        .check("append_text(\"ROOM/in/a\", \"x\"); append_text(\"ROOM/in/new\", \"y\"); read_text(\"ROOM/in/a\") + read_text(\"ROOM/in/new\")", "Büro\nxy")
        .check("write_text(\"ROOM/in/a\", \"\"); read_text(\"ROOM/in/a\").len()", "0")
        .check("write_bytes(\"ROOM/in/b\", blob(3, 255)); append_bytes(\"ROOM/in/b\", blob(1, 7)); read_bytes(\"ROOM/in/b\")", "[ffffff07]")
        .check("sha256_file(\"ROOM/in/b\") == sha256(read_bytes(\"ROOM/in/b\"))", "true");
    let large = "0123456789".repeat(500_000);
    room.file("in/large", &large);
    room.check("read_text(\"ROOM/in/large\").len()", "5000000");
    room.check("copy_file(\"ROOM/in/large\", \"ROOM/in/copy\"); sha256_file(\"ROOM/in/copy\") == sha256_file(\"ROOM/in/large\")", "true");
}

#[test]
fn text_is_utf8() {
    let room = Room::new("utf8");
    room.file("in/mark", "\u{feff}a")
        .file("in/latin", b"caf\xe9");
    room.check("read_text(\"ROOM/in/mark\")", "a");
    room.check("read_bytes(\"ROOM/in/latin\").len()", "4");
    room.check_error(
        "read_text(\"ROOM/in/latin\")",
        "ValueError: read_text: ROOM/in/latin is not UTF-8: byte 3 (0xe9) is wrong; read_bytes reads anything",
    );
}

#[test]
fn lines() {
    let room = Room::new("lines");
    room.file("in/a", "\u{feff}one\r\n\ntwo\rthree")
        .file("in/empty", "")
        .file("in/bad", b"a\n\xff\n");
    room.check("read_lines(\"ROOM/in/a\").to_array()", "[\"one\", \"\", \"two\\rthree\"]")
        .check("read_lines(\"ROOM/in/empty\").to_array()", "[]")
        .check("let lines = read_lines(\"ROOM/in/a\"); for line in lines { break; } lines.to_array().len()", "2")
        .check_error(
            "read_lines(\"ROOM/in/bad\").to_array()",
            "ValueError: read_lines: line 2 of ROOM/in/bad is not UTF-8: byte 1 of it is wrong",
        )
        .check_error(
            "for line in read_lines(\"ROOM/in/missing\") { }",
            "FileNotFoundError: read_lines: ROOM/in/missing: no such file or directory",
        );
    // Lines that do not fit into what is read at once.
    let long: String = (0..5)
        .map(|n| n.to_string().repeat(70_000) + "\n")
        .collect();
    room.file("in/long", &long);
    room.check("let all = \"\"; for line in read_lines(\"ROOM/in/long\") { all += line + \"\\n\"; } all == read_text(\"ROOM/in/long\")", "true");
}

#[test]
fn devices_have_an_end_if_nobody_else_has() {
    let room = Room::new("devices");
    let everywhere = futures_script::Permissions::all();
    let interpreter = room.builder().permissions(everywhere).build();
    let report = |script: &str| interpreter.run("test.rhai", script).unwrap_err().report();
    assert_eq!(
        report("read_bytes(\"/dev/zero\", #{max_bytes: 5_000_000})"),
        "LimitError: read_bytes: /dev/zero has more than 5000000 bytes; #{max_bytes: …} allows more\n  at test.rhai:1:1"
    );
    assert_eq!(
        report("write_text(\"/dev/full\", \"x\")"),
        "OSError: write_text: /dev/full: no space left on device\n  at test.rhai:1:1"
    );
    let copied = interpreter.run(
        "test.rhai",
        &room.named("write_text(\"ROOM/in/c\", \"c\"); copy_file(\"ROOM/in/c\", \"/dev/null\")"),
    );
    assert!(copied.is_ok(), "{copied:?}");
    let value = interpreter.run(
        "test.rhai",
        "write_text(\"/dev/null\", \"x\"); read_text(\"/dev/null\")",
    );
    assert_eq!(value.unwrap().to_string(), "");
    // Says that it is empty.
    let status = interpreter.run(
        "test.rhai",
        "read_text(\"/proc/self/status\").starts_with(\"Name:\")",
    );
    assert_eq!(status.unwrap().to_string(), "true");
    room.file("in/a", "12345");
    room.check("read_text(\"ROOM/in/a\", #{max_bytes: 5})", "12345")
        .check_error(
            "read_text(\"ROOM/in/a\", #{max_bytes: 4})",
            "LimitError: read_text: ROOM/in/a has more than 4 bytes; #{max_bytes: …} allows more",
        );
}

#[test]
fn what_the_system_refuses() {
    let room = Room::new("refused");
    room.folder("in/folder").file("in/a", "a");
    for (script, expect) in [
        (
            "read_text(\"ROOM/in/folder\")",
            "IsADirectoryError: read_text: ROOM/in/folder: it is a directory",
        ),
        (
            "write_text(\"ROOM/in/folder\", \"\")",
            "IsADirectoryError: write_text: ROOM/in/folder: it is a directory",
        ),
        (
            "write_text(\"ROOM/in/no/a\", \"\")",
            "FileNotFoundError: write_text: ROOM/in/no/a: no such file or directory",
        ),
        (
            "read_text(\"ROOM/in/a/b\")",
            "NotADirectoryError: read_text: ROOM/in/a/b: it is no directory, or something on the way to it is none",
        ),
        (
            "copy_file(\"ROOM/in/a\", \"ROOM/in/../in/a\")",
            "ValueError: copy_file: ROOM/in/a and ROOM/in/../in/a are the same file",
        ),
        (
            "read_text(1)",
            "TypeError: read_text() takes a string, not an integer",
        ),
        (
            "write_text(\"ROOM/in/a\", 1)",
            "TypeError: write_text() takes (string, string), not (string, integer)",
        ),
        (
            "read_text(\"ROOM/in/a\", #{max: 1})",
            "TypeError: read_text: unknown option `max`; it takes max_bytes",
        ),
        (
            "read_text(\"ROOM/in/a\", #{max_bytes: 0})",
            "ValueError: read_text: max_bytes must be at least 1, got 0",
        ),
        (
            "env(\"HOME\")",
            "PermissionError: env: not allowed to see the environment variable HOME; --allow-env=HOME allows it",
        ),
        (
            "env_vars()",
            "PermissionError: env_vars: not allowed to see the environment; --allow-env allows it",
        ),
        (
            "sha256(1)",
            "TypeError: sha256: the data must be a string or a blob, not an integer",
        ),
    ] {
        room.check_error(script, expect);
    }
}
