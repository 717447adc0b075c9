//! JSON and CSV.

use crate::outside::room::Room;
use crate::support::{check, check_errors};

#[test]
fn json_is_read() {
    check("parse_json(\"1\")", "1");
    check(
        "parse_json(\" [1, -2, 2.0, 1e3, true, false, null, \\\"a\\\\u00e9\\\"] \")",
        "[1, -2, 2.0, 1000.0, true, false, (), \"aé\"]",
    );
    check(
        "parse_json(`{\"b\": {\"c\": []}, \"a\": 1, \"a\": 2}`)",
        "#{\"a\": 2, \"b\": #{\"c\": []}}",
    );
    check(
        "parse_json(\"9223372036854775807\") == 9_223_372_036_854_775_807",
        "true",
    );
    check("type_of(parse_json(\"9223372036854775808\"))", "f64");
    check(
        "type_of(parse_json(\"123456789012345678901234567890\"))",
        "f64",
    );
    let deep = format!("parse_json(\"{}1{}\")", "[".repeat(127), "]".repeat(127));
    check(&format!("type_of({deep})"), "array");
}

#[test]
fn what_is_no_json_is_refused() {
    let nested = format!("parse_json(\"{}\")", "[".repeat(200));
    check_errors(&[
        (
            "parse_json(\"\")",
            "ValueError: parse_json: line 1, column 0: EOF while parsing a value\n  at test.rhai:1:1",
        ),
        (
            "parse_json(\"[1,\\n 2,, 3]\")",
            "ValueError: parse_json: line 2, column 4: expected value\n  at test.rhai:1:1",
        ),
        (
            "parse_json(\"[1] x\")",
            "ValueError: parse_json: line 1, column 5: trailing characters\n  at test.rhai:1:1",
        ),
        (
            "parse_json(\"{'a': 1}\")",
            "ValueError: parse_json: line 1, column 2: key must be a string\n  at test.rhai:1:1",
        ),
        (
            "parse_json(\"NaN\")",
            "ValueError: parse_json: line 1, column 1: expected value\n  at test.rhai:1:1",
        ),
        (
            "parse_json(\"1e999\")",
            "ValueError: parse_json: line 1, column 5: the number is too large for a float\n  at test.rhai:1:1",
        ),
        (
            &nested,
            "ValueError: parse_json: line 1, column 128: it nests too deeply, more than 127 levels\n  at test.rhai:1:1",
        ),
        (
            "parse_json(1)",
            "TypeError: parse_json() takes a string, not an integer\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn json_is_written() {
    check(
        "to_json(#{b: [1, 2.0, (), true, 'c', \"é\\\"\\n\"], a: #{}})",
        "{\"a\":{},\"b\":[1,2.0,null,true,\"c\",\"é\\\"\\n\"]}",
    );
    check("#{a: 1}.to_json()", "{\"a\":1}");
    check(
        "to_json(1) + to_json(\"x\") + to_json(()) + to_json(1e300)",
        "1\"x\"null1e+300",
    );
    check(
        "to_json(#{a: [1, #{}], b: []}, #{indent: 2})",
        "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}",
    );
    check(
        "let value = #{a: [1, #{b: \"x\"}], c: -0.5}; parse_json(to_json(value)) == value",
        "true",
    );
    check_errors(&[
        (
            "to_json([#{a: thread_pool(1)}])",
            "ValueError: to_json: a ThreadPool has no form in JSON, at `[0].a`\n  at test.rhai:1:1",
        ),
        (
            "to_json(#{\"a b\": |x| x})",
            "ValueError: to_json: a function has no form in JSON, at `[\"a b\"]`\n  at test.rhai:1:1",
        ),
        (
            "to_json([1.0 / 0.0])",
            "ValueError: to_json: the float inf has no form in JSON, at `[0]`\n  at test.rhai:1:1",
        ),
        (
            "to_json(blob(1))",
            "ValueError: to_json: a blob has no form in JSON\n  at test.rhai:1:1",
        ),
        (
            "to_json([1], #{indent: 5_000_000_000})",
            "ValueError: to_json: indent must be at most 100, got 5000000000\n  at test.rhai:1:1",
        ),
        (
            "to_json([1], #{indent: -1})",
            "ValueError: to_json: indent must be at least 1, got -1\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn csv_is_read() {
    check(
        "parse_csv(\"a,b\\n1,x\\n2,\\\"y, \\\"\\\"z\\\"\\\"\\\"\\n\")",
        "[#{\"a\": \"1\", \"b\": \"x\"}, #{\"a\": \"2\", \"b\": \"y, \\\"z\\\"\"}]",
    );
    check(
        "parse_csv(\"a;b\\r\\n1;2\", #{delimiter: \";\", header: false})",
        "[[\"a\", \"b\"], [\"1\", \"2\"]]",
    );
    check("parse_csv(\"\\na\\n\\n1\\n\\n\")", "[#{\"a\": \"1\"}]");
    check("parse_csv(\"\") + parse_csv(\"a,b\\n\")", "[]");
    check("parse_csv(\"a\\n\\\"two\\nlines\\\"\\n\")[0].a.len()", "9");
    check_errors(&[
        (
            "parse_csv(\"a,b\\n1,2\\n3\\n\")",
            "ValueError: parse_csv: line 3: 1 fields, but the header has 2\n  at test.rhai:1:1",
        ),
        (
            "parse_csv(\"a,a\\n\")",
            "ValueError: parse_csv: line 1: two columns are called \"a\"\n  at test.rhai:1:1",
        ),
        (
            "parse_csv(\"a\", #{delimiter: \"::\"})",
            "ValueError: parse_csv: delimiter must be one ASCII character, not \"::\"\n  at test.rhai:1:1",
        ),
        (
            "parse_csv(\"a\", #{delimiter: \"\\n\"})",
            "ValueError: parse_csv: delimiter cannot be \"\\n\", which has a meaning already\n  at test.rhai:1:1",
        ),
        (
            "parse_csv(\"a\", #{header: 1})",
            "TypeError: parse_csv: header must be true or false, not an integer\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn csv_is_written() {
    check(
        "to_csv([#{b: 1, a: \"x, y\"}, #{a: 2.5}])",
        "a,b\n\"x, y\",1\n2.5,\n",
    );
    check(
        "to_csv([#{b: 1, a: 2}], #{columns: [\"b\", \"a\"], delimiter: \"\\t\"})",
        "b\ta\n1\t2\n",
    );
    check("to_csv([[1, ()], [true, 'c']])", "1,\ntrue,c\n");
    check("to_csv([[1, 2]], #{columns: [\"x\", \"y\"]})", "x,y\n1,2\n");
    check("to_csv([#{a: 1}], #{header: false})", "1\n");
    check("to_csv([])", "");
    check_errors(&[
        (
            "to_csv([#{a: 1}, #{b: 1}])",
            "ValueError: to_csv: row 1: there is no column \"b\"\n  at test.rhai:1:1",
        ),
        (
            "to_csv([[1, 2], [[3]]])",
            "ValueError: to_csv: row 1: an array is no field; a text or a number is\n  at test.rhai:1:1",
        ),
        (
            "to_csv([1])",
            "ValueError: to_csv: row 0: an integer is no row; a map or an array is\n  at test.rhai:1:1",
        ),
        (
            "to_csv([[1]], #{columns: [\"x\", \"y\"]})",
            "ValueError: to_csv: row 0: 1 fields, but there are 2 columns\n  at test.rhai:1:1",
        ),
        (
            "to_csv([], #{columns: \"x\"})",
            "TypeError: to_csv: columns must be an array of strings, not a string\n  at test.rhai:1:1",
        ),
    ]);
}

#[test]
fn in_files() {
    let room = Room::new("data");
    room.check(
        "write_json(\"ROOM/in/a.json\", [1]); read_json(\"ROOM/in/a.json\")",
        "[1]",
    )
    .check(
        "write_json(\"ROOM/in/a.json\", [1], #{indent: 1}); read_text(\"ROOM/in/a.json\")",
        "[\n 1\n]",
    )
    .check(
        "write_csv(\"ROOM/in/a.csv\", [[1, 2]]); read_csv(\"ROOM/in/a.csv\", #{header: false})",
        "[[\"1\", \"2\"]]",
    );
    room.file("in/bad.json", "{\n  \"a\": }")
        .file("in/bad.csv", "\u{feff}a,b\n1\n");
    room.check_error(
        "read_json(\"ROOM/in/bad.json\")",
        "ValueError: read_json: ROOM/in/bad.json, line 2, column 8: expected value",
    )
    .check_error(
        "read_csv(\"ROOM/in/bad.csv\")",
        "ValueError: read_csv: ROOM/in/bad.csv, line 2: 1 fields, but the header has 2",
    )
    // What cannot be written leaves the file as it was.
    .check_error(
        "write_json(\"ROOM/in/a.json\", [|x| x])",
        "ValueError: write_json: a function has no form in JSON, at `[0]`",
    )
    .check("read_json(\"ROOM/in/a.json\")", "[1]");
}
