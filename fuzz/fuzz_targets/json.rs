//! JSON to a tree to text: the laws of trees. What is found goes to `fixtures/fuzz/json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|json: &[u8]| {
    if let Err(broken) = huibao::laws::json(json) {
        panic!("{broken}");
    }
});
