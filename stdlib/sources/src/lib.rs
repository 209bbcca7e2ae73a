//! The Ballerina sources of every library module, embedded in the compiler. Data only.
#![forbid(unsafe_code)]

/// One library module.
pub struct LibraryModule {
    pub org: &'static str,
    pub name: &'static str,
    /// File name for messages, and text.
    pub files: &'static [(&'static str, &'static str)],
}

/// A module of the crate `stdlib/$folder`: of one file of the same name, or of several.
macro_rules! module {
    ($name:literal, $folder:literal) => {
        module!($name, $folder, $name)
    };
    ($name:literal, $folder:literal, $($file:literal),+) => {
        LibraryModule {
            org: "ballerina",
            name: $name,
            files: &[$((
                concat!($name, "/", $file, ".bal"),
                include_str!(concat!("../../", $folder, "/bal/", $file, ".bal")),
            )),+],
        }
    };
}

macro_rules! lang {
    ($($name:literal),*) => {
        &[$(LibraryModule {
            org: "ballerina",
            name: concat!("lang.", $name),
            files: &[(concat!("lang.", $name, "/", $name, ".bal"), include_str!(concat!("../../lang/bal/", $name, ".bal")))],
        },)*
        module!("io", "io", "io", "csv", "errors", "streams", "xml"),
        module!("auth", "auth", "auth", "ldap"),
        module!("cache", "util"),
        module!("crypto", "security", "crypto", "hash", "keys", "sign"),
        module!("log", "util", "log", "logger", "destination", "masking"),
        module!("mime", "util", "mime", "entity"),
        module!("os", "util"),
        module!("random", "util"),
        module!("regex", "util"),
        module!("url", "util"),
        module!("uuid", "util", "uuid", "digest"),
        module!("time", "util", "time", "moment", "parse", "zone"),
        module!("constraint", "constraint", "constraint", "rules"),
        module!("http.httpscerr", "http"),
        module!("http.fetch", "http"),
        module!("jwt", "security", "jwt", "jwt_issuer", "jwt_validator", "jwt_claims", "jwt_keys", "jwt_providers"),
        module!(
            "http", "http",
            "names", "balance_rule", "types", "service_config", "interceptors", "request_context", "cookie",
            "cookie_store", "cookie_csv", "auth", "auth_client", "auth_listener", "auth_guards", "cache_control", "parts", "status", "listener",
            "registration", "documents", "errors", "listener_config", "client_object", "contract",
            "field_names", "binding", "arguments", "links", "default_listener", "content", "header",
            "request", "response", "caller", "client", "client_balance", "client_failover", "client_cache",
            "client_config", "client_status", "status_binding", "client_sender", "streams", "events", "push",
            "log_config", "proxy", "secure", "resilience"
        ),
        module!("oauth2", "security", "oauth2", "oauth2_client", "oauth2_grants", "oauth2_introspection"),
        module!("tcp", "net"),
        module!("udp", "net")]
    };
}

/// All library modules.
pub const MODULES: &[LibraryModule] = lang!(
    "annotations",
    "array",
    "boolean",
    "decimal",
    "error",
    "float",
    "function",
    "future",
    "int",
    "map",
    "object",
    "regexp",
    "runtime",
    "service",
    "strand",
    "stream",
    "string",
    "table",
    "trace",
    "transaction",
    "typedesc",
    "value",
    "xml"
);
