//! The sandbox on this host, from outside: what it holds, what it lets through, and that nothing stays behind.

#[cfg(test)]
mod sandbox {
    mod egress;
    mod escapes;
    mod groups;
    mod lifecycle;
    mod limits;
    mod report;
    mod support;
    mod work;
}
