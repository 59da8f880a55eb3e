//! Where blobs are kept: a folder, or a bucket of an S3-compatible store.

use crate::LocationError;
use dream_secret::Secret;
use std::fmt;
use std::path::PathBuf;

/// A place for blobs. As text: a path, `file:///path`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder of this machine, or one that all processes share.
    Disk(PathBuf),
    /// A bucket. Credentials come from the environment (`AWS_ACCESS_KEY_ID` and its like), never from the text.
    S3(S3Location),
}

/// A bucket of an S3-compatible store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Location {
    /// The bucket.
    pub bucket: String,
    /// The keys' beginning, without slashes at its ends; may be empty.
    pub prefix: String,
    /// The store's address, when it is not Amazon's.
    pub endpoint: Option<String>,
    /// The region, when the environment does not name it.
    pub region: Option<String>,
}

/// The keys that requests to a bucket are signed with.
#[derive(Debug, Clone)]
pub struct S3Keys {
    /// The id of the key.
    pub id: String,
    /// The key itself.
    pub secret: Secret,
}

impl std::str::FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        if text.trim().is_empty() {
            return Err(LocationError::Empty);
        }
        match text.split_once("://") {
            None => Ok(Self::Disk(PathBuf::from(text))),
            Some(("file", path)) if path.starts_with('/') => Ok(Self::Disk(PathBuf::from(path))),
            Some(("file", _)) => Err(LocationError::FilePath),
            Some(("s3", rest)) => parse_s3(rest).map(Self::S3),
            Some((scheme, _)) => Err(LocationError::Scheme { scheme: scheme.chars().take(32).collect() }),
        }
    }
}

fn parse_s3(rest: &str) -> Result<S3Location, LocationError> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    if bucket.is_empty() {
        return Err(LocationError::Bucket);
    }
    let part = |name: &str, why| LocationError::Part { name: name.chars().take(32).collect(), why };
    if bucket.contains('@') || bucket.contains(':') {
        return Err(part("bucket", "must hold no credentials; put them into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
    }
    let prefix = prefix.trim_matches('/').to_owned();
    if !prefix.is_empty() && prefix.split('/').any(|name| matches!(name, "" | "." | "..")) {
        return Err(part("prefix", "must be names parted by single slashes, without `.` and `..`"));
    }
    let mut location = S3Location { bucket: bucket.to_owned(), prefix, endpoint: None, region: None };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("endpoint", url)) if is_plain_http(url) => location.endpoint = Some(url.trim_end_matches('/').to_owned()),
            Some(("endpoint", _)) => return Err(part("endpoint", "must be an http:// or https:// address without credentials")),
            Some(("region", region)) if !region.is_empty() => location.region = Some(region.to_owned()),
            _ => return Err(part(pair.split('=').next().unwrap_or(pair), "is unknown or empty; use endpoint=… and region=…")),
        }
    }
    Ok(location)
}

fn is_plain_http(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains('@'))
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(path) => write!(f, "{}", path.display()),
            Self::S3(s3) => {
                write!(f, "s3://{}/{}", s3.bucket, s3.prefix)?;
                let pairs = [("endpoint", &s3.endpoint), ("region", &s3.region)];
                let given = pairs.into_iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value)));
                for (n, (name, value)) in given.enumerate() {
                    write!(f, "{}{name}={value}", if n == 0 { '?' } else { '&' })?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s3(bucket: &str, prefix: &str, endpoint: Option<&str>, region: Option<&str>) -> Location {
        Location::S3(S3Location {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
            endpoint: endpoint.map(str::to_owned),
            region: region.map(str::to_owned),
        })
    }

    #[test]
    fn places_are_read_and_written_back() {
        for (text, expected, shown) in [
            ("./blobs", Location::Disk("./blobs".into()), "./blobs"),
            ("/var/lib/x y", Location::Disk("/var/lib/x y".into()), "/var/lib/x y"),
            ("file:///var/lib/x", Location::Disk("/var/lib/x".into()), "/var/lib/x"),
            ("s3://b", s3("b", "", None, None), "s3://b/"),
            ("s3://b/a/c/", s3("b", "a/c", None, None), "s3://b/a/c"),
            (
                "s3://b/p?endpoint=http://127.0.0.1:9000/&region=eu-1",
                s3("b", "p", Some("http://127.0.0.1:9000"), Some("eu-1")),
                "s3://b/p?endpoint=http://127.0.0.1:9000&region=eu-1",
            ),
        ] {
            let location: Location = text.parse().unwrap();
            assert_eq!(location, expected, "{text}");
            assert_eq!(location.to_string(), shown);
        }
    }

    #[test]
    fn other_texts_are_refused_with_a_way_out() {
        for (text, word) in [
            ("", "empty"),
            ("  ", "empty"),
            ("ftp://x", "ftp"),
            ("file://host/x", "absolute"),
            ("s3://", "bucket"),
            ("s3:///x", "bucket"),
            ("s3://key:secret@b/x", "AWS_ACCESS_KEY_ID"),
            ("s3://b/a/../c", "prefix"),
            ("s3://b/a//c", "prefix"),
            ("s3://b?endpoint=127.0.0.1", "endpoint"),
            ("s3://b?endpoint=http://u:p@host", "credentials"),
            ("s3://b?secret=x", "secret"),
            ("s3://b?region=", "region"),
        ] {
            let error = text.parse::<Location>().unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
            assert!(!error.contains("u:p"), "{error}");
        }
    }
}
