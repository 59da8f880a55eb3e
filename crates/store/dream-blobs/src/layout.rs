//! Where a blob lies under its root, on disk and in an object store alike: `<org>/ab/cdef…`.

use dream_id::OrgId;
use dream_ledger::Digest;

/// The file or object that tells one blob store from another.
pub const MARK: &str = "blobs-identity";
/// The longest mark.
pub(crate) const MAX_MARK: usize = 128;

/// The folder and the file of a blob, relative to the organisation's.
pub(crate) fn names(digest: &Digest) -> (String, String) {
    let mut folder = digest.hex();
    let file = folder.split_off(2);
    (folder, file)
}

/// The key of a blob, relative to the root.
#[must_use]
pub fn key(org: OrgId, digest: &Digest) -> String {
    let (folder, file) = names(digest);
    format!("{org}/{folder}/{file}")
}

/// The digest that a folder and a file name spell; `None` for files that are no blobs.
pub(crate) fn digest(folder: &str, file: &str) -> Option<Digest> {
    let spelt: Digest = format!("sha256:{folder}{file}").parse().ok()?;
    (folder.len() == 2).then_some(spelt)
}

/// Whether a mark is one that can be stored: 8 to 128 letters, digits, `-` and `_`.
pub(crate) fn is_mark(mark: &str) -> bool {
    (8..=MAX_MARK).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
