//! Word files for tests: parts in words of our own, packed as Word packs them.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The parts of a Word file, in order.
#[derive(Clone)]
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
    /// The relationships of the body: id, kind, target.
    related: Vec<(String, String, String)>,
}

/// The root element of a part with the namespaces that the fixtures use.
fn part(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} xmlns:w=\"{WORD}\" xmlns:r=\"{OFFICE}\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\">{content}</w:{root}>"
    )
}

impl Package {
    /// A file with a body.
    pub fn new(body: &str) -> Self {
        let document = part("document", &format!("<w:body>{body}</w:body>"));
        let roots = format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
             Target=\"word/document.xml\"/></Relationships>"
        );
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
                     Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" \
                     ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
                     PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
                     wordprocessingml.document.main+xml\"/></Types>";
        let package = Self { parts: Vec::new(), related: Vec::new() };
        package.with("[Content_Types].xml", types).with("_rels/.rels", roots).with("word/document.xml", document)
    }

    /// With an entry of any name.
    pub fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.parts.push((name.to_owned(), bytes.into()));
        self
    }

    /// With a part that the body names.
    pub fn related(self, id: &str, kind: &str, root: &str, content: &str) -> Self {
        self.related_xml(id, kind, &part(root, content))
    }

    /// The same with any XML.
    pub fn related_xml(mut self, id: &str, kind: &str, xml: &str) -> Self {
        let target = format!("{id}.xml");
        self.related.push((id.to_owned(), kind.to_owned(), target.clone()));
        self.with(&format!("word/{target}"), xml)
    }

    /// With styles.
    pub fn styles(self, styles: &str) -> Self {
        self.related("styles", "styles", "styles", styles)
    }

    /// With lists.
    pub fn numbering(self, lists: &str) -> Self {
        self.related("numbering", "numbering", "numbering", lists)
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let related = self.related.iter().map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        });
        let related =
            format!("<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>", related.collect::<Vec<_>>().concat());
        let links = ("word/_rels/document.xml.rels".to_owned(), related.into_bytes());
        for (name, bytes) in self.parts.iter().chain([&links]) {
            zip.start_file(name, options).expect("an entry begins");
            zip.write_all(bytes).expect("an entry is written");
        }
        zip.finish().expect("the archive ends").into_inner()
    }
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A paragraph with properties.
pub fn pp(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A paragraph on a level of a list.
pub fn numbered(list: u32, level: u32, text: &str) -> String {
    pp(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"), text)
}

/// A level of a list: its format, its text, and more of it.
pub fn level(level: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText \
         w:val=\"{text}\"/></w:lvl>"
    )
}

/// A table of cells of one paragraph.
pub fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
