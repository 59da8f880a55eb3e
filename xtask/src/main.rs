//! Chores of the project that want a program rather than a script: `cargo xtask CHORE`.
#![forbid(unsafe_code)]

mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let chore = std::env::args().nth(1).unwrap_or_default();
    let outcome = match chore.as_str() {
        "tidy" => tidy::run(&root()),
        _ => Err("usage: cargo xtask tidy      check layers, sizes, headers and names over the whole tree".into()),
    };
    match outcome {
        Ok(text) => {
            print(&mut std::io::stdout().lock(), &text);
            ExitCode::SUCCESS
        }
        Err(text) => {
            print(&mut std::io::stderr().lock(), &text);
            ExitCode::FAILURE
        }
    }
}

/// The top folder of the checkout.
fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// A closed pipe is the reader's choice (`| head`), and no failure of the chore.
fn print(to: &mut impl std::io::Write, text: &str) {
    let _ = writeln!(to, "{}", text.trim_end());
}
