//! Bytes to a tree and back: every law. What is found goes to `fixtures/fuzz/bytes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = huibao::laws::all(bytes) {
        panic!("{broken}");
    }
});
