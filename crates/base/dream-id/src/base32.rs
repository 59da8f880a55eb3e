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
    // In halves, because wide shifts are slow: the first 13 digits hold the upper 63 bits, the others the lower 65.
    let (upper, lower) = (bits >> 65, bits & ((1 << 65) - 1));
    for half in [upper, lower] {
        let (first, rest) = (half >> 60, u64::try_from(half & ((1 << 60) - 1)).unwrap_or_default());
        text.push(digit(u64::try_from(first).unwrap_or_default()));
        for place in (0..LEN / 2 - 1).rev() {
            text.push(digit(rest >> (place * 5) & 31));
        }
    }
    text
}

fn digit(value: u64) -> char {
    let index = usize::try_from(value).unwrap_or_default();
    char::from(ALPHABET.get(index).copied().unwrap_or(b'0'))
}

pub(crate) fn decode(prefix: &'static str, text: &str) -> Result<u128, ParseIdError> {
    let refuse = || ParseIdError { text: text.chars().take(64).collect(), prefix };
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or_else(refuse)?.as_bytes();
    if digits.len() != LEN || digits.first().is_none_or(|first| *first > b'7') {
        return Err(refuse());
    }
    let (upper, lower) = digits.split_at(LEN / 2);
    match (half(upper), half(lower)) {
        (Some(upper), Some(lower)) => Ok(upper << 65 | lower),
        _ => Err(refuse()),
    }
}

/// The value of 13 digits.
fn half(digits: &[u8]) -> Option<u128> {
    let (first, rest) = digits.split_first()?;
    let rest = rest.iter().try_fold(0_u64, |bits, byte| Some(bits << 5 | value(*byte)?))?;
    Some(u128::from(value(*first)?) << 60 | u128::from(rest))
}

/// The place of a letter in the alphabet.
fn value(letter: u8) -> Option<u64> {
    let place = match letter {
        b'0'..=b'9' => letter - b'0',
        b'a'..=b'h' => letter - b'a' + 10,
        b'j'..=b'k' => letter - b'j' + 18,
        b'm'..=b'n' => letter - b'm' + 20,
        b'p'..=b't' => letter - b'p' + 22,
        b'v'..=b'z' => letter - b'v' + 27,
        _ => return None,
    };
    Some(place.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_alphabet_has_its_place_and_no_other_byte_has_one() {
        for byte in 0..=u8::MAX {
            let place = ALPHABET.iter().position(|letter| *letter == byte).map(|place| place as u64);
            assert_eq!(value(byte), place, "{byte}");
        }
    }

    #[test]
    fn the_text_is_the_number_in_base_32_and_reads_back() {
        let samples = [0, 1, 31, 32, (1 << 60) - 1, 1 << 60, (1 << 65) - 1, 1 << 65, u128::MAX / 3, u128::MAX - 1, u128::MAX];
        for bits in samples.into_iter().chain((0..128).map(|place| 1 << place)) {
            let digits = (0..LEN).rev().map(|place| char::from(ALPHABET[(bits >> (place * 5) & 31) as usize]));
            let text = format!("run_{}", digits.collect::<String>());
            assert_eq!(encode("run", bits), text);
            assert_eq!(decode("run", &text), Ok(bits));
        }
    }

    #[test]
    fn texts_that_are_no_ids_are_refused() {
        let zero = encode("run", 0);
        for text in ["", "run", "run_", "run_0", &zero[1..], &zero.replace("run", "prj"), &format!("{zero}0"), &zero.replacen('0', "8", 1)]
        {
            assert!(decode("run", text).is_err(), "{text}");
        }
        for letter in ['i', 'l', 'o', 'u', 'A', '-', 'é'] {
            let mut text = zero.clone();
            text.replace_range(20..20 + letter.len_utf8(), &letter.to_string());
            assert!(decode("run", &text).is_err(), "{text}");
        }
    }
}
