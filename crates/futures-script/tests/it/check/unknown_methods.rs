//! Methods that a value does not have.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn of_handles() {
    assert_snapshot!(found_in_names("let future = thread_pool(1).submit(|| 1);\nprint(future.reslt());"), @"
    2:14-18 error[unknown-method]: Future has no method `reslt`
      1:5-10 `future` is a Future
      help: did you mean `result`?
    ");
    assert_snapshot!(found_in_names("let l = lock();\nl.lock();"), @"
    2:3-6 error[unknown-method]: Lock has no method `lock`
      1:5-5 `l` is a Lock
      help: a lock is taken with `acquire()`, or by `with lock { … }`
    ");
    assert_snapshot!(found_in_names("let q = queue();\nq.push(1);\nprint(q.empty());"), @"
    2:3-6 error[unknown-method]: Queue has no method `push`
      1:5-5 `q` is a Queue
      help: values are added with `put(value)`
    3:9-13 error[unknown-method]: Queue has no method `empty`
      1:5-5 `q` is a Queue
      help: the method is `is_empty()`
    ");
    assert_snapshot!(found_in_names("with process_pool(2) as pool {\n    pool.sumbit(|| 1);\n}"), @"
    2:10-15 error[unknown-method]: ProcessPool has no method `sumbit`
      1:25-28 `pool` is a ProcessPool
      help: did you mean `submit`?
    ");
    assert_snapshot!(found_in_names("with thread_pool(2) as pool {\n    pool.terminate_workers();\n}"), @"
    2:10-26 error[unknown-method]: ThreadPool has no method `terminate_workers`
      1:24-27 `pool` is a ThreadPool
      help: only processes can be ended, those of a `process_pool(n)`
    ");
}

#[test]
fn of_plain_values() {
    assert_snapshot!(found_in_names("let xs = [1, 2];\nxs.appendd(3);"), @"
    2:4-10 error[unknown-method]: an array has no method `appendd`
      1:5-6 `xs` is an array
      help: did you mean `append`?
    ");
    assert_snapshot!(found_in_names("let n = 5;\nprint(n.upper());"), @"
    2:9-13 error[unknown-method]: an integer has no method `upper`
      1:5-5 `n` is an integer
      help: the method is `to_upper()`
    ");
    assert_snapshot!(found_in_names("print(\"a b\".splitt(\" \"));"), @"
    1:13-18 error[unknown-method]: a string has no method `splitt`
      help: did you mean `split`?
    ");
    assert_snapshot!(found_in_names("let f = |x| x;\nprint(f.result());"), @"
    2:9-14 error[unknown-method]: a function has no method `result`
      1:5-5 `f` is a function
    ");
}

#[test]
fn where_types_are_known() {
    assert_snapshot!(found_in_names("let futures = [1, 2].map(|n| to_thread(|| n));\nfor f in futures { print(f.get()); }"), @"
    2:28-30 error[unknown-method]: Future has no method `get`
      help: the method is `result()`
    ");
    assert_snapshot!(found_in_names("with thread_pool(2) as pool {\n    for done in as_completed([pool.submit(|| 1)]) {\n        print(done.value());\n    }\n}"), @"
    3:20-24 error[unknown-method]: Future has no method `value`
      2:9-12 `done` is a Future
    ");
    assert_snapshot!(found_in_names("let f = to_thread(|| 1);\nf.add_done_callback(|done| print(done.resultt()));\nprint(f.result());"), @"
    2:39-45 error[unknown-method]: Future has no method `resultt`
      help: did you mean `result`?
    ");
    assert_snapshot!(found_in_names("fn start(pool) { pool.submit(|| 1) }\nfn run() {\n    let future = thread_pool(1).submit(|| 2);\n    future.wait()\n}\nprint([start(thread_pool(1)), run()]);"), @"
    4:12-15 error[unknown-method]: Future has no method `wait`
      3:9-14 `future` is a Future
      help: the method is `result()`
    ");
    assert_snapshot!(found_in_names("let counter = atomic(0);\nlet add = || counter.increment();\nadd.call();"), @"
    2:22-30 error[unknown-method]: Atomic has no method `increment`
      1:5-11 `counter` is an Atomic
      help: the method is `add(n)`
    ");
}

#[test]
fn of_nothing_at_all() {
    assert_snapshot!(found_in_names("fn shout(text) { text.to_uper() }\nprint(shout(\"a\"));"), @"
    1:23-29 error[unknown-method]: no value has a method `to_uper`
      help: did you mean `to_upper`?
    ");
    assert_snapshot!(found_in_names("fn f(x) { x.frobnicate(1) }\nprint(f(1));"), @"1:13-22 error[unknown-method]: no value has a method `frobnicate`");
    assert_snapshot!(found_in_names("let m = parse_json(\"{}\");\nprint(m.itmes());"), @"2:9-13 error[unknown-method]: no value has a method `itmes`");
}

#[test]
fn of_futures_where_there_are_values() {
    assert_snapshot!(found_in_names("fn square(n) { n * n }\nwith thread_pool(2) as pool {\n    for found in pool.map(square, [1]) { print(found.result()); }\n}"), @"
    3:54-59 error[unknown-method]: what `map` of a pool gives has no method `result`: it is values, not futures
      help: it has waited for them already; leave the call out
    ");
    assert_snapshot!(found_in_names("with thread_pool(2) as pool {\n    let found = pool.map(|n| `${n}`, [1]).to_array();\n    print(found.map(|one| one.result()));\n}"), @"
    3:31-36 error[unknown-method]: what `map` of a pool gives has no method `result`: it is values, not futures
      help: it has waited for them already; leave the call out
    ");
    assert_snapshot!(found_in_names("let fs = [to_thread(|| 1)];\nprint(fs.result());"), @"
    2:10-15 error[unknown-method]: an array has no method `result`
      1:5-6 `fs` is an array
      help: call it on each of the array: `for item in items { item.result(); }`
    ");
}

#[test]
fn properties() {
    assert_snapshot!(found_in_names("let f = to_thread(|| 1);\nprint(f.state());\nprint(f.result());"), @"
    2:9-13 error[unknown-method]: `state` of a Future is a property
      help: write it without `()`
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "let m = #{greet: |name| `hi ${name}`}; print(m.greet(\"you\"));",
        "let m = #{}; m.twice = |n| 2 * n; print(m.twice(4));",
        "let m = #{}; m[\"thrice\"] = |n| 3 * n; print(m.thrice(4));",
        "fn double() { this * 2 } print(4.double()); print([1].map(|x| x.double()));",
        "fn int.half() { this / 2 } print(4.half());",
        "let x = 1; x = [1]; x.push(2); print(x);",
        "let x = (); x = lock(); x.acquire(); x.release();",
        "fn f(x) { x.result() } print(f(to_thread(|| 1)));",
        "let xs = []; xs.push(lock()); xs[0].acquire(); xs[0].release();",
        "let xs = [1]; xs[0] = lock(); xs[0].acquire(); xs[0].release();",
        "for x in [1, \"a\"] { print(x.to_string()); }",
        "let f = if random() < 2.0 { lock() } else { semaphore(1) }; f.acquire(); f.release();",
        "let thing = with #{enter: || lock()} as it { it.acquire(); it }; print(thing);",
        "let n = 0; let f = || n = [1]; f.call(); n.push(1);",
        "let e = (); try { throw 1; } catch (caught) { e = caught; } print(e.kind_of_it());fn kind_of_it() { this }",
        "import \"nowhere\" as words; 5.of_the_module();",
        "let s = \"a\"; s += 1; print(s.to_upper()); let t = 1 + \"a\"; print(t);",
        "// check: allow(unknown-variable)\njson.loads(\"1\");",
        "with thread_pool(2) as pool { for f in pool.map(|n| pool.submit(|| n), [1]) { print(f.result()); } }",
        "fn start(n) { to_thread(|| n) } with thread_pool(2) as pool { for f in pool.map(start, [1]) { print(f.result()); } }",
        "fn same(x) { x } with thread_pool(2) as pool { for f in pool.map(same, [to_thread(|| 1)]) { print(f.result()); } }",
        "log.info(\"a\"); log.debug(\"b\"); print(timestamp().elapsed);",
    ]);
}
