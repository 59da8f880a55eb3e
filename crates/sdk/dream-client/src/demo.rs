//! The sample that a newcomer decides about.

use crate::{Client, ClientError};
use dream_api::{Demo, SeedDemo};

impl Client {
    /// Makes the sample as far as it can be made now, or goes on with it.
    pub async fn seed_demo(&self) -> Result<Demo, ClientError> {
        self.post(&["demo"], &SeedDemo {}).await
    }
}
