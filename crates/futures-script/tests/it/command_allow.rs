//! What scripts may do outside, as the command is told: by options, by the script's header, by a question.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::Stdio;

use insta::assert_snapshot;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::process::{command, describe, folder, futures, run, run_with};

const ASKS: &str = "//! Reads its notes.
//! allow: read=notes/ env=HOME
print(read_text(join_path(script_dir(), \"notes/a.txt\")));
";

/// Writes the script and its notes, and returns its name.
fn asking(name: &str) -> String {
    fs::create_dir_all(folder().join("notes")).unwrap();
    // In one step, since the tests share it.
    let new = folder().join(format!("notes/{name}.new"));
    fs::write(&new, "a note").unwrap();
    fs::rename(new, folder().join("notes/a.txt")).unwrap();
    fs::write(folder().join(name), ASKS).unwrap();
    name.to_owned()
}

/// What was written, with a name for the folder of the tests.
fn told(output: &std::process::Output) -> String {
    let folder = folder().canonicalize().unwrap();
    describe(output).replace(folder.to_str().unwrap(), "FOLDER")
}

#[test]
fn a_header_is_refused_where_nobody_can_be_asked() {
    let name = asking("asks.rhai");
    assert_snapshot!(told(&futures(&["run", &name])), @"
    exit code 2
    --- stdout
    --- stderr
    error: asks.rhai asks to be allowed:
             read FOLDER/notes
             env HOME
     |
     = help: --allow-header allows what the script asks for in its header
    ");
    let explored = told(&futures(&["explore", &name]));
    assert_eq!(explored, told(&futures(&["run", &name])));
    // What comes from the input can ask nobody either, and has no folder but the current one.
    let mut child = command(&["run", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ASKS.as_bytes())
        .unwrap();
    let piped = told(&child.wait_with_output().unwrap());
    assert_eq!(piped, explored.replace("asks.rhai", "<stdin>"));
}

#[test]
fn options_may_allow_what_a_header_asks_for() {
    let name = asking("allowed.rhai");
    let expect = "exit code 0\n--- stdout\na note\n--- stderr\n";
    for options in [
        &["--allow-header"][..],
        &["--allow-all"],
        &["--allow-read", "--allow-env"],
        &["--allow-read=notes,/etc/hosts", "--allow-env=HOME,PATH"],
        &["--allow-read=.", "--allow-env=PATH", "--allow-env=HOME"],
    ] {
        let output = futures(&[&["run"], options, &[&name]].concat());
        assert_eq!(describe(&output), expect, "{options:?}");
    }
    for options in [
        &["--allow-read"][..],
        &["--allow-read=notes/a.txt", "--allow-env"],
    ] {
        let output = futures(&[&["run"], options, &[&name]].concat());
        assert_eq!(output.status.code(), Some(2), "{options:?}");
    }
}

#[test]
fn what_is_wrong_with_a_header_is_told() {
    let output = run(
        "header.rhai",
        "//! Does this.\n//! allow: raed=x\nprint(1);",
        &[],
    );
    assert_snapshot!(describe(&output), @"
    exit code 2
    --- stdout
    --- stderr
    error: the header of header.rhai, line 2: `raed=x` is nothing that can be allowed; did you mean read?
    ");
}

#[test]
fn wrong_options_are_told() {
    assert_snapshot!(describe(&futures(&["run", "--allow-net=http://a.org", "x.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: --allow-net: 'http://a.org' must be a host such as example.org:8080, not a URL
     |
     = help: see futures run --help
    ");
    assert_snapshot!(describe(&futures(&["run", "--allow-raed=x", "x.rhai"])), @"
    exit code 2
    --- stdout
    --- stderr
    error: unknown option '--allow-raed'; did you mean '--allow-read'?
     |
     = help: see futures run --help
    ");
}

#[test]
fn a_denial_names_the_option_that_allows_it() {
    let script = "read_text(\"notes/a.txt\")";
    asking("unused.rhai");
    assert_snapshot!(describe(&run("denied.rhai", script, &[])), @r#"
    exit code 1
    --- stdout
    --- stderr
    error[PermissionError]: read_text: not allowed to read notes/a.txt; --allow-read=notes/a.txt allows it
     --> denied.rhai:1:1
      |
    1 | read_text("notes/a.txt")
      | ^^^^^^^^^
    "#);
    let output = run_with(&["--allow-read=notes/a.txt"], "denied.rhai", script, &[]);
    assert_eq!(describe(&output), "exit code 0\n--- stdout\n--- stderr\n");
}

#[test]
fn the_command_to_see_it_again_has_the_options() {
    let script = "let c = cell(0);
gather([1, 2].map(|n| to_thread(|| c.set(c.get() + n))));
check(c.get() == 3);";
    fs::write(folder().join("again.rhai"), script).unwrap();
    let output = futures(&[
        "explore",
        "--allow-read=my notes",
        "--allow-env",
        "again.rhai",
    ]);
    let told = describe(&output);
    assert!(
        told.contains(" '--allow-read=my notes' --allow-env again.rhai"),
        "{told}"
    );
}

/// Runs the script on a terminal of its own, types `answer`, and returns the exit code and what the terminal showed.
fn on_a_terminal(name: &str, answer: &str) -> (Option<i32>, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let path = ptsname(&master, Vec::new()).unwrap();
    let open = || rustix::fs::open(&*path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let mut command = command(&["run", name]);
    command
        .env("NO_COLOR", "1")
        .stdin(open())
        .stdout(Stdio::null())
        .stderr(open());
    let mut child = command.spawn().unwrap();
    // Its own copies are the last ones then, so that the reader sees the end.
    drop(command);
    let mut master = File::from(master);
    let (mut shown, mut bytes) = (String::new(), [0; 256]);
    // Only once the question is there, so that it is what the answer is for.
    while !shown.ends_with("[y/N] ") {
        let n_read = master.read(&mut bytes).unwrap();
        shown += std::str::from_utf8(&bytes[..n_read]).unwrap();
    }
    master.write_all(answer.as_bytes()).unwrap();
    let mut rest = Vec::new();
    // Linux reports the end of a terminal as an error; what was read before it is there.
    let _ = master.read_to_end(&mut rest);
    shown += &String::from_utf8(rest).unwrap();
    let folder = folder().canonicalize().unwrap();
    let shown = shown
        .replace("\r\n", "\n")
        .replace(folder.to_str().unwrap(), "FOLDER");
    (child.wait().unwrap().code(), shown)
}

#[test]
fn somebody_at_a_terminal_is_asked() {
    let name = asking("terminal.rhai");
    let question =
        "terminal.rhai asks to be allowed:\n  read FOLDER/notes\n  env HOME\nAllow it? [y/N] ";
    for yes in ["y", "Y", "yes"] {
        let expect = (Some(0), format!("{question}{yes}\n"));
        assert_eq!(on_a_terminal(&name, &format!("{yes}\n")), expect);
    }
    // The last one is the end of the input.
    for (no, shown) in [
        ("n\n", "n\n"),
        ("\n", "\n"),
        ("yep\n", "yep\n"),
        ("\u{4}", ""),
    ] {
        let refused = "error: terminal.rhai was not allowed what it asks for\n";
        let (code, told) = on_a_terminal(&name, no);
        assert_eq!(
            (code, told),
            (Some(2), format!("{question}{shown}{refused}"))
        );
    }
}

#[test]
fn what_is_asked_for_cannot_hide() {
    let text = "//! allow: run=\u{1b}[2Kls\nprint(1);\n";
    fs::write(folder().join("sly.rhai"), text).unwrap();
    assert_snapshot!(describe(&futures(&["run", "sly.rhai"])), @r"
    exit code 2
    --- stdout
    --- stderr
    error: sly.rhai asks to be allowed:
             run \u{1b}[2Kls
     |
     = help: --allow-header allows what the script asks for in its header
    ");
}
