//! What is right in Python and wrong here.

use crate::support::check_errors;

#[test]
fn statements() {
    check_errors(&[
        (
            "def f(x):
    return x",
            "SyntaxError: functions are written `fn name(a, b) { … }`
  at test.rhai:1:5",
        ),
        (
            "class A { }",
            "SyntaxError: there are no classes; a map `#{…}` holds values and closures by name
  at test.rhai:1:7",
        ),
        (
            "from time import sleep",
            "SyntaxError: there is nothing to import; all functions are built in
  at test.rhai:1:6",
        ),
        (
            r#"raise "x";"#,
            "SyntaxError: errors are thrown with `throw value;`
  at test.rhai:1:7",
        ),
        (
            "global x = 5;",
            "SyntaxError: a function sees no variables but its own; share a cell() instead
  at test.rhai:1:8",
        ),
        (
            "nonlocal x",
            "SyntaxError: a closure sees the variables around it; tasks share a cell() instead
  at test.rhai:1:10",
        ),
        (
            "del x",
            "SyntaxError: a key is removed with `map.remove(key)`, an item with `array.remove(index)`
  at test.rhai:1:5",
        ),
        (
            "assert 1 == 1",
            r#"SyntaxError: write `check(condition, "…")`
  at test.rhai:1:8"#,
        ),
        (
            "try { 1 } except { }",
            "SyntaxError: errors are caught with `catch (e) { … }`
  at test.rhai:1:11",
        ),
        (
            "try { 1 } finally { }",
            "SyntaxError: there is no `finally`; `with` ends what it was given on every way out of its block
  at test.rhai:1:11",
        ),
        (
            "if true { } elif false { }",
            "SyntaxError: `elif` is written `else if`
  at test.rhai:1:18",
        ),
    ]);
}

#[test]
fn colons_and_indentation() {
    check_errors(&[
        (
            "if true:
    print(1)",
            "SyntaxError: a block stands in braces, `{ … }`, not after a colon
  at test.rhai:1:8",
        ),
        (
            "for x in range(3):
    print(x)",
            "SyntaxError: a block stands in braces, `{ … }`, not after a colon
  at test.rhai:1:18",
        ),
        (
            "while true:
    x",
            "SyntaxError: a block stands in braces, `{ … }`, not after a colon
  at test.rhai:1:11",
        ),
        (
            "with thread_pool(1) as pool:
    print(1)",
            "SyntaxError: a block stands in braces, `{ … }`, not after a colon
  at test.rhai:1:28",
        ),
        (
            "try:
    x
except:
    y",
            "SyntaxError: a block stands in braces, `{ … }`, not after a colon
  at test.rhai:1:4",
        ),
    ]);
}

#[test]
fn operators() {
    check_errors(&[
        (
            "if 1 == 1 and 2 == 2 { }",
            "SyntaxError: `and` is written `&&`
  at test.rhai:1:11",
        ),
        (
            "if 1 == 1 or 2 == 2 { }",
            "SyntaxError: `or` is written `||`
  at test.rhai:1:11",
        ),
        (
            "if not true { }",
            "SyntaxError: `not` is written `!`
  at test.rhai:1:8",
        ),
        (
            "let x = 5 is 5;",
            "SyntaxError: `is` is written `==`
  at test.rhai:1:11",
        ),
        (
            "let x = 1; x++;",
            "SyntaxError: there is no `++`; write `x += 1`
  at test.rhai:1:13",
        ),
        (
            "let x = 1 if true else 2;",
            "SyntaxError: a choice of values is written `if condition { a } else { b }`
  at test.rhai:1:11",
        ),
        (
            "true ? 1 : 2",
            "SyntaxError: a choice of values is written `if condition { a } else { b }`
  at test.rhai:1:6",
        ),
    ]);
}

#[test]
fn literals() {
    check_errors(&[
        (
            "let s = 'single';",
            r#"SyntaxError: single quotes are for one character; a string is written "single"
  at test.rhai:1:9"#,
        ),
        (
            r#"print(f"hello {1}");"#,
            "SyntaxError: a text with values in it is written in backticks: `hello ${name}`
  at test.rhai:1:8",
        ),
        (
            r#"let d = {"a": 1};"#,
            "SyntaxError: maps are written with a number sign: `#{a: 1}`
  at test.rhai:1:13",
        ),
        (
            "let d = {a: 1};",
            "SyntaxError: maps are written with a number sign: `#{a: 1}`
  at test.rhai:1:11",
        ),
        (
            "let x = [i for i in 0..3];",
            "SyntaxError: instead of a comprehension write `items.map(|x| …)` or `items.filter(|x| …)`
  at test.rhai:1:12",
        ),
        (
            "let f = lambda x: x + 1;",
            "SyntaxError: closures are written `|x| x + 1`
  at test.rhai:1:16",
        ),
        (
            "let f = x => x;",
            "SyntaxError: closures are written `|x| x + 1`
  at test.rhai:1:11",
        ),
        (
            "# comment
let x = 1;",
            "SyntaxError: comments begin with `//`, not with `#`
  at test.rhai:1:1",
        ),
        (
            "let x = 1; # comment",
            "SyntaxError: comments begin with `//`, not with `#`
  at test.rhai:1:12",
        ),
        (
            "let x: int = 5;",
            "SyntaxError: variables are not declared with types; leave `: …` out
  at test.rhai:1:6",
        ),
        (
            "let a, b = [1, 2];",
            "SyntaxError: each variable has a `let` of its own
  at test.rhai:1:6",
        ),
        (
            "let (a, b) = [1, 2];",
            "SyntaxError: each variable has a `let` of its own
  at test.rhai:1:5",
        ),
        (
            "@decorator",
            "SyntaxError: there are no decorators; call the function on the other one
  at test.rhai:1:1",
        ),
        (
            r#"print "x""#,
            "SyntaxError: `print` is a function; write `print(value)`
  at test.rhai:1:1",
        ),
        (
            "print x",
            "SyntaxError: `print` is a function; write `print(value)`
  at test.rhai:1:1",
        ),
        (
            "let xs = [1, 2, 3]; xs[0:2]",
            "SyntaxError: a part of an array is taken with `items.extract(1..3)`, of a string with `text[1..3]`
  at test.rhai:1:25",
        ),
        (
            "let xs = [1, 2, 3]; xs[:2]",
            "SyntaxError: a part of an array is taken with `items.extract(1..3)`, of a string with `text[1..3]`
  at test.rhai:1:24",
        ),
        (
            "let xs = [1, 2, 3]; xs[0..2]",
            "TypeError: an integer is needed here, not a range; a part of an array is taken with `items.extract(1..3)`
  at test.rhai:1:25",
        ),
        (
            "let x = y = 5;",
            "SyntaxError: an assignment has no value; write one statement for each
  at test.rhai:1:11",
        ),
        (
            "for i, x in enumerate([1]) { }",
            "SyntaxError: `for` takes one variable: `for pair in …`, whose parts are `pair[0]` and `pair[1]`
  at test.rhai:1:6",
        ),
        (
            "with thread_pool(2) as pool, lock() as l { }",
            "SyntaxError: `with` takes one thing; put another `with` inside of its block
  at test.rhai:1:28",
        ),
    ]);
}

#[test]
fn arguments_by_name() {
    check_errors(&[
        (
            "let pool = thread_pool(1);
pool.submit(f, n=1)",
            "SyntaxError: arguments have no names; where a function takes options, they are a map, `#{n: …}`
  at test.rhai:2:17",
        ),
        (
            "thread_pool(max_workers=4)",
            "SyntaxError: arguments have no names; where a function takes options, they are a map, `#{max_workers: …}`
  at test.rhai:1:24",
        ),
        (
            "fn f(x = 5) { }",
            "SyntaxError: parameters have no default values; define the function twice, with more and with fewer
  at test.rhai:1:8",
        ),
        (
            "fn f(*args) { }",
            "SyntaxError: the names of the parameters are expected in parentheses: `fn f(a, b) { … }`
  at test.rhai:1:5",
        ),
        (
            "let args = [1];
print(*args)",
            "SyntaxError: arguments cannot be unpacked from an array or a map; write them out
  at test.rhai:2:1",
        ),
        (
            r#"print("a", end="")"#,
            "SyntaxError: arguments have no names; where a function takes options, they are a map, `#{end: …}`
  at test.rhai:1:15",
        ),
    ]);
}

#[test]
fn names() {
    check_errors(&[
        (
            "let x = None;",
            "NameError: no variable `None`; nothing is written `()`
  at test.rhai:1:9",
        ),
        (
            "let x = True;",
            "NameError: no variable `True`; write `true`
  at test.rhai:1:9",
        ),
        (
            "let x = false || False;",
            "NameError: no variable `False`; write `false`
  at test.rhai:1:18",
        ),
        (
            "pass",
            "NameError: no variable `pass`; an empty block is written `{ }`
  at test.rhai:1:1",
        ),
        (
            "import time",
            "SyntaxError: `sleep(seconds)` and `now()` are built in; after `import` comes a file in quotes: `import \"lib/words\" as words;`
  at test.rhai:1:8",
        ),
        (
            r#"import "time" as time;"#,
            "ImportError: cannot import \"time\": this script has no folder to import from; a script from standard input has none, and a program that embeds the language names one with `Builder::import_from`; `sleep(seconds)` and `now()` are built in
  at test.rhai:1:8",
        ),
        (
            "time.sleep(1)",
            "NameError: no variable `time`; `sleep(seconds)` and `now()` are built in
  at test.rhai:1:1",
        ),
        (
            "math.sqrt(2)",
            "NameError: no variable `math`; its functions are built in: `sqrt(x)`, `floor(x)`, `PI()`
  at test.rhai:1:1",
        ),
        (
            "x = 5;",
            "NameError: no variable `x`; `let x = …` makes one
  at test.rhai:1:1",
        ),
        (
            "str(5)",
            "NameError: no function `str`; `x.to_string()` or `${x}` in backticks makes a text
  at test.rhai:1:1",
        ),
        (
            r#"int("5")"#,
            "TypeError: int() takes a float, not a string; `parse_int(text)` reads a number
  at test.rhai:1:1",
        ),
        (
            r#"float("5")"#,
            "NameError: no function `float`; `parse_float(text)` reads a number, `n.to_float()` converts one
  at test.rhai:1:1",
        ),
        (
            r#"input("x")"#,
            "NameError: no function `input`; `read_line()` reads a line
  at test.rhai:1:1",
        ),
        (
            "isinstance(1, 2)",
            "NameError: no function `isinstance`; `type_of(x)` names a type
  at test.rhai:1:1",
        ),
        (
            "type(5)",
            "NameError: no function `type`; `type_of(x)` names a type
  at test.rhai:1:1",
        ),
        (
            "ProcessPoolExecutor(1)",
            "NameError: no function `ProcessPoolExecutor`; pools of processes are made with `process_pool(n)`
  at test.rhai:1:1",
        ),
        (
            "ThreadPoolExecutor(1)",
            "NameError: no function `ThreadPoolExecutor`; pools are made with `thread_pool(n)`
  at test.rhai:1:1",
        ),
        (
            "Thread(|| 1)",
            "NameError: no function `Thread`; threads are made with `thread_of(f)` or `start_thread(f)`
  at test.rhai:1:1",
        ),
        (
            "Lock()",
            "NameError: no function `Lock`; did you mean `lock`?
  at test.rhai:1:1",
        ),
        (
            "assert(1 == 1)",
            r#"NameError: no function `assert`; write `check(condition, "…")`
  at test.rhai:1:1"#,
        ),
        (
            r#""abc".upper()"#,
            "AttributeError: a string has no method `upper`; the method is `to_upper()`
  at test.rhai:1:7",
        ),
        (
            "[1].append(2)",
            "TypeError: append() of an array takes an array, not an integer; single values are added with `push(value)`
  at test.rhai:1:5",
        ),
        (
            r#"", ".join(["a"])"#,
            r#"TypeError: join() takes (value, string), not (string, array); the items come first, `items.join(", ")`
  at test.rhai:1:6"#,
        ),
        (
            "list().append(1)",
            "AttributeError: List has no method `append`; values are added with `push(value)`
  at test.rhai:1:8",
        ),
        (
            r#"range("a")"#,
            "TypeError: range() takes an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "len(5)",
            "TypeError: len() takes a blob or a map or a range or a string or an array, not an integer
  at test.rhai:1:1",
        ),
        (
            "print(1, 2)",
            "TypeError: print() takes 0 or 1 arguments, but 2 were given; several values are put into one text, `${a} ${b}` in backticks
  at test.rhai:1:1",
        ),
    ]);
}
