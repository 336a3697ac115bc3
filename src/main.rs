//! The `huibao` command.

/// Reports are trees of many small parts, which the system's allocator is slow to hand out.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    huibao::cli::run()
}
