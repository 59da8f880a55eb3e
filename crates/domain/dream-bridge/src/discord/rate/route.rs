//! Routes as rate limits see them.

/// A request's route: method and path without ids, and the channel, server or webhook it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Route {
    /// Such as `POST /channels/:id/messages`.
    pub name: String,
    /// The id of the channel, server or webhook (with its token) on which limits are counted apart.
    pub major: String,
    /// Whether the limit over all routes does not count it: answers to interactions.
    pub exempt: bool,
}

impl Route {
    /// The route of a method and a path such as `/channels/1/messages/2`, with or without `/api/v10` before it and a query behind it.
    #[must_use]
    pub fn of(method: &str, path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let first = parts.first().copied().unwrap_or_default();
        let with_token = matches!(first, "webhooks" | "interactions") && parts.len() > 2;
        let mut name = method.to_ascii_uppercase();
        name.push(' ');
        for (n, part) in parts.iter().enumerate() {
            name.push('/');
            // Reactions have a limit of their own whatever the emoji; after it everything is theirs.
            let is_id = part.bytes().all(|byte| byte.is_ascii_digit()) || (with_token && n == 2) || *part == "@original";
            name.push_str(if is_id { ":id" } else { part });
            if *part == "reactions" {
                break;
            }
        }
        let major = match first {
            "channels" | "guilds" => parts.get(1).copied().unwrap_or_default().to_owned(),
            "webhooks" | "interactions" => parts.iter().skip(1).take(2).copied().collect::<Vec<_>>().join("/"),
            _ => String::new(),
        };
        // Tokens stay out of what is stored: their digest tells them apart as well.
        let major = if with_token { dream_ledger::Digest::of(major.as_bytes()).hex().chars().take(32).collect() } else { major };
        Self { name, major, exempt: first == "interactions" }
    }
}
