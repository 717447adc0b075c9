//! Functions that do not exist.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn misspelt() {
    assert_snapshot!(found_in_names("sleeep(1);"), @"
    1:1-6 error[unknown-function]: no function `sleeep`
      help: did you mean `sleep`?
    ");
    assert_snapshot!(found_in_names("fn divide(a, b) { a / b }\nprint(divdie(4, 2));"), @"
    2:7-12 error[unknown-function]: no function `divdie`
      help: did you mean `divide`?
    ");
    assert_snapshot!(found_in_names("let pool = thread_poll(4);\nprint(pool);"), @"
    1:12-22 error[unknown-function]: no function `thread_poll`
      help: did you mean `thread_pool`?
    ");
    assert_snapshot!(found_in_names("qqqqqq(1);"), @"1:1-6 error[unknown-function]: no function `qqqqqq`");
}

#[test]
fn habits_of_python() {
    assert_snapshot!(found_in_names("print(str(1));"), @"
    1:7-9 error[unknown-function]: no function `str`
      help: `x.to_string()` or `${x}` in backticks makes a text
    ");
    assert_snapshot!(found_in_names("raise_it(ValueError(\"no\"));\nfn raise_it(e) { throw e }"), @r#"
    1:10-19 error[unknown-function]: no function `ValueError`
      help: errors are made with `error("ValueError", message)`
    "#);
    assert_snapshot!(found_in_names("let name = input(\"name? \");\nprint(name);"), @"
    1:12-16 error[unknown-function]: no function `input`
      help: `read_line()` reads a line
    ");
}

#[test]
fn a_variable_is_no_function() {
    assert_snapshot!(found_in_names("let add = |a, b| a + b;\nprint(add(1, 2));"), @"
    2:7-9 error[unknown-function]: `add` is a variable, not a function
      help: if it holds one, call it with `add.call(…)`
    ");
    assert_snapshot!(found_in_names("fn apply(f) { f(1) }\nprint(apply(|x| x));"), @"
    1:15-15 error[unknown-function]: `f` is a variable, not a function
      help: if it holds one, call it with `f.call(…)`
    ");
}

#[test]
fn methods_without_a_value() {
    assert_snapshot!(found_in_names("submit(|| 1);"), @"
    1:1-6 error[unknown-function]: `submit` is a method of a ThreadPool, and is not called on one
      help: write what has it before the point: `value.submit(…)`
    ");
    assert_snapshot!(found_in_names("with thread_pool(1) as pool {\n    submit(|n| n, 3);\n}"), @"
    1:24-27 warning[unused-variable]: the variable `pool` is never used
      help: leave `as …` out if nobody needs the name
    2:5-10 error[unknown-function]: `submit` is a method of a ThreadPool, and is not called on one
      help: write what has it before the point: `value.submit(…)`
    ");
    assert_snapshot!(found_in_names("acquire();"), @"
    1:1-7 error[unknown-function]: `acquire` is a method of a Lock, and is not called on one
      help: write what has it before the point: `value.acquire(…)`
    ");
}

#[test]
fn modules_that_are_not_imported() {
    assert_snapshot!(found_in_names("print(words::count(\"a b\"));"), @r#"
    1:7-11 error[unknown-function]: no module `words` is imported
      help: `import "path" as words;` at the top of the script makes one of a file
    "#);
    assert_snapshot!(found_in_names("time::sleep(1);"), @"
    1:1-4 error[unknown-function]: no module `time` is imported
      help: `sleep(seconds)` and `now()` are built in
    ");
    assert_snapshot!(found_in_names("import \"nowhere\" as words;\nprint(wrods::count(\"a b\"));"), @"
    2:7-11 error[unknown-function]: no module `wrods` is imported
      help: did you mean `words`?
    ");
}

#[test]
fn inside_of_everything() {
    assert_snapshot!(found_in_names("let f = || [1].map(|x| `${nope(x)}`);\nprint(f.call());"), @"1:27-30 error[unknown-function]: no function `nope`");
    assert_snapshot!(found_in_names("with thread_pool(1) as pool {\n    pool.submit(|| if true { nope() } else { 2 }).result();\n}"), @"2:30-33 error[unknown-function]: no function `nope`");
    assert_snapshot!(found_in_names("switch 1 { 1 if nope() => 2, _ => nope2() }"), @"
    1:17-20 error[unknown-function]: no function `nope`
    1:35-39 error[unknown-function]: no function `nope2`
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "fn later() { 1 } print(later()); print(even_later()); fn even_later() { 2 }",
        "let add = |a, b| a + b; print(add.call(1, 2));",
        "let lock = lock(); lock.acquire(); lock.release(); print(lock());",
        "let f = thread_pool(1).submit(|| 1); print(result(f));",
        "if is_def_fn(\"helper\", 0) { helper(); }",
        "print(type_of(1)); debug(1); let f = Fn(\"later\"); f.call(); fn later() { }",
        "import \"nowhere\" as words; print(words::count(\"a b\"));",
        "fn check_all(items) { items.all(|x| x > 0) } print(check_all([1]));",
    ]);
}
