//! `cargo xtask tails`: in the optimised `balvm`, every handler hands over by a jump.
//!
//! A handler that *calls* the next one leaks native stack with each instruction it executes. Whether LLVM makes a jump of
//! a call in tail position depends on the whole handler, so the machine code is what is checked: no indirect call and no
//! call of another handler outside the functions that handlers set apart (see `vm/interp/src/handlers/mod.rs`).

use std::process::Command;

/// Functions that return to the handler that called them, by the end of their name.
const RETURNING: &[&str] = &[
    "::work",
    "::pack_rest",
    "::new_error",
    "::read_field",
    "::write_field",
    "::stack_overflow",
    "::overflow",
    "::div_zero",
    "::decimal_fail",
    "Apart::raise",
    "Apart::raise_value",
    "::dispatch",
    "::enter_apart",
    "::call_method_value",
    "::grow",
    "::cache",
    "::decimal",
];

/// Builds the tool and reads its code; the problems found.
///
/// # Errors
/// A message when the tool cannot be built or disassembled.
pub fn check() -> Result<Vec<String>, String> {
    let built = Command::new("cargo").args(["build", "-q", "--release", "-p", "balvm"]).status();
    if !built.is_ok_and(|s| s.success()) {
        return Err("balvm does not build".into());
    }
    let target = std::env::var("CARGO_TARGET_DIR").unwrap_or("target".into());
    let out = Command::new("objdump")
        .args(["-d", "--no-show-raw-insn", "-C", &format!("{target}/release/balvm")])
        .output()
        .map_err(|e| format!("objdump (binutils) is needed: {e}"))?;
    problems(&String::from_utf8_lossy(&out.stdout))
}

fn problems(listing: &str) -> Result<Vec<String>, String> {
    let (mut found, mut handlers, mut jumps) = (Vec::new(), 0, 0);
    let mut function = "";
    for line in listing.lines() {
        if let Some(name) = line.strip_suffix(">:").and_then(|l| l.split_once('<')) {
            function = name.1;
            handlers += usize::from(is_handler(function));
            continue;
        }
        if !is_handler(function) {
            continue;
        }
        let Some(instruction) = line.split('\t').nth(1).map(str::trim) else { continue };
        if instruction.starts_with("jmp") && instruction.contains('*') {
            jumps += 1;
        }
        let Some(callee) = instruction.strip_prefix("call").map(str::trim) else { continue };
        let indirect = callee.starts_with('*') && !callee.contains("(%rip)");
        let handler = callee.split_once('<').is_some_and(|(_, n)| is_handler(n.trim_end_matches('>')));
        if indirect || handler {
            found.push(format!("{function}: call {callee}"));
        }
    }
    // Stripped symbols or another architecture must not look like success.
    if handlers < 100 || jumps < handlers / 2 {
        return Err(format!("only {handlers} handlers with {jumps} indirect jumps recognised"));
    }
    Ok(found)
}

fn is_handler(function: &str) -> bool {
    let function = function.trim_start_matches('<');
    function.starts_with("interp::handlers::") && !RETURNING.iter().any(|r| function.ends_with(r))
}

#[cfg(test)]
mod tests {
    use super::is_handler;

    #[test]
    fn set_apart_work_is_no_handler() {
        assert!(is_handler("interp::handlers::scalar::add_i"));
        assert!(!is_handler("interp::handlers::scalar::add_d::work"));
        assert!(!is_handler("values::list::len"));
    }
}
