//! What tasks share on purpose: locks, semaphores, events, barriers, queues, lists, cells and atomic numbers.

use crate::support::{check, check_error, check_printed, run};

#[test]
fn a_lock_keeps_others_out_of_a_block() {
    check(
        "let lock = lock();
         let total = cell(0);
         with thread_pool(4) as pool {
             wait((0..4).map(|n| pool.submit(|| {
                 for n in 0..200 { with lock { let seen = total.get(); total.set(seen + 1); } }
             })));
         }
         [total.get(), lock.locked()]",
        "[800, false]",
    );
}

#[test]
fn a_lock_is_released_on_every_way_out() {
    check(
        "let lock = lock();
         let seen = [];
         fn early(lock) { with lock { return 1; } }
         early(lock);
         seen.push(lock.locked());
         try { with lock { throw 1; } } catch { seen.push(lock.locked()) }
         for n in 0..2 { with lock { break; } }
         seen.push(lock.locked());
         with lock { seen.push(lock.locked()) }
         seen",
        "[false, false, false, true]",
    );
}

#[test]
fn acquiring_with_a_time_limit_says_whether() {
    check(
        "let lock = lock();
         [lock.acquire(), lock.acquire(0), lock.acquire(0.001), lock.release(), lock.acquire(0)]",
        "[true, false, false, (), true]",
    );
}

#[test]
fn releasing_what_nobody_holds_is_an_error() {
    check_error(
        "let lock = lock();\nlock.release()",
        "ValueError: release: the lock is not held by anybody\n  at test.rhai:2:6",
    );
}

#[test]
fn a_semaphore_lets_so_many_in() {
    check(
        "let places = semaphore(2);
         let inside = atomic(0);
         let most = list();
         with thread_pool(4) as pool {
             gather((0..8).map(|n| pool.submit(|| {
                 with places { most.push(inside.add(1)); inside.add(-1); }
             })));
         }
         [most.len(), most.to_array().filter(|n| n > 2), places.free, places.acquire(0), places.acquire(0), places.acquire(0)]",
        "[8, [], 2, true, true, false]",
    );
}

#[test]
fn an_event_lets_all_go_on() {
    check(
        "let event = event();
         let seen = [event.wait(0), event.is_set()];
         with thread_pool(2) as pool {
             let fs = [pool.submit(|| event.wait()), pool.submit(|| event.wait(1000))];
             event.set();
             seen.push(gather(fs));
         }
         event.clear();
         seen.push(event.is_set());
         seen",
        "[false, false, [true, true], false]",
    );
}

#[test]
fn a_barrier_is_passed_together() {
    check(
        "let barrier = barrier(3);
         with thread_pool(3) as pool {
             let rounds = [];
             for round in 0..2 { rounds.push(gather((0..3).map(|n| pool.submit(|| barrier.wait()))).sorted()); }
             [rounds, barrier.parties, barrier.n_waiting]
         }",
        "[[[0, 1, 2], [0, 1, 2]], 3, 0]",
    );
    check(
        "let barrier = barrier(2);
         let kinds = [];
         try { barrier.wait(0.001) } catch (e) { kinds.push(e.kind) }
         try { barrier.wait() } catch (e) { kinds.push(e.message) }
         kinds",
        "[\"BrokenBarrierError\", \"wait: the barrier is broken, since not all will reach it\"]",
    );
}

#[test]
fn a_queue_hands_values_over_in_order() {
    check(
        "let queue = queue(2);
         with thread_pool(1) as pool {
             let reader = pool.submit(|| { let got = []; for n in 0..5 { got.push(queue.get()); queue.task_done(); } got });
             for n in 0..5 { queue.put([n]); }
             queue.join();
             [reader.result(), queue.len(), queue.is_empty(), queue.is_full()]
         }",
        "[[[0], [1], [2], [3], [4]], 0, true, false]",
    );
    check(
        "let queue = queue(1);
         let kinds = [];
         try { queue.get(0) } catch (e) { kinds.push(e.kind) }
         queue.put(1);
         try { queue.put(2, 0.001) } catch (e) { kinds.push(e.kind) }
         queue.task_done();
         try { queue.task_done() } catch (e) { kinds.push(e.message) }
         kinds",
        "[\"Empty\", \"Full\", \"task_done: called more often than values were put\"]",
    );
}

#[test]
fn a_list_is_shared() {
    check(
        "let list = list();
         with thread_pool(3) as pool { gather((0..50).map(|n| pool.submit(|n| list.push(n), n))); }
         let mine = list([1, 2]);
         mine[0] = 5;
         mine.set(-1, [6]);
         let walked = [];
         for item in mine { walked.push(item) }
         [list.len(), list.to_array().sum(), mine[0], mine[-1], mine.pop(), walked, mine.is_empty()]",
        "[50, 1225, 5, [6], [6], [5, [6]], false]",
    );
    check_error(
        "list([1])[3]",
        "IndexError: index 3 is outside of a list of 1\n  at test.rhai:1:10",
    );
}

#[test]
fn what_is_taken_out_of_a_list_or_cell_is_a_copy() {
    check(
        "let c = cell([1]);
         let l = list([[1]]);
         let a = c.get(); a.push(2);
         let b = l[0]; b.push(2);
         [c.get(), l[0]]",
        "[[1], [1]]",
    );
}

#[test]
fn an_atomic_number_loses_nothing() {
    check(
        "let n = atomic(0);
         with thread_pool(4) as pool { gather((0..4).map(|_task| pool.submit(|| { for i in 0..100 { n.add(1) } }))); }
         [n.get(), n.compare_and_set(400, 1), n.compare_and_set(400, 2), n.swap(7), n.add(-2)]",
        "[400, true, false, 1, 5]",
    );
    let error = run("atomic(9223372036854775807).add(1)")
        .result
        .unwrap_err();
    assert_eq!(error.kind_name(), "ArithmeticError");
}

#[test]
fn handles_are_shown_without_what_is_in_them() {
    check_printed(
        "let l = list();
         l.push(l);
         let c = cell(l);
         print([l, c, lock(), event(), queue(), semaphore(2), atomic(3), barrier(2)]);",
        "[<List of 1>, <Cell>, <unlocked Lock>, <unset Event>, <Queue of 0>, <Semaphore, 2 free>, <Atomic 3>, <Barrier of 2>]",
    );
}

#[test]
fn a_chain_of_a_hundred_thousand_lists_goes_without_a_trace() {
    check(
        "let last = list();
         for n in 0..100000 { let next = list(); next.push(last); last = next; }
         last.len()",
        "1",
    );
}

#[test]
fn a_map_with_enter_and_exit_is_a_resource() {
    check(
        "let log = list();
         let timer = #{
             name: \"t\",
             enter: || { log.push(`enter ${this.name}`); 7 },
             exit: |error| { log.push(`exit ${error}`) },
         };
         with timer as n { log.push(n) }
         try { with timer { throw \"no\"; } } catch (e) { log.push(`caught ${e}`) }
         with #{exit: |e| true} as map { throw map.keys(); }
         with #{exit: || log.push(\"out\")} { }
         log.to_array()",
        r#"["enter t", 7, "exit ", "enter t", "exit no", "caught no", "out"]"#,
    );
    check_error(
        "with #{name: 1} { }",
        "TypeError: with: a pool, a lock, a semaphore or a map with a function `enter` or `exit` is needed, not a map without either\n  at test.rhai:1:6",
    );
}
