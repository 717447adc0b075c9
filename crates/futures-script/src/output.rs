//! Where lines go: to the terminal, whole ones, or to the embedding program.

use std::io::{self, Write};

use crate::complaint::Complaint;
use crate::settings::Sink;

/// Where a script prints.
#[derive(Clone, Default)]
pub(crate) enum Output {
    /// To standard output.
    #[default]
    Standard,
    /// To the embedding program.
    To(Sink),
}

impl Output {
    /// Prints a line.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn print(&self, line: &str) -> io::Result<()> {
        match self {
            Output::Standard => write(io::stdout().lock(), &format!("{line}\n")),
            Output::To(sink) => {
                sink(line);
                Ok(())
            }
        }
    }

    /// Shows a question whose answer is to stand behind it.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn prompt(&self, text: &str) -> io::Result<()> {
        match self {
            Output::Standard => write(io::stdout().lock(), text),
            Output::To(sink) => {
                sink(text);
                Ok(())
            }
        }
    }
}

/// Writes to standard error what no code of the script is there to hear.
pub(crate) fn complain(complaint: &Complaint) {
    // There is nobody to tell if that fails.
    let _ = write(io::stderr().lock(), &format!("{complaint}\n"));
}

/// In one piece, so that nothing of another process comes in between, and at once, so that whoever reads sees how far
/// the script has come. That is a system call for each line, about a microsecond.
fn write(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
