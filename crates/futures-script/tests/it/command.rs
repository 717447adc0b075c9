//! The `futures` command: exit codes and reports.

use insta::assert_snapshot;

use crate::process::{describe, futures, run, run_with};

#[test]
fn a_script_gets_its_arguments_and_prints() {
    let output = run(
        "arguments.rhai",
        "print(ARGS); ARGS.len()",
        &["one", "--two", "--", "3"],
    );
    assert_snapshot!(describe(&output), @r#"
    exit code 0
    --- stdout
    ["one", "--two", "--", "3"]
    --- stderr
    "#);
}

#[test]
fn an_error_is_shown_in_its_line() {
    let output = run(
        "error.rhai",
        "let x = 1;\nprint(x);\nlet y = x + nothing;\n",
        &[],
    );
    assert_snapshot!(describe(&output), @"
    exit code 1
    --- stdout
    1
    --- stderr
    error[NameError]: no variable `nothing`; `let nothing = …` makes one
     --> error.rhai:3:13
      |
    3 | let y = x + nothing;
      |             ^^^^^^^
    ");
}

#[test]
fn an_error_in_a_task_is_shown_with_the_submit() {
    let script = "fn divide(a, b) { a / b }\n\nwith thread_pool(2) as pool {\n    let f = pool.submit(|x| divide(x, 0), 1);\n    print(f.result());\n}\n";
    assert_snapshot!(describe(&run("task.rhai", script, &[])), @"
    exit code 1
    --- stdout
    --- stderr
    error[ArithmeticError]: Division by zero: 1 / 0
     --> task.rhai:1:21
      |
    1 | fn divide(a, b) { a / b }
      |                     ^
    ...
    4 |     let f = pool.submit(|x| divide(x, 0), 1);
      |                  ------ task 1 was submitted here
      |
      = note: in function divide, called at task.rhai:4:29
      = note: in task 1, submitted at task.rhai:4:18
      = note: thrown again at task.rhai:5:13
    ");
}

#[test]
fn a_syntax_error_has_a_code_of_its_own() {
    assert_snapshot!(describe(&run("syntax.rhai", "let x = [1, 2;\n", &[])), @"
    exit code 2
    --- stdout
    --- stderr
    error[SyntaxError]: the `[` in line 1 is never closed; a `]` is missing
     --> syntax.rhai:1:14
      |
    1 | let x = [1, 2;
      |              ^
    ");
    assert_snapshot!(describe(&run("open.rhai", "fn f() {\n    1\n", &[])), @"
    exit code 2
    --- stdout
    --- stderr
    error[SyntaxError]: the `{` in line 1 is never closed; a `}` is missing
     --> open.rhai:2:7
      |
    2 |     1
      |      ^
    ");
}

#[test]
fn exit_is_the_exit_code() {
    assert_eq!(run("exit.rhai", "exit(7)", &[]).status.code(), Some(7));
    assert_eq!(run("value.rhai", "7", &[]).status.code(), Some(0));
}

#[test]
fn a_wrong_command_line_is_explained() {
    assert_snapshot!(describe(&futures(&[])), @"
    exit code 2
    --- stdout
    --- stderr
    error: a command is missing
     |
     = help: see futures --help
    ");
    assert_snapshot!(describe(&futures(&["walk"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown command 'walk'
     |
     = help: see futures --help
    ");
    assert_snapshot!(describe(&futures(&["run"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: run: a script is missing
     |
     = help: see futures run --help
    ");
}

#[test]
fn an_unknown_log_level_is_explained() {
    assert_snapshot!(describe(&futures(&["run", "--log-level", "loud", "a.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown log level 'loud': it is debug, info, warning, error or off
     |
     = help: see futures run --help
    ");
}

#[test]
fn the_log_level_chooses_the_lines() {
    let script = r#"log.debug("one"); log.info("two"); log.error("three");"#;
    let n_lines = |level: &[&str]| {
        let output = run_with(level, "levels.rhai", script, &[]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8_lossy(&output.stderr).lines().count()
    };
    assert_eq!(n_lines(&[]), 2);
    assert_eq!(n_lines(&["--log-level", "debug"]), 3);
    assert_eq!(n_lines(&["--log-level", "warning"]), 1);
    assert_eq!(n_lines(&["--log-level", "off"]), 0);
}

#[test]
fn a_failure_that_nobody_asked_for_may_be_allowed() {
    let script = "with thread_pool(1) as pool {\n    pool.submit(|| 1 / 0);\n}\n";
    let code = |options: &[&str]| {
        let output = run_with(options, "unretrieved.rhai", script, &[]);
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(report.contains("Division by zero: 1 / 0"), "{report}");
        output.status.code()
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--allow-unretrieved"]), Some(0));
}

#[test]
fn an_unknown_option_or_command_is_explained() {
    assert_snapshot!(describe(&futures(&["run", "--tiemout", "3", "a.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown option '--tiemout'; did you mean '--timeout'?
     |
     = help: see futures run --help
    ");
    assert_snapshot!(describe(&futures(&["rnu", "a.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown command 'rnu'; did you mean 'run'?
     |
     = help: see futures --help
    ");
    assert_snapshot!(describe(&futures(&["a.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown command 'a.rhai'; did you mean 'futures run a.rhai'?
     |
     = help: see futures --help
    ");
}

#[test]
fn help_is_a_command_too() {
    let help = futures(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert_eq!(futures(&["help"]), help);
    let help = futures(&["help", "run"]);
    assert_eq!(help.status.code(), Some(0));
    assert_eq!(futures(&["run", "--help"]), help);
}

#[test]
fn help_lists_every_option_and_exit_code() {
    let help = futures(&["help", "run"]);
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    let first_words = |text: &str| {
        let words = text.lines().filter(|line| line.starts_with("  "));
        let words = words.filter_map(|line| line.split_whitespace().next());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let words = first_words(&text);
    for word in [
        "--timeout",
        "--max-operations",
        "--allow-unretrieved",
        "--log-level",
        "--timeline",
        "--sim[=SEED]",
        "--scheduler",
        "--replay",
        "--max-steps",
        "--sim-log",
        "-q,",
        "-h,",
        "0",
        "1",
        "2",
        "3",
        "124",
        "130",
        "143",
        "n",
    ] {
        assert!(words.iter().any(|known| known == word), "{word}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn the_version_is_that_of_the_package() {
    for option in ["--version", "-V"] {
        let output = futures(&[option]);
        let expect = concat!("futures ", env!("CARGO_PKG_VERSION"), "\n");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expect);
        assert_eq!(output.status.code(), Some(0));
    }
}

#[test]
fn a_callback_s_failure_goes_to_stderr() {
    let script =
        "with thread_pool(1) as pool {\n    pool.submit(|| 1).add_done_callback(|f| 1 / 0);\n}\n";
    assert_snapshot!(describe(&run("callback.rhai", script, &[])), @"
    exit code 0
    --- stdout
    --- stderr
    error[ArithmeticError]: Division by zero: 1 / 0
     --> callback.rhai:2:47
      |
    2 |     pool.submit(|| 1).add_done_callback(|f| 1 / 0);
      |                       -----------------       ^
      |                       |
      |                       callback of task 1 was submitted here
      |
      = note: in callback of task 1, submitted at callback.rhai:2:23
    ");
}
