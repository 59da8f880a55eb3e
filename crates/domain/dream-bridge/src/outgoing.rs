//! Our own webhooks to others: signed as Standard Webhooks 1.0 asks, retried on its schedule, and never to an address inside.

mod address;
mod endpoint;
mod sign;

pub use address::{AddressRefusal, Allowance, Host, Target, allowed_ip, chosen_addresses, target};
pub use endpoint::{DISABLE_AFTER, Ended, Endpoint, RETRIES, Verdict, retry_after};
pub use sign::{Signed, SigningKeys, sign};
