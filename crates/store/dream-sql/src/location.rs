//! Where a database is, as people write it.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where a database is. Neither `Debug` nor `Display` shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file, made when it is missing.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A server.
    Postgres {
        /// `postgres://user:password@host:port/database`.
        url: String,
    },
}

/// Why a text is not a database's location.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseLocationError {
    /// Nothing was given.
    #[error("the database is empty; write a path, sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Empty,
    /// A database that would be gone with the process.
    #[error("a database in memory keeps nothing; write the path of a file")]
    Memory,
    /// A scheme of another product.
    #[error("`{0}:` is no database this program knows; write a path, sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Scheme(String),
}

impl FromStr for Location {
    type Err = ParseLocationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: text.to_owned() });
        }
        if let Some((scheme, _)) = text.split_once("://")
            && scheme != "sqlite"
        {
            return Err(ParseLocationError::Scheme(scheme.chars().take(32).collect()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text);
        match path {
            "" => Err(ParseLocationError::Empty),
            ":memory:" => Err(ParseLocationError::Memory),
            path => Ok(Self::Sqlite { path: PathBuf::from(path) }),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { path } => write!(f, "sqlite:{}", path.display()),
            Self::Postgres { url } => f.write_str(&without_password(url)),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}

/// The URL without what follows the user's name up to the host, and without its query, which may hold a password too.
fn without_password(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else { return "postgres".to_owned() };
    // The last `@` ends the login: a password may hold one that was not escaped.
    let Some((login, place)) = rest.rsplit_once('@') else { return url.to_owned() };
    let user = login.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths_and_urls() {
        let check = |text: &str, wanted: Result<Location, ParseLocationError>| assert_eq!(text.parse(), wanted, "{text}");
        let file = |path: &str| Ok(Location::Sqlite { path: path.into() });
        check("sqlite:data/dream.db", file("data/dream.db"));
        check("sqlite:///var/dream.db", file("/var/dream.db"));
        check("./dream.db", file("./dream.db"));
        check("postgres://u@h/d", Ok(Location::Postgres { url: "postgres://u@h/d".to_owned() }));
        check("postgresql://h", Ok(Location::Postgres { url: "postgresql://h".to_owned() }));
        check("", Err(ParseLocationError::Empty));
        check("sqlite::memory:", Err(ParseLocationError::Memory));
        check("mysql://h/d", Err(ParseLocationError::Scheme("mysql".to_owned())));
    }

    #[test]
    fn never_shows_a_password() {
        for url in ["postgres://ann:s3cret@h:5432/d", "postgres://ann:s3c@s3cret@h:5432/d", "postgres://ann@h:5432/d?password=s3cret"] {
            let location: Location = url.parse().unwrap();
            for shown in [format!("{location}"), format!("{location:?}")] {
                assert!(!shown.contains("s3c") && shown.contains("ann@h:5432/d"), "{shown}");
            }
        }
    }
}
