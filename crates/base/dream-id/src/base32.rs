//! The text form of 128 bits: 26 characters of lowercase Crockford base32, as the `TypeID` 0.3 specification has it.

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LEN: usize = 26;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id: expected `{prefix}_` and 26 characters of lowercase base32")]
pub struct ParseIdError {
    text: String,
    prefix: &'static str,
}

pub(crate) fn encode(prefix: &str, bits: u128) -> String {
    let mut text = String::with_capacity(prefix.len() + 1 + LEN);
    text.push_str(prefix);
    text.push('_');
    for place in (0..LEN).rev() {
        let digit = usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default();
        text.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')));
    }
    text
}

pub(crate) fn decode(prefix: &'static str, text: &str) -> Result<u128, ParseIdError> {
    let refuse = || ParseIdError { text: text.chars().take(64).collect(), prefix };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(refuse)?;
    if digits.len() != LEN || digits.as_bytes().first().is_none_or(|first| *first > b'7') {
        return Err(refuse());
    }
    digits.bytes().try_fold(0_u128, |bits, byte| {
        let digit = ALPHABET.iter().position(|letter| *letter == byte).ok_or_else(refuse)?;
        Ok(bits << 5 | u128::try_from(digit).map_err(|_| refuse())?)
    })
}
