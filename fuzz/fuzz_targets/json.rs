//! JSON to a tree to text: law 3. What is found goes to `fixtures/fuzz/json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|json: &[u8]| {
    if let Err(broken) = huibao::laws::law_3(json) {
        panic!("{broken}");
    }
});
