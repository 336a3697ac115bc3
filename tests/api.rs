//! The public surface of the library, one item a line, as `tests/api.txt` has it: what is made public or changes shows in
//! review. `UPDATE_EXPECT=1` rewrites it.

use std::{fs, path::Path};

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

struct Surface {
    lines: Vec<String>,
}

impl Surface {
    fn add(&mut self, path: &str, what: &str) {
        self.lines.push(format!("{path}: {}", what.split_whitespace().collect::<Vec<_>>().join(" ")));
    }

    /// The items of the module `path`, whose file is `file` and whose modules' files stand in `folder`.
    fn module(&mut self, path: &str, file: &Path, folder: &Path) {
        let text = fs::read_to_string(file).expect("a module has a file");
        let parsed = syn::parse_file(&text).expect("the library is Rust");
        for item in &parsed.items {
            self.item(path, item, folder);
        }
    }

    fn item(&mut self, path: &str, item: &Item, folder: &Path) {
        match item {
            Item::Mod(item) if is_public(&item.vis) && item.ident != "cli" => {
                let name = item.ident.to_string();
                let (file, inner) = (folder.join(format!("{name}.rs")), folder.join(&name));
                let file = if file.exists() { file } else { inner.join("mod.rs") };
                self.module(&format!("{path}::{name}"), &file, &inner);
            }
            Item::Fn(item) if is_public(&item.vis) => self.add(path, &item.sig.to_token_stream().to_string()),
            Item::Const(item) if is_public(&item.vis) => {
                self.add(path, &format!("const {}: {}", item.ident, item.ty.to_token_stream()));
            }
            Item::Type(item) if is_public(&item.vis) => {
                self.add(path, &format!("type {} = {}", item.ident, item.ty.to_token_stream()));
            }
            Item::Use(item) if is_public(&item.vis) => self.add(path, &format!("use {}", item.tree.to_token_stream())),
            Item::Trait(item) if is_public(&item.vis) => self.add(path, &format!("trait {}", item.ident)),
            Item::Struct(item) if is_public(&item.vis) => {
                self.add(path, &format!("struct {}{}", item.ident, item.generics.to_token_stream()));
                self.fields(&format!("{path}::{}", item.ident), &item.fields);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.add(path, &format!("enum {}{}", item.ident, item.generics.to_token_stream()));
                for variant in &item.variants {
                    let fields = variant.fields.to_token_stream();
                    self.add(&format!("{path}::{}", item.ident), &format!("{}{fields}", variant.ident));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let owner = format!("{path}::{}", item.self_ty.to_token_stream());
                for item in &item.items {
                    match item {
                        ImplItem::Fn(item) if is_public(&item.vis) => {
                            self.add(&owner, &item.sig.to_token_stream().to_string());
                        }
                        ImplItem::Const(item) if is_public(&item.vis) => {
                            self.add(&owner, &format!("const {}: {}", item.ident, item.ty.to_token_stream()));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, path: &str, fields: &Fields) {
        for field in fields.iter().filter(|field| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(|| "0".to_owned(), ToString::to_string);
            self.add(path, &format!("{name}: {}", field.ty.to_token_stream()));
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[test]
fn the_public_surface_is_as_written_down() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut surface = Surface { lines: Vec::new() };
    surface.module("huibao", &source.join("lib.rs"), &source);
    surface.lines.sort();
    expect_test::expect_file!["api.txt"].assert_eq(&(surface.lines.join("\n") + "\n"));
}
