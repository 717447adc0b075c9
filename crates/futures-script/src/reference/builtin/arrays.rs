//! Arrays: their items, and how to change them.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Arrays, &["array"], "A row of values of any types: `[1, \"two\", [3]]`.")
    .details(
        "Values are copied: `let b = a;` gives `b` an array of its own, and so does a call of a function. `list()` is an \
         array that tasks share.",
    )
    .example(
        r#"
let a = [1, "two"];
let b = a;
b.push([3]);
print(a);
print(b);"#,
        "[1, \"two\"]\n[1, \"two\", [3]]",
    )
    .python("list"),
    Entry::function(
        Section::Arrays,
        &[
            "array.len() -> int",
            "array.len -> int",
            "array.is_empty() -> bool",
            "array.is_empty -> bool",
        ],
        "The number of items, and whether there are none; with or without brackets.",
    )
    .example("print([[1, 2].len(), [].is_empty()]);", "[2, true]")
    .python("len(xs), not xs"),
    Entry::function(
        Section::Arrays,
        &[
            "array[index: int] -> any",
            "array[index: int] = any",
            "array.get(index: int) -> any",
            "array.set(index: int, value: any)",
        ],
        "An item by its number from 0; -1 is the last one.",
    )
    .details(
        "`get` gives `()` where there is none, and `set` does nothing there. A part is `xs.extract(1..3)`, not `xs[1..3]`.",
    )
    .errors(&[("IndexError", "`xs[n]` is outside of the array")])
    .example(
        r#"
let xs = ["a", "b", "c"];
xs[0] = "A";
print([xs[0], xs[-1], xs.get(7)]);"#,
        r#"["A", "c", ()]"#,
    )
    .python("xs[0], xs[-1]"),
    Entry::function(
        Section::Arrays,
        &["array.push(value: any)", "array.append(values: array)", "array += any"],
        "Adds an item at the end, or all items of another array.",
    )
    .details("Python's `append` is `push` here. `xs += ys` appends an array and pushes anything else.")
    .example(
        r#"
let xs = [1];
xs.push(2);
xs.append([3, 4]);
xs += 5;
print(xs);"#,
        "[1, 2, 3, 4, 5]",
    )
    .python("xs.append(2), xs.extend([3, 4])"),
    Entry::function(
        Section::Arrays,
        &["array + array -> array"],
        "A new array of the items of both.",
    )
    .example("print([1] + [2, 3]);", "[1, 2, 3]")
    .python("[1] + [2, 3]"),
    Entry::function(
        Section::Arrays,
        &["array.insert(index: int, value: any)"],
        "Puts an item in before another; at the end if there are not so many.",
    )
    .example(
        r#"
let xs = ["b"];
xs.insert(0, "a");
xs.insert(99, "z");
print(xs);"#,
        r#"["a", "b", "z"]"#,
    )
    .python("xs.insert(0, \"a\")"),
    Entry::function(
        Section::Arrays,
        &["array.pop() -> any", "array.shift() -> any", "array.remove(index: int) -> any"],
        "Takes the last item out, the first one, or that of an index, and gives it; `()` if there is none.",
    )
    .details(
        "`remove` takes an index, as `del xs[5]` in Python; to remove a value, `xs.retain(|x| x != value)`.",
    )
    .example(
        r#"
let xs = ["a", "b", "c", "d"];
print([xs.pop(), xs.shift(), xs.remove(0), xs]);"#,
        r#"["d", "a", "b", ["c"]]"#,
    )
    .python("xs.pop(), xs.pop(0)"),
    Entry::function(
        Section::Arrays,
        &["array.truncate(len: int)", "array.chop(len: int)", "array.clear()"],
        "Keeps so many items at the beginning, or at the end, or none.",
    )
    .example(
        r#"
let xs = [1, 2, 3, 4, 5];
xs.chop(4);
xs.truncate(2);
print(xs);"#,
        "[2, 3]",
    )
    .python("del xs[2:], del xs[:-4], xs.clear()"),
    Entry::function(Section::Arrays, &["array.reverse()"], "Turns the order of the items round, in its place.")
        .details("It returns nothing; a new array is `sorted(…, #{reverse: true})` or a loop.")
        .example(
            r#"
let xs = [1, 2, 3];
xs.reverse();
print(xs);"#,
            "[3, 2, 1]",
        )
        .python("xs.reverse()"),
    Entry::function(
        Section::Arrays,
        &[
            "array.extract(part: range) -> array",
            "array.extract(start: int) -> array",
            "array.extract(start: int, len: int) -> array",
        ],
        "A copy of a part: between two places, from one on, or so many items from one on.",
    )
    .details("A negative start counts from the end. What lies outside is left away; nothing is thrown.")
    .example(
        "
let xs = [10, 20, 30, 40];
print([xs.extract(1..3), xs.extract(2), xs.extract(0, 2), xs.extract(-1)]);",
        "[[20, 30], [30, 40], [10, 20], [40]]",
    )
    .python("xs[1:3], xs[2:], xs[-1:]"),
    Entry::function(
        Section::Arrays,
        &[
            "array.splice(part: range, values: array)",
            "array.splice(start: int, len: int, values: array)",
        ],
        "Puts other items in the place of a part, also more or fewer of them.",
    )
    .example(
        "
let xs = [1, 2, 3, 4];
xs.splice(1..3, [20, 25, 30]);
print(xs);",
        "[1, 20, 25, 30, 4]",
    )
    .python("xs[1:3] = [20, 25, 30]"),
    Entry::function(
        Section::Arrays,
        &["array.split(index: int) -> array"],
        "Cuts the array in two: it keeps the items before the index, and those from there on are returned.",
    )
    .example(
        "
let head = [1, 2, 3, 4];
let tail = head.split(1);
print([head, tail]);",
        "[[1], [2, 3, 4]]",
    ),
    Entry::function(
        Section::Arrays,
        &[
            "array.retain(f: function|string) -> array",
            "array.retain(part: range) -> array",
            "array.retain(start: int, len: int) -> array",
            "array.drain(f: function|string) -> array",
            "array.drain(part: range) -> array",
            "array.drain(start: int, len: int) -> array",
        ],
        "Takes items out and gives them: `drain` those of which the function says true or that are in the part, `retain` all others.",
    )
    .details(
        "The closure cannot use the variable itself meanwhile, which would be a `DataRaceError`. `filter` leaves the array \
         as it is.",
    )
    .errors(&[("TypeError", "the function returns neither true nor false")])
    .example(
        "
let ns = [1, 2, 3, 4, 5];
print(ns.drain(|n| n % 2 == 0));
print(ns);
print(ns.retain(|n| n > 1));
print(ns);",
        "[2, 4]\n[1, 3, 5]\n[1]\n[3, 5]",
    )
    .python("xs = [x for x in xs if x > 1]"),
    Entry::function(
        Section::Arrays,
        &["array.dedup(same?: function|string)"],
        "Drops each item that is like the one before it.",
    )
    .details("A function of two items may say which count as the same. Sort first to drop all that are double.")
    .example(
        "
let xs = [1, 1, 2, 2, 1];
xs.dedup();
print(xs);",
        "[1, 2, 1]",
    )
    .python("[key for key, _ in itertools.groupby(xs)]"),
    Entry::function(
        Section::Arrays,
        &[
            "array.order(by?: function) -> array",
            "array.order_by(by: function) -> array",
            "array.order_desc() -> array",
        ],
        "A new array with the items in order; `order_desc` with the greatest first.",
    )
    .details("As `sort`, without changing the variable. `sorted` does the same with a `key`, and of everything that `for` walks through.")
    .errors(&[("NameError", "the items are of different types")])
    .example(
        "
let xs = [3, 1, 2];
print([xs.order(), xs.order_desc(), xs.order(|a, b| b - a)]);",
        "[[1, 2, 3], [3, 2, 1], [3, 2, 1]]",
    )
    .python("sorted(xs)")
    .see(&["sorted", "array.sort"]),
];
