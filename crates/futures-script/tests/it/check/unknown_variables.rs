//! Variables that do not exist, or not there.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn misspelt() {
    assert_snapshot!(found_in_names("let total = 1;\nprint(totl + total);"), @"
    2:7-10 error[unknown-variable]: no variable `totl`
      help: did you mean `total`?
    ");
    assert_snapshot!(found_in_names("print(x);"), @"
    1:7-7 error[unknown-variable]: no variable `x`
      help: `let x = …` makes one
    ");
    assert_snapshot!(found_in_names("fn f(items) { itms.len() + items.len() }\nprint(f([]));"), @"
    1:15-18 error[unknown-variable]: no variable `itms`
      help: did you mean `items`?
    ");
}

#[test]
fn assigned() {
    assert_snapshot!(found_in_names("x = 1;"), @"
    1:1-1 error[unknown-variable]: no variable `x`
      help: `let x = …` makes one
    ");
    assert_snapshot!(found_in_names("let f = |n| counter += n;\nf.call(1);"), @"
    1:13-19 error[unknown-variable]: no variable `counter`
      help: `let counter = …` makes one
    ");
    assert_snapshot!(found_in_names("xs[0] = 1;"), @"
    1:1-2 error[unknown-variable]: no variable `xs`
      help: `let xs = …` makes one
    ");
}

#[test]
fn habits_of_python() {
    assert_snapshot!(found_in_names("let x = None;\nprint(x);"), @"
    1:9-12 error[unknown-variable]: no variable `None`
      help: nothing is written `()`
    ");
    assert_snapshot!(found_in_names("time.sleep(1);"), @"
    1:1-4 error[unknown-variable]: no variable `time`
      help: `sleep(seconds)` and `now()` are built in
    ");
    assert_snapshot!(found_in_names("print(self.x);"), @"
    1:7-10 error[unknown-variable]: no variable `self`
      help: the value of a method call is `this`
    ");
}

#[test]
fn outside_of_their_block() {
    assert_snapshot!(found_in_names("if true {\n    let found = 1;\n    print(found);\n}\nprint(found);"), @"
    5:7-11 error[unknown-variable]: `found` is not known here
      2:9-13 this one ends with its block
      help: a variable ends with the block in which it is made; make it before the block
    ");
    assert_snapshot!(found_in_names("for i in 0..3 { print(i); }\nprint(i);"), @"
    2:7-7 error[unknown-variable]: `i` is not known here
      1:5-5 this one ends with its block
      help: a variable ends with the block in which it is made; make it before the block
    ");
    assert_snapshot!(found_in_names("with thread_pool(1) as pool { print(pool); }\npool.submit(|| 1);"), @"
    2:1-4 error[unknown-variable]: `pool` is not known here
      1:24-27 this one ends with its block
      help: a variable ends with the block in which it is made; make it before the block
    ");
}

#[test]
fn before_they_are_made() {
    assert_snapshot!(found_in_names("print(late);\nlet late = 1;\nprint(late);"), @"
    1:7-10 error[unknown-variable]: `late` is not known here
      2:5-8 it is made only here
      help: move the `late` that is made further down up
    ");
    assert_snapshot!(found_in_names("let fact = |n| if n < 2 { 1 } else { n * fact.call(n - 1) };\nprint(fact.call(3));"), @"
    1:42-45 error[unknown-variable]: `fact` is not known here
      1:5-8 it is there only behind this statement
      help: what calls itself is a function with a name, `fn fact(…) { … }`
    ");
}

#[test]
fn inside_of_functions() {
    assert_snapshot!(found_in_names("let rate = 2;\nfn price(n) { n * rate }\nprint(price(rate));"), @"
    2:19-22 error[unknown-variable]: `rate` is not known here
      1:5-8 this one is not visible there
      help: a function sees no variables but its own: pass `rate` to it
    ");
    assert_snapshot!(found_in_names("const RATE = 2;\nfn price(n) { n * RATE }\nprint(price(RATE));"), @"
    2:19-22 error[unknown-variable]: `RATE` is not known here
      1:7-10 the constant is defined outside of the function
      help: write `global::RATE`
    ");
    assert_snapshot!(found_in_names("fn f() { global::SIZE }\nconst SIZ = 1;\nprint(f() + SIZ);"), @"
    1:18-21 error[unknown-variable]: no constant `SIZE` is defined outside of all functions and blocks
      help: did you mean `SIZ`?
    ");
    assert_snapshot!(found_in_names("let n = 1;\nfn f() { global::n }\nprint(f() + n);"), @"
    2:18-18 error[unknown-variable]: `global::n` would be a constant, but `n` is a variable
      1:5-5 it is defined here
      help: pass it to the function, or define it with `const`
    ");
}

#[test]
fn built_in_functions() {
    assert_snapshot!(found_in_names("print([1, 2].map(sqrt));"), @"
    1:18-21 error[unknown-variable]: `sqrt` is a built-in function
      help: call it, `sqrt(…)`, or hand it on inside a closure, `|x| sqrt(x)`
    ");
    assert_snapshot!(found_in_names("let pause = sleep;\npause.call(1);"), @"
    1:13-17 error[unknown-variable]: `sleep` is a built-in function
      help: call it, `sleep(…)`, or hand it on inside a closure, `|x| sleep(x)`
    ");
    assert_snapshot!(found_in_names("print(global::ARGS);"), @"
    1:15-18 error[unknown-variable]: `ARGS` is built in
      help: write `ARGS` alone, also inside of functions
    ");
}

#[test]
fn modules() {
    assert_snapshot!(found_in_names("import \"nowhere\" as words;\nprint(words);"), @"
    2:7-11 error[unknown-variable]: `words` is a module, not a variable
      help: what is in it is written `words::…`
    ");
    assert_snapshot!(found_in_names("print(words::LIMIT);"), @r#"
    1:7-11 error[unknown-variable]: no module `words` is imported
      help: `import "path" as words;` at the top of the script makes one of a file
    "#);
    assert_snapshot!(found_in_names("print(time::now);"), @"
    1:7-10 error[unknown-variable]: no module `time` is imported
      help: `sleep(seconds)` and `now()` are built in
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "fn double(n) { 2 * n } print([1].map(double)); let f = || later; print(f.call()); fn later() { }",
        "print(FIRST_COMPLETED); print(ARGS); fn f() { ALL_COMPLETED } print(f());",
        "const N = 1; fn f() { global::N } print(f());",
        "let x = 1; { let y = x; print(y); } let f = || x + 1; print(f.call());",
        "try { throw 1; } catch (e) { print(e); }",
        "if is_def_var(\"x\") { print(x); }",
        "let n = 1; fn f() { n } print(f!());",
        "with thread_pool(1) as pool { pool.submit(|| pool.submit(|| 1).result()).result(); }",
        "switch 1 { _ => { let z = 1; z } }",
        "let m = #{a: 1}; print(m.a); print(`${m.a}`);",
        "let a = [|x| x]; print(a[0].call(1)); for (v, i) in a { print([v, i]); }",
        "import \"nowhere\" as words; print(words::LIMIT);",
    ]);
}
