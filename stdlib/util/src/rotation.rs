//! Files of logs that are put aside when they have become too large or too old (`ballerina/log`, 3.5).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use jiff::Zoned;
use native::{Ctx, Fail};
use parking_lot::Mutex;

/// When the program began to log to a file, or last put it aside.
static LAST: LazyLock<Mutex<Vec<(String, Instant)>>> = LazyLock::new(Mutex::default);

/// When files are put aside, and how many of those are kept.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// In bytes.
    size: Option<u64>,
    age: Option<Duration>,
    backups: usize,
}

impl Rotation {
    /// By a policy (`SIZE_BASED`, `TIME_BASED` or `BOTH`), bytes, seconds and a number of files.
    ///
    /// # Errors
    /// What is wrong with a limit.
    pub fn new(policy: &str, size: i64, age: i64, backups: i64) -> Result<Rotation, String> {
        let wrong = |what: &str, found: i64| format!("Invalid rotation configuration: {what}, got: {found}");
        if policy != "TIME_BASED" && size <= 0 {
            return Err(wrong("maxFileSize must be positive", size));
        }
        if policy != "SIZE_BASED" && age <= 0 {
            return Err(wrong("maxAge must be positive", age));
        }
        let backups =
            usize::try_from(backups).map_err(|_| wrong("maxBackupFiles cannot be negative", backups))?;
        Ok(Rotation {
            size: u64::try_from(size).ok().filter(|_| policy != "TIME_BASED"),
            age: u64::try_from(age).ok().filter(|_| policy != "SIZE_BASED").map(Duration::from_secs),
            backups,
        })
    }

    /// Puts the file aside if it has reached a limit, which begins an empty one; whether it has.
    ///
    /// # Errors
    /// The system's.
    pub fn put_aside(&self, path: &str) -> io::Result<bool> {
        // One at a time: the file is put aside once, whoever finds that it has to be.
        let mut all = LAST.lock();
        let place = all.iter().position(|(p, _)| p == path).unwrap_or_else(|| {
            all.push((path.to_string(), Instant::now()));
            all.len() - 1
        });
        let length = match fs::metadata(path) {
            Ok(found) => found.len(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(e) => return Err(e),
        };
        let old = self.age.is_some_and(|limit| all[place].1.elapsed() >= limit);
        if !old && self.size.is_none_or(|limit| length < limit) {
            return Ok(false);
        }
        fs::rename(path, backup(path))?;
        fs::File::create(path)?;
        all[place].1 = Instant::now();
        remove_oldest(path, self.backups)?;
        Ok(true)
    }
}

/// What an argument says: nothing if it is nil, or else a list of a policy and the limits of a file's bytes, of its age in
/// seconds and of how many are kept; or what is wrong with those.
///
/// # Errors
/// For other arguments.
pub fn argument(cx: &mut Ctx<'_>, i: usize) -> native::Result<Option<Result<Rotation, String>>> {
    let bug = || Fail::Bug("a policy and its limits expected");
    let list = cx.arg(i);
    if list.is_nil() {
        return Ok(None);
    }
    let policy = cx.world.list_at(list, 0).ok_or_else(bug)?;
    let mut limit = |n| cx.world.list_at(list, n).and_then(|w| cx.world.as_int(w)).ok_or_else(bug);
    let [size, age, backups] = [limit(1)?, limit(2)?, limit(3)?];
    let policy = cx.world.as_str(policy).ok_or_else(bug)?;
    Ok(Some(Rotation::new(policy, size, age, backups)))
}

/// A file that is put aside as it is written to.
pub struct RotatingFile {
    path: String,
    file: fs::File,
    rotation: Rotation,
}

impl RotatingFile {
    /// Opens a file, to which is added.
    ///
    /// # Errors
    /// The system's.
    pub fn open(path: String, rotation: Rotation) -> io::Result<RotatingFile> {
        let file = fs::OpenOptions::new().create(true).append(true).open(&path)?;
        // Its age counts from now on.
        rotation.put_aside(&path)?;
        Ok(RotatingFile { file, rotation, path })
    }
}

impl io::Write for RotatingFile {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.file.write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// Entries are not torn apart.
    fn write_all(&mut self, text: &[u8]) -> io::Result<()> {
        if self.rotation.put_aside(&self.path)? {
            self.file = fs::OpenOptions::new().append(true).open(&self.path)?;
        }
        self.file.write_all(text)
    }
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
