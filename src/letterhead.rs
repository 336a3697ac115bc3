//! The letterhead (版头) of an official document, what stands over its title, and its imprint (版记), what stands at the
//! foot of its last page. A report that was read as text has no letterhead; JSON may give one for Word.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The letterhead, the imprint and the seal (GB/T 9704-2012, 7.2, 7.4 and 7.3.5), printed in Word documents alone.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The number of the copy (份号): "000001".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The secrecy and its term (密级和保密期限): "机密★1年".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<String>,
    /// The urgency (紧急程度): "特急".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Who issues it (发文机关标志), printed in red: "青岩县农业农村局文件".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Its number (发文字号): "青农发〔2026〕3号".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Who signs it (签发人).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Who gets a copy (抄送机关): "县委办公室，县政协办公室".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<String>,
    /// Which office sends it out (印发机关): "青岩县农业农村局办公室".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printer: Option<String>,
    /// When it is sent out (印发日期): "2026年7月8日".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// Whether it goes out without a seal (不加盖印章): signature and date are placed as 7.3.5.2 says, else for a seal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsealed: bool,
}

impl Letterhead {
    /// Everything that it says.
    #[cfg(feature = "docx")]
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let foot = [&self.copies, &self.printer, &self.printed];
        self.head().into_iter().chain(foot).filter_map(|words| words.as_deref())
    }

    /// Whether anything of it stands over the title.
    #[cfg(feature = "docx")]
    pub(crate) fn heads(&self) -> bool {
        self.head().into_iter().any(Option::is_some)
    }

    #[cfg(feature = "docx")]
    fn head(&self) -> [&Option<String>; 6] {
        [&self.copy, &self.secrecy, &self.urgency, &self.issuer, &self.number, &self.signer]
    }
}
