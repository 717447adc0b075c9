//! Finds the `futures` command, which stands in the workspace that this program is not part of.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the command as its users would, and says where it is.
pub(crate) fn build() -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
    let output = Command::new(cargo)
        .args(["build", "--release", "--package", "futures-script"])
        .args(["--bin", "futures", "--message-format", "json"])
        .arg("--manifest-path")
        .arg(workspace)
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "the command `futures` cannot be built: {}",
            output.status
        ));
    }
    executable(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| "cargo does not say where it has put the command `futures`".to_owned())
}

/// What cargo's messages, one JSON object per line, call the executable.
fn executable(messages: &str) -> Option<PathBuf> {
    let begin = "\"executable\":\"";
    let mut found = messages
        .lines()
        .rev()
        .filter_map(|line| line.split_once(begin)?.1.split_once('"'));
    Some(found.next()?.0.into())
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn the_executable_is_the_one_of_the_last_message_that_has_one() {
        let messages = "{\"executable\":null}\n\
                        {\"reason\":\"compiler-artifact\",\"executable\":\"/a/futures\",\"fresh\":true}\n\
                        {\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(executable(messages), Some("/a/futures".into()));
        assert_eq!(executable("{\"executable\":null}"), None);
    }
}
