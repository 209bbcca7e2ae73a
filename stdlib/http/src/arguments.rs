//! What the parameters of a resource method get of a request: path, query and header values of simple types. Payloads and
//! objects are put in their places by the Ballerina side; see [`crate::structured`] for JSON and records.

use bal_num::Decimal;
use hyper::header::HeaderValue;
use native::{Ctx, Fail, Kept, Result, TypeId, Word};
use semtypes::{SemType, Ty, TyKind};

use crate::inbound::Inbound;
use crate::known;
use crate::path::Path;
use crate::routes::{Router, decode};
use crate::structured::{Form, from_headers};

/// Where an argument comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// No annotation says it: the type does.
    ByRules,
    Path,
    Query,
    Header,
    Payload,
    Request,
    Caller,
    Headers,
    /// What interceptors share.
    Context,
    Error,
}

impl Source {
    /// As errors of arguments name it.
    fn name(self) -> &'static str {
        match self {
            Source::Path => "path",
            Source::Query => "query",
            Source::Header => "header",
            _ => "payload",
        }
    }
}

/// What a text becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Simple {
    String,
    Int,
    Float,
    Decimal,
    Boolean,
    /// No simple type.
    Other,
}

pub struct Param {
    /// The name in the request.
    pub key: String,
    pub ty: TypeId,
    pub source: Source,
    /// Values have to obey constraints (`ballerina/constraint`).
    pub constrained: bool,
    /// How values are written that are more than simple ones.
    pub form: Form,
    simple: Simple,
    /// The inherent type of a parameter that takes all values.
    pub list: Option<TypeId>,
    pub nilable: bool,
    defaultable: bool,
    /// There are so many values, which are all written in the type: a path with another one is another path.
    finite: bool,
}

impl Param {
    pub fn new(cx: &Ctx<'_>, key: String, ty: TypeId, source: Source, defaultable: bool) -> Param {
        let nilable = cx.world.types.sem(ty).overlaps(sem(cx, Ty::nil()));
        let parts = parts(cx, cx.world.types.ty(ty));
        let list = parts.iter().map(|t| (t, main_part(cx, *t).kind()));
        let (member, list) = match list.into_iter().find(|(_, k)| matches!(k, TyKind::Array { .. })) {
            Some((t, TyKind::Array { elem, .. })) if parts.len() == 1 => {
                (cx.world.types.sem_of(*elem), Some(cx.world.types.intern(*t)))
            }
            _ => (cx.world.types.sem(ty).diff(sem(cx, Ty::nil())), None),
        };
        let simple = simple(cx, member);
        let finite = is_finite(cx, &parts);
        Param {
            key,
            ty,
            source,
            constrained: false,
            form: Form::Simple,
            simple,
            list,
            nilable,
            defaultable,
            finite,
        }
    }

    /// What the argument is if there is no value, though it may be `named`; nothing if there must be one.
    fn missing(&self, named: bool, nil_is_optional: bool) -> Option<Word> {
        match self.nilable && (nil_is_optional || named) {
            _ if self.defaultable => Some(Word::ABSENT),
            true => Some(Word::NIL),
            false => None,
        }
    }
}

pub fn sem(cx: &Ctx<'_>, ty: Ty) -> SemType {
    cx.world.types.sem_of(ty)
}

/// The members of a union but nil; what is said to be immutable besides is a member as it is.
pub fn parts(cx: &Ctx<'_>, ty: Ty) -> Vec<Ty> {
    let ty = cx.world.types.expand(ty);
    match ty.kind() {
        TyKind::Union(all) => all.iter().flat_map(|t| parts(cx, *t)).collect(),
        TyKind::Intersection(_) => {
            let mutable = parts(cx, main_part(cx, ty));
            mutable.into_iter().map(|t| cx.world.types.readonly_of(t)).collect()
        }
        TyKind::Nil => Vec::new(),
        _ => vec![ty],
    }
}

/// What is said to be immutable besides.
fn main_part(cx: &Ctx<'_>, ty: Ty) -> Ty {
    let TyKind::Intersection(all) = ty.kind() else { return ty };
    let mut expanded = all.iter().map(|t| cx.world.types.expand(*t));
    expanded.find(|t| !matches!(t.kind(), TyKind::Readonly)).unwrap_or(ty)
}

/// Whether all members are values, or lists of values that are written in the type.
fn is_finite(cx: &Ctx<'_>, all: &[Ty]) -> bool {
    all.iter().all(|t| match main_part(cx, *t).kind() {
        TyKind::Singleton(_) => true,
        TyKind::Array { elem, .. } => is_finite(cx, &parts(cx, *elem)),
        _ => false,
    })
}

fn simple(cx: &Ctx<'_>, member: SemType) -> Simple {
    let all = [
        (Ty::string(), Simple::String),
        (Ty::int(), Simple::Int),
        (Ty::float(), Simple::Float),
        (Ty::decimal(), Simple::Decimal),
        (Ty::boolean(), Simple::Boolean),
    ];
    let found = all.into_iter().find(|(t, _)| member.is_subtype(sem(cx, *t)));
    match found {
        Some((_, simple)) if !member.is_empty() => simple,
        _ => Simple::Other,
    }
}

/// How the arguments of a resource method are made.
#[derive(Default)]
pub struct Plan {
    params: Vec<Param>,
    nil_is_optional: bool,
    /// Which arguments the Ballerina side adds: a byte each for payload, request, caller, headers, the context
    /// and the error of interceptors, with the position counted from 1.
    /// Bit [`CONSTRAINED`]: some are validated. Bit [`LAX`]: the payload is bound with less care about nil. Bit
    /// [`STRUCTURED`]: some are converted.
    pub late: i64,
}

/// The bit of [`Plan::late`] that says that arguments are validated.
const CONSTRAINED: u32 = 49;
/// The bit of [`Plan::late`] for services with `laxDataBinding`.
const LAX: u32 = 50;
/// The bit of [`Plan::late`] that says that arguments are more than simple values.
const STRUCTURED: u32 = 51;

/// See [`Plan::late`].
fn late(params: &[Param]) -> i64 {
    let place = |source: Source| params.iter().position(|p| p.source == source).map_or(0, |i| i as i64 + 1);
    let order =
        [Source::Payload, Source::Request, Source::Caller, Source::Headers, Source::Context, Source::Error];
    let added: i64 = order.iter().enumerate().map(|(i, s)| place(*s) << (8 * i)).sum();
    let any = |f: fn(&Param) -> bool| i64::from(params.iter().any(f));
    added | any(|p| p.constrained) << CONSTRAINED | any(|p| !matches!(p.form, Form::Simple)) << STRUCTURED
}

impl Plan {
    /// Applies the rules for what has no annotation (module specification, 2.3.4). What cannot be bound is refused.
    pub fn new(
        cx: &Ctx<'_>,
        accessor: &str,
        mut params: Vec<Param>,
        special: &[TypeId],
        nil_is_optional: bool,
    ) -> std::result::Result<Plan, String> {
        let takes_payload = matches!(accessor, "POST" | "PUT" | "PATCH" | "DELETE" | "DEFAULT");
        let mut payload = params.iter().any(|p| p.source == Source::Payload);
        for p in &mut params {
            if p.source == Source::ByRules {
                p.source = by_rules(cx, p, special, takes_payload && !payload);
                payload |= p.source == Source::Payload;
            }
            if p.simple == Simple::Other {
                p.settle(cx);
            }
            let shown = format!("parameter '{}' of type '{}'", p.key, cx.world.types.ty(p.ty));
            match p.source {
                Source::Path | Source::Query | Source::Header if p.is_unfit() => {
                    return Err(match p.source {
                        Source::Path => format!("path {shown}: it must be of a simple type"),
                        Source::Header => {
                            format!(
                                "header {shown}: only simple types, arrays and records of them are supported"
                            )
                        }
                        _ => format!(
                            "query {shown}: only simple types, maps, records and arrays of them are supported"
                        ),
                    });
                }
                Source::Payload if !cx.world.types.is_subtype(p.ty, cx.world.ids.anydata) => {
                    return Err(format!(
                        "{shown}: it is no 'anydata', nor anything else that a resource can be given"
                    ));
                }
                _ => {}
            }
        }
        let payloads = params.iter().filter(|p| p.source == Source::Payload).count();
        if payloads > 1 {
            return Err(
                "ambiguous types for parameters: use annotation '@http:Payload' or '@http:Query'".to_string()
            );
        }
        Ok(Plan { late: late(&params), params, nil_is_optional })
    }

    pub fn lax(self) -> Plan {
        Plan { late: self.late | 1 << LAX, ..self }
    }

    /// Source and type of a parameter whose values have to obey constraints.
    pub fn constrained(&self, i: usize) -> Option<(&'static str, TypeId)> {
        let p = self.params.get(i).filter(|p| p.constrained)?;
        Some((p.source.name(), p.ty))
    }

    pub fn param(&self, i: usize) -> Option<&Param> {
        self.params.get(i)
    }

    pub fn payload(&self) -> Option<TypeId> {
        self.params.iter().find(|p| p.source == Source::Payload).map(|p| p.ty)
    }
}

fn by_rules(cx: &Ctx<'_>, p: &Param, special: &[TypeId], payload: bool) -> Source {
    let kinds = [Source::Request, Source::Caller, Source::Headers, Source::Context, Source::Error];
    if let Some(i) = special.iter().position(|t| cx.world.types.is_subtype(p.ty, *t)) {
        return kinds[i];
    }
    let bytes = cx.world.types.is_subtype(p.ty, cx.world.ids.byte_list);
    match p.simple {
        Simple::Other if payload => Source::Payload,
        _ if bytes && payload => Source::Payload,
        _ => Source::Query,
    }
}

/// A text as a value of a simple type.
fn value(cx: &mut Ctx<'_>, simple: Simple, text: &str) -> Option<Word> {
    Some(match simple {
        Simple::String => cx.world.str(text),
        Simple::Int => {
            let i = text.parse().ok()?;
            cx.world.int(i)
        }
        Simple::Float => {
            let f = bal_num::float::parse(text).ok()?;
            cx.world.float(f)
        }
        Simple::Decimal => {
            let d = Decimal::parse(text).ok()?;
            cx.world.decimal(d)
        }
        Simple::Boolean => Word::bool(text.eq_ignore_ascii_case("true")),
        Simple::Other => return None,
    })
}

impl Param {
    /// Whether it is of a type that values of its source cannot have.
    fn is_unfit(&self) -> bool {
        match &self.form {
            Form::Simple => self.simple == Simple::Other,
            Form::Json => false,
            Form::Fields(fields) => fields.iter().any(|(_, f)| f.simple == Simple::Other),
        }
    }

    /// The argument made of some texts: all of them, or the first one.
    pub fn bind(&self, cx: &mut Ctx<'_>, texts: &[String]) -> Result<Option<Word>> {
        if matches!(self.form, Form::Json) {
            return self.json_texts(cx, texts).map(Some);
        }
        let Some(ty) = self.list else {
            let found = texts.first().and_then(|t| value(cx, self.simple, t));
            return Ok(found.filter(|w| cx.world.is(*w, self.ty)));
        };
        let list = cx.world.list_new(ty, texts.len());
        let list = cx.keep(list);
        for (i, t) in texts.iter().enumerate() {
            let Some(w) = value(cx, self.simple, t) else { return Ok(None) };
            let member = cx.world.list_member_type(ty, i);
            if !member.is_some_and(|m| cx.world.is(w, m)) {
                return Ok(None);
            }
            let grown = cx.world.list_init(cx.get(list), w)?;
            cx.set(list, grown);
        }
        Ok(Some(cx.get(list)).filter(|w| cx.world.is(*w, self.ty)))
    }
}

/// The values of a query parameter; `None` when there are none, `Some(None)` when it is only named.
fn query_values(query: &str, key: &str) -> Option<Option<Vec<String>>> {
    let mut found: Option<Option<Vec<String>>> = None;
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let (name, text) = match pair.split_once('=') {
            Some((name, text)) => (name, Some(text)),
            None => (pair, None),
        };
        if decode(name.trim(), true) != key {
            continue;
        }
        let all = found.get_or_insert(None);
        if let Some(text) = text {
            let all = all.get_or_insert_with(Vec::new);
            let before = all.len();
            for part in text.trim().split(',') {
                let part = decode(part, true);
                if !all[before..].contains(&part) {
                    all.push(part);
                }
            }
        }
    }
    found
}

/// What is wrong with a request: the message of a 400.
pub type Bound = Result<std::result::Result<Word, String>>;

fn from_query(cx: &mut Ctx<'_>, p: &Param, query: &str, nil_is_optional: bool) -> Bound {
    let given = query_values(query, &p.key);
    let named = given.is_some();
    Ok(match given.flatten() {
        Some(values) => {
            let bound = p.bind(cx, &values)?;
            bound.ok_or_else(|| format!("error in casting query param : '{}'", p.key))
        }
        None => p
            .missing(named, nil_is_optional)
            .ok_or_else(|| format!("no query param value found for '{}'", p.key)),
    })
}

pub fn from_header(cx: &mut Ctx<'_>, p: &Param, request: &Inbound, nil_is_optional: bool) -> Bound {
    if let Form::Fields(fields) = &p.form {
        return from_headers(cx, p, fields, request, nil_is_optional);
    }
    let text = |v: &HeaderValue| String::from_utf8_lossy(v.as_bytes()).into_owned();
    let values: Vec<String> = request.with_headers(|h| h.get_all(&p.key).iter().map(text).collect());
    let nothing = values.is_empty() || values.len() == 1 && values[0].is_empty();
    Ok(match nothing {
        true => p
            .missing(!values.is_empty(), nil_is_optional)
            .ok_or_else(|| format!("no header value found for '{}'", p.key)),
        false => {
            p.bind(cx, &values)?.ok_or_else(|| format!("header binding failed for parameter: '{}'", p.key))
        }
    })
}

/// `bindArguments(router, found, request)`: the arguments, nil where the Ballerina side has something to add; or an error; nil
/// if the resource is not one of such a path.
pub fn arguments(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 2)?);
    let found = cx.int(1)?;
    let Some((routes, i)) = router.at(found) else {
        return Ok(cx.error("the service has been detached", ""));
    };
    let resource = &routes.resources[i];
    let sent = request.head.uri.path();
    let plus = (!request.path.is_literal() && sent.contains('+')).then(|| Path::new(sent, true));
    let plus = plus.as_ref().map(|p| p.segments(sent).from(routes.base.len()));
    let mut of_path = resource.path_values(routes.below(&request), plus).into_iter();
    let query = request.head.uri.query().unwrap_or("");
    let plan = &resource.plan;
    let list = cx.world.list_new(cx.world.ids.any_list, plan.params.len());
    let list: Kept = cx.keep(list);
    for p in &plan.params {
        let bound = match p.source {
            Source::Path => {
                let texts = of_path.next().ok_or(Fail::Bug("a path parameter without a segment"))?;
                let bound = p.bind(cx, &texts)?;
                if bound.is_none() && p.finite {
                    return Ok(Word::NIL);
                }
                bound.ok_or_else(|| format!("error in casting path parameter : '{}'", p.key))
            }
            Source::Query => from_query(cx, p, query, plan.nil_is_optional)?,
            Source::Header => from_header(cx, p, &request, plan.nil_is_optional)?,
            _ => Ok(Word::NIL),
        };
        match bound {
            Ok(w) => {
                let grown = cx.world.list_init(cx.get(list), w)?;
                cx.set(list, grown);
            }
            Err(message) => return Ok(cx.error(&message, p.source.name())),
        }
    }
    Ok(cx.get(list))
}

/// `queryList(query)`: names and values, decoded, one after the other.
pub fn query_list(cx: &mut Ctx<'_>) -> Result<Word> {
    let query = cx.string(0)?;
    let mut names: Vec<String> = Vec::new();
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let name = decode(pair.split_once('=').map_or(pair, |(n, _)| n).trim(), true);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let values = |name: String| {
        let all = query_values(&query, &name).flatten().unwrap_or_default();
        all.into_iter().flat_map(move |v| [name.clone(), v])
    };
    let list: Vec<String> = names.into_iter().flat_map(values).collect();
    crate::string_list(cx, list)
}
