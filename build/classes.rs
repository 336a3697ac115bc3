//! Classes of characters, a bit each, as the table of classes has them for whoever walks over a text.

/// A sign that masks.
pub(crate) const MASK: u8 = 1;
/// A unit, or the begin of one, whose number may be lost.
pub(crate) const LOST: u8 = 2;
/// A digit in either width.
pub(crate) const DIGIT: u8 = 4;
/// A sign of a Chinese numeral.
pub(crate) const NUMERAL: u8 = 8;
/// A bracket around a placeholder.
pub(crate) const BRACKET: u8 = 16;
/// A letter that stands for a word.
pub(crate) const LETTER: u8 = 32;
/// A scale, or a sign of shares.
pub(crate) const SCALE: u8 = 64;
/// What the number of a unit behind it may be lost after.
pub(crate) const LOSES: u8 = 128;
