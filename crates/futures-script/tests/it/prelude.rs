//! What Python scripts take for granted of collections and numbers.

use crate::support::{check, check_error, check_printed};

#[test]
fn collections() {
    check(
        "[sum([1, 2]), [1.5, 2].sum(), sum(1..=3), sum([])]",
        "[3, 3.5, 6, 0]",
    );
    check(
        "[min([3, 1, 2]), max([3, 1.5]), min([\"b\", \"a\"]), max(0..5), min(4, 2)]",
        "[1, 3, \"a\", 4, 2]",
    );
    check(
        "[sorted([3, 1, 2]), sorted([[2, 1], [1, 5], [1, 2]]), sorted(0..3)]",
        "[[1, 2, 3], [[1, 2], [1, 5], [2, 1]], [0, 1, 2]]",
    );
    check(
        "[sorted([\"ccc\", \"a\", \"bb\"], |s| s.len()), sorted([1, 3, 2], #{reverse: true}), sorted([[1, 1], [0, 2], [1, 3]], #{key: |p| p[0], reverse: true})]",
        "[[\"a\", \"bb\", \"ccc\"], [3, 2, 1], [[1, 1], [1, 3], [0, 2]]]",
    );
    check(
        "[(0..3).map(|n| n * n), (1..=3).map(|n| n), (0..6).filter(|n| n % 2 == 0), (0..2).to_array()]",
        "[[0, 1, 4], [1, 2, 3], [0, 2, 4], [0, 1]]",
    );
    check(
        "[zip([1, 2, 3], [\"a\", \"b\"]), enumerate([\"x\"]), enumerate([\"x\", \"y\"], 1), flatten([[1], [2, [3]], 4])]",
        "[[[1, \"a\"], [2, \"b\"]], [[0, \"x\"]], [[1, \"x\"], [2, \"y\"]], [1, 2, [3], 4]]",
    );
    check(
        "[[\"a\", \"b\"].join(\", \"), [1, 2.0, [\"x\"], ()].join(\"-\"), (0..3).join(\"\"), list([1, 2]).join(\" \"), [].join(\",\")]",
        r#"["a, b", "1-2.0-[\"x\"]-", "012", "1 2", ""]"#,
    );
    check(
        "let seen = []; for n in range(3) { seen.push(n); } [seen, range(2).map(|n| n), range(-1).to_array()]",
        "[[0, 1, 2], [0, 1], []]",
    );
    check(
        r#"[[1, 2].to_array(), "ab".to_array(), range(0.0, 1.0, 0.5).to_array(), list([1]).to_array()]"#,
        "[[1, 2], ['a', 'b'], [0.0, 0.5], [1]]",
    );
    check(
        "let all = list([3, 1]); [sorted(all), sum(all)]",
        "[[1, 3], 4]",
    );
}

#[test]
fn a_tasks_results_can_be_summed() {
    check(
        "with thread_pool(2) as pool { sum(pool.map(|n| n * n, 0..4)) }",
        "14",
    );
}

#[test]
fn what_is_no_collection_or_has_no_order_is_refused() {
    check_error(
        "sum([1, \"a\"])",
        "TypeError: sum: the items must be numbers, but [1] is a string\n  at test.rhai:1:1",
    );
    check_error(
        "sum(0..9223372036854775807)",
        "ArithmeticError: Addition overflow: the sum of the range does not fit into an integer\n  at test.rhai:1:1",
    );
    check_error(
        "enumerate([1], 9223372036854775807)",
        "ArithmeticError: Addition overflow: 9223372036854775807 + 1\n  at test.rhai:1:1",
    );
    check_error(
        "sorted([1, \"a\"])",
        "TypeError: sorted: an integer and a string cannot be compared\n  at test.rhai:1:1",
    );
    check_error(
        "min([])",
        "ValueError: min: at least one item is needed\n  at test.rhai:1:1",
    );
    check_error(
        "sum(5)",
        "TypeError: sum: items must be something that `for` can walk through, such as an array or a range, not an integer\n  at test.rhai:1:1",
    );
}

#[test]
fn numbers_are_rounded_and_shown_as_in_python() {
    check(
        "[round(2.675, 2), round(2.5, 0), round(1234.5, -2), round(7, 2), round(1250, -2), round(1.5, -400)]",
        "[2.67, 2.0, 1200.0, 7, 1200, 0.0]",
    );
    check(
        r#"[format(3.14159, ".2"), format(3, ".2f"), format(1234567.891, ",.1"), format(1234567, ","), format(0.25, ".1%")]"#,
        r#"["3.14", "3.00", "1,234,567.9", "1,234,567", "25.0%"]"#,
    );
    check(
        r#"[format(5, "3"), format("a", "3"), format("a", ">3"), format("a", "^3"), format(-5, "04"), format(255, "x")]"#,
        r#"["  5", "a  ", "  a", " a ", "-005", "ff"]"#,
    );
    check_error(
        "format(1, \"q\")",
        "ValueError: format: `q` is no format such as \".2\", \"8.3\", \",\" or \">10\"\n  at test.rhai:1:1",
    );
    check_error(
        "format(\"a\", \".2\")",
        "TypeError: format: `.2` is for numbers, not a string\n  at test.rhai:1:1",
    );
}

#[test]
fn random_numbers_stay_within_their_bounds() {
    check(
        "let ok = true;
         let seen = #{};
         for i in 0..500 {
             let x = random(); let n = random(1, 3); let f = random(1.5, 2);
             seen[n.to_string()] = true;
             ok = ok && x >= 0.0 && x < 1.0 && n >= 1 && n <= 3 && f >= 1.5 && f <= 2.0;
         }
         [ok, seen.len(), random(4, 4)]",
        "[true, 3, 4]",
    );
    check_error(
        "random(2, 1)",
        "ValueError: random: the least must not be greater than the most, got 2 and 1\n  at test.rhai:1:1",
    );
}

#[test]
fn sort_with_a_function_keeps_equals_in_order() {
    check(
        "let a = [[2, 0], [1, 1], [2, 2], [1, 3]]; a.sort(|x, y| x[0] - y[0]); a",
        "[[1, 1], [1, 3], [2, 0], [2, 2]]",
    );
    check("let a = [3, 1, 2]; a.sort(|x, y| x > y); a", "[3, 2, 1]");
}

#[test]
fn ranges_with_steps_can_do_what_others_can() {
    check(
        "let seen = []; for n in range(9, 0, -3) { seen.push(n); } for (n, i) in range(1, 4, 2) { seen.push([i, n]); } seen",
        "[9, 6, 3, [0, 1], [1, 3]]",
    );
    check(
        "[range(0, 9, 3).to_array(), range(0, 10, 3).to_array(), range(0..5, 2).to_array(), range(5, 0, 1).to_array()]",
        "[[0, 3, 6], [0, 3, 6, 9], [0, 2, 4], []]",
    );
    check(
        "let r = range(0, 9, 3); [r.map(|n| n + 1), r.filter(|n| n > 2), r.len(), sum(r), 6 in r, 7 in r, 9 in r]",
        "[[1, 4, 7], [3, 6], 3, 9, true, false, false]",
    );
    check(
        "let r = range(3, -3, -2); [r.to_array(), r.len(), -1 in r, -3 in r, 4 in r]",
        "[[3, 1, -1], 3, true, false, false]",
    );
    check(
        "with thread_pool(2) as pool { pool.map(|a, b| a + b, range(0, 6, 2), range(3, 0, -1)).to_array() }",
        "[3, 4, 5]",
    );
    check(
        "[(0..4).len(), (0..=4).len(), (4..0).len(), range(3).len()]",
        "[4, 5, 0, 3]",
    );
    check_printed(
        "print(range(0, 9, 3)); print(type_of(range(0, 9, 3)))",
        "range(0, 9, 3)\nrange",
    );
    let (least, most) = (i64::MIN, i64::MAX);
    check(
        &format!("[range({least}, {most}, 1).len(), range({least}, {most}, {most}).to_array()]"),
        &format!("[{most}, [{least}, -1, {}]]", most - 1),
    );
    check(
        &format!("range({most}, {least}, {least}).to_array()"),
        &format!("[{most}, -1]"),
    );
}
