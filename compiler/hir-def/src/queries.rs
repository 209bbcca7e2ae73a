//! The queries of this crate. All take `&dyn Db`; all results are cached and compared, so that a change that leaves a
//! result equal stops there.
//!
//! ```text
//! parse(file) ─┬─ file_items(file) ── module_items(module)     names → declarations
//!              └─ item_green(def)                              one item's own green node (backdated by equality)
//!                   ├─ function_sig, type_def_data, const_data, … (signature stores)
//!                   └─ body(owner)
//! item_offset(def)                                             where the item is now: diagnostics and line tables only
//! ```
//! Invariant: nothing but `item_offset` and its callers depends on where in the file an item stands.

use std::collections::hash_map::Entry;

use base_db::{Db, LocalDiagnostic, Module, ModuleKind, SourceFile, find_module, parse};
use rustc_hash::{FxHashMap, FxHashSet};
use semtypes::Name;
use syntax::ast::{self, AstNode};
use syntax::{GreenNode, SyntaxNode, TextSize};

use crate::ids::{BodyOwner, Def, DefKind, MethodId};
use crate::item::*;
use crate::lower;

/// What a name of a module denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    Function(Def),
    /// Type definition, class or enum.
    Type(Def),
    Const(Def),
    EnumMember(Def, Name),
    Var(Def, Name),
    Listener(Def, Name),
}

/// Result of resolving a possibly qualified name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    Item(Item),
    /// Declared in another module, but not public.
    Private,
    UnknownPrefix,
    Unknown,
}

/// One module-level declaration of a file, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemEntry {
    pub kind: DefKind,
    pub name: Name,
    pub is_public: bool,
    /// Annotated with the tag `deprecated`.
    pub deprecated: bool,
    /// Names bound in the module scope (several for destructuring variables and enums).
    pub names: Vec<Name>,
    /// Which of the file's item nodes it is.
    pub index: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportEntry {
    pub org: Option<Name>,
    pub module: Name,
    /// `None` for `as _`.
    pub prefix: Option<Name>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileItems {
    pub items: Vec<ItemEntry>,
    pub imports: Vec<ImportEntry>,
}

/// Declarations and imports of a file.
#[salsa::tracked(returns(ref))]
pub fn file_items(db: &dyn Db, file: SourceFile) -> FileItems {
    let root = parse(db, file).tree();
    FileItems {
        items: root.items().enumerate().map(|(i, item)| lower::item_entry(&item, i as u32)).collect(),
        imports: root.imports().map(|i| import_entry(&i)).collect(),
    }
}

fn import_entry(i: &ast::ImportDecl) -> ImportEntry {
    let parts = i.module().map(|m| m.parts()).unwrap_or_default();
    let org = i.org().and_then(|o| o.ident()).map(|t| Name::new(&syntax::text::identifier(t.text())));
    let prefix = match i.prefix() {
        Some(p) if p.is_wildcard() => None,
        Some(p) => p.name().map(|n| Name::new(&n.text())),
        None => parts.last().map(|p| Name::new(p)),
    };
    ImportEntry { org, module: Name::new(&parts.join(".")), prefix }
}

/// Names and declarations of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModuleItems {
    by_name: FxHashMap<Name, (Item, bool)>,
    places: FxHashMap<Def, (SourceFile, u32)>,
    defs: Vec<Def>,
    /// The `xmlns` declarations of each file, by prefix; the default namespace has the empty one.
    namespaces: FxHashMap<SourceFile, Vec<(Name, Def)>>,
    /// Annotation tags have a symbol space of their own (spec 9.1); with whether each is public.
    annotations: FxHashMap<Name, (Def, bool)>,
    deprecated: FxHashSet<Def>,
    shared: Vec<(Item, Item, Name)>,
    diagnostics: Vec<(SourceFile, LocalDiagnostic)>,
}

impl ModuleItems {
    pub fn get(&self, name: Name) -> Option<Item> {
        self.by_name.get(&name).map(|(i, _)| *i)
    }
    /// The item and whether it is public.
    pub fn get_with_visibility(&self, name: Name) -> Option<(Item, bool)> {
        self.by_name.get(&name).copied()
    }
    /// Whether a declaration is annotated as deprecated (by the predeclared tag).
    pub fn is_deprecated(&self, def: Def) -> bool {
        self.deprecated.contains(&def) && !self.annotations.contains_key(&Name::new("deprecated"))
    }
    /// The declaration of an annotation tag, and whether it is public.
    pub fn annotation(&self, tag: Name) -> Option<(Def, bool)> {
        self.annotations.get(&tag).copied()
    }
    /// Members of enumerations that other ones or constants have declared before under the same name, which come first. They
    /// must have the same value, as jBallerina has it; the specification lets no two constants share a name (section 8.9).
    pub fn shared_constants(&self) -> &[(Item, Item, Name)] {
        &self.shared
    }
    /// All declarations in source order.
    pub fn defs(&self) -> &[Def] {
        &self.defs
    }
    /// The `xmlns` declaration of a prefix in a file.
    pub fn namespace(&self, file: SourceFile, prefix: Name) -> Option<Def> {
        self.namespaces.get(&file)?.iter().find(|(p, _)| *p == prefix).map(|(_, d)| *d)
    }
    pub fn diagnostics(&self) -> &[(SourceFile, LocalDiagnostic)] {
        &self.diagnostics
    }
}

#[salsa::tracked(returns(ref))]
pub fn module_items(db: &dyn Db, module: Module) -> ModuleItems {
    let mut out = ModuleItems::default();
    let mut counts: FxHashMap<(DefKind, Name), u32> = FxHashMap::default();
    let mut first: FxHashMap<Name, (SourceFile, u32)> = FxHashMap::default();
    for &file in module.files(db) {
        for e in &file_items(db, file).items {
            let nth = counts.entry((e.kind, e.name)).or_insert(0);
            let def = Def::new(db, module, e.kind, e.name, *nth);
            *nth += 1;
            out.places.insert(def, (file, e.index));
            out.defs.push(def);
            if e.deprecated {
                out.deprecated.insert(def);
            }
            if e.kind == DefKind::Annotation
                && *out.annotations.entry(e.name).or_insert((def, e.is_public)) != (def, e.is_public)
            {
                let range = name_range(db, file, e.index, e.name, 0);
                let message = format!("redeclared annotation '{}'", e.name);
                out.diagnostics.push((file, LocalDiagnostic::error("BCE2008", range, message)));
            }
            if e.kind == DefKind::Xmlns {
                declare_namespace(db, file, e, def, &mut out);
            }
            for (i, &name) in e.names.iter().enumerate() {
                let item = match e.kind {
                    DefKind::Function => Item::Function(def),
                    DefKind::TypeDef | DefKind::Class => Item::Type(def),
                    DefKind::Enum if name == e.name => Item::Type(def),
                    DefKind::Enum => Item::EnumMember(def, name),
                    DefKind::Const => Item::Const(def),
                    DefKind::Var => Item::Var(def, name),
                    DefKind::Listener => Item::Listener(def, name),
                    DefKind::Annotation | DefKind::Service | DefKind::Xmlns | DefKind::Record => continue,
                };
                match out.by_name.entry(name) {
                    Entry::Vacant(slot) => {
                        slot.insert((item, e.is_public));
                        first.insert(name, (file, e.index));
                        continue;
                    }
                    Entry::Occupied(mut slot) if may_share(slot.get().0, item) => {
                        out.shared.push((slot.get().0, item, name));
                        slot.get_mut().1 |= e.is_public;
                        continue;
                    }
                    Entry::Occupied(_) => {}
                }
                let here = (file, e.index);
                // Neither is the right one: both are reported.
                for (file, index) in first.remove(&name).filter(|f| *f != here).into_iter().chain([here]) {
                    // One item may declare a name more than once.
                    let same = (file, index) == here;
                    let nth = if same { e.names[..i].iter().filter(|n| **n == name).count() } else { 0 };
                    let range = name_range(db, file, index, name, nth);
                    let message = format!("redeclared symbol '{name}'");
                    out.diagnostics.push((file, LocalDiagnostic::error("BCE2008", range, message)));
                }
            }
        }
        import_diagnostics(db, module, file, &mut out.diagnostics);
    }
    out
}

/// Whether two declarations may have one name if their values are the same.
fn may_share(a: Item, b: Item) -> bool {
    match (a, b) {
        (Item::EnumMember(a, _), Item::EnumMember(b, _)) => a != b,
        (Item::EnumMember(..), Item::Const(_)) | (Item::Const(_), Item::EnumMember(..)) => true,
        _ => false,
    }
}

/// Where a declaration of a module declares a name.
pub fn declared_name_range(db: &dyn Db, def: Def, name: Name) -> (SourceFile, syntax::TextRange) {
    let (file, index) = module_items(db, def.module(db)).places[&def];
    (file, name_range(db, file, index, name, 0))
}

/// A prefix (empty: the default namespace) shares the symbol space of import prefixes (spec 8.4.2).
fn declare_namespace(db: &dyn Db, file: SourceFile, e: &ItemEntry, def: Def, out: &mut ModuleItems) {
    let imported = file_items(db, file).imports.iter().any(|i| i.prefix == Some(e.name));
    if imported || out.namespace(file, e.name).is_some() {
        let range = name_range(db, file, e.index, e.name, 0);
        let message = match e.name.as_str() {
            "" => "redeclared default namespace".to_string(),
            p => format!("redeclared prefix '{p}'"),
        };
        out.diagnostics.push((file, LocalDiagnostic::error("BCE2008", range, message)));
        return;
    }
    out.namespaces.entry(file).or_default().push((e.name, def));
}

/// Where an item declares a name for the `nth` time.
fn name_range(db: &dyn Db, file: SourceFile, index: u32, name: Name, nth: usize) -> syntax::TextRange {
    let (green, offset) = &file_nodes(db, file)[index as usize];
    let node = SyntaxNode::new_root(green.clone());
    node.descendants()
        .filter_map(ast::Name::cast)
        .filter(|n| n.text() == name.as_str())
        .nth(nth)
        .map_or(node.text_range(), |n| n.syntax().text_range())
        + *offset
}

/// Imports that name no module, that repeat a prefix, that nothing uses, or that close a cycle.
fn import_diagnostics(
    db: &dyn Db,
    module: Module,
    file: SourceFile,
    out: &mut Vec<(SourceFile, LocalDiagnostic)>,
) {
    let root = parse(db, file).tree();
    let used: FxHashSet<String> =
        root.syntax().descendants().filter_map(ast::NameRef::cast).filter_map(|r| r.prefix()).collect();
    let mut prefixes = FxHashSet::default();
    for i in root.imports() {
        let e = import_entry(&i);
        let range = i.syntax().text_range();
        let mut error =
            |code, message: String| out.push((file, LocalDiagnostic::error(code, range, message)));
        let shown = e.org.map_or(e.module.to_string(), |o| format!("{o}/{}", e.module));
        match find_import(db, module, &e) {
            None => error("BCE2003", format!("cannot find module '{shown}'")),
            Some(m) if m == module => error("BCE2003", format!("module '{shown}' imports itself")),
            Some(m) if reaches(db, m, module, &mut FxHashSet::default()) => {
                error("BCE2003", format!("cyclic import: '{shown}' imports this module"));
            }
            Some(_) => {
                if let Some(p) = e.prefix {
                    if !prefixes.insert(p) {
                        error("BCE2008", format!("redeclared import prefix '{p}'"));
                    } else if !used.contains(p.as_str()) {
                        error("BCE2002", format!("unused import '{shown}'"));
                    }
                }
            }
        }
    }
}

fn reaches(db: &dyn Db, from: Module, to: Module, seen: &mut FxHashSet<Module>) -> bool {
    from == to
        || seen.insert(from) && imported_modules(db, from).into_iter().any(|m| reaches(db, m, to, seen))
}

/// The module that an import in `from` names; without an organisation it is that of `from` (spec 8.3).
fn find_import(db: &dyn Db, from: Module, e: &ImportEntry) -> Option<Module> {
    let internal = is_internal(e.module) && !matches!(from.kind(db), ModuleKind::Library);
    find_module(db, e.org.unwrap_or(from.org(db)), e.module).filter(|_| !internal)
}

/// What workers and futures are made of, for the compiler and the library only.
pub const STRAND_MODULE: &str = "lang.strand";

/// Whether a library module is there for the library's other modules only.
pub fn is_internal(module: Name) -> bool {
    matches!(module.as_str(), STRAND_MODULE | "lang.service" | "lang.trace" | "http.fetch")
}

/// Modules that a module imports, in import order, each once.
pub fn imported_modules(db: &dyn Db, module: Module) -> Vec<Module> {
    let mut out = Vec::new();
    for &file in module.files(db) {
        for e in &file_items(db, file).imports {
            if let Some(m) = find_import(db, module, e)
                && !out.contains(&m)
            {
                out.push(m);
            }
        }
    }
    out
}

/// What the names in a file are looked up in. One query, so that a body depends on one thing here, however many names
/// it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct FileScope {
    /// The module that the file belongs to.
    module: Option<Module>,
    /// The modules behind the prefixes of the file's imports; `None` for one that does not exist.
    prefixes: Vec<(Name, Option<Module>)>,
}

#[salsa::tracked(returns(ref))]
fn file_scope(db: &dyn Db, file: SourceFile) -> FileScope {
    let module = db.workspace().modules(db).iter().copied().find(|m| m.files(db).contains(&file));
    let imports = &file_items(db, file).imports;
    let prefixes = imports
        .iter()
        .filter_map(|e| Some((e.prefix?, module.and_then(|m| find_import(db, m, e)))))
        .collect();
    FileScope { module, prefixes }
}

/// The module that a file belongs to.
pub fn module_of(db: &dyn Db, file: SourceFile) -> Option<Module> {
    file_scope(db, file).module
}

/// Prefixes that need no import (spec 8.4): each names a lang-library module.
const PREDECLARED: &[&str] = &[
    "boolean",
    "decimal",
    "error",
    "float",
    "function",
    "future",
    "int",
    "map",
    "object",
    "stream",
    "string",
    "table",
    "transaction",
    "typedesc",
    "xml",
];

/// A prefix that no program can write: lowering refers to lang.runtime by it.
pub(crate) const RUNTIME_PREFIX: &str = "$runtime";

/// The module behind a prefix in a file.
pub fn prefix_module(db: &dyn Db, file: SourceFile, prefix: Name) -> Option<Module> {
    if let Some((_, m)) = file_scope(db, file).prefixes.iter().find(|(p, _)| *p == prefix) {
        return *m;
    }
    if prefix.as_str() == RUNTIME_PREFIX {
        return find_module(db, Name::new("ballerina"), Name::new("lang.runtime"));
    }
    PREDECLARED
        .contains(&prefix.as_str())
        .then(|| find_module(db, Name::new("ballerina"), Name::new(&format!("lang.{prefix}"))))
        .flatten()
}

/// Whether a prefix is that of an import, even of one whose module does not exist.
pub fn is_imported(db: &dyn Db, file: SourceFile, prefix: Option<Name>) -> bool {
    prefix.is_some_and(|p| file_scope(db, file).prefixes.iter().any(|(x, _)| *x == p))
}

/// Resolves a name that is not a local.
pub fn resolve_path(db: &dyn Db, file: SourceFile, path: crate::Path) -> Resolved {
    let here = module_of(db, file);
    let module = match path.prefix {
        None => here,
        Some(p) => match prefix_module(db, file, p) {
            Some(m) => Some(m),
            None => return Resolved::UnknownPrefix,
        },
    };
    let Some(module) = module else { return Resolved::Unknown };
    match module_items(db, module).get_with_visibility(path.name) {
        Some((item, public)) if public || Some(module) == here => Resolved::Item(item),
        Some(_) => Resolved::Private,
        None => Resolved::Unknown,
    }
}

/// What an annotation tag refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolvedTag {
    Tag(Def),
    /// Declared in another module, but not public.
    Private,
    UnknownPrefix,
    Unknown,
}

/// Resolves an annotation tag (spec 9.1). Which tags need no prefix is for the environment to say: as in jBallerina,
/// those of the module itself and those of `lang.annotations`.
pub fn resolve_tag(db: &dyn Db, file: SourceFile, tag: crate::Path) -> ResolvedTag {
    let here = module_of(db, file);
    let declared = |m: Module| module_items(db, m).annotation(tag.name);
    let Some(prefix) = tag.prefix else {
        let predeclared = || find_module(db, Name::new("ballerina"), Name::new("lang.annotations"));
        let found = here.and_then(declared).or_else(|| predeclared().and_then(declared));
        return found.map_or(ResolvedTag::Unknown, |(d, _)| ResolvedTag::Tag(d));
    };
    let Some(module) = prefix_module(db, file, prefix) else { return ResolvedTag::UnknownPrefix };
    match declared(module) {
        Some((def, public)) if public || Some(module) == here => ResolvedTag::Tag(def),
        Some(_) => ResolvedTag::Private,
        None => ResolvedTag::Unknown,
    }
}

// ---- items ----

/// The items of a file: green node and offset of each.
#[salsa::tracked(returns(ref))]
fn file_nodes(db: &dyn Db, file: SourceFile) -> Vec<(GreenNode, TextSize)> {
    let items = parse(db, file).tree().items();
    items.map(|i| (i.syntax().green().into_owned(), i.syntax().text_range().start())).collect()
}

fn place(db: &dyn Db, def: Def) -> (SourceFile, u32) {
    *module_items(db, def.module(db)).places.get(&def).expect("declarations are made by module_items")
}

/// The file that declares `def`.
pub fn def_file(db: &dyn Db, def: Def) -> SourceFile {
    place(db, def).0
}

/// The item's own green node: equal as long as the item's text is.
#[salsa::tracked(returns(ref))]
pub fn item_green(db: &dyn Db, def: Def) -> GreenNode {
    let (file, index) = place(db, def);
    file_nodes(db, file)[index as usize].0.clone()
}

/// Whether there are annotations anywhere in the item.
#[salsa::tracked(returns(copy))]
pub fn item_annotated(db: &dyn Db, def: Def) -> bool {
    let root = SyntaxNode::new_root(item_green(db, def).clone());
    root.descendants().any(|n| ast::Annotation::can_cast(n.kind()))
}

/// Offsets of the line ends in the item.
pub fn item_newlines(db: &dyn Db, def: Def) -> Vec<u32> {
    let mut out = Vec::new();
    let mut at = 0;
    for token in SyntaxNode::new_root(item_green(db, def).clone()).descendants_with_tokens() {
        let Some(token) = token.into_token() else { continue };
        let newlines = token.text().bytes().enumerate().filter(|(_, b)| *b == b'\n');
        out.extend(newlines.map(|(i, _)| at + i as u32));
        at += token.text().len() as u32;
    }
    out
}

/// Offset of the item in its file. Not a query: whoever asks depends on the whole file anyway.
pub fn item_offset(db: &dyn Db, def: Def) -> TextSize {
    let (file, index) = place(db, def);
    file_nodes(db, file)[index as usize].1
}

/// The item as a tree of its own, starting at offset 0.
fn item_ast<N: AstNode<Language = syntax::Ballerina>>(db: &dyn Db, def: Def) -> N {
    N::cast(SyntaxNode::new_root(item_green(db, def).clone()))
        .expect("the kind of a declaration fixes its node")
}

#[salsa::tracked(returns(ref))]
pub fn function_sig(db: &dyn Db, def: Def) -> FunctionSig {
    lower::function_sig(&item_ast(db, def), false)
}

#[salsa::tracked(returns(ref))]
pub fn type_def_data(db: &dyn Db, def: Def) -> TypeDefData {
    lower::type_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn const_data(db: &dyn Db, def: Def) -> ConstData {
    lower::const_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn enum_data(db: &dyn Db, def: Def) -> EnumData {
    lower::enum_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn var_data(db: &dyn Db, def: Def) -> VarData {
    lower::var_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn listener_data(db: &dyn Db, def: Def) -> ListenerData {
    lower::listener_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn xmlns_data(db: &dyn Db, def: Def) -> XmlnsData {
    lower::xmlns_def(&item_ast(db, def))
}

#[salsa::tracked(returns(ref))]
pub fn annotation_decl(db: &dyn Db, def: Def) -> AnnotationDecl {
    lower::annotation_def(&item_ast(db, def))
}

/// A class definition, or the class of a service declaration.
#[salsa::tracked(returns(ref))]
pub fn class_data(db: &dyn Db, def: Def) -> ClassData {
    match def.kind(db) {
        DefKind::Service => lower::service_class(&item_ast(db, def)),
        _ => lower::class_def(&item_ast(db, def)),
    }
}

fn method_ast(db: &dyn Db, m: MethodId) -> ast::FunctionDef {
    let root = SyntaxNode::new_root(item_green(db, m.class(db)).clone());
    lower::methods(&root).nth(m.index(db) as usize).expect("class_data numbered the methods")
}

#[salsa::tracked(returns(ref))]
pub fn method_sig(db: &dyn Db, m: MethodId) -> FunctionSig {
    lower::function_sig(&method_ast(db, m), true)
}

/// A function's lowered body.
#[salsa::tracked(returns(ref))]
pub fn body(db: &dyn Db, owner: BodyOwner) -> Body {
    match owner {
        BodyOwner::Def(def) if def.kind(db) == DefKind::Service => {
            lower::service_attachment(&item_ast(db, def))
        }
        BodyOwner::Def(def) => lower::body(&item_ast(db, def), false),
        BodyOwner::Method(m) => lower::body(&method_ast(db, m), true),
    }
}
