//! How an error that ends the program is shown (standard error).

use interp::Machine;
use native::Word;
use values::text::Style;

/// `error: message {detail}`, causes, and with `trace` the stack of the error's creation.
pub fn error(m: &Machine, w: Word, trace: bool) -> String {
    let mut out = String::from("error: ");
    let mut current = w;
    let mut first = true;
    while let Some([message, cause, detail, stack]) = m.world.error_parts(current) {
        if !first {
            out.push_str("\ncause: ");
        }
        out.push_str(m.world.as_str(message).unwrap_or(""));
        let shown = m.world.text(detail, Style::Informal);
        if shown != "{}" {
            out.push(' ');
            out.push_str(&shown);
        }
        if trace && let Some(bytes) = m.world.as_bytes(stack) {
            for (i, line) in m.program.render_trace(bytes).iter().enumerate() {
                out.push_str(if i == 0 { "\n        at " } else { "\n           " });
                out.push_str(line);
            }
        }
        first = false;
        current = cause;
    }
    out
}
