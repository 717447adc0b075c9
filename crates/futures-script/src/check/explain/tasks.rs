//! Findings about futures, locks, captures and pools.

use crate::check::Explanation;

pub(super) const RESULT_NOT_TAKEN: Explanation = Explanation {
    summary: "A task returns a value, and nobody takes it.",
    meaning: "The future of the task is thrown away, or its variable is never asked for `result()` or `exception()`, \
              never waited for, given to somebody, kept or cancelled. It is found where the task surely returns or \
              throws something; a task that only prints, or puts its result into a queue, has nothing to take.",
    reason: "`with` waits for the task, but not for what it returns: the value is lost. So is the chance to do \
             something about a failure. It is reported when the script ends, which then ends with exit code 1, and \
             by then everything else has gone on as if all were well.",
    example: r#"fn price(item) { item.len() * 10 }

with thread_pool(2) as pool {
    pool.submit(price, "tea");
    let coffee = pool.submit(price, "coffee");
    print(coffee.result());
}"#,
    mended: r#"fn price(item) { item.len() * 10 }

with thread_pool(2) as pool {
    let tea = pool.submit(price, "tea");
    let coffee = pool.submit(price, "coffee");
    print(tea.result() + coffee.result());
}"#,
};

pub(super) const LOCK_NOT_RELEASED: Explanation = Explanation {
    summary: "A lock is taken, and not given back on every way out.",
    meaning: "After `acquire()` there is a `return`, a `throw`, a `break` or the end of the function without a \
              `release()` before it. A lock that another task gives back is left alone.",
    reason: "Whoever wants the lock next waits for ever. If all others wait for it, the script ends with a \
             `DeadlockError`; if one does not, it just stands still. `with my_lock { … }` gives the lock back on \
             every way out, also when something is thrown.",
    example: r#"let guard = lock();
let stock = cell(3);

fn take(stock, guard) {
    guard.acquire();
    if stock.get() == 0 { return false; }
    stock.set(stock.get() - 1);
    guard.release();
    true
}

with thread_pool(2) as pool {
    print(gather((0..4).map(|_| pool.submit(take, stock, guard))).len());
}"#,
    mended: r#"let guard = lock();
let stock = cell(3);

fn take(stock, guard) {
    with guard {
        if stock.get() == 0 { return false; }
        stock.set(stock.get() - 1);
    }
    true
}

with thread_pool(2) as pool {
    print(gather((0..4).map(|_| pool.submit(take, stock, guard))).len());
}"#,
};

pub(super) const CAPTURED_ASSIGNMENT: Explanation = Explanation {
    summary: "A task changes a variable that it has captured.",
    meaning: "What a task, a thread or a callback captures is copied when it is submitted, and read-only. It may \
              change its own variables and its arguments, and whatever there is to be shared: a `cell()`, a \
              `list()`, an `atomic()`, a `queue()`.\n\n\
              For the same reason a task does not see what the script does with the variable later. A loop that waits \
              for such a change, `while !stop { … }`, is found as well: it never ends.",
    reason: "In Python this is the race of every lesson: tasks that change the same variable at the same time lose \
             each other's changes. Here the task fails instead, and its future has the error. Best is a task that \
             returns a value, and a script that adds up; what tasks must share, they share by name.",
    example: r#"let total = 0;
with thread_pool(4) as pool {
    for n in 1..=4 {
        let f = pool.submit(|| { total += n; });
        f.result();
    }
}
print(total);"#,
    mended: r#"let total = atomic(0);
with thread_pool(4) as pool {
    for n in 1..=4 {
        let f = pool.submit(|| { total.add(n); });
        f.result();
    }
}
print(total.get());"#,
};

pub(super) const WAITS_ON_OWN_POOL: Explanation = Explanation {
    summary: "A task waits for another task of its own pool.",
    meaning: "A task submits to the pool that runs it, and waits for what it has submitted: for its result, or for an \
              event or a queue that only the other task serves. A task of a process pool that uses its own pool is \
              found as well: the pool stays in the process of the script, and the task cannot be sent.",
    reason: "A pool has a number of workers, and a task that waits keeps one. In Python a script hangs as soon as \
             all workers wait like this. Here a worker that waits for a task of its pool runs it itself, or lends \
             its place meanwhile, so `result()`, `gather` and `wait` go well. Nobody can do so for an event or a queue: \
             such a wait ends with a `DeadlockError` as soon as all workers wait like this.",
    example: r#"with thread_pool(2) as pool {
    let page = pool.submit(|| {
        let parts = [1, 2, 3].map(|n| pool.submit(|| `part ${n}`));
        gather(parts)
    });
    print(page.result());
}"#,
    mended: r#"with thread_pool(2) as pool {
    let parts = [1, 2, 3].map(|n| pool.submit(|| `part ${n}`));
    print(gather(parts));
}"#,
};

pub(super) const POOL_NOT_SHUT_DOWN: Explanation = Explanation {
    summary: "Nobody ends this pool.",
    meaning: "The pool is made without `with`, and nobody calls its `shutdown()`, returns it, keeps it or gives it \
              to somebody who might.",
    reason: "Its workers stay until the end of the script, which waits for all of its tasks. If something is thrown \
             before, the tasks that have not begun are still there meanwhile. A block of `with` says where the pool \
             ends, and on a throw cancels what has not begun.",
    example: r#"let pool = thread_pool(2);
let f = pool.submit(|| 6 * 7);
print(f.result());"#,
    mended: r#"with thread_pool(2) as pool {
    let f = pool.submit(|| 6 * 7);
    print(f.result());
}"#,
};
