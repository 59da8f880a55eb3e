//! What arrived, as far as deciding about it needs.

/// A request as it came in: names of headers in any case, the body's bytes untouched.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// Names and values. Values that are no text are left out.
    pub headers: &'r [(&'r str, &'r str)],
    /// The raw body.
    pub body: &'r [u8],
    /// The secret part of the address, if the address has one.
    pub path_secret: Option<&'r str>,
}

impl<'r> Request<'r> {
    /// The value of a header, if it is there exactly once: of two, one might be the proof and the other be believed.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'r str> {
        let mut found = self.headers.iter().filter(|(each, _)| each.eq_ignore_ascii_case(name));
        let (_, value) = found.next()?;
        found.next().is_none().then_some(value.trim())
    }

    /// The content type without its parameters, lowercase.
    #[must_use]
    pub fn content_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
