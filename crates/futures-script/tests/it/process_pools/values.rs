//! What travels between processes, as what it arrives, and what is refused.

use insta::assert_snapshot;

use crate::process::{describe, run};
use crate::process_pools::support::{check, check_real, check_value};

#[test]
fn values_arrive_as_what_they_were() {
    for value in [
        "()",
        "true",
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775807 - 1",
        "1.5",
        "-0.1",
        "'é'",
        "\"\"",
        "\"é\\n\"",
        "blob(3, 7)",
        "[]",
        "[1, [2, []], \"x\"]",
        "#{}",
        "#{a: #{\"b c\": [1, 2.0]}, d: ()}",
        "1..3",
        "1..=3",
    ] {
        check_value(
            &format!(
                "[type_of(pool.submit(|x| x, {value}).result()) == type_of({value}), pool.submit(|x| x, {value}).result() == {value} || type_of({value}).contains(\"range\")]"
            ),
            "[true, true]",
        );
    }
    check_value("pool.submit(|x| x, 1.0 / 0.0).result()", "inf");
    check_value(
        "pool.submit(|r| { let n = []; for i in r { n.push(i) } n }, 1..=3).result()",
        "[1, 2, 3]",
    );
    check_value(
        "pool.submit(|x| x, blob(1_000_000, 7)).result() == blob(1_000_000, 7)",
        "true",
    );
}

#[test]
fn functions_travel_in_both_directions() {
    check(
        r#"
        fn twice(f, x) { f.call(f.call(x)) }
        fn named(x) { x * 3 }
        let by = 10;
        let pool = process_pool(2);
        print(pool.submit(twice, |x| x + by, 1).result());
        print(pool.submit(twice, named, 1).result());
        print(pool.submit(twice, Fn("named"), 1).result());
        print(pool.submit(|x| |y| x + y + by, 1).result().call(2));
        let inner = |x| x * by;
        print(pool.submit(|x| inner.call(x) + 1, 4).result());
        print(pool.submit(named.curry(14)).result());
        "#,
        "21\n9\n9\n13\n41\n42",
    );
}

#[test]
fn what_cannot_travel_is_refused_where_it_was_given() {
    let script = "let jobs = [1, #{name: \"x\", \"the lock\": lock()}];\nlet pool = process_pool(1);\n\npool.submit(|n| jobs.len() + n, 1);\n";
    assert_snapshot!(describe(&run("refused.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    error[PicklingError]: the captured variable `jobs` has a Lock at `[1]["the lock"]`, which cannot be sent to another process; let the task return a value instead, or use a thread_pool
     --> refused.rhai:4:6
      |
    4 | pool.submit(|n| jobs.len() + n, 1);
      |      ^^^^^^
    "#);
    for (given, expect) in [
        (
            "pool.submit(|x| x, 1, #{at: [queue()]})",
            "argument 2 has a Queue at `.at[0]`",
        ),
        ("pool.submit(|x| x, cell(1))", "argument 1 is a Cell"),
        (
            "pool.submit(|| pool)",
            "the captured variable `pool` is a ProcessPool",
        ),
        (
            "pool.submit(|f| f, |x| x + l.locked())",
            "argument 1 has a Lock at `(captured value 1)`",
        ),
        ("pool.submit(|f| f, future)", "argument 1 is a Future"),
        (
            "pool.map(|x| [x, l], [1])",
            "the captured variable `l` is a Lock",
        ),
        ("pool.map(|x| x, [l]).to_array()", "argument 1 is a Lock"),
        ("pool.submit(|| event()).result()", "the result is an Event"),
        (
            "pool.submit(|| [1, queue()]).result()",
            "the result has a Queue at `[1]`",
        ),
    ] {
        let script = format!(
            "let pool = process_pool(1); let l = lock(); let future = to_thread(|| 1);\n\
             try {{ {given} }} catch (e) {{ print(`${{e.kind}}: ${{e.message.split(\",\")[0]}}`) }}"
        );
        check(&script, &format!("PicklingError: {expect}"));
    }
    check_real(
        "try { process_pool(1).submit(|x| x, timestamp()) } catch (e) { print(e.message.split(\",\")[0]) }",
        "argument 1 is a timestamp",
    );
}

#[test]
fn values_that_nest_too_deeply_are_refused() {
    check(
        r#"
        let pool = process_pool(1);
        let deep = 0;
        for i in 0..127 { deep = [deep] }
        print(pool.submit(|x| x, deep).result() == deep);
        deep = [[deep]];
        try { pool.submit(|x| x, deep) } catch (e) { print(e.kind) }
        let f = pool.submit(|| { let deep = 0; for i in 0..1000 { deep = [deep] } deep });
        print(f.exception().kind);
        "#,
        "true\nValueError\nValueError",
    );
}

#[test]
fn errors_come_back_with_their_place_and_their_value() {
    let script = "fn fail(n) {\n    if n > 1 { throw #{message: \"too big\", n: n}; }\n    n.nonsense()\n}\nlet pool = process_pool(1);\nlet f = pool.submit(|n| fail(n), 2);\ntry { f.result() } catch (e) { print(e); }\nlet e = f.exception();\nprint(e.message);\nprint([e.position, e.task]);\nprint(e.stack);\nlet f = pool.submit(fail, 1);\nf.result();\n";
    assert_snapshot!(describe(&run("failing.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    #{"message": "too big", "n": 2}
    too big
    ["failing.rhai:2:16", 1]
    ["in function fail, called at failing.rhai:6:25", "in task 1, submitted at failing.rhai:6:14"]
    --- stderr
    error[AttributeError]: an integer has no method `nonsense`
      --> failing.rhai:3:7
       |
     3 |     n.nonsense()
       |       ^^^^^^^^
    ...
    12 | let f = pool.submit(fail, 1);
       |              ------ task 2 was submitted here
       |
       = note: in function fail
       = note: in task 2, submitted at failing.rhai:12:14
       = note: thrown again at failing.rhai:13:3
       = help: `futures api int` lists what it has
    "#);
}

#[test]
fn an_error_is_a_value_too() {
    check_value(
        "pool.submit(|| { try { nonsense() } catch (e) { return [e, e.position] } }).result()[0].kind",
        "NameError",
    );
    check_value(
        "pool.submit(|e| e.kind, to_thread(|| throw 1).exception()).result()",
        "Thrown",
    );
}
