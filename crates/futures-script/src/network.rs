//! What the builder of an interpreter has to say on the network: whom to trust, and what is answered without it.

use std::sync::Arc;

use crate::builder::Builder;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::outside::http::Roots;
use crate::outside::{Answers, Recording};

impl Builder {
    /// Trusts the authorities whose certificates are in a PEM text, in addition to those that browsers trust, when scripts
    /// connect over TLS.
    ///
    /// # Errors
    /// If there is no certificate in it, or a damaged one.
    ///
    /// ```
    /// let builder = futures_script::Interpreter::builder();
    /// assert!(builder.trust(b"no certificate").is_err());
    /// ```
    pub fn trust(mut self, pem: &[u8]) -> Result<Self, ScriptError> {
        let mut roots = (*self.settings.roots).clone();
        roots.add_pem(pem).map_err(|why| {
            let text = format!("the text of certificates {why}");
            ScriptError::new(ScriptErrorKind::Value, text)
        })?;
        self.settings.roots = Arc::new(roots);
        Ok(self)
    }

    /// As [`trust`](Self::trust), with authorities that have been read before.
    pub(crate) fn roots(mut self, roots: Roots) -> Self {
        self.settings.roots = Arc::new(roots);
        self
    }

    /// What the network and commands say to scripts that are [simulated](crate::Interpreter::simulate). Without it, a
    /// simulated script that asks them gets a `PermissionError`.
    pub fn answers(mut self, answers: Answers) -> Self {
        self.settings.answers = Some(answers);
        self
    }

    /// Keeps what servers and commands answer to scripts in the real world.
    ///
    /// ```
    /// use futures_script::{Answers, Interpreter, Permission, Permissions, Recording};
    ///
    /// let recording = Recording::new();
    /// let permissions = Permissions::none().allow(Permission::Run, "true")?;
    /// let builder = Interpreter::builder().permissions(permissions);
    /// builder.record_answers(&recording).build().run("run", r#"run_command("true")"#)?;
    /// let again = Answers::parse(&recording.to_json());
    /// assert!(again.is_ok());
    /// # Ok::<(), futures_script::ScriptError>(())
    /// ```
    pub fn record_answers(mut self, recording: &Recording) -> Self {
        self.settings.recording = Some(recording.clone());
        self
    }
}
