//! What has been found in files.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;
use ring::digest::{Context, SHA256};

/// The number of a key, or why there is none.
pub type Found = std::result::Result<i64, String>;

/// What has been found in a file before, if it is still the same file: stores take long to open, and services look their
/// keys up with every request. `question` says what is looked for, passwords included.
pub fn remembered(path: &str, question: &[&str], find: impl FnOnce() -> Found) -> Found {
    static KNOWN: Mutex<BTreeMap<[u8; 32], (SystemTime, u64, i64)>> = Mutex::new(BTreeMap::new());
    let stamp = |m: std::fs::Metadata| Some((m.modified().ok()?, m.len()));
    let Some((time, size)) = std::fs::metadata(path).ok().and_then(stamp) else { return find() };
    let mut asked = Context::new(&SHA256);
    for part in [path].iter().chain(question) {
        asked.update(&part.len().to_le_bytes());
        asked.update(part.as_bytes());
    }
    let mut name = [0; 32];
    name.copy_from_slice(asked.finish().as_ref());
    if let Some((_, _, number)) = KNOWN.lock().get(&name).filter(|k| (k.0, k.1) == (time, size)) {
        return Ok(*number);
    }
    let number = find()?;
    // A file that has just been written may be written once more within what its time tells.
    if time.elapsed().is_ok_and(|age| age > Duration::from_secs(2)) {
        KNOWN.lock().insert(name, (time, size, number));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::remembered;

    #[test]
    fn files_that_change_are_read_again() {
        let path = std::env::temp_dir().join(format!("remembered-{}", std::process::id()));
        let file = path.to_str().unwrap();
        let ask = |question: &[&str], n| remembered(file, question, || Ok(n)).unwrap();
        std::fs::write(&path, "a").unwrap();
        assert_eq!([ask(&["x"], 1), ask(&["x"], 2)], [1, 2], "it has just been written");
        let old = |seconds| {
            let time = SystemTime::now() - Duration::from_secs(seconds);
            std::fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        };
        old(100);
        assert_eq!([ask(&["x"], 3), ask(&["x"], 4), ask(&["x", ""], 5), ask(&["y"], 6)], [3, 3, 5, 6]);
        assert!(remembered(file, &["z"], || Err(String::new())).is_err());
        assert_eq!(ask(&["z"], 7), 7);
        old(50);
        assert_eq!(ask(&["x"], 8), 8);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(ask(&["x"], 9), 9);
    }
}
