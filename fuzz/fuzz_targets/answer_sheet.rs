#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = actlas_fuzz::target("answer_sheet").expect("the target exists");
    (target.run)(bytes);
});
