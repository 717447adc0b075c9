//! Ranges and texts that are larger than the memory: what needs no memory works, all else is refused in words.

use crate::support::{check, check_error};

#[test]
fn a_range_is_summed_up_without_a_walk() {
    check("sum(0..3_000_000_000)", "4499999998500000000");
    check("sum(range(10, 0, -3))", "22");
    check(
        "[min(5..100_000_000_000), max(5..=100_000_000_000)]",
        "[5, 100000000000]",
    );
    check(
        "[min(range(9, -100_000_000_000, -2)), max(range(9, 0, -2))]",
        "[-99999999999, 9]",
    );
    check("(0..100_000_000_000).len()", "100000000000");
    check("zip(0..100_000_000_000, [7])", "[[0, 7]]");
    check("[sum(3..3), sum(0..0)]", "[0, 0]");
}

#[test]
fn the_sum_of_a_range_may_be_too_great() {
    check_error(
        "sum(0..9_000_000_000_000)",
        "ArithmeticError: Addition overflow: the sum of the range does not fit into an integer\n  at test.rhai:1:1",
    );
    check_error(
        "max(5..5)",
        "ValueError: max: at least one item is needed\n  at test.rhai:1:1",
    );
}

#[test]
fn what_cannot_be_kept_is_refused() {
    for (call, column, what) in [
        (
            "(0..100_000_000_001).to_array()",
            22,
            "to_array: 100000000001 items",
        ),
        (
            "sorted(0..=100_000_000_000)",
            1,
            "sorted: 100000000001 items",
        ),
        (
            "(0..100_000_000_001).map(|n| n)",
            22,
            "map: 100000000001 items",
        ),
        (
            "enumerate(0..100_000_000_001)",
            1,
            "enumerate: 100000000001 pairs",
        ),
        (
            "zip(0..100_000_000_001, 0..=100_000_000_001)",
            1,
            "zip: 100000000001 pairs",
        ),
        ("[].pad(100_000_000_001, 0)", 4, "pad: 100000000001 items"),
        (
            "\"\".pad(100_000_000_001, \"ab\")",
            4,
            "pad: 100000000001 characters",
        ),
        (
            "\"\".pad(100_000_000_001, 'a')",
            4,
            "pad: 100000000001 characters",
        ),
        (
            "blob().pad(100_000_000_001, 0)",
            8,
            "pad: 100000000001 bytes",
        ),
        ("blob(100_000_000_001)", 1, "blob: 100000000001 bytes"),
        (
            "thread_pool(1).map(|n| n, 0..100_000_000_001)",
            16,
            "map: 100000000001 items without a buffersize",
        ),
    ] {
        let most = if what.ends_with("pairs") {
            "10000000"
        } else {
            "100000000"
        };
        check_error(
            call,
            &format!(
                "ValueError: {what} are too many to keep at once; the most is {most}\n  at test.rhai:1:{column}"
            ),
        );
    }
}

#[test]
fn what_fits_is_padded() {
    check(
        "let a = [1]; a.pad(3, \"x\"); a.pad(2, 0); a",
        "[1, \"x\", \"x\"]",
    );
    check("let a = [1]; a.pad(-3, 0); a", "[1]");
    check("let text = \"é\"; text.pad(4, \"ab\"); text", "éaba");
    check(
        "let text = \"é\"; text.pad(3, '!'); text.pad(9, \"\"); text",
        "é!!",
    );
    check(
        "let b = blob(1, 300); b.pad(2, 7); [b[0], b[1], blob(3).len()]",
        "[44, 7, 3]",
    );
}

#[test]
fn a_map_with_a_buffer_takes_any_number() {
    check(
        "let first = ();
         with thread_pool(1) as pool {
             for n in pool.map(|n| 2 * n, 7..100_000_000_000, #{buffersize: 2}) {
                 first = n;
                 break;
             }
         }
         first",
        "14",
    );
}
