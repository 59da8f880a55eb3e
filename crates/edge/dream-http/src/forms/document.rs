//! One rendered page: its template, its status, and the headers that let nothing of others run in it.

use super::words::{DECISIONS, words};
use crate::failure::Failure;
use axum::response::{Html, IntoResponse, Response};
use dream_app::AppError;
use http::{HeaderName, HeaderValue, StatusCode, header};
use minijinja::{AutoEscape, Environment, Value};
use std::sync::LazyLock;

/// No script at all; style and images of this server alone; forms that lead nowhere else; no frame around it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The address may hold the text of a link, so it goes to nobody else.
const GUARDS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.add_global("t", words(&DECISIONS));
    let sources = [
        ("base", include_str!("../../templates/base.html")),
        ("sign-in", include_str!("../../templates/sign-in.html")),
        ("code", include_str!("../../templates/code.html")),
        ("sign-out", include_str!("../../templates/sign-out.html")),
        ("link", include_str!("../../templates/link.html")),
        ("invite", include_str!("../../templates/invite.html")),
        ("approve", include_str!("../../templates/approve.html")),
        ("waiting", include_str!("../../templates/waiting.html")),
        ("problem", include_str!("../../templates/problem.html")),
    ];
    for (name, source) in sources {
        if let Err(error) = templates.add_template(name, source) {
            tracing::error!(template = name, error.message = %error, "a template of the server's pages is broken; this is a defect");
        }
    }
    templates
});

/// The page `name`, filled with `values`.
pub(super) fn page(status: StatusCode, name: &str, values: &Value) -> Response {
    match TEMPLATES.get_template(name).and_then(|template| template.render(values)) {
        Ok(text) => guarded((status, Html(text)).into_response()),
        Err(error) => Failure::from(AppError::internal("rendering a page", error)).into_response(),
    }
}

/// The page that says why something was refused.
pub(super) fn problem(failure: &Failure) -> Response {
    let facts = failure.facts();
    let values = minijinja::context! { message => facts.detail.clone(), code => facts.code };
    let mut response = page(facts.status, "problem", &values);
    response.extensions_mut().insert(failure.clone());
    response
}

/// Leads on to another page of ours.
pub(super) fn to(place: &str) -> Response {
    let place = HeaderValue::from_str(place).unwrap_or(HeaderValue::from_static("/"));
    guarded((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
}

fn guarded(mut response: Response) -> Response {
    for (name, value) in GUARDS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_renders_and_escapes() {
        let values = minijinja::context! { message => "<b>&", name => "<b>&", notice => "<b>&", org_name => "<b>&" };
        for name in ["sign-in", "code", "sign-out", "link", "invite", "approve", "problem"] {
            let text = TEMPLATES.get_template(name).unwrap().render(&values).unwrap();
            assert!(text.starts_with("<!doctype html>") && !text.contains("<b>"), "{name}: {text}");
            for inline in ["<script", " style=", "<style", " onclick", "javascript:"] {
                assert!(!text.contains(inline), "{name} has {inline}");
            }
        }
    }
}
