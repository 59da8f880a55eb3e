//! The pages that the server renders: a GET only shows, a POST decides, and an address gives no authority.

use crate::house::{Answer, House, served_on_both_engines, text};
use axum::body::Body;
use dream_access::Role;
use dream_app::invitations::{self, Invitee, NewInvitation};
use dream_app::{Op, auth};
use dream_http::Peer;
use http::{Method, Request, header};
use serde_json::json;
use std::net::IpAddr;

served_on_both_engines!(
    an_invited_person_sets_a_password_and_signs_in,
    a_wrong_password_and_an_unknown_name_get_the_same_answer,
    a_sign_in_link_works_once_on_this_machine_and_only_by_its_button,
    every_page_forbids_what_others_could_put_into_it,
    forms_of_other_sites_are_refused,
    trap_3_the_link_to_a_review_is_no_authority,
    a_decision_behind_a_link_names_the_digest_and_a_stale_one_shows_the_new,
    a_persons_version_is_checked_anew_and_what_is_high_risk_is_approved_with_a_reason,
    signing_out_ends_the_session,
);

const HERE: &str = "127.0.0.1";
const PASSWORD: &str = "plum cactus trolley";

/// A browser that keeps its cookie.
struct Browser<'h> {
    house: &'h House,
    address: &'static str,
    cookie: Option<String>,
}

impl<'h> Browser<'h> {
    fn new(house: &'h House) -> Self {
        Self { house, address: HERE, cookie: None }
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(Peer(self.address.parse::<IpAddr>().unwrap()));
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        let answer = self.house.send(request).await;
        let given = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        if !given.is_empty() {
            self.cookie = Some(given).filter(|given| !given.ends_with('='));
        }
        answer
    }

    async fn open(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("sec-fetch-site", "none").body(Body::empty()).unwrap()).await
    }

    async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_from("same-origin", path, fields).await
    }

    async fn submit_from(&mut self, site: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    /// The status of who is signed in.
    async fn who(&mut self) -> (u16, String) {
        let answer = self.open("/api/v1/session").await;
        let name = answer.json()["name"].as_str().unwrap_or_default().to_owned();
        (answer.status.as_u16(), name)
    }
}

fn page(answer: &Answer) -> String {
    String::from_utf8(answer.bytes.clone()).unwrap()
}

/// The value of a hidden field.
fn field(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split_once('"').unwrap().0.to_owned()
}

async fn invitation(op: &Op, name: &str, role: Role) -> String {
    let who = Invitee::New { name: name.to_owned(), role: Some(role) };
    let made = invitations::invite(op, NewInvitation { who }).await.unwrap();
    format!("/invite/{}", made.text.unwrap().expose())
}

fn chosen<'f>(login: &'f str, password: &'f str, repeated: &'f str) -> [(&'f str, &'f str); 4] {
    [("name", "Ada Lovelace"), ("login", login), ("password", password), ("repeated", repeated)]
}

/// A new member with a password, signed in.
async fn joined<'h>(house: &'h House, login: &str, role: Role) -> Browser<'h> {
    let mut browser = Browser::new(house);
    let link = invitation(&house.app.owner(), "Ada", role).await;
    assert_eq!(browser.submit(&link, &chosen(login, PASSWORD, PASSWORD)).await.status, 303);
    browser
}

async fn an_invited_person_sets_a_password_and_signs_in(house: &House) {
    let link = invitation(&house.app.owner(), "Ada", Role::Reviewer).await;
    let mut browser = Browser::new(house);
    for _ in 0..2 {
        let shown = browser.open(&link).await;
        assert!(shown.status == 200 && page(&shown).contains("Welcome to first"), "looking uses nothing up");
    }
    for (fields, expected) in [
        (chosen("ada@example.org", PASSWORD, "plum cactus trolleY"), 400),
        (chosen("ada@example.org", "short", "short"), 400),
        (chosen("a", PASSWORD, PASSWORD), 400),
    ] {
        let refused = browser.submit(&link, &fields).await;
        assert_eq!(refused.status, expected, "{}", page(&refused));
        assert!(page(&refused).contains("role=\"alert\"") && !page(&refused).contains(PASSWORD));
    }
    let accepted = browser.submit(&link, &chosen(" Ada@Example.org ", PASSWORD, PASSWORD)).await;
    assert_eq!((accepted.status.as_u16(), accepted.header("location")), (303, "/"));
    assert_eq!(browser.who().await, (200, "Ada Lovelace".to_owned()));
    assert_eq!(browser.submit(&link, &chosen("eve@example.org", PASSWORD, PASSWORD)).await.status, 410, "it works once");

    let mut another = Browser::new(house);
    let signed_in = another.submit("/sign-in", &[("login", "ADA@example.org"), ("password", PASSWORD), ("next", "/a/rev_x")]).await;
    assert_eq!((signed_in.status.as_u16(), signed_in.header("location")), (303, "/a/rev_x"));
    assert_eq!(another.who().await.0, 200);
    let before = another.cookie.clone();
    let again = another.submit("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD), ("next", "//evil.example")]).await;
    assert_eq!(again.header("location"), "/", "nobody is led elsewhere");
    assert_ne!(another.cookie, before, "signing in makes a new session");
    let mut old = Browser { cookie: before, ..Browser::new(house) };
    assert_eq!(old.who().await.0, 401, "and the one before has ended");
}

async fn a_wrong_password_and_an_unknown_name_get_the_same_answer(house: &House) {
    joined(house, "ada@example.org", Role::Viewer).await;
    let mut answers = Vec::new();
    for (login, password) in [("ada@example.org", "not the password"), ("nobody@example.org", PASSWORD), ("", "")] {
        let mut browser = Browser::new(house);
        let answer = browser.submit("/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!((answer.status.as_u16(), browser.cookie), (401, None));
        answers.push(page(&answer).replace(login, "").replace(" autofocus", ""));
    }
    assert_eq!(answers[0], answers[1]);
    let mut statuses = Vec::new();
    for _ in 0..12 {
        let answer = Browser::new(house).submit("/sign-in", &[("login", "ada@example.org"), ("password", "guess after guess")]).await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let right = Browser::new(house).submit("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, 429, "the right one is not told apart either");
    house.app.clock.advance(std::time::Duration::from_mins(2));
    let right = Browser::new(house).submit("/sign-in", &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, 303, "and is taken later");
}

async fn a_sign_in_link_works_once_on_this_machine_and_only_by_its_button(house: &House) {
    let made = house.post("sign-in-links", &json!({})).await.expect(201);
    let link = text(&made, "path").to_owned();
    let mut browser = Browser::new(house);
    for _ in 0..3 {
        let shown = browser.open(&link).await;
        assert!(shown.status == 200 && browser.cookie.is_none(), "a mail scanner opens links too");
    }
    let mut elsewhere = Browser { address: "203.0.113.9", ..Browser::new(house) };
    assert_eq!(elsewhere.submit(&link, &[]).await.status, 403);
    assert_eq!(elsewhere.cookie, None);
    assert_eq!(browser.submit(&link, &[]).await.status, 303);
    assert_eq!(browser.who().await, (200, "owner".to_owned()));
    let mut second = Browser::new(house);
    assert_eq!((second.submit(&link, &[]).await.status.as_u16(), second.open(&link).await.status.as_u16()), (410, 410));

    let made = house.post("sign-in-links", &json!({})).await.expect(201);
    house.app.clock.advance(std::time::Duration::from_mins(10));
    assert_eq!(second.submit(text(&made, "path"), &[]).await.status, 410, "and for ten minutes");
    assert_eq!(second.open("/link/dsl_made-up").await.status, 404);
    assert_eq!(second.cookie, None);
}

async fn every_page_forbids_what_others_could_put_into_it(house: &House) {
    let mut browser = joined(house, "ada@example.org", Role::Owner).await;
    let run = house.run().await;
    let review = format!("/a/{}", text(&house.waiting(&run).await, "id"));
    let invite = invitation(&house.app.owner(), "<script>alert(1)</script>", Role::Viewer).await;
    let link = text(&house.post("sign-in-links", &json!({})).await.expect(201), "path").to_owned();
    for path in ["/sign-in/code", "/sign-out", &review, &invite, &link, "/link/dsl_x", "/a/rev_x"] {
        let answer = browser.open(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"), "{path}");
        assert_eq!((answer.header("x-content-type-options"), answer.header("cache-control")), ("nosniff", "no-store"), "{path}");
        let page = page(&answer);
        assert!(page.starts_with("<!doctype html>"), "{path}: {page}");
        for inline in ["<script", " style=", "<style", " onclick=", "javascript:"] {
            assert!(!page.contains(inline), "{path} has {inline}");
        }
    }
    let styles = browser.open("/pages/pages.css").await;
    assert_eq!((styles.status.as_u16(), styles.header("content-type")), (200, "text/css; charset=utf-8"));
}

async fn forms_of_other_sites_are_refused(house: &House) {
    let mut browser = joined(house, "ada@example.org", Role::Owner).await;
    let link = text(&house.post("sign-in-links", &json!({})).await.expect(201), "path").to_owned();
    for site in ["cross-site", "same-site", "none"] {
        for path in ["/sign-in", "/sign-in/code", "/sign-out", &link, "/a/rev_x"] {
            let answer = browser.submit_from(site, path, &[("login", "ada@example.org"), ("password", PASSWORD)]).await;
            assert_eq!(answer.status, 403, "{path} from {site}");
        }
    }
    let bare = Request::post("/sign-in").body(Body::empty()).unwrap();
    assert_eq!(browser.send(bare).await.status, 403, "a browser says where it comes from");
    assert_eq!(browser.who().await.0, 200);
}

async fn trap_3_the_link_to_a_review_is_no_authority(house: &House) {
    let run = house.run().await;
    let review = house.waiting(&run).await;
    let (path, digest) = (format!("/a/{}", text(&review, "id")), text(&review, "digest").to_owned());
    let approve = |csrf: String| [("verdict", "approve".to_owned()), ("digest", digest.clone()), ("csrf", csrf)];
    let fields = |fields: &[(&'static str, String); 3]| fields.clone().map(|(name, value)| (name, value));

    let mut nobody = Browser::new(house);
    let shown = nobody.open(&path).await;
    assert_eq!((shown.status.as_u16(), shown.header("location")), (303, format!("/sign-in?next={path}").as_str()));
    let sent = fields(&approve("x".to_owned()));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(nobody.submit(&path, &sent).await.status, 303);

    let mut viewer = joined(house, "viewer@example.org", Role::Viewer).await;
    let shown = viewer.open(&path).await;
    assert!(page(&shown).contains("You cannot decide this") && !page(&shown).contains("name=\"verdict\""), "{}", page(&shown));
    let csrf = field(&page(&viewer.open("/sign-out").await), "csrf");
    let sent = fields(&approve(csrf));
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(viewer.submit(&path, &sent).await.status, 403);

    // A stranger, of another organisation, does not even learn that it is there.
    let other = dream_testkit::found(&house.core(), "other").await;
    let (_, secret) = house.session(&other.owner).await;
    let mut stranger = Browser { cookie: Some(format!("__Host-dreamos-session={secret}")), ..Browser::new(house) };
    assert_eq!(stranger.open(&path).await.status, 404);
    let still = house.get(&format!("reviews/{}", text(&review, "id"))).await.expect(200);
    assert_eq!((text(&still, "status"), still["votes"].as_array().unwrap().len()), ("waiting", 0));
}

async fn a_decision_behind_a_link_names_the_digest_and_a_stale_one_shows_the_new(house: &House) {
    let run = house.run().await;
    let review = house.waiting(&run).await;
    let (id, path) = (text(&review, "id").to_owned(), format!("/a/{}", text(&review, "id")));
    let mut reviewer = joined(house, "ada@example.org", Role::Reviewer).await;
    let shown = page(&reviewer.open(&path).await);
    let (digest, csrf) = (field(&shown, "digest"), field(&shown, "csrf"));
    assert_eq!(digest, text(&review, "digest"));
    assert!(shown.contains("Approving starts") && shown.contains("Ada Lovelace"), "{shown}");
    // The stage by its title, and no time to the microsecond.
    assert!(shown.contains("<h1>Product requirements</h1>") && !shown.contains("<h1>prd"), "{shown}");
    assert!(shown.contains("1 Jan 2026 00:00 UTC") && !shown.contains("2026-01-01T"), "{shown}");

    let other = format!("sha256:{}", "0".repeat(64));
    let stale = reviewer.submit(&path, &[("verdict", "approve"), ("digest", &other), ("csrf", &csrf)]).await;
    assert_eq!(stale.status, 409);
    assert!(page(&stale).contains("What is under review now stands below") && page(&stale).contains(&digest), "{}", page(&stale));
    for (fields, expected) in [
        (vec![("verdict", "approve"), ("digest", digest.as_str()), ("csrf", "x")], 403),
        (vec![("verdict", "approve"), ("digest", digest.as_str())], 403),
        (vec![("verdict", "resume"), ("digest", digest.as_str()), ("csrf", csrf.as_str())], 400),
        (vec![("verdict", "request_changes"), ("digest", digest.as_str()), ("csrf", csrf.as_str())], 400),
    ] {
        assert_eq!(reviewer.submit(&path, &fields).await.status, expected, "{fields:?}");
    }
    assert_eq!(text(&house.get(&format!("reviews/{id}")).await.expect(200), "status"), "waiting");

    let approved = reviewer.submit(&path, &[("verdict", "approve"), ("digest", &digest), ("csrf", &csrf), ("comment", "good")]).await;
    assert_eq!((approved.status.as_u16(), approved.header("location")), (303, path.as_str()));
    let after = page(&reviewer.open(&path).await);
    assert!(
        after.contains("<span class=\"state state-ended\">Approved</span>")
            && after.contains("Ada Lovelace")
            && !after.contains("name=\"verdict\""),
        "{after}"
    );
    // Trap 2: who decided is who was signed in. Trap 15: what is shown is what was decided.
    let decided = house.get(&format!("reviews/{id}")).await.expect(200);
    assert_eq!((text(&decided, "status"), text(&decided["votes"][0], "name")), ("approved", "Ada Lovelace"));
    assert_eq!((text(&decided["votes"][0], "verdict"), text(&decided["votes"][0], "comment")), ("approve", "good"));
    let again = reviewer.submit(&path, &[("verdict", "reject"), ("digest", &digest), ("csrf", &csrf), ("comment", "no")]).await;
    assert_eq!(again.status, 409, "it is decided");
}

async fn a_persons_version_is_checked_anew_and_what_is_high_risk_is_approved_with_a_reason(house: &House) {
    let run = house.run().await;
    let review = house.waiting(&run).await;
    let (id, path) = (text(&review, "id").to_owned(), format!("/a/{}", text(&review, "id")));
    let passed = |checks: &serde_json::Value| checks.as_array().unwrap().iter().all(|check| check["passed"] == true);
    assert!(passed(&house.get(&format!("reviews/{id}")).await.expect(200)["checks"]));
    let artifact = house.get(&format!("runs/{}/artifacts", text(&run, "id"))).await.expect(200)["items"][0].clone();
    let request = Request::put(house.at(&format!("artifacts/{}/content", text(&artifact, "id"))));
    let request =
        request.header(header::AUTHORIZATION, format!("Bearer {}", house.owner)).header(header::CONTENT_TYPE, "application/octet-stream");
    house.send(request.body(Body::from("# Mine\n")).unwrap()).await.expect(200);

    let found = house.get(&format!("reviews/{id}")).await.expect(200);
    let missing = found["checks"].as_array().unwrap().iter().find(|check| check["name"] == "sections").unwrap();
    assert_eq!((&missing["passed"], text(&found, "risk")), (&json!(false), "high"), "{found}");
    let stages = house.get(&format!("runs/{}", text(&run, "id"))).await.expect(200)["stages"].clone();
    assert!(!passed(&stages[0]["checks"]) && stages[0]["checks"] == found["checks"], "{stages}");

    let mut reviewer = joined(house, "ada@example.org", Role::Reviewer).await;
    let mut viewer = joined(house, "viewer@example.org", Role::Viewer).await;
    let listed = page(&reviewer.open("/a").await);
    assert!(listed.contains(&path) && listed.contains("Product requirements") && listed.contains("high risk"), "{listed}");
    assert!(page(&viewer.open("/a").await).contains("Nothing waits for your decision"));
    assert_eq!(Browser::new(house).open("/a").await.header("location"), "/sign-in?next=/a");

    let shown = page(&reviewer.open(&path).await);
    assert!(shown.contains("Approve v2") && shown.contains("This is high risk: say why"), "{shown}");
    let (digest, csrf) = (field(&shown, "digest"), field(&shown, "csrf"));
    let approve = [("verdict", "approve"), ("digest", digest.as_str()), ("csrf", csrf.as_str())];
    let silent = reviewer.submit(&path, &approve).await;
    assert!(silent.status == 400 && page(&silent).contains("say in the comment why it may go on"), "{}", page(&silent));
    let said = [approve.as_slice(), &[("comment", "a sketch is enough")]].concat();
    assert_eq!(reviewer.submit(&path, &said).await.status, 303);
    assert!(page(&reviewer.open("/a").await).contains("Nothing waits for your decision"));
}

async fn signing_out_ends_the_session(house: &House) {
    let mut browser = joined(house, "ada@example.org", Role::Viewer).await;
    let before = browser.cookie.clone();
    let csrf = field(&page(&browser.open("/sign-out").await), "csrf");
    assert_eq!(browser.who().await.0, 200, "opening the page ends nothing");
    assert_eq!(browser.submit("/sign-out", &[("csrf", "x")]).await.status, 403);
    assert_eq!(browser.submit("/sign-out", &[("csrf", &csrf)]).await.header("location"), "/sign-in");
    assert_eq!(browser.cookie, None);
    let text = before.clone().unwrap();
    let text = text.split_once('=').unwrap().1;
    assert_eq!(auth::authenticate_session(&house.core(), text).await.err().unwrap().code, "session_ended");
    let mut gone = Browser { cookie: before, ..Browser::new(house) };
    assert_eq!(gone.submit("/sign-out", &[]).await.status, 303, "nothing is left to end");
    assert_eq!(house.call(Method::GET, "/sign-in", None, None).await.status, 200);
}
