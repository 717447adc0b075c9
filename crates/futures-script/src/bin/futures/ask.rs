//! Whether a script gets what its header asks for: from the command line, or by a question on a terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use futures_script::Permissions;

use crate::allowed::Allowed;
use crate::header;
use crate::report;
use crate::script::Script;

/// Adds what the header of `script` asks for to what is `allowed`, if that is to be. If not, it has been said why, and the
/// script must not run.
pub(crate) fn allow_header(allowed: &mut Allowed, script: &Script) -> Result<(), Refused> {
    let wanted = header::wanted(&script.text, &script.folder).map_err(|why| {
        report::failure(&format!("the header of {}, {why}", script.name));
        Refused
    })?;
    if allowed.permissions.covers(&wanted) {
        return Ok(());
    }
    let can_ask = !script.is_from_input && io::stdin().is_terminal() && io::stderr().is_terminal();
    if !allowed.header {
        if !can_ask {
            let asks = format!("{} asks to be allowed:\n{}", script.name, indented(&wanted));
            report::failure_with(
                &asks,
                "--allow-header allows what the script asks for in its header",
            );
            return Err(Refused);
        }
        if !is_agreed(script, &wanted) {
            report::failure(&format!("{} was not allowed what it asks for", script.name));
            return Err(Refused);
        }
    }
    let own = std::mem::take(&mut allowed.permissions);
    allowed.permissions = own.and(wanted);
    Ok(())
}

/// The script does not get what it asks for.
pub(crate) struct Refused;

/// Asks whoever sits at the terminal.
fn is_agreed(script: &Script, wanted: &Permissions) -> bool {
    let mut terminal = io::stderr().lock();
    let question = format!(
        "{} asks to be allowed:\n{}\nAllow it? [y/N] ",
        script.name,
        indented(wanted)
    );
    let mut answer = String::new();
    let is_read = terminal.write_all(question.as_bytes()).is_ok()
        && io::stdin().lock().read_line(&mut answer).is_ok();
    is_read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn indented(wanted: &Permissions) -> String {
    let lines = wanted.to_string();
    let lines: Vec<String> = lines.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
