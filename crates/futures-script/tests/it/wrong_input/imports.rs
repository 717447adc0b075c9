//! What is said of imports that are none.

use crate::importing::Files;

/// The script `main.rhai` beside these files must fail with this report.
#[track_caller]
fn check(test: &str, files: &[(&str, &str)], expect: &str) {
    let test = format!("wrong-{test}");
    assert_eq!(Files::new(&test, files).error(), expect);
}

/// The script that imports `m.rhai`, which has a bit of everything, as `m`, and goes on like this.
#[track_caller]
fn check_use(test: &str, script: &str, expect: &str) {
    let module = "export const LIMIT = 3;\nconst INNER = 1;\nlet own = 2;\nfn count(text) { 1 }\n\
                  private fn secret() { 2 }\nexport let f = |x| x;\n";
    let script = format!("import \"m\" as m;\n{script}");
    check(test, &[("m.rhai", module), ("main.rhai", &script)], expect);
}

#[test]
fn files_that_are_not_there() {
    let lib = ("lib/words.rhai", "");
    check(
        "misspelt",
        &[lib, ("main.rhai", "import \"lib/wrods\" as words;")],
        "ImportError: cannot import \"lib/wrods\": there is no file lib/wrods.rhai; did you mean \"lib/words\"?\n  at main.rhai:1:8",
    );
    check(
        "missing",
        &[lib, ("main.rhai", "import \"tools\" as t;")],
        "ImportError: cannot import \"tools\": there is no file tools.rhai\n  at main.rhai:1:8",
    );
    check(
        "folder",
        &[("lib.rhai/x", ""), ("main.rhai", "import \"lib\" as t;")],
        "ImportError: cannot import \"lib\": lib.rhai is not a file\n  at main.rhai:1:8",
    );
    check(
        "python",
        &[("main.rhai", "import \"random\" as random;")],
        "ImportError: cannot import \"random\": there is no file random.rhai; `random()` and `random(least, most)` are built in\n  at main.rhai:1:8",
    );
    check(
        "from-module",
        &[
            ("main.rhai", "import \"a\" as a;"),
            ("a.rhai", "\nimport \"b\" as b;"),
        ],
        "ImportError: cannot import \"b\": there is no file b.rhai\n  at a.rhai:2:8\n  imported at main.rhai:1:8",
    );
    check(
        "empty",
        &[("main.rhai", "import \"\" as a;")],
        "ImportError: `import` needs the path of a file: `import \"lib/words\" as words;`\n  at main.rhai:1:8",
    );
}

#[test]
fn what_leads_out_of_the_folder() {
    let expect = |path: &str, at: &str| {
        format!(
            "ImportError: cannot import \"{path}\": modules must lie below the folder of the script, FOLDER, and this \
             leads out of it\n  at {at}"
        )
    };
    check(
        "parent",
        &[("main.rhai", "import \"../once/a\" as a;")],
        &expect("../once/a", "main.rhai:1:8"),
    );
    check(
        "parent-of-inner",
        &[
            ("main.rhai", "import \"lib/a\" as a;"),
            ("lib/a.rhai", "import \"../../once/a\" as a;"),
        ],
        &expect(
            "../../once/a",
            "lib/a.rhai:1:8\n  imported at main.rhai:1:8",
        ),
    );
    check(
        "absolute",
        &[("main.rhai", "import \"/etc/passwd\" as a;")],
        "ImportError: cannot import \"/etc/passwd\": the path must begin at the file that imports, and stay below the \
         folder of the script, FOLDER\n  at main.rhai:1:8",
    );
}

#[test]
#[cfg(unix)]
fn links_that_lead_out_of_the_folder() {
    let outside = Files::new("wrong-outside", &[("a.rhai", "fn f() { 1 }")]);
    let files = Files::new(
        "wrong-links",
        &[
            ("main.rhai", "import \"link\" as a;"),
            ("inner/b.rhai", "fn f() { 1 }"),
        ],
    );
    let link = |to: &std::path::Path, name: &str| {
        std::os::unix::fs::symlink(to, files.path().join(name)).unwrap();
    };
    link(&outside.path().join("a.rhai"), "link.rhai");
    link(outside.path(), "folder");
    link(&files.path().join("inner"), "other");
    let expect = |path: &str| {
        format!(
            "ImportError: cannot import \"{path}\": modules must lie below the folder of the script, FOLDER, and this \
             leads out of it\n  at main.rhai:1:8"
        )
    };
    assert_eq!(files.error(), expect("link"));
    let write = |script: &str| std::fs::write(files.path().join("main.rhai"), script).unwrap();
    write("import \"folder/a\" as a;");
    assert_eq!(files.error(), expect("folder/a"));
    // One that stays inside is as good as the file, and the same.
    write("import \"other/b\" as a; import \"inner/b\" as b; print(a::f() + b::f());");
    let (printed, result) = files.run(None);
    result.unwrap();
    assert_eq!(printed, "2");
}

#[test]
fn rings() {
    check(
        "itself",
        &[
            ("main.rhai", "import \"a\" as a;"),
            ("a.rhai", "import \"a\" as a;"),
        ],
        "ImportError: a.rhai imports itself\n  at a.rhai:1:8\n  imported at main.rhai:1:8",
    );
    check(
        "ring",
        &[
            ("main.rhai", "\nimport \"a\" as a;"),
            ("a.rhai", "import \"lib/b\" as b;"),
            ("lib/b.rhai", "\n\nimport \"../c\" as c;"),
            ("c.rhai", "import \"a\" as a;"),
        ],
        "ImportError: these files import each other: a.rhai → lib/b.rhai → c.rhai → a.rhai; move what they share into \
         one of its own\n  at c.rhai:1:8\n  imported at lib/b.rhai:3:8\n  imported at a.rhai:1:8\n  imported at main.rhai:2:8",
    );
}

#[test]
fn imports_in_the_wrong_place_or_form() {
    let place = "SyntaxError: `import` stands at the top of a script, outside of functions, closures and blocks\n  at main.rhai:";
    for (number, (script, at)) in [
        ("fn f() { import \"a\" as a; }", "1:10"),
        ("if true { import \"a\" as a; }", "1:11"),
        ("let f = || { import \"a\" as a; };", "1:14"),
    ]
    .iter()
    .enumerate()
    {
        check(
            &format!("place-{number}"),
            &[("main.rhai", script), ("a.rhai", "")],
            &format!("{place}{at}"),
        );
    }
    let form = "after `import` comes a file in quotes: `import \"lib/words\" as words;`\n  at main.rhai:1:8";
    for (number, (script, hint)) in [
        ("import a;", ""),
        ("import `${1}` as a;", ""),
        ("import \"a\" + \"b\" as a;", ""),
        (
            "import math;",
            "its functions are built in: `sqrt(x)`, `floor(x)`, `PI()`; ",
        ),
    ]
    .iter()
    .enumerate()
    {
        check(
            &format!("form-{number}"),
            &[("main.rhai", script), ("a.rhai", "")],
            &format!("SyntaxError: {hint}{form}"),
        );
    }
    check(
        "alias",
        &[
            ("main.rhai", "import \"a\" as x; import \"b\" as x;"),
            ("a.rhai", ""),
            ("b.rhai", ""),
        ],
        "SyntaxError: `x` is already the name of \"a\"; choose another\n  at main.rhai:1:25",
    );
    check(
        "return",
        &[
            ("main.rhai", "import \"a\" as x;"),
            ("a.rhai", "if true { return; }"),
        ],
        "SyntaxError: `return` stands inside of functions; a module ends at the end of its file\n  at a.rhai:1:11\n  imported at main.rhai:1:8",
    );
    check(
        "method-twice",
        &[
            ("main.rhai", "import \"a\" as x;\nfn int.f() { 1 }"),
            ("a.rhai", "fn int.f() { 2 }"),
        ],
        "ImportError: both main.rhai and a.rhai define the method `f` of the same type; rename one\n  at a.rhai:1:12",
    );
}

#[test]
fn names_that_a_module_does_not_show() {
    check_use(
        "point",
        "print(m.count(\"x\"));",
        "NameError: `m` is a module, not a variable; what is in it is written `m::…`\n  at main.rhai:2:7",
    );
    check_use(
        "misspelt-function",
        "m::cuont(\"\")",
        "NameError: m.rhai has no function `cuont`; did you mean `count`?\n  at main.rhai:2:4",
    );
    check_use(
        "private",
        "m::secret()",
        "NameError: `secret` is private in m.rhai\n  at main.rhai:2:4",
    );
    check_use(
        "own-constant",
        "m::INNER",
        "NameError: m.rhai keeps `INNER` for itself; write `export const INNER = …` there\n  at main.rhai:2:4",
    );
    check_use(
        "misspelt-constant",
        "m::LIMITS",
        "NameError: m.rhai has no constant or function `LIMITS`; did you mean `LIMIT`?\n  at main.rhai:2:4",
    );
    check_use(
        "variable",
        "m::own",
        "NameError: m.rhai has no constant or function `own`\n  at main.rhai:2:4",
    );
    check_use(
        "called",
        "m::f(1)",
        "NameError: `m::f` is no function; if it holds one, call it with `m::f.call(…)`\n  at main.rhai:2:4",
    );
    check_use(
        "n-arguments",
        "m::count()",
        "TypeError: m::count(text) takes 1 argument, but 0 were given\n  at main.rhai:2:4",
    );
    check_use(
        "changed",
        "m::LIMIT = 5;",
        "ReadOnlyError: `m::LIMIT` belongs to the module `m` and cannot be changed\n  at main.rhai:2:4",
    );
    check_use(
        "through",
        "m::other::f()",
        "SyntaxError: what `m` imports is not seen from here; import the file of `other` in this one, too\n  at main.rhai:2:4",
    );
    check_use(
        "not-imported",
        "n::f()",
        "NameError: no module `n` is imported; `import \"path\" as n;` at the top of the script makes one of a file\n  at main.rhai:2:1",
    );
    check(
        "too-early",
        &[
            ("main.rhai", "print(a::X);\nimport \"a\" as a;"),
            ("a.rhai", "export const X = 1;"),
        ],
        "NameError: `a::X` has no value before `a` is imported; move the `import` up\n  at main.rhai:1:10",
    );
    check(
        "function-of-script",
        &[
            ("main.rhai", "import \"a\" as a;\nfn assist() { 1 }\na::f()"),
            ("a.rhai", "fn f() { assist() }"),
        ],
        "NameError: no function `assist`\n  at a.rhai:1:10\n  in function a::f, called at main.rhai:3:4",
    );
}
