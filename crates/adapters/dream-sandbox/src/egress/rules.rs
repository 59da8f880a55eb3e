//! Which hosts a command reaches.

use super::host::HostName;

/// One pattern: a host, or every host below one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Host(HostName),
    Below(HostName),
}

/// The patterns of one command; none of them is no host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules(Vec<Pattern>);

/// A text that is no pattern.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a host: use a name such as api.example.com, or *.example.com for every host below one")]
pub(crate) struct UnknownHost(String);

impl Rules {
    pub(crate) fn parse(patterns: &[String]) -> Result<Self, UnknownHost> {
        let read = |text: &String| {
            let below = text.strip_prefix("*.");
            let name = HostName::parse(below.unwrap_or(text).as_bytes()).ok_or_else(|| UnknownHost(text.chars().take(80).collect()))?;
            Ok(if below.is_some() { Pattern::Below(name) } else { Pattern::Host(name) })
        };
        Ok(Self(patterns.iter().map(read).collect::<Result<_, _>>()?))
    }

    pub(super) fn allow(&self, host: &HostName) -> bool {
        self.0.iter().any(|pattern| match pattern {
            Pattern::Host(name) => name == host,
            Pattern::Below(name) => host.is_below(name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_labels() {
        let rules = Rules::parse(&["allowed.com".to_owned(), "*.wild.org".to_owned()]).unwrap();
        let allowed = |text: &str| rules.allow(&HostName::parse(text.as_bytes()).unwrap());
        for host in ["allowed.com", "ALLOWED.com.", "a.wild.org", "a.b.wild.org"] {
            assert!(allowed(host), "{host}");
        }
        for host in ["evilallowed.com", "allowed.com.evil", "a.allowed.com", "wild.org", "evilwild.org", "a.wild.org.evil", "com", "org"] {
            assert!(!allowed(host), "{host}");
        }
        assert!(!Rules::parse(&[]).unwrap().allow(&HostName::parse(b"allowed.com").unwrap()), "an empty list is nothing");
    }

    #[test]
    fn what_is_no_pattern() {
        for text in ["", "*", "*.", "a.*.com", "https://a.com", "a.com:443", "10.0.0.1", "a com"] {
            assert!(Rules::parse(&[text.to_owned()]).is_err(), "{text}");
        }
    }
}
