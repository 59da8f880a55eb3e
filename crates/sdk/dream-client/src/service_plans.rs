//! Plans of the bridge, and how much of it is used.

use crate::call::Call;
use crate::{Client, ClientError, Download};
use dream_api::{BridgePlan, BridgeUsage, Page};

impl Client {
    /// The plan of the bridge that the organisation is on, and how much of it is used.
    pub async fn bridge_plan(&self) -> Result<BridgePlan, ClientError> {
        self.org_get(Call::get(&["bridge", "plan"])).await
    }

    /// How much came in and went out in each month, newest first; in one month alone when it is named, such as `2026-11`, and by source and
    /// destination when `by_name` says so.
    pub async fn bridge_usage(&self, month: Option<&str>, by_name: bool) -> Result<Page<BridgeUsage>, ClientError> {
        self.org_get(Call::get(&["bridge", "usage"]).query("month", month).query("by_name", by_name.then_some("true"))).await
    }

    /// The same by source and destination, as comma-separated values.
    pub async fn export_bridge_usage(&self, month: Option<&str>) -> Result<Download, ClientError> {
        self.download(Call::get(&["bridge", "usage", "export"]).query("month", month)).await
    }
}
