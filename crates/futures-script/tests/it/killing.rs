//! `kill()`: a running task stops at its next operation, or its wait ends.

use crate::support::check;

#[test]
fn a_running_task_stops() {
    for body in [
        "loop { }",
        "loop { try { sleep(1000) } catch { } }",
        "event().wait()",
        "lock.acquire()",
        "queue().get()",
        "semaphore(0).acquire(1000)",
    ] {
        check(
            &format!(
                "let begun = event();
                 let lock = lock();
                 lock.acquire();
                 with thread_pool(1) as pool {{
                     let f = pool.submit(|| {{ begun.set(); {body}; lock }});
                     begun.wait();
                     let told = f.kill();
                     let e = f.exception();
                     [told, e.kind, e.message, f.kill(), pool.submit(|| 1).result()]
                 }}"
            ),
            "[true, \"Interrupted\", \"the task was killed\", false, 1]",
        );
    }
}

#[test]
fn a_pending_task_is_cancelled() {
    check(
        "let gate = event();
         with thread_pool(1) as pool {
             pool.submit(|| gate.wait());
             let f = pool.submit(|| 1);
             let told = f.kill();
             gate.set();
             [told, f.cancelled()]
         }",
        "[true, true]",
    );
}
