//! What a packager and a shell need.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

#[derive(Args)]
#[command(
    after_help = "Example: actlas completions bash > /usr/share/bash-completion/completions/actlas"
)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Args)]
#[command(after_help = "Example: actlas man /usr/local/share/man/man1")]
pub struct Man {
    /// The folder to write into; it is made if it is not there
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
