//! The outside of a core under test: nothing, until a test puts something there.

use async_trait::async_trait;
use dream_ports::{
    Discord, DiscordAnswer, DiscordCall, DiscordFault, FoundRepository, Hook, HookAnswer, HookFault, HookFetched, HookRequest,
    Repositories, RepositoryBase, RepositoryFault, WorkingCopy,
};
use std::sync::{Arc, RwLock};
use std::time::Duration;

/// What a core reaches outside of itself.
#[derive(Default)]
pub struct Outside {
    discord: RwLock<Option<Arc<dyn Discord>>>,
    hooks: RwLock<Option<Arc<dyn Hook>>>,
    repositories: RwLock<Option<Arc<dyn Repositories>>>,
}

impl Outside {
    /// Puts a Discord there.
    pub fn put_discord(&self, discord: Arc<dyn Discord>) {
        *self.discord.write().unwrap() = Some(discord);
    }

    /// Lets addresses outside be reached.
    pub fn put_hooks(&self, hooks: Arc<dyn Hook>) {
        *self.hooks.write().unwrap() = Some(hooks);
    }

    /// Lets repositories of this machine be read.
    pub fn put_repositories(&self, repositories: Arc<dyn Repositories>) {
        *self.repositories.write().unwrap() = Some(repositories);
    }

    fn repositories(&self) -> Result<Arc<dyn Repositories>, RepositoryFault> {
        self.repositories.read().unwrap().clone().ok_or(RepositoryFault::NoneAllowed)
    }

    fn hooks(&self) -> Result<Arc<dyn Hook>, HookFault> {
        let hooks = self.hooks.read().unwrap().clone();
        hooks.ok_or_else(|| HookFault::NotSent("this test has no outside".to_owned()))
    }
}

#[async_trait]
impl Discord for Outside {
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault> {
        let discord = self.discord.read().unwrap().clone();
        match discord {
            Some(discord) => discord.call(call).await,
            None => Err(DiscordFault::NotSent("this test has no Discord".to_owned())),
        }
    }
}

#[async_trait]
impl Hook for Outside {
    fn check(&self, url: &str) -> Result<(), HookFault> {
        self.hooks()?.check(url)
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        self.hooks()?.post(request).await
    }

    async fn ask(&self, request: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        self.hooks()?.ask(request, most).await
    }

    async fn get(&self, url: &str, most: usize, timeout: Duration) -> Result<HookFetched, HookFault> {
        self.hooks()?.get(url, most, timeout).await
    }
}

#[async_trait]
impl Repositories for Outside {
    async fn find(&self, path: &str, branch: Option<&str>) -> Result<FoundRepository, RepositoryFault> {
        self.repositories()?.find(path, branch).await
    }

    async fn base(&self, path: &str, branch: &str) -> Result<RepositoryBase, RepositoryFault> {
        self.repositories()?.base(path, branch).await
    }

    async fn copy(&self, base: &RepositoryBase, copy: WorkingCopy) -> Result<(), RepositoryFault> {
        self.repositories()?.copy(base, copy).await
    }
}
