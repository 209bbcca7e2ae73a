//! Single requests of the library's own, `http.fetch`: what `ballerina/jwt` and `oauth2` ask other servers, which
//! `ballerina/http` is built on. They go over a connection that is used once.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Request, Uri};
use native::{Completion, Ctx, Registry, Result, Word};
use reactor::{Handle, SocketOptions};
use stdlib_tls::config::{self, Check, Client, Options, Trust};

use crate::body::Outgoing;
use crate::route::{Route, Security, Speaks, State};
use crate::secure::{applications, key, trust};
use crate::{failure, header_map, limit, string_list};

pub const NATIVES: Registry = &[("http.fetch:fetch", fetch)];

/// What is read of an answer at most.
const MOST: usize = 1 << 20;

/// Where a request goes.
struct Target {
    secure: bool,
    host: String,
    port: u16,
    /// Host and port as they are told the server.
    authority: String,
    path: Uri,
}

fn target(url: &str) -> Option<Target> {
    let url: Uri = url.parse().ok()?;
    let secure = match url.scheme_str()? {
        "http" => false,
        "https" => true,
        _ => return None,
    };
    let authority = url.authority().filter(|a| !a.as_str().contains('@'))?;
    let host = authority.host();
    // Addresses are known without what sets them apart from ports.
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    let port = match authority.port() {
        Some(_) => authority.port_u16()?,
        // What is no number is no port.
        None if authority.as_str() != host => return None,
        None if secure => 443,
        None => 80,
    };
    let path = url.path_and_query().map_or("/", |p| p.as_str());
    let path = if path.starts_with('/') { path.parse().ok()? } else { format!("/{path}").parse().ok()? };
    Some(Target { secure, host: bare.to_string(), port, authority: authority.to_string(), path })
}

/// `fetch(method, url, headers, body, trust, key, verify, http2, connectNanos, nanos)`: status and body, or an error value.
fn fetch(cx: &mut Ctx<'_>) -> Result<Word> {
    let url = cx.string(1)?;
    let Some(target) = target(&url) else {
        let message = format!("Failed to create URI for the provided value \"{url}\".");
        return Ok(cx.error(&message, ""));
    };
    let headers = match header_map(cx, 2)? {
        Ok(headers) => headers,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let method = Method::from_bytes(cx.str(0)?.as_bytes()).unwrap_or_default();
    let body = crate::body(cx, 3)?.unwrap_or_default();
    let check = if cx.bool(6)? { Check::All } else { Check::Key };
    let trust = trust(cx, 4)?.unwrap_or(Trust::Default);
    let client = Client { trust, key: key(cx, 5)?, check, resume: false };
    let http2 = cx.bool(7)?;
    let (connect, whole) = (limit(cx, 8)?, limit(cx, 9)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let exchange = async {
            let security = match target.secure {
                true => Some(security(&h, client, http2, &target.host).await?),
                false => None,
            };
            let request = request(method, &target, headers, body);
            ask(&h, route(target, security, http2, connect), request, whole).await
        };
        match h.timeout(whole, exchange).await {
            Ok(Ok([status, body])) => {
                Box::new(move |cx: &mut Ctx<'_>| string_list(cx, [status, body])) as Completion
            }
            Ok(Err(message)) => failure(message),
            Err(_) => failure(format!("{FAILED} request timed out")),
        }
    })
}

const FAILED: &str = "Failed to send the request to the endpoint.";

async fn security(
    h: &Handle,
    client: Client,
    http2: bool,
    host: &str,
) -> std::result::Result<Security, String> {
    let options = Options {
        protocol: None,
        versions: Vec::new(),
        ciphers: Vec::new(),
        applications: applications(http2),
    };
    let config = h.blocking(move || config::client(&client, &options)).await;
    let config = config.map_err(|e| format!("Failed to init SSL context. {}", String::from(e)))?;
    Ok(Security { config: config.into(), name: host.to_string(), limit: None })
}

fn route(target: Target, security: Option<Security>, http2: bool, connect: Option<Duration>) -> Route {
    Route {
        host: target.host,
        port: target.port,
        security,
        proxy: None,
        speaks: if http2 { Speaks::Http2 } else { Speaks::Http11 },
        max_idle: 0,
        idle_limit: None,
        permits: None,
        wait: None,
        connect_limit: connect,
        http1: http1::Builder::new(),
        window: 65535,
        max_streams: usize::MAX,
        max_head: None,
        max_body: MOST,
        evicting: None,
        socket: SocketOptions::default(),
        state: State::default(),
    }
}

fn request(method: Method, target: &Target, headers: HeaderMap, body: Bytes) -> Request<Outgoing> {
    let length = body.len();
    let mut request = Request::new(Outgoing::Whole(body));
    *request.uri_mut() = target.path.clone();
    *request.headers_mut() = headers;
    if let Ok(host) = HeaderValue::from_str(&target.authority) {
        request.headers_mut().insert(HOST, host);
    }
    if method != Method::GET {
        request.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    *request.method_mut() = method;
    request
}

/// Status and body.
async fn ask(
    h: &Handle,
    route: Route,
    request: Request<Outgoing>,
    limit: Option<Duration>,
) -> std::result::Result<[String; 2], String> {
    let route = std::sync::Arc::new(route);
    let answered = route.ask(h, request, limit).await.map_err(|e| format!("{FAILED} {}", e.1))?;
    let status = answered.response.status().as_u16().to_string();
    let body = Limited::new(answered.response.into_body(), MOST).collect().await;
    // Not before the body has been read.
    drop(answered.source);
    let body = body.map_err(|e| match e.downcast_ref::<http_body_util::LengthLimitError>() {
        Some(_) => format!("{FAILED} The response is longer than {MOST} bytes"),
        None => format!("{FAILED} {e}"),
    })?;
    Ok([status, String::from_utf8_lossy(&body.to_bytes()).into_owned()])
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn targets() {
        let t = target("https://localhost:9/a?b=c").unwrap();
        assert_eq!(
            (t.secure, t.host.as_str(), t.port, t.path.to_string().as_str()),
            (true, "localhost", 9, "/a?b=c")
        );
        let t = target("http://[::1]").unwrap();
        assert_eq!((t.secure, t.host.as_str(), t.port, t.path.to_string().as_str()), (false, "::1", 80, "/"));
        for bad in [
            "",
            "localhost",
            "ftp://a/b",
            "http://",
            "http://a:b/",
            "http://u@a/",
            "http://a:99999/",
            "http://a b/",
        ] {
            assert!(target(bad).is_none(), "{bad}");
        }
    }
}
