//! JSON: the tree with its layout, by the schema of `grammar/report.schema.json`. The only module that knows JSON.

mod load;
mod print;
mod reader;
mod wire;

pub use load::from_slice;
pub use print::{Form, to_writer};

/// The version of the schema that is written.
pub const SCHEMA: &str = "huibao/1.1";

/// The JSON Schema (draft 2020-12) of reports, made from the wire types.
pub fn schema() -> String {
    let schema = schemars::schema_for!(wire::Report);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
