//! Tables: rows of cells between lines, as wide as the type area (ECMA-376 part 1, 17.4).

use std::io;

use super::{
    body::{run, width},
    xml::Xml,
};
use crate::{
    export::{
        line::{Cell, words},
        page::{PAGE, style, twips},
    },
    row::Row,
};

/// A table. Rows have the cells that the report gives them and no others, so that it is read back as it was.
pub(super) fn print(xml: &mut Xml, rows: &[Vec<Cell>], slots: &[Row]) -> io::Result<()> {
    let columns = widths(rows);
    xml.holding("w:tbl", &[], |xml| {
        xml.holding("w:tblPr", &[], |xml| {
            xml.empty("w:tblW", &[("w:w", &columns.iter().sum::<u32>().to_string()), ("w:type", "dxa")])?;
            xml.value("w:jc", "center")?;
            xml.holding("w:tblBorders", &[], |xml| {
                let weight = PAGE.table_weight.to_string();
                let line = [("w:val", "single"), ("w:sz", &*weight), ("w:space", "0"), ("w:color", "000000")];
                ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]
                    .into_iter()
                    .try_for_each(|side| xml.empty(side, &line))
            })?;
            xml.empty("w:tblLayout", &[("w:type", "fixed")])
        })?;
        xml.holding("w:tblGrid", &[], |xml| {
            columns.iter().try_for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]))
        })?;
        for (index, row) in rows.iter().enumerate() {
            xml.holding("w:tr", &[], |xml| {
                xml.holding("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[])?;
                    // The head stands on every page again.
                    if index == 0 && rows.len() > 1 { xml.empty("w:tblHeader", &[]) } else { Ok(()) }
                })?;
                row.iter().zip(&columns).try_for_each(|(content, width)| cell(xml, content, *width, slots))
            })?;
        }
        Ok(())
    })
}

fn cell(xml: &mut Xml, cell: &Cell, width: u32, slots: &[Row]) -> io::Result<()> {
    xml.holding("w:tc", &[], |xml| {
        xml.holding("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            xml.value("w:vAlign", "center")
        })?;
        xml.holding("w:p", &[], |xml| {
            xml.holding("w:pPr", &[], |xml| xml.value("w:pStyle", style("row").id))?;
            cell.iter().try_for_each(|piece| run(xml, piece, None, slots))
        })
    })
}

/// How wide each column is, in twips: by the longest of its cells, and all together as the type area.
fn widths(rows: &[Vec<Cell>]) -> Vec<u32> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let most = cells.map(|cell| width(&words(cell))).max().unwrap_or_default();
        // A character more, for what the cell leaves free on either side.
        (most + 100).clamp(PAGE.column_least * 100, PAGE.column_most * 100)
    };
    let longest: Vec<u32> = (0..columns).map(longest).collect();
    let (all, area) = (longest.iter().sum::<u32>().max(1), twips(PAGE.text_width));
    longest.into_iter().map(|one| one * area / all).collect()
}
