//! The organisations of the service, for its operator.

use crate::extract::{At, Body, Caller, Params};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::pages::{self, PageQuery, page};
use crate::paths::TenantPath;
use crate::runs::Nothing;
use crate::sessions::public;
use axum::Json;
use axum::response::{IntoResponse, Response};
use dream_api::{ChooseTenantPlan, MadeTenant, MakeTenant, Page, SuspendTenant, Tenant, TenantUsage};
use dream_app::tenants::{self, NewTenant, TenantView};
use dream_app::{AppError, Kind, Op};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Operations {
    Operations::default()
        .routes(routes!(list_tenants, make_tenant))
        .routes(routes!(list_tenant_usage))
        .routes(routes!(show_tenant))
        .routes(routes!(invite_tenant_owner))
        .routes(routes!(suspend_tenant))
        .routes(routes!(resume_tenant))
        .routes(routes!(choose_tenant_plan))
}

fn tenant(view: &TenantView) -> Tenant {
    let TenantView { tenant, org } = view;
    Tenant {
        id: org.id(),
        name: org.name.clone(),
        operator: org.operator,
        owner: tenant.as_ref().map(|tenant| tenant.owner_name.clone()),
        owner_person: tenant.as_ref().map(|tenant| tenant.owner),
        plan: org.plan.clone(),
        suspended_at: org.suspended.as_ref().map(|suspended| suspended.at),
        suspended_because: org.suspended.as_ref().map(|suspended| suspended.reason.clone()),
        created_at: org.created_at,
    }
}

/// The organisation with its owner's link; refused to a repeated command, because the link was shown to the first.
fn made(op: &Op, made: &tenants::MadeTenant) -> Result<MadeTenant, Failure> {
    let id = made.view.org.id();
    let shown_before = || {
        let message = format!(
            "this Idempotency-Key made the link for {id} before, and it was in that answer; make another with `dreamos org invite {id}`"
        );
        AppError::new(Kind::Conflict, "link_text_shown", message).with("organisation", id.to_string())
    };
    let path = format!("/invite/{}", made.text.as_ref().ok_or_else(shown_before)?.expose());
    Ok(MadeTenant { tenant: tenant(&made.view), url: public(op, &path), path })
}

/// Lists the organisations of this service, newest first; the operator's own is the last. For the operator alone, as everything below `/organisations`.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "organisations", params(PageQuery), responses((status = 200, body = Page<Tenant>)))]
async fn list_tenants(caller: Caller, Params(query): Params<PageQuery>) -> Result<Json<Page<Tenant>>, Failure> {
    let (cursor, limit) = query.read()?;
    let found = tenants::list(&caller.op, cursor, limit).await?;
    Ok(Json(page(found.items.iter().map(tenant).collect(), found.next)))
}

/// Of which month.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UsageQuery {
    /// A month in UTC, such as `2026-11`; the present one when left out.
    month: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items at most: 100 unless told otherwise.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Lists what each organisation of this service used of the bridge in a month, in the order of the organisations.
#[utoipa::path(get, path = "/api/v1/organisations/usage", tag = "organisations", params(UsageQuery), responses((status = 200, body = Page<TenantUsage>)))]
async fn list_tenant_usage(caller: Caller, Params(query): Params<UsageQuery>) -> Result<Json<Page<TenantUsage>>, Failure> {
    let (cursor, limit) = pages::read(query.cursor, query.limit)?;
    let found = tenants::usage(&caller.op, query.month.as_deref(), cursor, limit).await?;
    let items = found.items.into_iter().map(|used| TenantUsage {
        organisation: used.org.id(),
        name: used.org.name.clone(),
        plan: used.org.plan.clone(),
        month: used.month,
        received: used.received,
        delivered: used.delivered,
    });
    Ok(Json(page(items.collect(), found.next)))
}

/// Makes an organisation. The link with which its first owner sets a login name and a password is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/organisations", tag = "organisations", request_body = MakeTenant, responses((status = 201, body = MadeTenant)))]
async fn make_tenant(caller: Caller, Body(body): Body<MakeTenant>) -> Result<Response, Failure> {
    let MakeTenant { name, owner, plan } = body;
    let answer = tenants::make(&caller.op, NewTenant { name, owner, plan }).await?;
    Ok((StatusCode::CREATED, Json(made(&caller.op, &answer)?)).into_response())
}

/// One organisation of the service.
#[utoipa::path(get, path = "/api/v1/organisations/{organisation}", tag = "organisations", params(TenantPath), responses((status = 200, body = Tenant)))]
async fn show_tenant(caller: Caller, At(path): At<TenantPath>) -> Result<Json<Tenant>, Failure> {
    Ok(Json(tenant(&tenants::show(&caller.op, path.organisation).await?)))
}

/// Makes another link for the first owner, until they have set a password; the one before is revoked.
#[utoipa::path(post, path = "/api/v1/organisations/{organisation}/invite", tag = "organisations", params(TenantPath), request_body = Nothing, responses((status = 201, body = MadeTenant)))]
async fn invite_tenant_owner(caller: Caller, At(path): At<TenantPath>, Body(Nothing {}): Body<Nothing>) -> Result<Response, Failure> {
    let answer = tenants::invite_owner(&caller.op, path.organisation).await?;
    Ok((StatusCode::CREATED, Json(made(&caller.op, &answer)?)).into_response())
}

/// Suspends an organisation: its people, its agents and its sources are refused, and its messages wait, until it is resumed.
#[utoipa::path(post, path = "/api/v1/organisations/{organisation}/suspend", tag = "organisations", params(TenantPath), request_body = SuspendTenant, responses((status = 200, body = Tenant)))]
async fn suspend_tenant(caller: Caller, At(path): At<TenantPath>, Body(body): Body<SuspendTenant>) -> Result<Json<Tenant>, Failure> {
    Ok(Json(tenant(&tenants::suspend(&caller.op, path.organisation, body.reason).await?)))
}

/// Lets an organisation go on: what waited is sent.
#[utoipa::path(post, path = "/api/v1/organisations/{organisation}/resume", tag = "organisations", params(TenantPath), request_body = Nothing, responses((status = 200, body = Tenant)))]
async fn resume_tenant(caller: Caller, At(path): At<TenantPath>, Body(Nothing {}): Body<Nothing>) -> Result<Json<Tenant>, Failure> {
    Ok(Json(tenant(&tenants::resume(&caller.op, path.organisation).await?)))
}

/// Puts an organisation on a plan of the service.
#[utoipa::path(post, path = "/api/v1/organisations/{organisation}/plan", tag = "organisations", params(TenantPath), request_body = ChooseTenantPlan, responses((status = 200, body = Tenant)))]
async fn choose_tenant_plan(caller: Caller, At(path): At<TenantPath>, Body(body): Body<ChooseTenantPlan>) -> Result<Json<Tenant>, Failure> {
    Ok(Json(tenant(&tenants::choose_plan(&caller.op, path.organisation, body.plan).await?)))
}
