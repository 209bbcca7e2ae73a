//! What `ballerina/log` needs of the system: the local time, files that are put aside, the annotations of fields.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::Zoned;
use native::{Ctx, Registry, Result, Word};
use parking_lot::Mutex;
use semtypes::TyKind;

pub const NATIVES: Registry = &[("log:now", now), ("log:rotate", rotate), ("log:fieldOf", field_of)];

/// When this program began to log to files that are put aside by age, or last put them aside.
static LAST: LazyLock<Mutex<Vec<(String, Instant)>>> = LazyLock::new(Mutex::default);

/// `now()`
fn now(cx: &mut Ctx<'_>) -> Result<Word> {
    let time = Zoned::now();
    let format = if time.offset().is_zero() { "%Y-%m-%dT%H:%M:%S.%3fZ" } else { "%Y-%m-%dT%H:%M:%S.%3f%:z" };
    Ok(cx.world.str(&time.strftime(format).to_string()))
}

/// `rotate(path, size, age, backups)`: nil, or an error. Negative limits are none.
fn rotate(cx: &mut Ctx<'_>) -> Result<Word> {
    let path = cx.string(0)?;
    let [size, age, backups] = [cx.int(1)?, cx.int(2)?, cx.int(3)?];
    let (size, age) = (u64::try_from(size).ok(), u64::try_from(age).ok().map(Duration::from_secs));
    let work = move || put_aside(&path, size, age, usize::try_from(backups).unwrap_or(0));
    cx.blocking(Box::new(work), |cx, done| match done {
        Ok(()) => Ok(Word::NIL),
        Err(e) => Ok(cx.error(&e.to_string(), "")),
    })
}

/// Puts the file aside if it has reached a limit.
fn put_aside(path: &str, size: Option<u64>, age: Option<Duration>, backups: usize) -> io::Result<()> {
    // One at a time: the file is put aside once, whoever finds that it has to be.
    let mut all = LAST.lock();
    let place = all.iter().position(|(p, _)| p == path).unwrap_or_else(|| {
        all.push((path.to_string(), Instant::now()));
        all.len() - 1
    });
    let length = match fs::metadata(path) {
        Ok(found) => found.len(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    let old = age.is_some_and(|limit| all[place].1.elapsed() >= limit);
    if !old && size.is_none_or(|limit| length < limit) {
        return Ok(());
    }
    fs::rename(path, backup(path))?;
    fs::File::create(path)?;
    all[place].1 = Instant::now();
    remove_oldest(path, backups)
}

/// A path without its extension.
fn base(path: &str) -> &str {
    path.strip_suffix(".log").unwrap_or(path)
}

/// Where the file goes: `app-20251217-120530.log`, or a path with a number if that is there already.
fn backup(path: &str) -> PathBuf {
    let time = Zoned::now().strftime("%Y%m%d-%H%M%S").to_string();
    let first = PathBuf::from(format!("{}-{time}.log", base(path)));
    let others = (1..).map(|n| PathBuf::from(format!("{}-{time}-{n}.log", base(path))));
    std::iter::once(first).chain(others).find(|p| !p.exists()).expect("numbers do not end")
}

fn remove_oldest(path: &str, keep: usize) -> io::Result<()> {
    let whole = Path::new(base(path));
    let folder = whole.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = whole.file_name().and_then(|n| n.to_str()) else { return Ok(()) };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name();
        let Some(rest) = file.to_str().and_then(|f| f.strip_prefix(name)?.strip_suffix(".log")) else {
            continue;
        };
        if rest.strip_prefix('-').is_some_and(is_stamp) {
            found.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    found.sort();
    let too_many = found.len().saturating_sub(keep);
    found.iter().take(too_many).try_for_each(|(_, path)| fs::remove_file(path))
}

/// Whether a name ends as [`backup`] makes it: other programs' files are not to be removed.
fn is_stamp(text: &str) -> bool {
    let digits = |t: &str, n: Option<usize>| {
        !t.is_empty() && n.is_none_or(|n| t.len() == n) && t.bytes().all(|b| b.is_ascii_digit())
    };
    let mut parts = text.split('-');
    let (date, time, number) = (parts.next(), parts.next(), parts.next());
    date.is_some_and(|d| digits(d, Some(8)))
        && time.is_some_and(|t| digits(t, Some(6)))
        && number.is_none_or(|n| digits(n, None))
        && parts.next().is_none()
}

/// `fieldOf(data, name)`: a typedesc with the annotations of the field, or nil if it is not one of a record's.
fn field_of(cx: &mut Ctx<'_>) -> Result<Word> {
    let ty = cx.world.type_of(cx.arg(0)).mutable();
    let shape = cx.world.types.expand(ty).mutable();
    let TyKind::Record(record) = shape.kind() else { return Ok(Word::NIL) };
    let name = cx.string(1)?;
    let Some(field) = record.fields.iter().find(|f| f.name.as_str() == name) else { return Ok(Word::NIL) };
    let (id, owner) = (cx.world.types.intern(field.ty), cx.world.types.intern(ty));
    cx.world.field_typedesc(id, owner, &name)
}
