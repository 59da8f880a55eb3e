//! The offline provider: works a brief into documents, a site and reports by rules, without a model, a network, a clock or chance.
//!
//! It reads its prompt back into the material that the prompt was made from, and so sees exactly what a real model would see. The same
//! request gives the same bytes. Everything that it writes says that no model wrote it.

mod document;
mod documents;
mod lookup;
mod material;
mod report;
mod requirements;
mod review;
mod site;
mod text;

use async_trait::async_trait;
use dream_ports::{Cancel, Model, ModelError, ModelReply, ModelRequest, Price, Role, StopReason, Usage};
use dream_roles::{OutputKind, PromptView};
use material::{Material, Scale};

const PROVIDER: &str = "offline";
/// Its only model.
const MODEL: &str = "offline";
/// The day on which its price, nothing, was fixed.
const PRICED: &str = "2026-11-21";
/// How many bytes count as a token.
const BYTES_PER_TOKEN: usize = 4;
/// What everything that it writes says of itself.
const NOTICE: &str = "Made by the offline provider: deterministic rules applied to the brief, without a language model.";

/// The offline provider.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offline;

#[async_trait]
impl Model for Offline {
    fn name(&self) -> &str {
        PROVIDER
    }

    async fn complete(&self, request: &ModelRequest, cancel: &Cancel) -> Result<ModelReply, ModelError> {
        if cancel.is_cancelled() {
            return Err(ModelError::Cancelled { provider: PROVIDER.to_owned(), sent: false });
        }
        if request.model != MODEL {
            return Err(ModelError::UnknownPrice { provider: PROVIDER.to_owned(), model: request.model.clone() });
        }
        let user = request.messages.iter().rev().find(|message| message.role == Role::User);
        let view = user.and_then(|message| PromptView::read(&message.text())).ok_or_else(not_a_task)?;
        Ok(reply(request, &view))
    }

    fn price(&self, model: &str) -> Option<Price> {
        (model == MODEL).then(|| Price::free(PRICED))
    }

    fn is_offline(&self) -> bool {
        true
    }
}

fn not_a_task() -> ModelError {
    ModelError::BadRequest {
        provider: PROVIDER.to_owned(),
        status: 400,
        message: "the offline provider works the product's own stage prompts alone; choose another provider for free conversation"
            .to_owned(),
    }
}

/// The largest reply that keeps the limits of the artifact and of the request.
fn reply(request: &ModelRequest, view: &PromptView) -> ModelReply {
    let tokens = usize::try_from(request.max_output_tokens).unwrap_or(usize::MAX);
    let limit = usize::try_from(view.max_bytes).unwrap_or(usize::MAX).min(tokens.saturating_mul(BYTES_PER_TOKEN));
    let mut text = String::new();
    for scale in Scale::all(view) {
        text = write(&Material::read(view, scale));
        if text.len() <= limit {
            break;
        }
    }
    let cut_off = text.len() > limit;
    text.truncate(text.floor_char_boundary(limit));
    let input: usize = request.system.len() + request.messages.iter().map(|message| message.text().len()).sum::<usize>();
    let usage = Usage { input_tokens: tokens_of(input), output_tokens: tokens_of(text.len()), ..Usage::default() };
    let reply = ModelReply::text(MODEL, text, usage);
    if cut_off { ModelReply { stop_reason: StopReason::MaxOutputTokens, ..reply } } else { reply }
}

fn tokens_of(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(BYTES_PER_TOKEN)).unwrap_or(u64::MAX)
}

fn write(material: &Material<'_>) -> String {
    match material.view.kind {
        OutputKind::Document => documents::write(material),
        OutputKind::Tree => dream_roles::tree::write(&site::build(material)),
        OutputKind::Report => report::write(material),
    }
}
