//! The lengths of a file's functions, tests left out.

use std::collections::BTreeMap;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, ImplItemFn, ItemFn, ItemMod, Signature, TraitItemFn};

/// Lines of each function by its name, from its signature to its closing brace. Of several with one name the longest counts.
pub(super) fn lengths(text: &str) -> Result<BTreeMap<String, usize>, String> {
    let file = syn::parse_file(text).map_err(|error| format!("line {}: {error}", error.span().start().line))?;
    let mut functions = Functions(BTreeMap::new());
    functions.visit_file(&file);
    Ok(functions.0)
}

struct Functions(BTreeMap<String, usize>);

impl Functions {
    fn add(&mut self, signature: &Signature, block: &Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        let known = self.0.entry(signature.ident.to_string()).or_default();
        *known = lines.max(*known);
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if !is_test(&item.attrs) {
            self.add(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !is_test(&item.attrs) {
            self.add(&item.sig, &item.block);
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
}

/// `#[cfg(test)]`, or a test of any harness (`#[test]`, `#[tokio::test]`).
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let cfg_test =
            attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"));
        cfg_test || attribute.path().segments.last().is_some_and(|last| last.ident == "test")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_of_every_kind_are_measured_and_tests_are_not() {
        let text = "\
//! F.
/// Documented.
#[must_use]
pub fn free(
    a: u8,
) -> u8 {
    a
}
impl X {
    async fn method(&self) {
        fn inner() {}
    }
}
trait T {
    fn required();
    fn provided() {
        
    }
}
#[tokio::test]
async fn is_a_test() {}
#[cfg(test)]
mod tests {
    fn helper() {}
}
";
        let found = lengths(text).unwrap();
        let expected = [("free", 5), ("inner", 1), ("method", 3), ("provided", 3)];
        assert_eq!(found, expected.map(|(name, lines)| (name.to_owned(), lines)).into());
    }

    #[test]
    fn what_does_not_parse_is_said_with_its_line() {
        assert!(lengths("fn a() {}\nfn {").unwrap_err().starts_with("line 2"));
    }
}
