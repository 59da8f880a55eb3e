//! docs/templates.md says of every machine check when it passes.

use dream_roles::Check;
use std::path::Path;

#[test]
fn every_check_is_on_the_page_of_templates() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/templates.md")).unwrap();
    for check in Check::ALL {
        let row = format!("\n| `{}` | ", check.name());
        let says = page.split_once(&row).and_then(|(_, rest)| rest.lines().next());
        let of_site = says.unwrap_or_default().starts_with("of a site: ");
        assert!(says.is_some() && of_site == check.is_of_site(), "{}: {says:?}", check.name());
    }
}
