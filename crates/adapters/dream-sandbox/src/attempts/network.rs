//! Ways out through the network.

use super::calls::refused;
use super::{Bait, Case, Outcome, all, fails};
use libc::c_long;
use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr as UnixAddress, UnixDatagram, UnixStream};
use std::time::Duration;

pub(super) const CASES: &[Case] = &[
    ("connect_tcp", connect_tcp),
    ("connect_tcp_v6", connect_tcp_v6),
    ("connect_metadata_service", connect_metadata_service),
    ("fast_open", fast_open),
    ("send_udp", send_udp),
    ("connect_unix", connect_unix),
    ("connect_unix_through_link", connect_unix_through_link),
    ("send_unix_datagram", send_unix_datagram),
    ("connect_abstract", connect_abstract),
    ("raw_socket", raw_socket),
    ("vsock", vsock),
    ("multipath_tcp_and_sctp", multipath_tcp_and_sctp),
    ("netlink_and_packets", netlink_and_packets),
    ("listen_for_others", listen_for_others),
];

const SOON: Duration = Duration::from_millis(300);

fn connect_tcp(bait: &Bait) -> Outcome {
    fails(TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], bait.port)), SOON), "the host's loopback was reached")
}

fn connect_tcp_v6(bait: &Bait) -> Outcome {
    fails(TcpStream::connect_timeout(&SocketAddr::from((Ipv6Addr::LOCALHOST, bait.port)), SOON), "the host's loopback was reached")
}

fn connect_metadata_service(_: &Bait) -> Outcome {
    let addresses = [SocketAddr::from(([169, 254, 169, 254], 80)), SocketAddr::from(([192, 0, 2, 1], 443))];
    all(addresses.map(|address| fails(TcpStream::connect_timeout(&address, SOON), "an outside address was reached")))
}

/// Connecting by sending. The address is never read: the flag alone is refused.
fn fast_open(_: &Bait) -> Outcome {
    refused(libc::SYS_sendto, [1, 0, 0, 0x2000_0000, 0])
}

/// Where a socket can be made at all, a packet must not get anywhere.
fn send_udp(bait: &Bait) -> Outcome {
    let Ok(socket) = UdpSocket::bind("0.0.0.0:0") else { return Outcome::Held };
    all([("192.0.2.1", 53), ("169.254.169.254", 80)].map(|to| fails(socket.send_to(b"out", to), "a packet was sent outside")))
        .and_loopback(&socket, bait.port)
}

trait AndLoopback {
    fn and_loopback(self, socket: &UdpSocket, port: u16) -> Outcome;
}

impl AndLoopback for Outcome {
    /// A packet to a port where nobody is comes back as an error on a connected socket.
    fn and_loopback(self, socket: &UdpSocket, port: u16) -> Outcome {
        let answered = socket.connect(("127.0.0.1", port)).and_then(|()| socket.send(b"out")).and_then(|_| {
            socket.set_read_timeout(Some(SOON))?;
            socket.recv(&mut [0; 8])
        });
        all([self, fails(answered, "the host answered a packet")])
    }
}

fn connect_unix(bait: &Bait) -> Outcome {
    fails(UnixStream::connect(bait.folder.join("socket")), "a socket of the host was reached")
}

fn connect_unix_through_link(bait: &Bait) -> Outcome {
    let link = bait.workspace.join("socket-link");
    let _ = std::fs::remove_file(&link);
    if let Err(error) = std::os::unix::fs::symlink(bait.folder.join("socket"), &link) {
        return Outcome::Untried(format!("no link could be made: {error}"));
    }
    fails(UnixStream::connect(link), "a socket of the host was reached through a link")
}

fn send_unix_datagram(_: &Bait) -> Outcome {
    let Ok(socket) = UnixDatagram::unbound() else { return Outcome::Held };
    all(["/dev/log", "/run/systemd/notify", "/run/systemd/journal/socket"]
        .map(|path| fails(socket.send_to(b"out", path), "a datagram reached a service of the host")))
}

fn connect_abstract(bait: &Bait) -> Outcome {
    let address = match UnixAddress::from_abstract_name(&bait.abstract_name) {
        Ok(address) => address,
        Err(error) => return Outcome::Untried(error.to_string()),
    };
    fails(UnixStream::connect_addr(&address), "an abstract socket of the host was reached")
}

fn socket(family: i32, kind: i32, protocol: i32) -> Outcome {
    refused(libc::SYS_socket, [c_long::from(family), c_long::from(kind), c_long::from(protocol), 0, 0])
}

fn raw_socket(_: &Bait) -> Outcome {
    all([
        socket(libc::AF_INET, libc::SOCK_RAW, libc::IPPROTO_ICMP),
        socket(libc::AF_INET, libc::SOCK_DGRAM, libc::IPPROTO_ICMP),
        socket(libc::AF_INET6, libc::SOCK_RAW, libc::IPPROTO_ICMPV6),
    ])
}

fn vsock(_: &Bait) -> Outcome {
    all([socket(libc::AF_VSOCK, libc::SOCK_STREAM, 0), socket(libc::AF_VSOCK, libc::SOCK_DGRAM, 0)])
}

fn multipath_tcp_and_sctp(_: &Bait) -> Outcome {
    all([socket(libc::AF_INET, libc::SOCK_STREAM, libc::IPPROTO_MPTCP), socket(libc::AF_INET, libc::SOCK_STREAM, libc::IPPROTO_SCTP)])
}

fn netlink_and_packets(_: &Bait) -> Outcome {
    let families = [libc::AF_NETLINK, libc::AF_PACKET, libc::AF_ALG, libc::AF_BLUETOOTH, libc::AF_CAN, libc::AF_XDP, libc::AF_KEY];
    all(families.map(|family| socket(family, libc::SOCK_RAW, 0)))
}

/// Listening is harmless only where nobody outside can come.
fn listen_for_others(_: &Bait) -> Outcome {
    let Ok(listener) = TcpListener::bind("0.0.0.0:0") else { return Outcome::Held };
    let interfaces = std::fs::read_to_string("/proc/net/dev").unwrap_or_default();
    let others = interfaces.lines().skip(2).filter(|line| !line.trim_start().starts_with("lo:")).count();
    drop(listener);
    if others > 0 { Outcome::Escaped("others can come in".to_owned()) } else { Outcome::Held }
}
