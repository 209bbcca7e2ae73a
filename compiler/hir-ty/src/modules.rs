//! Checks of whole modules, and the order in which modules and their variables are initialised.

use base_db::{Db, LocalDiagnostic, Module, Severity, SourceFile, line_starts, parse};
use hir_def::ids::{BodyOwner, Def, DefKind, MethodId};
use hir_def::queries;
use hir_def::{BodyKind, ClassData, TypeRefId};
use rustc_hash::FxHashSet;
use semtypes::{Ty, TyKind};
use syntax::{TextRange, TextSize};

use crate::codes;
use crate::defs;
use crate::inclusion::{self, Including};
use crate::infer::{infer_body, infer_signature, left_unset};
use crate::isolation::inference::is_isolated;
use crate::isolation::isolation;
use crate::names;
use crate::ops;
use crate::project;
use crate::resources;
use crate::result::Inference;
use crate::services;
use crate::var_cycle;

/// A diagnostic with the file it belongs to; ranges are absolute in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub file: SourceFile,
    pub diagnostic: LocalDiagnostic,
}

/// Every problem in a module: syntax, names, types. One mistake gives one message: see [`item_diagnostics`] and
/// [`follows_syntax`] for what is left out.
#[salsa::tracked(returns(ref))]
pub fn module_diagnostics(db: &dyn Db, module: Module) -> Vec<Located> {
    let mut out = Vec::new();
    for &file in module.files(db) {
        out.extend(syntax_errors(db, file).into_iter().map(|diagnostic| Located { file, diagnostic }));
    }
    let syntax_only = out.len();
    for (file, d) in queries::module_items(db, module).diagnostics() {
        out.push(Located { file: *file, diagnostic: d.clone() });
    }
    out.extend(shared_constants(db, module));
    for &def in queries::module_items(db, module).defs() {
        let file = queries::def_file(db, def);
        let offset = queries::item_offset(db, def);
        let end = offset + syntax::TextSize::from(u32::from(queries::item_green(db, def).text_len()));
        let item = TextRange::new(offset, end);
        let parsed =
            !out[..syntax_only].iter().any(|l| l.file == file && item.contains_range(l.diagnostic.range));
        let found = item_diagnostics(db, module, def, parsed);
        out.extend(found.iter().map(|d| Located { file, diagnostic: shift(d, offset) }));
    }
    // Should nothing else be wrong after all, they are shown rather than nothing.
    if !out.iter().any(|l| l.diagnostic.severity == Severity::Error) {
        out.extend(consequences(db, module));
    }
    follows_syntax(db, &mut out, syntax_only);
    unused_imports(&mut out);
    out.sort_by_key(|l| (l.file.path(db).clone(), l.diagnostic.range.start(), l.diagnostic.severity));
    // What has been found wrong as it stands needs no second reason.
    out.dedup_by(|b, a| {
        a == b
            || is_error(&a.diagnostic)
                && is_error(&b.diagnostic)
                && a.file == b.file
                && a.diagnostic.range == b.diagnostic.range
    });
    out
}

/// Constants of one name that have different values.
fn shared_constants(db: &dyn Db, module: Module) -> Vec<Located> {
    let mut out = Vec::new();
    for &(first, again, name) in queries::module_items(db, module).shared_constants() {
        let value = |item| defs::item_as_type(db, item);
        if value(first) == value(again) {
            continue;
        }
        for item in [first, again] {
            let (file, range) = queries::declared_name_range(db, defs::item_def(item), name);
            let message = format!("redeclared symbol '{name}'");
            out.push(Located { file, diagnostic: LocalDiagnostic::error(codes::REDECLARED, range, message) });
        }
    }
    out
}

/// The syntax errors of a file, one a line: further ones come from how the parser went on after the first.
fn syntax_errors(db: &dyn Db, file: SourceFile) -> Vec<LocalDiagnostic> {
    let starts = line_starts(db, file);
    let mut lines = FxHashSet::default();
    let mut errors: Vec<_> = parse(db, file).errors().iter().collect();
    errors.sort_by_key(|e| e.range().start());
    errors.retain(|e| lines.insert(line_of(starts, e.range().start())));
    errors.iter().map(|e| LocalDiagnostic::error("BCE0001", e.range(), e.message())).collect()
}

fn line_of(starts: &[u32], at: TextSize) -> usize {
    starts.partition_point(|s| *s <= u32::from(at))
}

/// What is not syntax is not judged on a line that does not parse.
fn follows_syntax(db: &dyn Db, out: &mut Vec<Located>, syntax_only: usize) {
    let line = |l: &Located| (l.file, line_of(line_starts(db, l.file), l.diagnostic.range.start()));
    let broken: FxHashSet<_> = out[..syntax_only].iter().map(line).collect();
    if broken.is_empty() {
        return;
    }
    let mut at = 0;
    out.retain(|l| {
        at += 1;
        at <= syntax_only || !broken.contains(&line(l))
    });
}

/// An import may be unused because what used it has an error.
fn unused_imports(out: &mut Vec<Located>) {
    let is_unused = |l: &Located| l.diagnostic.code == codes::UNUSED_IMPORT;
    let wrong: FxHashSet<SourceFile> = out
        .iter()
        .filter(|l| l.diagnostic.severity == Severity::Error && !is_unused(l))
        .map(|l| l.file)
        .collect();
    out.retain(|l| !is_unused(l) || !wrong.contains(&l.file));
}

/// The problems of a declaration. Where names and types are wrong, or the text does not parse, nothing is said of
/// control flow, which depends on them; nor of isolation in a class whose members are not as they must be.
fn item_diagnostics(db: &dyn Db, module: Module, def: Def, parsed: bool) -> Vec<LocalDiagnostic> {
    let mut out = hir_def::docs::doc_diagnostics(db, def).to_vec();
    match def.kind(db) {
        DefKind::Function => out.extend(special_function(db, def)),
        DefKind::Class | DefKind::Service => {
            let class = queries::class_data(db, def);
            out.extend(class_members(db, def, class));
            if def.kind(db) == DefKind::Service {
                out.extend(not_concurrent(db, def, class));
            }
        }
        DefKind::TypeDef => out.extend(type_cycle(db, def)),
        DefKind::Var => {
            out.extend(uninitialised_vars(db, module, def));
            out.extend(variable(db, def));
        }
        _ => {}
    }
    let declared = parsed && !out.iter().any(|d| is_error(d) && !concerns_flow(d));
    for inference in inferences(db, def) {
        let wrong = inference.diagnostics.iter().any(|d| is_error(d) && !concerns_flow(d));
        let shown = inference.diagnostics.iter().filter(|d| parsed && !wrong || !concerns_flow(d));
        out.extend(shown.cloned());
    }
    if declared {
        out.extend_from_slice(&isolation(db, BodyOwner::Def(def)).diagnostics);
        if matches!(def.kind(db), DefKind::Class | DefKind::Service) {
            for m in &queries::class_data(db, def).methods {
                let id = MethodId::new(db, def, m.name, m.index);
                out.extend_from_slice(&isolation(db, BodyOwner::Method(id)).diagnostics);
            }
        }
    }
    out
}

fn is_error(d: &LocalDiagnostic) -> bool {
    d.severity == Severity::Error
}

/// Whether a diagnostic depends on which way control takes.
fn concerns_flow(d: &LocalDiagnostic) -> bool {
    matches!(d.code, codes::UNREACHABLE | codes::MISSING_RETURN | codes::UNINITIALISED)
}

/// The errors that inference kept back because they follow from others.
fn consequences(db: &dyn Db, module: Module) -> Vec<Located> {
    let mut out = Vec::new();
    for &def in queries::module_items(db, module).defs() {
        let (file, offset) = (queries::def_file(db, def), queries::item_offset(db, def));
        for inference in inferences(db, def) {
            out.extend(inference.consequences.iter().map(|d| Located { file, diagnostic: shift(d, offset) }));
        }
    }
    out
}

/// Everything that is inferred of a declaration.
fn inferences(db: &dyn Db, def: Def) -> Vec<&Inference> {
    let mut out = vec![infer_signature(db, BodyOwner::Def(def))];
    let has_body = |kind: BodyKind| !matches!(kind, BodyKind::External | BodyKind::None);
    match def.kind(db) {
        DefKind::Function if has_body(queries::function_sig(db, def).body_kind) => {
            out.push(infer_body(db, BodyOwner::Def(def)));
        }
        DefKind::Class | DefKind::Service => {
            for m in &queries::class_data(db, def).methods {
                let id = MethodId::new(db, def, m.name, m.index);
                out.push(infer_signature(db, BodyOwner::Method(id)));
                if has_body(queries::method_sig(db, id).body_kind) {
                    out.push(infer_body(db, BodyOwner::Method(id)));
                }
            }
            if def.kind(db) == DefKind::Service {
                out.push(infer_body(db, BodyOwner::Def(def)));
            }
        }
        _ => {}
    }
    out
}

fn shift(d: &LocalDiagnostic, by: TextSize) -> LocalDiagnostic {
    let mut d = d.clone();
    d.range += by;
    d.labels.iter_mut().for_each(|(r, _)| *r += by);
    d
}

/// `main` and `init` have prescribed signatures (spec 8.2).
fn special_function(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    let sig = queries::function_sig(db, def);
    if !matches!(sig.name.as_str(), "main" | "init") {
        return Vec::new();
    }
    let ty = defs::fn_ty(db, def);
    let mut out = Vec::new();
    let mut bad = |message: &str| out.push(LocalDiagnostic::error(codes::BAD_MAIN, sig.name_range, message));
    let returns = || format!("'{}' must return 'error?' or '()', not '{}'", sig.name, ty.ret);
    let returns_error_or_nil =
        ops::is_subtype(db, ty.ret, Ty::nilable(Ty::error())) && ops::is_subtype(db, Ty::nil(), ty.ret);
    match sig.name.as_str() {
        // In any other module it is a function like any other.
        "main" if matches!(def.module(db).kind(db), base_db::ModuleKind::Local { root: true }) => {
            if !sig.is_public {
                bad("'main' must be public");
            }
            if !returns_error_or_nil {
                bad(&returns());
            }
            for p in ty.params.iter().filter(|p| !ops::is_subtype(db, p.ty, Ty::anydata())) {
                let name = p.name.map_or("", semtypes::Name::as_str);
                bad(&format!("parameter '{name}' of 'main' must be 'anydata', not '{}'", p.ty));
            }
        }
        "init" => {
            if sig.is_public {
                bad("'init' must not be public");
            }
            if !sig.params.is_empty() {
                bad("'init' of a module takes no parameters");
            }
            if !returns_error_or_nil {
                bad(&returns());
            }
        }
        _ => {}
    }
    out
}

/// Methods of a service that a listener must not call while another call goes on (spec 8.3.3).
fn not_concurrent(db: &dyn Db, def: Def, class: &ClassData) -> Vec<LocalDiagnostic> {
    let service = is_isolated(db, BodyOwner::Def(def));
    let mut out = Vec::new();
    for m in &class.methods {
        let id = MethodId::new(db, def, m.name, m.index);
        let sig = queries::method_sig(db, id);
        let why = match (service, is_isolated(db, BodyOwner::Method(id))) {
            (true, true) => continue,
            (true, false) => "it is not isolated",
            (false, true) => "its service is not isolated",
            (false, false) => "neither it nor its service is isolated",
        };
        if !matches!(sig.kind, hir_def::MethodKind::Plain) {
            let message = format!("this method is not called concurrently: {why}");
            let error = LocalDiagnostic::error(codes::NOT_CONCURRENT, sig.name_range, message);
            out.push(LocalDiagnostic { severity: base_db::Severity::Hint, ..error });
        }
    }
    out
}

/// A class has every member that it includes, and a value for every field.
fn class_members(db: &dyn Db, def: Def, class: &ClassData) -> Vec<LocalDiagnostic> {
    let mut out = Vec::new();
    let ty = Ty::named(def.ty_def(), class.name);
    let Some(object) = project::object(db, ty) else { return out };
    if ops::is_never(db, ty) {
        let message = format!("no object of class '{}' can be made: it needs another one first", class.name);
        out.push(LocalDiagnostic::error(codes::CYCLE, class.name_range, message));
    }
    let mut lower = crate::lower_ty::TyLower::new(db, def, &class.store);
    out.extend(inclusion::check(
        db,
        &mut lower,
        &Including {
            object,
            includes: &class.includes,
            implied: (def.kind(db) == DefKind::Service).then(|| services::attached_type(db, def)).flatten(),
            range: class.name_range,
            has: &|q| match q {
                // The object of a service declaration is what its declared type says.
                _ if def.kind(db) == DefKind::Service => true,
                "isolated" => class.isolated,
                "service" => class.service,
                "readonly" => class.readonly,
                _ => class.client,
            },
            own: &|n| class.methods.iter().any(|x| x.name == n) || class.fields.iter().any(|x| x.name == n),
            class: Some(class.name),
        },
    ));
    let init = class.methods.iter().find(|m| m.name.as_str() == "init");
    let init = init.map(|m| MethodId::new(db, def, m.name, m.index));
    if let Some(m) = init {
        let ret = defs::method_ty(db, m).ret;
        let nil = ops::is_subtype(db, Ty::nil(), ret);
        let fits = nil && ops::is_subtype(db, ret, Ty::nilable(Ty::error()));
        if !fits && !ret.has_missing() {
            let range = queries::method_sig(db, m).name_range;
            let message = format!("'init' must return 'error?' or '()', not '{ret}'");
            out.push(LocalDiagnostic::error(codes::INCOMPATIBLE, range, message));
        }
    }
    let init = init.map(BodyOwner::Method);
    let unset = |n| init.is_none_or(|i| left_unset(db, i, n));
    for f in class.fields.iter().filter(|f| f.init.is_none() && unset(f.name)) {
        out.push(LocalDiagnostic::error(
            codes::UNINITIALISED_FIELD,
            names::name_in(db, def, f.range),
            format!("field '{}' has no value: give it an initialiser or assign it in 'init'", f.name),
        ));
    }
    for (field, _) in
        inclusion::included_fields(db, def).into_iter().filter(|(n, init)| init.is_none() && unset(*n))
    {
        let includes = |inc: &&TypeRefId| {
            project::object(db, lower.ty(**inc)).is_some_and(|o| o.member(field).is_some())
        };
        let at = class.includes.iter().find(includes);
        out.push(LocalDiagnostic::error(
            codes::UNINITIALISED_FIELD,
            at.map_or(class.name_range, |inc| class.store.type_refs.range(*inc)),
            format!("included field '{field}' has no value: assign it in 'init', or declare it with an initialiser"),
        ));
    }
    out.extend(redeclared_members(db, def, class));
    out.extend(resources::check(db, def, class, object));
    out
}

/// Members of a class that have the name of one before them.
fn redeclared_members(db: &dyn Db, def: Def, class: &ClassData) -> Vec<LocalDiagnostic> {
    let fields = class.fields.iter().map(|f| (f.name, f.name.to_string(), names::name_in(db, def, f.range)));
    let methods = class.methods.iter().map(|m| {
        let sig = queries::method_sig(db, MethodId::new(db, def, m.name, m.index));
        (m.name, resources::shown(sig), sig.name_range)
    });
    let mut members: Vec<_> = fields.chain(methods).collect();
    members.sort_by_key(|(_, _, range)| range.start());
    let mut names = FxHashSet::default();
    members.retain(|(name, ..)| !names.insert(*name));
    let report = |(_, shown, range)| {
        LocalDiagnostic::error(codes::REDECLARED, range, format!("redeclared symbol '{shown}'"))
    };
    members.into_iter().map(report).collect()
}

/// Module variables without initialiser must get a value in `init` (spec 8.5).
fn uninitialised_vars(db: &dyn Db, module: Module, def: Def) -> Vec<LocalDiagnostic> {
    let data = queries::var_data(db, def);
    if data.init.is_some() || data.required {
        return Vec::new();
    }
    let init = match queries::module_items(db, module).get(semtypes::Name::new("init")) {
        Some(queries::Item::Function(f)) => Some(f),
        _ => None,
    };
    if init.is_some_and(|f| !left_unset(db, BodyOwner::Def(f), def.name(db))) {
        return Vec::new();
    }
    let message = format!("module variable '{}' has no value: initialise it here or in 'init'", def.name(db));
    vec![LocalDiagnostic::error(codes::UNINITIALISED, data.store.pats.range(data.pat), message)]
}

/// What a module variable's declaration may not say, and initialisers that need themselves.
fn variable(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    let data = queries::var_data(db, def);
    let range = data.store.pats.range(data.pat);
    let inferred = data.ty.is_none_or(|t| matches!(data.store.type_refs[t], hir_def::TypeRef::Infer));
    let mut out = Vec::new();
    let mut error = |code, message: &str| out.push(LocalDiagnostic::error(code, range, message));
    if data.is_public && inferred {
        error(codes::BAD_QUALIFIER, "a public variable cannot be declared with 'var': write its type");
    }
    if data.is_public && data.isolated {
        error(codes::BAD_QUALIFIER, "an isolated variable cannot be public");
    }
    let ty = defs::var_ty(db, def, def.name(db));
    if data.configurable && !ops::is_subtype(db, ty, Ty::anydata()) {
        error(codes::INCOMPATIBLE, &format!("a configurable variable must be 'anydata', not '{ty}'"));
    }
    if var_cycle::depends_on_itself(db, def) {
        let name = def.name(db);
        error(codes::CYCLE, &format!("the initial value of variable '{name}' depends on itself"));
    }
    out
}

/// A type definition that is nothing but itself.
fn type_cycle(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    let data = queries::type_def_data(db, def);
    let direct = defs::type_of_def(db, def);
    if includes_itself(db, def, def, &mut Vec::new()) {
        let message = format!("type '{}' includes itself", data.name);
        return vec![LocalDiagnostic::error(codes::CYCLE, data.name_range, message)];
    }
    if direct.has_missing() {
        return Vec::new();
    }
    let ty = Ty::named(def.ty_def(), data.name);
    if semtypes::lower(ty, &defs::DbResolver(db)).is_err() {
        let message = format!(
            "type '{}' refers to itself outside of a list, mapping or other type constructor",
            data.name
        );
        return vec![LocalDiagnostic::error(codes::CYCLE, data.name_range, message)];
    }
    if !defs::type_def_diagnostics(db, def).is_empty() {
        return Vec::new();
    }
    // A type may be written without values: with a required field of type never.
    let written = matches!(direct.kind(), TyKind::Record(r)
        if r.fields.iter().any(|f| !f.optional && f.ty == Ty::never()));
    let never = matches!(direct.kind(), TyKind::Record(_) | TyKind::Tuple { .. } | TyKind::Object(_))
        && !written
        && ops::is_never(db, ty);
    if never {
        let message = format!("type '{}' has no values: one would need another one first", data.name);
        return vec![LocalDiagnostic::error(codes::CYCLE, data.name_range, message)];
    }
    Vec::new()
}

/// Whether the type inclusions of `def` lead back to `start`.
fn includes_itself(db: &dyn Db, start: Def, def: Def, seen: &mut Vec<Def>) -> bool {
    if def.kind(db) != DefKind::TypeDef || seen.contains(&def) {
        return false;
    }
    seen.push(def);
    let data = queries::type_def_data(db, def);
    let includes = match &data.store.type_refs[data.ty] {
        hir_def::TypeRef::Record(r) => &r.includes,
        hir_def::TypeRef::Object(o) => &o.includes,
        _ => return false,
    };
    includes.iter().any(|inc| {
        let hir_def::TypeRef::Path(p) = data.store.type_refs[*inc] else { return false };
        match queries::resolve_path(db, queries::def_file(db, def), p) {
            queries::Resolved::Item(queries::Item::Type(d)) => {
                d == start || includes_itself(db, start, d, seen)
            }
            _ => false,
        }
    })
}

/// Modules in initialisation order: imported ones first, in import order (spec 8.2).
pub fn module_init_order(db: &dyn Db, root: Module) -> Vec<Module> {
    let mut out = Vec::new();
    let mut seen = FxHashSet::default();
    visit(db, root, &mut seen, &mut out);
    out
}

fn visit(db: &dyn Db, m: Module, seen: &mut FxHashSet<Module>, out: &mut Vec<Module>) {
    if !seen.insert(m) {
        return;
    }
    for i in queries::imported_modules(db, m) {
        visit(db, i, seen, out);
    }
    out.push(m);
}
