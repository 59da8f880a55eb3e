//! One call: where it goes and what it carries.

use crate::{ClientError, PageOf};
use reqwest::{Method, Url};
use std::time::Duration;

/// A call that is being put together.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Body,
    pub(crate) patience: Patience,
    pub(crate) headers: Vec<(&'static str, String)>,
    repeatable: bool,
}

/// What a call carries.
#[derive(Debug)]
pub(crate) enum Body {
    Nothing,
    Json(Vec<u8>),
    Bytes(bytes::Bytes),
}

/// How long to wait for the whole answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Patience {
    Usual,
    For(Duration),
    Endless,
}

/// Work that may take the server minutes, such as a replay.
const LONG: Duration = Duration::from_mins(30);

impl Call {
    pub(crate) fn new(method: Method, path: &[&str]) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Self { method, path, query: Vec::new(), body: Body::Nothing, patience: Patience::Usual, headers: Vec::new(), repeatable: false }
    }

    pub(crate) fn get(path: &[&str]) -> Self {
        Self::new(Method::GET, path)
    }

    /// With a query parameter, unless there is nothing to say.
    pub(crate) fn query(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }

    pub(crate) fn page(self, page: &PageOf) -> Self {
        self.query("cursor", page.cursor.as_ref()).query("limit", page.limit)
    }

    pub(crate) fn long(mut self) -> Self {
        self.patience = Patience::For(LONG);
        self
    }

    /// An answer that comes in pieces, for as long as they come.
    pub(crate) fn endless(mut self) -> Self {
        self.patience = Patience::Endless;
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.headers.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// A command that the server does once however often it comes under one key.
    pub(crate) fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Whether it changes nothing.
    pub(crate) fn is_safe(&self) -> bool {
        self.method.is_safe()
    }

    /// Whether sending it twice does the same as sending it once.
    pub(crate) fn may_be_repeated(&self) -> bool {
        self.is_safe() || self.repeatable
    }

    /// Refuses a path with a part that no address carries as it is: an empty one, or one that means a folder.
    ///
    /// # Errors
    /// [`ClientError::Name`].
    pub(crate) fn check(&self) -> Result<(), ClientError> {
        let wrong = |part: &String| matches!(part.as_str(), "" | "." | "..");
        let Some(at) = self.path.iter().position(wrong) else { return Ok(()) };
        let below = self.path.get(..at).unwrap_or_default().join("/");
        Err(ClientError::Name { below, name: self.path.get(at).cloned().unwrap_or_default() })
    }

    /// Its address below `base`. Every part is escaped: a name with a slash stays one part.
    pub(crate) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(&self.path);
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(self.query.iter().map(|(name, value)| (*name, value.as_str())));
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_an_address_does_not_carry_is_refused() {
        for name in ["", ".", ".."] {
            let error = Call::get(&["bridge", "sources", name, "events"]).check().unwrap_err();
            let ClientError::Name { below, name: said } = &error else { panic!("{error:?}") };
            assert_eq!((below.as_str(), said.as_str()), ("bridge/sources", name));
        }
    }

    #[test]
    fn parts_and_parameters_are_escaped() {
        let base: Url = "http://h/base/".parse().unwrap();
        let call = Call::get(&["templates", "a/b ?"]).query("run", Some("x&y")).query("left-out", None::<&str>);
        assert_eq!(call.url(&base).as_str(), "http://h/base/templates/a%2Fb%20%3F?run=x%26y");
        assert!(call.check().is_ok());
        assert_eq!(Call::get(&["a"]).url(&"http://h".parse().unwrap()).as_str(), "http://h/a");
    }
}
