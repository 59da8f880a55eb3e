//! The newest output of a command, up to a number of bytes.

/// The newest bytes of an output.
pub(super) struct Ring {
    bytes: Vec<u8>,
    limit: usize,
    cut: bool,
}

impl Ring {
    pub(super) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, cut: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        // Moved only once as much again has come, so that a flood costs little.
        if self.bytes.len() > self.limit.saturating_mul(2) {
            self.shorten();
        }
    }

    /// The text, and whether its beginning was left out.
    pub(super) fn text(&mut self) -> (String, bool) {
        self.shorten();
        (String::from_utf8_lossy(&self.bytes).into_owned(), self.cut)
    }

    fn shorten(&mut self) {
        let over = self.bytes.len().saturating_sub(self.limit);
        if over == 0 {
            return;
        }
        self.cut = true;
        // No character is cut in two: one has four bytes at most.
        let whole = |at: &usize| self.bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
        let from = (over..self.bytes.len().min(over + 4)).find(whole).unwrap_or(over);
        self.bytes.drain(..from);
    }
}

#[cfg(test)]
mod tests {
    use super::Ring;

    #[test]
    fn the_newest_output_stays_and_no_character_is_cut_in_two() {
        let cases: &[(usize, &[&str], &str, bool)] = &[
            (10, &["one", "two"], "onetwo", false),
            (5, &["12345"], "12345", false),
            (5, &["123", "456"], "23456", true),
            (5, &["äöü"], "öü", true),
            (0, &["x"], "", true),
            (3, &["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b"], "aab", true),
        ];
        for (limit, pushed, expected, cut) in cases {
            let mut ring = Ring::new(*limit);
            pushed.iter().for_each(|text| ring.push(text.as_bytes()));
            assert_eq!(ring.text(), ((*expected).to_owned(), *cut), "{pushed:?} in {limit}");
        }
    }
}
