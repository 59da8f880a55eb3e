//! The launcher alone, for tests and measurements: what the server's own program is in production.

fn main() {
    dream_sandbox::enter_if_asked();
    std::process::exit(2);
}
