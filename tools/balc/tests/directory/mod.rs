//! Directories for tests: one of OpenLDAP, where it is installed, and a small one of ours.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::BytesMut;
use ldap3_proto::LdapCodec;
use ldap3_proto::proto::{
    LdapBindCred, LdapBindResponse, LdapFilter, LdapMsg, LdapOp, LdapPartialAttribute, LdapResult,
    LdapResultCode, LdapSearchRequest, LdapSearchResultEntry,
};
use tokio_util::codec::{Decoder, Encoder};

/// What both have, as LDIF (RFC 2849).
const ENTRIES: &str = include_str!("entries.ldif");
const ADMIN: (&str, &str) = ("cn=admin,dc=example,dc=org", "secret");

// ---- OpenLDAP ----

/// A server that is stopped when the test lets go of it.
pub struct OpenLdap {
    child: Child,
    dir: PathBuf,
}

const SLAPD: &str = "/usr/sbin/slapd";

impl OpenLdap {
    /// One that listens at this port, and with TLS at the next one; nothing where there is none.
    pub fn start(port: u16, secure_port: u16, certificate: &Path, key: &Path) -> Option<OpenLdap> {
        if !Path::new(SLAPD).exists() {
            eprintln!("skipped: {SLAPD} is not installed");
            return None;
        }
        let dir = std::env::temp_dir().join(format!("balvm-slapd-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("data")).unwrap();
        let (at, config, ldif) = (dir.display(), dir.join("slapd.conf"), dir.join("entries.ldif"));
        let schemas = ["core", "cosine", "inetorgperson", "nis"];
        let schemas = schemas.map(|s| format!("include /etc/ldap/schema/{s}.schema\n")).concat();
        let (certificate, key) = (certificate.display(), key.display());
        let text = format!(
            "{schemas}modulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {at}/pid\n\
             TLSCertificateFile {certificate}\nTLSCertificateKeyFile {key}\n\
             database mdb\nsuffix \"dc=example,dc=org\"\nrootdn \"{}\"\nrootpw {}\ndirectory {at}/data\n",
            ADMIN.0, ADMIN.1
        );
        std::fs::write(&config, text).unwrap();
        std::fs::write(&ldif, ENTRIES).unwrap();
        let filled = Command::new(SLAPD).args(["-T", "add", "-f"]).arg(&config).arg("-l").arg(&ldif).output();
        let filled = filled.unwrap();
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let child = Command::new(SLAPD)
            .args([
                "-d",
                "0",
                "-h",
                &format!("ldap://127.0.0.1:{port} ldaps://127.0.0.1:{secure_port}"),
                "-f",
            ])
            .arg(&config)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", secure_port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(20), "slapd does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(OpenLdap { child, dir })
    }
}

impl Drop for OpenLdap {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

// ---- ours ----

/// How it serves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Well,
    /// A connection ends when it has been used for one search.
    Impatiently,
    /// Searches are not answered.
    Silently,
    /// What it says to a search is no LDAP.
    Nonsense,
}

type Entry = BTreeMap<String, Vec<String>>;

fn entries() -> Vec<(String, Entry)> {
    let mut all = Vec::new();
    for block in ENTRIES.trim().split("\n\n") {
        let mut attributes = Entry::new();
        for line in block.lines() {
            let (name, value) = line.split_once(": ").unwrap();
            attributes.entry(name.to_ascii_lowercase()).or_default().push(value.to_string());
        }
        let dn = attributes.remove("dn").unwrap().remove(0);
        all.push((dn, attributes));
    }
    all
}

/// A directory with a port of its own; it ends with the tests.
pub fn serve(manner: Manner) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || connection(stream, manner));
        }
    });
    port
}

fn connection(mut stream: TcpStream, manner: Manner) -> Option<()> {
    let (mut codec, mut input) = (LdapCodec::default(), BytesMut::new());
    loop {
        let Some(LdapMsg { msgid, op, .. }) = codec.decode(&mut input).ok()? else {
            let mut buffer = [0; 4096];
            let n = stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
            input.extend_from_slice(&buffer[..n]);
            continue;
        };
        let searches = matches!(op, LdapOp::SearchRequest(_));
        if searches && manner == Manner::Silently {
            continue;
        }
        if searches && manner == Manner::Nonsense {
            stream.write_all(&[b'x'; 1000]).ok()?;
            continue;
        }
        let mut output = BytesMut::new();
        for op in answers(op)? {
            codec.encode(LdapMsg { msgid, op, ctrl: Vec::new() }, &mut output).ok()?;
        }
        stream.write_all(&output).ok()?;
        if searches && manner == Manner::Impatiently {
            return None;
        }
    }
}

fn result(code: LdapResultCode) -> LdapResult {
    LdapResult { code, matcheddn: String::new(), message: String::new(), referral: Vec::new() }
}

fn answers(op: LdapOp) -> Option<Vec<LdapOp>> {
    match op {
        LdapOp::BindRequest(request) => {
            let LdapBindCred::Simple(password) = request.cred else { return None };
            let known = |(dn, entry): &(String, Entry)| {
                *dn == request.dn && entry.get("userpassword").is_some_and(|p| *p == [password.as_str()])
            };
            // As it is asked for: whoever brings no password is nobody.
            let admitted = password.is_empty()
                || (request.dn.as_str(), password.as_str()) == ADMIN
                || entries().iter().any(known);
            let code = if admitted { LdapResultCode::Success } else { LdapResultCode::InvalidCredentials };
            Some(vec![LdapOp::BindResponse(LdapBindResponse { res: result(code), saslcreds: None })])
        }
        LdapOp::SearchRequest(request) => Some(search(&request)),
        _ => None,
    }
}

fn search(request: &LdapSearchRequest) -> Vec<LdapOp> {
    let all = entries();
    if !all.iter().any(|(dn, _)| *dn == request.base) {
        return vec![LdapOp::SearchResultDone(result(LdapResultCode::NoSuchObject))];
    }
    let found = all.iter().filter(|(dn, e)| dn.ends_with(&request.base) && matches(&request.filter, e));
    let mut out: Vec<LdapOp> = found
        .map(|(dn, entry)| {
            let wanted = |name: &&String| request.attrs.iter().any(|a| a.eq_ignore_ascii_case(name));
            let attributes = entry.keys().filter(wanted).map(|name| LdapPartialAttribute {
                atype: name.clone(),
                vals: entry[name].iter().map(|v| v.clone().into_bytes()).collect(),
            });
            LdapOp::SearchResultEntry(LdapSearchResultEntry {
                dn: dn.clone(),
                attributes: attributes.collect(),
            })
        })
        .collect();
    out.push(LdapOp::SearchResultDone(result(LdapResultCode::Success)));
    out
}

fn matches(filter: &LdapFilter, entry: &Entry) -> bool {
    let values = |name: &str| entry.get(&name.to_ascii_lowercase());
    match filter {
        LdapFilter::And(all) => all.iter().all(|f| matches(f, entry)),
        LdapFilter::Or(all) => all.iter().any(|f| matches(f, entry)),
        LdapFilter::Not(f) => !matches(f, entry),
        LdapFilter::Equality(name, value) => values(name).is_some_and(|v| v.contains(value)),
        LdapFilter::Present(name) => values(name).is_some(),
        _ => false,
    }
}
