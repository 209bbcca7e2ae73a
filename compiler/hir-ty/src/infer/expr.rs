//! Expressions: dispatch, literals, names, conditions and what they narrow.

use base_db::LocalDiagnostic;
use hir_def::queries::{self, Item, Resolved};
use hir_def::{
    BinaryOp, CheckKind, Expr, ExprId, Literal, LocalId, Path, TemplateKind, TemplatePart, UnaryOp,
};
use semtypes::{Basic, BasicSet, Const, Ty, TyKind};

use super::{Facts, Flow, Infer, const_expr_ty};
use crate::codes;
use crate::consts;
use crate::defs;
use crate::lower_ty::{broad, show};
use crate::ops;
use crate::result::Resolution;

impl Infer<'_> {
    /// Type of an expression; `expected` is the contextually expected type, a hint that the caller checks.
    pub(super) fn infer(&mut self, e: ExprId, expected: Option<Ty>) -> Ty {
        let known = expected.filter(|t| !t.has_missing());
        let around = std::mem::replace(&mut self.unknown_context, known != expected);
        let ty = self.infer_kind(e, known);
        self.unknown_context = around;
        self.r.expr_ty.insert(e, ty);
        ty
    }

    fn infer_kind(&mut self, e: ExprId, expected: Option<Ty>) -> Ty {
        let store = self.store;
        match &store.exprs[e] {
            Expr::Missing => Ty::missing(),
            Expr::Literal(l) => self.literal(e, l, expected, false),
            Expr::Local(l) => self.local(e, *l),
            Expr::Path(p) => self.path(e, *p),
            Expr::Unary { op, operand } => self.unary(e, *op, *operand, expected),
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => {
                let (yes, no) = self.condition(e);
                let (can_be_true, can_be_false) = (yes.possible(), no.possible());
                self.flow = Flow::join(self.db, yes, no);
                match (can_be_true, can_be_false) {
                    (true, false) => Ty::singleton(Const::Bool(true)),
                    (false, true) => Ty::singleton(Const::Bool(false)),
                    _ => Ty::boolean(),
                }
            }
            Expr::Binary { op, lhs, rhs } => self.binary(e, *op, *lhs, *rhs, expected),
            Expr::Conditional { cond, then, els } => {
                let (yes, no) = self.condition(*cond);
                self.flow = yes;
                let a = self.infer(*then, expected);
                let after_then = std::mem::replace(&mut self.flow, no);
                let b = self.infer(*els, expected);
                self.flow = Flow::join(self.db, after_then, self.flow.clone());
                ops::union2(self.db, a, b)
            }
            Expr::Elvis { lhs, rhs } => {
                let l = self.infer(*lhs, expected.map(Ty::nilable));
                let before = self.flow.clone();
                let r = self.infer(*rhs, expected);
                self.flow = Flow::join(self.db, before, self.flow.clone());
                if !l.has_missing() && !ops::has_nil(self.db, l) {
                    self.error(
                        self.range(*lhs),
                        codes::ALWAYS,
                        format!("'?:' needs a value that may be nil, found '{l}'"),
                    );
                    return Ty::missing();
                }
                ops::union2(self.db, ops::without_nil(self.db, l), r)
            }
            Expr::Cast { ty, operand } => self.cast(e, *ty, *operand, expected),
            Expr::Is { .. } => {
                let (yes, no) = self.condition(e);
                let decided = (yes.possible(), no.possible());
                self.flow.unassigned = yes.unassigned;
                match decided {
                    (true, false) => Ty::singleton(Const::Bool(true)),
                    (false, true) => Ty::singleton(Const::Bool(false)),
                    _ => Ty::boolean(),
                }
            }
            Expr::Typeof(x) => {
                let t = self.infer(*x, None);
                Ty::typedesc(t)
            }
            Expr::Check { kind, operand } => self.check_expr(e, *kind, *operand, expected),
            Expr::Trap(x) => {
                let before = self.flow.clone();
                let outer = std::mem::replace(&mut self.trapping, true);
                let t = self.infer(*x, expected);
                self.trapping = outer;
                self.flow = Flow::join(self.db, before, self.flow.clone());
                ops::union2(self.db, t, Ty::error())
            }
            Expr::Field { base, name, optional } => self.field(e, *base, *name, *optional),
            Expr::Index { base, keys } => self.index(e, *base, keys),
            Expr::Call { callee, args } => self.call_name(e, *callee, args, expected),
            Expr::CallValue { callee, args } => {
                if let Some(t) = self.aggregate_call_of_local(e, *callee, args) {
                    return t;
                }
                let f = self.infer(*callee, None);
                self.call_value(e, f, args, self.range(*callee))
            }
            Expr::MethodCall { receiver, name, args } => {
                self.method_call(e, *receiver, *name, args, expected)
            }
            Expr::RemoteCall { receiver, name, args } => {
                self.remote_call(e, *receiver, *name, args, expected)
            }
            Expr::ResourceCall { receiver, path, method, args } => {
                self.resource_call(e, *receiver, path, *method, args.as_deref().unwrap_or_default(), expected)
            }
            Expr::List(members) => self.list_ctor(e, members, expected),
            Expr::Mapping(members) => self.mapping_ctor(e, members, expected),
            Expr::Table { key, rows } => self.table_ctor(e, key.as_deref(), rows, expected),
            Expr::ErrorCtor { ty, args } => self.error_ctor(e, *ty, args, expected),
            Expr::New { ty, args } => self.new_expr(e, *ty, args, expected),
            Expr::ObjectCtor(o) => self.object_ctor(e, o, expected),
            Expr::Lambda(l) => self.lambda(e, *l, expected),
            Expr::Let { bindings, body } => {
                for b in bindings {
                    self.binding(b.pat, b.ty, b.init);
                }
                self.infer(*body, expected)
            }
            Expr::Query(q) => self.query(e, q, expected),
            Expr::Template { kind, parts } => self.template(e, *kind, parts, expected),
            Expr::TypeDesc(t) => Ty::typedesc(self.type_ref(*t)),
            Expr::AnnotAccess { base, annot } => self.annotation_access(e, *base, *annot),
            Expr::XmlStep { base, step } => self.xml_step(e, *base, step),
            Expr::XmlTemplate(items) => self.xml_template(e, items, expected),
            Expr::Start(x) => self.start_action(*x, expected),
            Expr::Wait(w) => self.wait_action(w, expected),
            Expr::Send { value, sync, .. } => self.send_action(e, *value, *sync),
            Expr::Receive { .. } => self.receive_action(e, expected),
            Expr::ReceiveMultiple(fields) => self.receive_multiple(e, fields, expected),
            Expr::Flush(_) => self.flush_action(e),
            Expr::Commit => self.commit(e),
            Expr::Transactional => Ty::boolean(),
            Expr::InferredDefault => expected.unwrap_or(Ty::missing()),
        }
    }

    fn literal(&mut self, e: ExprId, l: &Literal, expected: Option<Ty>, negative: bool) -> Ty {
        let sem = expected.map(|t| defs::sem(self.db, t));
        let num = match l {
            Literal::Int { .. } => Some(consts::literal_num(sem, true, None)),
            Literal::Float { suffix, .. } => Some(consts::literal_num(sem, false, *suffix)),
            Literal::Bytes(bytes) => {
                // Immutable, of that length (spec 6.5.3).
                let bytes = Ty::new(TyKind::Array { elem: Ty::byte(), len: Some(bytes.len() as u64) });
                let ty = Ty::intersection([bytes, Ty::readonly()]);
                self.r.constructs.insert(e, ty);
                return ty;
            }
            _ => None,
        };
        match consts::literal_const(l, num, negative) {
            Ok(c) => {
                let ty = const_expr_ty(&c);
                self.r.consts.insert(e, c);
                ty
            }
            Err(message) => {
                self.error(self.range(e), codes::BAD_LITERAL, message);
                Ty::missing()
            }
        }
    }

    fn unary(&mut self, e: ExprId, op: UnaryOp, operand: ExprId, expected: Option<Ty>) -> Ty {
        if op == UnaryOp::Not {
            let (yes, no) = self.condition(operand);
            let decided = (yes.possible(), no.possible());
            self.flow = Flow::join(self.db, yes, no);
            if self.r.expr_ty.get(&operand).is_some_and(|t| t.is_missing()) {
                return Ty::missing();
            }
            return match decided {
                (true, false) => Ty::singleton(Const::Bool(false)),
                (false, true) => Ty::singleton(Const::Bool(true)),
                _ => Ty::boolean(),
            };
        }
        if op == UnaryOp::Neg
            && let Expr::Literal(l @ (Literal::Int { .. } | Literal::Float { .. })) =
                &self.store.exprs[operand]
        {
            let ty = self.literal(e, l, expected, true);
            self.r.expr_ty.insert(operand, ty);
            return ty;
        }
        self.unary_op(e, op, operand, expected)
    }

    fn local(&mut self, e: ExprId, l: LocalId) -> Ty {
        if self.flow.reachable && self.flow.unassigned.contains(&l) {
            let n = self.store.locals[l].name;
            self.error(
                self.range(e),
                codes::UNINITIALISED,
                format!("variable '{n}' may not have been initialised"),
            );
        }
        match self.flow.narrowed.get(&l) {
            Some(&t) if self.narrowable(l) => t,
            _ => self.local_type(l),
        }
    }

    fn path(&mut self, e: ExprId, p: Path) -> Ty {
        if let Some(c) = self.xml_qualified_name(p) {
            return self.constant(e, c);
        }
        let resolved = queries::resolve_path(self.db, self.file, p);
        let Some(item) = self.resolved(e, p, resolved) else { return Ty::missing() };
        match item {
            Item::Function(def) => {
                self.r.resolutions.insert(e, Resolution::Function(def));
                Ty::function(defs::fn_ty(self.db, def).clone())
            }
            Item::Var(def, n) | Item::Listener(def, n) => {
                self.r.resolutions.insert(e, Resolution::Var(def, n));
                defs::var_ty(self.db, def, n)
            }
            Item::Const(def) => match consts::const_value(self.db, def) {
                Some(c) => self.constant(e, c),
                None => Ty::missing(),
            },
            Item::EnumMember(def, n) => match consts::enum_member_value(self.db, def, n) {
                Some(c) => self.constant(e, c),
                None => Ty::missing(),
            },
            Item::Type(_) => {
                let ty = crate::lower_ty::lang_subtype(self.db, self.file, p)
                    .or_else(|| defs::item_as_type(self.db, item))
                    .unwrap_or(Ty::missing());
                self.r.resolutions.insert(e, Resolution::TypeDesc(ty));
                Ty::typedesc(ty)
            }
        }
    }

    fn constant(&mut self, e: ExprId, c: Const) -> Ty {
        let ty = const_expr_ty(&c);
        self.r.resolutions.insert(e, Resolution::Const(c.clone()));
        self.r.consts.insert(e, c);
        ty
    }

    /// Reports a name that does not resolve.
    pub(super) fn resolved(&mut self, e: ExprId, p: Path, r: Resolved) -> Option<Item> {
        if let Resolved::Item(i) = r {
            self.deprecated(defs::item_def(i), self.range(e), p);
            return Some(i);
        }
        let range = self.name_in(e);
        match r {
            Resolved::Item(_) => {}
            Resolved::Private => {
                self.error(range, codes::NOT_VISIBLE, format!("'{}' is not public in its module", show(p)));
            }
            Resolved::UnknownPrefix if queries::is_imported(self.db, self.file, p.prefix) => {}
            Resolved::UnknownPrefix => {
                let m = p.prefix.map_or("", semtypes::Name::as_str);
                self.error(range, codes::UNKNOWN_PREFIX, format!("undefined module '{m}'"));
            }
            Resolved::Unknown => {
                self.error(range, codes::UNDEFINED, format!("undefined symbol '{}'", show(p)))
            }
        }
        None
    }

    /// The singleton type of a cast of the only value of a numeric type; one that would panic is an error (spec 6.2.4).
    fn folded_cast(&mut self, e: ExprId, operand: ExprId, from: Ty, target: Ty) -> Option<Ty> {
        let TyKind::Singleton(c) = from.kind() else { return None };
        if ops::overlaps(self.db, from, target)
            || !matches!(c, Const::Int(_) | Const::Float(_) | Const::Decimal(_))
        {
            return None;
        }
        let converted =
            consts::convert(c, consts::cast_target(self.db, target)?).map(|v| (Ty::singleton(v.clone()), v));
        match converted {
            Some((t, v)) if self.subtype(t, target) => {
                if self.r.consts.contains_key(&operand) {
                    self.r.consts.insert(e, v);
                }
                Some(t)
            }
            _ => {
                let message = format!("'{from}' cannot be converted to '{target}'");
                self.error(self.range(e), codes::INCOMPATIBLE, message);
                Some(Ty::missing())
            }
        }
    }

    fn cast(
        &mut self,
        e: ExprId,
        ty: Option<hir_def::TypeRefId>,
        operand: ExprId,
        expected: Option<Ty>,
    ) -> Ty {
        let Some(t) = ty else { return self.infer(operand, expected) };
        let target = self.type_ref(t);
        // What is expected of the cast is expected of its operand too (spec 6.20).
        let context = expected.map(|t| ops::narrow(self.db, t, target)).filter(|t| *t != Ty::never());
        let from = self.infer(operand, Some(context.unwrap_or(target)));
        if from.has_missing() || target.has_missing() {
            return target;
        }
        let errors = self.errors();
        let numeric =
            |t: Ty| [Ty::int(), Ty::float(), Ty::decimal()].iter().any(|n| ops::overlaps(self.db, t, *n));
        if ops::overlaps(self.db, from, Ty::error()) && !ops::overlaps(self.db, target, Ty::error()) {
            self.error(
                self.range(e),
                codes::INCOMPATIBLE,
                format!("a cast cannot remove the error part of '{from}'"),
            );
        } else if !ops::overlaps(self.db, from, target) && (!numeric(from) || !numeric(target)) {
            self.error(
                self.range(e),
                codes::INCOMPATIBLE,
                format!("incompatible types: '{from}' cannot be cast to '{target}'"),
            );
        }
        let kinds = [Ty::int(), Ty::float(), Ty::decimal()]
            .iter()
            .filter(|n| ops::overlaps(self.db, target, **n))
            .count();
        if kinds > 1 && numeric(from) && !ops::overlaps(self.db, from, target) {
            self.error(
                self.range(e),
                codes::INCOMPATIBLE,
                format!("a cast to '{target}' does not say which numeric type '{from}' becomes"),
            );
        }
        if self.errors() > errors {
            return Ty::missing();
        }
        if let Some(t) = self.folded_cast(e, operand, from, target) {
            return t;
        }
        // `<readonly> e` and `<T>e` of a narrower static type keep what is known (spec 6.20).
        if ops::overlaps(self.db, from, target) && self.subtype(from, target) {
            from
        } else {
            ops::narrow(self.db, target, target)
        }
    }

    fn check_expr(&mut self, e: ExprId, kind: CheckKind, operand: ExprId, expected: Option<Ty>) -> Ty {
        let inner = match expected {
            None if self.unknown_context => Some(Ty::missing()),
            _ => expected.map(|t| Ty::union([t, Ty::error()])),
        };
        let t = self.infer(operand, inner);
        let error = ops::error_part(self.db, t);
        let value = ops::without_error(self.db, t);
        if kind == CheckKind::Check && !t.has_missing() && error != Ty::never() {
            self.fail_to(error, self.range(e));
        }
        // Lax typing: a json value where a simple type is expected is converted by `ensureType` (spec 6.33).
        if let Some(exp) = expected
            && kind == CheckKind::Check
            && self.is_lax(operand, t)
            && !self.subtype(value, exp)
            && ops::overlaps(self.db, value, exp)
            && self.subtype(
                exp,
                Ty::union([Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string(), Ty::nil()]),
            )
        {
            self.r.ensure.insert(e, exp);
            return exp;
        }
        if value == Ty::never() && !t.has_missing() {
            self.flow.reachable = false;
        }
        value
    }

    /// Whether the operand of `check` is lax (spec 6.2.2): an access whose error does not matter, or `json` itself.
    fn is_lax(&self, operand: ExprId, ty: Ty) -> bool {
        match self.r.resolutions.get(&operand) {
            Some(Resolution::LaxField) => ops::overlaps(self.db, ty, Ty::json()),
            _ => self.is(ty, Ty::json()) && self.subtype(Ty::json(), ty),
        }
    }

    /// An error value leaves for the nearest `on fail`, or is returned.
    pub(super) fn fail_to(&mut self, error: Ty, range: syntax::TextRange) {
        let depth = self.frames.len();
        if let Some(c) = self.catches.last_mut().filter(|c| c.frame == depth) {
            c.error = ops::union2(self.db, c.error, error);
            let mut flow = self.flow.clone();
            if self.transactions.len() > c.transactions {
                (flow.transactional, flow.ended) = (false, false);
            }
            c.flows.push(flow);
            return;
        }
        let Some(ret) = self.frames.last().map(|f| f.ret) else { return };
        if !self.subtype(error, ret) {
            self.error(
                range,
                codes::CHECK_ESCAPES,
                format!("error of type '{error}' cannot be returned: the function returns '{ret}'"),
            );
        }
    }

    fn template(
        &mut self,
        e: ExprId,
        kind: TemplateKind,
        parts: &[TemplatePart],
        expected: Option<Ty>,
    ) -> Ty {
        let mut insertions = Vec::new();
        let mut text = Some(String::new());
        for p in parts {
            match p {
                TemplatePart::Text(t) => {
                    if let Some(s) = &mut text {
                        s.push_str(t);
                    }
                }
                TemplatePart::Insertion(x) => {
                    let context = self.insertion_context(kind, expected, insertions.len());
                    let t = self.infer(*x, context);
                    insertions.push((*x, t));
                    let c = self.r.consts.get(x).and_then(consts::to_text);
                    text = text.zip(c).map(|(s, c)| s + &c);
                    if kind != TemplateKind::Raw {
                        self.insertion(*x, t);
                    }
                }
            }
        }
        match kind {
            TemplateKind::String => {
                if let Some(s) = text {
                    let c = Const::string(&s);
                    self.r.consts.insert(e, c.clone());
                    return Ty::singleton(c);
                }
                Ty::string()
            }
            TemplateKind::Raw => self.raw_template(e, insertions, expected),
            TemplateKind::RegExp => Ty::new(TyKind::Regexp),
        }
    }

    /// What a string template may insert: simple values that are not nil.
    fn insertion(&mut self, x: ExprId, t: Ty) {
        let simple = Ty::union([
            Ty::boolean(),
            Ty::int(),
            Ty::float(),
            Ty::decimal(),
            Ty::string(),
            Ty::new(TyKind::Regexp),
        ]);
        if !self.subtype(t, simple) {
            self.incompatible(
                self.range(x),
                Ty::union([Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string()]),
                t,
            );
        }
    }

    // ---- conditions ----

    /// Evaluates a boolean expression for its effect on flow: the flow where it is true and where it is false.
    pub(super) fn condition(&mut self, e: ExprId) -> (Flow, Flow) {
        let store = self.store;
        let (yes, no) = match &store.exprs[e] {
            Expr::Unary { op: UnaryOp::Not, operand } => {
                let (y, n) = self.condition(*operand);
                (n, y)
            }
            Expr::Binary { op: BinaryOp::And, lhs, rhs } => {
                let (y1, n1) = self.condition(*lhs);
                self.flow = y1;
                let (y2, n2) = self.condition(*rhs);
                (y2, Flow::join(self.db, n1, n2))
            }
            Expr::Binary { op: BinaryOp::Or, lhs, rhs } => {
                let (y1, n1) = self.condition(*lhs);
                self.flow = n1;
                let (y2, n2) = self.condition(*rhs);
                (Flow::join(self.db, y1, y2), n2)
            }
            Expr::Is { operand, ty, negated } => {
                let (always, facts) = self.type_test(e, *operand, *ty);
                let (y, mut n) = self.split(facts);
                if always {
                    n = n.dead();
                }
                if *negated { (n, y) } else { (y, n) }
            }
            Expr::Binary { op: op @ (BinaryOp::Eq | BinaryOp::Ne), lhs, rhs } => {
                let ty = self.binary(e, *op, *lhs, *rhs, None);
                self.r.expr_ty.insert(e, ty);
                let facts = if ty.is_missing() { Facts::default() } else { self.equality_facts(*lhs, *rhs) };
                let (y, n) = self.split(facts);
                let (y, n) = if *op == BinaryOp::Ne { (n, y) } else { (y, n) };
                decided(ty, y, n)
            }
            Expr::Transactional => {
                let mut yes = self.flow.clone();
                yes.transactional = true;
                (yes, self.flow.clone())
            }
            _ => {
                let t = self.check(e, Ty::boolean());
                return decided(t, self.flow.clone(), self.flow.clone());
            }
        };
        self.r.expr_ty.entry(e).or_insert(Ty::boolean());
        (yes, no)
    }

    /// Applies facts to the current flow.
    fn split(&self, facts: Facts) -> (Flow, Flow) {
        let apply = |m: rustc_hash::FxHashMap<LocalId, Ty>| {
            let mut f = self.flow.clone();
            for (l, t) in m {
                if t == Ty::never() {
                    f.impossible = true;
                }
                f.narrowed.insert(l, t);
            }
            f
        };
        (apply(facts.yes), apply(facts.no))
    }

    /// Whether the operand's type, narrowed by nothing, makes the test true; and what the test tells.
    fn type_test(&mut self, e: ExprId, operand: ExprId, ty: hir_def::TypeRefId) -> (bool, Facts) {
        let t = self.infer(operand, None);
        let target = self.type_ref(ty);
        let mut facts = Facts::default();
        if t.has_missing() || target.has_missing() {
            if let Expr::Local(l) = self.store.exprs[operand]
                && target.has_missing()
            {
                facts.yes.insert(l, target);
            }
            return (false, facts);
        }
        // What a constant expression is tested for is its basic type's business (`"FOO" is string:Char`).
        let cast = matches!(self.store.exprs[operand], Expr::Cast { ty: Some(_), .. });
        let tested = if matches!(self.store.exprs[operand], Expr::Local(_)) { t } else { self.widened(t) };
        if !ops::overlaps(self.db, tested, target) && t != Ty::never() && !cast {
            let message = format!("incompatible types: a value of type '{t}' is never '{target}'");
            if self.mistaken_test(operand, t, target) {
                self.error(self.range(e), codes::ALWAYS, message);
                return (false, facts);
            }
            self.r.diagnostics.push(LocalDiagnostic::warning(codes::ALWAYS, self.range(e), message));
        }
        let local = match self.store.exprs[operand] {
            Expr::Local(l) => Some(l),
            _ => None,
        };
        let narrowed = local.is_some_and(|l| self.flow.narrowed.contains_key(&l));
        // `<any>x is T` leaves the answer to run time, though a cast keeps what is known of its operand.
        let always = !narrowed && !cast && self.subtype(t, target);
        if let Some(l) = local.filter(|l| self.narrowable(*l)) {
            facts.yes.insert(l, ops::narrow(self.db, t, target));
            facts.no.insert(l, ops::exclude(self.db, t, target));
        }
        (always, facts)
    }

    /// Whether a test that never holds is an error. The specification does not say so, jBallerina does where basic types
    /// or simple values differ; in structures it looks less closely. A test of a literal says what is meant.
    fn mistaken_test(&self, operand: ExprId, t: Ty, target: Ty) -> bool {
        let structures = Basic::List.bit() | Basic::Mapping.bit() | Basic::Table.bit() | Basic::Object.bit();
        let common = defs::sem(self.db, t).bits() & defs::sem(self.db, target).bits();
        !matches!(self.store.exprs[operand], Expr::Literal(_)) && common & structures == BasicSet::EMPTY
    }

    /// `x == c` narrows `x` to the constant's type, when that is a singleton.
    fn equality_facts(&mut self, lhs: ExprId, rhs: ExprId) -> Facts {
        let mut facts = Facts::default();
        for (x, other) in [(lhs, rhs), (rhs, lhs)] {
            let Expr::Local(l) = self.store.exprs[x] else { continue };
            let (t, o) = (self.r.expr_ty[&x], self.r.expr_ty[&other]);
            let singleton = matches!(o.kind(), TyKind::Nil | TyKind::Singleton(_));
            if singleton && self.narrowable(l) && !t.has_missing() {
                facts.yes.insert(l, ops::narrow(self.db, t, o));
                facts.no.insert(l, ops::exclude(self.db, t, o));
            }
        }
        facts
    }

    /// The broad type of an expression of type `ty` (spec 6.2.4): that of a cast is its target.
    pub(super) fn broad(&mut self, e: ExprId, ty: Ty) -> Ty {
        let simple = Ty::union([Ty::boolean(), Ty::int(), Ty::float(), Ty::decimal(), Ty::string()]);
        if let (TyKind::Singleton(_), Expr::Cast { ty: Some(t), .. }) = (ty.kind(), &self.store.exprs[e])
            && let target = self.type_ref(*t)
            && !matches!(target.kind(), TyKind::Singleton(_))
            && self.subtype(target, simple)
        {
            return target;
        }
        self.widened(ty)
    }

    pub(super) fn widened(&self, ty: Ty) -> Ty {
        match ty.kind() {
            TyKind::Singleton(c) => broad(c),
            _ => ops::widen(self.db, ty),
        }
    }
}

/// The flows after a condition of type `t`: a singleton makes one of them impossible (spec 7.3).
fn decided(t: Ty, yes: Flow, no: Flow) -> (Flow, Flow) {
    match t.kind() {
        TyKind::Singleton(Const::Bool(true)) => (yes, no.dead()),
        TyKind::Singleton(Const::Bool(false)) => (yes.dead(), no),
        _ => (yes, no),
    }
}
