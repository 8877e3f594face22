//! Fingerprints of texts.

use sha2::{Digest, Sha256};

/// The first bytes of a SHA-256, in hex digits.
pub(crate) fn of(text: impl AsRef<[u8]>, bytes: usize) -> String {
    let digest = Sha256::digest(text);
    let first = digest.iter().take(bytes);
    first.map(|byte| format!("{byte:02x}")).collect()
}
