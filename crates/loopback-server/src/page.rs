//! A page that a test has made.

/// What is answered at a path, always the same.
#[derive(Clone, Debug)]
pub struct Page {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Page {
    /// A page with this body and status 200.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        Page {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// The same with another status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with one more header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
