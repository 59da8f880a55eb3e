//! Accounts: how the caller signs in.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use crate::render;
use axum::Json;
use dream_api::{Account, ConfirmSecondFactor, EnrolledSecondFactor, ProvePassword, RecoveryCodes, SetPassword};
use dream_app::accounts::{self, NewPassword};
use dream_secret::Secret;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(show_account))
        .routes(routes!(set_password))
        .routes(routes!(enrol_second_factor))
        .routes(routes!(confirm_second_factor))
        .routes(routes!(remove_second_factor))
}

/// How the caller signs in.
#[utoipa::path(get, path = "/api/v1/orgs/{org}/account", tag = "sessions", params(OrgPath), responses((status = 200, body = Account)))]
async fn show_account(caller: Caller, _org: At<OrgPath>) -> Result<Json<Account>, Failure> {
    Ok(Json(render::account(accounts::show(&caller.op).await?)))
}

/// Sets the caller's password, and their login name if it names one. All their other sessions end.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/account/password", tag = "sessions", params(OrgPath), request_body = SetPassword, responses((status = 200, body = Account)))]
async fn set_password(caller: Caller, _org: At<OrgPath>, Body(body): Body<SetPassword>) -> Result<Json<Account>, Failure> {
    let SetPassword { login, current_password, new_password } = body;
    let new = NewPassword { login, current: current_password.map(Secret::new), new: Secret::new(new_password) };
    accounts::set_password(&caller.op, new).await?;
    Ok(Json(render::account(accounts::show(&caller.op).await?)))
}

/// Makes a second factor for the caller, which is asked for once it is confirmed. What the device needs is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/account/second-factor/enrol", tag = "sessions", params(OrgPath), request_body = ProvePassword, responses((status = 200, body = EnrolledSecondFactor)))]
async fn enrol_second_factor(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ProvePassword>,
) -> Result<Json<EnrolledSecondFactor>, Failure> {
    let enrolled = accounts::enrol(&caller.op, Some(Secret::new(body.current_password))).await?;
    Ok(Json(EnrolledSecondFactor { secret: enrolled.secret.text().to_owned(), uri: enrolled.uri.expose().to_owned() }))
}

/// Turns the caller's second factor on. The recovery codes are in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/account/second-factor/confirm", tag = "sessions", params(OrgPath), request_body = ConfirmSecondFactor, responses((status = 200, body = RecoveryCodes)))]
async fn confirm_second_factor(
    caller: Caller,
    _org: At<OrgPath>,
    Body(body): Body<ConfirmSecondFactor>,
) -> Result<Json<RecoveryCodes>, Failure> {
    let codes = accounts::confirm(&caller.op, &body.code).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes.iter().map(|code| code.expose().to_owned()).collect() }))
}

/// Turns the caller's second factor off.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/account/second-factor/remove", tag = "sessions", params(OrgPath), request_body = ProvePassword, responses((status = 200, body = Account)))]
async fn remove_second_factor(caller: Caller, _org: At<OrgPath>, Body(body): Body<ProvePassword>) -> Result<Json<Account>, Failure> {
    accounts::remove(&caller.op, Some(Secret::new(body.current_password))).await?;
    Ok(Json(render::account(accounts::show(&caller.op).await?)))
}
