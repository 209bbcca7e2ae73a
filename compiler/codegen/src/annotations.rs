//! The archive's table of annotations: made when everything that can have them is known.

use bytecode::archive::{AnnotationEntry, AnnotationSubject, AnnotationValue, MethodPart};
use hir_def::Subject;
use hir_def::ids::{BodyOwner, Def, DefKind};
use mir::annotations::{declared_groups, groups_of, tag_name};
use mir::{ClassKey, FuncKey, GlobalKey, Home};
use rustc_hash::FxHashSet;
use semtypes::Name;

use crate::program::Program;

impl Program<'_> {
    /// Lists the annotations of the program's definitions, classes and functions.
    pub fn list_annotations(&mut self) -> Result<(), String> {
        self.definition_annotations()?;
        self.class_annotations();
        let methods = self.function_annotations()?;
        for (i, key) in self.keys.clone().iter().enumerate() {
            if let FuncKey::BoundMethod(name, _) = key
                && methods.contains(name)
            {
                let name = self.name(*name);
                self.archive.meta.bound_methods.push((i as u32, name));
            }
        }
        Ok(())
    }

    fn add(&mut self, subject: AnnotationSubject, tag: Def, value: AnnotationValue) {
        let tag = self.name(tag_name(self.db, tag));
        self.archive.meta.annotations.push(AnnotationEntry { subject, tag, value });
    }

    fn definition_annotations(&mut self) -> Result<(), String> {
        let mut defs: Vec<_> = self.defs.iter().map(|(d, i)| (*i, *d)).collect();
        defs.sort_unstable_by_key(|d| d.0);
        for (i, def) in defs {
            let kinds = [DefKind::TypeDef, DefKind::Enum, DefKind::Class, DefKind::Service];
            if !kinds.contains(&def.kind(self.db)) {
                continue;
            }
            let owner = BodyOwner::Def(def);
            for g in declared_groups(self.db, owner) {
                let subject = match g.subject {
                    Subject::Owner => AnnotationSubject::Def(i),
                    Subject::Field(n) => AnnotationSubject::Field(i, self.name(n)),
                    _ => continue,
                };
                let global = self.global(GlobalKey::Annotation(owner, g.id()))? as u32;
                self.add(subject, g.tag, AnnotationValue::Global(global));
            }
            self.method_annotations(i, def)?;
        }
        Ok(())
    }

    /// Of the methods of an object type: its own, and those that it includes as they are.
    fn method_annotations(&mut self, i: u32, def: Def) -> Result<(), String> {
        let mut described = FxHashSet::default();
        for (def, written) in hir_ty::written_methods(self.db, def) {
            let owner = BodyOwner::Def(def);
            for g in declared_groups(self.db, owner) {
                let Subject::Method(name, part) = g.subject else { continue };
                if described.contains(&name) {
                    continue;
                }
                let subject = AnnotationSubject::Method(i, self.name(name), method_part(part));
                let global = self.global(GlobalKey::Annotation(owner, g.id()))? as u32;
                self.add(subject, g.tag, AnnotationValue::Global(global));
            }
            described.extend(written);
        }
        Ok(())
    }

    fn class_annotations(&mut self) {
        let mut classes: Vec<_> = self.classes.iter().map(|(k, i)| (*i, k.clone())).collect();
        classes.sort_unstable_by_key(|c| c.0);
        for (i, key) in classes {
            let ClassKey::Anon(home, e, _) = key else { continue };
            for g in groups_of(home, self.db, Subject::Object(e)) {
                let field = self.name(g.field());
                self.add(AnnotationSubject::Class(i as u32), g.tag, AnnotationValue::Field(field));
            }
        }
    }

    /// Returns the names of the methods that have annotations.
    fn function_annotations(&mut self) -> Result<FxHashSet<Name>, String> {
        let mut methods = FxHashSet::default();
        for (i, key) in self.keys.clone().iter().enumerate() {
            let i = i as u32;
            let owner = match key {
                FuncKey::ValueAdapter(inner) => match **inner {
                    FuncKey::Function(d, _) => BodyOwner::Def(d),
                    _ => continue,
                },
                FuncKey::Method(m) | FuncKey::MethodAdapter(m) => BodyOwner::Method(*m),
                FuncKey::Lambda(home, l, _) => {
                    self.lambda_annotations(i, *home, *l, &mut methods);
                    continue;
                }
                _ => continue,
            };
            for g in declared_groups(self.db, owner) {
                let subject = match g.subject {
                    Subject::Owner => AnnotationSubject::Function(i),
                    Subject::Parameter(n) => AnnotationSubject::Parameter(i, n),
                    Subject::Return => AnnotationSubject::Return(i),
                    _ => continue,
                };
                if let BodyOwner::Method(m) = owner {
                    methods.insert(m.name(self.db));
                }
                let global = self.global(GlobalKey::Annotation(owner, g.id()))? as u32;
                self.add(subject, g.tag, AnnotationValue::Global(global));
            }
        }
        Ok(methods)
    }

    fn lambda_annotations(
        &mut self,
        func: u32,
        home: Home,
        l: hir_def::LambdaId,
        methods: &mut FxHashSet<Name>,
    ) {
        let lambda = &home.store(self.db).lambdas[l];
        let captures = lambda.captures.len();
        for (k, g) in groups_of(home, self.db, Subject::Lambda(l)).iter().enumerate() {
            let value = match lambda.self_local {
                Some(_) => AnnotationValue::Field(self.name(g.field())),
                None => AnnotationValue::Capture((captures + k) as u16),
            };
            self.add(AnnotationSubject::Function(func), g.tag, value);
            if lambda.self_local.is_some() {
                methods.extend(self.method_names(home, l));
            }
        }
    }

    /// The name of a method of an object constructor.
    fn method_names(&self, home: Home, l: hir_def::LambdaId) -> Option<Name> {
        home.store(self.db).exprs.iter().find_map(|(_, e)| match e {
            hir_def::Expr::ObjectCtor(o) => {
                o.methods.iter().find(|m| m.lambda == l).map(|m| m.kind.dispatch_name(m.name))
            }
            _ => None,
        })
    }
}

fn method_part(part: hir_def::MethodPart) -> MethodPart {
    match part {
        hir_def::MethodPart::Whole => MethodPart::Whole,
        hir_def::MethodPart::Parameter(n) => MethodPart::Parameter(n),
        hir_def::MethodPart::Return => MethodPart::Return,
    }
}
