//! Asks the linker to keep one of functions that came out alike: generic code is compiled once for each crate that uses it.

/// Rust brings its own linker for this target; others may not know the option.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name, value| std::env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("TARGET", TARGET) {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
}
