//! One embedded file.

/// A built file with what its answer says about it.
#[derive(Debug)]
pub(crate) struct File {
    /// From the top of the site, without a leading `/`.
    pub(crate) path: &'static str,
    /// The media type.
    pub(crate) kind: &'static str,
    /// The entity tag, quoted: the start of the content's SHA-256.
    pub(crate) tag: &'static str,
    pub(crate) bytes: &'static [u8],
    /// The same bytes in brotli, when that is smaller.
    pub(crate) brotli: Option<&'static [u8]>,
}

impl File {
    /// Whether the name changes with the content, so that an answer may be kept for ever.
    pub(crate) fn is_hashed(&self) -> bool {
        self.path.starts_with("assets/")
    }
}
