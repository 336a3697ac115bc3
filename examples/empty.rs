//! The least that a command with arguments does: what starting `huibao` is measured against.

fn main() {
    let matches = clap::Command::new("empty").arg(clap::Arg::new("file").num_args(0..)).get_matches();
    std::hint::black_box(matches);
}
