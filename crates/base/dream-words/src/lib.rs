//! Closed vocabularies: one word per variant, the same in events, rows, templates and on the wire. And numbers of things, in words.
//!
//! ```
//! dream_words::words! {
//!     /// How urgent something is.
//!     Urgency("urgency") {
//!         /// It can wait.
//!         Low = "low",
//!         /// It cannot.
//!         High = "high",
//!     }
//! }
//! assert_eq!("high".parse(), Ok(Urgency::High));
//! assert_eq!("hi".parse::<Urgency>().unwrap_err().to_string(), "`hi` is not an urgency: use one of low, high");
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[doc(hidden)]
pub use serde;

/// A text that is not a word of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {} {vocabulary}: use one of {known}", article(vocabulary))]
pub struct UnknownWord {
    /// What the text was read as, such as `craft`.
    pub vocabulary: &'static str,
    /// The text, at most 80 characters of it.
    pub text: String,
    /// The words there are, separated by commas.
    pub known: String,
}

/// A number of things in words, one of which is called otherwise than many.
///
/// ```
/// # use dream_words::counted;
/// assert_eq!([0, 1, 2].map(|count| counted(count, "delivery", "deliveries")), ["0 deliveries", "1 delivery", "2 deliveries"]);
/// ```
pub fn counted(count: impl std::fmt::Display, one: &str, many: &str) -> String {
    let count = count.to_string();
    let things = if count == "1" { one } else { many };
    format!("{count} {things}")
}

/// The article before `noun`, by its first letter: no vocabulary is named by a word whose sound differs from it, such as hour or unit.
fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// Makes an enum of words with `ALL`, `name`, and the readings and writings of text and of serde.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $name:ident ($vocabulary:literal) { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// Every word.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word, as in events, rows, templates and on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.name() == text).ok_or_else(|| $crate::UnknownWord {
                    vocabulary: $vocabulary,
                    text: text.chars().take(80).collect(),
                    known: Self::ALL.iter().map(|word| word.name()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as $crate::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err($crate::serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::UnknownWord;

    #[test]
    fn a_vocabulary_has_its_article() {
        for (vocabulary, named) in [("effect of a tool rule", "an effect"), ("end of an attempt", "an end"), ("kind of artifact", "a kind")]
        {
            let said = UnknownWord { vocabulary, text: "x".to_owned(), known: "y".to_owned() }.to_string();
            assert!(said.starts_with(&format!("`x` is not {named}")), "{said}");
        }
    }
}
