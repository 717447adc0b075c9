//! What a script declares about itself in the `//!` lines at its top.

/// The declarations of one script.
#[derive(Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) order: Order,
    /// The exit code with which it must end.
    pub(crate) exit: i32,
    /// Its arguments, split at spaces.
    pub(crate) args: Vec<String>,
}

/// Whether the order of the printed lines is part of what a script promises.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    Ordered,
    Unordered,
    /// It has a bug that shows in some schedules only: it is explored, not run.
    Explored,
}

impl Header {
    /// Reads the lines from the top up to the first that is neither blank nor a comment; prose among them is fine.
    pub(crate) fn parse(script: &str) -> Result<Header, String> {
        let mut order = None;
        let mut exit = 0;
        let mut args = Vec::new();
        let top = script.trim_start_matches('\u{feff}').lines();
        let top = top.skip_while(|line| line.starts_with("#!"));
        for line in top.take_while(|line| line.trim().is_empty() || line.starts_with("//")) {
            let Some((key, value)) = line
                .strip_prefix("//! ")
                .and_then(|line| line.split_once(": "))
            else {
                continue;
            };
            match (key, value.trim()) {
                ("output", "ordered") => order = Some(Order::Ordered),
                ("output", "unordered") => order = Some(Order::Unordered),
                ("output", "explored") => order = Some(Order::Explored),
                ("output", other) => {
                    return Err(format!(
                        "output is `{other}`: ordered, unordered or explored?"
                    ));
                }
                ("exit", code) => {
                    exit = code
                        .parse()
                        .map_err(|_| format!("exit is `{code}`: not a number"))?;
                }
                ("args", list) => args = list.split(' ').map(str::to_owned).collect(),
                _ => {}
            }
        }
        let order =
            order.ok_or("no line `//! output: ordered` or `//! output: unordered` at its top")?;
        Ok(Header { order, exit, args })
    }
}

#[test]
fn a_header_is_read() {
    check("//! output: ordered\nprint(1);\n", Order::Ordered, 0, &[]);
    check("//! output: explored\n", Order::Explored, 0, &[]);
    check(
        "//! A lesson: one.\n//!\n//! output: unordered\n//! exit: 3\n",
        Order::Unordered,
        3,
        &[],
    );
    check(
        "#!/usr/bin/env futures\r\n//! output: ordered\r\n",
        Order::Ordered,
        0,
        &[],
    );
    check(
        "\u{feff}//! output: ordered\n//! args: a b\n",
        Order::Ordered,
        0,
        &["a", "b"],
    );
}

#[test]
fn a_script_must_declare_its_output() {
    for script in [
        "",
        "print(1);\n//! output: ordered\n",
        "//! output: sometimes\n",
        "//! exit: one\n",
    ] {
        assert!(Header::parse(script).is_err(), "{script}");
    }
}

#[track_caller]
fn check(script: &str, order: Order, exit: i32, args: &[&str]) {
    let args = args.iter().map(|&arg| arg.to_owned()).collect();
    assert_eq!(Header::parse(script), Ok(Header { order, exit, args }));
}
