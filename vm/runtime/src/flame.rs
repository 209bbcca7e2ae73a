//! What a profile shows: a flame graph, and a summary.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use interp::Program;
use interp::profile::{Profile, Stack};

const WIDTH: f64 = 1200.0;
const ROW: f64 = 18.0;
/// Boxes narrower than this are left out.
const NARROW: f64 = 0.3;

/// A function as called by a certain sequence of others.
#[derive(Default)]
struct Node {
    time: Duration,
    callees: BTreeMap<String, Node>,
}

/// The function of a frame: `main (app.bal)` for `app:main(app.bal:3)`.
fn function(frame: &str) -> String {
    match frame.rsplit_once('(') {
        Some((name, place)) => {
            let name = name.split_once(':').map_or(name, |(_, name)| name);
            format!(
                "{name} ({})",
                place.rsplit_once(':').map_or(place, |(file, _)| file).trim_end_matches(')')
            )
        }
        None => frame.to_string(),
    }
}

fn tree(stacks: &[Stack]) -> Node {
    let mut root = Node::default();
    for s in stacks {
        let mut at = &mut root;
        at.time += s.time;
        for f in s.frames.iter().rev() {
            at = at.callees.entry(function(f)).or_default();
            at.time += s.time;
        }
    }
    root
}

fn depth(node: &Node) -> usize {
    node.callees.values().map(|n| 1 + depth(n)).max().unwrap_or(0)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A flame graph as an SVG image: a box for each function, as wide as its time, on top of its caller's.
pub fn graph(profile: &Profile, program: &Program) -> String {
    let root = tree(&profile.stacks(program));
    let height = (depth(&root) + 1) as f64 * ROW;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"monospace\" font-size=\"11\">\n"
    );
    boxes(&mut out, "all", &root, &root, 0.0, height - ROW);
    out.push_str("</svg>\n");
    out
}

fn boxes(out: &mut String, name: &str, node: &Node, root: &Node, x: f64, y: f64) {
    let share = node.time.as_secs_f64() / root.time.as_secs_f64().max(1e-9);
    let width = share * WIDTH;
    if width < NARROW {
        return;
    }
    // Colours tell neighbours apart; they depend on the name alone.
    let hue = name.bytes().fold(7u32, |h, b| h.wrapping_mul(31).wrapping_add(b as u32)) % 50;
    let label: String = name.chars().take((width / 7.0) as usize).collect();
    let _ = writeln!(
        out,
        "<g><title>{} {:.1} ms, {:.1} %</title><rect x=\"{x:.2}\" y=\"{y}\" width=\"{width:.2}\" height=\"{ROW}\" \
         fill=\"hsl({hue},80%,65%)\" stroke=\"white\" stroke-width=\"0.5\"/><text x=\"{:.2}\" y=\"{}\">{}</text></g>",
        escape(name),
        node.time.as_secs_f64() * 1e3,
        share * 100.0,
        x + 2.0,
        y + ROW - 5.0,
        escape(&label),
    );
    let mut at = x;
    for (name, callee) in &node.callees {
        boxes(out, name, callee, root, at, y - ROW);
        at += callee.time.as_secs_f64() / root.time.as_secs_f64().max(1e-9) * WIDTH;
    }
}

/// The functions and opcodes that count most, as text.
pub fn summary(profile: &Profile, program: &Program) -> String {
    let stacks = profile.stacks(program);
    let total: Duration = stacks.iter().map(|s| s.time).sum();
    let mut own: BTreeMap<String, Duration> = BTreeMap::new();
    for s in &stacks {
        *own.entry(s.frames.first().map_or("(no function)".into(), |f| function(f))).or_default() += s.time;
    }
    let mut own: Vec<_> = own.into_iter().collect();
    own.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    let mut out = format!("profile: {:.1} ms\n", total.as_secs_f64() * 1e3);
    for (name, time) in own.iter().take(15) {
        let share = time.as_secs_f64() / total.as_secs_f64().max(1e-9) * 100.0;
        let _ = writeln!(out, "{share:6.1} %  {name}");
    }
    let ops = profile.opcodes();
    let all: u64 = ops.iter().map(|(_, n)| n).sum();
    let _ = writeln!(out, "instructions: {all}");
    for (op, n) in ops.iter().take(15) {
        let _ = writeln!(out, "{:6.1} %  {}", *n as f64 / all.max(1) as f64 * 100.0, op.info().name);
    }
    out
}
