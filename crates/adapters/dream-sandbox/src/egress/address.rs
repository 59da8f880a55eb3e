//! Which addresses a name may lead to: public ones.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subnet {
    address: IpAddr,
    bits: u8,
}

/// A text that is no subnet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a subnet: use one such as 10.1.0.0/16 or fd00:1::/32")]
pub struct UnknownSubnet(pub String);

impl std::str::FromStr for Subnet {
    type Err = UnknownSubnet;

    fn from_str(text: &str) -> Result<Self, UnknownSubnet> {
        let parsed = text.split_once('/').and_then(|(address, bits)| {
            let subnet = Self { address: address.parse().ok()?, bits: bits.parse().ok()? };
            let at_most = if subnet.address.is_ipv4() { 32 } else { 128 };
            (subnet.bits <= at_most).then_some(subnet)
        });
        parsed.ok_or_else(|| UnknownSubnet(text.chars().take(80).collect()))
    }
}

impl Subnet {
    const fn v4(a: u8, b: u8, c: u8, bits: u8) -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::new(a, b, c, 0)), bits }
    }

    const fn v6(first: u16, second: u16, third: u16, bits: u8) -> Self {
        Self { address: IpAddr::V6(Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0)), bits }
    }

    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(address)) => same(net.to_bits().into(), address.to_bits().into(), 32, self.bits),
            (IpAddr::V6(net), IpAddr::V6(address)) => same(net.to_bits(), address.to_bits(), 128, self.bits),
            _ => false,
        }
    }
}

/// Whether the first `bits` of `width` are the same.
fn same(one: u128, other: u128, width: u8, bits: u8) -> bool {
    (one ^ other).checked_shr(u32::from(width - bits.min(width))).unwrap_or(0) == 0
}

/// What is not public, of version 4: this host, private, shared, loopback, link-local, protocols, documentation, relays, benchmarks,
/// multicast, reserved, broadcast.
const DENIED_V4: [Subnet; 15] = [
    Subnet::v4(0, 0, 0, 8),
    Subnet::v4(10, 0, 0, 8),
    Subnet::v4(100, 64, 0, 10),
    Subnet::v4(127, 0, 0, 8),
    Subnet::v4(169, 254, 0, 16),
    Subnet::v4(172, 16, 0, 12),
    Subnet::v4(192, 0, 0, 24),
    Subnet::v4(192, 0, 2, 24),
    Subnet::v4(192, 88, 99, 24),
    Subnet::v4(192, 168, 0, 16),
    Subnet::v4(198, 18, 0, 15),
    Subnet::v4(198, 51, 100, 24),
    Subnet::v4(203, 0, 113, 24),
    Subnet::v4(224, 0, 0, 4),
    Subnet::v4(240, 0, 0, 4),
];

/// Likewise of version 6, and what carries an address of version 4 in it: compatible, translated, 6to4, Teredo.
const DENIED_V6: [Subnet; 14] = [
    Subnet::v6(0, 0, 0, 96),
    Subnet::v6(0x64, 0xff9b, 0, 96),
    Subnet::v6(0x64, 0xff9b, 1, 48),
    Subnet::v6(0x100, 0, 0, 64),
    Subnet::v6(0x2001, 0, 0, 32),
    Subnet::v6(0x2001, 0x10, 0, 28),
    Subnet::v6(0x2001, 0x20, 0, 28),
    Subnet::v6(0x2001, 0xdb8, 0, 32),
    Subnet::v6(0x2002, 0, 0, 16),
    Subnet::v6(0x3fff, 0, 0, 20),
    Subnet::v6(0x5f00, 0, 0, 16),
    Subnet::v6(0xfc00, 0, 0, 7),
    Subnet::v6(0xfe80, 0, 0, 9),
    Subnet::v6(0xff00, 0, 0, 8),
];

/// Whether `address` may be connected to.
pub(super) fn is_reachable(address: IpAddr, private: &[Subnet]) -> bool {
    let address = address.to_canonical();
    let denied = DENIED_V4.iter().chain(&DENIED_V6).any(|net| net.holds(address));
    !denied || private.iter().any(|net| net.holds(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 \
        172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 \
        239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 \
        64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 febf::1 \
        fec0::1 ff02::1";
    const PUBLIC: &str = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 198.20.0.1 223.255.255.255 2606:4700::1111 \
        2001:4860:4860::8888 ::ffff:8.8.8.8";

    #[test]
    fn public_and_not() {
        for text in PRIVATE.split_whitespace() {
            assert!(!is_reachable(text.parse().unwrap(), &[]), "{text}");
        }
        for text in PUBLIC.split_whitespace() {
            assert!(is_reachable(text.parse().unwrap(), &[]), "{text}");
        }
    }

    #[test]
    fn what_an_operator_allows() {
        let own: Subnet = "10.1.0.0/16".parse().unwrap();
        assert!(is_reachable("10.1.2.3".parse().unwrap(), &[own]));
        assert!(!is_reachable("10.2.2.3".parse().unwrap(), &[own]));
        for text in ["10.0.0.0", "10.0.0.0/33", "x/8", "::/129", ""] {
            assert!(text.parse::<Subnet>().is_err(), "{text}");
        }
    }
}
