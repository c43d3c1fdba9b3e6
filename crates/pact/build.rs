//! Lists the files of the pacts so that they can be built into the binary.
#[path = "../files/embed.rs"]
mod embed;

fn main() -> std::io::Result<()> {
    embed::embed("../../pacts", &["yaml", "csv"])
}
