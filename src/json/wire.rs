//! The wire types: what stands in JSON, flat and strict. The schema is made from them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use smallvec::SmallVec;

use super::reader::{Fault, FromJson, Reader, offset};
use crate::{layout, letterhead::Letterhead, message::Message};

/// A string, borrowed from the input where it has no escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Str<'a>(pub(super) Cow<'a, str>);

/// The JSON text of any value, borrowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'a>(pub(super) &'a str);

/// A text: an array of strings and inlines, or one string. Most have one piece.
#[derive(Debug, Default)]
pub(super) struct Text<'a>(pub(super) SmallVec<[Piece<'a>; 1]>);

/// Room for so many pieces is made at once.
const SEVERAL: usize = 7;

/// A piece of a text.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(super) enum Piece<'a> {
    /// Words as they stand, without line endings.
    Plain(#[schemars(with = "String")] Str<'a>),
    /// A figure, date, name or other slot.
    Inline(Box<Inline<'a>>),
}

impl Piece<'_> {
    /// What it prints, its mask included.
    pub(super) fn surface(&self) -> &str {
        match self {
            Self::Plain(text) => &text.0,
            Self::Inline(inline) => inline.text.as_ref().map_or("", |text| &text.0),
        }
    }
}

impl<'a> FromJson<'a> for Text<'a> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let mut pieces = SmallVec::new();
        match reader.peek() {
            Some(b'"') => pieces.push(Piece::Plain(reader.value()?)),
            Some(b'[') => reader.array(|reader| {
                // Where there are several, there are more.
                pieces.reserve(if pieces.len() == 1 { SEVERAL } else { 0 });
                pieces.push(reader.value()?);
                Ok(())
            })?,
            _ => return Err(reader.expected("\"…\", […]")),
        }
        Ok(Self(pieces))
    }
}

impl<'a> FromJson<'a> for Piece<'a> {
    fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        match reader.peek() {
            Some(b'"') => reader.value().map(Self::Plain),
            Some(b'{') => {
                let mut inline = Box::<Inline<'_>>::default();
                inline.members(reader)?;
                Ok(Self::Inline(inline))
            }
            _ => Err(reader.expected("\"…\", {…}")),
        }
    }
}

impl FromJson<'_> for layout::Layout {
    fn from_json(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        object(reader, Message::new("json-layout"))
    }
}

impl FromJson<'_> for Letterhead {
    fn from_json(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        object(reader, Message::new("json-letterhead"))
    }
}

/// An object that serde knows; the message says what is wrong with it.
fn object<T: DeserializeOwned>(reader: &mut Reader<'_>, message: Message) -> Result<T, Fault> {
    let json = reader.raw()?.0;
    serde_json::from_str(json).map_err(|error| {
        let what = error.to_string();
        let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
        Fault::new(message.with("what", what), reader.at() - json.len() + offset(json, &error))
    })
}

/// A struct that is read key by key: known keys into their fields, what few have into a box of its own, other keys, with
/// their JSON text, into `others`. Some may be given as words alone.
macro_rules! keys {
    (
        $name:ident, { $($key:literal => $field:ident),* $(,)? }
        $(, rare { $($rare_key:literal => $rare_field:ident),* $(,)? })?
        $(, words $words:ident)?
    ) => {
        impl<'a> $name<'a> {
            /// The keys it knows.
            pub(super) const KEYS: &'static [&'static str] = &[$($key,)* $($($rare_key,)*)?];

            fn members(&mut self, reader: &mut Reader<'a>) -> Result<(), Fault> {
                reader.object(|reader, key| {
                    match &*key.0 {
                        $($key => self.$field = reader.value()?,)*
                        $($($rare_key => self.rare.get_or_insert_default().$rare_field = reader.value()?,)*)?
                        _ => self.others.push((key.clone(), reader.value()?)),
                    }
                    Ok(())
                })
            }
        }

        impl<'a> FromJson<'a> for $name<'a> {
            fn from_json(reader: &mut Reader<'a>) -> Result<Self, Fault> {
                let mut out = Self::default();
                $(if reader.peek() == Some(b'"') {
                    out.$words = reader.value()?;
                    return Ok(out);
                })?
                out.members(reader)?;
                Ok(out)
            }
        }
    };
}

/// A report (汇报): a tree of blocks, in a layout.
#[derive(Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields, extend("patternProperties" = {"^x-": {}}))]
pub(super) struct Report<'a> {
    /// The version of this schema: "huibao/1.1".
    #[schemars(with = "Option<String>")]
    pub(super) schema: Option<Str<'a>>,
    /// Where the text came from; for information, and for writing it back in the same encoding.
    pub(super) source: Option<Source<'a>>,
    /// How the report is set; `official` where it is not given.
    pub(super) layout: Option<layout::Layout>,
    /// What stands over the title of an official document; for Word alone.
    pub(super) letterhead: Option<Letterhead>,
    /// The blocks, in the order of print; a bare string is a paragraph.
    #[schemars(with = "Option<Vec<BlockSchema>>")]
    pub(super) blocks: Option<Vec<Block<'a>>>,
    #[schemars(skip)]
    pub(super) others: Vec<(Str<'a>, Raw<'a>)>,
}

keys!(Report, {
    "schema" => schema,
    "source" => source,
    "layout" => layout,
    "letterhead" => letterhead,
    "blocks" => blocks,
});

/// How the bytes were encoded.
#[derive(Debug, Default, JsonSchema)]
#[schemars(extend("patternProperties" = {"^x-": {}}))]
pub(super) struct Source<'a> {
    /// utf-8, utf-16le, utf-16be, gbk, gb18030 or big5.
    #[schemars(with = "Option<String>")]
    pub(super) encoding: Option<Str<'a>>,
    /// Whether a byte order mark begins the file.
    pub(super) bom: Option<bool>,
    /// Whether the encoding is a guess.
    pub(super) doubtful: Option<bool>,
    /// What the text was stored in: text (where it is not given), docx or html.
    #[schemars(with = "Option<String>")]
    pub(super) container: Option<Str<'a>>,
    #[schemars(skip)]
    pub(super) others: Vec<(Str<'a>, Raw<'a>)>,
}

keys!(Source, {
    "encoding" => encoding,
    "bom" => bom,
    "doubtful" => doubtful,
    "container" => container,
});

/// A block: a section, a paragraph, or a part of the frame.
#[derive(Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields, extend("patternProperties" = {"^x-": {}}))]
pub(super) struct Block<'a> {
    /// title, subtitle, byline, addressee, paragraph, section, row, signature, date, attachment, note, furniture or
    /// teaser. A section where it is not given and there is a heading, a number, a marker or blocks; else a paragraph.
    #[schemars(with = "Option<String>")]
    pub(super) kind: Option<Str<'a>>,
    /// The number of a section; null or absent: the next one.
    pub(super) number: Option<u64>,
    /// The marker of a section as it is printed, where the layout would print another; "" for none.
    #[schemars(with = "Option<String>")]
    pub(super) marker: Option<Str<'a>>,
    /// What stands before the block, where the layout would print something else.
    #[schemars(with = "Option<String>")]
    pub(super) before: Option<Str<'a>>,
    /// Blanks behind the marker, where the layout would print others.
    #[schemars(with = "Option<String>")]
    pub(super) after_marker: Option<Str<'a>>,
    /// The heading of a section.
    #[schemars(with = "Option<TextSchema>")]
    pub(super) heading: Option<Text<'a>>,
    /// The text; on a section, that of one paragraph at its beginning.
    #[schemars(with = "Option<TextSchema>")]
    pub(super) text: Option<Text<'a>>,
    /// What closes the heading, where the layout would print something else.
    #[schemars(with = "Option<String>")]
    pub(super) after_heading: Option<Str<'a>>,
    /// What closes the text, where the layout would print something else.
    #[schemars(with = "Option<String>")]
    pub(super) after: Option<Str<'a>>,
    /// What few have.
    #[schemars(flatten, with = "BlockRare<'a>")]
    pub(super) rare: Option<Box<BlockRare<'a>>>,
    /// What a section holds; a bare string is a paragraph.
    #[schemars(with = "Option<Vec<BlockSchema>>")]
    pub(super) blocks: Option<Vec<Block<'a>>>,
    #[schemars(skip)]
    pub(super) others: Vec<(Str<'a>, Raw<'a>)>,
}

/// What few blocks have.
#[derive(Debug, Default, JsonSchema)]
pub(super) struct BlockRare<'a> {
    /// The bytes, in hexadecimal digits, of the line that begins here, where its encoding does not give them back.
    #[schemars(with = "Option<String>")]
    pub(super) raw: Option<Str<'a>>,
    /// The value of a masked list number.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) value: Option<Raw<'a>>,
    /// The id of a masked list number.
    #[schemars(with = "Option<String>")]
    pub(super) id: Option<Str<'a>>,
    /// A name for people.
    #[schemars(with = "Option<String>")]
    pub(super) name: Option<Str<'a>>,
    /// A remark for whoever fills the form.
    #[schemars(with = "Option<String>")]
    pub(super) note: Option<Str<'a>>,
}

keys!(Block, {
    "kind" => kind,
    "number" => number,
    "marker" => marker,
    "before" => before,
    "after_marker" => after_marker,
    "heading" => heading,
    "text" => text,
    "after_heading" => after_heading,
    "after" => after,
    "blocks" => blocks,
}, rare {
    "raw" => raw,
    "value" => value,
    "id" => id,
    "name" => name,
    "note" => note,
}, words text);

/// A figure, date, name or other place in a text.
#[derive(Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields, extend("patternProperties" = {"^x-": {}}))]
pub(super) struct Inline<'a> {
    /// figure, year, date, ordinal, name or redaction.
    #[schemars(with = "String")]
    pub(super) kind: Option<Str<'a>>,
    /// The surface with the mask in it, exactly as it stands.
    #[schemars(with = "String")]
    pub(super) text: Option<Str<'a>>,
    /// What a value replaces; "" where the number is lost.
    #[schemars(with = "Option<String>")]
    pub(super) mask: Option<Str<'a>>,
    /// Beside a mask: what is filled in. Without one: the reading of the number in the text.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) value: Option<Raw<'a>>,
    /// 约, 近, 达 … before the number, 余, 多 … behind it or its scale; one after the other where both stand.
    #[schemars(with = "Option<String>")]
    pub(super) approximator: Option<Str<'a>>,
    /// 万, 亿 … In a cell of a table without a unit it may be that of the head.
    #[schemars(with = "Option<String>")]
    pub(super) scale: Option<Str<'a>>,
    /// The unit or measure word. In a cell of a table without one it may be that of the head.
    #[schemars(with = "Option<String>")]
    pub(super) unit: Option<Str<'a>>,
    /// 以上, 左右, 以内 … behind the unit.
    #[schemars(with = "Option<String>")]
    pub(super) limit: Option<Str<'a>>,
    /// What few have.
    #[schemars(flatten, with = "InlineRare<'a>")]
    pub(super) rare: Option<Box<InlineRare<'a>>>,
    /// Whether the reading rests on firm evidence; true where it is not given.
    pub(super) certain: Option<bool>,
    #[schemars(skip)]
    pub(super) others: Vec<(Str<'a>, Raw<'a>)>,
}

/// What few inlines have: facts of context, and what a person adds.
#[derive(Debug, Default, JsonSchema)]
pub(super) struct InlineRare<'a> {
    /// Of a printed number: its value in the unit itself.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) amount: Option<Raw<'a>>,
    /// The least that the wording allows, in the unit itself.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) low: Option<Raw<'a>>,
    /// The most that it allows.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) high: Option<Raw<'a>>,
    /// What the figure counts.
    #[schemars(with = "Option<String>")]
    pub(super) label: Option<Str<'a>>,
    /// The id.
    #[schemars(with = "Option<String>")]
    pub(super) id: Option<Str<'a>>,
    /// A name for people.
    #[schemars(with = "Option<String>")]
    pub(super) name: Option<Str<'a>>,
    /// A remark for whoever fills the form.
    #[schemars(with = "Option<String>")]
    pub(super) note: Option<Str<'a>>,
    /// Whether a strict fill insists on it.
    pub(super) required: Option<bool>,
    /// The least value.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) min: Option<Raw<'a>>,
    /// The greatest value.
    #[schemars(with = "Option<ValueSchema>")]
    pub(super) max: Option<Raw<'a>>,
    /// The id of the slot whose value this one repeats.
    #[schemars(with = "Option<String>")]
    pub(super) same_as: Option<Str<'a>>,
}

keys!(Inline, {
    "kind" => kind,
    "text" => text,
    "mask" => mask,
    "value" => value,
    "approximator" => approximator,
    "scale" => scale,
    "unit" => unit,
    "limit" => limit,
    "certain" => certain,
}, rare {
    "amount" => amount,
    "low" => low,
    "high" => high,
    "label" => label,
    "id" => id,
    "name" => name,
    "note" => note,
    "required" => required,
    "min" => min,
    "max" => max,
    "same_as" => same_as,
});

/// A number with its literal digits, or a string.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Value")]
#[expect(dead_code, reason = "it stands for the schema")]
pub(super) enum ValueSchema {
    Number(f64),
    String(String),
}

/// An array of strings and inlines, or one string.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "Text")]
#[expect(dead_code, reason = "it stands for the schema")]
pub(super) enum TextSchema {
    String(String),
    Pieces(Vec<Piece<'static>>),
}

/// A block, or the words of a paragraph.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "BlockOrWords")]
#[expect(dead_code, reason = "it stands for the schema")]
pub(super) enum BlockSchema {
    Words(String),
    Block(Box<Block<'static>>),
}
