//! What all strands are doing, for somebody who asks a running program (SIGQUIT).

use values::Word;

use crate::drive::stacks;
use crate::machine::Machine;

impl Machine {
    /// Writes every strand with its stack to standard error if somebody has asked for it.
    pub(crate) fn dump_if_asked(&mut self) {
        if self.host.platform().dump_asked() {
            let text = self.dump();
            let mut platform = self.host.platform();
            let _ = platform.stdout().flush();
            let _ = platform.stderr().write_all(text.as_bytes());
        }
    }

    fn dump(&self) -> String {
        let mut out = String::new();
        let mut sched = self.host.scheduler();
        let strands: Vec<(u32, Word, &str)> = sched.shown().collect();
        out.push_str(&format!("{} strands\n", strands.len()));
        for (i, future, state) in strands {
            let name = self.world.future_name(future).and_then(|n| self.world.as_str(n));
            out.push_str(&format!("{}: {state}\n", name.unwrap_or("the main strand")));
            let trace = match stacks(&mut sched).get(i) {
                Some(saved) => self.trace_of(saved),
                // Where one on another thread is nobody can say.
                None if self.running && i == self.strand => self.capture_trace(),
                None => continue,
            };
            for line in self.program.render_trace(&trace) {
                out.push_str(&format!("\tat {line}\n"));
            }
        }
        out
    }
}
