//! The cookie of a session: its name and attributes, read and written.

use dream_access::{SESSION_LIFETIME, SessionText};
use dream_secret::Secret;
use http::{HeaderMap, HeaderValue, header};

/// How this server's cookie is called and guarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookies {
    name: String,
    secure: bool,
}

impl Cookies {
    /// For a server that browsers reach by HTTPS, itself or through a proxy. The prefix makes a browser refuse the cookie from anybody
    /// but this very host over HTTPS: no neighbour on the domain and no listener on the wire can plant one.
    #[must_use]
    pub fn over_https() -> Self {
        Self { name: "__Host-dreamos-session".to_owned(), secure: true }
    }

    /// For plain HTTP on a loopback address, where some browsers refuse the prefix. The port is in the name, because a cookie is sent to
    /// every port of a host: two servers on one machine do not overwrite each other's.
    #[must_use]
    pub fn on_loopback(port: u16) -> Self {
        Self { name: format!("dreamos-loopback-session-{port}"), secure: false }
    }

    /// Whether browsers reach this server by HTTPS.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// The session's text, if the browser sent one. Two cookies of the name are none: one of them was planted.
    pub(crate) fn read(&self, headers: &HeaderMap) -> Option<Secret> {
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut ours = pairs.filter(|(name, _)| *name == self.name).map(|(_, value)| value);
        let first = ours.next()?;
        ours.next().is_none().then(|| Secret::new(first))
    }

    /// The header that gives the browser a session.
    pub(crate) fn give(&self, text: &SessionText) -> Option<HeaderValue> {
        self.header(text.expose(), SESSION_LIFETIME.as_secs())
    }

    /// The header that takes the session away from the browser.
    pub(crate) fn take(&self) -> Option<HeaderValue> {
        self.header("", 0)
    }

    fn header(&self, value: &str, seconds: u64) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", self.name);
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cookies: &Cookies, sent: &[&str], expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        for value in sent {
            headers.append(header::COOKIE, HeaderValue::from_str(value).unwrap());
        }
        assert_eq!(cookies.read(&headers).as_ref().map(Secret::expose), expected, "{sent:?}");
    }

    #[test]
    fn the_cookie_is_read_whatever_stands_beside_it() {
        let cookies = Cookies::on_loopback(7717);
        check(&cookies, &["a=1; dreamos-loopback-session-7717=x; b=2"], Some("x"));
        check(&cookies, &["a=1", "dreamos-loopback-session-7717=x"], Some("x"));
        check(&cookies, &["dreamos-loopback-session-7718=x"], None);
        check(&cookies, &["dreamos-loopback-session-7717=x; dreamos-loopback-session-7717=y"], None);
        check(&cookies, &[], None);
    }

    #[test]
    fn over_https_it_has_every_guard_that_browsers_know() {
        let text = SessionText::from_random([1; 32]);
        let given = Cookies::over_https().give(&text).unwrap();
        let expected = format!("__Host-dreamos-session={}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure", text.expose());
        assert_eq!(given.to_str().unwrap(), expected);
        assert!(given.is_sensitive());
        let taken = Cookies::on_loopback(1).take().unwrap();
        assert_eq!(taken.to_str().unwrap(), "dreamos-loopback-session-1=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
