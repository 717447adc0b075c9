//! Which names may stand where.

use crate::support::check;

#[test]
fn what_nobody_needs_is_called_underscore() {
    check(
        "let n = 0; for _ in 0..3 { n += 1; } for (_, i) in [7, 8] { n += i; } n",
        "4",
    );
    check(
        "[[1, 2].map(|_| 5), [1].map(|_| [2].map(|_, _| 3))]",
        "[[5, 5], [[3]]]",
    );
    check("fn f(_, b, _) { b } f(1, 2, 3)", "2");
    check(
        "let _ = 1; let _ = 2; try { throw 3 } catch (_) { return 4 }",
        "4",
    );
    check("switch 5 { 1 | 2 => 1, 3 => 4 | 8, _ => 6 | 1 }", "7");
    check("with thread_pool(1) as _ { 1 }", "1");
}
