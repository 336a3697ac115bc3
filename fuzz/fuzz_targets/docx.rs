//! Word files: the body, the lists and the styles, parted by NUL, packed as Word packs them. What is found goes to
//! `fixtures/fuzz/docx`.
#![no_main]

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const LINKS: &str = "<Relationships><Relationship Id=\"a\" Type=\"x/numbering\" Target=\"numbering.xml\"/><Relationship \
                     Id=\"b\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).expect("an entry begins");
        zip.write_all(content).expect("an entry is written");
    };
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    for name in ["document", "numbering", "styles"] {
        let open = format!("<w:{name} xmlns:w=\"{SPACE}\">");
        let part = [open.as_bytes(), parts.next().unwrap_or_default(), format!("</w:{name}>").as_bytes()].concat();
        add(&format!("word/{name}.xml"), &part);
    }
    add("word/_rels/document.xml.rels", LINKS.as_bytes());
    let file = zip.finish().expect("the archive ends").into_inner();
    if let Err(broken) = huibao::laws::docx(&file) {
        panic!("{broken}");
    }
});
