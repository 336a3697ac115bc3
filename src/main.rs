//! The `huibao` command.

fn main() -> std::process::ExitCode {
    huibao::cli::run()
}
