//! Documentation strings against the declarations that they document (spec 9.2).

use base_db::{Db, LocalDiagnostic};
use syntax::ast::{self, AstNode};
use syntax::{SyntaxKind, SyntaxNode, TextRange};

use crate::ids::Def;
use crate::queries::item_green;

const CODE: &str = "BCW2702";

/// What a documentation string says, with where it says it.
#[derive(Default)]
struct Doc {
    /// `# + name - description`
    params: Vec<(String, TextRange)>,
    /// `# # Deprecated`
    deprecated: Option<TextRange>,
    range: TextRange,
}

/// What the declaration has to document.
#[derive(Default)]
struct Target {
    names: Vec<(String, TextRange)>,
    /// What the names are, for messages.
    what: &'static str,
    returns: Option<TextRange>,
    /// A function, whose result can be documented.
    function: bool,
    /// Included fields are documented here as well, and not known here.
    open: bool,
    /// Only what is public has to be documented in full.
    public: bool,
}

/// Warnings about the documentation of an item and its members.
#[salsa::tracked(returns(ref))]
pub fn doc_diagnostics(db: &dyn Db, def: Def) -> Vec<LocalDiagnostic> {
    let root = SyntaxNode::new_root(item_green(db, def).clone());
    let mut out = Vec::new();
    for doc in root.descendants().filter_map(ast::DocString::cast) {
        if let Some(owner) = doc.syntax().parent() {
            check(&read(&doc), &owner, &mut out);
        }
    }
    out
}

fn read(doc: &ast::DocString) -> Doc {
    let mut out = Doc { range: doc.syntax().text_range(), ..Doc::default() };
    let mut deprecated_params = false;
    let lines = doc.syntax().children_with_tokens().filter_map(|e| e.into_token());
    for line in lines.filter(|t| t.kind() == SyntaxKind::DOC_LINE) {
        let range = line.text_range();
        let text = line.text().strip_prefix('#').unwrap_or_default().trim();
        if let Some(heading) = text.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            deprecated_params = heading.eq_ignore_ascii_case("deprecated parameters");
            if heading.eq_ignore_ascii_case("deprecated") {
                out.deprecated = Some(range);
            }
        } else if let Some(rest) = text.strip_prefix('+')
            && !deprecated_params
        {
            let name = rest.trim_start();
            let end = name.find(|c: char| c.is_whitespace() || c == '-').unwrap_or(name.len());
            let name = name[..end].trim_start_matches('\'');
            if !name.is_empty() {
                out.params.push((name.to_owned(), range));
            }
        }
    }
    out
}

fn check(doc: &Doc, owner: &SyntaxNode, out: &mut Vec<LocalDiagnostic>) {
    let mut warn = |range, message: String| out.push(LocalDiagnostic::warning(CODE, range, message));
    let annotated = owner
        .children()
        .filter_map(ast::Annotation::cast)
        .any(|a| a.tag().is_some_and(|t| t.prefix().is_none() && t.name() == "deprecated"));
    match doc.deprecated {
        Some(range) if !annotated => {
            warn(range, "documented as deprecated: the declaration needs '@deprecated'".into());
        }
        None if annotated => {
            warn(doc.range, "a deprecated declaration is documented with a '# # Deprecated' section".into());
        }
        _ => {}
    }
    let target = target(owner);
    let what = if target.what.is_empty() { "parameter" } else { target.what };
    let mut seen: Vec<&str> = Vec::new();
    for (name, range) in &doc.params {
        let known = target.names.iter().any(|(n, _)| n == name);
        if seen.contains(&name.as_str()) {
            warn(*range, format!("'{name}' is documented twice"));
        } else if name == "return" && target.function {
            if target.returns.is_none() {
                warn(*range, "a return value is documented, but there is none".into());
            }
        } else if !known && !target.open {
            warn(*range, format!("there is no {what} '{name}' to document"));
        }
        seen.push(name);
    }
    if !target.public {
        return;
    }
    for (name, range) in target.names.iter().filter(|(n, _)| !seen.contains(&n.as_str())) {
        warn(*range, format!("undocumented {what} '{name}'"));
    }
    if let Some(range) = target.returns.filter(|_| !seen.contains(&"return")) {
        warn(range, "undocumented return value".into());
    }
}

fn target(owner: &SyntaxNode) -> Target {
    if let Some(f) = ast::FunctionDef::cast(owner.clone()) {
        return function_target(&f);
    }
    if let Some(c) = ast::ClassDef::cast(owner.clone()) {
        return members_target(c.members(), c.is_public());
    }
    if let Some(e) = ast::EnumDef::cast(owner.clone()) {
        let names = e.members().filter_map(|m| named(m.name())).collect();
        // Members are mostly left to their names.
        return Target { names, what: "member", ..Target::default() };
    }
    let Some(t) = ast::TypeDef::cast(owner.clone()) else { return Target::default() };
    match t.ty() {
        Some(ast::Type::Record(r)) => Target {
            names: r.fields().filter(|f| undocumented(f.syntax())).filter_map(|f| named(f.name())).collect(),
            what: "field",
            open: r.inclusions().next().is_some() || r.fields().any(|f| !undocumented(f.syntax())),
            public: t.is_public(),
            ..Target::default()
        },
        Some(ast::Type::Object(o)) => members_target(o.members(), t.is_public()),
        // The fields or parameters of an intersection, a `distinct` type and so on are not looked for.
        _ => Target { open: true, ..Target::default() },
    }
}

fn function_target(f: &ast::FunctionDef) -> Target {
    let path = f.resource_path().into_iter().flat_map(|p| p.segments()).filter_map(|s| match s {
        ast::ResourceSegment::Param(p) => named(p.name()),
        ast::ResourceSegment::Rest(p) => named(p.name()),
        ast::ResourceSegment::Name(_) => None,
    });
    let ret = f.return_ty().filter(|t| !matches!(t, ast::Type::Nil(_)));
    Target {
        names: path.chain(f.params().filter_map(|p| named(p.name()))).collect(),
        what: "parameter",
        returns: ret.map(|t| t.syntax().text_range()),
        function: true,
        open: false,
        public: f.is_public(),
    }
}

fn members_target(members: Option<ast::ObjectMembers>, public: bool) -> Target {
    let all: Vec<_> = members.into_iter().flat_map(|m| m.members()).collect();
    let fields = all.iter().filter_map(|m| match m {
        ast::ObjectMember::Field(f) => Some(f),
        _ => None,
    });
    let documented = fields.clone().any(|f| !undocumented(f.syntax()));
    Target {
        names: fields
            .filter(|f| undocumented(f.syntax()) && f.is_public())
            .filter_map(|f| named(f.name()))
            .collect(),
        what: "field",
        open: documented || all.iter().any(|m| !matches!(m, ast::ObjectMember::Method(_))),
        public,
        ..Target::default()
    }
}

fn undocumented(node: &SyntaxNode) -> bool {
    !node.children().any(|n| ast::DocString::can_cast(n.kind()))
}

fn named(n: Option<ast::Name>) -> Option<(String, TextRange)> {
    n.map(|n| (n.text(), n.syntax().text_range()))
}
