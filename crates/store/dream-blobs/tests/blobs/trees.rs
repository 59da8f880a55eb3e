//! Trees: one digest for one set of files, and no path that leaves it.

use dream_blobs::{MAX_PART_BYTES, MAX_PATH_BYTES, Tree, TreeError, TreeFile};
use dream_ledger::Digest;
use proptest::prelude::*;

fn file(path: &str, text: &str) -> TreeFile {
    TreeFile::new(path, Digest::of(text.as_bytes()), u64::try_from(text.len()).unwrap())
}

#[test]
fn a_manifest_is_canonical_and_reads_back() {
    let tree = Tree::new(vec![file("b.txt", "two"), file("a/x.html", "one")]).unwrap();
    let manifest = String::from_utf8(tree.manifest().unwrap()).unwrap();
    assert_eq!(
        manifest,
        format!(
            r#"{{"files":[{{"digest":"{}","path":"a/x.html","size":3}},{{"digest":"{}","path":"b.txt","size":3}}]}}"#,
            Digest::of(b"one"),
            Digest::of(b"two")
        )
    );
    assert_eq!(tree.digest().unwrap(), Digest::of(manifest.as_bytes()));
    assert_eq!(Tree::from_manifest(manifest.as_bytes()).unwrap(), tree);
    assert_eq!((tree.total_size(), tree.file("b.txt").unwrap().size, tree.file("b")), (6, 3, None));
    assert_eq!(Tree::of_one("prd.md", b"one").unwrap().files(), [file("prd.md", "one")]);
    assert_eq!(Tree::new(Vec::new()).unwrap().manifest().unwrap(), br#"{"files":[]}"#);
}

#[test]
fn a_file_that_may_be_executed_is_another_one_and_changes_nothing_for_the_others() {
    let plain = Tree::new(vec![file("a", "1"), file("run.sh", "2")]).unwrap();
    let runs = TreeFile { executable: true, ..file("run.sh", "2") };
    let tree = Tree::new(vec![file("a", "1"), runs]).unwrap();
    let manifest = String::from_utf8(tree.manifest().unwrap()).unwrap();
    let expected = String::from_utf8(plain.manifest().unwrap()).unwrap();
    let digest = format!("\"digest\":\"{}\",", Digest::of(b"2"));
    assert_eq!(manifest, expected.replace(&digest, &format!("{digest}\"executable\":true,")));
    assert_eq!(Tree::from_manifest(manifest.as_bytes()).unwrap(), tree);
    let said = manifest.replace("true", "false");
    assert!(Tree::from_manifest(said.as_bytes()).is_err(), "one tree has one form");
    assert_ne!(tree.digest().unwrap(), plain.digest().unwrap());
}

#[test]
fn other_bytes_are_no_manifest() {
    let tree = Tree::new(vec![file("a", "1"), file("b", "2")]).unwrap();
    let manifest = String::from_utf8(tree.manifest().unwrap()).unwrap();
    for altered in [
        String::new(),
        "[]".into(),
        format!("{manifest}\n"),
        manifest.replace("\"size\":1", "\"size\": 1"),
        manifest.replace("\"size\":1}", "\"size\":1,\"mode\":7}"),
        manifest.replace("\"a\"", "\"z\""),
        manifest.replace("\"a\"", "\"../a\""),
    ] {
        assert!(Tree::from_manifest(altered.as_bytes()).is_err(), "{altered}");
    }
}

#[test]
fn paths_that_leave_the_tree_or_mean_two_things_are_refused() {
    let long_part = "x".repeat(MAX_PART_BYTES + 1);
    let long = format!("{}x", "abc/".repeat(MAX_PATH_BYTES / 4));
    for bad in [
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "..\\x",
        "a\0b",
        "a\nb",
        "C:x",
        "c:/x",
        "\u{7f}",
        &long_part,
        &long,
    ] {
        let refused = Tree::new(vec![file(bad, "x")]);
        assert!(matches!(refused, Err(TreeError::Path { .. })), "{bad:?}: {refused:?}");
    }
    for good in ["a", ".hidden", "...", "a b/c", "ü/日本.html", "a..b", &"x".repeat(MAX_PART_BYTES), "ab:c"] {
        assert!(Tree::new(vec![file(good, "x")]).is_ok(), "{good:?}");
    }
}

#[test]
fn one_path_names_one_thing() {
    assert!(matches!(Tree::new(vec![file("a", "1"), file("a", "2")]), Err(TreeError::Twice { .. })));
    let both = Tree::new(vec![file("a/b", "1"), file("a.txt", "2"), file("a", "2")]);
    assert!(matches!(both, Err(TreeError::FileAndFolder { .. })), "{both:?}");
    assert!(Tree::new(vec![file("a/b", "1"), file("a.txt", "2"), file("a/b.c", "3")]).is_ok());
}

proptest! {
    #[test]
    fn the_order_of_files_does_not_matter(names in proptest::collection::btree_set("[a-z]{1,8}(\\.[a-z]{1,3})?", 0..20), seed in any::<u64>()) {
        let files: Vec<TreeFile> = names.iter().map(|name| file(name, name)).collect();
        let mut mixed = files.clone();
        mixed.sort_by_key(|file| Digest::of(format!("{seed}{}", file.path).as_bytes()));
        let (one, other) = (Tree::new(files).unwrap(), Tree::new(mixed).unwrap());
        prop_assert_eq!(one.digest().unwrap(), other.digest().unwrap());
        prop_assert_eq!(Tree::from_manifest(&one.manifest().unwrap()).unwrap(), one);
    }
}
