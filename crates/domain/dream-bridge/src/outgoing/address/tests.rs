//! Trap 48: an outgoing webhook pointed at a private address.

use super::*;

fn code(refusal: &AddressRefusal) -> &'static str {
    match refusal {
        AddressRefusal::Unreadable => "unreadable",
        AddressRefusal::Scheme(_) => "scheme",
        AddressRefusal::Plain => "plain",
        AddressRefusal::Credentials => "credentials",
        AddressRefusal::Port(_) => "port",
        AddressRefusal::Inside(_) | AddressRefusal::InsideName(_) => "inside",
        AddressRefusal::NoAddress => "none",
    }
}

#[test]
fn trap_48_no_way_of_writing_an_address_leads_inside() {
    for (text, wanted) in WRITTEN {
        let got = target(text, &Allowance::default());
        assert_eq!(got.as_ref().map_or_else(code, |_| "ok"), *wanted, "{text}: {got:?}");
    }
}

/// Addresses as people and attackers write them, and what becomes of each.
const WRITTEN: &[(&str, &str)] = &[
    ("https://example.com/hook", "ok"),
    ("https://EXAMPLE.com:443/hook?a=1", "ok"),
    ("https://93.184.216.34/", "ok"),
    ("https://[2606:4700::1111]/", "ok"),
    ("https://bücher.example/", "ok"),
    ("https://127.0.0.1/", "inside"),
    ("https://127.1/", "inside"),
    ("https://2130706433/", "inside"),
    ("https://0x7f000001/", "inside"),
    ("https://0177.0.0.1/", "inside"),
    ("https://0x7f.1/", "inside"),
    ("https://127.0.0.1./", "inside"),
    ("https://１２７.０.０.１/", "inside"),
    ("https://127。0。0。1/", "inside"),
    ("https://%31%32%37.0.0.1/", "inside"),
    ("https://0/", "inside"),
    ("https://10.0.0.1/", "inside"),
    ("https://172.16.0.1/", "inside"),
    ("https://172.31.255.255/", "inside"),
    ("https://192.168.1.1/", "inside"),
    ("https://169.254.169.254/latest/meta-data/", "inside"),
    ("https://100.64.0.1/", "inside"),
    ("https://198.18.0.1/", "inside"),
    ("https://224.0.0.1/", "inside"),
    ("https://255.255.255.255/", "inside"),
    ("https://192.0.0.192/", "inside"),
    ("https://[::1]/", "inside"),
    ("https://[::]/", "inside"),
    ("https://[::ffff:127.0.0.1]/", "inside"),
    ("https://[::ffff:7f00:1]/", "inside"),
    ("https://[::127.0.0.1]/", "inside"),
    ("https://[64:ff9b::7f00:1]/", "inside"),
    ("https://[64:ff9b:1::1]/", "inside"),
    ("https://[2002:7f00:1::]/", "inside"),
    ("https://[2001:0:7f00:1::]/", "inside"),
    ("https://[fe80::1]/", "inside"),
    ("https://[fec0::1]/", "inside"),
    ("https://[fd00:ec2::254]/", "inside"),
    ("https://[ff02::1]/", "inside"),
    ("https://[5f00::1]/", "inside"),
    ("https://[fe80::1%25eth0]/", "unreadable"),
    ("https://localhost/", "inside"),
    ("https://LOCALHOST./", "inside"),
    ("https://a.localhost/", "inside"),
    ("https://intranet/", "inside"),
    ("https://printer.local/", "inside"),
    ("https://metadata.google.internal/", "inside"),
    ("https://router.home.arpa/", "inside"),
    ("http://example.com/", "plain"),
    ("ftp://example.com/", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("gopher://example.com/", "scheme"),
    ("https://user@example.com/", "credentials"),
    ("https://user:pw@example.com/", "credentials"),
    ("https://example.com@127.0.0.1/", "credentials"),
    ("https://example.com:22/", "port"),
    ("https://example.com:8443/", "port"),
    ("https://", "unreadable"),
    ("example.com", "unreadable"),
    ("https:\\\\127.0.0.1\\", "inside"),
    ("https://256.256.256.256/", "unreadable"),
];

#[test]
fn trap_48_a_name_that_resolves_inside_even_once_is_refused() {
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let allowance = Allowance::default();
    let public = [ip("93.184.216.34"), ip("2606:4700::1111")];
    assert_eq!(chosen_addresses(&public, &allowance), Ok(public.to_vec()));
    for inside in ["127.0.0.1", "10.1.2.3", "::1", "::ffff:10.0.0.1", "fd00::1", "64:ff9b::a00:1"] {
        assert_eq!(code(&chosen_addresses(&[public[0], ip(inside)], &allowance).unwrap_err()), "inside", "{inside}");
    }
    assert_eq!(chosen_addresses(&[], &allowance), Err(AddressRefusal::NoAddress));
}

#[test]
fn an_operator_may_open_a_network_a_port_and_plain_http() {
    let allowance =
        Allowance { networks: vec![("10.1.0.0".parse().unwrap(), 16), ("::1".parse().unwrap(), 128)], ports: vec![8080], plain_http: true };
    for (text, wanted) in [
        ("http://10.1.2.3:8080/", "ok"),
        ("http://[::1]/", "ok"),
        ("http://[::ffff:10.1.0.1]/", "ok"),
        ("http://10.2.0.1/", "inside"),
        ("http://127.0.0.1/", "inside"),
        ("http://example.com:8081/", "port"),
    ] {
        assert_eq!(target(text, &allowance).as_ref().map_or_else(code, |_| "ok"), wanted, "{text}");
    }
}
