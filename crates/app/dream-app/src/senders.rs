//! Who sends to Discord, and the limits that are counted for each: one memory per process, kept in the store as well, so that a restart forgets
//! nothing (trap 44).

use crate::{App, AppError};
use dream_bridge::discord::{Answer, Grant, Rate, Route};
use dream_clock::Timestamp;
use dream_store::{Lease, Unit, deliveries};
use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// The sender under which the limits of this machine's own address are kept: for those who send without a token, and against its ban.
const ADDRESS: &str = "address";
/// For how long a process has a sender to itself without a word.
const TERM: Duration = Duration::from_mins(1);

/// Everybody who sends.
#[derive(Default)]
pub(crate) struct Senders(tokio::sync::Mutex<HashMap<String, Arc<Sender>>>);

/// One who sends: a connection, a webhook, a subscription.
pub(crate) struct Sender {
    key: String,
    rate: Mutex<Rate>,
    lease: Mutex<Option<(Lease, Timestamp)>>,
    answered: Notify,
}

/// Whether a request may leave.
pub(crate) enum Turn {
    /// Now, once.
    Go(Permit),
    /// Not before then.
    Wait(Timestamp),
    /// Not before then, because too many requests were refused.
    Guarded(Timestamp),
}

/// The right to one request. Dropped without [`Permit::answered`], the request counts as lost.
pub(crate) struct Permit {
    sender: Arc<Sender>,
    address: Option<Arc<Sender>>,
    route: Route,
    open: bool,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is counted for the address, whatever the route. `checked` alone is not counted among the requests of a second.
fn address_route(checked: bool) -> Route {
    Route { name: "*".to_owned(), major: String::new(), exempt: checked }
}

impl Senders {
    /// The sender `key`, with what was known of its limits when this process first asked for it.
    pub(crate) async fn of(&self, app: &App, key: &str) -> Result<Arc<Sender>, AppError> {
        let mut known = self.0.lock().await;
        if let Some(sender) = known.get(key) {
            return Ok(Arc::clone(sender));
        }
        let rate: Option<Rate> = deliveries::find_rate(&mut app.store.read().await?, app.system, key).await?;
        let mut rate = rate.unwrap_or_default().restored();
        if key == ADDRESS {
            // Nobody names a limit for it but the one over all routes: it is asked about once, so that it holds nothing back.
            let route = address_route(true);
            if rate.ask(&route, app.now()) == Grant::Go {
                rate.answered(&route, &Answer { status: 200, ..Answer::default() }, app.now());
            }
        }
        let sender = Sender { key: key.to_owned(), rate: Mutex::new(rate), lease: Mutex::default(), answered: Notify::new() };
        let sender = Arc::new(sender);
        known.insert(key.to_owned(), Arc::clone(&sender));
        Ok(sender)
    }

    /// Waits until `sender` may send on `route`, or it is known until when not. `by_token` says whether it sends by a token of a bot: only then its
    /// requests of a second are its own, and not the address's.
    pub(crate) async fn turn(&self, app: &App, sender: &Arc<Sender>, route: &Route, by_token: bool) -> Result<Turn, AppError> {
        let address = self.of(app, ADDRESS).await?;
        loop {
            let mut answered = pin!(sender.answered.notified());
            // Before asking, so that no answer between the two is missed.
            answered.as_mut().enable();
            match ask(sender, &address, route, by_token, app.now()) {
                Grant::Go => {
                    let permit = Permit { sender: Arc::clone(sender), address: Some(address), route: route.clone(), open: true };
                    return Ok(Turn::Go(permit));
                }
                Grant::Wait(until) => return Ok(Turn::Wait(until)),
                Grant::Guarded(until) => return Ok(Turn::Guarded(until)),
                Grant::AfterAnswer => answered.await,
            }
        }
    }
}

/// Asks both who sends and the address. What one of them counted is not kept where the other says no.
fn ask(sender: &Sender, address: &Sender, route: &Route, by_token: bool, now: Timestamp) -> Grant {
    let (mut own, mut shared) = (held(&sender.rate), held(&address.rate));
    let before = shared.clone();
    match shared.ask(&address_route(by_token), now) {
        Grant::Go => {}
        other => return other,
    }
    // The address's own bucket has no answers of its own.
    shared.lost(&address_route(true));
    let mut route = route.clone();
    route.exempt |= !by_token;
    match own.ask(&route, now) {
        Grant::Go => Grant::Go,
        other => {
            *shared = before;
            other
        }
    }
}

impl Sender {
    /// Takes this sender for `holder`, or renews it with the unit of work, when a part of the term is over.
    ///
    /// Returns false when another process has it.
    pub(crate) async fn take(&self, app: &App, tx: &mut Unit, holder: &str) -> Result<bool, AppError> {
        let now = app.now();
        let known = held(&self.lease).clone().filter(|(_, taken)| now.since(*taken) < TERM / 3);
        if let Some((lease, _)) = &known {
            return Ok(tx.holds_lease(lease).await?);
        }
        let lease = tx.take_lease(app.system, &self.lease_name(), holder, TERM).await?;
        let taken = lease.is_some();
        *held(&self.lease) = lease.map(|lease| (lease, now));
        Ok(taken)
    }

    /// Whether this process holds it without asking the store, as far as it knows.
    pub(crate) fn is_held(&self, now: Timestamp) -> bool {
        held(&self.lease).as_ref().is_some_and(|(_, taken)| now.since(*taken) < TERM / 3)
    }

    /// What its lease is called.
    fn lease_name(&self) -> String {
        format!("sender:{}", self.key)
    }

    /// It was given back, or lost: the next time it is taken anew.
    pub(crate) fn let_go(&self) {
        *held(&self.lease) = None;
    }

    /// What is known of its limits, to be stored.
    pub(crate) fn rate(&self) -> Rate {
        held(&self.rate).clone()
    }

    /// Nothing is sent before then, whatever the route.
    pub(crate) fn shut(&self, until: Timestamp) {
        held(&self.rate).shut(until);
    }
}

impl Permit {
    /// Takes in what the answer says.
    pub(crate) fn answered(mut self, answer: &Answer, now: Timestamp) -> Settled {
        self.open = false;
        held(&self.sender.rate).answered(&self.route, answer, now);
        let refused = matches!(answer.status, 401 | 403 | 429) && !answer.shared;
        let address = self.address.take().filter(|_| refused);
        if let Some(address) = &address {
            // Of the address it is one more refused request, and no limit of its own.
            let told = Answer { status: 401, ..Answer::default() };
            held(&address.rate).answered(&address_route(true), &told, now);
        }
        self.sender.answered.notify_waiters();
        Settled { sender: Arc::clone(&self.sender), address }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if self.open {
            held(&self.sender.rate).lost(&self.route);
            self.sender.answered.notify_waiters();
        }
    }
}

/// Whose limits have changed, to be stored with what became of the request.
pub(crate) struct Settled {
    sender: Arc<Sender>,
    address: Option<Arc<Sender>>,
}

impl Settled {
    /// Nothing leaves this address before then.
    pub(crate) async fn shut(&mut self, app: &App, until: Timestamp) -> Result<(), AppError> {
        self.sender.shut(until);
        let address = app.senders().of(app, ADDRESS).await?;
        address.shut(until);
        self.address = Some(address);
        Ok(())
    }

    /// Stores them, unless another process has the sender: that one knows its limits, and learns of this request by the next answer.
    pub(crate) async fn save_unless_elsewhere(&self, app: &App, tx: &mut Unit, org: dream_id::OrgId) -> Result<(), AppError> {
        let elsewhere = !self.sender.is_held(app.now()) && tx.is_leased(app.system, &self.sender.lease_name()).await?;
        if !elsewhere {
            return self.save(app, tx, org).await;
        }
        self.save_address(app, tx).await
    }

    /// Stores them.
    pub(crate) async fn save(&self, app: &App, tx: &mut Unit, org: dream_id::OrgId) -> Result<(), AppError> {
        tx.save_rate(app.system, Some(org), &self.sender.key, &self.sender.rate()).await?;
        self.save_address(app, tx).await
    }

    async fn save_address(&self, app: &App, tx: &mut Unit) -> Result<(), AppError> {
        if let Some(address) = &self.address {
            tx.save_rate(app.system, None, &address.key, &address.rate()).await?;
        }
        Ok(())
    }
}
