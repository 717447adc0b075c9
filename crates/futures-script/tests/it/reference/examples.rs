//! Each example of the reference is run with the real command, and prints what stands beside it.

use std::fs;
use std::process::{Child, Stdio};

use futures_script::Interpreter;
use futures_script::reference::{Entry, Example};
use loopback_server::Server;

use crate::process::{command, folder};

/// What an example is called in its folder, and so in what it prints of itself.
const NAME: &str = "script.rhai";

/// The server that examples ask, which is one of the test.
const SERVER: &str = "127.0.0.1:8000";

/// So many run at once.
const AT_ONCE: usize = 4;

/// An example under way.
struct Running {
    name: String,
    example: Example,
    child: Child,
    /// The one that it may ask, if it asks any.
    server: Option<Server>,
}

#[test]
fn every_example_prints_what_is_shown_beside_it() {
    let reference = Interpreter::new().reference();
    let examples: Vec<(&Entry, Example)> = reference
        .entries()
        .filter_map(|entry| Some((entry, entry.shown_by()?)))
        .collect();
    assert!(!examples.is_empty());
    let mut findings = String::new();
    let numbered: Vec<_> = examples.into_iter().enumerate().collect();
    for batch in numbered.chunks(AT_ONCE) {
        let running: Vec<Running> = batch
            .iter()
            .map(|(number, (entry, example))| {
                Running::start(*number, entry.names()[0].clone(), *example)
            })
            .collect();
        findings.extend(running.into_iter().filter_map(Running::finding));
    }
    assert!(findings.is_empty(), "{findings}");
}

impl Running {
    fn start(number: usize, name: String, example: Example) -> Self {
        let folder = folder().join("examples").join(number.to_string());
        // Nothing of an earlier run may be left in it.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for an example");
        let asks = example.script.contains(SERVER);
        let server = asks.then(|| Server::start().expect("a server"));
        let place = server.as_ref().map(place).unwrap_or_default();
        let script = example.script.replace(SERVER, &place);
        fs::write(folder.join(NAME), script).expect("an example is written");
        let options = example.options.iter();
        let options: Vec<String> = options.map(|word| word.replace(SERVER, &place)).collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let child = command(&[&["run"], &*options, &[NAME]].concat())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        Running {
            name,
            example,
            child,
            server,
        }
    }

    /// What is wrong with what it did, if anything is.
    fn finding(self) -> Option<String> {
        let Running {
            name,
            example,
            child,
            server,
        } = self;
        let output = child.wait_with_output().expect("the output of an example");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let printed = text(&output.stdout) + text(&output.stderr).as_str();
        let printed = match server.as_ref().map(place) {
            Some(place) => printed.replace(&place, SERVER),
            None => printed,
        };
        let printed = without_times(printed.trim_end());
        let (script, shown) = (example.script, without_times(example.output));
        if output.status.success() && printed == shown {
            return None;
        }
        let status = output.status;
        Some(format!(
            "\n{name}: {status}\n{script}\n--- prints\n{printed}\n--- and not\n{shown}\n"
        ))
    }
}

/// Where a server listens.
fn place(server: &Server) -> String {
    format!("127.0.0.1:{}", server.port())
}

/// The lines with zeroes for the times in those of the log.
fn without_times(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let (time, rest) = line.split_at_checked(9)?;
        let is_time = time.trim_start().parse::<f64>().is_ok() && time.contains('.');
        let level = rest.split_whitespace().next()?;
        let is_log = is_time && ["DEBUG", "INFO", "WARNING", "ERROR"].contains(&level);
        is_log.then(|| format!("    0.000{rest}"))
    });
    let lines = text
        .lines()
        .zip(lines)
        .map(|(line, log)| log.unwrap_or_else(|| line.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn another_output_is_found() {
    let example = |script, output| Example {
        script,
        output,
        options: &[],
    };
    let finding = |number, script, output| {
        Running::start(number, "name".to_owned(), example(script, output)).finding()
    };
    assert_eq!(finding(9001, "print(1);", "1"), None);
    assert_eq!(
        finding(9002, "log.info(1);", "    7.531 INFO    script: 1"),
        None
    );
    assert_eq!(
        finding(9003, "print(1);", "2").as_deref(),
        Some("\nname: exit status: 0\nprint(1);\n--- prints\n1\n--- and not\n2\n")
    );
    assert_eq!(
        finding(9004, "exit(3);", "").as_deref(),
        Some("\nname: exit status: 3\nexit(3);\n--- prints\n\n--- and not\n\n")
    );
}
