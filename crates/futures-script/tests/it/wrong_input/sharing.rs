//! Locks, queues and the like.

use crate::support::check_errors;

#[test]
fn locks() {
    check_errors(&[
        (
            "lock().release()",
            "ValueError: release: the lock is not held by anybody
  at test.rhai:1:8",
        ),
        (
            r#"lock().acquire("a")"#,
            "TypeError: acquire: timeout must be a number of seconds, not a string
  at test.rhai:1:8",
        ),
        (
            "lock().acquire(-1)",
            "ValueError: acquire: timeout must not be negative, got -1
  at test.rhai:1:8",
        ),
        (
            "lock().acquire(0.0 / 0.0)",
            "ValueError: acquire: timeout must be a number of seconds, got NaN
  at test.rhai:1:8",
        ),
        (
            "lock().acquire(1e300)",
            "ValueError: acquire: timeout is too long, got 1e300; `()` stands for no limit
  at test.rhai:1:8",
        ),
        (
            "let l = lock();
l.acquire();
l.release();
l.release()",
            "ValueError: release: the lock is not held by anybody
  at test.rhai:4:3",
        ),
        (
            "let l = lock();
l.acquire();
thread_pool(1).submit(|| l.release()).result();
l.release()",
            "ValueError: release: the lock is not held by anybody
  at test.rhai:4:3",
        ),
    ]);
}

#[test]
fn semaphores() {
    check_errors(&[
        (
            "semaphore(-1)",
            "ValueError: semaphore: the number of places must be at least 0, got -1
  at test.rhai:1:1",
        ),
        (
            r#"semaphore("a")"#,
            "TypeError: semaphore: the number of places must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "semaphore(1).acquire(0.0 / 0.0)",
            "ValueError: acquire: timeout must be a number of seconds, got NaN
  at test.rhai:1:14",
        ),
    ]);
}

#[test]
fn barriers() {
    check_errors(&[
        (
            "barrier(0)",
            "ValueError: barrier: the number of parties must be at least 1, got 0
  at test.rhai:1:1",
        ),
        (
            r#"barrier("a")"#,
            "TypeError: barrier: the number of parties must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "barrier(2).wait(0)",
            "BrokenBarrierError: wait: the barrier is broken, since not all will reach it
  at test.rhai:1:12",
        ),
        (
            "barrier(2).wait(-1)",
            "ValueError: wait: timeout must not be negative, got -1
  at test.rhai:1:12",
        ),
    ]);
}

#[test]
fn queues() {
    check_errors(&[
        (
            "queue(-1)",
            "ValueError: queue: the size must be at least 0, got -1
  at test.rhai:1:1",
        ),
        (
            r#"queue("a")"#,
            "TypeError: queue: the size must be an integer, not a string
  at test.rhai:1:1",
        ),
        (
            "queue(1).get(0)",
            "Empty: get: the queue is empty
  at test.rhai:1:10",
        ),
        (
            "let q = queue(1);
q.put(1);
q.put(2, 0)",
            "Full: put: the queue is full
  at test.rhai:3:3",
        ),
        (
            "queue(1).get(-1)",
            "ValueError: get: timeout must not be negative, got -1
  at test.rhai:1:10",
        ),
        (
            "queue(1).get([1])",
            "TypeError: get: timeout must be a number of seconds, not an array
  at test.rhai:1:10",
        ),
        (
            "queue(1).task_done()",
            "ValueError: task_done: called more often than values were put
  at test.rhai:1:10",
        ),
    ]);
}

#[test]
fn events() {
    check_errors(&[
        (
            "event().wait(1e300)",
            "ValueError: wait: timeout is too long, got 1e300; `()` stands for no limit
  at test.rhai:1:9",
        ),
        (
            r#"event().wait("x")"#,
            "TypeError: wait: timeout must be a number of seconds, not a string
  at test.rhai:1:9",
        ),
    ]);
}

#[test]
fn threads() {
    check_errors(&[
        (
            "let t = thread_of(|| 1);
t.start();
t.start()",
            "ValueError: start: a thread can be started only once
  at test.rhai:3:3",
        ),
        (
            "thread_of(|| 1).join()",
            "ValueError: join: the thread was not started
  at test.rhai:1:17",
        ),
        (
            r#"let t = start_thread(|| 1);
t.join("a")"#,
            "TypeError: join: timeout must be a number of seconds, not a string
  at test.rhai:2:3",
        ),
    ]);
}

#[test]
fn with_what_has_no_end() {
    check_errors(&[
        (
            "with 5 as x { }",
            "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not an integer
  at test.rhai:1:6",
        ),
        (
            "with () { }",
            "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not ()
  at test.rhai:1:6",
        ),
        (
            "with [thread_pool(1)] as pools { }",
            "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not an array
  at test.rhai:1:6",
        ),
        (
            "with #{} as x { }",
            "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not a map without either
  at test.rhai:1:6",
        ),
        (
            "with #{enter: 5, exit: 6} as x { }",
            "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not a map without either
  at test.rhai:1:6",
        ),
        (
            "with #{enter: |a| 1} as x { }",
            "TypeError: with: `enter` is given no argument, but takes 1
  at test.rhai:1:6",
        ),
        (
            "with #{exit: |a, b| 1} as x { }",
            "TypeError: with: `exit` is given one argument, what the block has thrown, but takes 2
  at test.rhai:1:6",
        ),
    ]);
}
