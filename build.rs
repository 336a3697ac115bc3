//! Turns the tables of `grammar/` into static data.

#[path = "build/classes.rs"]
mod classes;
#[path = "build/frame.rs"]
mod frame;
#[path = "build/html.rs"]
mod html;
#[path = "build/markers.rs"]
mod markers;
#[path = "build/messages.rs"]
mod messages;
#[path = "build/numerals.rs"]
mod numerals;
#[path = "build/page.rs"]
mod page;
#[path = "build/relations.rs"]
mod relations;
#[path = "build/sets.rs"]
mod sets;
#[path = "build/signatures.rs"]
mod signatures;
#[path = "build/trie.rs"]
mod trie;
#[path = "build/word.rs"]
mod word;
#[path = "build/words.rs"]
mod words;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=grammar");
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    frame::generate(&out);
    markers::generate(&out);
    messages::generate(&out);
    numerals::generate(&out);
    html::generate(&out);
    page::generate(&out);
    relations::generate(&out);
    signatures::generate(&out);
    word::generate(&out);
    words::generate(&out);
}
