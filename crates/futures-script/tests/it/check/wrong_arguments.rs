//! Values where a function or a map of options belongs.

use insta::assert_snapshot;

use crate::check::support::{check_clean, found};

#[test]
fn called_on_the_spot() {
    assert_snapshot!(found("fn ask(city) { `${city}: ok` }\nwith thread_pool(2) as pool {\n    print(pool.submit(ask(\"Bergen\")).result());\n}"), @"
    3:23-35 error[wrong-argument]: with brackets `ask` is called on the spot, and `submit` is given what it returns, a string
      help: hand it over by its name, and its arguments behind it: `submit(ask, …)`
    ");
    assert_snapshot!(found("fn length(words) { words.len() * 1 }\nlet words = [\"a\"];\nwith thread_pool(2) as pool {\n    for n in pool.map(length(words)) { print(n); }\n}"), @"
    4:23-35 error[wrong-argument]: with brackets `length` is called on the spot, and `map` is given what it returns, an integer
      help: hand it over by its name, and what to go through behind it: `map(length, words)`
    ");
    assert_snapshot!(found("fn tell(future) { print(future.result()); }\nlet f = to_thread(|| 1);\nf.add_done_callback(tell(f));"), @"
    3:21-27 error[wrong-argument]: with brackets `tell` is called on the spot, and `add_done_callback` is given what it returns
      help: hand it over by its name, `add_done_callback(tell)`; it is given the future
    ");
    assert_snapshot!(found("fn hum() { sleep(1); }\nlet t = thread_of(hum());\nt.start();\nt.join();"), @"
    2:19-23 error[wrong-argument]: with brackets `hum` is called on the spot, and `thread_of` is given what it returns
      help: hand it over by its name: `thread_of(hum)`
    ");
    assert_snapshot!(found("print(to_thread(sleep(1)).result());"), @"
    1:17-24 error[wrong-argument]: with brackets `sleep` is called on the spot, and `to_thread` is given what it returns
      help: put it into a closure: `to_thread(|| …)`
    ");
}

#[test]
fn no_functions_at_all() {
    assert_snapshot!(found("print(to_thread(5).result());"), @"
    1:17-17 error[wrong-argument]: `to_thread` takes a function, not an integer
      help: what is to be called stands first, and its arguments behind it: `to_thread(f, a)`
    ");
    assert_snapshot!(found("with thread_pool(2) as pool {\n    for n in pool.map([1, 2], |n| n) { print(n); }\n}"), @"
    2:23-28 error[wrong-argument]: `map` takes a function, not an array
      help: what is to be called stands first, and what to go through behind it: `map(f, items)`
    ");
}

#[test]
fn options_that_are_no_map() {
    assert_snapshot!(found("let fs = [to_thread(|| 1)];\nprint(wait(fs, FIRST_EXCEPTION).done[0].result());"), @"
    2:16-30 error[wrong-argument]: `wait` takes its options as a map, not `FIRST_EXCEPTION`
      help: write `#{return_when: FIRST_EXCEPTION}`
    ");
    assert_snapshot!(found("let fs = [to_thread(|| 1)];\nprint(wait(fs, 5).done[0].result());"), @"
    2:16-16 error[wrong-argument]: `wait` takes its options as a map, not an integer
      help: write `#{timeout: …}`
    ");
    assert_snapshot!(found("with thread_pool(2) as pool {\n    print(pool.submit(|| 1).result());\n    pool.shutdown(false);\n}"), @"
    3:19-23 error[wrong-argument]: `shutdown` takes its options as a map, not a bool
      help: write `#{wait: …}`
    ");
}

#[test]
fn near_misses() {
    check_clean(&[
        "fn twice(n) { |x| x * n } with thread_pool(2) as pool { print(pool.submit(twice(2), 4).result()); }",
        "fn pick(f, g) { if random() < 2.0 { f } else { g } } print(to_thread(pick(|| 1, || 2)).result());",
        "fn make() { Fn(\"work\") } fn work() { 1 } print(to_thread(make()).result());",
        "fn either(n) { if n > 1 { return || 1; } 2 } print(to_thread(either(2)).result());",
        "fn f(x) { x } print(to_thread(f(|| 1)).result());",
        "let jobs = #{tea: || 1}; print(to_thread(jobs.tea).result());",
        "fn add(a, b) { a + b } let add = add.curry(1); print(to_thread(add, 2).result());",
        "let m = #{submit: |x| x + 1}; print(m.submit(5));",
        "let fs = [to_thread(|| 1)]; let how = #{timeout: 5}; print(wait(fs, how).done[0].result());",
        "fn some(fs, how) { wait(fs, how) } print(some([to_thread(|| 1)], #{}).done[0].result());",
        "let fs = [to_thread(|| 1)]; print(wait(fs, #{return_when: FIRST_EXCEPTION}).done[0].result());",
    ]);
}
