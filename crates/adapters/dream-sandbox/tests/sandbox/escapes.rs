//! Every way out on the list, one test each, at each level.

use super::support::{Host, finish, launcher};
use dream_ports::Exit;
use dream_sandbox::attempts::{ATTEMPT, Attempt, BAIT, BaitLayout, Outcome};
use dream_secret::Secret;

async fn try_one(host: Host, name: &str) {
    let layout = BaitLayout::lay().unwrap();
    let mut command = host.command(launcher().to_str().unwrap(), &[ATTEMPT, name]);
    command.environment.insert(BAIT.to_owned(), Secret::new(serde_json::to_string(&layout.bait).unwrap()));
    command.workspace.clone_from(&layout.bait.workspace);
    command.readable.push(launcher());
    let ended = finish(host.start(command).await).await;
    let attempt: Attempt = serde_json::from_str(&ended.output).unwrap_or_else(|error| panic!("{error}: {ended:?}"));
    assert_eq!((attempt.name.as_str(), ended.exit), (name, Exit::Code(0)), "{ended:?}");
    assert_eq!(layout.judge(attempt).outcome, Outcome::Held);
}

/// A test for each name, at each level, without rights.
macro_rules! escapes {
    ($($name:ident)*) => {
        mod landlock {
            $(#[test]
            fn $name() {
                use crate::sandbox::support::{Host, test_name, unprivileged};
                let host = || Host::at(dream_ports::SandboxLevel::Landlock);
                unprivileged(&test_name(module_path!(), stringify!($name)), || super::try_one(host(), stringify!($name)));
            })*
        }
        mod namespaces {
            $(#[test]
            fn $name() {
                use crate::sandbox::support::{Host, test_name, unprivileged};
                let host = || Host::at(dream_ports::SandboxLevel::Namespaces);
                unprivileged(&test_name(module_path!(), stringify!($name)), || super::try_one(host(), stringify!($name)));
            })*
        }
        const NAMED: &[&str] = &[$(stringify!($name)),*];
    };
}

escapes! {
    read_data_folder list_data_folder write_data_folder read_accounts write_outside leave_beside symlink_out symlink_swap_race
    hardlink_out dot_dot_out rename_out root_of_other_process kernel_settings make_device docker_socket list_other_workspaces change_outside watch_outside
    ptrace_parent read_parent_memory signal_parent signal_everybody limits_of_parent descriptor_of_parent see_processes
    inherited_descriptors inherited_environment controlling_terminal privileges
    refused_calls io_uring new_namespaces setns mount open_by_handle keyring bpf_and_perf type_into_terminal shared_memory_of_host
    calls_of_32_bits calls_of_x32 core_dump
    connect_tcp connect_tcp_v6 connect_metadata_service fast_open send_udp connect_unix connect_unix_through_link send_unix_datagram
    connect_abstract raw_socket vsock multipath_tcp_and_sctp netlink_and_packets listen_for_others
}

#[test]
fn every_way_out_has_its_test() {
    let without: Vec<_> = dream_sandbox::attempts::names().filter(|name| !NAMED.contains(name)).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// The list is worth something only if the ways are open where there is no sandbox.
#[test]
fn the_ways_out_are_open_without_a_sandbox() {
    let layout = BaitLayout::lay().unwrap();
    let output = std::process::Command::new(launcher())
        .arg(ATTEMPT)
        .args(["read_data_folder", "list_data_folder", "symlink_out", "dot_dot_out", "connect_tcp", "connect_unix", "connect_abstract"])
        .args(["signal_parent", "io_uring", "leave_beside", "refused_calls", "connect_unix_through_link", "privileges"])
        .args(["change_outside", "watch_outside"])
        .env(BAIT, serde_json::to_string(&layout.bait).unwrap())
        .output()
        .unwrap();
    let attempts = String::from_utf8(output.stdout).unwrap();
    let attempts = attempts.lines().map(|line| layout.judge(serde_json::from_str(line).unwrap()));
    let held: Vec<_> = attempts.filter(|attempt| attempt.outcome == Outcome::Held).map(|attempt| attempt.name).collect();
    assert!(held.is_empty(), "without a sandbox these were closed too: {held:?}");
}
