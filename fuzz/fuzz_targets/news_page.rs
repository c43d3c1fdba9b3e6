#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = actlas_fuzz::target("news_page").expect("the target exists");
    (target.run)(bytes);
});
