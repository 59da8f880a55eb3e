//! Escalations.

use crate::call::Call;
use crate::{Client, ClientError, PageOf};
use dream_api::{AnswerEscalation, Escalation, EscalationDetail, EscalationStatus, Page};
use dream_id::EscalationId;
use serde_json::json;

impl Client {
    /// Lists escalations, newest first; those of `status` alone if one is given.
    pub async fn escalations(&self, status: Option<EscalationStatus>, page: &PageOf) -> Result<Page<Escalation>, ClientError> {
        self.org_get(Call::get(&["escalations"]).page(page).query("status", status)).await
    }

    /// An escalation with what it says.
    pub async fn escalation(&self, escalation: EscalationId) -> Result<EscalationDetail, ClientError> {
        self.org_get(Call::get(&["escalations", &escalation.to_string()])).await
    }

    /// Says that the caller looks into it.
    pub async fn acknowledge_escalation(&self, escalation: EscalationId) -> Result<EscalationDetail, ClientError> {
        self.post(&["escalations", &escalation.to_string(), "acknowledge"], &json!({})).await
    }

    /// Answers it; the agent gets the answer as an order.
    pub async fn answer_escalation(&self, escalation: EscalationId, body: &AnswerEscalation) -> Result<EscalationDetail, ClientError> {
        self.post(&["escalations", &escalation.to_string(), "answer"], body).await
    }

    /// Says that it is over.
    pub async fn resolve_escalation(&self, escalation: EscalationId) -> Result<EscalationDetail, ClientError> {
        self.post(&["escalations", &escalation.to_string(), "resolve"], &json!({})).await
    }
}
