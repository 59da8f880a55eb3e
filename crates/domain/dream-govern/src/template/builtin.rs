//! The templates that every organisation has. An organisation's own template of the same name hides the built-in one.

/// The name and the TOML of every built-in template.
pub const BUILTIN_TEMPLATES: [(&str, &str); 3] = [
    ("software-delivery", include_str!("../../templates/software-delivery.toml")),
    ("content-campaign", include_str!("../../templates/content-campaign.toml")),
    ("planning-only", include_str!("../../templates/planning-only.toml")),
];

/// The TOML of the built-in template `name`.
#[must_use]
pub fn builtin_template(name: &str) -> Option<&'static str> {
    BUILTIN_TEMPLATES.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}
