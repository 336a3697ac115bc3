use std::path::Path;

pub fn generate(_out: &Path) {}
