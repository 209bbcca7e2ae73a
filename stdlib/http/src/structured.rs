//! Parameters of a resource method that are more than simple values: JSON in the query, and records whose fields are header
//! fields. What is here reads the request; the Ballerina side converts what it finds to the parameter's type.

use native::{Ctx, Fail, Registry, Result, Word};
use semtypes::{Ty, TyKind};
use values::types::Shape;

use crate::arguments::{Bound, Param, Source, from_header, parts, sem};
use crate::draft::Draft;
use crate::inbound::Inbound;
use crate::known;
use crate::routes::found;

pub const NATIVES: Registry = &[
    ("http:headerFields", header_fields),
    ("http:headerField", header_field),
    ("http:nameHeader", name_header),
    ("http:structuredType", structured_type),
    ("http:structuredFailure", structured_failure),
    ("http:bodyForm", body_form),
    ("http:hasRecord", has_record),
    ("http:saysNil", says_nil),
];

/// How the values of a parameter are written.
pub enum Form {
    /// As texts of simple values.
    Simple,
    /// Each text is JSON.
    Json,
    /// Each field of a record, by its name, is a header field.
    Fields(Vec<(String, Param)>),
}

impl Param {
    /// Decides on the form of a parameter whose values are not simple.
    pub fn settle(&mut self, cx: &Ctx<'_>) {
        match self.source {
            Source::Query if self.is_json(cx) => self.form = Form::Json,
            Source::Header => self.settle_header(cx),
            _ => {}
        }
    }

    /// Whether all values but nil are mappings, or lists of mappings.
    fn is_json(&self, cx: &Ctx<'_>) -> bool {
        let mapping = sem(cx, Ty::map(Ty::anydata()));
        let all = cx.world.types.sem(self.ty).diff(sem(cx, Ty::nil()));
        let wanted = if self.list.is_some() { sem(cx, Ty::array(Ty::map(Ty::anydata()))) } else { mapping };
        !all.is_empty() && all.is_subtype(wanted)
    }

    /// A parameter of a record type, or of nil besides: it has a field for each header field. Nothing happens if there
    /// are fields already.
    pub fn settle_header(&mut self, cx: &Ctx<'_>) {
        if matches!(self.form, Form::Fields(_)) {
            return;
        }
        let [part] = parts(cx, cx.world.types.ty(self.ty))[..] else { return };
        let Shape::Record(record) = &*cx.world.types.shape(cx.world.types.intern(part)) else { return };
        let fields = record.fields.iter().map(|f| {
            let name = f.name.as_str().to_string();
            (name.clone(), Param::new(cx, name, f.ty, Source::Header, false))
        });
        self.form = Form::Fields(fields.collect());
    }

    /// What the Ballerina side parses: a text, or all of them for a list.
    pub fn json_texts(&self, cx: &mut Ctx<'_>, texts: &[String]) -> Result<Word> {
        match self.list {
            Some(_) => crate::string_list(cx, texts),
            None => Ok(cx.world.str(texts.first().map_or("", String::as_str))),
        }
    }
}

/// The header fields of a request as a mapping by the record's names for them.
pub fn from_headers(
    cx: &mut Ctx<'_>,
    p: &Param,
    fields: &[(String, Param)],
    request: &Inbound,
    nil_is_optional: bool,
) -> Bound {
    let ty = cx.world.types.intern(Ty::map(Ty::anydata()));
    let mapping = cx.world.mapping_new(ty, fields.len());
    let mapping = cx.keep(mapping);
    for (name_of_field, field) in fields {
        let there = request.with_headers(|h| h.get_all(&field.key).iter().any(|v| !v.is_empty()));
        if !there && p.nilable && !field.nilable {
            return Ok(Ok(Word::NIL));
        }
        match from_header(cx, field, request, nil_is_optional)? {
            Ok(value) => {
                let value = cx.keep(value);
                let name = cx.world.str(name_of_field);
                cx.world.mapping_set(cx.get(mapping), name, cx.get(value))?;
            }
            // The client is told of the record's field.
            Err(message) => {
                return Ok(Err(message.replace(&format!("'{}'", field.key), &format!("'{name_of_field}'"))));
            }
        }
    }
    Ok(Ok(cx.get(mapping)))
}

/// `headerFields(draft, r, p)`: the names of the record's fields if a parameter is one of header fields.
fn header_fields(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)? as usize);
    let names: Vec<String> = d.with_param(r, p, |p| {
        p.settle_header(cx);
        match &p.form {
            Form::Fields(fields) => fields.iter().map(|(name, _)| name.clone()).collect(),
            _ => Vec::new(),
        }
    });
    crate::string_list(cx, names)
}

/// The record type by its name, which its annotations belong to, beside nil and whatever says that it is immutable.
fn named_record(cx: &Ctx<'_>, ty: Ty) -> Ty {
    let parts = match cx.world.types.expand(ty).kind() {
        TyKind::Union(all) | TyKind::Intersection(all) => all.clone(),
        _ => return ty,
    };
    let other = |t: &&Ty| !matches!(cx.world.types.expand(**t).kind(), TyKind::Nil | TyKind::Readonly);
    parts.iter().find(other).map_or(ty, |t| named_record(cx, *t))
}

/// `headerField(draft, r, p, name)`: a typedesc with the annotations of a record's field.
fn header_field(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)? as usize);
    let name = cx.string(3)?;
    let (owner, field) = d.with_param(r, p, |p| match &p.form {
        Form::Fields(all) => (p.ty, all.iter().find(|(n, _)| *n == name).map(|(_, f)| f.ty)),
        _ => (p.ty, None),
    });
    let record = named_record(cx, cx.world.types.ty(owner));
    let record = cx.world.types.intern(record);
    cx.world.field_typedesc(field.ok_or(Fail::Bug("no such field"))?, record, &name)
}

/// `nameHeader(draft, r, p, name, header)`: the header field that a record's field stands for.
fn name_header(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)? as usize);
    let (name, header) = (cx.string(3)?, cx.string(4)?);
    d.with_param(r, p, |p| {
        if let Form::Fields(all) = &mut p.form
            && let Some((_, field)) = all.iter_mut().find(|(n, _)| *n == name)
        {
            field.key = header;
        }
    });
    Ok(Word::NIL)
}

/// `structuredType(router, found, p, arguments)`: the type of a parameter if what has been found for it is to be converted.
fn structured_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let p = cx.int(2)? as usize;
    let nothing = cx.world.list_at(cx.arg(3), p).is_none_or(|w| w == Word::ABSENT || w.is_nil());
    Ok(match routes.resources[i].plan.param(p) {
        Some(param) if !nothing && !matches!(param.form, Form::Simple) => cx.world.typedesc(param.ty),
        _ => Word::NIL,
    })
}

/// `structuredFailure(router, found, p)`: what is said of an argument that cannot be converted.
fn structured_failure(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let p = cx.int(2)? as usize;
    let param = routes.resources[i].plan.param(p).ok_or(Fail::Bug("no such parameter"))?;
    let message = match param.source {
        Source::Header => format!("header binding failed for parameter: '{}'", param.key),
        _ => format!("error in casting query param : '{}'", param.key),
    };
    Ok(cx.world.str(&message))
}

// ---- bodies ----

/// `bodyForm(t, kind)`: what the first member of a type takes of bodies that takes any; `json` as such does not.
fn body_form(cx: &mut Ctx<'_>) -> Result<Word> {
    let (ty, kind) = (cx.typedesc(0)?, cx.str(1)?);
    let forms = match kind {
        "TEXT" => ["string", "bytes"].as_slice(),
        "FORM" => &["form", "string"],
        _ => &["bytes"],
    };
    let all = parts(cx, cx.world.types.ty(ty));
    let takes = |form: &'static str| {
        let wanted = match form {
            "string" => sem(cx, Ty::string()),
            "bytes" => cx.world.types.sem(cx.world.ids.byte_list),
            _ => sem(cx, Ty::map(Ty::string())),
        };
        let whole = form != "bytes" || kind == "BINARY";
        let fits = |t: &Ty| {
            cx.world.types.sem_of(*t).is_subtype(wanted) || whole && matches!(t.kind(), TyKind::Anydata)
        };
        all.iter().position(fits).map(|at| (at, form))
    };
    // Of forms, fields are preferred.
    let found: Vec<_> = forms.iter().copied().filter_map(takes).collect();
    let first = if kind == "FORM" { found.first() } else { found.iter().min_by_key(|(at, _)| *at) };
    let form = first.map(|(_, form)| *form);
    Ok(form.map_or(Word::NIL, |f| cx.world.str(f)))
}

/// `saysNil(t)`: whether it is nil, or has nil as a member.
fn says_nil(cx: &mut Ctx<'_>) -> Result<Word> {
    fn says(cx: &Ctx<'_>, ty: Ty) -> bool {
        match cx.world.types.expand(ty).kind() {
            TyKind::Nil => true,
            TyKind::Union(all) | TyKind::Intersection(all) => all.iter().any(|t| says(cx, *t)),
            _ => false,
        }
    }
    let ty = cx.typedesc(0)?;
    Ok(Word::bool(says(cx, cx.world.types.ty(ty))))
}

/// `hasRecord(t)`
fn has_record(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.typedesc(0)?;
    let all = parts(cx, cx.world.types.ty(ty));
    let mut shapes = all.iter().map(|t| cx.world.types.shape(cx.world.types.intern(*t)));
    Ok(Word::bool(shapes.any(|s| matches!(&*s, Shape::Record(_)))))
}
