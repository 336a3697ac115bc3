//! A writer that fails, at whatever byte, gives its error back; what it took until then is the beginning of what it was
//! to take.

use std::io::{self, Write};

use huibao::{
    ReadOptions, Scope,
    json::{self, Form},
    read,
};

/// Takes so many bytes, then fails.
struct Failing {
    taken: Vec<u8>,
    room: usize,
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = bytes.len().min(self.room - self.taken.len());
        if len == 0 && !bytes.is_empty() {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no room"));
        }
        self.taken.extend_from_slice(&bytes[..len]);
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn json_stops_at_the_byte_that_fails() {
    let text = "一、培训\n（一）农技培训。举办培训班xx期，培训农民近xx万余人次。\n二、推广\n在“xx镇”建立示范点x个。\n"
        .repeat(300);
    let report = read(text.into_bytes(), &ReadOptions::default()).expect("a text is a report");
    for form in [Form::Lines, Form::Compact] {
        let mut whole = Vec::new();
        json::to_writer(&report, form, Scope::Slots, &mut whole).expect("a Vec takes all");
        for room in (0..whole.len()).step_by(997).chain([1, whole.len() - 1]) {
            let mut writer = Failing { taken: Vec::new(), room };
            let error =
                json::to_writer(&report, form, Scope::Slots, &mut writer).expect_err("there is no room for all");
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            assert!(whole.starts_with(&writer.taken));
        }
        let mut writer = Failing { taken: Vec::new(), room: whole.len() };
        json::to_writer(&report, form, Scope::Slots, &mut writer).expect("there is room for all");
        assert_eq!(writer.taken, whole);
    }
}
