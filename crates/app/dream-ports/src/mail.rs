//! The port of electronic mail.

use async_trait::async_trait;

/// Sends letters.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Hands one letter to the server that carries it on.
    ///
    /// # Errors
    /// [`MailFault`] when it did not take it.
    async fn send(&self, letter: Letter) -> Result<(), MailFault>;
}

/// A letter of plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// In a line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same for every try to send the same letter, so that a reader's program shows it once: letters, digits, `_`, `.` and `-`.
    pub key: String,
}

/// Why a letter was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// It will never be taken: the address or the letter is wrong.
    #[error("{0}")]
    Refused(String),
    /// It may be taken later.
    #[error("{0}")]
    NotNow(String),
}
