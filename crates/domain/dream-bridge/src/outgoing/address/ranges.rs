//! The networks that are not the public internet, by IANA's special-purpose registries.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4: this network, private, shared, loopback, link-local (cloud metadata), protocol assignments, documentation, 6to4 relays,
/// benchmarking, multicast, reserved and broadcast.
const INSIDE_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// IPv6: loopback, unspecified and IPv4-compatible, NAT64, discard, Teredo, ORCHID, documentation, 6to4, segment routing, unique local,
/// link-local, site-local and multicast. What carries an IPv4 address within could reach any of those above.
const INSIDE_V6: [(Ipv6Addr, u8); 17] = [
    (Ipv6Addr::UNSPECIFIED, 96),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96),
    (Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0), 96),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2001, 0x10, 0, 0, 0, 0, 0, 0), 28),
    (Ipv6Addr::new(0x2001, 0x20, 0, 0, 0, 0, 0, 0), 28),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    (Ipv6Addr::new(0x5f00, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8),
];

/// Whether the address is of the public internet. IPv4 within IPv6 must have been unwrapped.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(_) => !INSIDE_V4.iter().any(|(network, length)| within(ip, IpAddr::V4(*network), *length)),
        IpAddr::V6(_) => !INSIDE_V6.iter().any(|(network, length)| within(ip, IpAddr::V6(*network), *length)),
    }
}

/// Whether `ip` is in the network whose first `length` bits are those of `network`.
pub(super) fn within(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => {
            let shift = 32_u32.saturating_sub(u32::from(length));
            u32::from(ip).checked_shr(shift) == u32::from(network).checked_shr(shift)
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) => {
            let shift = 128_u32.saturating_sub(u32::from(length));
            u128::from(ip).checked_shr(shift) == u128::from(network).checked_shr(shift)
        }
        _ => false,
    }
}
