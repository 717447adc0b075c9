//! `read_line`, on an input that the embedding program gives.

use std::io::{self, PipeReader, PipeWriter, Write, pipe};
use std::sync::Mutex;
use std::time::Duration;

use futures_core::host;
use futures_script::{Builder, ScriptErrorKind};

use crate::support::{Lines, builder};

/// An interpreter whose scripts write to their own input with `type_in(text)` and end it with `close()`.
fn with_pipe() -> (Builder, PipeReader) {
    let (reader, writer) = pipe().unwrap();
    let writer: &'static Mutex<Option<PipeWriter>> = Box::leak(Box::new(Mutex::new(Some(writer))));
    let builder = builder().register(move |engine| {
        engine.register_fn("type_in", move |text: &str| {
            let mut writer = writer.lock().unwrap();
            writer.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
        });
        engine.register_fn("close", move || *writer.lock().unwrap() = None);
    });
    (builder, reader)
}

#[track_caller]
fn check(script: &str, expect: &str) {
    let (builder, reader) = with_pipe();
    let value = builder.input(reader).build().run("test.rhai", script);
    assert_eq!(value.unwrap().to_string(), expect);
}

#[test]
fn a_wait_for_a_line_is_no_deadlock() {
    /// Has a line, but only after more time than it takes to find a deadlock.
    struct Slow(Option<&'static [u8]>);

    impl io::Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let _ = host::sleep(Duration::from_millis(400));
            self.0.take().map_or(Ok(0), |mut line| line.read(buffer))
        }
    }

    let interpreter = builder().input(Slow(Some(b"here\n"))).build();
    let value = interpreter.run("test.rhai", "read_line()");
    assert_eq!(value.unwrap().to_string(), "here");
}

#[test]
fn a_killed_reader_leaves_the_line_to_the_next() {
    check(
        "let begun = event();
         let f = to_thread(|| { begun.set(); read_line() });
         begun.wait();
         f.kill();
         let killed = f.exception().kind;
         type_in(\"late\\n\");
         let line = read_line();
         close();
         [killed, line, read_line(), read_line()]",
        r#"["Interrupted", "late", (), ()]"#,
    );
}

#[test]
fn an_input_that_fails_is_an_error() {
    struct Broken;

    impl io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is cut"))
        }
    }

    let interpreter = builder().input(Broken).build();
    let error = interpreter.run("test.rhai", "read_line()").unwrap_err();
    assert_eq!(
        error.report(),
        "SystemError: cannot read the input: the cable is cut\n  at test.rhai:1:1"
    );
}

#[test]
fn an_input_that_panics_is_an_error() {
    struct Faulty;

    impl io::Read for Faulty {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("a fault")
        }
    }

    let interpreter = builder().input(Faulty).build();
    for _ in 0..2 {
        let error = interpreter.run("test.rhai", "read_line()").unwrap_err();
        assert_eq!(error.kind(), ScriptErrorKind::System);
        assert!(
            error
                .message()
                .starts_with("cannot read the input: the reader panicked: a fault")
        );
    }
}

#[test]
fn a_prompt_goes_to_the_output() {
    let lines = Lines::default();
    let printed = lines.clone();
    let interpreter = builder()
        .input(io::empty())
        .output(move |line| printed.push(line))
        .build();
    let value = interpreter.run("test.rhai", "read_line(\"name? \")");
    assert!(value.unwrap().is_unit());
    assert_eq!(lines.text(), "name? ");
}
