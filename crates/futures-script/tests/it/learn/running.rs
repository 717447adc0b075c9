//! What is said of scripts that go wrong.

use insta::assert_snapshot;

use crate::learn::support::{learn, own_course, told, write};

/// What is said of this script as the first exercise.
fn run(name: &str, script: &str) -> String {
    let course = own_course(name);
    write(&course, "1_together.rhai", script);
    told(&learn(&course, &["--course", ".", "run", "1"]), &course)
}

#[test]
fn errors_of_beginners_are_shown_without_more_noise() {
    assert_snapshot!(run("syntax", "with thread_pool(3) as pool {\n    print(1;\n}\n"), @"
    exit code 1
    --- stdout
    ✗ 1_together cannot be run yet

    error[SyntaxError]: a `,` or `)` is missing before `;`
     --> 1_together.rhai:2:12
      |
    2 |     print(1;
      |            ^

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
    assert_snapshot!(run("unknown", "with thread_pool(3) as pool {\n    pool.submti(|| 1);\n}\n"), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    error[AttributeError]: ThreadPool has no method `submti`; did you mean `submit`?
     --> 1_together.rhai:2:10
      |
    2 |     pool.submti(|| 1);
      |          ^^^^^^

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
}

#[test]
fn what_a_task_throws_is_shown() {
    let script = "with thread_pool(3) as pool {\n    let f = pool.submit(|| throw \"no page\");\n    print(\"before\");\n    f.result();\n}\n";
    assert_snapshot!(run("throws", script), @r#"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed:
    │ before

    What happened, in the time of a simulation:
    script      ████████████░░░░░░░░░░░░░░░░░░░░░░░░░██████░░░░░░░░░░░░░█████✗
    ThreadPool-0  1 task: 1 failed
      worker 0                    ······1█████✗···················
      queue           1                 0
                ├─────────────────────────────┼──────────────────────────────┼──────
                0                             5                          10 steps
    █ works   ░ waits   · idle
    ✗ failed: script; 1
    queue: how many tasks wait for a worker
    steps: no time passed, so what happened is counted

    error[Thrown]: no page
     --> 1_together.rhai:2:28
      |
    2 |     let f = pool.submit(|| throw "no page");
      |                  ------    ^^^^^
      |                  |
      |                  task 1 was submitted here
      |
      = note: in task 1, submitted at 1_together.rhai:2:18
      = note: in function result, called at 1_together.rhai:4:7

    Your script ended with an error.
    Hint: Read the lines at the caret.

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    "#);
}

#[test]
fn a_deadlock_is_explained() {
    let script = "let lock = lock();\nlock.acquire();\nlock.acquire();\n";
    assert_snapshot!(run("deadlock", script), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    What happened, in the time of a simulation:
    script   ███████████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░»
             ├──────────────────────────────────┼──────────────────────────────────┤
             0                                  1                            2 steps
    █ works   ░ waits
    » had not ended: script
    steps: no time passed, so what happened is counted

    `futures check` has found this in your script:
    warning[lock-not-released]: `lock` is taken and never given back
     --> 1_together.rhai:3:1
      |
    3 | lock.acquire();
      | ^^^^^^^^^^^^ whoever wants it next waits for ever
      |
      = help: `with lock { … }` gives it back on every way out, also when something is thrown

    A deadlock: everybody in your script waits for somebody else, so nobody can ever go on.

    error[DeadlockError]: nothing can go on
     --> 1_together.rhai:3:6
      |
    3 | lock.acquire();
      |      ^^^^^^^ script waits for lock 1, held by script
      |
      = note: script waits for itself
      = note: lock 1 was made at 1_together.rhai:1:12

    No task was submitted: the script itself did all the work.
    Hint: Hand each call over to the pool: pool.submit(fetch, n).

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
}

#[test]
fn what_never_ends_is_ended() {
    assert_snapshot!(run("endless", "loop { }\n"), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    What happened, in the time of a simulation:
    script   ██████████████████████████████████████████████████████████████████████»
             ├─────────────────────────────────────────────────────────────────────┤
             0                                                               1 steps
    █ works
    » had not ended: script
    steps: no time passed, so what happened is counted

    Your script came to no end: it went on and on, so it was ended. Here it was at that moment:

    error[LimitError]: stopped after 1000000 steps of the simulation (the limit)
     --> 1_together.rhai:1:6
      |
    1 | loop { }
      |      ^

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
    let told = run("flood", "loop { print(\"again\"); }\n");
    let told = told.replace("│ again\n", "");
    assert_snapshot!(told, @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed:
    │ … and the same 9999 times more

    What happened, in the time of a simulation:
    script   ██████████████████████████████████████████████████████████████████████»
             ├─────────────────────────────────────────────────────────────────────┤
             0                                                               1 steps
    █ works
    » had not ended: script
    steps: no time passed, so what happened is counted

    Your script printed so much that it was stopped. Does one of its loops never end?

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
}

#[test]
fn what_holds_in_some_orders_only_is_shown_in_another() {
    let course = own_course("race");
    let script = std::fs::read_to_string(course.join("wrong/2_count/lock_per_step.rhai")).unwrap();
    write(&course, "2_count.rhai", &script);
    assert_snapshot!(told(&learn(&course, &["--course", ".", "run", "2"]), &course), @"
    exit code 1
    --- stdout
    ✗ 2_count is not solved yet

    It was right when each went on in turn, but not in every order: in the 2nd order that was tried,
    this happened. On a real computer such an order comes sooner or later.

    Your script printed:
    │ 6

    What happened, in the time of a simulation:
    script      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
    to_thread   4 tasks
      worker 0  1███████████████████████████████████████████████████████████████████
      worker 1  2███████████████████████████████████████████████████████████████████
      worker 2  3███████████████████████████████████████████████████████████████████
      worker 3  4███████████████████████████████████████████████████████████████████
                ├────────────────┼────────────────┼────────────────┼───────────────┤
                0              50 ms           100 ms           150 ms        200 ms
    █ works   ░ waits

    Four tasks counted to two, and 6 came out.
    Hint: Hold a lock from the `get` to the `set`.

    Change 2_count.rhai, then: futures learn --course . run 2_count
    Stuck? futures learn --course . hint 2_count
    To see that run again: futures run --timeline - --sim --replay '0.57>2,1.45>2,2.47>4' 2_count.rhai
    --- stderr
    ");
}

#[test]
fn what_can_be_seen_in_the_text_is_told_too() {
    let script = "fn fetch(n) { sleep(1); `page ${n}` }\nlet pages = [];\nlet total = 3;\nwith thread_pool(3) as pool {\n    for n in 1..=3 { pages.push(pool.submit(fetch, n).result()); }\n}\nprint(pages);\n";
    assert_snapshot!(run("findings", script), @r#"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed:
    │ ["page 1", "page 2", "page 3"]

    What happened, in the time of a simulation:
    script      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
    ThreadPool-0  3 tasks
      worker 0  1████████████████████▌2█████████████████████▌3██████████████████████
                ├──────────┼──────────┼───────────┼──────────┼──────────┼──────────┤
                0        0.5 s      1.0 s       1.5 s      2.0 s      2.5 s    3.0 s
    █ works   ░ waits

    Your three pages were fetched one after the other.
    Hint: Submit all three before you ask for the first result.

    `futures check` has found this in your script:
    warning[unused-variable]: the variable `total` is never used
     --> 1_together.rhai:3:5
      |
    3 | let total = 3;
      |     ^^^^^
      |
      = help: leave it out, or call it `_total` if that is meant

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    "#);
}

#[test]
fn logs_and_failures_that_nobody_hears_are_shown() {
    let script = "log.info(\"begin\");\nprint(\"one\\ntwo\");\nprint_error(\"careful\");\nlet t = start_thread(|| throw \"unheard\");\nt.join();\n";
    let told = run("unheard", script);
    assert_snapshot!(told, @r#"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed:
    │ one
    │ two

        0.000 INFO    script: begin
    careful

    error[Thrown]: unheard
     --> 1_together.rhai:4:25
      |
    4 | let t = start_thread(|| throw "unheard");
      |         ------------    ^^^^^
      |         |
      |         thread 1 was submitted here
      |
      = note: in thread 1, submitted at 1_together.rhai:4:9

    What happened, in the time of a simulation:
    script    ████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░████████████
    thread 1                         ███████████✗
              ├──────────────────────┼──────────────────────┼──────────────────────┤
              0                      2                      4                6 steps
    █ works   ░ waits
    ✗ failed: thread 1
    steps: no time passed, so what happened is counted

    No task was submitted: the script itself did all the work.
    Hint: Hand each call over to the pool: pool.submit(fetch, n).

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    "#);
}

#[test]
fn equal_failures_are_told_once_and_below_their_cause() {
    let script = "fn fetch(n, more) { n }\nwith thread_pool(3) as pool {\n    for n in 1..=5 { pool.submit(fetch, n); }\n    sleep(1);\n    throw \"the script itself\";\n}\n";
    assert_snapshot!(run("folded", script), @r#"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    What happened, in the time of a simulation:
    script      ███████████████████████████████████████████████████████████████████✗
    ThreadPool-0  5 tasks: 5 failed
      worker 0  ✗···································································
      worker 1  ✗···································································
      worker 2  ✗···································································
                ├────────────┼─────────────┼────────────┼─────────────┼────────────┤
                0          0.2 s         0.4 s        0.6 s         0.8 s      1.0 s
    █ works   ▓ several tasks   · idle
    ✗ failed: script; 1, 2, 3, 4, 5

    error[Thrown]: the script itself
     --> 1_together.rhai:5:5
      |
    5 |     throw "the script itself";
      |     ^^^^^

    Nobody heard of this failure: fetch() takes 2 arguments, but 1 was given, at 1_together.rhai:3:27 (5
    times)

    Your script ended with an error.
    Hint: Read the lines at the caret.

    `futures check` has found this in your script:
    error[wrong-argument-count]: fetch(n, more) takes 2 arguments, but 1 was given
     --> 1_together.rhai:3:34
      |
    1 | fn fetch(n, more) { n }
      | ----------------- it is defined here
    2 | with thread_pool(3) as pool {
    3 |     for n in 1..=5 { pool.submit(fetch, n); }
      |                                  ^^^^^
      |
      = help: what stands behind the function is what it is given: `submit(f, a, b)` calls `f(a, b)`

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    "#);
    let script = "fn fetch(n, more) { n }\nwith thread_pool(3) as pool {\n    for n in 1..=5 { pool.submit(fetch, n); }\n}\n";
    assert_snapshot!(run("folded-alone", script), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    What happened, in the time of a simulation:
    script      ████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░███
    ThreadPool-0  5 tasks: 5 failed
      worker 0                     ··1██✗··4█✗··5██✗···
      worker 1                                          ···2██✗··
      worker 2                                                     ···3██✗··
      queue       1  2  3 4  5       4     3    2          1          0
                ├────────────┼─────────────┼────────────┼─────────────┼────────────┤
                0            5            10           15            20     25 steps
    █ works   ░ waits   · idle
    ✗ failed: 1, 2, 3, 4, 5
    queue: how many tasks wait for a worker
    steps: no time passed, so what happened is counted

    `futures check` has found this in your script:
    error[wrong-argument-count]: fetch(n, more) takes 2 arguments, but 1 was given
     --> 1_together.rhai:3:34
      |
    1 | fn fetch(n, more) { n }
      | ----------------- it is defined here
    2 | with thread_pool(3) as pool {
    3 |     for n in 1..=5 { pool.submit(fetch, n); }
      |                                  ^^^^^
      |
      = help: what stands behind the function is what it is given: `submit(f, a, b)` calls `f(a, b)`

    So your script has failed: 5 tasks have failed, and nobody has asked for the result() or
    exception().

    Your script ended with an error.
    Hint: Read the lines at the caret.

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
}

#[test]
fn a_deadlock_that_follows_from_a_slip_is_a_line() {
    let script = "fn work(done) { done.put(nobody); }\nlet done = queue();\nwith thread_pool(1) as pool {\n    pool.submit(work, done);\n    done.get();\n}\n";
    assert_snapshot!(run("slip-first", script), @"
    exit code 1
    --- stdout
    ✗ 1_together is not solved yet

    Your script printed nothing.

    error[NameError]: no variable `nobody`; `let nobody = …` makes one
     --> 1_together.rhai:1:26
      |
    1 | fn work(done) { done.put(nobody); }
      |                          ^^^^^^
    ...
    4 |     pool.submit(work, done);
      |          ------ task 1 was submitted here
      |
      = note: in function work
      = note: in task 1, submitted at 1_together.rhai:4:10

    After that nobody could go on: a deadlock.

    Change 1_together.rhai, then: futures learn --course . run 1_together
    Stuck? futures learn --course . hint 1_together
    --- stderr
    ");
}
