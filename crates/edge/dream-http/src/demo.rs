//! The sample that a newcomer decides about.

use crate::extract::{At, Body, Caller};
use crate::failure::Failure;
use crate::operations::{Operations, routes};
use crate::paths::OrgPath;
use axum::Json;
use dream_api::{Demo, SeedDemo};
use dream_app::demo;

pub(crate) fn routes() -> Operations {
    Operations::default().routes(routes!(seed_demo))
}

/// Makes the sample by ordinary commands in the caller's name, as far as it can be made now; again, it goes on from there.
#[utoipa::path(post, path = "/api/v1/orgs/{org}/demo", tag = "system", params(OrgPath), request_body = SeedDemo, responses((status = 200, body = Demo)))]
async fn seed_demo(caller: Caller, _org: At<OrgPath>, Body(SeedDemo {}): Body<SeedDemo>) -> Result<Json<Demo>, Failure> {
    let seeded = demo::seed(&caller.op).await?;
    Ok(Json(Demo { project: seeded.project, run: seeded.run, review: seeded.review, complete: seeded.complete }))
}
