#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = actlas_fuzz::target("news_pdf").expect("the target exists");
    (target.run)(bytes);
});
