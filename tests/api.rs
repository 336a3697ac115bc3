//! The public surface of the library, one item a line, as `tests/api.txt` has it: what is made public or changes shows in
//! review. `UPDATE_EXPECT=1` rewrites it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens;
use syn::{Fields, File, ImplItem, Item, UseTree, Visibility};

/// Every public name of the crate and of its public modules, by the name that it is defined under.
type Names = BTreeMap<String, String>;

fn parsed(path: &Path) -> File {
    syn::parse_file(&fs::read_to_string(path).expect("UTF-8")).expect("the library is Rust")
}

fn used(tree: &UseTree, path: &str, names: &mut Names) {
    match tree {
        UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, path, names)),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string(), format!("{path}::{}", name.ident))),
        UseTree::Rename(name) => drop(names.insert(name.ident.to_string(), format!("{path}::{}", name.rename))),
        UseTree::Path(tree) => used(&tree.tree, path, names),
        UseTree::Glob(_) => panic!("a public surface names what it has"),
    }
}

/// What a file gives to others: its public items, and those that it hands on.
fn given(file: &File, path: &str, names: &mut Names) {
    for item in &file.items {
        let (visibility, ident) = match item {
            Item::Use(item) if is_public(&item.vis) => {
                used(&item.tree, path, names);
                continue;
            }
            Item::Fn(item) => (&item.vis, &item.sig.ident),
            Item::Const(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            _ => continue,
        };
        if is_public(visibility) {
            names.insert(ident.to_string(), format!("{path}::{ident}"));
        }
    }
}

#[derive(Default)]
struct Surface {
    lines: Vec<String>,
}

impl Surface {
    fn add(&mut self, path: &str, what: &dyn ToTokens) {
        let what = what.to_token_stream().to_string();
        self.lines.push(format!("{path}: {}", what.split_whitespace().collect::<Vec<_>>().join(" ")));
    }

    fn item(&mut self, item: &Item, names: &Names) {
        let path = |ident: &syn::Ident| names.get(&ident.to_string());
        match item {
            Item::Fn(item) if is_public(&item.vis) => {
                if let Some(path) = path(&item.sig.ident) {
                    self.add(path, &item.sig);
                }
            }
            Item::Const(item) if is_public(&item.vis) => {
                if let Some(path) = path(&item.ident) {
                    self.add(path, &item.ty);
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                if let Some(path) = path(&item.ident) {
                    self.add(path, &item.ty);
                }
            }
            Item::Struct(item) if is_public(&item.vis) => {
                if let Some(path) = path(&item.ident) {
                    self.lines.push(format!("{path}: struct"));
                    self.fields(path, &item.fields);
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                if let Some(path) = path(&item.ident) {
                    self.lines.push(format!("{path}: enum"));
                    item.variants.iter().for_each(|variant| self.lines.push(format!("{path}::{}", variant.ident)));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let owner = item.self_ty.to_token_stream().to_string();
                let owner = owner.split_whitespace().next().unwrap_or_default();
                let Some(path) = names.get(owner) else { return };
                for item in &item.items {
                    match item {
                        ImplItem::Fn(item) if is_public(&item.vis) => self.add(path, &item.sig),
                        ImplItem::Const(item) if is_public(&item.vis) => self.add(path, &item.ident),
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
            self.add(&format!("{path}::{name}"), &field.ty);
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The file of a module, or those of its folder.
fn files(module: &Path) -> Vec<PathBuf> {
    let file = module.with_extension("rs");
    if file.exists() {
        return vec![file];
    }
    let entries = fs::read_dir(module).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_file()).collect()
}

#[test]
fn the_public_surface_is_as_written_down() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    // A name is looked up in its own module: several modules have a `read`.
    let mut modules: BTreeMap<PathBuf, Names> = BTreeMap::new();
    for item in &parsed(&source.join("lib.rs")).items {
        match item {
            Item::Use(item) if is_public(&item.vis) => {
                let (mut module, mut tree) = (source.clone(), &item.tree);
                while let UseTree::Path(path) = tree {
                    module.push(path.ident.to_string());
                    tree = &path.tree;
                }
                used(tree, "huibao", modules.entry(module).or_default());
            }
            Item::Mod(item) if is_public(&item.vis) && item.ident != "cli" => {
                let module = source.join(item.ident.to_string());
                let names = modules.entry(module.clone()).or_default();
                files(&module).iter().for_each(|file| given(&parsed(file), &format!("huibao::{}", item.ident), names));
            }
            _ => {}
        }
    }
    let mut surface = Surface::default();
    for (module, names) in &modules {
        for file in files(module) {
            parsed(&file).items.iter().for_each(|item| surface.item(item, names));
        }
    }
    surface.lines.sort();
    expect_test::expect_file!["api.txt"].assert_eq(&(surface.lines.join("\n") + "\n"));
}
