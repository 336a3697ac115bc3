//! Word files: read as what they print, filled in place, refused where they are hostile.
#![cfg(feature = "docx")]

#[path = "docx/package.rs"]
mod package;

use huibao::{
    Kind, ReadOptions, Report, Scaling, Scope, docx::Document, entries, laws, print, read, resolve, same_tree, slots,
};
use package::{Package, level, numbered, p, pp, table};

const NOTHING: &str = "<w:suff w:val=\"nothing\"/>";

fn text(package: &Package) -> String {
    Document::open(package.bytes()).expect("a Word file").text().to_owned()
}

fn report(package: &Package) -> Report {
    read(package.bytes(), &ReadOptions::default()).expect("a Word file")
}

/// Kind, depth and text of each block, a marker before its heading.
fn shape(report: &Report) -> Vec<String> {
    let mut out = Vec::new();
    report.walk(|above, block| {
        let words = format!("{}{}", report.str(block.marker), report.str(block.text.span));
        out.push(format!("{}{} {words}", "  ".repeat(above.len()), block.kind.name()));
    });
    out
}

fn list(id: u32, levels: &str) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>")
}

fn num(id: u32, of: u32, more: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/>{more}</w:num>")
}

fn chinese() -> String {
    list(
        1,
        &[
            level(0, "chineseCountingThousand", "%1、", NOTHING),
            level(1, "chineseCountingThousand", "（%2）", NOTHING),
            level(2, "decimal", "%3.", ""),
            level(3, "decimal", "%1.%3.%4", "<w:isLgl/>"),
        ]
        .concat(),
    )
}

/// A report as people set it in Word: title, lists of three levels, split runs, a table, header, footer, a note.
fn whole() -> Package {
    let split = "<w:p><w:r><w:t>全年举办讲座</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:i/></w:rPr>\
                 <w:t>x场</w:t></w:r><w:r><w:t>，其中进村&lt;讲座&gt;x场。</w:t></w:r></w:p>";
    let section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"head\"/><w:headerReference w:type=\"first\" \
                   r:id=\"head\"/><w:footerReference w:type=\"default\" r:id=\"foot\"/></w:sectPr>";
    let body = [
        pp("<w:pStyle w:val=\"a3\"/>", "青山镇农技站工作总结"),
        p("镇政府："),
        numbered(1, 0, "工作开展情况"),
        numbered(1, 1, "抓好技术培训"),
        split.to_owned(),
        numbered(1, 1, "抓好示范推广"),
        p("推广新品种xx个，面积xxx亩。"),
        table(&[&["项目", "单位", "完成"], &["培训", "人次", "xxx人次"], &["示范田", "块", "x块"]]),
        numbered(1, 0, "存在的问题"),
        p("经费不足，缺口xx万元。"),
        section.to_owned(),
    ];
    let note = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:t>——</w:t></w:r></w:p></w:footnote><w:footnote \
                w:id=\"1\"><w:p><w:r><w:t>面积按核定数，共xx公顷。</w:t></w:r></w:p></w:footnote>";
    Package::new(&body.concat())
        .styles("<w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style>")
        .numbering(&(chinese() + &num(1, 1, "")))
        .related("head", "header", "hdr", &p("青山镇农技站"))
        .related("foot", "footer", "ftr", &p("第1页"))
        .related("notes", "footnotes", "footnotes", note)
        .with("word/media/image1.png", [0x89, b'P', b'N', b'G'])
        .with("docProps/custom.xml", "<Properties>\u{4e2d}</Properties>")
}

#[test]
fn a_report_is_read_with_its_numbers_tables_and_furniture() {
    assert_eq!(
        shape(&report(&whole())),
        [
            "furniture 青山镇农技站",
            "title 青山镇农技站工作总结",
            "addressee 镇政府",
            "section 一、工作开展情况",
            "  section （一）抓好技术培训",
            "    paragraph 全年举办讲座xx场，其中进村<讲座>x场。",
            "  section （二）抓好示范推广",
            "    paragraph 推广新品种xx个，面积xxx亩。",
            "    row 项目\t单位\t完成",
            "    row 培训\t人次\txxx人次",
            "    row 示范田\t块\tx块",
            "section 二、存在的问题",
            "  paragraph 经费不足，缺口xx万元。",
            "note 面积按核定数，共xx公顷。",
            "furniture 第1页",
        ]
    );
}

#[test]
fn lists_count_as_word_counts_them() {
    let starts = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>";
    let never = list(
        2,
        &(level(0, "decimal", "%1)", NOTHING) + &level(1, "lowerLetter", "%2)", "<w:lvlRestart w:val=\"0\"/>")),
    );
    let lists = [chinese(), never, num(1, 1, ""), num(2, 2, ""), num(3, 1, starts), num(4, 1, "")];
    let body = [
        numbered(1, 0, "甲"),
        numbered(1, 1, "甲一"),
        numbered(1, 2, "甲一1"),
        numbered(1, 3, "isLgl：外层也印成数字"),
        numbered(1, 1, "甲二"),
        numbered(1, 2, "重新起编"),
        numbered(4, 0, "同一定义的另一列表接着编"),
        numbered(3, 0, "另起"),
        numbered(3, 0, "接着"),
        numbered(2, 0, "不重编"),
        numbered(2, 1, "一"),
        numbered(2, 0, "不重编"),
        numbered(2, 1, "二"),
        numbered(0, 0, "不编号"),
        numbered(9, 0, "没有这个列表"),
    ];
    let package = Package::new(&body.concat()).numbering(&lists.concat());
    let expected = [
        "一、甲",
        "（一）甲一",
        "1. 甲一1",
        "1.1.1 isLgl：外层也印成数字",
        "（二）甲二",
        "1. 重新起编",
        "二、同一定义的另一列表接着编",
        "五、另起",
        "六、接着",
        "1)不重编",
        "a) 一",
        "2)不重编",
        "b) 二",
        "不编号",
        "没有这个列表",
    ];
    assert_eq!(text(&package).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn an_outer_level_that_nothing_stood_on_counts_as_begun() {
    let lists = list(1, &(level(0, "decimal", "%1", "") + &level(1, "decimal", "%1.%2", NOTHING))) + &num(1, 1, "");
    let package = Package::new(&(numbered(1, 1, "甲") + &numbered(1, 1, "乙"))).numbering(&lists);
    assert_eq!(text(&package), "1.1甲\n1.2乙\n");
}

#[test]
fn lists_come_by_style_and_through_links() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId \
                  w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style><w:style w:type=\"paragraph\" \
                  w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId \
                  w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"a\"><w:name \
                  w:val=\"本单位标题\"/><w:basedOn w:val=\"2\"/></w:style>";
    let held = list(
        7,
        &("<w:styleLink w:val=\"L\"/>".to_owned()
            + &level(0, "ideographTraditional", "%1、", &format!("<w:pStyle w:val=\"1\"/>{NOTHING}"))
            + &level(1, "decimalEnclosedCircle", "%2", &format!("<w:pStyle w:val=\"2\"/>{NOTHING}"))),
    );
    let lists = held + &list(8, "<w:numStyleLink w:val=\"L\"/>") + &num(1, 8, "");
    let style = |id: &str| format!("<w:pStyle w:val=\"{id}\"/>");
    let off = style("1") + "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let body = [
        pp(&style("1"), "总体"),
        pp(&style("2"), "分项"),
        pp(&style("a"), "分项"),
        pp(&off, "无号"),
        pp(&style("1"), "其他"),
    ];
    let package = Package::new(&body.concat()).styles(styles).numbering(&lists);
    assert_eq!(text(&package), "甲、总体\n①分项\n②分项\n无号\n乙、其他\n");
}

#[test]
fn a_format_of_its_own_pads_its_numbers() {
    let custom = "<mc:AlternateContent><mc:Choice Requires=\"w14\"><w:numFmt w:val=\"custom\" w:format=\"001, 002, 003, \
                  ...\"/></mc:Choice><mc:Fallback><w:numFmt w:val=\"decimal\"/></mc:Fallback></mc:AlternateContent>";
    let level = format!("<w:lvl w:ilvl=\"0\"><w:start w:val=\"9\"/>{custom}<w:lvlText w:val=\"%1.\"/></w:lvl>");
    let zodiac = package::level(0, "ideographZodiacTraditional", "%1、", "");
    let lists = list(1, &level) + &num(1, 1, "") + &list(2, &zodiac) + &num(2, 2, "");
    let body = numbered(1, 0, "甲") + &numbered(1, 0, "乙") + &numbered(2, 0, "丙");
    assert_eq!(text(&Package::new(&body).numbering(&lists)), "009. 甲\n010. 乙\n甲子、 丙\n");
}

#[test]
fn bullets_are_read_by_their_font() {
    let wingdings = "<w:suff w:val=\"nothing\"/><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr>";
    let lists = list(1, &level(0, "bullet", "\u{F0D8}", wingdings)) + &num(1, 1, "");
    let package = Package::new(&numbered(1, 0, "条目")).numbering(&lists);
    assert_eq!(text(&package), "➢条目\n");
}

#[test]
fn changes_are_read_in_their_final_form() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let gone = |text: &str| format!("<w:r><w:delText>{text}</w:delText></w:r>");
    let body = [
        format!("<w:p>{}<w:ins>{}</w:ins><w:del>{}</w:del></w:p>", run("培训"), run("30"), gone("20")),
        format!("<w:p><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>", run("旧处"), run("新处")),
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>", run("前半，"), run("后半。")),
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>".to_owned(),
        pp(
            "<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:pPrChange>",
            "原有编号",
        ),
    ];
    let package = Package::new(&body.concat()).numbering(&(chinese() + &num(1, 1, "")));
    assert_eq!(text(&package), "培训30\n新处\n前半，后半。\n原有编号\n");
}

#[test]
fn what_is_hidden_is_not_read_and_a_hidden_mark_ends_no_paragraph() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"base\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"hidden\"><w:basedOn w:val=\"base\"/></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"shown\"><w:basedOn w:val=\"base\"/><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"note\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let mark = |properties: &str, runs: &str| format!("<w:p><w:pPr><w:rPr>{properties}</w:rPr></w:pPr>{runs}</w:p>");
    let first = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let of = |style: &str, runs: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    let body = [
        of("hidden", &run("", "整段隐藏")),
        of("shown", &run("", "基于隐藏样式而显示")),
        of(
            "hidden",
            &(run("<w:rStyle w:val=\"note\"/>", "两次隐藏即显示") + &run("<w:vanish w:val=\"0\"/>", "，明说显示")),
        ),
        p("隐藏的段落标记连着两段，"),
        format!("<w:p>{}{}</w:p>", run("", "看得见"), run("<w:rStyle w:val=\"note\"/>", "看不见")),
        pp(&format!("{first}<w:rPr><w:vanish/><w:specVanish/></w:rPr>"), "标题。"),
        p("接排的正文"),
        pp(&format!("{first}<w:rPr><w:vanish/></w:rPr>"), ""),
        numbered(1, 0, "下一条"),
        mark("<w:vanish/>", &run("", "表前的话")),
        table(&[&["甲", "乙"]]),
        p("表后的话"),
    ];
    let package = Package::new(&body.concat()).styles(styles).numbering(&(chinese() + &num(1, 1, "")));
    assert_eq!(
        text(&package),
        "基于隐藏样式而显示\n两次隐藏即显示，明说显示隐藏的段落标记连着两段，\n看得见\n一、标题。接排的正文\n二、下一条\n表前的话\n甲\t乙\n表后的话\n"
    );
}

#[test]
fn breaks_of_the_page_add_no_lines() {
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = [
        format!("<w:p>{page}{}</w:p>", run("另起一页")),
        format!("<w:p>{}{page}{}</w:p>", run("前页"), run("后页")),
        format!("<w:p>{}{page}</w:p>", run("页末")),
        p("完"),
    ];
    assert_eq!(text(&Package::new(&body.concat())), "另起一页\n前页\n后页\n页末\n完\n");
}

#[test]
fn what_is_not_read_as_word_shows_it_is_said() {
    let custom = "<mc:AlternateContent><mc:Choice Requires=\"w14\"><w:numFmt w:val=\"custom\" w:format=\"001, 002, 003, ...\"/>\
                  </mc:Choice><mc:Fallback><w:numFmt w:val=\"decimal\"/></mc:Fallback></mc:AlternateContent>";
    let levels = [level(0, "hebrew1", "%1、", NOTHING), level(1, "none", "（%2）", &(custom.to_owned() + NOTHING))];
    let lists = list(1, &levels.concat()) + &num(1, 1, "");
    let body =
        [numbered(1, 0, "少见的格式"), numbered(1, 1, "自定义的格式"), "<w:altChunk r:id=\"x\"/>".to_owned(), p("完")];
    let package = Package::new(&body.concat()).numbering(&lists);
    assert_eq!(text(&package), "1、少见的格式\n（001）自定义的格式\n完\n");
    let said: Vec<(&str, std::ops::Range<usize>)> =
        huibao::check(&report(&package)).iter().map(|found| (found.code, found.span.range())).collect();
    assert_eq!(said, [("word-unread", 0..4), ("word-unread", 48..48)]);
}

#[test]
fn everything_that_prints_is_read_once() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let shape = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{}</wps:txbx></w:drawing>\
         </mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:t>正文</w:t></w:r></w:p>",
        boxed("框内"),
        boxed("框内")
    );
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r>\
                 <w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2025年</w:t></w:r><w:r><w:fldChar \
                 w:fldCharType=\"end\"/></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>";
    let body = [
        shape,
        field.to_owned(),
        "<w:p><w:hyperlink r:id=\"x\"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>".to_owned(),
        format!("<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", p("控件")),
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>丁</w:t>\
         <w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>hui</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汇</w:t></w:r></w:rubyBase></w:ruby>\
         </w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>"
            .to_owned(),
        "<w:p><w:r><w:t> 不留空格 </w:t></w:r><w:r><w:t xml:space=\"preserve\"> 留 </w:t></w:r><w:r><w:t>&#x4E2D;&amp;<![CDATA[<国>]]></w:t>\
         </w:r></w:p>"
            .to_owned(),
    ];
    assert_eq!(
        text(&Package::new(&body.concat())),
        "正文\n框内\n2025年3\n链接\n控件\n甲\t乙\n丙-丁√\n汇x=1\n不留空格 留 中&<国>\n"
    );
}

#[test]
fn cells_keep_their_columns_and_frames_are_text() {
    let cell = |properties: &str, content: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>");
    let grid = [
        format!(
            "<w:tr>{}{}</w:tr>",
            cell("<w:vMerge w:val=\"restart\"/>", &p("培训")),
            cell("<w:gridSpan w:val=\"2\"/>", &p("场次"))
        ),
        format!(
            "<w:tr>{}{}{}</w:tr>",
            cell("<w:vMerge/>", &p("并入上格")),
            cell("", &(p("上半年") + &p("x场"))),
            cell("", &table(&[&["下", "xx场"]]))
        ),
    ];
    let frame =
        format!("<w:tr>{}{}</w:tr>", cell("", &p("总结")), cell("", &["甲。", "乙。", "丙。", "丁。"].map(p).concat()));
    let package = Package::new(&format!("<w:tbl>{}</w:tbl>{}<w:tbl>{frame}</w:tbl>", grid.concat(), p("间隔。")));
    assert_eq!(text(&package), "培训\t场次\t\n\t上半年 x场\t下 xx场\n间隔。\n总结\n甲。\n乙。\n丙。\n丁。\n");
    let rows: Vec<String> = shape(&report(&package)).into_iter().filter(|line| line.starts_with("row")).collect();
    assert_eq!(rows, ["row 培训\t场次\t", "row \t上半年 x场\t下 xx场"]);
}

#[test]
fn styles_say_which_lines_are_headings_and_how_deep() {
    let styles = ["heading 1", "heading 2", "toc 1"]
        .map(|name| format!("<w:style w:type=\"paragraph\" w:styleId=\"{0}\"><w:name w:val=\"{0}\"/></w:style>", name));
    let style = |name: &str| format!("<w:pStyle w:val=\"{name}\"/>");
    let long = "本年度围绕中心工作，扎实推进各项任务落实，取得了阶段性成效。";
    let body = [
        pp(&style("toc 1"), "基本情况"),
        pp(&style("heading 1"), "基本情况"),
        pp(&style("heading 2"), "人员"),
        p(long),
        pp(&style("heading 2"), "经费"),
        p(long),
        pp("<w:outlineLvl w:val=\"0\"/>", "下步打算，继续努力"),
        p(long),
        pp("<w:outlineLvl w:val=\"9\"/>", "不是标题"),
    ];
    let package = Package::new(&body.concat()).styles(&styles.concat());
    assert_eq!(
        shape(&report(&package)),
        [
            "furniture 基本情况".to_owned(),
            "section 基本情况".to_owned(),
            "  section 人员".to_owned(),
            format!("    paragraph {long}"),
            "  section 经费".to_owned(),
            format!("    paragraph {long}"),
            "section 下步打算，继续努力".to_owned(),
            format!("  paragraph {long}"),
            "  paragraph 不是标题".to_owned(),
        ]
    );
}

#[test]
fn rows_of_text_are_rows_as_those_of_word_are() {
    let package = Package::new(&(p("情况如下。") + &table(&[&["项目", "完成"], &["培训", "xx场"]]) + &p("特此报告。")));
    let word = report(&package);
    let plain = read(print(&word).into_bytes(), &ReadOptions::default()).expect("a text");
    assert!(same_tree(&word, &plain), "{:?}", shape(&plain));
    let mut kinds = Vec::new();
    plain.walk(|_, block| kinds.push(block.kind));
    assert_eq!(kinds, [Kind::Paragraph, Kind::Row, Kind::Row, Kind::Paragraph]);
    // A TAB behind a marker, and an indent, make none.
    for text in ["一、\t基本情况\n二、\t存在问题\n", "\t甲单位完成。\n\t乙单位完成。\n", "甲\t乙\n"]
    {
        assert!(
            shape(&read(text.into(), &ReadOptions::default()).expect("a text")).iter().all(|l| !l.starts_with("row")),
            "{text}"
        );
    }
}

/// Fills the slots of a file whose mask is the given one, in order.
fn filled(package: &Package, values: &[(&str, &str)]) -> Vec<u8> {
    let mut document = Document::open(package.bytes()).expect("a Word file");
    let report = document.read(&ReadOptions::default());
    let rows = slots(&report, Scope::Slots);
    let given: Vec<String> = values
        .iter()
        .map(|(around, value)| {
            let row = rows.iter().find(|row| row.surface.contains(around)).expect("a slot");
            format!("{:?}:{value:?}", row.id)
        })
        .collect();
    let entries = entries(format!("{{{}}}", given.join(",")).as_bytes()).expect("values");
    let resolved = resolve(&rows, &entries, Scaling::Refuse).expect("values that fit");
    let edits: Vec<_> = resolved.iter().map(|(slot, value)| (rows[*slot].span, value.text.as_str())).collect();
    document.edited(&edits).expect("slots with a place")
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    std::io::read_to_string(zip.by_name(name).expect("a part")).expect("UTF-8")
}

#[test]
fn a_slot_split_over_runs_keeps_the_formatting_of_the_first() {
    let package = whole();
    let bytes = filled(&package, &[("xx场", "45")]);
    let (old, new) = (part(&package.bytes(), "word/document.xml"), part(&bytes, "word/document.xml"));
    let expected = old
        .replace("<w:rPr><w:b/></w:rPr><w:t>x</w:t>", "<w:rPr><w:b/></w:rPr><w:t>45</w:t>")
        .replace("<w:t>x场</w:t>", "<w:t>场</w:t>");
    assert_eq!(new, expected);
}

#[test]
fn values_are_escaped_and_blanks_at_their_ends_kept() {
    let package = Package::new("<w:p><w:r><w:t>甲&lt;乙&gt;xx次</w:t></w:r></w:p>");
    let mut document = Document::open(package.bytes()).expect("a Word file");
    let at = document.text().find("xx").expect("the mask");
    let edits = [(huibao::Span::new(0, 3), " <&"), (huibao::Span::new(at, at + 2), "1")];
    let bytes = document.edited(&edits).expect("places of the file's own");
    assert!(part(&bytes, "word/document.xml").contains("<w:t xml:space=\"preserve\"> &lt;&amp;&lt;乙&gt;1次</w:t>"));
    assert_eq!(Document::open(bytes).expect("a Word file").text(), " <&<乙>1次\n");
}

#[test]
fn what_word_makes_has_no_place() {
    let package = Package::new(&numbered(1, 0, "工作")).numbering(&(chinese() + &num(1, 1, "")));
    let mut document = Document::open(package.bytes()).expect("a Word file");
    for (start, end) in [(0, 3), (3, 9), (6, 6 + "工作\n".len())] {
        let error = document.edited(&[(huibao::Span::new(start, end), "五")]).expect_err("no place of its own");
        assert_eq!(error.message.key(), "docx-no-place");
    }
    let error = document.edited(&[(huibao::Span::new(6, 9), "甲\u{1}")]).expect_err("no character of XML");
    assert_eq!(error.message.key(), "docx-value");
}

/// Every fixture of this file that stands for a file from people.
fn fixtures() -> Vec<Package> {
    let split = "<w:p><w:r><w:t>经费</w:t></w:r><w:r><w:t>万元，约</w:t></w:r><w:r><w:t> </w:t></w:r><w:r><w:t>xx</w:t></w:r><w:r>\
                 <w:t>人。</w:t></w:r></w:p>";
    let boxed = format!(
        "<w:p><w:r><w:t>主文x件，</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict>\
         </w:r><w:r><w:t>另x件。</w:t></w:r></w:p>",
        p("框中x件。")
    );
    vec![
        whole(),
        Package::new(""),
        Package::new(split),
        Package::new(&boxed),
        Package::new(&(numbered(1, 0, "培训xx人次") + &numbered(1, 0, "讲座x场。")))
            .numbering(&(chinese() + &num(1, 1, ""))),
        Package::new(&table(&[&["x", "20xx年"], &["\u{3000}x%", "经费万元"]])),
    ]
}

#[test]
fn the_laws_hold_for_every_file() {
    for (index, package) in fixtures().iter().enumerate() {
        laws::docx(&package.bytes()).unwrap_or_else(|broken| panic!("fixture {index}: {broken}"));
    }
}

#[test]
fn untouched_parts_are_the_same_bytes() {
    let package = whole();
    let (old, new) = (package.bytes(), filled(&package, &[("x块", "3"), ("xx公顷", "90")]));
    let open = |bytes: &[u8]| zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).expect("an archive");
    let (mut old, mut new) = (open(&old), open(&new));
    assert_eq!(old.len(), new.len());
    let mut changed = Vec::new();
    for index in 0..old.len() {
        let raw = |zip: &mut zip::ZipArchive<_>| {
            let mut file = zip.by_index_raw(index).expect("an entry");
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).expect("its bytes");
            (file.name().expect("a name").into_owned(), bytes)
        };
        let (old, new) = (raw(&mut old), raw(&mut new));
        assert_eq!(old.0, new.0);
        changed.extend((old.1 != new.1).then_some(old.0));
    }
    assert_eq!(changed, ["word/document.xml", "word/notes.xml"]);
}

fn refusal(bytes: Vec<u8>) -> &'static str {
    match read(bytes, &ReadOptions::default()) {
        Ok(report) => panic!("read as {:?}", print(&report)),
        Err(error) => error.message.key(),
    }
}

#[test]
fn hostile_files_are_refused_by_name() {
    let styled = |xml: &str| Package::new("").related_xml("styles", "styles", xml);
    let bomb = format!("<a>{}</a>", " ".repeat(20 << 20));
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    let table = [
        (styled(&bomb).bytes(), "docx-ratio"),
        (styled(&format!("<a>{}</a>", " ".repeat(129 << 20))).bytes(), "docx-part"),
        (styled(&deep).bytes(), "docx-deep"),
        (styled("<!DOCTYPE a [<!ENTITY x \"xx\">]><a>&x;</a>").bytes(), "docx-doctype"),
        (styled("<a>&x;</a>").bytes(), "docx-entity"),
        (styled("<a><b></a>").bytes(), "docx-xml"),
        (styled("<a>").bytes(), "docx-xml"),
        (Package::new("<w:p>").bytes(), "docx-xml"),
        (Package::new("").with("word/../../x.xml", "").bytes(), "docx-name"),
        (Package::new("").with("word\\x.xml", "").bytes(), "docx-name"),
        (Package::new("").with("/word/x.xml", "").bytes(), "docx-name"),
        ((0..10_001).fold(Package::new(""), |p, i| p.with(&format!("word/{i}"), "")).bytes(), "docx-entries"),
        (whole().bytes()[..1500].to_vec(), "docx-damaged"),
    ];
    for (bytes, key) in table {
        assert_eq!(refusal(bytes), key);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let bytes = whole().bytes();
    for end in (0..bytes.len()).step_by(37) {
        let cut = bytes[..end].to_vec();
        // Before the first name that says so, it may be any office file.
        let known = cut.windows(5).any(|window| window == b"word/");
        let refused = read(cut, &ReadOptions::default()).err().map(|error| error.message.key());
        assert!(!known || refused == Some("docx-damaged"), "cut at {end}: {refused:?}");
    }
}

#[test]
fn a_file_with_any_byte_changed_never_panics() {
    let bytes = whole().bytes();
    for at in (0..bytes.len()).step_by(3) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x5A;
        laws::docx(&changed).unwrap_or_else(|broken| panic!("byte {at}: {broken}"));
    }
}
