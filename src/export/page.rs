//! The page of the standard (`grammar/page.toml`) in the units of OOXML.

/// The page. Millimetres and characters, but for what is said.
pub(super) struct Page {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) text_width: u32,
    pub(super) text_height: u32,
    /// Lines of a page.
    pub(super) lines: u32,
    /// Characters of a line.
    pub(super) characters: u32,
    /// From line to line, in points.
    pub(super) pitch: u32,
    pub(super) number_below: u32,
    pub(super) issuer_below: u32,
    /// In points.
    pub(super) issuer_size: u32,
    /// In hundredths of the size.
    pub(super) issuer_line: u32,
    pub(super) signer: &'static str,
    pub(super) line_below: u32,
    /// In eighths of a point.
    pub(super) line_weight: u32,
    /// In eighths of a point.
    pub(super) table_weight: u32,
    pub(super) column_least: u32,
    pub(super) column_most: u32,
    /// In lines.
    pub(super) title_below: u32,
    pub(super) date_right: u32,
    pub(super) signature_right: u32,
    pub(super) date_step: u32,
    pub(super) attachment_left: u32,
    pub(super) copies: &'static [&'static str],
    pub(super) printed: &'static str,
    /// In hundredths of a millimetre.
    pub(super) imprint_rule: u32,
    /// In hundredths of a millimetre.
    pub(super) imprint_thin_rule: u32,
    pub(super) imprint_edge: u32,
    pub(super) imprint_slack: u32,
}

/// A style of paragraphs.
pub(super) struct Style {
    /// What it is for: the name of a kind, `level1` …
    pub(super) key: &'static str,
    /// Its id in the package.
    pub(super) id: &'static str,
    /// Its name: that of the style which Word has itself (ECMA-376 part 1, 17.7.4.9), else one in Chinese.
    pub(super) name: &'static str,
    /// The name of the style for words in a line of text; none where it is empty.
    pub(super) linked: &'static str,
    pub(super) font: &'static str,
    /// In points.
    pub(super) size: u32,
    /// As in OOXML's ST_Jc.
    pub(super) align: &'static str,
    /// The indent of the first line, in characters.
    pub(super) first: u32,
    /// The indent at the left, in characters.
    pub(super) left: u32,
    /// The indent at the right, in characters.
    pub(super) right: u32,
    /// Empty lines before.
    pub(super) before: u32,
    /// The level in the outline, from 1; 0: none.
    pub(super) outline: u32,
    /// As RRGGBB.
    pub(super) colour: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Twentieths of a point in so many millimetres, rounded.
pub(super) const fn twips(millimetres: u32) -> u32 {
    (millimetres * 14_400 + 127) / 254
}

/// Twentieths of a point in so many points.
pub(super) const fn points(points: u32) -> u32 {
    points * 20
}

impl Page {
    /// The margin at the right.
    pub(super) fn right(&self) -> u32 {
        self.width - self.left - self.text_width
    }

    /// The margin at the bottom.
    pub(super) fn bottom(&self) -> u32 {
        self.height - self.top - self.text_height
    }

    /// Twips from line to line where the lines fill the type area.
    pub(super) fn line_pitch(&self) -> u32 {
        twips(self.text_height) / self.lines
    }

    /// How many characters of so many points a line holds.
    pub(super) fn holds(&self, size: u32) -> u32 {
        twips(self.text_width) / points(size)
    }

    /// What is added to each character's width, in twips, so that a line of a size holds all its characters.
    pub(super) fn spacing(&self, size: u32) -> i64 {
        i64::from(twips(self.text_width) / self.characters) - i64::from(points(size))
    }

    /// The same in 4096ths of a point, as the grid of a page has it (ECMA-376 part 1, 17.6.5).
    pub(super) fn char_space(&self, size: u32) -> i64 {
        let room = i64::from(twips(self.text_width)) * 4096 / i64::from(points(1) * self.characters);
        room - i64::from(size) * 4096
    }
}

/// The style of a key; the first, which is for anything, where there is none.
pub(super) fn style(key: &str) -> &'static Style {
    STYLES.iter().find(|style| style.key == key).unwrap_or(&STYLES[0])
}

/// The style of a heading; `None` deeper than the standard goes.
pub(super) fn heading(depth: usize) -> Option<&'static Style> {
    STYLES.iter().find(|style| depth > 0 && style.outline as usize == depth)
}
