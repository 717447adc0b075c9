//! What a script asks for when it calls `exit`.

use rhai::Dynamic;

use crate::capture;
use crate::error::{ScriptError, ScriptErrorKind};

/// A call of `exit` with this value, on its way out of the script.
#[derive(Clone, Debug)]
pub(crate) struct ExitRequest(pub(crate) Dynamic);

impl ExitRequest {
    /// The error that the script or task ends with.
    pub(crate) fn into_error(self) -> ScriptError {
        let code = capture::copy(&self.0).unwrap_or_default();
        ScriptError::new(ScriptErrorKind::Exit, format!("exit({code})")).with_value(code)
    }
}
