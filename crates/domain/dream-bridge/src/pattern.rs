//! Patterns with `*`, for names of sources, types of events and values of labels.

/// A text in which `*` stands for any run of characters, and nothing else is special.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// This pattern.
    ///
    /// # Errors
    /// When it has more than 8 stars, what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.matches('*').count() > 8 {
            return Err(format!("`{text}` has more than 8 stars"));
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether all of `text` fits. Without backtracking: each piece between stars is taken where it first occurs.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let Some((first, rest)) = self.0.split_once('*') else { return self.0 == text };
        let Some(mut tail) = text.strip_prefix(first) else { return false };
        let Some((middle, last)) = rest.rsplit_once('*') else { return tail.ends_with(rest) };
        for piece in middle.split('*') {
            let Some(at) = tail.find(piece) else { return false };
            tail = tail.get(at + piece.len()..).unwrap_or_default();
        }
        tail.ends_with(last)
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run_of_characters() {
        let cases = [
            ("push", "push", true),
            ("push", "pushed", false),
            ("*", "", true),
            ("workflow_run.*", "workflow_run.completed", true),
            ("*.failed", "job.failed", true),
            ("*.failed", "job.failed.", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "ac", false),
            ("ab*ba", "aba", false),
            ("*a*", "bab", true),
            ("acme/*", "other/acme/x", false),
        ];
        for (pattern, text, fits) in cases {
            assert_eq!(Pattern::parse(pattern).unwrap().fits(text), fits, "{pattern} on {text}");
        }
        assert!(Pattern::parse(&"*".repeat(9)).is_err());
    }
}
