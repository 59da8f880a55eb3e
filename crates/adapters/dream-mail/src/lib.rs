//! Electronic mail over SMTP: the port of `dream_ports`, on a connection that is encrypted unless the server is on this machine.
#![forbid(unsafe_code)]

mod config;
mod smtp;

pub use config::{MailConfig, MailConfigError, Security};
pub use smtp::Smtp;
