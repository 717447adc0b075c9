//! The picture of a run on the terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use futures_script::timeline::{Recorder, Text};
use rustix::termios;

use crate::colours;

/// Writes what `recorder` has heard to standard output.
pub(crate) fn print(recorder: &Recorder) {
    let stdout = io::stdout();
    let text = for_output().draw(&recorder.timeline());
    // Whoever reads may have gone.
    let _ = stdout.lock().write_all(text.as_bytes());
}

/// How pictures are drawn on standard output.
pub(crate) fn for_output() -> Text {
    let text = Text::new().width(columns());
    if colours::wanted_here(io::stdout().is_terminal()) {
        text.coloured()
    } else {
        text
    }
}

/// How wide standard output is.
pub(crate) fn columns() -> usize {
    let columns = termios::tcgetwinsize(io::stdout()).map(|size| size.ws_col.into());
    width(env::var_os("COLUMNS"), columns.ok())
}

/// How many lines the terminal has.
pub(crate) fn rows() -> usize {
    let rows = termios::tcgetwinsize(io::stdout()).map(|size| size.ws_row.into());
    let known = rows.ok().filter(|rows| *rows > 0);
    known.unwrap_or(24)
}

/// The width of the picture: what the environment says, or as wide as the terminal is, if it is one.
fn width(variable: Option<OsString>, terminal: Option<usize>) -> usize {
    let said = variable.and_then(|columns| columns.to_str()?.trim().parse().ok());
    // A terminal that does not know its size says 0.
    let known = |columns: &usize| *columns > 0;
    said.filter(known)
        .or_else(|| terminal.filter(known))
        .unwrap_or(Text::DEFAULT_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::width;

    #[track_caller]
    fn check(variable: &str, terminal: Option<usize>, expect: usize) {
        let variable = Some(variable).filter(|columns| !columns.is_empty());
        assert_eq!(width(variable.map(Into::into), terminal), expect);
    }

    #[test]
    fn the_variable_the_terminal_or_eighty() {
        check("", None, 80);
        check("", Some(132), 132);
        check("", Some(0), 80);
        check("100", Some(132), 100);
        check("100", None, 100);
        check("0", Some(132), 132);
        check("wide", None, 80);
        check("-3", Some(40), 40);
    }
}
