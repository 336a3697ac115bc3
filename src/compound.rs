//! Compound files (MS-CFB): what old Office programs, and encrypted packages, are stored in.

use memchr::memmem;

/// Where every compound file begins (MS-CFB 2.2).
const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The stream that an encrypted package is (MS-OFFCRYPTO 2.3.4.4).
const ENCRYPTED: &str = "EncryptedPackage";

/// Whether bytes are a compound file, whole or damaged.
pub(crate) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Whether a compound file has a stream of this name; names are UTF-16 (MS-CFB 2.6.1).
pub(crate) fn has(bytes: &[u8], stream: &str) -> bool {
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &name).is_some()
}

/// Whether a compound file is an encrypted .docx or .xlsx.
pub(crate) fn is_encrypted(bytes: &[u8]) -> bool {
    has(bytes, ENCRYPTED)
}
