//! `run_command`: other programs, run to their end.

use std::fs;
use std::time::Duration;

use futures_core::host;
use futures_script::{Builder, Interpreter, Permission, Permissions};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use crate::process::{Session, describe, folder, run_with};
use crate::support::Lines;

/// How long the end of a wait may take on a busy machine. An idle one takes a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

fn allowing(programs: &[&str]) -> Builder {
    let none = Permissions::none();
    let permissions = programs.iter().fold(none, |permissions, program| {
        permissions.allow(Permission::Run, program).unwrap()
    });
    Interpreter::builder().permissions(permissions)
}

/// Runs a script that may run `sh` and `cat`.
fn run(builder: Builder, script: &str) -> Result<String, String> {
    let printed = Lines::default();
    let print = printed.clone();
    let interpreter = builder.output(move |line| print.push(line)).build();
    match interpreter.execute("test.rhai", script) {
        Ok(()) => Ok(printed.text()),
        Err(error) => Err(format!("{}: {}", error.kind_name(), error.message())),
    }
}

#[track_caller]
fn check(script: &str, expect: &str) {
    let outcome = run(allowing(&["sh", "cat"]), script);
    assert_eq!(outcome.as_deref(), Ok(expect), "{script}");
}

#[track_caller]
fn check_error(script: &str, expect: &str) {
    let outcome = run(allowing(&["sh", "cat", "no-such-program"]), script);
    assert_eq!(outcome.as_deref(), Err(&expect.to_owned()), "{script}");
}

#[test]
fn a_program_says_something_and_ends() {
    check(
        r#"
        let r = run_command("sh", ["-c", "echo out; echo err >&2; exit 3"]);
        print([r.code, r.ok, r.signal, r.stdout, r.stderr, r.elapsed > 0.0]);
        let r = run_command("sh", ["-c", "echo $0 \"$1\" $2", "a b", "c  d", 7]);
        print(r.stdout);
        print(run_command("cat").stdout == "");
        "#,
        "[3, false, (), \"out\\n\", \"err\\n\", true]\na b c  d 7\n\ntrue",
    );
}

#[test]
fn a_signal_is_told() {
    check(
        r#"let r = run_command("sh", ["-c", "kill -TERM $$"]); print([r.code, r.ok, r.signal])"#,
        "[-15, false, \"SIGTERM\"]",
    );
}

#[test]
fn input_goes_in_whatever_comes_out() {
    check(
        r#"
        let long = "";
        long.pad(1_000_000, "x");
        print(run_command("cat", [], #{input: long}).stdout == long);
        print(run_command("cat", [], #{input: "é".to_blob(), bytes: true}).stdout);
        print(run_command("sh", ["-c", "exit 0"], #{input: long}).code);
        print(run_command("sh", ["-c", "head -c 3"], #{input: long}).stdout);
        let r = run_command("sh", ["-c", "cat; cat /dev/zero | head -c 1000000 >&2"], #{input: long});
        print([r.stdout.len(), r.stderr.len()]);
        "#,
        "true\n[c3a9]\n0\nxxx\n[1000000, 1000000]",
    );
}

#[test]
fn folder_and_environment() {
    check(
        r#"
        print(run_command("sh", ["-c", "pwd"], #{cwd: "/"}).stdout);
        print(run_command("sh", ["-c", "echo $OWN-${HOME-none}"], #{env: #{OWN: "x", HOME: ()}}).stdout);
        "#,
        "/\n\nx-none\n",
    );
}

#[test]
fn failures_are_errors_if_wanted() {
    check(
        r#"print(run_command("sh", ["-c", "echo x"], #{check: true}).stdout)"#,
        "x\n",
    );
    check_error(
        r#"run_command("sh", ["-c", "echo why >&2; exit 2"], #{check: true})"#,
        "CalledProcessError: run_command: sh returned 2: why",
    );
    check_error(
        r#"run_command("sh", ["-c", "kill -KILL $$"], #{check: true})"#,
        "CalledProcessError: run_command: sh was ended by SIGKILL",
    );
    check_error(
        r#"run_command("sh", ["-c", "for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $n >&2; done; exit 1"], #{check: true})"#,
        "CalledProcessError: run_command: sh returned 1; the last it said:\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12",
    );
}

#[test]
fn outputs_have_a_kind_and_a_limit() {
    check_error(
        r#"run_command("sh", ["-c", "printf 'a\\351'"])"#,
        "ValueError: run_command: the stdout of sh is not UTF-8: byte 2 of it is wrong; #{bytes: true} has it as it is",
    );
    check_error(
        r#"run_command("cat", ["/dev/zero"], #{max_bytes: 100_000})"#,
        "ValueError: run_command: the stdout of cat is longer than max_bytes, which is 100000; it was killed",
    );
}

#[test]
fn programs_that_are_not_there() {
    check_error(
        r#"run_command("no-such-program")"#,
        "FileNotFoundError: run_command: there is no program no-such-program in the folders of PATH",
    );
    check_error(
        r#"run_command("sh", ["-c", "true"], #{cwd: "/no/such/folder"})"#,
        "FileNotFoundError: run_command: there is no folder /no/such/folder to run sh in",
    );
    let everything = Interpreter::builder().permissions(Permissions::all());
    assert_eq!(
        run(everything, r#"run_command("/no/such/program")"#),
        Err("FileNotFoundError: run_command: there is no program /no/such/program".to_owned())
    );
}

#[test]
fn a_name_is_allowed_and_nothing_else_that_is_called_so() {
    let sh = fs::canonicalize("/bin/sh").unwrap();
    let denied = |program: &str, script: &str| {
        let error = run(allowing(&["sh"]), script).unwrap_err();
        let (text, option) = error.split_once("; ").unwrap();
        assert!(
            text.starts_with("PermissionError: run_command: not allowed to run "),
            "{error}"
        );
        assert_eq!(option, format!("--allow-run={program} allows it"));
    };
    denied("cat", r#"run_command("cat")"#);
    denied(sh.to_str().unwrap(), r#"run_command("/bin/sh")"#);
    denied(sh.to_str().unwrap(), r#"run_command("/bin/../bin/sh")"#);
    // Whether something is at a path is not told to those who may not run it.
    let nothing = sh.with_file_name("no-such-program");
    denied(
        nothing.to_str().unwrap(),
        r#"run_command("/bin/../bin/no-such-program")"#,
    );
    // One of that name in this very folder is another program.
    let own = folder().join("sh");
    fs::copy(&sh, &own).unwrap();
    let script = r#"run_command("./sh", ["-c", "true"]);"#;
    let output = run_with(&["--allow-run=sh"], "own_sh.rhai", script, &[]);
    let text = describe(&output);
    let own = fs::canonicalize(&own).unwrap();
    let expect = format!(
        "error[PermissionError]: run_command: not allowed to run ./sh, which is {0}; --allow-run={0} allows it",
        own.display()
    );
    assert_eq!(text.lines().nth(3), Some(&*expect), "{text}");
    // By its path it may be run, by whatever way it is reached.
    let allowed = format!("--allow-run={}", own.display());
    let output = run_with(&[&allowed], "own_sh.rhai", script, &[]);
    assert_eq!(output.status.code(), Some(0));
    // The search path of the program that is run does not count.
    let script = r#"print(run_command("sh", ["-c", "echo $0"], #{env: #{PATH: "."}}).stdout);"#;
    let output = run_with(&["--allow-run=sh"], "path_sh.rhai", script, &[]);
    assert_eq!(
        describe(&output),
        "exit code 0\n--- stdout\nsh\n\n--- stderr\n"
    );
}

#[test]
fn no_variable_puts_other_code_into_a_program() {
    for name in ["LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES"] {
        check_error(
            &format!(r#"run_command("sh", ["-c", "true"], #{{env: #{{{name}: "x"}}}})"#),
            &format!(
                "PermissionError: run_command: not allowed to set {name}, which puts other code into programs; --allow-run allows it"
            ),
        );
    }
    // Who may run everything may do that too, and to take one away is no harm.
    let echo = r#"run_command("sh", ["-c", "echo ${LD_LIBRARY_PATH-none}"], #{env: #{LD_LIBRARY_PATH: VALUE}}).stdout"#;
    let everything = Interpreter::builder().permissions(Permissions::all());
    let script = format!("print({});", echo.replace("VALUE", "\"/x\""));
    assert_eq!(run(everything, &script), Ok("/x\n".to_owned()));
    let script = format!("print({});", echo.replace("VALUE", "()"));
    assert_eq!(run(allowing(&["sh"]), &script), Ok("none\n".to_owned()));
}

#[test]
fn wrong_arguments() {
    for (call, expect) in [
        (
            r#"run_command("sh", "x")"#,
            "TypeError: run_command() takes (string, array), not (string, string)",
        ),
        (
            r#"run_command("sh", [#{}])"#,
            "TypeError: run_command: argument 0 must be a string or a number, not a map",
        ),
        (
            r#"run_command("sh", ["a\x00b"])"#,
            "ValueError: run_command: argument 0 has a NUL character in it, which no program can be given",
        ),
        (
            r#"run_command("s\x00h")"#,
            "ValueError: run_command: the program has a NUL character in it, which no program can be given",
        ),
        (
            r#"run_command("")"#,
            "ValueError: run_command: the program has no name",
        ),
        (
            r#"run_command("sh", [], #{env: #{"A=B": "x"}})"#,
            "ValueError: run_command: `A=B` is no name of a variable",
        ),
        (
            r#"run_command("sh -c true")"#,
            "FileNotFoundError: run_command: there is no program `sh -c true`; arguments are given as an array, run_command(\"sh\", [\"…\"])",
        ),
        (
            r#"run_command("sh", [], #{input: 1})"#,
            "TypeError: run_command: input must be a string or a blob, not an integer",
        ),
        (
            r#"run_command("sh", [], #{chek: true})"#,
            "TypeError: run_command: unknown option `chek`; did you mean `check`?",
        ),
    ] {
        check_error(call, expect);
    }
}

#[test]
fn what_stays_in_the_background_does_not_hold_its_caller() {
    // It has the output open, and would have it for longer than any test takes.
    let script = r#"
        let r = run_command("sh", ["-c", "sleep 1000 & echo $!"]);
        print(r.stdout);"#;
    let pid = run(allowing(&["sh"]), script).unwrap();
    assert_gone(&pid);
}

/// Waits until the process of this number has ended; nobody need have cleared it away.
#[track_caller]
fn assert_gone(pid: &str) {
    let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
    let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else {
        return;
    };
    let limit = Timespec {
        tv_sec: 20,
        tv_nsec: 0,
    };
    let mut ended = [PollFd::new(&process, PollFlags::IN)];
    if poll(&mut ended, Some(&limit)).unwrap() == 0 {
        kill_process(pid, Signal::KILL).unwrap();
        panic!("process {} was left behind", pid.as_raw_nonzero());
    }
}

#[test]
fn a_time_limit_kills_the_whole_group() {
    let file = folder().join("limited_pid");
    let script = format!(
        r#"run_command("sh", ["-c", "sleep 1000 & echo $! > {0}; wait"], #{{timeout: 0.2}})"#,
        file.display()
    );
    let expect = "TimeoutError: run_command: sh took longer than 0.2 s, and was killed";
    check_error(&script, expect);
    assert_gone(&fs::read_to_string(&file).unwrap());
    // One that never stops to talk has no more time than others.
    check_error(
        r#"run_command("cat", ["/dev/zero"], #{timeout: 0.05, max_bytes: 1_000_000_000_000})"#,
        "TimeoutError: run_command: cat took longer than 0.05 s, and was killed",
    );
}

#[test]
fn a_killed_task_kills_its_command() {
    check(
        r#"
        with thread_pool(1) as pool {
            let begun = event();
            let f = pool.submit(|| { begun.set(); run_command("sh", ["-c", "sleep 1000"]) });
            begun.wait();
            f.kill();
            print(f.exception().message);
        }"#,
        "the task was killed",
    );
}

/// A script that runs a command without end, whose number it writes into a file together with that of one more.
fn endless(name: &str, options: &[&str], script: &str, code: i32) {
    let pipe = folder().join(format!("{name}.pids"));
    let _ = fs::remove_file(&pipe);
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    let command = format!("sleep 1000 & echo $$ $! > {}; wait", pipe.display());
    let script = script.replace(
        "COMMAND",
        &format!("run_command(\"sh\", [\"-c\", \"{command}\"])"),
    );
    let options = [&["--timeout", "60", "--allow-run=sh"], options].concat();
    let session = Session::start(&options, &format!("{name}.rhai"), &script);
    // Opens once the command does.
    let pids = fs::read_to_string(&pipe).unwrap();
    let sent = host::now();
    kill_process(Pid::from_child(&session.child), Signal::INT).unwrap();
    let output = session.end();
    let took = host::now() - sent;
    assert_eq!(output.status.code(), Some(code), "{}", describe(&output));
    assert!(took < PATIENCE, "{took:?}");
    println!("{name} ended after {took:?}");
    for pid in pids.split_whitespace() {
        assert_gone(pid);
    }
}

#[test]
fn an_interrupt_kills_commands() {
    endless("command_interrupted", &[], "COMMAND", 130);
    endless(
        "command_in_pool",
        &[],
        "with thread_pool(2) as pool { pool.submit(|| COMMAND).result(); }",
        130,
    );
    endless(
        "command_in_worker",
        &[],
        "with process_pool(1) as pool { pool.submit(|| COMMAND).result(); }",
        130,
    );
}

#[test]
fn nothing_is_left_behind() {
    let script = r#"
        read_line();
        print("before");
        read_line();
        for n in 0..20 {
            run_command("sh", ["-c", "cat"], #{input: "x"});
            try { run_command("sh", ["-c", "sleep 1000"], #{timeout: 0.01}); } catch { }
            try { run_command("cat", ["/dev/zero"], #{max_bytes: 10}); } catch { }
        }
        print("after");
        read_line();"#;
    let session = Session::start(&["--allow-run=sh,cat"], "left_commands.rhai", script);
    session.leaves_nothing_behind();
}
