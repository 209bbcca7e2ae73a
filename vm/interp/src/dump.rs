//! What all strands are doing, for somebody who asks a running program (SIGQUIT). The first thread says what the scheduler
//! knows; each of the others then shows the stack of the strand that it runs.

use std::sync::atomic::Ordering;

use values::Word;

use crate::drive::stacks;
use crate::machine::Machine;

impl Machine {
    /// Has waiting threads woken when somebody asks.
    pub(crate) fn watch_dump(&mut self) {
        if self.worker != 0 || std::mem::replace(&mut self.watches_dump, true) {
            return;
        }
        let (host, outside) = (self.host.clone(), self.outside.clone());
        self.host.platform().wake_for_dump(Box::new(move || {
            outside.ticker.raise();
            host.rouse();
        }));
    }

    /// Writes what is asked for to standard error.
    pub(crate) fn dump_if_asked(&mut self) {
        let text = if self.worker == 0 {
            if !self.host.platform().dump_asked() {
                return;
            }
            self.outside.dumps.fetch_add(1, Ordering::Relaxed);
            self.outside.ticker.raise();
            self.dump()
        } else {
            let dumps = self.outside.dumps.load(Ordering::Relaxed);
            if std::mem::replace(&mut self.dumps_seen, dumps) == dumps || !self.running {
                return;
            }
            format!("worker {} runs a strand\n{}", self.worker, self.shown_trace(&self.capture_trace()))
        };
        let mut platform = self.host.platform();
        let _ = platform.stdout().flush();
        let _ = platform.stderr().write_all(text.as_bytes());
    }

    fn dump(&self) -> String {
        let mut out = String::new();
        let mut sched = self.host.scheduler();
        let strands: Vec<(u32, Word, &str)> = sched.shown().collect();
        out.push_str(&format!("{} strands\n", strands.len()));
        for (i, future, state) in strands {
            let name = self.world.future_name(future).and_then(|n| self.world.as_str(n));
            out.push_str(&format!("{}: {state}\n", name.unwrap_or("the main strand")));
            if let Some(saved) = stacks(&mut sched).get(i) {
                out.push_str(&self.shown_trace(&self.trace_of(saved)));
            } else if self.running && i == self.strand {
                out.push_str(&self.shown_trace(&self.capture_trace()));
            }
        }
        out
    }

    fn shown_trace(&self, trace: &[u8]) -> String {
        self.program.render_trace(trace).iter().map(|line| format!("\tat {line}\n")).collect()
    }
}
