//! Reads and writes that nobody ends, and what ends them.

use std::time::Duration;

use futures_script::{ScriptErrorKind, Simulation};

use crate::outside::room::Room;

/// Every native that waits for the other end of a pipe.
const BLOCKED: &[&str] = &[
    "read_text(\"ROOM/in/pipe\")",
    "read_bytes(\"ROOM/in/pipe\")",
    "read_lines(\"ROOM/in/pipe\").to_array()",
    "for line in read_lines(\"ROOM/in/pipe\") { }",
    "read_json(\"ROOM/in/pipe\")",
    "read_csv(\"ROOM/in/pipe\")",
    "sha256_file(\"ROOM/in/pipe\")",
    "copy_file(\"ROOM/in/pipe\", \"ROOM/in/copy\")",
    "write_text(\"ROOM/in/pipe\", \"x\")",
    "append_text(\"ROOM/in/pipe\", \"x\")",
    "write_json(\"ROOM/in/pipe\", 1)",
];

/// A limit that is up after more looks than a deadlock would need to be found.
const LIMIT: Duration = Duration::from_millis(400);

#[test]
fn a_task_is_killed() {
    let room = Room::new("killed");
    room.pipe("in/pipe");
    for blocked in BLOCKED {
        let script = format!(
            "let began = event();
let f = to_thread(|| {{ began.set(); {blocked} }});
began.wait();
f.kill();
f.exception().message"
        );
        room.check(&script, "the task was killed");
    }
}

#[test]
fn a_wait_for_the_result_gives_up() {
    let room = Room::new("given_up");
    room.pipe("in/pipe");
    let script = "let f = to_thread(|| read_text(\"ROOM/in/pipe\"));
let kind = ();
try { f.result(0.01); } catch (e) { kind = e.kind; }
f.kill();
f.exception();
kind";
    room.check(script, "TimeoutError");
}

#[test]
fn the_time_limit_of_a_run_ends_it() {
    let room = Room::new("late");
    room.pipe("in/pipe");
    let script = room
        .named("let f = to_thread(|| read_text(\"ROOM/in/pipe\"));\nread_text(\"ROOM/in/pipe\")");
    for simulation in [None, Some(Simulation::new())] {
        let interpreter = room.builder().time_limit(LIMIT).build();
        let result = match &simulation {
            None => interpreter.run("test.rhai", &script),
            Some(simulation) => {
                interpreter
                    .simulate("test.rhai", &script, simulation)
                    .result
            }
        };
        let error = result.unwrap_err();
        // Whoever waits for something outside is in no deadlock, however long that takes.
        assert_eq!(
            error.kind(),
            ScriptErrorKind::TimedOut,
            "{}",
            error.report()
        );
        let message = error.message().replace(&room.named("ROOM"), "ROOM");
        assert_eq!(
            message,
            "timed out after 0.4 s while it waited for the file ROOM/in/pipe"
        );
    }
}

#[test]
fn the_other_end_may_come_late() {
    let room = Room::new("late_end");
    room.pipe("in/pipe");
    let script = "let f = to_thread(|| read_text(\"ROOM/in/pipe\"));
write_text(\"ROOM/in/pipe\", \"through the pipe\");
f.result()";
    room.check(script, "through the pipe");
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_is_killed() {
    let room = Room::new("killed_process");
    room.pipe("in/pipe");
    let script = "let kinds = [];
with process_pool(#{max_workers: 1, task_timeout: 0.2}) as pool {
    let f = pool.submit(|| read_text(\"ROOM/in/pipe\"));
    kinds.push(f.exception().kind);
}
print(kinds);";
    let name = "killed_process.rhai";
    let folder = room.path("in");
    let allow = format!("--allow-read={}", folder.display());
    let script = room.named(script);
    let output = crate::process::run_with(&[&allow, "--timeout", "60"], name, &script, &[]);
    assert_eq!(
        crate::process::describe(&output),
        "exit code 0\n--- stdout\n[\"TaskTimeout\"]\n--- stderr\n"
    );
}
