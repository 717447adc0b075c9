//! Findings about values: properties that they do not have, and places where they do not belong.

use crate::check::Explanation;

pub(super) const UNKNOWN_PROPERTY: Explanation = Explanation {
    summary: "The value has no property of this name.",
    meaning: "It is certain what the value is, and that there is nothing to read by this name. Often it is a method, \
              and its brackets are missing: `future.result` is written `future.result()`. The map that `wait` gives has \
              two keys, `done` and `not_done`.",
    reason: "In Python a method without brackets is a value by itself, and `if future.done:` is always true. Here the \
             script fails there, perhaps in one run of a hundred. A key that a map does not have is `()`.",
    example: r#"with thread_pool(2) as pool {
    let f = pool.submit(|| 6 * 7);
    wait([f]);
    if f.done { print(f.result()); }
}"#,
    mended: r#"with thread_pool(2) as pool {
    let f = pool.submit(|| 6 * 7);
    wait([f]);
    if f.done() { print(f.result()); }
}"#,
};

pub(super) const WRONG_ARGUMENT: Explanation = Explanation {
    summary: "The function cannot take this value.",
    meaning: "What `submit`, `map`, `to_thread`, `thread_of` and `add_done_callback` take first is a function; it is \
              handed over by its name, and its arguments stand behind it: `pool.submit(f, a)`. With brackets, \
              `pool.submit(f(a))`, it is called on the spot, and the pool is given what it returns. Options are a map: \
              `wait(fs, #{timeout: 5})`.",
    reason: "The function would run where it stands, before the pool hears of it, and then the call would fail. In \
             Python it is the same mistake, and there its error waits in the future.",
    example: r#"fn price(item) { item.len() * 10 }

with thread_pool(2) as pool {
    let tea = pool.submit(price("tea"));
    print(tea.result());
}"#,
    mended: r#"fn price(item) { item.len() * 10 }

with thread_pool(2) as pool {
    let tea = pool.submit(price, "tea");
    print(tea.result());
}"#,
};

pub(super) const MISSING_BACKTICKS: Explanation = Explanation {
    summary: "Values are filled into texts in backticks only.",
    meaning: "The text names a variable that there is, as `${name}` or `{name}`, and stands in double quotes, where this \
              means nothing. In backticks it is the variable's value: `` `hello ${name}` ``.",
    reason: "In Python the letter `f` before the quotes does it. Here the text would be printed as it stands, signs and \
             all.",
    example: r#"for place in ["Bergen", "Oslo"] {
    print("${place} answers");
}"#,
    mended: r#"for place in ["Bergen", "Oslo"] {
    print(`${place} answers`);
}"#,
};
