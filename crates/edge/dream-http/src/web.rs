//! The page at `/` of a build that carries no control room.

use axum::response::Html;

/// Says so, and how to get one.
pub(crate) async fn page() -> Html<&'static str> {
    Html(PAGE)
}

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Dream.OS</title></head>
<body>
<main>
<h1>Dream.OS is running</h1>
<p>This build has no control room in it. <code>make build</code> makes one that has.</p>
<p>Everything can be done in the terminal meanwhile: <code>dreamos project list</code>, <code>dreamos review list</code>, <code>dreamos --help</code>.</p>
<p>The API is described in <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p>
</main>
</body>
</html>
";
