//! Whether a language model is asked too.

use std::path::PathBuf;

use clap::Args;

/// Whether a language model is asked too.
#[derive(Args, Clone, Default)]
pub struct LlmArgs {
    /// Ask a language model too, at this OpenAI-compatible address: texts are sent there, and only there.
    /// A key is read from the environment variable ACTLAS_LLM_KEY
    #[arg(long, value_name = "URL", requires = "model")]
    pub llm: Option<String>,
    /// The name of the model
    #[arg(long, value_name = "NAME", requires = "llm")]
    pub model: Option<String>,
    /// Keep its answers in this folder, so that the same question is put once (default: actlas/llm in
    /// the cache folder of the user)
    #[arg(long, value_name = "DIR", requires = "llm")]
    pub llm_cache: Option<PathBuf>,
    /// How long to wait for one answer (default: 60)
    #[arg(long, value_name = "SECONDS", requires = "llm", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub llm_timeout: Option<u64>,
}
