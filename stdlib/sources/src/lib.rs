//! The Ballerina sources of every library module, embedded in the compiler. Data only.
#![forbid(unsafe_code)]

/// One library module.
pub struct LibraryModule {
    pub org: &'static str,
    pub name: &'static str,
    /// File name for messages, and text.
    pub files: &'static [(&'static str, &'static str)],
}

/// A module of one file, of the crate `stdlib/$folder`.
macro_rules! module {
    ($name:literal, $folder:literal) => {
        LibraryModule {
            org: "ballerina",
            name: $name,
            files: &[(
                concat!($name, "/", $name, ".bal"),
                include_str!(concat!("../../", $folder, "/bal/", $name, ".bal")),
            )],
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
        LibraryModule {
            org: "ballerina",
            name: "io",
            files: &[
                ("io/io.bal", include_str!("../../io/bal/io.bal")),
                ("io/csv.bal", include_str!("../../io/bal/csv.bal")),
                ("io/errors.bal", include_str!("../../io/bal/errors.bal")),
                ("io/streams.bal", include_str!("../../io/bal/streams.bal")),
                ("io/xml.bal", include_str!("../../io/bal/xml.bal")),
            ],
        },
        module!("auth", "util"),
        module!("cache", "util"),
        module!("crypto", "net"),
        LibraryModule {
            org: "ballerina",
            name: "log",
            files: &[
                ("log/log.bal", include_str!("../../util/bal/log.bal")),
                ("log/logger.bal", include_str!("../../util/bal/logger.bal")),
                ("log/destination.bal", include_str!("../../util/bal/destination.bal")),
                ("log/masking.bal", include_str!("../../util/bal/masking.bal")),
            ],
        },
        LibraryModule {
            org: "ballerina",
            name: "mime",
            files: &[
                ("mime/mime.bal", include_str!("../../util/bal/mime.bal")),
                ("mime/entity.bal", include_str!("../../util/bal/entity.bal")),
            ],
        },
        module!("os", "util"),
        module!("random", "util"),
        module!("regex", "util"),
        module!("url", "util"),
        LibraryModule {
            org: "ballerina",
            name: "uuid",
            files: &[
                ("uuid/uuid.bal", include_str!("../../util/bal/uuid.bal")),
                ("uuid/digest.bal", include_str!("../../util/bal/digest.bal")),
            ],
        },
        LibraryModule {
            org: "ballerina",
            name: "time",
            files: &[
                ("time/time.bal", include_str!("../../util/bal/time.bal")),
                ("time/moment.bal", include_str!("../../util/bal/moment.bal")),
                ("time/parse.bal", include_str!("../../util/bal/parse.bal")),
                ("time/zone.bal", include_str!("../../util/bal/zone.bal")),
            ],
        },
        LibraryModule {
            org: "ballerina",
            name: "constraint",
            files: &[
                ("constraint/constraint.bal", include_str!("../../constraint/bal/constraint.bal")),
                ("constraint/rules.bal", include_str!("../../constraint/bal/rules.bal")),
            ],
        },
        module!("http.httpscerr", "http"),
        LibraryModule {
            org: "ballerina",
            name: "http",
            files: &[
                ("http/names.bal", include_str!("../../http/bal/names.bal")),
                ("http/balance_rule.bal", include_str!("../../http/bal/balance_rule.bal")),
                ("http/types.bal", include_str!("../../http/bal/types.bal")),
                ("http/service_config.bal", include_str!("../../http/bal/service_config.bal")),
                ("http/interceptors.bal", include_str!("../../http/bal/interceptors.bal")),
                ("http/request_context.bal", include_str!("../../http/bal/request_context.bal")),
                ("http/cookie.bal", include_str!("../../http/bal/cookie.bal")),
                ("http/cookie_store.bal", include_str!("../../http/bal/cookie_store.bal")),
                ("http/cookie_csv.bal", include_str!("../../http/bal/cookie_csv.bal")),
                ("http/auth.bal", include_str!("../../http/bal/auth.bal")),
                ("http/cache_control.bal", include_str!("../../http/bal/cache_control.bal")),
                ("http/parts.bal", include_str!("../../http/bal/parts.bal")),
                ("http/status.bal", include_str!("../../http/bal/status.bal")),
                ("http/listener.bal", include_str!("../../http/bal/listener.bal")),
                ("http/registration.bal", include_str!("../../http/bal/registration.bal")),
                ("http/documents.bal", include_str!("../../http/bal/documents.bal")),
                ("http/errors.bal", include_str!("../../http/bal/errors.bal")),
                ("http/listener_config.bal", include_str!("../../http/bal/listener_config.bal")),
                ("http/client_object.bal", include_str!("../../http/bal/client_object.bal")),
                ("http/contract.bal", include_str!("../../http/bal/contract.bal")),
                ("http/field_names.bal", include_str!("../../http/bal/field_names.bal")),
                ("http/binding.bal", include_str!("../../http/bal/binding.bal")),
                ("http/arguments.bal", include_str!("../../http/bal/arguments.bal")),
                ("http/links.bal", include_str!("../../http/bal/links.bal")),
                ("http/default_listener.bal", include_str!("../../http/bal/default_listener.bal")),
                ("http/content.bal", include_str!("../../http/bal/content.bal")),
                ("http/header.bal", include_str!("../../http/bal/header.bal")),
                ("http/request.bal", include_str!("../../http/bal/request.bal")),
                ("http/response.bal", include_str!("../../http/bal/response.bal")),
                ("http/caller.bal", include_str!("../../http/bal/caller.bal")),
                ("http/client.bal", include_str!("../../http/bal/client.bal")),
                ("http/client_balance.bal", include_str!("../../http/bal/client_balance.bal")),
                ("http/client_failover.bal", include_str!("../../http/bal/client_failover.bal")),
                ("http/client_cache.bal", include_str!("../../http/bal/client_cache.bal")),
                ("http/client_config.bal", include_str!("../../http/bal/client_config.bal")),
                ("http/client_status.bal", include_str!("../../http/bal/client_status.bal")),
                ("http/status_binding.bal", include_str!("../../http/bal/status_binding.bal")),
                ("http/client_sender.bal", include_str!("../../http/bal/client_sender.bal")),
                ("http/streams.bal", include_str!("../../http/bal/streams.bal")),
                ("http/events.bal", include_str!("../../http/bal/events.bal")),
                ("http/push.bal", include_str!("../../http/bal/push.bal")),
                ("http/log_config.bal", include_str!("../../http/bal/log_config.bal")),
                ("http/proxy.bal", include_str!("../../http/bal/proxy.bal")),
                ("http/secure.bal", include_str!("../../http/bal/secure.bal")),
                ("http/resilience.bal", include_str!("../../http/bal/resilience.bal")),
            ],
        },
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
    "transaction",
    "typedesc",
    "value",
    "xml"
);
