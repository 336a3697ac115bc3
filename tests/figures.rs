//! Figures as data on the command line: the table, the comparison of two years, last year's figures in the form.
#![cfg(feature = "cli")]

use std::{fs, path::Path, process::Command};

use expect_test::{Expect, expect};

/// Last year's report, filled.
const OLD: &str = "2025年镇农技站工作汇报\n\n一、工作情况\n\n举办培训班12期，培训农民860人次，同比增长7.5%。产值达到3500万元，同比增长6%。\n\n\
二、存在问题\n\n经费不足，缺口20万元。\n";
/// This year's, open.
const NEW: &str = "2026年镇农技站工作汇报\n\n一、工作情况\n\n举办培训班xx期，培训农民xxx人次，同比增长x%。产值达到x.x亿元，同比增长x%。新建示范点3个。\n\n\
二、下步打算\n\n争取经费xx万元。\n";

/// Runs the program in a folder with both reports; says its exit code and what it printed.
fn run(folder: &Path, lang: &str, args: &[&str]) -> String {
    fs::write(folder.join("去年.txt"), OLD).expect("a file");
    fs::write(folder.join("今年.txt"), NEW).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_huibao"));
    let output = command.args(args).args(["--lang", lang]).current_dir(folder).output().expect("the program runs");
    let both = [output.stdout, output.stderr].concat();
    format!("{}\n{}", output.status.code().unwrap_or(-1), String::from_utf8(both).expect("UTF-8").replace("\r\n", "\n"))
}

fn prints(lang: &str, args: &[&str], expected: &Expect) {
    let folder = tempfile::tempdir().expect("a folder");
    expected.assert_eq(&run(folder.path(), lang, args));
}

#[test]
fn figures_are_a_table() {
    prints(
        "zh",
        &["figures", "去年.txt"],
        &expect![[r#"
            0
            位置     数据                  时期            名目
            1:1      2025年                                
            5:6      12期                  2025年          培训班
            5:14     860人次               2025年          培训农民
            5:24     7.5%                  2025年          培训农民 同比增长
            5:33     达到3500万元          2025年          产值
            5:44     6%                    2025年          产值 同比增长
            9:8      20万元                2025年          缺口
        "#]],
    );
    prints(
        "en",
        &["figures", "去年.txt", "今年.txt", "--format", "csv"],
        &expect![[r#"
            0
            file,id,name,kind,text,value,unit,scale,approximator,limit,label,path,section,line,column,span,chars,surface,certain,because,excerpt,amount,low,high,period,change,compared,masked
            去年.txt,tw3qcjm,2025年,year,2025,2025,年,,,,,,,1,1,0..4,0..4,2025年,true,printed,【2025】年镇农技站工作汇报,,,,,,,false
            去年.txt,x8hv8x4,培训班(期),figure,12,12,期,,,,培训班,一、,工作情况,5,6,68..70,28..30,12期,true,printed,举办培训班【12】期，培训农民860人次，同比增长7.5%,12,,,2025年,,,false
            去年.txt,dhszzss,培训农民(人次),figure,860,860,人次,,,,培训农民,一、,工作情况,5,14,88..91,36..39,860人次,true,printed,举办培训班12期，培训农民【860】人次，同比增长7.5%。产值达到3500,860,,,2025年,,,false
            去年.txt,ph9dtq4,培训农民(%),figure,7.5,7.5,%,,,,培训农民,一、,工作情况,5,24,112..115,46..49,7.5%,true,printed,训班12期，培训农民860人次，同比增长【7.5】%。产值达到3500万元，同比增长6%。,7.5,,,2025年,增长,同比,false
            去年.txt,h954qpt,产值(万元),figure,3500,3500,元,万,达到,,产值,一、,工作情况,5,33,131..135,55..59,达到3500万元,true,printed,民860人次，同比增长7.5%。产值达到【3500】万元，同比增长6%。,35000000,,,2025年,,,false
            去年.txt,pt73ph8,产值(%),figure,6,6,%,,,,产值,一、,工作情况,5,44,156..157,66..67,6%,true,printed,7.5%。产值达到3500万元，同比增长【6】%。,6,,,2025年,增长,同比,false
            去年.txt,gqpqmx8,缺口(万元),figure,20,20,元,万,,,缺口,二、,存在问题,9,8,204..206,86..88,20万元,true,printed,经费不足，缺口【20】万元。,200000,,,2025年,,,false
            今年.txt,tw3qcjm,2026年,year,2026,2026,年,,,,,,,1,1,0..4,0..4,2026年,true,printed,【2026】年镇农技站工作汇报,,,,,,,false
            今年.txt,x8hv8x4,培训班(期),figure,xx,,期,,,,培训班,一、,工作情况,5,6,68..70,28..30,xx期,true,unit,举办培训班【xx】期，培训农民xxx人次，同比增长x%。产,,,,2026年,,,true
            今年.txt,dhszzss,培训农民(人次),figure,xxx,,人次,,,,培训农民,一、,工作情况,5,14,88..91,36..39,xxx人次,true,unit,举办培训班xx期，培训农民【xxx】人次，同比增长x%。产值达到x.x亿元，,,,,2026年,,,true
            今年.txt,qs3xpbd,培训农民(%),figure,x,,%,,,,培训农民,一、,工作情况,5,24,112..113,46..47,x%,true,unit,训班xx期，培训农民xxx人次，同比增长【x】%。产值达到x.x亿元，同比增长x%。新,,,,2026年,增长,同比,true
            今年.txt,bbk39fg,产值(亿元),figure,x.x,,元,亿,达到,,产值,一、,工作情况,5,31,129..132,53..56,达到x.x亿元,true,scale,训农民xxx人次，同比增长x%。产值达到【x.x】亿元，同比增长x%。新建示范点3个。,,,,2026年,,,true
            今年.txt,srbv9h9,产值(%),figure,x,,%,,,,产值,一、,工作情况,5,41,153..154,63..64,x%,true,unit,比增长x%。产值达到x.x亿元，同比增长【x】%。新建示范点3个。,,,,2026年,增长,同比,true
            今年.txt,tq8jfs3,示范点(个),figure,3,3,个,,,,示范点,一、,工作情况,5,49,173..174,71..72,3个,true,printed,达到x.x亿元，同比增长x%。新建示范点【3】个。,3,,,2026年,,,false
            今年.txt,bx4mx8n,经费(万元),figure,xx,,元,万,,,经费,二、,下步打算,9,5,214..216,88..90,xx万元,true,scale,争取经费【xx】万元。,,,,2026年,,,true
        "#]],
    );
}

#[test]
fn reports_are_compared_by_figure() {
    prints(
        "zh",
        &["diff", "去年.txt", "今年.txt"],
        &expect![[r#"
            1
            状态      旧              新              增减      名目
            变动      12期            xx期                      培训班 (工作情况)
            变动      860人次         xxx人次                   培训农民 (工作情况)
            变动      7.5%            x%                        培训农民 (工作情况)
            变动      达到3500万元    达到x.x亿元               产值 (工作情况)
            变动      6%              x%                        产值 (工作情况)
            新增                      3个                       示范点 (工作情况)
            新增                      xx万元                    经费 (下步打算)
            减少      20万元                                    缺口 (存在问题)
            新增章                                              二、下步打算
            减少章                                              二、存在问题
        "#]],
    );
    prints(
        "en",
        &["diff", "去年.txt", "今年.txt", "--json"],
        &expect![[r#"
            1
            {"status":"changed","section":"工作情况","label":"培训班","unit":"期","old":"12期","new":"xx期","difference":null,"percent":null,"old_place":[5,6],"new_place":[5,6]}
            {"status":"changed","section":"工作情况","label":"培训农民","unit":"人次","old":"860人次","new":"xxx人次","difference":null,"percent":null,"old_place":[5,14],"new_place":[5,14]}
            {"status":"changed","section":"工作情况","label":"培训农民","unit":"%","old":"7.5%","new":"x%","difference":null,"percent":null,"old_place":[5,24],"new_place":[5,24]}
            {"status":"changed","section":"工作情况","label":"产值","unit":"元","old":"达到3500万元","new":"达到x.x亿元","difference":null,"percent":null,"old_place":[5,33],"new_place":[5,31]}
            {"status":"changed","section":"工作情况","label":"产值","unit":"%","old":"6%","new":"x%","difference":null,"percent":null,"old_place":[5,44],"new_place":[5,41]}
            {"status":"added","section":"工作情况","label":"示范点","unit":"个","old":null,"new":"3个","difference":null,"percent":null,"old_place":null,"new_place":[5,49]}
            {"status":"added","section":"下步打算","label":"经费","unit":"元","old":null,"new":"xx万元","difference":null,"percent":null,"old_place":null,"new_place":[9,5]}
            {"status":"lost","section":"存在问题","label":"缺口","unit":"元","old":"20万元","new":null,"difference":null,"percent":null,"old_place":[9,8],"new_place":null}
            {"status":"section-added","section":"二、下步打算","label":null,"unit":null,"old":null,"new":null,"difference":null,"percent":null,"old_place":null,"new_place":[7,1]}
            {"status":"section-lost","section":"二、存在问题","label":null,"unit":null,"old":null,"new":null,"difference":null,"percent":null,"old_place":[7,1],"new_place":null}
        "#]],
    );
    prints(
        "en",
        &["diff", "去年.txt", "去年.txt"],
        &expect![[r#"
        0
        no figure differs
    "#]],
    );
}

#[test]
fn a_form_has_last_years_figures() {
    prints(
        "en",
        &["form", "今年.txt", "--from", "去年.txt", "-o", "-"],
        &expect![[r#"
            0
            ﻿章节,类别,原文,填写,单位,上年,说明,编号
            工作情况,数据,举办培训班【xx】期，培训农民xxx人次，同比增长x%。产,,期,12,培训班,x8hv8x4
            工作情况,数据,举办培训班xx期，培训农民【xxx】人次，同比增长x%。产值达到x.x亿元，,,人次,860,培训农民,dhszzss
            工作情况,数据,训班xx期，培训农民xxx人次，同比增长【x】%。产值达到x.x亿元，同比增长x%。新,,%,7.5,培训农民 同比增长,qs3xpbd
            工作情况,数据,训农民xxx人次，同比增长x%。产值达到【x.x】亿元，同比增长x%。新建示范点3个。,,亿元,0.35,产值,bbk39fg
            工作情况,数据,比增长x%。产值达到x.x亿元，同比增长【x】%。新建示范点3个。,,%,6,产值 同比增长,srbv9h9
            下步打算,数据,争取经费【xx】万元。,,万元,,经费,bx4mx8n
        "#]],
    );
}

#[test]
fn a_form_offers_the_growth_that_two_years_give() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("表.csv"), "编号,填写\nbbk39fg,0.42\ndhszzss,900\n").expect("a file");
    let args = ["form", "今年.txt", "--from", "去年.txt", "--values", "表.csv", "-o", "-"];
    expect![[r#"
        0
        ﻿章节,类别,原文,填写,单位,上年,说明,编号
        工作情况,数据,举办培训班【xx】期，培训农民xxx人次，同比增长x%。产,,期,12,培训班,x8hv8x4
        工作情况,数据,举办培训班xx期，培训农民【xxx】人次，同比增长x%。产值达到x.x亿元，,900,人次,860,培训农民,dhszzss
        工作情况,数据,训班xx期，培训农民xxx人次，同比增长【x】%。产值达到x.x亿元，同比增长x%。新,,%,7.5,培训农民 同比增长；按两年数据计算：4.65%,qs3xpbd
        工作情况,数据,训农民xxx人次，同比增长x%。产值达到【x.x】亿元，同比增长x%。新建示范点3个。,0.42,亿元,0.35,产值,bbk39fg
        工作情况,数据,比增长x%。产值达到x.x亿元，同比增长【x】%。新建示范点3个。,,%,6,产值 同比增长；按两年数据计算：20%,srbv9h9
        下步打算,数据,争取经费【xx】万元。,,万元,,经费,bx4mx8n
    "#]].assert_eq(&run(folder.path(), "zh", &args));
}

#[test]
fn a_filled_report_is_next_years_form() {
    prints(
        "zh",
        &["form", "去年.txt", "--all", "-o", "-"],
        &expect![[r#"
            0
            ﻿章节,类别,原文,填写,单位,上年,说明,编号
            ,年份,【2025】年镇农技站工作汇报,,年,,,tw3qcjm
            工作情况,数据,举办培训班【12】期，培训农民860人次，同比增长7.5%,,期,12,培训班,x8hv8x4
            工作情况,数据,举办培训班12期，培训农民【860】人次，同比增长7.5%。产值达到3500,,人次,860,培训农民,dhszzss
            工作情况,数据,训班12期，培训农民860人次，同比增长【7.5】%。产值达到3500万元，同比增长6%。,,%,7.5,培训农民 同比增长,ph9dtq4
            工作情况,数据,民860人次，同比增长7.5%。产值达到【3500】万元，同比增长6%。,,万元,3500,产值,h954qpt
            工作情况,数据,7.5%。产值达到3500万元，同比增长【6】%。,,%,6,产值 同比增长,pt73ph8
            存在问题,数据,经费不足，缺口【20】万元。,,万元,20,缺口,gqpqmx8
        "#]],
    );
}
