//! The parts of the package that say nothing of the report.

use std::io;

use super::xml::{W, Xml};
use crate::export::page::style;

const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The namespace of relations, for the part that refers to others.
pub(super) const R: (&str, &str) = ("xmlns:r", RELATION);
/// The ids of the footers of odd and of even pages.
pub(super) const ODD: &str = "rId4";
pub(super) const EVEN: &str = "rId5";

/// `[Content_Types].xml` (ECMA-376 part 2, 10.1.2).
pub(super) fn content_types() -> io::Result<Vec<u8>> {
    Xml::part("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let relations = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relations)])?;
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")])?;
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)])?;
        for (name, kind) in [
            ("document", "document.main"),
            ("styles", "styles"),
            ("fontTable", "fontTable"),
            ("settings", "settings"),
            ("footer1", "footer"),
            ("footer2", "footer"),
        ] {
            let (name, kind) = (format!("/word/{name}.xml"), format!("{MAIN}.{kind}+xml"));
            xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)])?;
        }
        Ok(())
    })
}

/// `_rels/.rels`
pub(super) fn package() -> io::Result<Vec<u8>> {
    related(&[
        ("rId1", &format!("{RELATION}/officeDocument"), "word/document.xml"),
        ("rId2", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
    ])
}

/// `word/_rels/document.xml.rels`
pub(super) fn relations() -> io::Result<Vec<u8>> {
    related(&[
        ("rId1", &format!("{RELATION}/styles"), "styles.xml"),
        ("rId2", &format!("{RELATION}/fontTable"), "fontTable.xml"),
        ("rId3", &format!("{RELATION}/settings"), "settings.xml"),
        (ODD, &format!("{RELATION}/footer"), "footer1.xml"),
        (EVEN, &format!("{RELATION}/footer"), "footer2.xml"),
    ])
}

fn related(relations: &[(&str, &str, &str)]) -> io::Result<Vec<u8>> {
    Xml::part("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in relations {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)])?;
        }
        Ok(())
    })
}

/// `docProps/core.xml`: the title, and no time.
pub(super) fn core(title: &str) -> io::Result<Vec<u8>> {
    let core = format!("{PACKAGE}/metadata/core-properties");
    let namespaces = [("xmlns:cp", core.as_str()), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    Xml::part("cp:coreProperties", &namespaces, |xml| {
        // These take no attributes (ECMA-376 part 2, 11.2).
        xml.holding("dc:title", &[], |xml| xml.words(title))?;
        xml.holding("dc:language", &[], |xml| xml.words("zh-CN"))
    })
}

/// `word/settings.xml` (ECMA-376 part 1, 17.15.1): odd and even pages differ, punctuation is as wide as characters.
pub(super) fn settings() -> io::Result<Vec<u8>> {
    Xml::part("w:settings", &[W], |xml| {
        xml.empty("w:evenAndOddHeaders", &[])?;
        xml.value("w:characterSpacingControl", "doNotCompress")?;
        xml.holding("w:compat", &[], |xml| {
            let word = "http://schemas.microsoft.com/office/word";
            xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")])
        })?;
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
    })
}

/// A footer: — 1 —
pub(super) fn footer(key: &str) -> io::Result<Vec<u8>> {
    Xml::part("w:ftr", &[W], |xml| {
        xml.holding("w:p", &[], |xml| {
            xml.holding("w:pPr", &[], |xml| xml.value("w:pStyle", style(key).id))?;
            xml.holding("w:r", &[], |xml| xml.text("w:t", "— "))?;
            xml.holding("w:fldSimple", &[("w:instr", "PAGE")], |xml| {
                xml.holding("w:r", &[], |xml| xml.text("w:t", "1"))
            })?;
            xml.holding("w:r", &[], |xml| xml.text("w:t", " —"))
        })
    })
}
