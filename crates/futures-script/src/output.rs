//! Lines to the terminal, whole ones.

use std::io::{self, Write};

/// Writes a line to standard output.
pub(crate) fn print_line(text: &str) {
    write_line(io::stdout().lock(), text);
}

/// Writes a line to standard error.
pub(crate) fn complain_line(text: &str) {
    write_line(io::stderr().lock(), text);
}

fn write_line(mut stream: impl Write, text: &str) {
    // In one piece, so that nothing of another process comes in between. Whoever reads may have
    // gone, as `head` does; the script goes on without them.
    let _ = stream
        .write_all(format!("{text}\n").as_bytes())
        .and_then(|()| stream.flush());
}
