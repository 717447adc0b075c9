//! Calls with a wrong number of arguments.

use insta::assert_snapshot;

use crate::check::support::{check_names, found_in_names};

#[test]
fn of_functions_of_the_script() {
    assert_snapshot!(found_in_names("fn add(a, b) { a + b }\nprint(add(1));"), @"
    2:7-12 error[wrong-argument-count]: add(a, b) takes 2 arguments, but 1 was given
      1:1-12 it is defined here
    ");
    assert_snapshot!(found_in_names("fn f() { 1 }\nfn f(a, b) { a + b }\nprint(f(1));"), @"
    3:7-10 error[wrong-argument-count]: f() takes 0 or 2 arguments, but 1 was given
      1:1-6 it is defined here
    ");
    assert_snapshot!(found_in_names("fn tell(what) { print(what); }\ntell();"), @"
    2:1-6 error[wrong-argument-count]: tell(what) takes 1 argument, but 0 were given
      1:1-13 it is defined here
    ");
    assert_snapshot!(found_in_names("fn scale(by) { this * by }\nprint(3.scale());"), @"
    2:9-15 error[wrong-argument-count]: scale() takes 1 argument, but 0 were given
      1:1-12 it is defined here
    ");
}

#[test]
fn of_built_in_functions() {
    assert_snapshot!(found_in_names("sleep(1, 2);"), @"1:1-11 error[wrong-argument-count]: sleep() takes 1 argument, but 2 were given");
    assert_snapshot!(found_in_names("print(parse_json());"), @"1:7-18 error[wrong-argument-count]: parse_json() takes 1 argument, but 0 were given");
    assert_snapshot!(found_in_names("let xs = [1];\nxs.push(1, 2);"), @"2:4-13 error[wrong-argument-count]: push() of an array takes 1 argument, but 2 were given");
    assert_snapshot!(found_in_names("let f = to_thread(|| 1);\nprint(f.result(1, 2));"), @"2:9-20 error[wrong-argument-count]: result() of a Future takes 0 or 1 arguments, but 2 were given");
    assert_snapshot!(found_in_names("print(gather(to_thread(|| 1), to_thread(|| 2)));"), @"
    1:7-46 error[wrong-argument-count]: gather() takes 1 argument, but 2 were given
      help: the futures are given as one array, `gather([f, g])`
    ");
}

#[test]
fn of_closures() {
    assert_snapshot!(found_in_names("let add = |a, b| a + b;\nprint(add.call(1));"), @"
    2:11-17 error[wrong-argument-count]: the closure takes 2 arguments, but 1 was given
      1:11-16 it is defined here
    ");
    assert_snapshot!(found_in_names("fn twice(n) { 2 * n }\nprint(twice.call(1, 2));"), @"
    2:13-22 error[wrong-argument-count]: twice(n) takes 1 argument, but 2 were given
      1:1-11 it is defined here
    ");
}

#[test]
fn of_tasks() {
    assert_snapshot!(found_in_names("fn add(a, b) { a + b }\nwith thread_pool(1) as pool {\n    print(pool.submit(add, 1).result());\n}"), @"
    3:23-25 error[wrong-argument-count]: add(a, b) takes 2 arguments, but 1 was given
      1:1-12 it is defined here
      help: what stands behind the function is what it is given: `submit(f, a, b)` calls `f(a, b)`
    ");
    assert_snapshot!(found_in_names("with thread_pool(1) as pool {\n    pool.submit(|n| n * n).result();\n}"), @"
    2:17-25 error[wrong-argument-count]: the closure takes 1 argument, but 0 were given
      help: what stands behind the function is what it is given: `submit(f, a, b)` calls `f(a, b)`
    ");
    assert_snapshot!(found_in_names("print(to_thread(|| 1, 5).result());"), @"
    1:17-20 error[wrong-argument-count]: the closure takes 0 arguments, but 1 was given
      help: what stands behind the function is what it is given: `to_thread(f, a, b)` calls `f(a, b)`
    ");
    assert_snapshot!(found_in_names("let work = |n| print(n);\nlet t = thread_of(work);\nt.start();\nt.join();"), @"
    2:19-22 error[wrong-argument-count]: the closure takes 1 argument, but 0 were given
      1:12-14 it is defined here
      help: what stands behind the function is what it is given: `thread_of(f, a, b)` calls `f(a, b)`
    ");
}

#[test]
fn of_map_and_callbacks() {
    assert_snapshot!(found_in_names("with thread_pool(1) as pool {\n    print(pool.map(|a, b| a + b, [1, 2]).to_array());\n}"), @"
    2:20-31 error[wrong-argument-count]: the closure takes 2 arguments, but 1 was given
      help: `map` gives it an item of each thing that it walks through
    ");
    assert_snapshot!(found_in_names("with process_pool(1) as pool {\n    print(pool.map(|a| a, [1], [2], #{timeout: 1}).to_array());\n}"), @"
    2:20-24 error[wrong-argument-count]: the closure takes 1 argument, but 2 were given
      help: `map` gives it an item of each thing that it walks through
    ");
    assert_snapshot!(found_in_names("let f = to_thread(|| 1);\nf.add_done_callback(|| print(\"done\"));\nprint(f.result());"), @"
    2:21-36 error[wrong-argument-count]: the closure takes 0 arguments, but 1 was given
      help: a callback is given the future: `|future| …`
    ");
}

#[test]
fn of_starters() {
    assert_snapshot!(found_in_names("thread_pool(1).submit();"), @"1:16-23 error[wrong-argument-count]: submit() of a ThreadPool takes a function and the arguments for it, but nothing was given");
    assert_snapshot!(found_in_names("print(to_thread().result());"), @"1:7-17 error[wrong-argument-count]: to_thread() takes a function and the arguments for it, but nothing was given");
}

#[test]
fn of_arrays_instead_of_their_items() {
    assert_snapshot!(found_in_names("let couriers = [1, 2].map(|n| thread_of(|| n));\ncouriers.join();"), @"
    2:10-15 error[wrong-argument-count]: join() of an array takes 1 argument, but 0 were given
      help: call it on each of the array: `for item in items { item.join(); }`
    ");
}

#[test]
fn near_misses() {
    check_names(&[
        "fn f() { 0 } fn f(a) { a } fn f(a, b) { a + b } print(f() + f(1) + f(1, 2));",
        "fn min(a) { a } print(min(1) + min(1, 2));",
        "fn scale(by) { this * by } print(3.scale(2));",
        "let xs = [1, 2]; print(xs.map(|x, i| x + i)); print(xs.map(|| 1)); print(xs.reduce(|a, b| a + b, 0));",
        "with thread_pool(1) as pool { print(pool.map(|a, b| a + b, [1], [2], #{timeout: 1}).to_array()); }",
        "let options = #{chunksize: 2}; with thread_pool(1) as pool { print(pool.map(|a| a, [1], options).to_array()); }",
        "fn each(pool, more) { pool.map(|a| a, [1], more) } print(each(thread_pool(1), #{}));",
        "let m = #{f: |a, b| a + b}; print(m.f(1, 2)); m.push = |a, b| a; print(m.push(1, 2));",
        "let f = |x| x; f = |x, y| x + y; print(f.call(1, 2));",
        "let add = |a, b| a + b; print(add.curry(1).call(2));",
        "print(10.call(|by| this * by, 3)); print(); print(1);",
        "fn run(f) { f.call(1, 2, 3) } print(run(|a, b, c| a + b + c));",
        "with thread_pool(1) as pool { let fs = [3, 1].map(|n| pool.submit(|n| n, n)); print(gather(fs)); }",
        "let f = to_thread(|a, b| a + b, 1, 2); f.add_done_callback(|done| print(done)); print(f.result());",
    ]);
}
