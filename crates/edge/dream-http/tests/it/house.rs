//! What these tests share: a core behind the API, people with tokens, and one way to call.

use axum::Router;
use axum::body::Body;
use dream_access::{Role, TokenScope};
use dream_app::limits::Limits;
use dream_app::members::{self, NewMember, Who};
use dream_app::sign_in::{self, Browser};
use dream_app::tokens::{self, MintToken};
use dream_app::{App, Op, auth, invitations};
use dream_clock::{Seeded, SystemClock};
use dream_http::{Cookies, RouterOptions};
use dream_id::{OrgId, PersonId, SessionId};
use dream_models::{ModelsConfig, Providers};
use dream_testkit::{TestApp, TestDb};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tower::ServiceExt;

pub(crate) const BRIEF: &str = "# Lending library\n\nA street shares its tools.\n\n## Goals\n\n- See which tools are free\n- Reserve a tool\n\n\
     ## Users\n\n- Neighbours who borrow\n\n## Constraints\n\n- Works on an old phone\n";

/// A core behind the API.
pub(crate) struct House {
    pub(crate) app: TestApp,
    pub(crate) router: Router,
    /// A token of the owner.
    pub(crate) owner: String,
    drain: watch::Sender<bool>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

/// Makes a test of each named function, once per engine.
macro_rules! served_on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let house = crate::house::House::open(dream_testkit::TestDb::sqlite()).await;
                super::$name(&house).await;
                house.close().await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(db) = dream_testkit::TestDb::postgres().await {
                    let house = crate::house::House::open(db).await;
                    super::$name(&house).await;
                    house.close().await;
                }
            })*
        }
    };
}
pub(crate) use served_on_both_engines;

impl House {
    pub(crate) async fn open(db: TestDb) -> Self {
        let models = Providers::new(&ModelsConfig::default(), Arc::new(SystemClock), Arc::new(Seeded::new(3))).unwrap();
        let app = TestApp::with_models(db, Arc::new(models)).await;
        let (drain, draining) = watch::channel(false);
        let options = RouterOptions {
            limits: Limits::per_minute(600),
            cookies: Cookies::over_https(),
            behind_proxy: false,
            open_metrics: false,
            draining,
            streams: mpsc::channel(1).0,
        };
        let router = dream_http::router(app.app.clone(), options);
        let owner = token(&app.owner(), None).await;
        Self { app, router, owner, drain }
    }

    pub(crate) async fn close(self) {
        self.drain.send_replace(true);
        let Self { app, router, .. } = self;
        drop(router);
        app.finish().await;
    }

    pub(crate) fn core(&self) -> App {
        self.app.app.clone()
    }

    /// Tells live views to end.
    pub(crate) fn drain(&self) {
        self.drain.send_replace(true);
    }

    /// A new member with `role`, by a token with every scope.
    pub(crate) async fn person(&self, role: Role) -> (PersonId, String) {
        let new = NewMember { who: Who::New(format!("a {role}")), role: Some(role) };
        let person = members::add(&self.app.owner(), new).await.unwrap().member.person;
        (person, token(&self.app.owner(), Some(person)).await)
    }

    /// A session of the person who calls as `op`, opened by a link, and its text.
    pub(crate) async fn session(&self, op: &Op) -> (SessionId, String) {
        let link = invitations::make_sign_in_link(op).await.unwrap().text.unwrap();
        let browser = Browser { local: true, ..Browser::default() };
        let signed_in = sign_in::with_link(&self.core(), link.expose(), &browser).await.unwrap();
        let op = auth::authenticate_session(&self.core(), signed_in.text.expose()).await.unwrap();
        let session = op.identity().unwrap().credential().unwrap().session().unwrap();
        (session, signed_in.text.expose().to_owned())
    }

    /// The address of something below the first organisation.
    pub(crate) fn at(&self, path: &str) -> String {
        below(self.app.org, path)
    }

    /// Sends a request whose body is JSON, if there is one.
    pub(crate) async fn call(&self, method: Method, path: &str, token: Option<&str>, body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if endless { Vec::new() } else { axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec() };
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Asks as the owner.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, &self.at(path), Some(&self.owner), None).await
    }

    /// Commands as the owner.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, &self.at(path), Some(&self.owner), Some(body)).await
    }

    /// A project on [`BRIEF`] by the owner.
    pub(crate) async fn project(&self) -> Value {
        let body = serde_json::json!({ "name": "library", "brief": BRIEF, "template": "planning-only" });
        self.post("projects", &body).await.expect(201)
    }

    /// A run of a new project, as far as it goes without people; its first review waits.
    pub(crate) async fn run(&self) -> Value {
        let project = self.project().await;
        let run = self.post(&format!("projects/{}/runs", text(&project, "id")), &serde_json::json!({})).await.expect(201);
        self.app.run_until_idle().await;
        self.get(&format!("runs/{}", text(&run, "id"))).await.expect(200)
    }

    /// The review that waits in `run`, in detail.
    pub(crate) async fn waiting(&self, run: &Value) -> Value {
        let listed = self.get(&format!("reviews?status=waiting&run={}", text(run, "id"))).await.expect(200);
        self.get(&format!("reviews/{}", text(&listed["items"][0], "id"))).await.expect(200)
    }
}

impl Answer {
    /// The body, which must be JSON under this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The code of the problem; empty when it is none.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The value of a header; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// The address of something below an organisation.
pub(crate) fn below(org: OrgId, path: &str) -> String {
    format!("/api/v1/orgs/{org}/{path}")
}

/// The text of a field.
#[track_caller]
pub(crate) fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {value:#}"))
}

/// A new token with every scope, for the caller or for `person`.
pub(crate) async fn token(op: &Op, person: Option<PersonId>) -> String {
    let new = MintToken { name: "test".to_owned(), scopes: TokenScope::all(), expires_at: None, person };
    tokens::mint(op, new).await.unwrap().text.unwrap().expose().to_owned()
}
