//! What the builder of an interpreter has to say on whom scripts trust when they connect over TLS.

use std::sync::Arc;

use crate::builder::Builder;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::outside::http::Roots;

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
}
