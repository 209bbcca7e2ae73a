//! The services of a listener, their resources, and which of them a request is for (module specification, 3).
//!
//! A service is described once, when it is attached ([`crate::draft`]): its [`Routes`] no longer change.

use std::sync::Arc;

use hyper::header::ORIGIN;
use native::{Ctx, Fail, Registry, Result, Word};
use parking_lot::RwLock;
use semtypes::Name;

use crate::arguments::{self, Plan};
use crate::body::Chunking;
use crate::compression;
use crate::cors;
use crate::inbound::Inbound;
use crate::media::{Media, Mismatch};
use crate::path::Segments;
use crate::{known, new_resource, resource};

pub const NATIVES: Registry = &[
    ("http:newRouter", new_router),
    ("http:constrainedSource", constrained_source),
    ("http:constrainedType", constrained_type),
    ("http:removeRoutes", remove_routes),
    ("http:route", route),
    ("http:allowed", allowed),
    ("http:method", method),
    ("http:enter", enter),
    ("http:bindArguments", arguments::arguments),
    ("http:queryList", arguments::query_list),
    ("http:guardOf", guard_of),
    ("http:plan", plan),
    ("http:payloadType", payload_type),
    ("http:extraPath", extra_path),
    ("http:hasServices", has_services),
    ("http:returnType", return_type),
    ("http:accessor", accessor),
    ("http:takes", takes),
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
    pub services: RwLock<Vec<Option<Arc<Routes>>>>,
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
    pub declared: usize,
    /// As an HTTP method; `DEFAULT` takes every one.
    pub accessor: String,
    /// How the object knows the method.
    pub name: Name,
    pub path: Vec<Segment>,
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
    pub guard: Option<i64>,
    /// Likewise what is said of caches, and its links.
    pub cache: Option<i64>,
    pub links: Option<i64>,
    /// It is no resource of the service, but shows the service's description.
    pub is_document: bool,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Segment {
    Literal(Name),
    Param,
    Rest,
}

fn new_router(cx: &mut Ctx<'_>) -> Result<Word> {
    new_resource(Router::default())(cx)
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
    // Each where it comes first.
    for i in (1..methods.len()).rev() {
        if methods[..i].contains(&methods[i]) {
            methods.remove(i);
        }
    }
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
