//! Natives of `ballerina/auth`: users of LDAP directories. Users of the program's configuration are Ballerina alone.
#![forbid(unsafe_code)]

mod connection;
mod directory;
mod filter;

use std::sync::Arc;

use native::shared::{failure, limit, new_resource, nothing, resource, string_list, strings};
use native::{Completion, Ctx, Fail, NativeFn, Registry, Result, Word};
use stdlib_tls::config::{self, Check, Client, Options, Trust};

use directory::{Directory, Settings, addresses};

const NATIVES: Registry = &[
    ("auth:openDirectory", open_directory),
    ("auth:nameOf", name_of),
    ("auth:authenticateAs", authenticate_as),
    ("auth:groupsOf", groups_of),
];

/// Finds a native by import name.
pub fn resolve(name: &str) -> Option<NativeFn> {
    NATIVES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
}

fn directory(cx: &Ctx<'_>) -> Result<Arc<Directory>> {
    resource(cx, 0)?.ok_or(Fail::Bug("no such directory"))
}

/// `openDirectory(url, name, password, trust, pooled, connectNanos, readNanos)`: a directory to which a connection has been made, or
/// an error. `trust`: the path of a store and its password, or that of a file of certificates; nothing is whoever is trusted in
/// general.
fn open_directory(cx: &mut Ctx<'_>) -> Result<Word> {
    let addresses = match addresses(cx.str(0)?) {
        Ok(addresses) => addresses,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let (name, password) = (cx.string(1)?, cx.string(2)?);
    let trust = Trust::of(strings(cx, 3)?).unwrap_or(Trust::Default);
    let (pooled, connect, read) = (cx.bool(4)?, limit(cx, 5)?, limit(cx, 6)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let tls = match addresses.iter().any(|a| a.secure) {
            true => {
                let client = Client { trust, key: None, check: Check::All, resume: true };
                let options =
                    Options { protocol: None, versions: Vec::new(), ciphers: Vec::new(), applications: &[] };
                match h.blocking(move || config::client(&client, &options)).await {
                    Ok(tls) => Some(Arc::new(tls)),
                    Err(e) => return failure(e.into()),
                }
            }
            false => None,
        };
        let directory = Directory::new(Settings { addresses, tls, name, password, pooled, connect, read });
        match directory.check(&h).await {
            Ok(()) => new_resource(directory),
            Err(e) => failure(e.message()),
        }
    })
}

/// `nameOf(directory, bases, filter, user)`: the distinguished name of a user, nil if there is none, or an error.
fn name_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let (directory, bases) = (directory(cx)?, strings(cx, 1)?);
    let filter = match filter::parse(cx.str(2)?, Some(cx.str(3)?)) {
        Ok(filter) => filter,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let h = cx.reactor()?;
    cx.wait(async move {
        for base in bases {
            match directory.search(&h, &base, &filter, &[]).await {
                Ok(entries) => {
                    if let Some(entry) = entries.into_iter().next() {
                        return Box::new(move |cx: &mut Ctx<'_>| Ok(cx.world.str(&entry.dn))) as Completion;
                    }
                }
                Err(e) => return failure(e.message()),
            }
        }
        nothing()
    })
}

/// `authenticateAs(directory, name, password)`: nil, or why the password is not that of the entry with this distinguished name.
fn authenticate_as(cx: &mut Ctx<'_>) -> Result<Word> {
    let (directory, name, password) = (directory(cx)?, cx.string(1)?, cx.string(2)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        match directory.authenticate(&h, &name, &password).await {
            Ok(()) => nothing(),
            Err(e) => failure(e.message()),
        }
    })
}

/// `groupsOf(directory, bases, filter, attribute, membership, name)`: what the attribute of the groups says of which the entry with
/// this distinguished name is a member, or an error.
fn groups_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let (directory, bases, attribute) = (directory(cx)?, strings(cx, 1)?, cx.string(3)?);
    let filter = match filter::members(cx.str(2)?, cx.str(4)?, cx.str(5)?) {
        Ok(filter) => filter,
        Err(message) => return Ok(cx.error(&message, "")),
    };
    let h = cx.reactor()?;
    cx.wait(async move {
        let mut groups = Vec::new();
        for base in bases {
            match directory.search(&h, base.trim(), &filter, std::slice::from_ref(&attribute)).await {
                Ok(entries) => groups.extend(entries.iter().flat_map(|e| directory::values(e, &attribute))),
                Err(e) => return failure(e.message()),
            }
        }
        Box::new(move |cx: &mut Ctx<'_>| string_list(cx, groups)) as Completion
    })
}
