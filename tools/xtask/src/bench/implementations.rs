//! The implementations of a program: ours and the references, how each is built and run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A language whose program stands beside the Ballerina one.
pub struct Reference {
    /// What `--refs` and the tables call it.
    pub name: &'static str,
    /// The tool without which it cannot take part.
    tool: &'static str,
    extension: &'static str,
}

/// All of them, in the order of the tables' columns.
pub const REFERENCES: &[Reference] = &[
    Reference { name: "lua", tool: "lua5.4", extension: "lua" },
    Reference { name: "luajit-joff", tool: "luajit", extension: "lua" },
    Reference { name: "luajit", tool: "luajit", extension: "lua" },
    Reference { name: "go", tool: "go", extension: "go" },
    Reference { name: "java", tool: "javac", extension: "java" },
    Reference { name: "node", tool: "node", extension: "js" },
    Reference { name: "rust", tool: "rustc", extension: "rs" },
];

impl Reference {
    pub fn is_installed(&self) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|d| d.join(self.tool).is_file())
    }

    /// Whether there is such a program in this language.
    pub fn has(&self, programs: &Path, program: &str) -> bool {
        programs.join(program).join(program).with_extension(self.extension).is_file()
    }

    /// Builds `program` where that is needed and returns the command that runs it, without its argument.
    pub fn prepare(&self, programs: &Path, program: &str, out: &Path) -> Result<Vec<String>, String> {
        let source = shown(&programs.join(program).join(program).with_extension(self.extension));
        let built = shown(&out.join(format!("{program}-{}", self.name)));
        match self.name {
            "luajit-joff" => return Ok(owned(&["luajit", "-joff", &source])),
            "lua" | "luajit" | "node" => return Ok(owned(&[self.tool, &source])),
            "go" => execute(&["go", "build", "-o", &built, &source])?,
            "java" => {
                fs::create_dir_all(&built).map_err(|e| format!("{built}: {e}"))?;
                execute(&["javac", "-d", &built, &source])?;
                return Ok(owned(&["java", "-cp", &built, "Main"]));
            }
            _ => execute(&["rustc", "-O", "--edition", "2024", "-o", &built, &source])?,
        }
        Ok(owned(&[&built]))
    }
}

/// Our two tools, built for release.
pub struct Ours {
    balc: PathBuf,
    balvm: PathBuf,
}

impl Ours {
    pub fn build(target: &Path) -> Result<Ours, String> {
        execute(&["cargo", "build", "-q", "--release", "-p", "balc", "-p", "balvm"])?;
        let release = target.join("release");
        Ok(Ours { balc: release.join("balc"), balvm: release.join("balvm") })
    }

    /// Compiles `program` and returns the command that runs it, without its argument.
    pub fn prepare(&self, programs: &Path, program: &str, out: &Path) -> Result<Vec<String>, String> {
        let source = shown(&programs.join(program).join(program).with_extension("bal"));
        let archive = shown(&out.join(program).with_extension("balo"));
        execute(&[&shown(&self.balc), "build", &source, "-o", &archive])?;
        Ok(owned(&[&shown(&self.balvm), "run", &archive, "--"]))
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| w.to_string()).collect()
}

fn execute(words: &[&str]) -> Result<(), String> {
    let output =
        Command::new(words[0]).args(&words[1..]).output().map_err(|e| format!("{}: {e}", words[0]))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}\n{}", words.join(" "), String::from_utf8_lossy(&output.stderr)))
}
