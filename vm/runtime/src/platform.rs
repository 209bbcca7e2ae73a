//! The real outside: standard streams, files, clocks.

use std::fs;
use std::io::{self, BufRead, BufWriter, Write};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use native::Platform;

/// Standard output is buffered; it is flushed before anything goes to standard error and at the end.
pub struct SystemPlatform {
    out: BufWriter<io::Stdout>,
    err: io::Stderr,
    start: Instant,
    seed: u64,
}

impl SystemPlatform {
    pub fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |d| d.as_nanos() as u64) | 1;
        SystemPlatform {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            err: io::stderr(),
            start: Instant::now(),
            seed,
        }
    }
}

impl Default for SystemPlatform {
    fn default() -> Self {
        Self::new()
    }
}

impl Platform for SystemPlatform {
    fn stdout(&mut self) -> &mut dyn Write {
        &mut self.out
    }
    fn stderr(&mut self) -> &mut dyn Write {
        let _ = self.out.flush();
        &mut self.err
    }
    fn read_line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(line.trim_end_matches(['\n', '\r']).to_string()))
    }
    fn read_file(&mut self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(path)
    }
    fn write_file(&mut self, path: &str, data: &[u8], append: bool) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.create(true).write(true).append(append).truncate(!append);
        options.open(path)?.write_all(data)
    }
    fn now(&mut self) -> i128 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as i128)
    }
    fn monotonic(&mut self) -> u64 {
        self.start.elapsed().as_nanos() as u64
    }
    fn random(&mut self) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed
    }
}
