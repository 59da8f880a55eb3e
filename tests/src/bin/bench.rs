//! `make bench`: prints the product's figures beside the budgets that the design keeps; with names of parts, only theirs.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout();
    match dream_tests::bench::run(&parts, |line| writeln!(out, "{line}")).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell when stderr is closed as well.
            let _ = writeln!(std::io::stderr(), "bench: {failure}");
            ExitCode::FAILURE
        }
    }
}
