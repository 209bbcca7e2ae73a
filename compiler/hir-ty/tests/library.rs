//! The library's own sources: they have no errors, and declare what the specification's library has.

mod common;

use base_db::ModuleKind;
use hir_def::queries::{self, Item};
use hir_ty::defs;
use semtypes::{Name, ParamKind};

#[test]
fn library_modules_are_clean() {
    let (db, _) = common::program("");
    let mut all = Vec::new();
    for &m in base_db::Db::workspace(&db).modules(&db) {
        let name = m.name(&db);
        all.extend(
            common::diagnostics(&db, m)
                .into_iter()
                .filter(|d| !d.contains("Warning"))
                .map(|d| format!("{name} {d}")),
        );
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Every public function of the lang library, as `module:name(types)`: a parameter with a default ends in `=`, a rest
/// parameter in `...`.
fn declared() -> Vec<String> {
    let (db, _) = common::program("");
    let mut all = Vec::new();
    for &m in base_db::Db::workspace(&db).modules(&db) {
        let name = m.name(&db);
        let Some(short) = name.as_str().strip_prefix("lang.") else { continue };
        if !matches!(m.kind(&db), ModuleKind::Library) || queries::is_internal(name) {
            continue;
        }
        for &def in queries::module_items(&db, m).defs() {
            let function = queries::module_items(&db, m).get(Name::new(def.name(&db).as_str()));
            if !matches!(function, Some(Item::Function(f)) if f == def)
                || !queries::function_sig(&db, def).is_public
            {
                continue;
            }
            let ty = defs::fn_ty(&db, def);
            let params = ty.params.iter().map(|p| match p.kind {
                ParamKind::Defaultable => format!("{}=", p.ty),
                _ => p.ty.to_string(),
            });
            let params: Vec<String> = params.chain(ty.rest.map(|t| format!("{t}..."))).collect();
            all.push(format!("{short}:{}({})", def.name(&db), params.join(", ")));
        }
    }
    all.sort();
    all
}

/// `tests/library.txt` is ours; it was checked once against the sources that come with the specification.
#[test]
fn library_has_every_function() {
    let mut table: Vec<&str> = include_str!("library.txt").lines().filter(|l| !l.is_empty()).collect();
    table.sort_unstable();
    let declared = declared();
    let missing: Vec<&&str> = table.iter().filter(|t| !declared.iter().any(|d| d == **t)).collect();
    let unknown: Vec<&String> = declared.iter().filter(|d| !table.contains(&d.as_str())).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "not declared: {missing:#?}\nnot in the table: {unknown:#?}"
    );
}
