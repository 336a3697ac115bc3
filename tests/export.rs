//! Reports in the formats of others: the Word package against the figures of GB/T 9704-2012, Markdown and HTML against
//! their goldens in `fixtures/export`, and no word lost in any of them.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};

use expect_test::expect_file;
use huibao::{ErrorKind, Lang, ReadOptions, Report, Scope, export, json, print, read, slots};
use quick_xml::{Reader, events::Event};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn letter() -> Report {
    json::from_slice(&fs::read(fixtures().join("export/letter.json")).expect("a fixture")).expect("it loads")
}

fn signs() -> Report {
    text(&fs::read_to_string(fixtures().join("export/signs.txt")).expect("a fixture"))
}

fn text(text: &str) -> Report {
    read(text.into(), &ReadOptions::default()).expect("a text is a report")
}

/// The parts of a package.
fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("a part");
        let mut xml = String::new();
        file.read_to_string(&mut xml).expect("a part is UTF-8");
        parts.insert(file.name().expect("a name").into_owned(), xml);
    }
    parts
}

/// An element: its name, its attributes, what it is in, and its text.
#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    path: Vec<String>,
    text: String,
}

impl Element {
    fn get(&self, key: &str) -> &str {
        self.attributes.get(key).map_or("", String::as_str)
    }

    fn number(&self, key: &str) -> f64 {
        self.get(key).parse().unwrap_or_else(|_| panic!("{} of {self:?}", key))
    }
}

/// The elements of a part in the order of their starts.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let (mut out, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("the part is XML");
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let value = quick_xml::escape::unescape(&attribute.value);
                    (attribute.key.as_ref().to_owned(), value.expect("an escape").into_owned())
                });
                let name = start.name().as_ref().to_owned();
                let path = open.iter().map(|&at| out[at].name.clone()).collect();
                out.push(Element { name, attributes: attributes.collect(), path, text: String::new() });
                if matches!(event, Event::Start(_)) {
                    open.push(out.len() - 1);
                }
            }
            Event::Text(text) => {
                open.iter().for_each(|&at| out[at].text.push_str(text));
            }
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::unescape(&format!("&{};", &**name)).expect("an entity").into_owned();
                open.iter().for_each(|&at| out[at].text.push_str(&text));
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => return out,
            _ => {}
        }
    }
}

fn named<'e>(elements: &'e [Element], name: &str) -> Vec<&'e Element> {
    elements.iter().filter(|element| element.name == name).collect()
}

/// The elements of each `name` with what it holds.
fn each(elements: &[Element], name: &str) -> Vec<Vec<Element>> {
    let mut out: Vec<Vec<Element>> = Vec::new();
    let mut depth = None;
    for element in elements {
        if element.name == name {
            depth = Some(element.path.len());
            out.push(Vec::new());
        } else if depth.is_some_and(|depth| element.path.len() <= depth) {
            depth = None;
        }
        if let Some(last) = out.last_mut().filter(|_| depth.is_some()) {
            last.push(element.clone());
        }
    }
    out
}

fn docx(report: &Report) -> BTreeMap<String, String> {
    parts(export::docx(report).expect("it is made"))
}

/// The paragraphs of a document: their style and their elements.
fn paragraphs(report: &Report) -> Vec<(String, Vec<Element>)> {
    let document = elements(&docx(report)["word/document.xml"]);
    let styled = |paragraph: Vec<Element>| (named(&paragraph, "w:pStyle")[0].get("w:val").to_owned(), paragraph);
    each(&document, "w:p").into_iter().map(styled).collect()
}

/// Words without blanks.
fn packed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{FEFF}' | '\u{200B}')).collect()
}

fn every_fixture() -> Vec<(PathBuf, Report)> {
    fn go(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                go(&path, out);
            } else if path.extension().is_some_and(|e| e == "txt") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    go(&fixtures(), &mut paths);
    paths.sort();
    let report = |path: PathBuf| {
        let report = read(fs::read(&path).expect("a fixture"), &ReadOptions::default()).expect("a text");
        (path, report)
    };
    paths.into_iter().map(report).collect()
}

const MILLIMETRE: f64 = 1440.0 / 25.4;

#[test]
fn the_page_is_that_of_the_standard() {
    let parts = docx(&letter());
    let document = elements(&parts["word/document.xml"]);
    let (size, margins) = (named(&document, "w:pgSz")[0], named(&document, "w:pgMar")[0]);
    let millimetres = |element: &Element, key: &str| (element.number(key) / MILLIMETRE * 10.0).round() / 10.0;
    assert_eq!([millimetres(size, "w:w"), millimetres(size, "w:h")], [210.0, 297.0]);
    assert_eq!([millimetres(margins, "w:top"), millimetres(margins, "w:left")], [37.0, 28.0]);
    let width = size.number("w:w") - margins.number("w:left") - margins.number("w:right");
    let height = size.number("w:h") - margins.number("w:top") - margins.number("w:bottom");
    assert_eq!([(width / MILLIMETRE).round(), (height / MILLIMETRE).round()], [156.0, 225.0]);
    // The dashes of a page number of 14 points are 7 mm below the type area.
    let dashes = margins.number("w:bottom") - margins.number("w:footer") - 7.0 * 20.0;
    assert!((dashes / MILLIMETRE - 7.0).abs() < 0.1, "{dashes}");

    // Exactly 28 points a line: 22 lines and no more. 28 characters a line and no more, by grid and by spacing.
    let styles = elements(&parts["word/styles.xml"]);
    let defaults = &each(&styles, "w:docDefaults")[0];
    let line =
        named(defaults, "w:spacing").into_iter().find(|spacing| !spacing.get("w:line").is_empty()).expect("a pitch");
    assert_eq!((line.get("w:line"), line.get("w:lineRule")), ("560", "exact"));
    let room =
        named(defaults, "w:spacing").into_iter().find(|spacing| !spacing.get("w:val").is_empty()).expect("a spacing");
    let character = 16.0 * 20.0 + room.number("w:val");
    let grid = named(&document, "w:docGrid")[0];
    assert_eq!(grid.get("w:type"), "linesAndChars");
    let cell = 16.0 * 20.0 + grid.number("w:charSpace") * 20.0 / 4096.0;
    for (fits, room, number) in [
        (line.number("w:line"), height, 22.0),
        (grid.number("w:linePitch"), height, 22.0),
        (character, width, 28.0),
        (cell, width, 28.0),
    ] {
        assert_eq!((room / fits).floor(), number, "{fits} in {room}");
    }
}

#[test]
fn each_font_stands_in_its_four_slots() {
    let parts = docx(&letter());
    let mut seen = 0;
    for xml in parts.values() {
        for fonts in named(&elements(xml), "w:rFonts") {
            let slots = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|slot| fonts.get(slot));
            assert!(!slots[0].is_empty() && slots.iter().all(|slot| *slot == slots[0]), "{fonts:?}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_styles_are_those_of_the_standard() {
    let parts = docx(&letter());
    let styles = elements(&parts["word/styles.xml"]);
    let styles = each(&styles, "w:style");
    let of = |id: &str| -> &[Element] {
        styles.iter().find(|style| style[0].get("w:styleId") == id).unwrap_or_else(|| panic!("{id}"))
    };
    let value = |style: &[Element], name: &str| named(style, name).first().map(|e| e.get("w:val").to_owned());
    // 2号 is 22 points, 3号 is 16, 4号 is 14; OOXML counts halves.
    for (id, font, size) in [
        ("Title", "方正小标宋简体", "44"),
        ("Addressee", "仿宋_GB2312", "32"),
        ("BodyText", "仿宋_GB2312", "32"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
        ("Footer", "宋体", "28"),
        ("FooterEven", "宋体", "28"),
        ("Secrecy", "黑体", "32"),
    ] {
        let style = of(id);
        assert_eq!(named(style, "w:rFonts")[0].get("w:eastAsia"), font, "{id}");
        assert_eq!(value(style, "w:sz").as_deref(), Some(size), "{id}");
    }
    for (id, name, level) in [
        ("Heading1", "heading 1", "0"),
        ("Heading2", "heading 2", "1"),
        ("Heading3", "heading 3", "2"),
        ("Heading4", "heading 4", "3"),
    ] {
        assert_eq!(value(of(id), "w:name").as_deref(), Some(name));
        assert_eq!(value(of(id), "w:outlineLvl").as_deref(), Some(level));
        assert_eq!(named(of(id), "w:ind")[0].get("w:firstLineChars"), "200");
    }
    assert_eq!(named(of("BodyText"), "w:ind")[0].get("w:firstLineChars"), "200");
    assert_eq!(value(of("Title"), "w:jc").as_deref(), Some("center"));
    assert!(named(of("Addressee"), "w:ind").is_empty());
    // Every style that is used is there.
    for xml in parts.values() {
        for used in elements(xml)
            .iter()
            .filter(|e| ["w:pStyle", "w:rStyle", "w:basedOn", "w:next", "w:link"].contains(&&*e.name))
        {
            of(used.get("w:val"));
        }
    }
}

#[test]
fn page_numbers_stand_between_dashes_at_the_outer_edge() {
    let parts = docx(&letter());
    let document = elements(&parts["word/document.xml"]);
    let relations = elements(&parts["word/_rels/document.xml.rels"]);
    let styles = elements(&parts["word/styles.xml"]);
    for (which, align, side) in [("default", "right", "w:rightChars"), ("even", "left", "w:leftChars")] {
        let reference =
            named(&document, "w:footerReference").into_iter().find(|e| e.get("w:type") == which).expect("a footer");
        let relation = relations.iter().find(|e| e.get("Id") == reference.get("r:id")).expect("a relation");
        let footer = elements(&parts[&format!("word/{}", relation.get("Target"))]);
        assert_eq!(named(&footer, "w:p")[0].text, "— 1 —");
        assert_eq!(named(&footer, "w:fldSimple")[0].get("w:instr"), "PAGE");
        let id = named(&footer, "w:pStyle")[0].get("w:val").to_owned();
        let style =
            each(&styles, "w:style").into_iter().find(|style| style[0].get("w:styleId") == id).expect("a style");
        assert_eq!(named(&style, "w:jc")[0].get("w:val"), align);
        assert_eq!(named(&style, "w:ind")[0].get(side), "100");
    }
    assert_eq!(named(&elements(&parts["word/settings.xml"]), "w:evenAndOddHeaders").len(), 1);
}

#[test]
fn headings_are_in_the_outline_and_numbers_are_text() {
    let shown: Vec<(String, String)> =
        paragraphs(&letter()).into_iter().map(|(style, paragraph)| (style, paragraph[0].text.clone())).collect();
    let has = |style: &str, text: &str| shown.iter().any(|(s, t)| s == style && t == text);
    assert!(has("Heading1", "一、主要工作"), "{shown:?}");
    assert!(has("Heading2", "（一）抓好农田建设"), "{shown:?}");
    // A run-in heading is not all of its paragraph: it has the heading's font inside the text.
    let (_, run_in) = paragraphs(&letter()).into_iter().find(|(_, p)| p[0].text.starts_with("1.")).expect("a heading");
    let runs = each(&run_in, "w:r");
    assert_eq!(named(&runs[0], "w:rStyle")[0].get("w:val"), "Heading3Words");
    assert_eq!(runs[0][0].text, "1.加强培训。");
    assert!(named(&runs[1], "w:rStyle").is_empty());
    assert!(!docx(&letter()).contains_key("word/numbering.xml"));
}

#[test]
fn open_slots_are_highlighted_each_in_its_own_run() {
    let report = letter();
    let highlighted: Vec<String> = paragraphs(&report)
        .iter()
        .flat_map(|(_, paragraph)| each(paragraph, "w:r"))
        .filter(|run| !named(run, "w:highlight").is_empty())
        .map(|run| run[0].text.clone())
        .collect();
    let open: Vec<String> = slots(&report, Scope::Slots)
        .into_iter()
        .filter(|row| row.value.is_none())
        // Where the number is lost, its unit is marked.
        .map(|row| if row.text.is_empty() { row.surface } else { row.text })
        .collect();
    assert_eq!(highlighted, open);
    assert_eq!(highlighted, ["xx", "x", "xx", "xxx", "万元"]);
    let filled = paragraphs(&report).iter().any(|(_, paragraph)| paragraph[0].text.contains("培训班12期"));
    assert!(filled, "a value is printed");
}

/// How far the middle of a text is from the right, in hundredths of a character.
fn middle(paragraph: &[Element]) -> f64 {
    let wide = |c: char| if c.is_ascii() { 50.0 } else { 100.0 };
    let width: f64 = paragraph[0].text.chars().map(wide).sum();
    named(paragraph, "w:ind").first().map_or(0.0, |ind| ind.number("w:rightChars")) + width / 2.0
}

#[test]
fn a_signature_stands_centred_over_its_date() {
    for (signature, date) in [("青岩县农业农村局", "2026年7月8日"), ("水利局", "2026年12月18日")] {
        let report = format!("情况报告\n\n县政府：\n\n特此报告。\n\n{signature}\n\n{date}\n");
        let found = paragraphs(&text(&report));
        let of = |style: &str| &found.iter().find(|(s, _)| s == style).unwrap_or_else(|| panic!("{style}")).1;
        assert_eq!(named(of("Date"), "w:ind")[0].get("w:rightChars"), "400");
        assert!((middle(of("Signature")) - middle(of("Date"))).abs() <= 1.0, "{signature}");
    }
}

#[test]
fn without_a_seal_the_date_begins_two_characters_further_right() {
    // The longer of the two stands two characters from the edge: GB/T 9704-2012, 7.3.5.2.
    for (signature, date, [signed, dated]) in
        [("青岩县农业农村局", "2026年7月8日", [200.0, 200.0]), ("水利局", "2026年12月18日", [800.0, 200.0])]
    {
        let json = format!(
            r#"{{"letterhead":{{"unsealed":true}},"blocks":["特此报告。",
            {{"kind":"signature","text":"{signature}"}},{{"kind":"date","text":"{date}"}}]}}"#
        );
        let found = paragraphs(&json::from_slice(json.as_bytes()).expect("it loads"));
        let right = |style: &str| {
            let paragraph = &found.iter().find(|(s, _)| s == style).unwrap_or_else(|| panic!("{style}")).1;
            named(paragraph, "w:ind")[0].number("w:rightChars")
        };
        assert_eq!([right("Signature"), right("Date")], [signed, dated], "{signature}");
    }
}

#[test]
fn attachments_go_on_below_their_names() {
    let found = paragraphs(&letter());
    let attachments: Vec<_> = found.iter().filter(|(style, _)| style == "Attachment").collect();
    let indents = |at: usize| {
        let indent = named(&attachments[at].1, "w:ind")[0];
        (indent.number("w:leftChars"), indent.number("w:leftChars") - indent.number("w:hangingChars"))
    };
    // 附件：1. begins two characters from the left, its name six; 2. stands below 1.
    assert_eq!(indents(0), (600.0, 200.0));
    assert_eq!(indents(1), (600.0, 500.0));
}

#[test]
fn what_follows_a_title_is_below_an_empty_line_and_a_second_title_below_two() {
    let json = r#"{"blocks":[{"kind":"title","text":"汇报"},{"kind":"date","text":"2026年3月5日"},
        {"kind":"addressee","text":"区委"},"现汇报如下。","特此报告。",{"kind":"date","text":"2026年3月6日"},
        {"kind":"title","text":"附表说明"},"说明如下。"]}"#;
    let found = paragraphs(&json::from_slice(json.as_bytes()).expect("it loads"));
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|(style, p)| {
            (style.as_str(), named(p, "w:spacing").first().map_or("", |spacing| spacing.get("w:beforeLines")))
        })
        .collect();
    let expected = [
        ("Title", ""),
        ("Subtitle", ""),
        ("Addressee", "100"),
        ("BodyText", ""),
        ("BodyText", ""),
        ("Date", ""),
        ("Title", "200"),
        ("BodyText", "100"),
    ];
    assert_eq!(shown, expected);
    assert_eq!(found[2].1[0].text, "区委：");
}

#[test]
fn a_letterhead_stands_over_the_title() {
    let found = paragraphs(&letter());
    let styles: Vec<&str> = found.iter().map(|(style, _)| style.as_str()).collect();
    assert_eq!(styles[..6], ["CopyNumber", "Secrecy", "Secrecy", "Issuer", "SignedNumber", "Title"]);
    // 35 mm from the top of the type area, of which the marks take three lines.
    let issuer = named(&found[3].1, "w:spacing")[0].number("w:before") + 3.0 * 560.0;
    assert!((issuer / MILLIMETRE - 35.0).abs() < 0.1, "{issuer}");
    let line = named(&found[4].1, "w:bottom")[0];
    assert_eq!((line.get("w:color"), line.get("w:space")), ("FF0000", "11"), "4 mm are 11 points");
    assert_eq!(named(&found[5].1, "w:spacing")[0].get("w:beforeLines"), "200");
    // Without one the title stands at the top, and text has no place for one.
    let mut plain = letter();
    plain.letterhead = None;
    assert_eq!(paragraphs(&plain)[0].0, "Title");
    assert_eq!(print(&plain), print(&letter()));
}

/// The paragraphs of the imprint: their styles, what they say, and how high a rule is in twentieths of a point.
fn imprint(report: &Report) -> Vec<(String, String, String)> {
    let framed = |paragraph: &[Element]| !named(paragraph, "w:framePr").is_empty();
    let shown = |(style, p): (String, Vec<Element>)| {
        let black = named(&p, "w:shd").iter().any(|shading| shading.get("w:fill") == "000000");
        let height = named(&p, "w:spacing").first().map_or("", |line| line.get("w:line")).to_owned();
        let rule = if black { height } else { String::new() };
        (style, p[0].text.clone(), rule)
    };
    paragraphs(report).into_iter().filter(|(_, paragraph)| framed(paragraph)).map(shown).collect()
}

const IMPRINT: &str = "抄送：县委办公室，县政协办公室。\n\n青岩县水利局办公室　　2026年7月8日印发\n";

#[test]
fn an_imprint_stands_between_rules_at_the_foot_of_the_last_page() {
    let json = r#"{"letterhead":{"copies":"县委办公室，县政协办公室","printer":"青岩县水利局办公室","printed":"2026年7月8日"},
        "blocks":[{"kind":"title","text":"情况报告"},"特此报告。"]}"#;
    let of_text = text(&format!("情况报告\n\n特此报告。\n\n{IMPRINT}"));
    for report in [json::from_slice(json.as_bytes()).expect("it loads"), of_text] {
        let found = imprint(&report);
        let found: Vec<[&str; 3]> = found.iter().map(|(style, text, rule)| [&**style, &**text, &**rule]).collect();
        // 0.35 mm are a point, 0.25 mm are 0.7 points.
        let expected = [
            ["ImprintRule", "", "20"],
            ["Imprint", "抄送：县委办公室，县政协办公室。", ""],
            ["ImprintRule", "", "14"],
            ["Imprint", "青岩县水利局办公室　2026年7月8日印发", ""],
            ["ImprintRule", "", "20"],
        ];
        let unspaced = |rows: &[[&str; 3]]| rows.iter().map(|row| row.map(packed)).collect::<Vec<_>>();
        assert_eq!(unspaced(&found), unspaced(&expected));
        // No letterhead stands over the title, which begins the page.
        assert_eq!(paragraphs(&report)[0].0, "Title");
        assert!(named(&paragraphs(&report)[0].1, "w:spacing").is_empty());
    }
}

#[test]
fn an_imprint_is_as_wide_as_the_type_area_and_its_date_stands_at_the_right() {
    for (office, date) in
        [("青岩县水利局办公室", "2026年7月8日"), ("县府办", "2026年12月18日"), ("县府办", "20xx年x月x日")]
    {
        let report = text(&format!("情况报告\n\n特此报告。\n\n{office}　　{date}印发\n"));
        let all = paragraphs(&report);
        let framed: Vec<_> = all.iter().filter(|(_, p)| !named(p, "w:framePr").is_empty()).collect();
        for (_, paragraph) in &framed {
            let frame = named(paragraph, "w:framePr")[0];
            assert_eq!([frame.get("w:vAnchor"), frame.get("w:yAlign")], ["margin", "bottom"]);
            assert_eq!((frame.number("w:w") / MILLIMETRE).round(), 156.0);
        }
        let (_, line) = framed.iter().find(|(style, _)| style == "Imprint").expect("who sends it out");
        assert_eq!(named(line, "w:ind")[0].get("w:leftChars"), "100");
        // 4号 is 14 points; what is left of the line but a character at either end is between the two.
        let wide = |c: char| if c.is_ascii() { 140.0 } else { 280.0 };
        let runs: Vec<f64> = each(line, "w:r")
            .iter()
            .map(|run| {
                let room = named(run, "w:spacing").first().map_or(-5.0, |spacing| spacing.number("w:val"));
                run[0].text.chars().map(|c| wide(c) + room).sum()
            })
            .collect();
        let left = framed[0].1.iter().find(|e| e.name == "w:framePr").map_or(0.0, |frame| frame.number("w:w")) - 560.0;
        assert!((runs.iter().sum::<f64>() - left).abs() < 20.0, "{runs:?} of {left}");
        assert_eq!(packed(&line[0].text), format!("{office}{date}印发"));
    }
}

#[test]
fn what_only_looks_like_an_imprint_is_text() {
    for last in ["方案已于2026年7月8日印发", "县水利局办公室印发", "抄送县委办公室。", "文件　已印发"]
    {
        assert_eq!(imprint(&text(&format!("情况报告\n\n特此报告。\n\n{last}\n"))), [], "{last}");
    }
    // Nor is it one in the middle of a report.
    assert_eq!(imprint(&text(&format!("情况报告\n\n{IMPRINT}\n一、工作\n\n特此报告。\n"))), []);
}

#[test]
fn json_keeps_a_letterhead_and_refuses_what_it_does_not_know() {
    let mut json = Vec::new();
    json::to_writer(&letter(), json::Form::Compact, Scope::Slots, &mut json).expect("a Vec takes all");
    let again = json::from_slice(&json).expect("it loads");
    assert!(again.letterhead.is_some());
    assert_eq!(again.letterhead, letter().letterhead);
    let error = json::from_slice(br#"{"letterhead":{"issuers":"x"},"blocks":[]}"#).expect_err("no such key");
    assert_eq!(error.kind, ErrorKind::Json);
    assert!(error.message.text(Lang::En).contains("issuers"), "{error}");
}

#[test]
fn a_package_is_the_same_each_time_and_has_no_time() {
    let bytes = export::docx(&letter()).expect("it is made");
    assert_eq!(bytes, export::docx(&letter()).expect("it is made"));
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let core = &docx(&letter())["docProps/core.xml"];
    assert!(core.contains("<dc:title>青岩县农业农村局关于2026年") && !core.contains("dcterms"), "{core}");
    assert_eq!(zip.by_index(0).expect("a part").name().expect("a name"), "[Content_Types].xml");
    for index in 0..zip.len() {
        let file = zip.by_index(index).expect("a part");
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
    }
}

/// The words of a Word document, colons apart: the one behind an addressee is the standard's.
fn words_of_docx(bytes: Vec<u8>) -> String {
    let document = elements(&parts(bytes)["word/document.xml"]);
    let shown: String = named(&document, "w:p").into_iter().map(|p| p.text.as_str()).collect();
    without_colons(&shown)
}

fn without_colons(text: &str) -> String {
    packed(text).replace(['：', ':'], "")
}

#[test]
fn no_word_is_lost_in_word() {
    let mut made = 0;
    for (path, report) in every_fixture() {
        let printed = print(&report);
        match export::docx(&report) {
            Ok(bytes) => assert_eq!(words_of_docx(bytes), without_colons(&printed), "{}", path.display()),
            Err(error) => {
                assert_eq!(error.kind, ErrorKind::Encode, "{}", path.display());
                assert!(printed.contains(char::is_control) && error.place.is_some(), "{}", path.display());
                continue;
            }
        }
        made += 1;
    }
    assert!(made > 100, "{made}");
}

#[test]
fn a_character_that_xml_lacks_is_refused_with_its_place() {
    let error = export::docx(&text("一、工作\n\n完成\u{1}情况\n")).expect_err("U+0001 is no character of XML");
    let place = error.place.expect("a place");
    assert_eq!((error.kind, place.line, place.column), (ErrorKind::Encode, 3, 3));
}

/// What a reader of Markdown shows: text and its level, 0 for paragraphs.
fn shown(markdown: &str) -> Vec<(usize, String)> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut out: Vec<(usize, String)> = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => out.push((level as usize, String::new())),
            Event::Start(Tag::Paragraph | Tag::TableCell) => out.push((0, String::new())),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) => {}
            Event::Text(text) => out.last_mut().expect("text is in a block").1.push_str(&text),
            Event::End(_) => {}
            event => panic!("{event:?}"),
        }
    }
    out
}

#[test]
fn markdown_shows_the_authors_characters() {
    for (path, report) in every_fixture() {
        let markdown = export::markdown(&report);
        let words: String = shown(&markdown).into_iter().map(|(_, text)| text).collect();
        assert_eq!(packed(&words), packed(&print(&report)), "{}", path.display());
    }
    let headings = shown(&export::markdown(&letter()));
    let level = |text: &str| headings.iter().find(|(_, t)| t == text).unwrap_or_else(|| panic!("{text}")).0;
    assert_eq!(
        [level("一、主要工作"), level("（二）推广先进农机"), level("1.加强培训。"), level("（1）应补尽补。")],
        [2, 3, 4, 5]
    );
}

/// A report with two tables, one behind the other.
fn tables() -> Report {
    let path = fixtures().join("tables/clean/columns.txt");
    read(fs::read(path).expect("a fixture"), &ReadOptions::default()).expect("it reads")
}

#[test]
fn rows_are_tables() {
    let markdown = export::markdown(&tables());
    assert!(markdown.contains("| 石桥镇 | 9800 | 5100 | 45.3 | 3.2 | 43.9 | ××× |\n"), "{markdown}");
    assert_eq!(markdown.matches("| --- ").count(), 7 + 9);
    let html = export::html(&tables(), Lang::Zh);
    assert_eq!([html.matches("<table>").count(), html.matches("<tr>").count()], [2, 7]);
    let document = &docx(&tables())["word/document.xml"];
    assert_eq!([document.matches("<w:tbl>").count(), document.matches("<w:tr>").count()], [2, 7]);
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2);
    assert!(document.contains("w:val=\"TableCell\""));
}

#[test]
fn markdown_is_as_its_goldens_say() {
    for (name, report) in [("letter", letter()), ("signs", signs())] {
        expect_file![fixtures().join(format!("export/{name}.md"))].assert_eq(&export::markdown(&report));
    }
}

#[test]
fn html_is_as_its_goldens_say() {
    for (name, report) in [("letter", letter()), ("signs", signs())] {
        let html = export::html(&report, Lang::Zh);
        let (head, body) = html.split_once("</head>").expect("a head");
        assert!(head.contains("<html lang=\"zh-CN\"") && head.contains("charset=\"utf-8\""), "{head}");
        // A golden of one element a line can be read.
        expect_file![fixtures().join(format!("export/{name}.html"))].assert_eq(&body.replace("><", ">\n<"));
    }
}

#[test]
fn html_runs_and_fetches_nothing() {
    let html = export::html(&signs(), Lang::En);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
    for (path, report) in every_fixture() {
        let html = export::html(&report, Lang::Zh);
        for fetched in ["<script", "<link", "<img", "@import", "url(", " src="] {
            assert!(!html.contains(fetched) || print(&report).contains(fetched), "{fetched}: {}", path.display());
        }
        assert!(!html.contains("href=\"http"), "{}", path.display());
    }
}

#[test]
fn html_marks_each_slot_and_lists_each_finding() {
    let report = signs();
    let html = export::html(&report, Lang::En);
    for row in slots(&report, Scope::Slots) {
        assert!(html.contains(&format!("<mark id=\"{}\" class=\"{} open\"", row.id, row.kind.name())), "{}", row.id);
    }
    let found = huibao::check(&report);
    assert!(found.iter().any(|diagnostic| diagnostic.code == "numbering-gap"));
    for (number, diagnostic) in found.iter().enumerate() {
        assert!(html.contains(&format!("<aside id=\"note-{number}\" class=\"{}\"", diagnostic.severity.name())));
        assert!(html.contains(&format!("href=\"#note-{number}\"")));
    }
}

/// The words of a page, without what is huibao's own: notes and their list.
fn words_of_html(html: &str) -> String {
    let mut rest = html.split_once("<main>").and_then(|(_, main)| main.split_once("</main>")).expect("a main part").0;
    let mut words = String::new();
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let own = ["<aside", "<section"].into_iter().find(|tag| rest.starts_with(tag));
        rest = match own {
            Some(tag) => rest.split_once(&format!("</{}>", &tag[1..])).expect("an end").1,
            None => rest.split_once('>').expect("an end").1,
        };
    }
    words.push_str(rest);
    packed(&words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

#[test]
fn html_loses_no_word() {
    for (path, report) in every_fixture() {
        let html = export::html(&report, Lang::Zh);
        assert_eq!(words_of_html(&html), packed(&print(&report)), "{}", path.display());
    }
}

proptest::proptest! {
    /// Pieces of reports and signs of the formats, in any order: every word is in every format, and none is new.
    #[test]
    fn no_text_loses_a_word(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "一、", "（一）", "二)", "1.", "x.", "一是", "工作情况", "区委：", "县政府:", "培训xx人次", "经费万元", "20xx年",
                "。", "，", "；", "\n", "\n\n", "\r\n", "　　", " ", "\t", "附件：1.表", "2026年3月5日", "县水利局", "汇报", "*", "_",
                "#", "-", "12)", "<b>", "&amp;", "\\", "`", "[", "](", "|", "]]>", "\"",
            ]),
            0..40,
        ),
    ) {
        let report = text(&pieces.concat());
        let printed = print(&report);
        proptest::prop_assert_eq!(words_of_docx(export::docx(&report).expect("no control characters")), without_colons(&printed));
        proptest::prop_assert_eq!(words_of_html(&export::html(&report, Lang::En)), packed(&printed));
        let markdown: String = shown(&export::markdown(&report)).into_iter().map(|(_, text)| text).collect();
        proptest::prop_assert_eq!(packed(&markdown), packed(&printed));
    }
}

/// Word refuses a package whose elements stand in another order (ECMA-376 part 1, annex A): those that are used here.
const ORDER: [(&str, &[&str]); 5] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:framePr",
            "w:widowControl",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:autoSpaceDE",
            "w:autoSpaceDN",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:jc",
            "w:outlineLvl",
        ],
    ),
    ("w:rPr", &["w:rStyle", "w:rFonts", "w:color", "w:spacing", "w:sz", "w:szCs", "w:highlight", "w:lang"]),
    ("w:style", &["w:name", "w:basedOn", "w:next", "w:link", "w:semiHidden", "w:qFormat", "w:pPr", "w:rPr"]),
    ("w:sectPr", &["w:footerReference", "w:pgSz", "w:pgMar", "w:docGrid"]),
    ("w:settings", &["w:evenAndOddHeaders", "w:characterSpacingControl", "w:compat", "w:themeFontLang"]),
];

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    for (part, xml) in docx(&letter()) {
        let elements = elements(&xml);
        for (name, order) in ORDER {
            for group in each(&elements, name) {
                let children = group.iter().filter(|e| e.path.len() == group[0].path.len() + 1);
                let places: Vec<usize> = children
                    .map(|e| order.iter().position(|known| *known == e.name).unwrap_or_else(|| panic!("{part}: {e:?}")))
                    .collect();
                assert!(places.is_sorted(), "{part}: {group:?}");
            }
        }
    }
}
