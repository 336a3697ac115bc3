//! A web page to a tree: the laws of pages. What is found goes to `fixtures/fuzz/html`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = huibao::laws::page(bytes) {
        panic!("{broken}");
    }
});
