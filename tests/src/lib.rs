//! Black-box tests of the binary.
#![forbid(unsafe_code)]
