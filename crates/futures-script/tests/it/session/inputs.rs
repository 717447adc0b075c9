//! What one input leaves to the next.

use super::shell::Shell;

#[test]
fn variables_stay() {
    let mut shell = Shell::new();
    shell.run("let x = 1;");
    shell.run("let y = x + 1");
    shell.run("x += 10;");
    shell.check("[x, y]", "[11, 2]");
    shell.run("let x = \"another\";");
    shell.check("x", "\"another\"");
    shell.check("{ let x = 5; x }", "5");
    shell.check("x", "\"another\"");
    shell.end();
}

#[test]
fn constants_stay_and_are_seen_by_functions() {
    let mut shell = Shell::new();
    shell.run("const RATE = 3;");
    shell.run("fn cost(n) { n * global::RATE }");
    shell.check("cost(2)", "6");
    shell.run("const FEE = 1;");
    shell.run("fn total(n) { cost(n) + global::FEE }");
    shell.check("total(2)", "7");
    shell.run("let pool = thread_pool(1);");
    shell.check("pool.submit(total, 3).result()", "10");
    shell.check("pool.submit(|n| total(n) + FEE, 3).result()", "11");
    shell.check_fails(
        "RATE = 4",
        "ReadOnlyError: `RATE` is a constant and cannot be changed; define it with `let` instead of \
         `const`\n  at input 10:1:1",
    );
    shell.run("const RATE = 5;");
    shell.check("cost(2)", "10");
    shell.check("pool.submit(total, 3).result()", "16");
    shell.end();
}

#[test]
fn constants_before_any_function_can_be_defined_anew() {
    let mut shell = Shell::new();
    shell.run("const K = 1;");
    shell.run("const K = 2;");
    shell.run("fn k() { global::K }");
    shell.check("k()", "2");
    shell.end();
}

#[test]
fn functions_stay_and_the_newest_counts() {
    let mut shell = Shell::new();
    shell.run("fn greet() { `hello, ${name()}` }");
    shell.run("fn name() { \"you\" }");
    shell.check("greet()", "\"hello, you\"");
    shell.run("fn name() { \"me\" }");
    shell.check("greet()", "\"hello, me\"");
    shell.run("fn name(n) { n }");
    shell.check("[name(), name(1)]", "[\"me\", 1]");
    shell.end();
}

#[test]
fn what_was_submitted_keeps_the_function_of_then() {
    let mut shell = Shell::new();
    shell.run("fn answer() { \"old\" }");
    shell.run("let gate = gate(); let pool = thread_pool(1);");
    shell.run("let f = pool.submit(|| { gate.pass(); answer() });");
    shell.run("fn answer() { \"new\" }");
    shell.run("let g = pool.submit(|| answer()); gate.open();");
    shell.check("[f.result(), g.result()]", "[\"old\", \"new\"]");
    shell.end();
}

#[test]
fn closures_of_earlier_inputs_work() {
    let mut shell = Shell::new();
    // At the same place of their inputs, with the same text.
    shell.run("let n = 1; let one = || n;");
    shell.run("let n = 2; let two = || n;");
    shell.run("let add = |a, b| a + b;");
    shell.run("let mul = |a, b| a * b;");
    shell.check("[one.call(), two.call()]", "[1, 2]");
    shell.check("[add.call(2, 3), mul.call(2, 3)]", "[5, 6]");
    shell.run("let pool = thread_pool(2);");
    shell.check(
        "gather([pool.submit(add, 2, 3), pool.submit(mul, 2, 3), pool.submit(one)])",
        "[5, 6, 1]",
    );
    shell.run("let heard = queue(); let hear = |f| heard.put(f.result());");
    shell.run("pool.submit(mul, 4, 5).add_done_callback(hear);");
    shell.check("heard.get()", "20");
    shell.end();
}

#[test]
fn blocks_and_functions_of_several_lines() {
    let mut shell = Shell::new();
    shell.run("fn squares(pool, n) {\n    gather((1..=n).map(|i| pool.submit(|| i * i)))\n}");
    shell.check(
        "with thread_pool(2) as pool {\n    squares(pool, 3)\n}",
        "[1, 4, 9]",
    );
    shell.check("let n = 0;\nfor i in 0..5 {\n    n += i;\n}\nn", "10");
    shell.end();
}

#[test]
fn an_input_that_fails_leaves_what_it_has_done() {
    let mut shell = Shell::new();
    shell.run("let a = 1;");
    shell.check_fails(
        "a = 2;\nlet b = 3;\nif true {\n    let c = 4;\n    b / 0\n}\nlet d = 5;",
        "ArithmeticError: Division by zero: 3 / 0\n  at input 2:5:7",
    );
    shell.check("[a, b]", "[2, 3]");
    assert_eq!(shell.fail("c").kind_name(), "NameError");
    assert_eq!(shell.fail("d").kind_name(), "NameError");
    let error = shell.fail("let e = 1;\nlet f = ;");
    assert_eq!(error.place().unwrap().to_string(), "input 6:2:9");
    assert_eq!(error.place().unwrap().text(), Some("let e = 1;\nlet f = ;"));
    assert_eq!(shell.fail("e").kind_name(), "NameError");
    shell.end();
}

#[test]
fn errors_of_old_inputs_name_them() {
    let mut shell = Shell::new();
    shell.run("let gate = gate(); let pool = thread_pool(1);");
    shell.run("fn fails(n) {\n    n / 0\n}");
    shell.run("let f = pool.submit(|| {\n  gate.pass();\n  fails(7)\n});");
    shell.run("1 + 1");
    shell.run("gate.open();");
    let error = shell.fail("\nf.result()");
    insta::assert_snapshot!(error.report(), @r"
    ArithmeticError: Division by zero: 7 / 0
      at input 2:2:7
      in function fails, called at input 3:3:3
      in task 1, submitted at input 3:1:14
      thrown again at input 6:2:3
    ");
    let text = error.place().unwrap().text().unwrap();
    assert!(text.starts_with("fn fails(n) {"), "{text}");
    shell.end();
}

#[test]
fn the_value_is_that_of_the_last_expression() {
    let mut shell = Shell::new();
    shell.check("1; 2", "2");
    shell.check("let x = 1;", "()");
    shell.check("", "()");
    shell.check("// nothing", "()");
    shell.check("return 5; 6", "5");
    shell.check("\"text\"", "\"text\"");
    shell.check("[1, \"a\", ()]", "[1, \"a\", ()]");
    shell.end();
}
