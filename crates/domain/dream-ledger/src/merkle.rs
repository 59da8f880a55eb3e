//! The Merkle tree over an organisation's events (RFC 6962 section 2.1), kept as its right edge.

use crate::Digest;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

/// The hash of a leaf: SHA-256 of a zero byte and the entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Digest {
    let mut hasher = sha2::Sha256::new();
    hasher.update([0]);
    hasher.update(entry);
    Digest::from_bytes(hasher.finalize().into())
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut hasher = sha2::Sha256::new();
    hasher.update([1]);
    hasher.update(left.as_bytes());
    hasher.update(right.as_bytes());
    Digest::from_bytes(hasher.finalize().into())
}

/// The roots of the perfect subtrees that make up a tree of `size` leaves, largest first: enough to append and to give the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

impl Frontier {
    /// The number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf's hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut carry = leaf;
        let mut filled = self.size;
        while filled & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            carry = node_hash(&left, &carry);
            filled >>= 1;
        }
        self.peaks.push(carry);
        self.size += 1;
    }

    /// The root of the tree; SHA-256 of nothing for an empty one.
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Digest::of(&[]) };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// The bytes to store: the size and the peaks.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak.as_bytes());
        }
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote; `None` when the bytes are not that.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (peaks, tail) = rest.as_chunks::<32>();
        if !tail.is_empty() || peaks.len() != usize::try_from(size.count_ones()).ok()? {
            return None;
        }
        Some(Self { size, peaks: peaks.iter().map(|peak| Digest::from_bytes(*peak)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962 section 2.1, written down as it reads.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [only] => *only,
            more => {
                let split = more.len().next_power_of_two() / 2;
                node_hash(&by_definition(&more[..split]), &by_definition(&more[split..]))
            }
        }
    }

    #[test]
    fn the_frontier_has_the_root_that_the_definition_has() {
        let leaves: Vec<Digest> = (0..70_u8).map(|n| leaf_hash(&[n])).collect();
        let mut frontier = Frontier::default();
        assert_eq!(frontier.root(), by_definition(&[]));
        for (n, leaf) in leaves.iter().enumerate() {
            frontier.push(*leaf);
            assert_eq!(frontier.root(), by_definition(&leaves[..=n]), "after {} leaves", n + 1);
            assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier.clone()));
        }
    }

    #[test]
    fn the_known_root_of_the_certificate_transparency_vectors() {
        // The test leaves of the reference implementation of RFC 6962 (certificate-transparency, merkletree tests).
        let inputs: [&[u8]; 8] = [
            b"",
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
        ];
        let mut frontier = Frontier::default();
        for input in inputs {
            frontier.push(leaf_hash(input));
        }
        assert_eq!(frontier.root().hex(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    #[test]
    fn bytes_that_are_no_frontier_are_refused() {
        assert_eq!(Frontier::from_bytes(&[1, 2, 3]), None);
        assert_eq!(Frontier::from_bytes(&3_u64.to_be_bytes()), None);
    }
}
