//! Lists the files of the lexicon so that they can be built into the binary.
#[path = "../files/embed.rs"]
mod embed;

fn main() -> std::io::Result<()> {
    embed::embed("../../lexicon", &["yaml"])
}
