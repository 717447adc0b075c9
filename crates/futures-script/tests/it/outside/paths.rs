//! Paths as texts.

use crate::support::{check, check_error};

#[test]
fn parts_of_paths() {
    check("join_path(\"a\", \"b\", \"c.txt\")", "a/b/c.txt");
    check("join_path(\"a/\", \"b\")", "a/b");
    check("join_path(\"a\", \"/b\")", "/b");
    check("join_path(\"a\")", "a");
    check(
        "[file_name(\"a/b.c\"), file_name(\"a/b/\"), file_name(\"/\"), file_name(\"..\")]",
        "[\"b.c\", \"b\", \"\", \"\"]",
    );
    check(
        "[stem(\"a/b.tar.gz\"), stem(\".hidden\")]",
        "[\"b.tar\", \".hidden\"]",
    );
    check(
        "[extension(\"a.b/c\"), extension(\"c.gz\"), extension(\".hidden\")]",
        "[\"\", \"gz\", \"\"]",
    );
    check(
        "[parent(\"a/b/c\"), parent(\"a\"), parent(\"/\")]",
        "[\"a/b\", \"\", \"\"]",
    );
    check("script_dir()", ".");
    check_error(
        "join_path(\"a\", 1)",
        "TypeError: join_path: each part must be a string, not an integer\n  at test.rhai:1:1",
    );
}
