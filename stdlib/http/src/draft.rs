//! The description of a service that is attached: a [`Draft`] of its object's type, to which the Ballerina side adds what
//! annotations say, becomes [`Routes`].

use std::cmp::Reverse;
use std::sync::Arc;

use native::{Ctx, Fail, Registry, Result, TypeId, Word};
use parking_lot::Mutex;
use semtypes::{MemberKind, Name, ObjectTy, ParamKind, PathSegmentTy, Ty, TyKind};
use values::MethodPart;

use crate::arguments::{self, Plan, Source};
use crate::body::Chunking;
use crate::documents;
use crate::routes::{Annotated, Resource, Router, Routes, Segment, ServiceConfig};
use crate::{known, new_resource, optional_string, strings};

pub const NATIVES: Registry = &[
    ("http:draft", draft),
    ("http:resourceCount", resource_count),
    ("http:parameterCount", parameter_count),
    ("http:parameterType", parameter),
    ("http:returnTypedesc", return_typedesc),
    ("http:resourceTypedesc", resource_typedesc),
    ("http:resourceAccessor", resource_accessor),
    ("http:setSource", set_source),
    ("http:setConstrained", set_constrained),
    ("http:setReturnType", set_return_type),
    ("http:addRoutes", add_routes),
    ("http:setGuard", set_guard),
    ("http:configureService", configure_service),
];

/// A service that is being described.
pub struct Draft {
    base: Vec<String>,
    /// The type of the service's contract, whose annotations are the service's.
    contract: Option<TypeId>,
    /// The types of Request, Caller, Headers, RequestContext and error.
    special: Vec<TypeId>,
    /// Whether parameters that admit nil need not be in a request.
    nil_is_optional: bool,
    /// Whether payloads are bound with less care about nil.
    lax: bool,
    resources: Mutex<Vec<DraftResource>>,
    config: Mutex<ServiceConfig>,
}

struct DraftResource {
    accessor: String,
    name: Name,
    path: Vec<Segment>,
    params: Vec<arguments::Param>,
    result: Ty,
    annotated: Annotated,
}

impl Draft {
    /// Notes what an annotation says of a resource, if there is one of that number.
    pub fn annotate(&self, r: usize, note: impl FnOnce(&mut Annotated)) -> Option<()> {
        note(&mut self.resources.lock().get_mut(r)?.annotated);
        Some(())
    }

    /// Sees or changes a parameter of a resource.
    pub fn with_param<T>(&self, r: usize, p: usize, f: impl FnOnce(&mut arguments::Param) -> T) -> T {
        f(&mut self.resources.lock()[r].params[p])
    }

    /// The path of a resource, with its service's: names of parameters are in braces.
    pub fn path_text(&self, r: usize) -> String {
        let all = self.resources.lock();
        let mut params = all[r].params.iter().map(|p| p.key.as_str());
        let own = all[r].path.iter().map(|s| match s {
            Segment::Literal(name) => name.as_str().to_string(),
            Segment::Param | Segment::Rest => format!("{{{}}}", params.next().unwrap_or_default()),
        });
        self.base.iter().cloned().chain(own).fold(String::new(), |path, s| path + "/" + &s)
    }

    /// The media type that an annotation gives to what a resource returns, and its type.
    pub fn returned(&self, r: usize) -> (Option<String>, Ty) {
        let all = self.resources.lock();
        (all[r].annotated.media_type.clone(), all[r].result)
    }

    /// Notes what an annotation says of the service.
    pub fn configure(&self, note: impl FnOnce(&mut ServiceConfig)) {
        note(&mut self.config.lock());
    }
}

pub fn object_type(cx: &Ctx<'_>, service: Word) -> Result<Arc<ObjectTy>> {
    let class = cx.world.class_of(service).ok_or(Fail::Bug("service expected"))?;
    declared_members(cx, cx.world.classes[class as usize].ty)
}

/// The object type that a type is, of a class or a contract.
pub fn declared_members(cx: &Ctx<'_>, ty: TypeId) -> Result<Arc<ObjectTy>> {
    match cx.world.types.expand(cx.world.types.ty(ty)).kind() {
        TyKind::Object(o) => Ok(Arc::new(o.clone())),
        _ => Err(Fail::Bug("object type expected")),
    }
}

/// `draft(service, base, special, nilIsOptional, lax, contract)`: the number of a description.
fn draft(cx: &mut Ctx<'_>) -> Result<Word> {
    let contract = cx.world.as_typedesc(cx.arg(5));
    let object = match contract {
        Some(ty) => declared_members(cx, ty)?,
        None => object_type(cx, cx.arg(0))?,
    };
    let base = strings(cx, 1)?;
    let mut special = Vec::new();
    while let Some(w) = cx.world.list_at(cx.arg(2), special.len()) {
        special.push(cx.world.as_typedesc(w).ok_or(Fail::Bug("typedesc expected"))?);
    }
    let mut resources = Vec::new();
    for m in &object.members {
        let MemberKind::Resource { accessor, path } = &m.kind else { continue };
        let TyKind::Function(f) = m.ty.kind() else {
            return Err(Fail::Bug("a method without a function type"));
        };
        let of_path = path.iter().filter_map(|s| match s {
            PathSegmentTy::Literal(_) => None,
            PathSegmentTy::Param { name, ty } => Some((*name, *ty)),
            PathSegmentTy::Rest { name, ty } => Some((*name, Ty::array(*ty))),
        });
        let of_path = of_path.map(|(name, ty)| (name, ty, Source::Path, false));
        let own = f.params.iter().map(|p| (p.name, p.ty, Source::ByRules, p.kind == ParamKind::Defaultable));
        let params = of_path.chain(own).map(|(name, ty, source, defaultable)| {
            let name = name.map(|n| n.as_str().to_string()).unwrap_or_default();
            arguments::Param::new(cx, name, cx.world.types.intern(ty), source, defaultable)
        });
        resources.push(DraftResource {
            accessor: accessor.as_str().to_uppercase(),
            name: m.name,
            params: params.collect(),
            path: path.iter().filter_map(segment).collect(),
            result: f.ret,
            annotated: Annotated::default(),
        });
    }
    let (nil_is_optional, lax) = (cx.bool(3)?, cx.bool(4)?);
    let (resources, config) = (Mutex::new(resources), Mutex::default());
    new_resource(Draft { base, contract, special, nil_is_optional, lax, resources, config })(cx)
}

/// The path `.` has no segments.
fn segment(s: &PathSegmentTy) -> Option<Segment> {
    match s {
        PathSegmentTy::Literal(n) if n.as_str() == "." => None,
        PathSegmentTy::Literal(n) => Some(Segment::Literal(*n)),
        PathSegmentTy::Param { .. } => Some(Segment::Param),
        PathSegmentTy::Rest { .. } => Some(Segment::Rest),
    }
}

fn resource_count(cx: &mut Ctx<'_>) -> Result<Word> {
    let n = known::<Draft>(cx, 0)?.resources.lock().len();
    Ok(cx.world.int(n as i64))
}

fn parameter_count(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let n = d.resources.lock()[r].params.len();
    Ok(cx.world.int(n as i64))
}

/// `parameterType(draft, r, p, service)`: a typedesc with the annotations of the parameter.
fn parameter(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)?);
    let (ty, of_path) = {
        let all = d.resources.lock();
        let of_path = all[r].params.iter().filter(|p| p.source == Source::Path).count();
        (all[r].params[p as usize].ty, of_path as i64)
    };
    match u32::try_from(p - of_path) {
        Ok(own) => annotated(cx, 3, ty, MethodPart::Parameter(own)),
        Err(_) => Ok(cx.world.typedesc(ty)),
    }
}

/// `returnTypedesc(draft, r, service)`: a typedesc with the annotations of the return type.
fn return_typedesc(cx: &mut Ctx<'_>) -> Result<Word> {
    annotated(cx, 2, cx.world.ids.any, MethodPart::Return)
}

/// `resourceTypedesc(draft, r, service)`: a typedesc with the annotations of the resource.
fn resource_typedesc(cx: &mut Ctx<'_>) -> Result<Word> {
    annotated(cx, 2, cx.world.ids.any, MethodPart::Whole)
}

/// A typedesc with the annotations of a resource, or of part of one: those of the contract if there is one, or else those of the
/// service's method. The first two arguments are a draft and the resource's number.
fn annotated(cx: &mut Ctx<'_>, service: usize, ty: TypeId, part: MethodPart) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let name = d.resources.lock()[r].name;
    if let Some(contract) = d.contract {
        return cx.world.method_typedesc(ty, contract, name, part);
    }
    let f = cx.world.method(cx.arg(service), name).ok_or(Fail::Bug("no such method"))?;
    match part {
        MethodPart::Whole => Ok(cx.world.typedesc_of(ty, f)),
        MethodPart::Parameter(n) => cx.world.parameter_typedesc(ty, f, n.into()),
        MethodPart::Return => cx.world.parameter_typedesc(ty, f, values::RETURN),
    }
}

/// `resourceAccessor(draft, r)`: `POST` and the like.
fn resource_accessor(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let accessor = d.resources.lock()[r].accessor.clone();
    Ok(cx.world.str(&accessor))
}

/// `setReturnType(draft, r, mediaType)`
fn set_return_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let media_type = cx.string(2)?;
    d.annotate(r, |a| a.media_type = Some(media_type));
    Ok(Word::NIL)
}

/// `setSource(draft, r, p, source, name)`
fn set_source(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)? as usize);
    let source = match cx.str(3)? {
        "payload" => Source::Payload,
        "header" => Source::Header,
        _ => Source::Query,
    };
    let name = optional_string(cx, 4)?;
    let mut all = d.resources.lock();
    let param = &mut all[r].params[p];
    param.source = source;
    if let Some(name) = name {
        param.key = name;
    }
    Ok(Word::NIL)
}

/// `setConstrained(draft, r, p)`
fn set_constrained(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, p) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)? as usize);
    d.resources.lock()[r].params[p].constrained = true;
    Ok(Word::NIL)
}

/// `addRoutes(router, draft)`: the service's place, or an error.
fn add_routes(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, draft) = (known::<Router>(cx, 0)?, known::<Draft>(cx, 1)?);
    let mut resources = Vec::new();
    for (declared, mut r) in std::mem::take(&mut *draft.resources.lock()).into_iter().enumerate() {
        let plan = match Plan::new(
            cx,
            &r.accessor,
            std::mem::take(&mut r.params),
            &draft.special,
            draft.nil_is_optional,
        ) {
            Ok(plan) if draft.lax => plan.lax(),
            Ok(plan) => plan,
            Err(message) => return Ok(cx.error(&message, "")),
        };
        let DraftResource { accessor, name, path, annotated, .. } = r;
        resources.push(Resource { declared, accessor, name, path, plan, annotated });
    }
    let config = std::mem::take(&mut *draft.config.lock());
    if config.description.is_some() {
        resources.extend(documents::paths().map(document));
    }
    resources.sort_by_cached_key(|r| Reverse(rank(&r.path)));
    let id = cx.int(1)?;
    cx.outside().resources().remove(id);
    let routes = Arc::new(Routes { base: draft.base.clone(), resources, config });
    let mut services = router.services.write();
    if services.iter().flatten().any(|s| s.base == routes.base && s.config.host == routes.config.host) {
        drop(services);
        let message = format!(
            "service registration failed: two services have the same basePath : '/{}'",
            draft.base.join("/")
        );
        return Ok(cx.error(&message, ""));
    }
    services.push(Some(routes));
    let place = services.len() as i64 - 1;
    drop(services);
    Ok(cx.world.int(place))
}

/// What shows the description of a service, under a name.
fn document(name: Name) -> Resource {
    let annotated = Annotated { is_document: true, ..Annotated::default() };
    Resource {
        declared: usize::MAX,
        accessor: "GET".to_string(),
        name,
        path: vec![Segment::Literal(name)],
        plan: Plan::default(),
        annotated,
    }
}

/// Names come before parameters, these before the end of the path, and that before whatever may follow.
fn rank(path: &[Segment]) -> Vec<u8> {
    let of = |s: &Segment| match s {
        Segment::Literal(_) => 3,
        Segment::Param => 2,
        Segment::Rest => 0,
    };
    path.iter().map(of).chain([1]).collect()
}

/// `setGuard(draft, r, place)`
fn set_guard(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, place) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)?);
    d.annotate(r, |a| a.guard = Some(place));
    Ok(Word::NIL)
}

/// `setCache(draft, r, place)`
pub fn set_cache(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r, place) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize, cx.int(2)?);
    d.annotate(r, |a| a.cache = Some(place));
    Ok(Word::NIL)
}

/// `configureService(draft, host, chunking, prefix)`: nil for what is not said.
fn configure_service(cx: &mut Ctx<'_>) -> Result<Word> {
    let draft = known::<Draft>(cx, 0)?;
    let (host, prefix) = (optional_string(cx, 1)?, optional_string(cx, 3)?);
    let chunking = Chunking::named(cx.str(2)?);
    draft.configure(|c| {
        c.host = host;
        if chunking != Chunking::Auto || prefix.is_some() {
            c.answers().chunking = chunking;
            c.answers().prefix = prefix.map(Arc::from);
        }
    });
    Ok(Word::NIL)
}
