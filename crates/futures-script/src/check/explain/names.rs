//! Findings about names: those that nothing has, and those that nothing uses.

use crate::check::Explanation;

pub(super) const UNKNOWN_FUNCTION: Explanation = Explanation {
    summary: "No function has this name.",
    meaning: "Neither the script nor the language has a function that is called so. If a name is near, or if it is \
              Python's name for something, the message says what to write instead.",
    reason: "A script finds out only when it gets to the call. In a task that is late: the error waits in the future \
             until somebody asks for the result.",
    example: r#"with thread_pool(2) as pool {
    print(pool.submit(|| squareroot(16.0)).result());
}"#,
    mended: r#"with thread_pool(2) as pool {
    print(pool.submit(|| sqrt(16.0)).result());
}"#,
};

pub(super) const UNKNOWN_METHOD: Explanation = Explanation {
    summary: "No value has a method of this name.",
    meaning: "Nothing in the language has a method that is called so, and the script has no function that could be \
              called like one; where it is certain what the value is, that it has none.",
    reason: "As with functions, the error would come when the call does, perhaps in a task, and perhaps in one run of \
             a hundred.",
    example: r#"with thread_pool(2) as pool {
    let f = pool.submit(|| 6 * 7);
    print(f.get_result());
}"#,
    mended: r#"with thread_pool(2) as pool {
    let f = pool.submit(|| 6 * 7);
    print(f.result());
}"#,
};

pub(super) const UNKNOWN_VARIABLE: Explanation = Explanation {
    summary: "No variable of this name is visible here.",
    meaning: "A variable is visible from its `let` to the end of the block around it. A function (`fn`) sees its \
              parameters and nothing of the script around it but constants, as `global::NAME`; a closure (`|x| …`) \
              sees the variables around it.",
    reason: "In Python a function looks at the variables of its file. Here it cannot, so that nothing is shared \
             between tasks by accident: what a task needs is given to it, or captured by a closure.",
    example: r#"let limit = 3;
fn wait_for(seconds) {
    sleep(if seconds < limit { seconds } else { limit });
}
wait_for(1);
print(limit);"#,
    mended: r#"let limit = 3;
fn wait_for(seconds, limit) {
    sleep(if seconds < limit { seconds } else { limit });
}
wait_for(1, limit);
print(limit);"#,
};

pub(super) const UNKNOWN_OPTION: Explanation = Explanation {
    summary: "The function takes no option of this name.",
    meaning: "Options stand in a map, `#{timeout: 1}`, and each function has its own. `futures api NAME` lists those \
              of a function.",
    reason: "The call would fail when it is made.",
    example: r#"with thread_pool(2) as pool {
    let fs = [1, 2].map(|n| pool.submit(|n| n * n, n));
    print(wait(fs, #{timeuot: 5}).done.len());
    print(gather(fs));
}"#,
    mended: r#"with thread_pool(2) as pool {
    let fs = [1, 2].map(|n| pool.submit(|n| n * n, n));
    print(wait(fs, #{timeout: 5}).done.len());
    print(gather(fs));
}"#,
};

pub(super) const WRONG_ARGUMENT_COUNT: Explanation = Explanation {
    summary: "The function takes another number of arguments.",
    meaning: "That is known of the functions of the script, and of the language's own.",
    reason: "A task gets the arguments that stand behind its function: `pool.submit(f, a, b)` calls `f(a, b)`. One \
             argument too few is easily missed there.",
    example: r#"fn area(width, height) { width * height }
print(area(3));"#,
    mended: r#"fn area(width, height) { width * height }
print(area(3, 4));"#,
};

pub(super) const UNUSED_VARIABLE: Explanation = Explanation {
    summary: "A variable gets a value, and nobody looks at it.",
    meaning: "A variable that is only assigned counts as unused, a name that is `_` or begins with `_` never does.",
    reason: "Often another variable was meant, or something is forgotten: a future that is kept in a variable and \
             never waited for, a result that is computed and not returned.",
    example: r#"fn total(prices) {
    let sum = 0;
    let n_prices = prices.len();
    for price in prices { sum += price; }
    sum
}
print(total([3, 4]));"#,
    mended: r#"fn total(prices) {
    let sum = 0;
    for price in prices { sum += price; }
    sum
}
print(total([3, 4]));"#,
};

pub(super) const UNUSED_FUNCTION: Explanation = Explanation {
    summary: "Nothing calls this function.",
    meaning: "Its name appears nowhere else in the script, neither in a call nor as a value. A file that others may \
              import is left alone.",
    reason: "Often a task was to call it, and calls something else.",
    example: r#"fn double(n) { n * 2 }
fn triple(n) { n * 3 }
with thread_pool(2) as pool {
    print(pool.submit(double, 4).result());
}"#,
    mended: r#"fn double(n) { n * 2 }
fn triple(n) { n * 3 }
with thread_pool(2) as pool {
    print(pool.submit(double, 4).result());
    print(pool.submit(triple, 4).result());
}"#,
};
