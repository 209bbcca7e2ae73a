//! Random programs: the scenarios of `prelude.bal` with random arguments, and functions whose workers exchange messages.

use std::fmt::Write;

use crate::common::Rng;

const PRELUDE: &str = include_str!("prelude.bal");
const SCENARIOS: &[&str] = &["tree", "alternate", "cancelled", "panicking", "locking", "sockets"];

/// A program, the same for the same numbers.
pub fn program(rng: &mut Rng) -> String {
    let mut text = PRELUDE.to_string();
    let mut calls: Vec<String> = Vec::new();
    let mut messages = 0;
    for n in 0..1 + rng.below(4) {
        let group = Group::new(rng);
        group.write(&mut text, n, rng);
        let times = 1 + rng.below(20);
        let name = match group.fate {
            Fate::Ends => {
                messages += group.events.iter().filter(|e| e.sent).count() * times;
                "workers"
            }
            Fate::Fails { .. } => "failingGroup",
            Fate::IsCancelled => "cancelledGroup",
        };
        calls.extend((0..times).map(|_| format!("{name}{n}")));
    }
    for _ in 0..10 + rng.below(80) {
        calls.push((*rng.pick(SCENARIOS)).to_string());
    }
    // In any order.
    for i in (1..calls.len()).rev() {
        calls.swap(i, rng.below(i + 1));
    }
    main(&mut text, &calls, messages, rng);
    text
}

fn main(text: &mut String, calls: &[String], messages: usize, rng: &mut Rng) {
    let at_once = 1 + rng.below(calls.len());
    text.push_str("\npublic function main() returns error? {\n    tcp:Listener l = check serve();\n");
    for (part, calls) in calls.chunks(at_once).enumerate() {
        for (i, call) in calls.iter().enumerate() {
            let (seed, n) = (rng.below(1_000_000), rng.below(6));
            // Some in the main strand.
            if rng.one_in(8) {
                let _ = writeln!(text, "    report(\"{call}\", {seed}, {n}, trap {call}({seed}, {n}));");
                let _ = writeln!(text, "    future<error?> f{part}_{i} = start nothing();");
            } else {
                let _ = writeln!(text, "    future<error?> f{part}_{i} = start {call}({seed}, {n});");
            }
        }
        for (i, call) in calls.iter().enumerate() {
            let _ = writeln!(text, "    error? r{part}_{i} = trap wait f{part}_{i};");
            let _ = writeln!(text, "    report(\"{call}\", {part}, {i}, r{part}_{i});");
        }
    }
    let _ = writeln!(text, "    finish({messages});\n    check l.gracefulStop();\n}}");
    text.push_str("\nisolated function nothing() returns error? => ();\n");
}

/// One message.
struct Event {
    from: usize,
    to: usize,
    /// Its value; texts and lists have so many members.
    value: usize,
    form: Form,
    /// `->>` waits until it is taken.
    sync: bool,
    /// Stands under a condition.
    conditional: bool,
    /// Whether that holds.
    sent: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Int,
    Text,
    List,
}

/// How a group ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// As it should.
    Ends,
    /// One of its workers fails before one of the messages, with a panic or an error.
    Fails { worker: usize, before: usize, panics: bool },
    /// Somebody cancels the function's strand.
    IsCancelled,
}

/// A function with workers. Its messages have an order that each worker keeps to, so that none waits in vain.
struct Group {
    /// The function's own worker is the last.
    workers: usize,
    events: Vec<Event>,
    fate: Fate,
}

impl Group {
    fn new(rng: &mut Rng) -> Group {
        let workers = 1 + rng.below(6);
        let mut events = Vec::new();
        for _ in 0..rng.below(25) {
            let from = rng.below(workers + 1);
            let to = (from + 1 + rng.below(workers)) % (workers + 1);
            let sync = rng.one_in(4);
            let conditional = !sync && rng.one_in(4);
            events.push(Event {
                from,
                to,
                value: rng.below(60),
                form: *rng.pick(&[Form::Int, Form::Text, Form::List]),
                sync,
                conditional,
                sent: !conditional || rng.one_in(2),
            });
        }
        let fate = match rng.below(4) {
            0 => Fate::Fails {
                worker: rng.below(workers + 1),
                before: rng.below(events.len() + 1),
                panics: rng.one_in(2),
            },
            1 => Fate::IsCancelled,
            _ => Fate::Ends,
        };
        Group { workers, events, fate }
    }

    fn name(&self, worker: usize) -> String {
        if worker == self.workers { "function".into() } else { format!("w{worker}") }
    }

    fn sum(&self, worker: usize) -> usize {
        self.events.iter().filter(|e| e.to == worker && e.sent).map(|e| e.value).sum()
    }

    fn write(&self, text: &mut String, n: usize, rng: &mut Rng) {
        let _ = writeln!(text, "\nisolated function workers{n}(int seed, int n) returns error? {{");
        for w in 0..self.workers {
            let _ = writeln!(text, "    worker w{w} returns int|error {{");
            text.push_str("        count(STRANDS);\n");
            self.steps(text, w, "        ", rng);
            text.push_str("        return sum;\n    }\n");
        }
        self.steps(text, self.workers, "    ", rng);
        let _ = writeln!(text, "    check expect(sum, {}, \"messages\");", self.sum(self.workers));
        if self.workers > 1 && rng.one_in(2) {
            let names: Vec<_> = (0..self.workers).map(|w| self.name(w)).collect();
            let fields: Vec<_> = names.iter().map(|w| format!("int|error {w};")).collect();
            let (fields, names) = (fields.join(" "), names.join(", "));
            let _ = writeln!(text, "    record {{|{fields}|}} all = wait {{{names}}};");
            for w in 0..self.workers {
                let _ = writeln!(text, "    check expect(check all.w{w}, {}, \"messages\");", self.sum(w));
            }
        } else {
            for w in 0..self.workers {
                let _ = writeln!(text, "    int r{w} = check wait w{w};");
                let _ = writeln!(text, "    check expect(r{w}, {}, \"messages\");", self.sum(w));
            }
        }
        text.push_str("}\n");
        match self.fate {
            Fate::Ends => {}
            Fate::Fails { .. } => {
                let _ =
                    writeln!(text, "\nisolated function failingGroup{n}(int seed, int n) returns error? {{");
                let _ = writeln!(text, "    error? r = trap workers{n}(seed, n);\n    count(PANICS);");
                text.push_str("    return expect(r is error, true, \"a failing group\");\n}\n");
            }
            Fate::IsCancelled => {
                let _ = writeln!(
                    text,
                    "\nisolated function cancelledGroup{n}(int seed, int n) returns error? {{"
                );
                let _ = writeln!(text, "    future<error?> f = start workers{n}(seed, n);");
                text.push_str("    rest(seed, n);\n    f.cancel();\n    count(CANCELLATIONS);\n");
                text.push_str("    error? once = trap wait f;\n    error? again = trap wait f;\n");
                text.push_str("    return expect(again is error && (once is () || once is error), true, \"a second wait\");\n}\n");
            }
        }
    }

    /// What one worker does.
    fn steps(&self, text: &mut String, worker: usize, indent: &str, rng: &mut Rng) {
        let _ = writeln!(text, "{indent}int sum = 0;");
        for (i, e) in self.events.iter().enumerate() {
            self.fail(text, worker, i, indent);
            if (e.from == worker || e.to == worker) && rng.one_in(4) {
                let _ = writeln!(text, "{indent}rest(seed, {i});");
            }
            if e.from == worker {
                self.send(text, i, e, indent);
                if !e.sync && rng.one_in(10) {
                    let _ = writeln!(text, "{indent}check flush {};", self.name(e.to));
                }
            } else if e.to == worker {
                self.receive(text, i, e, indent);
            }
        }
        self.fail(text, worker, self.events.len(), indent);
    }

    fn fail(&self, text: &mut String, worker: usize, at: usize, indent: &str) {
        match self.fate {
            // The compiler need not know that what follows is not reached.
            Fate::Fails { worker: w, before, panics } if (w, before) == (worker, at) => {
                let how = if panics { "panic" } else { "return" };
                let _ =
                    writeln!(text, "{indent}if n >= 0 {{\n{indent}    {how} error(\"failed\");\n{indent}}}");
            }
            _ => {}
        }
    }

    /// Whether it is known how many messages arrive.
    fn count(&self) -> &str {
        if self.fate == Fate::Ends { "count(MESSAGES);" } else { "" }
    }

    fn send(&self, text: &mut String, i: usize, e: &Event, indent: &str) {
        let value = match e.form {
            Form::Int => format!("{}", e.value),
            Form::Text => format!("\"{}\"", "é".repeat(e.value)),
            Form::List => format!("[{}]", vec!["1"; e.value].join(", ")),
        };
        let to = self.name(e.to);
        // A list's type is said by a cast: that of an empty one would be too narrow.
        let value = if e.form == Form::List { format!("<int[]>{value}") } else { value };
        if e.sync {
            let _ = writeln!(text, "{indent}error? s{i} = {value} ->> {to};\n{indent}check s{i};");
        } else if e.conditional {
            let condition = if e.sent { "n >= 0" } else { "n < 0" };
            let _ = writeln!(text, "{indent}if {condition} {{\n{indent}    {value} -> {to};\n{indent}}}");
        } else {
            let _ = writeln!(text, "{indent}{value} -> {to};");
        }
    }

    fn receive(&self, text: &mut String, i: usize, e: &Event, indent: &str) {
        let (ty, amount) = match e.form {
            Form::Int => ("int", format!("m{i}")),
            Form::Text => ("string", format!("m{i}.length()")),
            Form::List => ("int[]", format!("int:sum(...m{i})")),
        };
        let from = self.name(e.from);
        if e.conditional {
            let _ = writeln!(text, "{indent}{ty}|error m{i} = <- {from};\n{indent}if m{i} is {ty} {{");
            let _ = writeln!(text, "{indent}    sum += {amount};\n{indent}    {}\n{indent}}}", self.count());
        } else {
            let _ = writeln!(text, "{indent}{ty} m{i} = check <- {from};");
            let _ = writeln!(text, "{indent}sum += {amount};\n{indent}{}", self.count());
        }
    }
}
