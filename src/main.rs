fn main() {
    let cmd = std::env::args().nth(1).unwrap();
    let path = std::env::args().nth(2).unwrap();
    let bytes = std::fs::read(path).unwrap();
    if cmd == "render" { let r = huibao::json::from_slice(&bytes).unwrap(); use std::io::Write; std::io::stdout().write_all(&huibao::write::write(&r).unwrap()).unwrap(); return; }
    let r = huibao::read::read(bytes.clone(), &Default::default()).unwrap();
    assert!(huibao::write::write(&r).unwrap() == bytes, "round trip");
    if cmd == "parse" { huibao::json::to_writer(&r, huibao::json::Form::Lines, &mut std::io::stdout().lock()).unwrap(); return; }
    if cmd == "slots" { huibao::row::write_jsonl(&huibao::slots::rows(&r, Default::default()), std::io::stdout().lock()).unwrap(); return; }
    for row in huibao::contents::rows(&r) { println!("{}", serde_json::to_string(&row).unwrap()); }
}
