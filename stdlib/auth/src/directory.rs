//! An LDAP directory and the connections to it.

use std::sync::Arc;
use std::time::Duration;

use ldap3_proto::proto::{LdapFilter, LdapSearchResultEntry};
use parking_lot::Mutex;
use reactor::Handle;
use rustls::ClientConfig;

use crate::connection::{Connection, Problem};

/// Connections that are kept for later.
const MOST_IDLE: usize = 8;
const PORT: u16 = 389;
const SECURE_PORT: u16 = 636;

/// Where a directory may be had.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    pub port: u16,
    /// Over TLS.
    pub secure: bool,
}

pub struct Settings {
    /// In the order in which they are tried.
    pub addresses: Vec<Address>,
    pub tls: Option<Arc<ClientConfig>>,
    /// As whom it is searched.
    pub name: String,
    pub password: String,
    /// Connections are used more than once.
    pub pooled: bool,
    /// For a connection.
    pub connect: Option<Duration>,
    /// For an answer.
    pub read: Option<Duration>,
}

pub struct Directory {
    settings: Settings,
    /// Connections by which it can be searched.
    idle: Mutex<Vec<Connection>>,
}

impl Directory {
    pub fn new(settings: Settings) -> Directory {
        Directory { settings, idle: Mutex::default() }
    }

    /// Whether it can be searched.
    pub async fn check(&self, h: &Handle) -> Result<(), Problem> {
        let connection = self.open(h).await?;
        self.put_back(connection).await;
        Ok(())
    }

    /// The entries below one that a filter finds, with these attributes.
    pub async fn search(
        &self,
        h: &Handle,
        base: &str,
        filter: &LdapFilter,
        attributes: &[String],
    ) -> Result<Vec<LdapSearchResultEntry>, Problem> {
        loop {
            let kept = self.idle.lock().pop();
            let fresh = kept.is_none();
            let mut connection = match kept {
                Some(connection) => connection,
                None => self.open(h).await?,
            };
            match connection.search(h, base, filter, attributes).await {
                // The directory may have closed it meanwhile.
                Err(Problem::Broken(_)) if !fresh => {}
                Err(Problem::Broken(e)) => return Err(Problem::Broken(e)),
                result => {
                    self.put_back(connection).await;
                    return result;
                }
            }
        }
    }

    /// Whether this is the password of an entry, on a connection of its own.
    pub async fn authenticate(&self, h: &Handle, name: &str, password: &str) -> Result<(), Problem> {
        let mut connection = Connection::open(h, &self.settings).await?;
        let result = connection.bind(h, name, password).await;
        connection.close().await;
        result
    }

    async fn open(&self, h: &Handle) -> Result<Connection, Problem> {
        let mut connection = Connection::open(h, &self.settings).await?;
        connection.bind(h, &self.settings.name, &self.settings.password).await?;
        Ok(connection)
    }

    async fn put_back(&self, connection: Connection) {
        if self.settings.pooled {
            let mut idle = self.idle.lock();
            if idle.len() < MOST_IDLE {
                idle.push(connection);
                return;
            }
        }
        connection.close().await;
    }
}

/// The addresses of a directory: URLs, with spaces between them (RFC 4516, without what is to be searched).
///
/// # Errors
/// What is wrong with them.
pub fn addresses(urls: &str) -> Result<Vec<Address>, String> {
    let all: Result<Vec<_>, _> = urls.split_whitespace().map(address).collect();
    match all {
        Ok(all) if all.is_empty() => Err("The URL of the directory cannot be empty.".to_string()),
        all => all,
    }
}

fn address(url: &str) -> Result<Address, String> {
    let invalid = || format!("Invalid URL of a directory: '{url}'.");
    let (scheme, rest) = url.split_once("://").ok_or_else(invalid)?;
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "ldap" => false,
        "ldaps" => true,
        _ => return Err(invalid()),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains(['/', '?', '#', '@']) {
        return Err(format!("A distinguished name in the URL of a directory is not supported: '{url}'."));
    }
    // An IPv6 address has colons, and brackets around it.
    let end = rest.rfind(']').map_or(0, |i| i + 1);
    let (host, port) = match rest[end..].split_once(':') {
        Some((name, port)) => (&rest[..end + name.len()], port.parse().map_err(|_| invalid())?),
        None => (rest, if secure { SECURE_PORT } else { PORT }),
    };
    let host = if host.is_empty() { "localhost" } else { host };
    Ok(Address { host: host.trim_matches(['[', ']']).to_string(), port, secure })
}

/// The values of an entry's attribute, as text.
pub fn values(entry: &LdapSearchResultEntry, attribute: &str) -> Vec<String> {
    let named = entry.attributes.iter().filter(|a| a.atype.eq_ignore_ascii_case(attribute));
    named.flat_map(|a| &a.vals).map(|v| String::from_utf8_lossy(v).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let at = |host: &str, port, secure| Ok(vec![Address { host: host.to_string(), port, secure }]);
        assert_eq!(addresses("ldap://localhost:1389"), at("localhost", 1389, false));
        assert_eq!(addresses("LDAPS://example.org/"), at("example.org", 636, true));
        assert_eq!(addresses("ldap://[::1]:389"), at("::1", 389, false));
        assert_eq!(addresses("ldap://[::1]"), at("::1", 389, false));
        assert_eq!(addresses("ldap:///"), at("localhost", 389, false));
        assert_eq!(addresses("ldap://a ldap://b:3").unwrap().len(), 2);
        for url in ["", "localhost:389", "http://a", "ldap://a:b", "ldap://a/dc=b", "ldap://a:99999"] {
            assert!(addresses(url).is_err(), "{url}");
        }
    }
}
