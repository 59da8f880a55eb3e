//! Accounts: how the caller signs in.

use crate::schema;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// How the caller signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Account {
    /// The login name; `null` when there is no account yet.
    pub login: Option<String>,
    /// When the password was set.
    #[schema(value_type = Option<schema::Time>)]
    pub password_set_at: Option<Timestamp>,
    /// Whether a code is asked for besides the password.
    pub second_factor: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// Sets the caller's password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The login name from now on: needed when there is none; the one there is when left out.
    #[serde(default)]
    #[schema(min_length = 3, max_length = 254)]
    pub login: Option<String>,
    /// The password there is now: needed when there is one.
    #[serde(default)]
    pub current_password: Option<String>,
    /// The password from now on: at least 12 characters.
    #[schema(min_length = 12, max_length = 1024)]
    pub new_password: String,
}

/// Proves that the caller knows their password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvePassword {
    /// The password there is now.
    pub current_password: String,
}

/// A second factor that waits to be confirmed. It is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EnrolledSecondFactor {
    /// What the person's device needs, in base32.
    pub secret: String,
    /// The same as the address that authenticator apps read, for a link or a QR code.
    pub uri: String,
}

/// Confirms a second factor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// The code that the device shows now.
    pub code: String,
}

/// What replaces the device, each once. They are shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecoveryCodes {
    /// The codes.
    pub recovery_codes: Vec<String>,
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

hidden!(SetPassword, ProvePassword, EnrolledSecondFactor, ConfirmSecondFactor, RecoveryCodes);
