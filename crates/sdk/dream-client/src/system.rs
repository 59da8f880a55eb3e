//! The server itself.

use crate::call::Call;
use crate::{Client, ClientError, Download, send};
use dream_api::{Health, Overview, Readiness, Whoami};

impl Client {
    /// Who the caller is to the server.
    pub async fn whoami(&self) -> Result<Whoami, ClientError> {
        self.get(Call::get(&["whoami"])).await
    }

    /// Whether the process answers.
    pub async fn health(&self) -> Result<Health, ClientError> {
        send::read(self.send_to_root(Call::get(&["healthz"])).await?).await
    }

    /// Whether the process can do its work; not ready is an answer, no error.
    pub async fn readiness(&self) -> Result<Readiness, ClientError> {
        let response = self.send_once(&Call::get(&["readyz"])).await.map_err(|error| self.unreachable(error))?;
        send::read(response).await
    }

    /// What goes on in the organisation, in numbers.
    pub async fn overview(&self) -> Result<Overview, ClientError> {
        self.org_get(Call::get(&["status"])).await
    }

    /// A backup of the database and the blobs, as one archive.
    pub async fn backup(&self) -> Result<Download, ClientError> {
        self.download(Call::get(&["backup"])).await
    }
}
