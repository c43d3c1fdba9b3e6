#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = actlas_fuzz::target("news_claims").expect("the target exists");
    (target.run)(bytes);
});
