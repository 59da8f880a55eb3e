//! The description of the API (`OpenAPI` 3.1): what the handlers say of themselves, and what holds for all of them.

use crate::router::described;
use dream_api::{Problem, schema};
use serde_json::Value;
use std::sync::LazyLock;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Required};

/// The paths that need no token.
const OPEN: [&str; 3] = ["/healthz", "/readyz", "/api/openapi.json"];

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Dream.OS", description = "AI agents under human governance. Errors are problems (RFC 9457) with a stable `code`."),
    components(schemas(
        Problem,
        schema::AgentId,
        schema::ArtifactId,
        schema::AttemptId,
        schema::ConnectionId,
        schema::ConstraintId,
        schema::DelegationId,
        schema::DiscordLinkId,
        schema::DraftId,
        schema::DeliveryId,
        schema::DestinationId,
        schema::EscalationId,
        schema::EventId,
        schema::GrantId,
        schema::HoldId,
        schema::LinkId,
        schema::MemberId,
        schema::MessageId,
        schema::NotificationId,
        schema::OrgId,
        schema::PairingId,
        schema::PermissionId,
        schema::PersonId,
        schema::ProjectId,
        schema::ReceivedId,
        schema::ReviewId,
        schema::RunId,
        schema::SessionId,
        schema::Sha256,
        schema::SourceId,
        schema::StageId,
        schema::SubscriptionId,
        schema::TaskId,
        schema::TeamId,
        schema::Time,
        schema::TimeSpan,
        schema::TokenId,
        schema::UsDollars,
        schema::VersionId
    ))
)]
struct Base;

/// What holds for all operations, before any is described.
pub(crate) fn base() -> OpenApi {
    let mut base = Base::openapi();
    let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    base.components.get_or_insert_default().add_security_scheme("token", scheme);
    base
}

/// The description as JSON, with a line break at its end: what `openapi.json` holds and `GET /api/openapi.json` answers.
#[must_use]
pub fn openapi() -> String {
    text().to_owned()
}

pub(crate) fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        // A value sorts its members, so that the file does not depend on the order of the code.
        let value = serde_json::to_value(complete()).unwrap_or_default();
        format!("{value:#}\n")
    });
    &TEXT
}

fn complete() -> OpenApi {
    let mut description = described();
    let paths = std::mem::take(&mut description.paths.paths);
    for (path, mut item) in paths {
        each_operation(&path, &mut item);
        description.paths.paths.insert(path.replace("{*", "{"), item);
    }
    let schemas = &mut description.components.get_or_insert_default().schemas;
    for (name, words) in vocabularies() {
        if let Some(RefOr::T(Schema::Object(vocabulary))) = schemas.get_mut(name) {
            vocabulary.enum_values = Some(words.into_iter().map(Value::from).collect());
        }
    }
    description
}

/// The closed vocabularies with the words that this server says and takes. `unknown`, which readers have for the words of newer
/// servers, is none of them.
fn vocabularies() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! words {
        ($($name:ident),*) => {
            vec![$((stringify!($name), dream_api::$name::ALL.iter().map(|word| word.as_str()).collect())),*]
        };
    }
    words![
        AttemptEnding,
        AuditResult,
        CaptainRight,
        ConsumerStart,
        DeadReason,
        Desired,
        DraftPlace,
        EscalationKind,
        EscalationStatus,
        FileChange,
        HistoryResult,
        LineKind,
        LogLevel,
        MessageStatus,
        NotificationClass,
        NotificationKind,
        NotificationWay,
        Observed,
        Outcome,
        PermissionKind,
        PermissionStatus,
        Priority,
        Reason,
        ReplayResult,
        ReviewStatus,
        Risk,
        Role,
        ServerParts,
        SignInMethod,
        SourceKind,
        Status,
        TokenScope,
        ToolEffect,
        WhenFull
    ]
}

fn each_operation(path: &str, item: &mut PathItem) {
    let operations = [(HttpMethod::Get, &mut item.get), (HttpMethod::Post, &mut item.post), (HttpMethod::Put, &mut item.put)];
    for (method, operation) in operations {
        let Some(operation) = operation else { continue };
        if !OPEN.contains(&path) {
            operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("token", [])]);
        }
        if method != HttpMethod::Get {
            operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
        }
        with_problem(operation);
    }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key with the same command does it once: send a random one, and the same again when no answer came."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255))))
        .build()
}

fn with_problem(operation: &mut Operation) {
    let problem = ResponseBuilder::new()
        .description("It was refused or failed, and the problem says why.")
        .content("application/problem+json", Content::new(Some(Ref::from_schema_name("Problem"))))
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(problem));
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description.push_str(if status == "201" { "It was made." } else { "What was asked for." });
        }
    }
}
