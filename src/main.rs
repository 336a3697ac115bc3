fn main() {
    let path = std::env::args().nth(2).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let r = huibao::read::read(bytes.clone(), &Default::default()).unwrap();
    assert!(huibao::write::write(&r).unwrap() == bytes, "round trip");
    for row in huibao::contents::rows(&r) { println!("{}", serde_json::to_string(&row).unwrap()); }
}
