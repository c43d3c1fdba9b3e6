//! Lists the files of the pack so that they can be built into the binary.
#[path = "../files/embed.rs"]
mod embed;

fn main() -> std::io::Result<()> {
    embed::embed("../../law/eu-ai-act", &["yaml", "md"])
}
