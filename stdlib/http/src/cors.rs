//! Cross-origin resource sharing (module specification, 7): which header fields an answer to another origin gets.
//!
//! A resource's policy is decided once, when its service is attached: its own, or else the service's. A request that does
//! not satisfy it is served all the same, without these fields: it is the browser that keeps the answer from the page.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use native::{Ctx, Fail, Registry, Result, Word};

use crate::draft::Draft;
use crate::inbound::Inbound;
use crate::routes::Router;
use crate::{known, string_list, strings};

pub const NATIVES: Registry = &[("http:setCors", set_cors), ("http:preflight", preflight)];

/// What a resource shares with pages of other origins. A list that is `*` alone has everything.
#[derive(Clone)]
pub struct Policy {
    origins: Vec<String>,
    methods: Vec<String>,
    /// `None`: all that are asked for.
    headers: Option<Vec<String>>,
    exposed: String,
    credentials: bool,
    max_age: i64,
}

fn everything(list: &[String]) -> bool {
    matches!(list, [one] if one == "*")
}

fn has(list: &[String], item: &str) -> bool {
    everything(list) || list.iter().any(|i| i == item)
}

/// The origins that a request names; what has no scheme (`null`) is none.
fn origins(headers: &HeaderMap) -> Vec<&str> {
    let value = headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()).unwrap_or("");
    value.split(' ').filter(|o| o.contains("://")).collect()
}

fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Vec<&'a str>> {
    Some(headers.get(name)?.to_str().ok()?.split(',').map(str::trim).collect())
}

/// A field, unless its text came with a request and cannot be sent.
fn field(out: &mut Vec<(HeaderName, HeaderValue)>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        out.push((name, value));
    }
}

impl Policy {
    /// The fields of an answer to a request that is not a preflight.
    pub fn simple(&self, request: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
        let mut out = Vec::new();
        let origins = origins(request);
        if origins.is_empty() || !origins.iter().all(|o| has(&self.origins, o)) {
            return out;
        }
        self.share(&mut out, &origins.join(" "));
        if !self.exposed.is_empty() {
            field(&mut out, header::ACCESS_CONTROL_EXPOSE_HEADERS, &self.exposed);
        }
        out
    }

    fn share(&self, out: &mut Vec<(HeaderName, HeaderValue)>, origin: &str) {
        if self.credentials {
            field(out, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        }
        field(out, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }

    /// The fields of the answer to a preflight for a method; none if it is refused.
    fn preflight(&self, request: &HeaderMap, method: &str) -> Vec<(HeaderName, HeaderValue)> {
        let mut out = Vec::new();
        let origins = origins(request);
        let [origin] = origins[..] else { return out };
        if !has(&self.methods, method) || !has(&self.origins, origin) {
            return out;
        }
        let asked = values(request, &header::ACCESS_CONTROL_REQUEST_HEADERS);
        if let (Some(asked), Some(allowed)) = (&asked, &self.headers)
            && !asked.iter().all(|a| allowed.iter().any(|h| h.eq_ignore_ascii_case(a)))
        {
            return out;
        }
        self.share(&mut out, origin);
        field(&mut out, header::ACCESS_CONTROL_ALLOW_METHODS, method);
        if let Some(asked) = asked {
            field(&mut out, header::ACCESS_CONTROL_ALLOW_HEADERS, &asked.join(", "));
        }
        field(&mut out, header::ACCESS_CONTROL_MAX_AGE, &self.max_age.to_string());
        out
    }
}

/// `setCors(draft, r, origins, methods, headers, exposed, credentials, maxAge)`: empty lists say nothing.
fn set_cors(cx: &mut Ctx<'_>) -> Result<Word> {
    let (draft, r) = (known::<Draft>(cx, 0)?, cx.int(1)? as usize);
    let origins = strings(cx, 2)?;
    let methods = strings(cx, 3)?;
    let headers = strings(cx, 4)?;
    let exposed = strings(cx, 5)?.join(", ");
    let policy = Policy {
        origins: if origins.is_empty() { vec!["*".to_string()] } else { origins },
        methods,
        headers: (!headers.is_empty()).then_some(headers),
        exposed,
        credentials: cx.bool(6)?,
        max_age: cx.int(7)?,
    };
    draft.annotate(r, |a| a.cors = Some(policy)).ok_or(Fail::Bug("no such resource"))?;
    Ok(Word::NIL)
}

/// `preflight(router, request)`: names and values of the fields that answer a preflight, none if it is none or refused.
fn preflight(cx: &mut Ctx<'_>) -> Result<Word> {
    let (router, request) = (known::<Router>(cx, 0)?, known::<Inbound>(cx, 1)?);
    let headers = &request.head.headers;
    let fields = match values(headers, &header::ACCESS_CONTROL_REQUEST_METHOD).as_deref() {
        Some([method]) => router.with_method(&request, method, |resource| {
            resource.annotated.cors.as_ref().map(|p| p.preflight(headers, method)).unwrap_or_default()
        }),
        _ => None,
    };
    let text = |v: &HeaderValue| String::from_utf8_lossy(v.as_bytes()).into_owned();
    let fields = fields.unwrap_or_default();
    string_list(cx, fields.iter().flat_map(|(k, v)| [k.as_str().to_string(), text(v)]))
}
