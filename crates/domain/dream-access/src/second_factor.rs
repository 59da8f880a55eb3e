//! The second factor: time-based one-time passwords (RFC 6238, over HOTP, RFC 4226), and recovery codes for the day the device is gone.

use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_secret::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

/// How long one code is shown, in seconds.
const STEP_SECS: i64 = 30;
/// How many digits a code has.
const DIGITS: u32 = 6;
/// The alphabet of base32 (RFC 4648, section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;

/// What the server and the person's device share. It cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpSecret(Secret);

/// A code that replaces the device once: 80 random bits in base32.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(Secret);

impl TotpSecret {
    /// The secret of these 160 random bits, the length that RFC 4226 recommends.
    #[must_use]
    pub fn from_random(bits: [u8; 20]) -> Self {
        Self(Secret::new(base32(&bits)))
    }

    /// A secret as it was kept.
    #[must_use]
    pub fn kept(text: Secret) -> Self {
        Self(text)
    }

    /// The text in base32, for the person's device, and to keep in a place that is no ledger and no log.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.expose()
    }

    /// SHA-256 of the text: what the ledger holds.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose().as_bytes())
    }

    /// The address that authenticator apps read (the `otpauth` key URI format).
    #[must_use]
    pub fn uri(&self, issuer: &str, login: &str) -> Secret {
        let (issuer, login) = (percent(issuer), percent(login));
        Secret::new(format!("otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30", self.0.expose()))
    }

    /// The time step whose code this is, if it is one of now, of the one before or of the next: clocks differ.
    #[must_use]
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let current = Self::step_at(now);
        // All three are computed, and digests compared, so that timing tells nothing.
        let sent = Digest::of(digits.as_bytes());
        let mut found = None;
        for step in [current - 1, current, current + 1] {
            let right = self.code(step).is_some_and(|code| Digest::of(code.as_bytes()) == sent);
            if right {
                found = Some(step);
            }
        }
        found
    }

    /// The number of the time step that `now` lies in, counted from 1970.
    #[must_use]
    pub fn step_at(now: Timestamp) -> i64 {
        now.micros().div_euclid(1_000_000 * STEP_SECS)
    }

    /// The code of a time step; `None` when what was kept is no secret.
    #[must_use]
    pub fn code(&self, step: i64) -> Option<String> {
        let key = unbase32(self.0.expose())?;
        let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash.last()? & 0xf);
        let four: [u8; 4] = hash.get(offset..offset + 4)?.try_into().ok()?;
        let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10_u32.pow(DIGITS);
        Some(format!("{number:06}"))
    }
}

impl RecoveryCode {
    /// The code of these 80 random bits.
    #[must_use]
    pub fn from_random(bits: [u8; 10]) -> Self {
        Self(Secret::new(base32(&bits)))
    }

    /// Reads what a person typed, whatever the case and the separators.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase());
        Self(Secret::new(letters.collect::<String>()))
    }

    /// The code as people copy it: groups of four.
    #[must_use]
    pub fn shown(&self) -> Secret {
        let letters: Vec<char> = self.0.expose().chars().collect();
        Secret::new(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }

    /// What the ledger holds of it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.expose().as_bytes())
    }
}

fn base32(bytes: &[u8]) -> String {
    let (mut out, mut held, mut bits) = (String::new(), 0_u32, 0_u32);
    let mut push = |five: u32| {
        let place = usize::try_from(five & 31).unwrap_or(0);
        out.push(char::from(BASE32.get(place).copied().unwrap_or(b'A')));
    };
    for byte in bytes {
        held = (held << 8 | u32::from(*byte)) & 0xf_ffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
        }
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
    out
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        held = (held << 5 | u32::try_from(value).ok()?) & 0xf_ffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(out)
}

/// Percent-encodes all but the unreserved characters (RFC 3986, section 2.3).
fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    /// The test vectors of RFC 6238, appendix B, for SHA-1, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = TotpSecret::kept(Secret::new(base32(b"12345678901234567890")));
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.step_of(code, at(seconds)), Some(seconds / 30), "{seconds}");
        }
        assert_eq!(secret.step_of("28 7082", at(59)), Some(1));
        assert_eq!(secret.step_of("287082", at(59 + 30)), Some(1), "one step late");
        assert_eq!(secret.step_of("287082", at(59 + 60)), None, "two steps late");
        assert_eq!(secret.step_of("", at(59)), None);
    }

    /// The test vectors of RFC 4648, section 10, without padding.
    #[test]
    fn base32_is_the_standard_one() {
        for (plain, text) in
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), text);
            assert_eq!(unbase32(text).unwrap(), plain.as_bytes());
        }
        assert_eq!(unbase32("0"), None);
    }

    #[test]
    fn an_authenticator_app_reads_the_uri() {
        let uri = TotpSecret::from_random([0; 20]).uri("Dream.OS", "ada@example.org");
        let expected = "otpauth://totp/Dream.OS:ada%40example.org?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&issuer=Dream.OS&algorithm=SHA1&digits=6&period=30";
        assert_eq!(uri.expose(), expected);
    }

    #[test]
    fn recovery_codes_read_back_however_they_are_typed() {
        let code = RecoveryCode::from_random([0xa5; 10]);
        let shown = code.shown();
        assert_eq!(shown.expose().len(), 19);
        assert_eq!(RecoveryCode::parse(&shown.expose().to_lowercase().replace('-', " ")).digest(), code.digest());
        assert!(!format!("{code:?}").contains(&shown.expose()[..4]));
    }
}
