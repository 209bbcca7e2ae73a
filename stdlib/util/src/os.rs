//! Natives of `ballerina/os`: environment, user, other programs.

use std::io::{self, Read};
use std::process::{Child, ChildStderr, ChildStdout};
use std::sync::Arc;

use native::shared::string_list;
use native::{Completion, Ctx, Fail, Registry, ResourceId, Result, Word};
use parking_lot::Mutex;

pub const NATIVES: Registry = &[
    ("os:environmentList", environment),
    ("os:user", user),
    ("os:spawn", spawn),
    ("os:waitFor", wait_for),
    ("os:readAll", read_all),
    ("os:terminate", terminate),
];

/// A program that has been begun. Who waits for it holds `child`; `terminate` does not need it.
struct Process {
    child: Mutex<Child>,
    pid: u32,
    /// Its number may belong to another one as soon as it has been waited for.
    ended: Mutex<bool>,
    stdout: Mutex<Option<ChildStdout>>,
    stderr: Mutex<Option<ChildStderr>>,
}

/// The strings of a list argument.
fn list(cx: &mut Ctx<'_>, i: usize) -> Vec<String> {
    let mut out = Vec::new();
    while let Some(w) = cx.world.list_at(cx.arg(i), out.len()) {
        out.push(cx.world.as_str(w).unwrap_or("").to_string());
    }
    out
}

fn environment(cx: &mut Ctx<'_>) -> Result<Word> {
    let all = cx.platform().environment();
    let flat: Vec<String> = all.into_iter().flat_map(|(k, v)| [k, v]).collect();
    string_list(cx, &flat)
}

fn user(cx: &mut Ctx<'_>) -> Result<Word> {
    let (name, home) = cx.platform().user();
    string_list(cx, [name, home])
}

fn spawn(cx: &mut Ctx<'_>) -> Result<Word> {
    let (command, environment) = (list(cx, 0), list(cx, 1));
    let environment = environment.chunks_exact(2).map(|p| (p[0].clone(), p[1].clone())).collect();
    let begun = cx.platform().spawn(command.clone(), environment);
    match begun {
        Ok(mut child) => {
            let process = Process {
                pid: child.id(),
                ended: Mutex::new(false),
                stdout: Mutex::new(child.stdout.take()),
                stderr: Mutex::new(child.stderr.take()),
                child: Mutex::new(child),
            };
            let id = cx.outside().resources().insert(Arc::new(process));
            Ok(cx.world.int(id))
        }
        Err(e) => {
            let program = command.first().map_or("", String::as_str);
            Ok(cx.error(&format!("Cannot run program \"{program}\": {e}"), ""))
        }
    }
}

fn process(cx: &Ctx<'_>) -> Result<Arc<Process>> {
    let id: ResourceId = cx.int(0)?;
    cx.outside().resources().get(id).ok_or(Fail::Bug("os: unknown process"))
}

/// The completion of a native that fails with an error value.
fn failure(e: io::Error) -> Completion {
    Box::new(move |cx| Ok(cx.error(&e.to_string(), "")))
}

fn wait_for(cx: &mut Ctx<'_>) -> Result<Word> {
    let process = process(cx)?;
    let h = cx.reactor()?;
    cx.wait(async move {
        let ended = h.blocking(move || {
            let mut child = process.child.lock();
            // A program that waits for its input gets its end.
            child.stdin.take();
            let status = child.wait();
            *process.ended.lock() = true;
            status
        });
        match ended.await {
            Ok(status) => {
                use std::os::unix::process::ExitStatusExt;
                let code = status.code().or(status.signal().map(|s| 128 + s)).unwrap_or(-1);
                Box::new(move |cx: &mut Ctx<'_>| Ok(cx.world.int(code.into()))) as Completion
            }
            Err(e) => failure(e),
        }
    })
}

fn read_all(cx: &mut Ctx<'_>) -> Result<Word> {
    let (process, errors) = (process(cx)?, cx.bool(1)?);
    let h = cx.reactor()?;
    cx.wait(async move {
        let read = h.blocking(move || {
            let mut bytes = Vec::new();
            // Once it has been read the stream is closed.
            let closed = || io::Error::other("Stream closed");
            match errors {
                true => process.stderr.lock().take().ok_or_else(closed)?.read_to_end(&mut bytes)?,
                false => process.stdout.lock().take().ok_or_else(closed)?.read_to_end(&mut bytes)?,
            };
            Ok(bytes)
        });
        match read.await {
            Ok(bytes) => Box::new(move |cx: &mut Ctx<'_>| {
                let ty = cx.world.ids.byte_list;
                cx.world.list_of_bytes(ty, &bytes)
            }) as Completion,
            Err(e) => failure(e),
        }
    })
}

fn terminate(cx: &mut Ctx<'_>) -> Result<Word> {
    let process = process(cx)?;
    let ended = process.ended.lock();
    if !*ended {
        cx.platform().terminate(process.pid);
    }
    Ok(Word::NIL)
}
