//! The services of a listener, their resources, and which of them a request is for (module specification, 3).
//!
//! A service is described once, when it is attached: a [`Draft`] of its object's type, to which the Ballerina side adds what
//! annotations say, becomes [`Routes`], which no longer changes.

use std::cmp::Reverse;
use std::sync::Arc;

use hyper::header::ORIGIN;
use native::{Ctx, Fail, Registry, Result, TypeId, Word};
use parking_lot::{Mutex, RwLock};
use semtypes::{MemberKind, Name, ObjectTy, ParamKind, PathSegmentTy, Ty, TyKind};
use values::MethodPart;

use crate::arguments::{self, Plan, Source};
use crate::body::Chunking;
use crate::compression;
use crate::cors;
use crate::documents;
use crate::inbound::Inbound;
use crate::media::{Media, Mismatch};
use crate::path::Segments;
use crate::{known, new_resource, optional_string, resource, strings};

pub const NATIVES: Registry = &[
    ("http:newRouter", new_router),
    ("http:draft", draft),
    ("http:resourceCount", resource_count),
    ("http:parameterCount", parameter_count),
    ("http:parameterType", parameter),
    ("http:returnTypedesc", return_typedesc),
    ("http:resourceTypedesc", resource_typedesc),
    ("http:resourceAccessor", resource_accessor),
    ("http:setSource", set_source),
    ("http:setConstrained", set_constrained),
    ("http:constrainedSource", constrained_source),
    ("http:constrainedType", constrained_type),
    ("http:setReturnType", set_return_type),
    ("http:addRoutes", add_routes),
    ("http:removeRoutes", remove_routes),
    ("http:route", route),
    ("http:allowed", allowed),
    ("http:method", method),
    ("http:enter", enter),
    ("http:bindArguments", arguments::arguments),
    ("http:queryList", arguments::query_list),
    ("http:setGuard", set_guard),
    ("http:guardOf", guard_of),
    ("http:plan", plan),
    ("http:payloadType", payload_type),
    ("http:extraPath", extra_path),
    ("http:hasServices", has_services),
    ("http:returnType", return_type),
    ("http:accessor", accessor),
    ("http:takes", takes),
    ("http:configureService", configure_service),
    ("http:mediaTypePrefix", media_type_prefix),
];

/// What [`route`] gives when there is no resource for a request.
mod missing {
    pub const SERVICE: i64 = -1;
    pub const RESOURCE: i64 = -2;
    pub const METHOD: i64 = -3;
    /// Somebody asks which methods there are.
    pub const OPTIONS: i64 = -4;
    /// A resource that does not take what the request brings, or does not make what it asks for.
    pub const MEDIA: i64 = -5;
    pub const ACCEPTABLE: i64 = -6;
    /// Not a resource of the service, but what describes it.
    pub const DOCUMENT: i64 = -7;
}

/// The bit of [`plan`]'s result that says that there is a guard.
const GUARDED: u32 = 48;
/// The bit of [`route`]'s result that says that [`plan`] has one that is not 0.
const PLANNED: u32 = 1 << 31;

/// The services of a listener. A service's place never changes, and no other one gets it.
#[derive(Default)]
pub struct Router {
    services: RwLock<Vec<Option<Arc<Routes>>>>,
}

pub struct Routes {
    pub base: Vec<String>,
    pub resources: Vec<Resource>,
    pub config: ServiceConfig,
}

/// What an annotation says of a service.
#[derive(Default)]
pub struct ServiceConfig {
    /// The only host whose requests it gets; nothing if it gets those for which there is no other service.
    pub host: Option<String>,
    /// Nothing if it says nothing of that.
    pub answers: Option<Arc<Answers>>,
    /// Of the service, in JSON.
    pub description: Option<Arc<[u8]>>,
}

impl ServiceConfig {
    pub fn answers(&mut self) -> &mut Answers {
        Arc::make_mut(self.answers.get_or_insert_default())
    }
}

/// How a service answers.
#[derive(Clone, Default)]
pub struct Answers {
    /// Of the bodies of answers; nothing if that is the client's choice.
    pub compression: Option<Arc<compression::Policy>>,
    pub chunking: Chunking,
    /// What stands before the subtype of media types that the service does not name: `vnd.example` makes
    /// `application/vnd.example+json` of `application/json`.
    pub prefix: Option<Arc<str>>,
}

pub struct Resource {
    /// Which one of the service's it is.
    declared: usize,
    /// As an HTTP method; `DEFAULT` takes every one.
    accessor: String,
    /// How the object knows the method.
    name: Name,
    path: Vec<Segment>,
    pub plan: Plan,
    pub annotated: Annotated,
}

/// What annotations say of a resource.
#[derive(Default)]
pub struct Annotated {
    /// The media type of what is returned.
    pub media_type: Option<String>,
    pub media: Option<Media>,
    pub cors: Option<cors::Policy>,
    /// Where the Ballerina side keeps who may use it.
    guard: Option<i64>,
    /// Likewise what is said of caches, and its links.
    cache: Option<i64>,
    pub links: Option<i64>,
    /// It is no resource of the service, but shows the service's description.
    is_document: bool,
}

#[derive(Clone, PartialEq, Eq)]
enum Segment {
    Literal(Name),
    Param,
    Rest,
}

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

fn new_router(cx: &mut Ctx<'_>) -> Result<Word> {
    new_resource(Router::default())(cx)
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
    let (name, ty, of_path) = {
        let all = d.resources.lock();
        let of_path = all[r].params.iter().filter(|p| p.source == Source::Path).count();
        (all[r].name, all[r].params[p as usize].ty, of_path as i64)
    };
    let own = p - of_path;
    if own < 0 {
        return Ok(cx.world.typedesc(ty));
    }
    if let Some(contract) = d.contract {
        return cx.world.method_typedesc(ty, contract, name, MethodPart::Parameter(own as u32));
    }
    let f = cx.world.method(cx.arg(3), name).ok_or(Fail::Bug("no such method"))?;
    cx.world.parameter_typedesc(ty, f, own)
}

/// `returnTypedesc(draft, r, service)`: a typedesc with the annotations of the return type.
fn return_typedesc(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let (name, any) = (d.resources.lock()[r].name, cx.world.ids.any);
    if let Some(contract) = d.contract {
        return cx.world.method_typedesc(any, contract, name, MethodPart::Return);
    }
    let f = cx.world.method(cx.arg(2), name).ok_or(Fail::Bug("no such method"))?;
    cx.world.parameter_typedesc(any, f, values::RETURN)
}

/// `resourceTypedesc(draft, r, service)`: a typedesc with the annotations of the resource.
fn resource_typedesc(cx: &mut Ctx<'_>) -> Result<Word> {
    let (d, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let (name, any) = (d.resources.lock()[r].name, cx.world.ids.any);
    if let Some(contract) = d.contract {
        return cx.world.method_typedesc(any, contract, name, MethodPart::Whole);
    }
    let f = cx.world.method(cx.arg(2), name).ok_or(Fail::Bug("no such method"))?;
    Ok(cx.world.typedesc_of(any, f))
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

/// `constrainedSource(router, found, i, arguments)`: where an argument that has to be validated came from, nil for others.
fn constrained_source(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let n = cx.int(2)? as usize;
    // What is left to the method's default is not the client's.
    if cx.world.list_at(cx.arg(3), n) == Some(Word::ABSENT) {
        return Ok(Word::NIL);
    }
    Ok(match routes.resources[i].plan.constrained(n) {
        Some((source, _)) => cx.world.str(source),
        None => Word::NIL,
    })
}

/// `constrainedType(router, found, i)`
fn constrained_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let constrained = routes.resources[i].plan.constrained(cx.int(2)? as usize);
    let (_, ty) = constrained.ok_or(Fail::Bug("no constraints"))?;
    Ok(cx.world.typedesc(ty))
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

/// `removeRoutes(router, place)`
fn remove_routes(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, place) = (known::<Router>(cx, 0)?, cx.int(1)? as usize);
    router.services.write()[place] = None;
    Ok(Word::NIL)
}

// ---- finding ----

/// Percent-encoding undone; where it is none, the text is left as it is. `plus`: a plus sign is a space.
pub fn decode(text: &str, plus: bool) -> String {
    if !text.contains(['%', '+']) {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16)).map(|d| d as u8);
    let (mut out, mut i) = (Vec::with_capacity(bytes.len()), 0);
    while i < bytes.len() {
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                i += 2;
            }
            (b'+', ..) if plus => out.push(b' '),
            (b, ..) => out.push(b),
        }
        i += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

impl Routes {
    /// The resources of a path, the most special one first. Those whose parameter for any number of segments would get none
    /// come last.
    fn matching<'a>(&'a self, path: Segments<'a>) -> impl Iterator<Item = (usize, &'a Resource)> {
        let all = move |empty: bool| {
            let resources = self.resources.iter().enumerate();
            resources.filter(move |(_, r)| (r.rest_at() == Some(path.len())) == empty && r.matches(path))
        };
        all(false).chain(all(true))
    }

    /// Whether no annotation says anything of what a resource returns.
    pub fn is_plain(&self, i: usize) -> bool {
        let annotated = &self.resources[i].annotated;
        let says = annotated.media_type.is_some() || annotated.cache.is_some() || annotated.links.is_some();
        !says && self.prefix().is_none()
    }

    /// What the service says of answers, if anything.
    pub fn answers(&self) -> Option<&Answers> {
        self.config.answers.as_deref()
    }

    fn prefix(&self) -> Option<&str> {
        self.answers()?.prefix.as_deref()
    }

    fn takes(&self, path: Segments<'_>) -> bool {
        path.len() >= self.base.len() && path.iter().zip(&self.base).all(|(a, b)| a == b)
    }

    /// What the path of a request for this service has besides that of the service.
    pub fn below<'a>(&self, request: &'a Inbound) -> Segments<'a> {
        request.path().from(self.base.len())
    }
}

impl Resource {
    /// See [`Plan::late`]; and whether there is a guard.
    fn planned(&self) -> i64 {
        self.plan.late | i64::from(self.annotated.guard.is_some()) << GUARDED
    }

    /// Where the segments begin that one parameter takes.
    fn rest_at(&self) -> Option<usize> {
        self.path.len().checked_sub(1).filter(|_| self.path.last() == Some(&Segment::Rest))
    }

    /// Whether the path, without that of the service, is one of the resource's.
    fn matches(&self, path: Segments<'_>) -> bool {
        for (i, s) in self.path.iter().enumerate() {
            match (s, path.get(i)) {
                (Segment::Rest, _) => return true,
                (Segment::Literal(n), Some(p)) if n.as_str() == p => {}
                (Segment::Param, Some(_)) => {}
                _ => return false,
            }
        }
        path.len() == self.path.len()
    }

    /// Whether what it returns has been created by the request.
    pub fn creates(&self) -> bool {
        self.accessor == "POST"
    }

    fn accepts(&self, method: &str) -> bool {
        self.accessor == method || self.accessor == "DEFAULT"
    }

    /// The segments that parameters get: those of names left out. `plus`: likewise, with plus signs as spaces.
    pub fn path_values(&self, path: Segments<'_>, plus: Option<Segments<'_>>) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        for (i, s) in self.path.iter().enumerate() {
            match s {
                Segment::Literal(_) => {}
                Segment::Param => {
                    out.push(plus.unwrap_or(path).get(i).map(str::to_string).into_iter().collect())
                }
                Segment::Rest => out.push(path.from(i).iter().map(str::to_string).collect()),
            }
        }
        out
    }
}

impl Router {
    /// The service with the longest path that a request's begins with, of those for its host if there is one.
    pub fn service(&self, request: &Inbound) -> Option<(usize, Arc<Routes>)> {
        let services = self.services.read();
        let there = || services.iter().enumerate().filter_map(|(i, s)| Some((i, s.as_ref()?)));
        let host = match there().any(|(_, s)| s.config.host.is_some()) {
            true => request.host().filter(|h| there().any(|(_, s)| s.config.host.as_deref() == Some(*h))),
            false => None,
        };
        let found = there().filter(|(_, s)| s.config.host.as_deref() == host && s.takes(request.path()));
        found.max_by_key(|(_, s)| s.base.len()).map(|(i, s)| (i, s.clone()))
    }

    fn find(&self, request: &Inbound) -> i64 {
        let Some((place, routes)) = self.service(request) else { return missing::SERVICE };
        let (method, path) = (request.head.method.as_str(), routes.below(request));
        let mut found = missing::RESOURCE;
        for (i, r) in routes.matching(path) {
            if r.accessor == method {
                return (place as i64) << 32 | i as i64;
            }
            // A resource of the same path for this very method would come first.
            let same = |o: &Resource| o.path == r.path && o.accessor == method;
            if r.accepts(method) && !routes.resources.iter().any(same) {
                return (place as i64) << 32 | i as i64;
            }
            found = missing::METHOD;
        }
        match found {
            missing::METHOD if method == "OPTIONS" => missing::OPTIONS,
            _ if method == "OPTIONS" && path.is_empty() && !routes.resources.is_empty() => missing::OPTIONS,
            found => found,
        }
    }

    /// The place of the service of a path, or else of the one at the root, or else of the only one there is.
    pub fn place_for(&self, request: &Inbound) -> Option<usize> {
        if let Some((place, _)) = self.service(request) {
            return Some(place);
        }
        let services = self.services.read();
        let mut there = services.iter().enumerate().filter(|(_, s)| s.is_some());
        there.next().map(|(i, _)| i).filter(|_| there.next().is_none())
    }

    /// What is wanted of the resource of a path for a method; for HEAD of that for GET if there is no other.
    pub fn with_method<T>(
        &self,
        request: &Inbound,
        method: &str,
        f: impl FnOnce(&Resource) -> T,
    ) -> Option<T> {
        let (_, routes) = self.service(request)?;
        let path = routes.below(request);
        let of = |method: &str| routes.resources.iter().find(|r| r.accessor == method && r.matches(path));
        of(method).or_else(|| of("GET").filter(|_| method == "HEAD")).map(f)
    }

    /// The service's routes, and the number of one of its resources, by what [`route`] gave.
    pub fn at(&self, found: i64) -> Option<(Arc<Routes>, usize)> {
        let routes = self.services.read().get((found >> 32) as usize)?.clone()?;
        let i = (found as u32 & !PLANNED) as usize;
        (i < routes.resources.len()).then_some((routes, i))
    }
}

/// `route(router, request)`: the service's place and the number of its resource in one, and [`PLANNED`]; negative if there is
/// none.
fn route(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    let found = router.find(&request);
    let found = router.at(found).map_or(found, |(routes, i)| found_for(&request, found, routes, i));
    Ok(cx.world.int(found))
}

/// What [`route`] gives for a resource. The request gets to know of the first one, that of a service: interceptors have theirs
/// looked for later.
fn found_for(request: &Inbound, found: i64, routes: Arc<Routes>, i: usize) -> i64 {
    let (resource, headers) = (&routes.resources[i], &request.head.headers);
    if let Some(policy) = &resource.annotated.cors
        && headers.contains_key(ORIGIN)
    {
        request.add_to_answer(policy.simple(headers));
    }
    if resource.annotated.is_document {
        return missing::DOCUMENT;
    }
    match resource.annotated.media.as_ref().and_then(|m| m.mismatch(headers)) {
        Some(Mismatch::Unsupported) => missing::MEDIA,
        Some(Mismatch::NotAcceptable) => missing::ACCEPTABLE,
        None => {
            let planned = if resource.planned() == 0 { 0 } else { PLANNED };
            let _ = request.resource.set((routes, i));
            found | i64::from(planned)
        }
    }
}

/// `allowed(router, request)`: the methods that a path has, for the header `Allow`.
fn allowed(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    let mut methods: Vec<&str> = Vec::new();
    let found = router.service(&request);
    if let Some((_, routes)) = &found {
        let path = routes.below(&request);
        let best = routes.matching(path).next().map(|(_, r)| &r.path);
        let mut there: Vec<_> =
            routes.resources.iter().filter(|r| best.is_none_or(|p| *p == r.path)).collect();
        there.sort_by_key(|r| r.declared);
        methods.extend(there.iter().map(|r| r.accessor.as_str()));
    }
    methods.push("OPTIONS");
    let mut seen = Vec::new();
    methods.retain(|m| {
        !seen.contains(m) && {
            seen.push(*m);
            true
        }
    });
    Ok(cx.world.str(&methods.join(", ")))
}

/// The resource that the first two arguments tell of: a router's number, and what [`route`] gave.
pub fn found(cx: &Ctx<'_>) -> Result<(Arc<Routes>, usize)> {
    // A service that has been detached meanwhile.
    let gone = || Fail::Panic("{ballerina/http}ListenerError", "the service has been detached".to_string());
    resource::<Router>(cx, 0)?.and_then(|r| r.at(cx.int(1).ok()?)).ok_or_else(gone)
}

/// `method(router, found, service)`: the resource method as a function of its path and its parameters.
fn method(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    cx.world.method(cx.arg(2), routes.resources[i].name).ok_or(Fail::Bug("no such method"))
}

/// `enter(router, found, service)`: the [`method`], which is about to be called: the strand excludes others if it is not one
/// that may be called whatever else runs (spec 8.3.3). Nil if the strand had to wait for that.
fn enter(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let name = routes.resources[i].name;
    if !cx.world.is_concurrent(cx.arg(2), name) {
        let outcome = cx.strands().exclude_others();
        cx.outcome(outcome)?;
    }
    cx.world.method(cx.arg(2), name).ok_or(Fail::Bug("no such method"))
}

/// `plan(router, found)`: see [`Resource::planned`].
fn plan(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    Ok(cx.world.int(routes.resources[i].planned()))
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

/// `cacheOf(router, found)`: the place of what a resource's annotation says of caches; negative if it has none.
pub fn cache_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    Ok(cx.world.int(routes.resources[i].annotated.cache.unwrap_or(-1)))
}

/// `guardOf(router, found)`: the place of a resource's guard; negative if it has none.
fn guard_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    Ok(cx.world.int(routes.resources[i].annotated.guard.unwrap_or(-1)))
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

/// `mediaTypePrefix(router, found)`
fn media_type_prefix(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, _) = found(cx)?;
    Ok(routes.prefix().map_or(Word::NIL, |p| cx.world.str(p)))
}

/// `extraPath(router, found, request)`: of a request's path, as it was sent, what a parameter takes for any number of segments.
fn extra_path(cx: &mut Ctx<'_>) -> Result<Word> {
    let ((routes, i), request) = (found(cx)?, known::<Inbound>(cx, 2)?);
    let Some(rest) = routes.resources[i].rest_at() else { return Ok(cx.world.str("")) };
    let sent = request.head.uri.path().split('/').filter(|s| !s.is_empty());
    let text: String = sent.skip(routes.base.len() + rest).flat_map(|s| ["/", s]).collect();
    Ok(cx.world.str(&text))
}

/// `hasServices(router)`
fn has_services(cx: &mut Ctx<'_>) -> Result<Word> {
    let router = known::<Router>(cx, 0)?;
    let any = router.services.read().iter().any(Option::is_some);
    Ok(Word::bool(any))
}

/// `payloadType(router, found)`
fn payload_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    let ty = routes.resources[i].plan.payload().ok_or(Fail::Bug("no payload is bound"))?;
    Ok(cx.world.typedesc(ty))
}

/// `accessor(router, found)`: `POST` and the like.
fn accessor(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    Ok(cx.world.str(&routes.resources[i].accessor))
}

/// `returnType(router, found)`: the media type of an annotation, or nil.
fn return_type(cx: &mut Ctx<'_>) -> Result<Word> {
    let (routes, i) = found(cx)?;
    Ok(match &routes.resources[i].annotated.media_type {
        Some(t) => cx.world.str(t),
        None => Word::NIL,
    })
}

/// `takes(wider, narrower)`: whether all values of one type are values of another one.
fn takes(cx: &mut Ctx<'_>) -> Result<Word> {
    let (wider, narrower) = (cx.typedesc(0)?, cx.typedesc(1)?);
    Ok(Word::bool(cx.world.types.is_subtype(narrower, wider)))
}
