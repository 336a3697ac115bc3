//! Web pages: the tree of a page's article is that of its plain text, and what a browser shows beside it is furniture.
#![cfg(feature = "html")]

use std::fs;

use huibao::{Encoding, Kind, ReadOptions, Report, Scope, differences, json, laws, print, read, read_page, same_tree};
use proptest::prelude::*;

fn page(html: impl Into<Vec<u8>>) -> Report {
    read_page(html.into(), &ReadOptions::default()).expect("a page")
}

fn text(text: &str) -> Report {
    read(text.into(), &ReadOptions::default()).expect("text")
}

fn compact(report: &Report) -> String {
    let mut json = Vec::new();
    json::to_writer(report, json::Form::Compact, Scope::Slots, &mut json).expect("it is written");
    String::from_utf8(json).expect("UTF-8")
}

/// The lines that are furniture, and the others.
fn lines(report: &Report) -> (Vec<String>, Vec<String>) {
    let mut lines = (Vec::new(), Vec::new());
    report.walk(|_, block| {
        let line = [report.str(block.marker), report.str(block.text.span)].concat();
        if block.kind == Kind::Furniture { lines.0.push(line) } else { lines.1.push(line) }
    });
    lines
}

#[test]
fn the_article_of_a_page_has_the_tree_of_its_text() {
    let mut count = 0;
    for entry in fs::read_dir("fixtures/pages").expect("fixtures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension == "txt") {
            continue;
        }
        let mut found = page(fs::read(&path).expect("a page"));
        let mut due = text(&fs::read_to_string(path.with_extension("txt")).expect("its text"));
        found.keep_body();
        due.keep_body();
        assert!(same_tree(&found, &due), "{}\n{}\n---\n{}", path.display(), print(&found), print(&due));
        count += 1;
    }
    assert!(count >= 4, "{count} pages");
}

/// An archive of one page.
fn archive(kind: &str, encoding: &str, page: &str) -> Vec<u8> {
    let head = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: {kind}\r\n"
    );
    format!("{head}Content-Transfer-Encoding: {encoding}\r\n\r\n{page}\r\n--b--\r\n").into_bytes()
}

#[test]
fn an_archive_is_the_page_that_was_saved() {
    for file in ["浏览器.mht", "文字处理.mhtml"] {
        let bytes = fs::read(format!("fixtures/pages/{file}")).expect("a fixture");
        assert!(huibao::is_page(&bytes), "{file}");
        let (furniture, article) = lines(&page(bytes));
        assert!(furniture.iter().any(|line| line.starts_with("版权所有")), "{file}: {furniture:?}");
        assert_eq!(article[0], "青岩县供销社2026年上半年工作总结", "{file}");
        let other = |line: &String| ["广告", "MIME", "档案"].iter().any(|word| line.contains(word));
        assert!(!article.iter().chain(&furniture).any(other), "{file}");
    }
    // What the archive says of the encoding goes before what the page says.
    let said = archive("text/html; charset=big5", "quoted-printable", "<meta charset=3Dgbk><p>=A5=FE=A4=BD");
    assert_eq!(print(&page(said)), "全公");
}

#[test]
fn an_archive_that_is_damaged_or_holds_no_page_is_refused() {
    let deep: String = (0..5_000)
        .map(|level| format!("--b{level}\r\nContent-Type: multipart/related; boundary=b{}\r\n\r\n", level + 1))
        .collect();
    let deep = format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n{deep}");
    for (bytes, key) in [
        (archive("text/html", "base64", "PGh0bWw+*"), "page-archive-damaged"),
        (deep.into_bytes(), "page-archive-damaged"),
        (archive("image/png", "base64", "iVBORw=="), "page-archive-empty"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n".to_vec(), "page-archive-empty"),
    ] {
        let error = read_page(bytes.clone(), &ReadOptions::default()).expect_err("it is refused");
        assert_eq!(error.message.key(), key, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(200)]));
    }
    for text in
        ["MIME-Version: 1.0", "Note: 一、工作\n\n二、问题", "From: a\nContent-Type: multipart/related\n", "A:\rB"]
    {
        assert!(!huibao::is_page(text.as_bytes()), "{text}");
    }
}

#[test]
fn what_stands_around_the_article_is_furniture_and_is_kept() {
    let report = page(fs::read("fixtures/pages/新闻.html").expect("a page"));
    let (furniture, article) = lines(&report);
    for line in ["首页", "政务公开", "热点推荐", "上一篇：河口镇水管站工作总结"] {
        assert!(furniture.iter().any(|found| found == line), "{line}: {furniture:?}");
    }
    for words in ["登录", "当前位置", "版权所有", "办公时间", "发布时间", "地址"] {
        assert!(furniture.iter().any(|found| found.starts_with(words)), "{words}: {furniture:?}");
    }
    assert!(article.iter().any(|line| line.contains("义务植树活动")), "a link within a sentence is text: {article:?}");
    let all = print(&report);
    for hidden in ["脚本", "隐藏", "float"] {
        assert!(!all.contains(hidden), "{hidden} is shown: {all}");
    }
}

#[test]
fn a_page_is_a_text_in_utf_8_that_says_what_it_came_from() {
    let report = page(fs::read("fixtures/pages/新闻.html").expect("a page"));
    assert_eq!(report.source.encoding, Encoding::Utf8);
    let json = compact(&report);
    assert!(json.contains(r#""source":{"encoding":"utf-8","container":"html"}"#), "{}", &json[..200]);
    let loaded = json::from_slice(json.as_bytes()).expect("it loads");
    assert_eq!(print(&loaded), print(&report));
    assert_eq!(loaded.source, report.source);
    assert!(!differences(&report).is_empty(), "its text alone does not say what is furniture");
}

#[test]
fn pages_are_read_in_the_encoding_that_they_say_or_are_in() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let words = "<p>一、全年完成投资xx亿元，新建项目x个。</p>";
    for (html, what) in [
        (gbk(&format!("<html><meta charset=gbk>{words}")), "as it says"),
        (
            gbk(&format!("<html><meta http-equiv='content-type' content='text/html;charset=\"GB2312\"'>{words}")),
            "in the old way",
        ),
        (gbk(&format!("<html><meta charset=utf-8>{words}")), "GBK that says UTF-8"),
        (format!("<html><meta charset=gb2312>{words}").into_bytes(), "UTF-8 that says GBK"),
        (gbk(&format!("<html>{words}")), "GBK that says nothing"),
        (
            encoding_rs::BIG5
                .encode(&format!("<html><meta charset=big5>{}", "<p>一、全年完成xx件，新建xx所。</p>"))
                .0
                .into_owned(),
            "Big5",
        ),
        (
            [&b"\xFF\xFE"[..], &format!("<html>{words}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()]
                .concat(),
            "UTF-16",
        ),
    ] {
        assert!(huibao::is_page(&html), "{what}");
        assert!(print(&page(html.clone())).starts_with("一、全年完成"), "{what}: {}", print(&page(html)));
    }
}

#[test]
fn lines_are_those_that_a_browser_shows() {
    for (html, shown) in [
        ("<p>甲</p><p>乙</p>", "甲\n\n乙"),
        ("<div>甲</div><div><div>乙</div></div>丙", "甲\n乙\n丙"),
        ("甲<br>乙<br><br>丙", "甲\n乙\n\n丙"),
        ("<p>全镇\n  共有<b>xx</b>  人 a\nb</p>", "全镇共有xx 人 a b"),
        ("<p>甲&nbsp;乙&#12288;丙&lt;丁&gt;&amp;&nosuch;&#xFF08;</p>", "甲\u{A0}乙\u{3000}丙<丁>&&nosuch;（"),
        ("<ul><li>甲<ul><li>乙</ul><li>丙</ul>", "甲\n乙\n丙"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙<td>丁</table>戊", "甲\t乙\n丙\t丁\n戊"),
        ("<pre>甲\n  乙</pre>丙", "甲\n  乙\n丙"),
        (
            "甲<!-- 乙 --><script>丙</script><style>丁</style><span style='Display : none'>戊</span><i hidden>己<i>庚</i>辛</i>壬",
            "甲壬",
        ),
        ("<b><p>甲</b>乙</p></div></table>丙", "甲乙\n\n丙"),
        ("<table><tr><td>甲</div></td><td>乙</table>", "甲\t乙"),
        ("甲<textarea><p>乙</textarea>丙<title>丁<p></title>戊", "甲丙戊"),
        ("", ""),
        ("<", "<"),
        ("甲<b", "甲"),
    ] {
        assert_eq!(print(&page(html)), shown, "{html}");
    }
}

#[test]
fn text_that_is_no_page_is_none() {
    for text in ["", "<", "<htmlx>", "html", "一、<html>", "<!doctype htm"] {
        assert!(!huibao::is_page(text.as_bytes()), "{text}");
    }
    for page in ["<HTML>", " \n<!DOCTYPE HTML PUBLIC>", "\u{FEFF}<!doctype html>"] {
        assert!(huibao::is_page(page.as_bytes()), "{page}");
    }
}

/// What pages are made of, and damaged with.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div class=nav>",
        "<div id=content>",
        "</div>",
        "<br>",
        "<h1>",
        "</h1>",
        "<a href=x>",
        "</a>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<b>",
        "</b>",
        "<pre>",
        "</pre>",
        "<i hidden>",
        "</i>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        "&nbsp;",
        "&#12288;",
        "&#0;",
        "&#13;",
        "\n",
        " ",
        "\u{A0}",
        "\u{FEFF}",
        "一、",
        "（二）",
        "x.",
        "1.",
        "概况",
        "。",
        "，共xx人",
        "20xx年",
        "镇政府：",
        "工作总结",
        "2026年1月2日",
        "附件：",
        "\u{0}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn the_laws_hold_over_made_pages(pieces in prop::collection::vec(piece(), 0..40)) {
        prop_assert_eq!(laws::page(format!("<html>{}", pieces.concat()).as_bytes()), Ok(()));
    }
}

#[test]
fn the_laws_hold_over_pages_that_are_cut_off() {
    for entry in fs::read_dir("fixtures/pages").expect("fixtures") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a page");
        for len in (0..=bytes.len()).rev().step_by(11) {
            assert_eq!(laws::page(&bytes[..len]), Ok(()), "{} cut at {len}", path.display());
        }
    }
}

/// Hostile pages take no more than their length in time: each of these is a megabyte.
#[test]
fn hostile_pages_are_read() {
    let start = std::time::Instant::now();
    let attributes: String = (0..100_000).map(|n| format!(" a{n}")).collect();
    for html in [
        "<div>".repeat(200_000),
        "<div>x".repeat(150_000) + &"</div>".repeat(150_000),
        "<p>x</div>".repeat(100_000),
        "<table><tr><td>x".repeat(60_000),
        (0..60_000).map(|n| format!("<b a{n}><p>x")).collect(),
        format!("<p{attributes}>x</p>"),
        "<script>".repeat(100_000),
        "<!--".repeat(200_000),
        "&".repeat(500_000),
        "&#".repeat(400_000),
        "<li>x".repeat(200_000),
        "<a href=x>x".repeat(100_000),
        "<i hidden>".repeat(100_000),
        "<br>".repeat(250_000),
        "\u{0}<\u{0}\r\r\n".repeat(100_000),
    ] {
        let report = page(html);
        let text = print(&report);
        let json = compact(&report);
        assert_eq!(print(&json::from_slice(json.as_bytes()).expect("it loads")), text);
    }
    // A minute each, where something is quadratic.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    let large = read_page(vec![b'x'; 33 << 20], &ReadOptions::default()).expect_err("it is refused");
    assert_eq!(large.message.key(), "page-too-large");
}
