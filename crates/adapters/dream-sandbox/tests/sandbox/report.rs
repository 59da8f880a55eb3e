//! The self-test and what it leads to.

use super::support::{Host, at_each_level, launcher};
use dream_ports::{Sandbox, SandboxLevel};

at_each_level! {
    every_way_out_is_closed;
    data_folder_is_refused;
}

async fn every_way_out_is_closed(host: Host) {
    let report = host.sandbox.report().await;
    let open: Vec<_> = report.failed().collect();
    assert!(open.is_empty(), "{open:?}");
    let level = if report.cases.iter().any(|case| case.level == SandboxLevel::Namespaces) {
        SandboxLevel::Namespaces
    } else {
        SandboxLevel::Landlock
    };
    assert_eq!(report.level, level, "{:#?}", report.measures);
    let tried = report.cases.iter().filter(|case| case.level == level).count();
    assert!(tried >= 40, "{tried} cases");
}

async fn data_folder_is_refused(host: Host) {
    for path in [host.data.clone(), host.top.path().to_path_buf(), host.data.join("run.json")] {
        let mut command = host.shell("true");
        command.readable.push(path);
        assert_eq!(host.sandbox.start(command).await.err().unwrap().code(), "sandbox_path");
    }
    // Just the workspace is there, although it is below the data folder.
    let ended = host.run(host.shell(&format!("ls {0}; cat {0}/run.json; ls {0}/workspaces/one", host.data.display()))).await;
    assert!(!ended.output.contains("token"), "{ended:?}");
    assert!(!ended.output.contains("run.json"), "{ended:?}");
}

/// The mask is the whole process's, so this test is run again in one of its own, with a server's.
#[test]
fn no_mask_of_the_server_weakens_what_it_starts() {
    const LEVEL: &str = "SANDBOX_TEST_LEVEL_WITHOUT_MASK";
    super::support::block_on(async {
        let host = Host::at(SandboxLevel::Namespaces);
        let report = host.sandbox.report().await;
        if let Ok(level) = std::env::var(LEVEL) {
            assert_eq!(report.level.to_string(), level, "{:#?}", report.measures);
            let ended = host.run(host.shell("umask; : > made; stat -c %a made")).await;
            assert_eq!(ended.output, "0022\n644\n", "{ended:?}");
            return;
        }
        let again = std::process::Command::new("/bin/sh")
            .args(["-c", "umask 077 && exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .args(["sandbox::report::no_mask_of_the_server_weakens_what_it_starts", "--exact"])
            .env(LEVEL, report.level.to_string())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&again.stdout);
        assert!(again.status.success() && told.contains("1 passed"), "{told}");
    });
}

#[test]
fn a_launcher_that_is_none() {
    super::support::block_on(async {
        let host = Host::with(SandboxLevel::Namespaces, |options| options.launcher = "/bin/true".into());
        let report = host.sandbox.report().await;
        assert_eq!(report.level, SandboxLevel::Limits);
        let error = host.sandbox.start(host.shell("true")).await.err().unwrap();
        assert_eq!(error.code(), "sandbox_below_floor", "{error}");
        assert!(launcher().exists());
    });
}

/// A host without Landlock: nothing runs, unless an operator said in words that it may; then it is held to its limits, and ends as a whole.
#[test]
fn unconfined_only_where_an_operator_said_so() {
    super::support::block_on(async {
        let careful = Host::with(SandboxLevel::Limits, |_| {});
        let mut command = careful.shell("true");
        command.floor = SandboxLevel::Limits;
        assert_eq!(careful.sandbox.start(command).await.err().unwrap().code(), "sandbox_below_floor");
        let careless = Host::with(SandboxLevel::Limits, |options| options.allow_unconfined = true);
        let shell = |script: &str| {
            let mut command = careless.shell(script);
            command.floor = SandboxLevel::Limits;
            command
        };
        let mut limited = shell("ulimit -n; id -u; (setsid sleep 300 &) ; exit 3");
        limited.limits.open_files = Some(77);
        let child = careless.start(limited).await;
        assert_eq!(child.process.level(), SandboxLevel::Limits);
        let ended = super::support::finish(child).await;
        assert_eq!((ended.exit, ended.output.lines().next()), (dream_ports::Exit::Code(3), Some("77")), "{ended:?}");
        if rustix::process::geteuid().is_root() {
            assert_ne!(ended.output.lines().nth(1), Some("0"), "a user of its own all the same");
        }
        let error = careless.sandbox.start(careless.shell("true")).await.err().unwrap();
        assert_eq!(error.code(), "sandbox_below_floor", "who asks for more is refused");
    });
}
