//! Bringing a loaded project up to date with the disk: the inputs that differ are set, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use base_db::Module;
use salsa::{Durability, Setter};

use crate::package::sources;
use crate::{Project, file_name, read};

/// What tells, without reading a file, that it has not changed since it was read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: SystemTime,
    size: u64,
}

/// Resolution of the coarsest time stamps in use (FAT's): a file written less than this before it was read may be
/// written again without getting a later one.
const COARSE: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file about to be read; `None` when it could not be relied upon.
    fn of(path: &Path) -> Option<Stamp> {
        let data = fs::metadata(path).ok()?;
        let modified = data.modified().ok()?;
        let settled = SystemTime::now().duration_since(modified).is_ok_and(|age| age > COARSE);
        settled.then_some(Stamp { modified, size: data.len() })
    }
}

impl Project {
    /// Reads what has changed on disk since the project was loaded: texts, new files, files that are gone. Whether
    /// anything had. (A new or removed module folder, and a changed manifest, need loading anew.)
    ///
    /// # Errors
    /// A message for the user when a file cannot be read; what was read before stays set.
    pub fn refresh(&mut self) -> Result<bool, String> {
        let mut changed = false;
        for module in [&self.modules[..], &self.dependencies].concat() {
            changed |= self.refresh_files(module)?;
            for file in module.files(&self.db).clone() {
                let path = self.dir.join(file.path(&self.db));
                let stamp = Stamp::of(&path);
                if stamp.is_some() && self.stamps.get(&file) == stamp.as_ref() {
                    continue;
                }
                let text = read(&path)?;
                match stamp {
                    Some(s) => self.stamps.insert(file, s),
                    None => self.stamps.remove(&file),
                };
                if text != *file.text(&self.db) {
                    self.db.set_text(file, text);
                    changed = true;
                }
            }
        }
        Ok(changed)
    }

    /// Sets the list of a module's files when the folder's content differs from it.
    fn refresh_files(&mut self, module: Module) -> Result<bool, String> {
        let Some(first) = module.files(&self.db).first().copied() else { return Ok(false) };
        if self.single_file {
            return Ok(false);
        }
        let path = first.path(&self.db).clone();
        let prefix = path.rfind('/').map_or("", |i| &path[..=i]);
        let on_disk: Vec<PathBuf> = sources(&self.dir.join(prefix))?;
        let paths: Vec<String> = on_disk.iter().map(|p| format!("{prefix}{}", file_name(p))).collect();
        let known = module.files(&self.db).clone();
        if known.iter().map(|f| f.path(&self.db)).eq(&paths) {
            return Ok(false);
        }
        let mut files = Vec::with_capacity(paths.len());
        for (path, at) in paths.into_iter().zip(&on_disk) {
            files.push(match known.iter().find(|f| *f.path(&self.db) == path) {
                Some(f) => *f,
                None => self.db.source(path, read(at)?),
            });
        }
        module.set_files(&mut self.db).with_durability(Durability::HIGH).to(files);
        Ok(true)
    }
}
