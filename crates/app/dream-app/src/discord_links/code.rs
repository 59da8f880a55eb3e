//! Asking for a code, in Discord.

use crate::{App, AppError, Op};
use dream_access::DiscordAccount;
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_secret::Secret;
use std::time::Duration;

/// How long a code counts.
pub const CODE_LIFETIME: Duration = Duration::from_mins(10);
/// The letters of codes: those that nobody takes for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a code has: 60 random bits, for ten minutes.
const LENGTH: usize = 12;

/// A code as it is shown, once, to the account that asked for it.
#[derive(Debug, Clone)]
pub struct LinkCode {
    /// Its text, such as `7KQ2-M9XD-4TRB`.
    pub text: Secret,
    /// Until when it counts.
    pub expires_at: Timestamp,
}

/// Makes a code for `account`, which Discord says is asking; an earlier one counts no more. Whoever confirms the code says that the
/// account is theirs: the code alone gives nobody anything.
pub async fn request(app: &App, org: OrgId, account: &DiscordAccount) -> Result<LinkCode, AppError> {
    let mut bits = [0_u8; LENGTH];
    app.store.rng().fill(&mut bits);
    let letters: Vec<u8> = bits.iter().filter_map(|bits| LETTERS.get(usize::from(bits % 32)).copied()).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let text = groups.join("-");
    let expires_at = app.now().plus(CODE_LIFETIME);
    let mut tx = app.store.begin().await?;
    tx.keep_code(org, account, digest(&text), expires_at).await?;
    tx.commit().await?;
    Ok(LinkCode { text: Secret::new(text), expires_at })
}

/// The digest by which a code is kept, of what somebody typed: case, blanks and dashes do not matter, nor letters taken for digits.
pub(super) fn digest(typed: &str) -> Digest {
    let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').take(64);
    let plain = letters.map(|letter| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    Digest::of(plain.collect::<String>().as_bytes())
}

/// Forgets the codes whose time is over. Returns how many.
pub async fn forget_codes(op: &Op) -> Result<u64, AppError> {
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_codes(op.app().system, op.app().now()).await?;
    tx.commit().await?;
    Ok(forgotten)
}
