//! What a browser sees at `/`: this build carries no control room, and says so.

use crate::state::Api;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dream.OS</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{background:#8882;padding:.1em .3em}</style>
<h1>Dream.OS is running</h1>
<p>This build has no control room in it. The API and the terminal do everything:</p>
<ul>
<li><code>dreamos run list</code> and <code>dreamos review list</code> show what is going on</li>
<li><a href="/api/openapi.json">/api/openapi.json</a> describes the API</li>
<li><a href="/readyz">/readyz</a> says whether the server is ready</li>
</ul>
</html>
"#;

pub(crate) fn routes() -> Router<Api> {
    Router::new().route("/", get(|| async { Html(PAGE) }))
}
