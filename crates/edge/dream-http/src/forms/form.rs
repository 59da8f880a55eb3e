//! What every form does: reads the request, makes sure that a page of ours sent it, and gives a session.

use super::document::{problem, to};
use crate::cross_site::{self, Sent};
use crate::failure::Failure;
use crate::peer::browser;
use crate::state::Api;
use axum::extract::{FromRequest, FromRequestParts, RawForm, Request};
use axum::response::{IntoResponse, Response};
use dream_access::SessionText;
use dream_app::Op;
use dream_app::auth::{self, Presented};
use dream_app::sign_in::{Browser, SignedIn};
use dream_secret::Secret;
use http::{StatusCode, header, request::Parts};
use std::collections::BTreeMap;

/// A request for a page, with what is known of the browser.
pub(super) struct Visit {
    pub(super) browser: Browser,
}

/// A form that a page of ours sent.
pub(super) struct Sending {
    pub(super) browser: Browser,
    fields: BTreeMap<String, String>,
}

/// Somebody who is signed in.
pub(super) struct Signed {
    pub(super) op: Op,
    pub(super) text: SessionText,
}

impl FromRequestParts<Api> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Self::Rejection> {
        Ok(Self { browser: browser(api, &parts.extensions, &parts.headers) })
    }
}

impl FromRequest<Api> for Sending {
    type Rejection = Response;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Response> {
        let sent = Sent { method: request.method(), uri: request.uri(), headers: request.headers() };
        cross_site::check_form(sent, &api.cookies).map_err(|failure| problem(&failure))?;
        let browser = browser(api, request.extensions(), request.headers());
        let broken = |_| problem(&Failure::invalid("malformed_form", "the form cannot be read; go back and send it again"));
        let RawForm(bytes) = RawForm::from_request(request, api).await.map_err(broken)?;
        let fields = form_urlencoded::parse(&bytes).into_owned().collect();
        Ok(Self { browser, fields })
    }
}

impl Sending {
    /// What a field holds; empty when the form has none of the name.
    pub(super) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The same, if anything was filled in.
    pub(super) fn filled(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    /// What a field holds that nobody may see.
    pub(super) fn secret(&self, name: &str) -> Secret {
        Secret::new(self.text(name))
    }

    /// Whoever is signed in and sent this form, which carries their session's token.
    pub(super) async fn signed(&self, api: &Api) -> Result<Signed, Failure> {
        let signed = signed(api, &self.browser).await?;
        cross_site::check_token(&signed.text, self.text("csrf"))?;
        Ok(signed)
    }
}

/// Whoever is signed in in this browser.
pub(super) async fn signed(api: &Api, browser: &Browser) -> Result<Signed, Failure> {
    let nobody = || Failure::new(StatusCode::UNAUTHORIZED, "unauthenticated", "nobody is signed in in this browser; sign in first");
    let presented = browser.presented.clone().ok_or_else(nobody)?;
    let text = SessionText::parse(presented.expose()).ok_or_else(nobody)?;
    let op = auth::Presented::authenticate(&Presented::Session(presented), &api.app).await?;
    Ok(Signed { op, text })
}

/// Gives the browser its session, and leads on to `place`.
pub(super) fn welcome(api: &Api, signed_in: &SignedIn, place: &str) -> Response {
    let mut response = to(place).into_response();
    if let Some(cookie) = api.cookies.give(&signed_in.text) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
