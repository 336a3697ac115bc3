//! JSON to tree: strict keys, facts of the surface checked, what is left out put back from the layout.

use std::rc::Rc;

use super::{
    SCHEMA,
    reader::Reader,
    wire::{self, Piece},
};
use crate::{
    decimal::Decimal,
    error::{Error, ErrorKind},
    frame::Kind,
    heads,
    inline::{self, Extra, Facts, Heads, Inline, InlineKind, Scope},
    layout::{Layout, Pattern},
    line::{is_blank, is_break},
    message::Message,
    numbering::{Neighbour, Numbering, PatternId, Printed},
    outline::DEEPEST,
    quantity::Quantity,
    report::{Block, Notice, Report, Text},
    row,
    setting::{Position, Settings},
    source::{Container, Encoding, Source},
    span::Span,
};

/// Reads a report from JSON.
///
/// # Errors
/// [`ErrorKind::Json`] with line, column and JSON Pointer for JSON that is no JSON, for keys that are unknown, for
/// facts that contradict the text, for numbers that contradict their marker, and for more than 32 levels.
pub fn from_slice(bytes: &[u8]) -> Result<Report, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let input = simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes)).map_err(|e| {
        let good = String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned();
        let at = good.len();
        Error::new(ErrorKind::Json, Message::new("json-utf8")).at(&good, Span::empty(at))
    })?;
    if input.len() > u32::MAX as usize / 2 {
        return Err(Error::new(ErrorKind::Json, Message::new("json-large")));
    }
    let wire = Reader::new(input).document().map_err(|fault| fault.error(input))?;
    let mut loader = Loader {
        input,
        report: Report::new(String::with_capacity(input.len()), Source::default()),
        path: Vec::new(),
        numbering: Numbering::default(),
        leaf: String::new(),
        found: Vec::new(),
        lenient: false,
        rows: false,
    };
    loader.document(wire)?;
    if loader.rows {
        heads::find(&mut loader.report);
    }
    Ok(loader.report)
}

/// The rule of a kind that was given.
const GIVEN: &str = "given";

enum Step {
    Key(&'static str),
    Index(usize),
}

struct Loader<'a> {
    input: &'a str,
    report: Report,
    path: Vec<Step>,
    numbering: Numbering,
    /// Room for one leaf, and for what is read in it.
    leaf: String,
    found: Vec<Inline>,
    /// Whether the schema is newer than ours: keys that we do not know are kept.
    lenient: bool,
    /// Whether there are rows of tables.
    rows: bool,
}

/// The section before another one.
#[derive(Clone, Copy)]
struct Sibling {
    marker: Span,
    number: Option<u64>,
    /// The pattern that printed its marker, where none was given.
    pattern: Option<PatternId>,
}

type Others<'a> = Vec<(wire::Str<'a>, wire::Raw<'a>)>;

impl<'a> Loader<'a> {
    fn document(&mut self, wire: wire::Report<'a>) -> Result<(), Error> {
        if let Some(schema) = &wire.schema {
            self.schema(&schema.0)?;
        }
        if let Some(source) = wire.source {
            let encoding = source.encoding.as_ref().map(|e| &*e.0);
            if let Some(label) = encoding {
                self.report.source.encoding = Encoding::from_label(label)
                    .ok_or_else(|| self.error(Message::new("json-encoding").with("found", label), Some(label)))?;
            }
            self.report.source.bom = source.bom.unwrap_or(false);
            self.report.source.doubtful = source.doubtful.unwrap_or(false);
            if let Some(name) = &source.container {
                self.report.source.container = Container::from_name(&name.0)
                    .ok_or_else(|| self.error(Message::new("json-container").with("found", &name.0), Some(&name.0)))?;
            }
            self.path.push(Step::Key("source"));
            self.others(source.others, wire::Source::KEYS)?;
            self.path.pop();
        }
        self.report.extra = self.others(wire.others, wire::Report::KEYS)?;
        self.report.letterhead = wire.letterhead.map(Box::new);
        let layout = wire.layout.unwrap_or_else(Layout::official);
        let settings = Settings::new(&layout);
        self.path.push(Step::Key("blocks"));
        let mut opens = true;
        let blocks = self.blocks(wire.blocks.unwrap_or_default(), None, 0, &settings, &mut opens)?;
        self.path.pop();
        self.report.blocks = blocks;
        self.report.end = self.report.add(&layout.end);
        self.report.layout = Some(Box::new(layout));
        Ok(())
    }

    fn schema(&mut self, schema: &str) -> Result<(), Error> {
        let ours = SCHEMA.rsplit_once('.').and_then(|(name, minor)| Some((name, minor.parse::<u32>().ok()?)));
        let theirs = schema.rsplit_once('.').and_then(|(name, minor)| Some((name, minor.parse::<u32>().ok()?)));
        match (ours, theirs) {
            (Some((name, minor)), Some((their_name, their_minor))) if name == their_name => {
                if their_minor > minor {
                    self.lenient = true;
                    self.report.notices.push(Notice { code: "schema-newer", span: Span::default() });
                }
                Ok(())
            }
            _ => Err(self.error(Message::new("json-schema").with("found", schema).with("ours", SCHEMA), Some(schema))),
        }
    }

    fn blocks(
        &mut self,
        wires: Vec<wire::Block<'a>>,
        parent: Option<&Block>,
        depth: usize,
        settings: &Settings<'_>,
        opens: &mut bool,
    ) -> Result<Vec<Block>, Error> {
        if depth > DEEPEST {
            return Err(self.error(Message::new("json-deep").with("most", DEEPEST), None));
        }
        let mut blocks: Vec<Block> = Vec::with_capacity(wires.len());
        let mut before: Option<Sibling> = None;
        // What a list begins with that has no marker: the first one that is given in it.
        let first = wires.iter().find_map(|wire| wire.marker.as_ref()).map(|marker| marker.0.clone());
        for (index, wire) in wires.into_iter().enumerate() {
            self.path.push(Step::Index(index));
            let at = Position { depth, parent, first: index == 0, opens: std::mem::take(opens) };
            let block = self.block(wire, at, &mut before, first.as_deref(), settings, opens)?;
            blocks.push(block);
            self.path.pop();
        }
        Ok(blocks)
    }

    fn block(
        &mut self,
        mut wire: wire::Block<'a>,
        at: Position<'_>,
        before: &mut Option<Sibling>,
        next: Option<&str>,
        settings: &Settings<'_>,
        opens: &mut bool,
    ) -> Result<Block, Error> {
        let sectional =
            wire.heading.is_some() || wire.number.is_some() || wire.marker.is_some() || wire.blocks.is_some();
        let kind = match &wire.kind {
            Some(name) => Kind::from_name(&name.0).ok_or_else(|| {
                let names = Kind::ALL.map(Kind::name);
                self.error(nearest("json-kind", &name.0, &names), Some(&name.0))
            })?,
            None if sectional => Kind::Section,
            None => Kind::Paragraph,
        };
        let mut block = Block::new(kind);
        if kind == Kind::Section {
            let (printed, pattern) = self.marker(&wire, at.depth, *before, next, settings)?;
            block.marker = self.report.add(&printed.literal);
            block.number = printed.number;
            block.style = printed.style;
            block.fresh = wire.number.is_none() && wire.marker.is_none() && printed.number.is_some();
            *before = Some(Sibling { marker: block.marker, number: block.number, pattern });
            if let Some(heading) = wire.heading.take() {
                self.path.push(Step::Key("heading"));
                block.text = self.text(heading, None)?;
                self.path.pop();
            }
        } else {
            let misplaced = [
                ("heading", wire.heading.is_some()),
                ("marker", wire.marker.is_some()),
                ("blocks", wire.blocks.is_some()),
            ];
            if let Some((key, _)) = misplaced.iter().find(|(_, given)| *given) {
                return Err(self.error(Message::new("json-misplaced").with("key", key).with("kind", kind.name()), None));
            }
            self.path.push(Step::Key("text"));
            self.rows |= kind == Kind::Row;
            let heads = Heads::default();
            block.text = self.text(wire.text.take().unwrap_or_default(), (kind == Kind::Row).then_some(&heads))?;
            self.path.pop();
        }
        block.before = match &wire.before {
            Some(before) => self.blank(&before.0)?,
            None => self.report.add(settings.before(&block, at)),
        };
        block.after_marker = match &wire.after_marker {
            Some(blanks) => self.blank(&blanks.0)?,
            None => self.report.add(settings.after_marker(&block, at.depth)),
        };
        let after = if kind == Kind::Section { &wire.after_heading } else { &wire.after };
        block.after = match after {
            Some(after) => self.line(&after.0)?,
            None => self.report.add(settings.after(&block, at.depth)),
        };
        self.rare(&mut wire, &mut block)?;
        let mut children = wire.blocks.unwrap_or_default();
        if let Some(text) = wire.text.filter(|_| kind == Kind::Section) {
            let paragraph = wire::Block { text: Some(text), ..wire::Block::default() };
            children.insert(0, paragraph);
        }
        if kind == Kind::Section {
            self.path.push(Step::Key("blocks"));
            block.blocks = self.blocks(children, Some(&block), at.depth + 1, settings, opens)?;
            self.path.pop();
        }
        Ok(block)
    }

    fn marker(
        &mut self,
        wire: &wire::Block<'a>,
        depth: usize,
        before: Option<Sibling>,
        next: Option<&str>,
        settings: &Settings<'_>,
    ) -> Result<(Rc<Printed>, Option<PatternId>), Error> {
        let Some(literal) = &wire.marker else {
            let before = before.map(|Sibling { marker, number, pattern }| Neighbour {
                literal: self.report.str(marker),
                number,
                pattern,
            });
            return Ok(self.numbering.marker(settings, depth, wire.number, before, next));
        };
        let literal = &*literal.0;
        let mut printed = Printed::literal(literal);
        // A line break may cut a marker, where it is still one.
        if printed.style.is_none() {
            self.check_line(literal)?;
        }
        if printed.is_last() {
            let next = before.and_then(|before| before.number).map(|number| number.saturating_add(1));
            printed.number = wire.number.or(next);
        }
        match wire.number {
            Some(number) if printed.number != Some(number) => {
                let message = Message::new("json-number").with("marker", literal).with("number", number);
                let like =
                    Pattern::of(literal).and_then(|p| p.print(Some(number))).unwrap_or_else(|| number.to_string());
                let error = self.error(message, Some(literal));
                Err(error.help(Message::new("json-number-help").with("marker", like)))
            }
            _ => Ok((Rc::new(printed), None)),
        }
    }

    fn rare(&mut self, wire: &mut wire::Block<'a>, block: &mut Block) -> Result<(), Error> {
        let extra = self.others(std::mem::take(&mut wire.others), wire::Block::KEYS)?;
        if !extra.is_empty() {
            block.rare_mut().extra = extra;
        }
        let Some(rare) = wire.rare.take() else { return Ok(()) };
        if let Some(raw) = &rare.raw {
            let bytes = unhex(&raw.0).ok_or_else(|| self.error(Message::new("json-raw"), Some(&raw.0)))?;
            block.rare_mut().raw = Some(bytes);
        }
        if let Some(value) = rare.value {
            block.rare_mut().value = self.value(value)?;
        }
        if rare.id.is_some() || rare.name.is_some() || rare.note.is_some() {
            let facts =
                Facts { id: boxed(&rare.id), name: boxed(&rare.name), note: boxed(&rare.note), ..Facts::default() };
            block.rare_mut().facts = facts;
        }
        Ok(())
    }

    /// A leaf; one with `heads` is a row of a table, whose cells are read by themselves.
    fn text(&mut self, wire: wire::Text<'a>, heads: Option<&Heads>) -> Result<Text, Error> {
        let start = self.report.text().len();
        for piece in &wire.0 {
            self.report.add(piece.surface());
        }
        let span = Span::new(start, self.report.text().len());
        self.check_leaf(span, &wire)?;
        if !wire.0.iter().any(|piece| matches!(piece, Piece::Inline(_))) {
            return Ok(Text { span, ..Text::default() });
        }
        let mut leaf = std::mem::take(&mut self.leaf);
        leaf.clear();
        leaf.push_str(self.report.str(span));
        let mut found = std::mem::take(&mut self.found);
        // A printed figure is looked for only where one is given.
        let printed = |piece: &Piece<'_>| matches!(piece, Piece::Inline(inline) if inline.mask.is_none());
        let scope = if wire.0.iter().any(printed) { Scope::All } else { Scope::Slots };
        inline::read_into(&mut found, &leaf, heads, scope, &self.report.lexicon);
        let mut inlines = Vec::with_capacity(found.len());
        let mut read = found.drain(..);
        let mut at = 0;
        for (index, piece) in wire.0.into_iter().enumerate() {
            let span = Span::new(at, at + piece.surface().len());
            at = span.end as usize;
            let Piece::Inline(mut wire) = piece else { continue };
            let next = |read: &std::vec::Drain<'_, Inline>| read.as_slice().first().map(|inline| inline.span);
            while next(&read).is_some_and(|other| other != span && other.end <= span.start) {
                inlines.extend(read.next().filter(|other| other.open));
            }
            let given = inlines.len();
            while let Some(other) = next(&read).filter(|other| *other == span || other.start < span.end) {
                inlines.truncate(given);
                inlines.extend(read.next().filter(|_| other == span));
            }
            self.path.push(Step::Index(index));
            match inlines.get_mut(given) {
                None => inlines.push(self.part(&leaf, span, &wire)?),
                Some(read) if read.open != wire.mask.is_some() => {
                    *read = Inline { kind: read.kind, ..self.part(&leaf, span, &wire)? };
                }
                Some(_) => {}
            }
            self.inline(&leaf, &mut wire, &mut inlines[given], heads)?;
            self.path.pop();
        }
        inlines.extend(read.filter(|other| other.open));
        (self.leaf, self.found) = (leaf, found);
        Ok(Text { span, inlines: Some(inlines.into_boxed_slice()), heads: None })
    }

    /// What was given of an inline, over what is read at its place.
    fn inline(
        &self,
        leaf: &str,
        wire: &mut wire::Inline<'a>,
        inline: &mut Inline,
        heads: Option<&Heads>,
    ) -> Result<(), Error> {
        // The unit of a cell may be that of its head, that of a number the next one's: a fact of context, taken as given.
        let mut facts = Facts::default();
        let joined = inline.facts.as_ref().is_some_and(|facts| facts.unit.is_some() || facts.scale.is_some());
        if (heads.is_some() || joined) && inline.unit.is_empty() {
            facts.unit = wire.unit.take().map(|unit| (&*unit.0).into());
            facts.scale =
                if inline.scale.is_empty() { wire.scale.take().map(|scale| (&*scale.0).into()) } else { None };
        }
        if let Some(name) = &wire.kind {
            let kind = InlineKind::from_name(&name.0).ok_or_else(|| {
                let names = InlineKind::ALL.map(InlineKind::name);
                self.error(nearest("json-kind", &name.0, &names), Some(&name.0))
            })?;
            if std::mem::replace(&mut inline.kind, kind) != kind {
                inline.because = GIVEN;
            }
        }
        let span = inline.span;
        let part = |span: Span| &leaf[span.range()];
        for (key, given, found) in [
            ("mask", &wire.mask, inline.run),
            ("scale", &wire.scale, inline.scale),
            ("unit", &wire.unit, inline.unit),
            ("limit", &wire.limit, inline.limit),
        ] {
            if let Some(given) = given.as_ref().filter(|given| given.0 != part(found)) {
                let message = Message::new("json-contradiction").with("key", key).with("given", &given.0);
                let message = message.with("found", part(found)).with("text", part(span));
                return Err(self.error(message, Some(&given.0)));
            }
        }
        let (before, behind) = (part(inline.approximator), part(inline.remainder));
        let agrees = |given: &&wire::Str<'_>| given.0.strip_prefix(before) == Some(behind);
        if let Some(given) = wire.approximator.as_ref().filter(|given| !agrees(given)) {
            let approximators = [before, behind].concat();
            let message = Message::new("json-contradiction").with("key", "approximator").with("given", &given.0);
            return Err(self.error(message.with("found", approximators).with("text", part(span)), Some(&given.0)));
        }
        inline.certain = wire.certain.unwrap_or(true);
        inline.value = wire.value.map(|value| self.value(value)).transpose()?.flatten();
        inline.facts = (facts != Facts::default()).then(|| Box::new(facts.clone()));
        self.agree(leaf, wire, inline)?;
        if !inline.open {
            // The reading of a printed number is in its surface.
            inline.value = None;
        }
        let extra = self.others(std::mem::take(&mut wire.others), wire::Inline::KEYS)?;
        let rare = wire.rare.take();
        if rare.is_some() || !extra.is_empty() {
            let rare = rare.unwrap_or_default();
            inline.facts = Some(Box::new(Facts {
                id: boxed(&rare.id),
                name: boxed(&rare.name),
                label: boxed(&rare.label),
                note: boxed(&rare.note),
                required: rare.required,
                min: rare.min.map(|min| self.value(min)).transpose()?.flatten(),
                max: rare.max.map(|max| self.value(max)).transpose()?.flatten(),
                same_as: boxed(&rare.same_as),
                extra,
                ..facts
            }));
        }
        Ok(())
    }

    /// What is given of a number's value must be what its surface says.
    fn agree(&self, leaf: &str, wire: &wire::Inline<'a>, inline: &Inline) -> Result<(), Error> {
        let rare = wire.rare.as_deref();
        let bounds = rare.is_some_and(|rare| rare.amount.is_some() || rare.low.is_some() || rare.high.is_some());
        let reads = !inline.open && inline.value.is_some();
        if !bounds && !reads {
            return Ok(());
        }
        let quantity = Quantity::of(inline, leaf);
        let number = |number: &Option<Decimal>| number.as_ref().map(ToString::to_string);
        let reading = row::reading(&leaf[inline.run.range()], quantity.value.clone()).map(|value| value.to_string());
        let given = |of: fn(&wire::InlineRare<'a>) -> Option<wire::Raw<'a>>| rare.and_then(of).map(|raw| raw.0);
        for (key, given, found) in [
            ("value", inline.value.as_deref().filter(|_| reads), reading),
            ("amount", given(|rare| rare.amount), number(&quantity.amount)),
            ("low", given(|rare| rare.low), number(&quantity.low)),
            ("high", given(|rare| rare.high), number(&quantity.high)),
        ] {
            if let Some(given) = given.filter(|given| *given != "null" && found.as_deref() != Some(*given)) {
                let message = Message::new("json-contradiction").with("key", key).with("given", given);
                let message = message.with("found", found.unwrap_or_default()).with("text", &leaf[inline.span.range()]);
                return Err(self.error(message, None));
            }
        }
        Ok(())
    }

    /// An inline where reading finds none: its parts stand one behind the other in its text.
    fn part(&self, leaf: &str, span: Span, wire: &wire::Inline<'a>) -> Result<Inline, Error> {
        let surface = &leaf[span.range()];
        let mut at = 0;
        let mut find = |given: &Option<wire::Str<'a>>| -> Span {
            let given = given.as_ref().map_or("", |given| &*given.0);
            match surface[at..].find(given) {
                Some(from) if !given.is_empty() => {
                    let start = at + from;
                    at = start + given.len();
                    Span::new(start, at).shifted(span.start as usize)
                }
                _ => Span::empty(at).shifted(span.start as usize),
            }
        };
        // An approximator stands before the run, or behind it.
        let leads = wire.approximator.as_ref().is_some_and(|given| surface.starts_with(&*given.0));
        let approximator = if leads { find(&wire.approximator) } else { find(&None) };
        let run = match &wire.mask {
            Some(_) => find(&wire.mask),
            None => {
                let digits = surface.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
                let len =
                    surface[digits..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.' || *b == b',').count();
                Span::new(digits, digits + len).shifted(span.start as usize)
            }
        };
        let first = find(&wire.scale);
        let inline = Inline {
            kind: InlineKind::Figure,
            span,
            run,
            open: wire.mask.is_some(),
            approximator,
            scale: first,
            remainder: if leads { find(&None) } else { find(&wire.approximator) },
            unit: find(&wire.unit),
            limit: find(&wire.limit),
            certain: true,
            because: GIVEN,
            value: None,
            facts: None,
        };
        match &wire.text {
            Some(text) if !text.0.is_empty() || wire.mask.is_some() => Ok(inline),
            _ => Err(self.error(Message::new("json-no-text"), None)),
        }
    }

    /// A value: the literal digits of a number, or the words of a string.
    fn value(&self, raw: wire::Raw<'a>) -> Result<Option<Box<str>>, Error> {
        let json = raw.0;
        match json.as_bytes().first() {
            Some(b'"') => Ok(serde_json::from_str::<String>(json).ok().map(String::into_boxed_str)),
            Some(b'-' | b'0'..=b'9') => Ok(Some(json.into())),
            Some(b'n') => Ok(None),
            _ => Err(self.error(Message::new("json-value"), Some(json))),
        }
    }

    /// Blanks and line endings.
    fn blank(&mut self, text: &str) -> Result<Span, Error> {
        if text.chars().all(|c| is_blank(c) || is_break(c)) {
            Ok(self.report.add(text))
        } else {
            Err(self.error(Message::new("json-blank").with("found", text), Some(text)))
        }
    }

    fn line(&mut self, text: &str) -> Result<Span, Error> {
        self.check_line(text)?;
        Ok(self.report.add(text))
    }

    fn check_line(&self, text: &str) -> Result<(), Error> {
        if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() {
            return Err(self
                .error(Message::new("json-line-ending"), Some(text))
                .help(Message::new("json-line-ending-help")));
        }
        Ok(())
    }

    /// No line ends inside a leaf.
    fn check_leaf(&mut self, leaf: Span, wire: &wire::Text<'a>) -> Result<(), Error> {
        if self.check_line(self.report.str(leaf)).is_ok() {
            return Ok(());
        }
        for (index, piece) in wire.0.iter().enumerate() {
            self.path.push(Step::Index(index));
            self.check_line(piece.surface())?;
            self.path.pop();
        }
        Ok(())
    }

    /// Keys that are not of the schema: those that begin with `x-` are kept, others are errors.
    fn others(&self, others: Others<'a>, known: &[&str]) -> Result<Extra, Error> {
        if others.is_empty() {
            return Ok(Extra::new());
        }
        let mut kept = Vec::with_capacity(others.len());
        for (key, value) in others {
            if !key.0.starts_with("x-") && !self.lenient {
                return Err(self.error(nearest("json-key", &key.0, known), Some(&key.0)));
            }
            kept.push((key.0.into(), value.0.into()));
        }
        Ok(kept)
    }

    /// An error at the path, and at the place of `found` where it is borrowed from the input.
    fn error(&self, message: Message, found: Option<&str>) -> Error {
        let steps = self.path.iter().map(|step| match step {
            Step::Key(key) => format!("/{key}"),
            Step::Index(index) => format!("/{index}"),
        });
        let error = Error::new(ErrorKind::Json, message.with("pointer", steps.collect::<String>()));
        let place = found.and_then(|found| {
            let at = (found.as_ptr() as usize).checked_sub(self.input.as_ptr() as usize)?;
            self.input.get(at..at + found.len()).map(|_| Span::new(at, at + found.len()))
        });
        match place {
            Some(span) => error.at(self.input, span),
            None => error,
        }
    }
}

fn boxed(text: &Option<wire::Str<'_>>) -> Option<Box<str>> {
    text.as_ref().map(|text| (&*text.0).into())
}

/// A message that names the nearest word that is known.
fn nearest(key: &'static str, found: &str, known: &[&str]) -> Message {
    let best = known.iter().min_by_key(|word| strsim::damerau_levenshtein(word, found)).unwrap_or(&"");
    Message::new(key).with("found", found).with("nearest", best)
}

fn unhex(text: &str) -> Option<Box<[u8]>> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some((digit(pair[0])? * 16 + digit(*pair.get(1)?)?) as u8)).collect()
}
