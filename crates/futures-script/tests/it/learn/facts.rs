//! What a check is told of a run: each fact of `run`, of a script that has it.

use insta::assert_snapshot;

use crate::learn::support::{learn, own_course, write};

/// What a check sees in `run` after this script: the value of an expression, for each of several.
fn facts(name: &str, script: &str, wanted: &[&str]) -> String {
    let course = own_course(name);
    write(&course, "1_together.rhai", script);
    let lines: String = wanted
        .iter()
        .map(|fact| format!("print({fact});\n"))
        .collect();
    write(
        &course,
        "checks/1_together.rhai",
        &format!("{lines}reject(\"m\", \"h\");\n"),
    );
    let output = learn(&course, &["--course", ".", "run", "1"]);
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn of_the_text() {
    let script = "/* fetch() */ fn fetch(n) { n }\nlet f = to_thread(fetch, 1); // begins\nprint(f.result());\nlet unused = 3;\n";
    assert_snapshot!(facts("text-facts", script, &["run.calls", "run.source", "run.findings"]), @r#"
    ["to_thread", "print", "result"]
      fn fetch(n) { n }
    let f = to_thread(fetch, 1);  
    print(f.result());
    let unused = 3;

    ["unused-variable"]
    "#);
}

#[test]
fn of_the_end() {
    let wanted = [
        "run.error",
        "run.output",
        "run.simulated",
        "run.schedule",
        "run.seconds",
    ];
    assert_snapshot!(facts("well", "print(1);\nsleep(2);\nexit(0);\n", &wanted), @r#"
    ["1"]
    true
    0
    2.0
    "#);
    assert_snapshot!(facts("thrown", "print(1);\nthrow \"no\";\n", &wanted), @r#"
    #{"kind": "Thrown", "line": 2, "message": "no"}
    ["1"]
    true
    0
    0.0

    ["1"]
    true
    0
    0.0
    "#);
    assert_snapshot!(facts("forever", "loop { }", &["run.error.kind"]), @"TimedOut");
}

#[test]
fn of_what_nobody_heard() {
    let script = "let t = start_thread(|| throw \"in a thread\");\nt.join();\nwith thread_pool(1) as pool {\n    let f = pool.submit(|| 1);\n    f.add_done_callback(|f| throw \"in a callback\");\n    log.info(\"no failure\");\n}\n";
    assert_snapshot!(facts("reported", script, &["run.reported", "run.error"]), @r#"[#{"kind": "Thrown", "message": "in a thread"}, #{"kind": "Thrown", "message": "in a callback"}]"#);
}

#[test]
fn of_tasks() {
    let script = "with thread_pool(2) as pool {
    let slow = pool.with_options(#{label: \"slow\"}).submit(|| sleep(2));
    let fails = pool.submit(|| { sleep(1); throw 1 });
    let queued = pool.submit(|| sleep(1));
    let taken_back = pool.submit(|| 1);
    taken_back.cancel();
    fails.exception();
    slow.kill();
    slow.exception();
    let outer = pool.submit(|| { let q = queue(1); try { q.get(0.5) } catch { } });
    outer.result();
}
";
    assert_snapshot!(facts("task-facts", script, &["run.tasks.map(|t| t.to_json()).join(\"\\n\")", "run.most_running"]), @r#"
    {"began":0.0,"ended":1.0,"label":"slow","pool":"ThreadPool-0","state":"killed","submitted":0.0,"waited":0.0,"worker":0}
    {"began":0.0,"ended":1.0,"label":null,"pool":"ThreadPool-0","state":"failed","submitted":0.0,"waited":0.0,"worker":1}
    {"began":1.0,"ended":2.0,"label":null,"pool":"ThreadPool-0","state":"finished","submitted":0.0,"waited":0.0,"worker":1}
    {"began":null,"ended":0.0,"label":null,"pool":"ThreadPool-0","state":"cancelled","submitted":0.0,"waited":0.0,"worker":null}
    {"began":1.0,"ended":1.5,"label":null,"pool":"ThreadPool-0","state":"finished","submitted":1.0,"waited":0.5,"worker":0}
    2
    "#);
}

#[test]
fn of_pools_and_threads() {
    let script = "let t = start_thread(|| sleep(1));
with thread_pool(#{max_workers: 2, thread_name_prefix: \"desk\"}) as pool {
    for n in 0..5 { pool.submit(|| sleep(1)); }
}
with process_pool(2) as pool { pool.submit(|| 1).result(); }
t.join();
";
    assert_snapshot!(facts("pool-facts", script, &["run.pools.map(|p| p.to_json()).join(\"\\n\")", "run.threads", "run.most_running"]), @r#"
    {"kind":"thread","most_pending":3,"most_running":2,"name":"desk","tasks":5,"workers":2}
    {"kind":"process","most_pending":0,"most_running":1,"name":"ProcessPool-1","tasks":1,"workers":1}
    [#{"began": 0.0, "ended": 1.0, "name": "thread 1"}]
    3
    "#);
}

#[test]
fn functions_of_a_check_are_given_what_they_look_at() {
    let script = "print(7);";
    let text = "fn first(lines) { lines[0] }\nprint(first(run.output));\nreject(\"m\", \"h\");\n";
    let course = own_course("functions");
    write(&course, "1_together.rhai", script);
    write(&course, "checks/1_together.rhai", text);
    let output = learn(&course, &["--course", ".", "run", "1"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "7\n");
}
