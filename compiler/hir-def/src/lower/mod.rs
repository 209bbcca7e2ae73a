//! Syntax to HIR. Each entry point lowers one item (or one method) from its own tree, whose ranges start at the item.
//!
//! Local names are resolved here, lexically; what is not a local stays a [`Path`](crate::Path) for `hir-ty`.

mod expr;
mod items;
mod pat;
mod query;
mod stmt;
mod ty;
mod xml;

use base_db::LocalDiagnostic;
use semtypes::Name;
use syntax::ast::{self, AstNode};
use syntax::{SyntaxNode, TextRange};

use crate::expr::{Expr, Path};
use crate::store::{ExprId, LambdaId, Local, LocalId, LocalKind, Store};

pub(crate) use items::{
    annotation_def, body, class_def, const_def, enum_def, function_sig, item_entry, listener_def, methods,
    service_attachment, service_class, type_def, var_def, xmlns_def,
};

/// Lowering of one store.
#[derive(Default)]
pub(crate) struct Lower {
    store: Store,
    diagnostics: Vec<LocalDiagnostic>,
    /// Visible locals, innermost last; a scope is a length of this list.
    visible: Vec<LocalId>,
    /// Enclosing lambdas, innermost last.
    frames: Vec<LambdaId>,
    /// Numbers the `distinct` types of the item.
    distinct: u32,
    /// Variables bound by the clauses of the query being lowered.
    query_vars: Vec<LocalId>,
    /// Enclosing queries: how many locals there were outside, and those of them that are used inside.
    queries: Vec<(usize, Vec<LocalId>)>,
    /// XML steps whose extensions are being lowered, with the variables that stand for what they select.
    steps: Vec<(SyntaxNode, LocalId)>,
    /// The type descriptor whose fields are those of the type definition being lowered.
    owner_type: Option<SyntaxNode>,
}

impl Lower {
    fn frame(&self) -> Option<LambdaId> {
        self.frames.last().copied()
    }

    fn error(&mut self, range: TextRange, code: &'static str, message: String) {
        self.diagnostics.push(LocalDiagnostic::error(code, range, message));
    }

    fn missing(&mut self, range: TextRange) -> ExprId {
        self.store.exprs.alloc(Expr::Missing, range)
    }

    /// Runs `f` in a scope of its own.
    fn scoped<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let mark = self.visible.len();
        let r = f(self);
        self.visible.truncate(mark);
        r
    }

    fn lookup(&self, name: Name) -> Option<LocalId> {
        self.visible.iter().rev().copied().find(|l| self.store.locals[*l].name == name)
    }

    /// Declares a local; a name already visible in the function is an error (spec 7.3: no shadowing of locals).
    fn declare(&mut self, name: Name, kind: LocalKind, range: TextRange) -> LocalId {
        if name.as_str() != "_" && !name.as_str().is_empty() && self.lookup(name).is_some() {
            self.error(range, "BCE2008", format!("redeclared symbol '{name}'"));
        }
        self.declare_unchecked(name, kind, range)
    }

    fn declare_unchecked(&mut self, name: Name, kind: LocalKind, range: TextRange) -> LocalId {
        let local = Local { name, kind, frame: self.frame(), used: false, captured: false };
        let id = self.store.locals.alloc(local, range);
        self.visible.push(id);
        id
    }

    /// A reference to a name: a local, with its capture noted, or a path.
    fn name_ref(&mut self, path: Path, read: bool) -> Expr {
        if path.prefix.is_none()
            && let Some(l) = self.lookup(path.name)
        {
            self.reference(l, read);
            return Expr::Local(l);
        }
        Expr::Path(path)
    }

    fn reference(&mut self, l: LocalId, read: bool) {
        for (outside, captures) in &mut self.queries {
            if l.index() < *outside && !captures.contains(&l) {
                captures.push(l);
            }
        }
        let local = &mut self.store.locals[l];
        local.used |= read;
        let home = local.frame;
        if home == self.frames.last().copied() {
            return;
        }
        local.captured = true;
        for &f in self.frames.iter().rev() {
            if Some(f) == home {
                break;
            }
            let captures = &mut self.store.lambdas[f].captures;
            if !captures.contains(&l) {
                captures.push(l);
            }
        }
    }
}

fn path(r: &ast::NameRef) -> Path {
    Path { prefix: r.prefix().map(|p| Name::new(&p)), name: Name::new(&r.name()) }
}

fn name(n: Option<ast::Name>) -> Name {
    Name::new(&n.map(|n| n.text()).unwrap_or_default())
}

fn range(n: &SyntaxNode) -> TextRange {
    // Without leading white space and documentation, so that messages point at the construct.
    n.text_range()
}

fn name_range(n: &Option<ast::Name>, node: &SyntaxNode) -> TextRange {
    n.as_ref().map_or(node.text_range(), |n| n.syntax().text_range())
}
