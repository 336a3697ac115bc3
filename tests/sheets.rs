//! Workbooks: a form that goes through one fills as its CSV does, and nothing that a spreadsheet made of a value slips in.
#![cfg(feature = "xlsx")]

use std::io::{Cursor, Write};

use calamine::{Data, Reader, Xlsx};
use huibao::{
    Extent, ReadOptions, Report, Row, Scaling, Scope, entries, fill, form, form_workbook, read, resolve, slots,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const REPORT: &str = "\
二〇二六年渔业站工作总结

一、养殖生产

新建鱼塘xx口，投放鱼苗x.x万尾，产值达xxx万元，同比增长x%。20xx年x月起在**村试养。

二、=x号冷库=-已建成，\t可存鱼xx吨。
";

fn report() -> Report {
    read(REPORT.into(), &ReadOptions::default()).expect("text")
}

fn rows() -> Vec<Row> {
    slots(&report(), Scope::Slots)
}

/// The cells of a workbook's first sheet.
fn cells(workbook: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    range.rows().map(<[Data]>::to_vec).collect()
}

/// What is put into a cell.
enum Typed {
    Text(&'static str),
    Number(f64),
    /// A number shown in a format.
    Shown(f64, &'static str),
}

/// The form as somebody saved it who typed into the cells of 填写, in order; other sheets may stand before it.
fn filled(typed: &[Typed], caption: Option<&str>) -> Vec<u8> {
    let form = cells(&form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook"));
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "说明").expect("a cell");
    let sheet = book.add_worksheet();
    let first = u32::from(caption.is_some());
    if let Some(caption) = caption {
        sheet.write_string(0, 0, caption).expect("a cell");
    }
    for (row, texts) in (first..).zip(&form) {
        for (column, cell) in (0..).zip(texts) {
            sheet.write_string(row, column, cell.to_string()).expect("a cell");
        }
    }
    for (row, typed) in (first + 1..).zip(typed) {
        match typed {
            Typed::Text(text) => sheet.write_string(row, 3, *text),
            Typed::Number(number) => sheet.write_number(row, 3, *number),
            Typed::Shown(number, format) => {
                sheet.write_number_with_format(row, 3, *number, &Format::new().set_num_format(*format))
            }
        }
        .expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// The report with the values of a file.
fn with(values: &[u8]) -> Result<String, Vec<(usize, String)>> {
    let mut report = report();
    let rows = slots(&report, Scope::All);
    let entries = entries(values).expect("a file of values");
    let refused = |problems: Vec<huibao::Problem>| {
        problems.iter().map(|problem| (problem.row, problem.why.message.key().to_owned())).collect::<Vec<_>>()
    };
    let resolved = resolve(&rows, &entries, Scaling::Refuse).map_err(refused)?;
    fill(&mut report, Scope::All, &resolved);
    Ok(huibao::print(&report))
}

#[test]
fn a_form_has_the_same_cells_as_its_csv() {
    let csv = form(&rows(), Extent::All, &[], &[]).expect("CSV");
    let csv = String::from_utf8(csv).expect("UTF-8");
    let csv: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes())
        .records()
        .map(|record| record.expect("a record").iter().map(|cell| cell.trim_start_matches('\'').to_owned()).collect())
        .collect();
    let sheet = cells(&form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook"));
    let sheet: Vec<Vec<String>> = sheet.iter().map(|row| row.iter().map(Data::to_string).collect()).collect();
    assert_eq!(sheet, csv);
}

#[test]
fn what_is_typed_into_a_workbook_is_filled_as_from_csv() {
    use Typed::{Number, Shown, Text};
    let typed = [
        Number(12.0),
        // What 45.1 + 0.2 is in a spreadsheet.
        Number(45.300_000_000_000_004),
        Text("1,200"),
        Shown(0.125, "0.0%"),
        Number(2025.0),
        Text("３"),
        Text("大湾"),
        Text("无"),
        Text(""),
    ];
    let expected = "\
二〇二六年渔业站工作总结

一、养殖生产

新建鱼塘12口，投放鱼苗45.3万尾，产值达1200万元，同比增长12.5%。2025年3月起在大湾村试养。

二、=x号冷库=-已建成，\t可存鱼xx吨。
";
    assert_eq!(with(&filled(&typed, None)).as_deref(), Ok(expected));
    assert_eq!(with(&filled(&typed, Some("渔业站填报"))).as_deref(), Ok(expected), "a caption stands over the header");
}

#[test]
fn what_a_spreadsheet_made_of_a_value_is_refused_with_its_row() {
    let march = ExcelDateTime::from_ymd(2026, 3, 5).expect("a date");
    let serial = march.to_excel();
    let typed = [Typed::Text("7"), Typed::Shown(serial, "m\"月\"d\"日\""), Typed::Text("1.2E+05")];
    let refused = with(&filled(&typed, None)).expect_err("a date is no number");
    assert_eq!(refused, [(3, "value-spoiled".to_owned()), (4, "value-spoiled".to_owned())]);
    let refused = with(&filled(&typed, Some("填报"))).expect_err("a date is no number");
    assert_eq!(refused[0].0, 4, "rows are the sheet's");
}

#[test]
fn a_form_of_another_report_is_refused() {
    let form = filled(&[Typed::Text("7")], None);
    let entries = entries(&form).expect("a form");
    let other = REPORT.replace("投放鱼苗", "投放虾苗");
    let rows = slots(&read(other.into(), &ReadOptions::default()).expect("text"), Scope::All);
    let problems = resolve(&rows, &entries, Scaling::Refuse).expect_err("the words have changed");
    assert!(problems.iter().all(|problem| problem.row == 2), "{problems:?}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let make = || form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook");
    let first = make();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(make(), first);
}

#[test]
fn a_table_has_numbers_where_they_are_exact() {
    let csv = "id,value,text\nk1,45.30,007\nk2,1234567890123456,12\nk3,八至九,\n";
    let sheet = cells(&huibao::table_workbook(csv.as_bytes(), |column| column == "value").expect("a workbook"));
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(sheet[1], [text("k1"), Data::Float(45.3), text("007")]);
    assert_eq!(sheet[2], [text("k2"), text("1234567890123456"), text("12")]);
    assert_eq!(sheet[3], [text("k3"), text("八至九"), Data::Empty]);
}

/// The parts of a package with one of them changed.
fn repacked(package: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).expect("a part");
        let found = part.name().expect("a name").into_owned();
        new.start_file(&found, SimpleFileOptions::default()).expect("a part");
        if found == name {
            new.write_all(content).expect("it is written");
        } else {
            std::io::copy(&mut part, &mut new).expect("it is copied");
        }
    }
    new.finish().expect("a package").into_inner()
}

fn refusal(bytes: &[u8]) -> &'static str {
    entries(bytes).expect_err("it is refused").message.key()
}

#[test]
fn hostile_workbooks_are_refused() {
    let form = form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook");
    for len in (5..form.len()).step_by(97) {
        assert_eq!(refusal(&form[..len]), "sheet-damaged", "cut at {len}");
    }
    let bomb = repacked(&form, "xl/worksheets/sheet1.xml", &vec![b' '; 300 << 20]);
    assert!(bomb.len() < 1 << 20, "it is small: {}", bomb.len());
    assert_eq!(refusal(&bomb), "sheet-too-large");
    assert_eq!(refusal(&[&b"PK\x03\x04"[..], &vec![0; 33 << 20]].concat()), "sheet-too-large");
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal(&locked), "sheet-encrypted");
    assert_eq!(refusal(&locked[..8]), "sheet-damaged");
    let none = repacked(&form, "xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a \"b\">]><workbook>&a;&a;</workbook");
    assert_eq!(refusal(&none), "sheet-damaged");
}

#[test]
fn cells_far_apart_cost_no_more_than_cells() {
    let sheet = |cells: &str| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
        )
    };
    let form = form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook");
    let far = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>填写</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let far = repacked(&form, "xl/worksheets/sheet1.xml", sheet(far).as_bytes());
    assert_eq!(entries(&far).expect("a sheet"), []);
    let wide: String = (1..=300).map(|row| format!(r#"<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>"#)).collect();
    let wide = repacked(&form, "xl/worksheets/sheet1.xml", sheet(&wide).as_bytes());
    assert_eq!(refusal(&wide), "sheet-too-large");
}

/// `fixtures/sheets/填报.xls` is a form of [`REPORT`] as LibreOffice saves it for Excel 97.
#[test]
fn old_workbooks_are_read() {
    let old = std::fs::read("fixtures/sheets/填报.xls").expect("a fixture");
    let filled = with(&old).expect("it fits");
    assert!(filled.contains("新建鱼塘12口，投放鱼苗45.3万尾，产值达1200万元"), "{filled}");
    for len in (9..old.len()).step_by(97) {
        // What is cut off may be no more than padding.
        if let Err(error) = entries(&old[..len]) {
            assert_eq!(error.message.key(), "sheet-damaged", "cut at {len}");
        }
    }
    // An RK record: its kind, its length, row 1, column 3.
    let record = [0x7E, 0x02, 10, 0, 1, 0, 3, 0];
    let at = old.windows(record.len()).position(|bytes| bytes == record).expect("12 is a number");
    let mut far = old.clone();
    far[at + 4..at + 8].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
    assert_eq!(entries(&far).expect("a sheet").len(), 2, "a cell far out costs no more than one nearby");
}

#[test]
fn texts_that_many_cells_name_are_counted() {
    let form = form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook");
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1 << 20));
    let cells: String =
        (1..=200).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let bomb = repacked(&form, "xl/sharedStrings.xml", long.as_bytes());
    let bomb = repacked(
        &bomb,
        "xl/worksheets/sheet1.xml",
        format!("<worksheet><sheetData>{cells}</sheetData></worksheet>").as_bytes(),
    );
    assert_eq!(refusal(&bomb), "sheet-too-large");
}

#[test]
fn a_cell_that_no_sheet_has_is_refused() {
    let form = form_workbook(&rows(), Extent::All, &[], &[]).expect("a workbook");
    for name in ["A0", "A1048577", "XFE1", "A99999999999", "ZZZZZZZZZZ1", "1A", "", "-1"] {
        let sheet = format!("<worksheet><sheetData><row><c r=\"{name}\"><v>1</v></c></row></sheetData></worksheet>");
        let sheet = repacked(&form, "xl/worksheets/sheet1.xml", sheet.as_bytes());
        assert_eq!(refusal(&sheet), "sheet-damaged", "{name}");
    }
}

/// A spreadsheet of OpenDocument with these rows.
fn ods(rows: &str) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, content: &str| {
        package.start_file(name, SimpleFileOptions::default()).expect("a part");
        package.write_all(content.as_bytes()).expect("it is written");
    };
    part("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    part("META-INF/manifest.xml", "<manifest:manifest/>");
    part(
        "content.xml",
        &format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"1\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        ),
    );
    package.finish().expect("a package").into_inner()
}

#[test]
fn cells_that_are_said_to_be_repeated_are_counted() {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let header = format!("<table:table-row>{}{}</table:table-row>", text("编号"), text("填写"));
    let entry = format!(
        "<table:table-row>{}<table:table-cell office:value-type=\"float\" office:value=\"45.3\"><text:p>45.3</text:p></table:table-cell></table:table-row>",
        text("k2345678")
    );
    // So LibreOffice fills a sheet up.
    let rest = "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let found = entries(&ods(&format!("{header}{entry}{rest}"))).expect("a sheet");
    assert_eq!((found[0].key.as_str(), found[0].text.as_str(), found[0].row), ("k2345678", "45.3", 2));
    let bomb = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell></table:table-row>";
    assert_eq!(refusal(&ods(bomb)), "sheet-too-large");
}

#[test]
fn a_cell_of_opendocument_says_what_it_shows() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let cells = [
        (cell("office:value-type=\"percentage\" office:value=\"0.125\"", "12.5%"), "12.5%"),
        (cell("office:value-type=\"percentage\" office:value=\"0.07\"", "7%"), "7%"),
        (cell("office:value-type=\"currency\" office:value=\"45.3\"", "￥45.30"), "45.3"),
        (cell("office:value-type=\"date\" office:date-value=\"2026-03-05T00:00:00\"", "3月5日"), "2026/3/5"),
        (cell("office:value-type=\"boolean\" office:boolean-value=\"true\"", "TRUE"), "TRUE"),
        (cell("office:value-type=\"string\" calcext:value-type=\"error\"", "#DIV/0!"), "#ERROR"),
        (cell("office:value-type=\"string\"", "东河<text:s text:c=\"2\"/>镇&amp;村&#12289;"), "东河  镇&村、"),
        (
            "<table:table-cell office:value-type=\"float\" office:value=\"7\"><office:annotation><text:p>注</text:p></office:annotation><text:p>7</text:p></table:table-cell>"
                .to_owned(),
            "7",
        ),
    ];
    let text = |text: &str| cell("office:value-type=\"string\"", text);
    let row =
        |index: usize, value: &str| format!("<table:table-row>{}{value}</table:table-row>", text(&format!("k{index}")));
    let header = format!("<table:table-row>{}{}</table:table-row>", text("编号"), text("填写"));
    let rows: String = cells.iter().enumerate().map(|(index, (cell, _))| row(index, cell)).collect();
    let found = entries(&ods(&(header + &rows))).expect("a sheet");
    let found: Vec<&str> = found.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(found, cells.iter().map(|(_, shown)| *shown).collect::<Vec<_>>());
}

#[test]
fn the_error_of_a_formula_is_no_value() {
    for error in ["#DIV/0!", "#N/A", "#ERROR"] {
        let typed =
            [Typed::Text(""), Typed::Text(""), Typed::Text(""), Typed::Text(""), Typed::Text(""), Typed::Text("")];
        let typed: Vec<Typed> = typed.into_iter().chain([Typed::Text(error)]).collect();
        assert_eq!(with(&filled(&typed, None)), Err(vec![(8, "value-error".to_owned())]), "{error}");
    }
}
