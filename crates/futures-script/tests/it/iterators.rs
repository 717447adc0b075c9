//! `as_completed` and the results of `map`, walked through.

use crate::support::{check, check_error};

#[test]
fn as_completed_yields_in_the_order_of_the_ends() {
    check(
        "let gates = [gate(), gate(), gate()];
         let seen = [];
         with thread_pool(3) as pool {
             let fs = gates.map(|g| pool.submit(|| { g.pass(); 1 }));
             let next = [2, 0, 1];
             gates[next.shift()].open();
             for f in as_completed(fs) {
                 seen.push(f.id);
                 if next.len() > 0 { gates[next.shift()].open(); }
             }
         }
         seen",
        "[3, 1, 2]",
    );
}

#[test]
fn as_completed_gives_up_after_its_time() {
    check(
        "let gate = gate();
         let seen = [];
         with thread_pool(2) as pool {
             let fs = [pool.submit(|| gate.pass()), pool.submit(|| 1)];
             fs[1].result();
             try { for f in as_completed(fs, #{timeout: 0}) { seen.push(f.id) } }
             catch (e) { seen.push(`${e.kind}: ${e}`) }
             gate.open();
         }
         seen",
        r#"[2, "TimeoutError: 1 (of 2) futures unfinished"]"#,
    );
}

#[test]
fn as_completed_takes_more_while_it_is_walked_through() {
    check(
        "let seen = [];
         with thread_pool(1) as pool {
             let all = as_completed([pool.submit(|| 3)]);
             for f in all {
                 let n = f.result();
                 seen.push([n, all.remaining()]);
                 if n > 0 { all.add(pool.submit(|n| n - 1, n)); }
             }
         }
         seen",
        "[[3, 0], [2, 0], [1, 0], [0, 0]]",
    );
}

#[test]
fn a_map_that_gives_up_names_its_limit() {
    for name in ["map", "map_unordered"] {
        check(
            &format!(
                "let gate = gate();
                 let seen = [];
                 with thread_pool(1) as pool {{
                     try {{ pool.{name}(|n| gate.pass(), [1, 2], #{{timeout: 0.01}}).to_array() }}
                     catch (e) {{ seen.push(`${{e.kind}}: ${{e}}`) }}
                     gate.open();
                 }}
                 seen"
            ),
            r#"["TimeoutError: the map was not done within 0.01 s"]"#,
        );
    }
}

#[test]
fn map_keeps_the_order_of_the_items() {
    check(
        "with thread_pool(3) as p { p.map(|n| n * n, [5, 2, 3, 4, 1]).to_array() }",
        "[25, 4, 9, 16, 1]",
    );
    check(
        "with thread_pool(3) as p { p.map(|n| n + 1, 0..3).to_array() }",
        "[1, 2, 3]",
    );
    check(
        "with thread_pool(3) as p { p.map(|n| n + 1, 0..=3).to_array() }",
        "[1, 2, 3, 4]",
    );
    check(
        "with thread_pool(3) as p { p.map(|a, b| a + b, [1, 2, 3], 10..12).to_array() }",
        "[11, 13]",
    );
    check(
        "with thread_pool(3) as p { p.map(|n| n, []).to_array() }",
        "[]",
    );
}

#[test]
fn map_works_in_chunks_and_with_a_buffer() {
    check(
        "with thread_pool(2) as p { p.map(|n| n * 2, 0..10, #{chunksize: 3}).to_array() }",
        "[0, 2, 4, 6, 8, 10, 12, 14, 16, 18]",
    );
    check(
        "with thread_pool(2) as p {
             let first = [];
             for n in p.map(|n| n * 2, 0..1_000_000_000_000, #{buffersize: 4}) {
                 first.push(n);
                 if first.len() == 5 { break }
             }
             first
         }",
        "[0, 2, 4, 6, 8]",
    );
}

#[test]
fn map_unordered_yields_what_is_ready() {
    check(
        "let gate = gate();
         with thread_pool(2) as p {
             let seen = [];
             for n in p.map_unordered(|n| { if n == 0 { gate.pass() } n }, 0..3) {
                 seen.push(n);
                 if seen.len() == 2 { gate.open() }
             }
             seen
         }",
        "[1, 2, 0]",
    );
}

#[test]
fn leaving_the_loop_cancels_the_rest_of_a_map() {
    check(
        "let gate = gate();
         let pool = thread_pool(1);
         for n in pool.map(|n| { if n > 0 { gate.pass() } n }, 0..10) { break }
         gate.open();
         pool.shutdown();
         pool.stats().cancelled >= 8",
        "true",
    );
}

#[test]
fn a_map_goes_on_behind_a_failed_item() {
    check(
        "with thread_pool(2) as p {
             let results = p.map(|n| if n == 1 { throw `no ${n}` } else { n }, 0..4);
             let seen = [];
             for round in 0..2 {
                 try { for n in results { seen.push(n) } } catch (e) { seen.push(e) }
             }
             seen
         }",
        r#"[0, "no 1", 2, 3]"#,
    );
}

#[test]
fn an_error_of_an_item_is_thrown_at_the_loop() {
    check_error(
        "with thread_pool(1) as p {
    for n in p.map(|n| 10 / n, [0]) { n; }
}",
        "ArithmeticError: Division by zero: 10 / 0
  at test.rhai:2:27
  in task 1, submitted at test.rhai:2:16
  thrown again at test.rhai:2:15",
    );
}

#[test]
fn a_map_with_captures_works_on_all_workers() {
    check(
        "let table = [10, 20, 30];
         with thread_pool(4) as p {
             let sum = 0;
             for n in p.map(|i| table[i % 3] + table.len(), 0..200, #{chunksize: 7}) { sum += n }
             sum
         }",
        "4590",
    );
}

#[test]
fn iterators_show_themselves() {
    check(
        "with thread_pool(1) as p { [`${p.map(|n| n, [])}`, `${as_completed([])}`, as_completed([p.submit(|| 1)]).to_array().len()] }",
        r#"["<Results>", "<AsCompleted>", 1]"#,
    );
}

#[test]
fn map_takes_whatever_for_takes() {
    check(
        "with thread_pool(1) as p {
             [p.map(|n| n, range(0, 10, 4)).to_array(), p.map(|c| c, \"ab\").to_array(),
              p.map(|n| n + 1, p.map(|n| n * 2, 0..3)).to_array()]
         }",
        "[[0, 4, 8], ['a', 'b'], [1, 3, 5]]",
    );
}
