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
fn every_wait_of_a_running_task_ends() {
    for wait in [
        "queue().get(1000)",
        "{ let q = queue(1); q.put(1); q.put(2) }",
        "barrier(2).wait()",
        "barrier(2).wait(1000)",
        "event().wait(1000)",
        "start_thread(|| gate.wait()).join()",
        "slow.result()",
        "slow.result(1000)",
        "slow.exception()",
        "wait([slow])",
        "wait([slow], #{timeout: 1000})",
        "gather([slow])",
        "for f in as_completed([slow]) { }",
        "for f in as_completed([slow], #{timeout: 1000}) { }",
        "for n in other.map(|n| gate.wait(), 0..3) { }",
        "for n in other.map_unordered(|n| gate.wait(), 0..3) { }",
        "other.map(|n| gate.wait(), 0..3).to_array()",
        "other.shutdown()",
        "{ with other { } }",
        "{ with lock { } }",
        "{ with semaphore(0) { } }",
        "[1].map(|n| gate.wait())",
        "{ with #{exit: || gate.wait()} { } }",
        "sorted([2, 1], #{key: |n| gate.wait()})",
    ] {
        let script = format!(
            "let begun = event();
             let gate = event();
             let lock = lock();
             lock.acquire();
             let other = thread_pool(1);
             let slow = other.submit(|| gate.wait());
             with thread_pool(1) as pool {{
                 let f = pool.submit(|| {{ begun.set(); {wait}; \"went on\" }});
                 begun.wait();
                 let told = f.kill();
                 let e = f.exception();
                 gate.set();
                 [told, e.kind, e.message, pool.submit(|| 1).result()]
             }}"
        );
        check(
            &script,
            "[true, \"Interrupted\", \"the task was killed\", 1]",
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
