//! Human-readable listings, for `balvm inspect`, `balc dump --bytecode` and golden tests.

use std::fmt::Write;

use crate::archive::{Archive, Function};
use crate::ops::{Ins, Role, words};

/// Lists every function.
pub fn archive(a: &Archive) -> String {
    let mut out = String::new();
    for (i, f) in a.functions.iter().enumerate() {
        let _ = write!(out, "{}", function(a, i as u32, &f));
        out.push('\n');
    }
    out
}

/// Lists one function: header, then a line per instruction with source lines as they change.
pub fn function(a: &Archive, index: u32, f: &Function<'_>) -> String {
    let mut out = String::new();
    let kinds: String = f.kinds.iter().map(|k| k.letter()).collect();
    let (params, locals) = kinds.split_at((f.nparams as usize).min(kinds.len()));
    let _ = writeln!(
        out,
        "func {index} {} ({}) params={params} locals={locals} out={} ret={} {:?}",
        name(a, f.name),
        name(a, f.file),
        f.nout,
        f.ret.letter(),
        f.call
    );
    let start = f.code_start as usize;
    let code = a.code.get(start..start + f.code_len as usize).unwrap_or(&[]);
    let (mut at, mut line) = (0usize, (0u32, None));
    while at < code.len() {
        if let Some(l) = f.line_at(at as u32)
            && (l.line, l.inlined) != line
        {
            line = (l.line, l.inlined);
            let of = l.inlined.and_then(|i| f.inlined(i));
            let of = of.map_or(String::new(), |i| format!(" of {}", name(a, i.name)));
            let _ = writeln!(out, "  ; line {}{of}", l.line);
        }
        match Ins::decode(code[at]) {
            Some(ins) => {
                let _ = writeln!(out, "  {at:4} {}", instruction(a, ins, at, code.get(at + 1).copied()));
                at += ins.op.words();
            }
            None => {
                let _ = writeln!(out, "  {at:4} ??? {:#018x}", code[at]);
                at += 1;
            }
        }
    }
    for h in f.handlers() {
        let _ = writeln!(out, "  handler {}..{} -> {} r{}", h.start, h.end, h.target, h.reg);
    }
    out
}

fn name(a: &Archive, i: u32) -> &str {
    a.strings.get(i as usize).unwrap_or("?")
}

fn instruction(a: &Archive, ins: Ins, at: usize, extra: Option<u64>) -> String {
    let info = ins.op.info();
    let mut out = info.name.trim_end_matches('_').to_string();
    let mut sep = ' ';
    for (role, field) in info.roles.into_iter().zip([ins.a, ins.b, ins.c]) {
        let text = match role {
            Role::Z => continue,
            Role::Imm => format!("{}", field as i16),
            Role::Imm32 => format!("{}", ins.bc() as i32),
            Role::Word => match field {
                words::NIL => "nil".into(),
                words::FALSE => "false".into(),
                words::TRUE => "true".into(),
                _ => "absent".into(),
            },
            Role::Kraw => a.raw.get(field as usize).map_or("?".into(), |v| {
                if ins.op == crate::Op::ldk_f {
                    format!("{:?}", f64::from_bits(*v))
                } else {
                    format!("{}", *v as i64)
                }
            }),
            Role::Kref => a.meta.refs.get(field as usize).map_or("?".into(), |r| match &r.value {
                crate::ConstNode::String(s) => format!("{:?}", name(a, *s)),
                other => format!("{other:?}"),
            }),
            Role::Ty => format!("type{field}"),
            Role::Str => format!(".{}", name(a, field as u32)),
            Role::Fun => {
                a.functions.get(ins.bc() as usize).map_or("?".into(), |f| name(a, f.name).to_string())
            }
            Role::Nat => {
                a.meta.natives.get(field as usize).map_or("?".into(), |n| name(a, n.name).to_string())
            }
            Role::Cls => format!("class{field}"),
            Role::Glo => {
                a.meta.globals.get(field as usize).map_or("?".into(), |g| format!("@{}", name(a, g.name)))
            }
            Role::Cnt => format!("#{field}"),
            Role::J16 | Role::J32 => {
                format!("-> {}", at as i64 + ins.op.words() as i64 + ins.jump().unwrap_or(0) as i64)
            }
            _ => format!("r{field}"),
        };
        out.push(sep);
        if sep == ',' {
            out.push(' ');
        }
        out.push_str(&text);
        sep = ',';
    }
    if ins.op.has(crate::flags::name) {
        let field = extra.map_or(0, crate::ops::cache_index);
        let _ = write!(out, ", .{}", name(a, field as u32));
    }
    if ins.op == crate::Op::closure {
        let f = extra.and_then(|w| a.functions.get(w as usize));
        let _ = write!(out, ", {}", f.map_or("?", |f| name(a, f.name)));
    }
    out
}
