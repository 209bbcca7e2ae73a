//! Bodies as text.

use std::fmt::Write;

use crate::ir::{Body, Callee, Cmp, Cond, InstKind, Opnd, Term, VReg};

/// The whole body.
pub fn dump(body: &Body) -> String {
    let mut out = String::new();
    let params: Vec<String> = (0..body.nparams as u32).map(|i| reg(body, VReg(i))).collect();
    let _ = writeln!(out, "{}({}) -> {} {{", body.name, params.join(", "), body.ret.letter());
    for (i, b) in body.blocks.iter().enumerate() {
        let handler = b.handler.map_or(String::new(), |h| {
            let h = &body.handlers[h.0 as usize];
            format!(" trap b{} {}", h.target.0, reg(body, h.reg))
        });
        let _ = writeln!(out, "b{i}:{handler}");
        for inst in &b.insts {
            let _ = writeln!(out, "    {}", inst_text(body, &inst.kind));
        }
        let _ = writeln!(out, "    {}", term_text(body, &b.term));
    }
    out.push_str("}\n");
    out
}

fn reg(body: &Body, v: VReg) -> String {
    format!("{}{}", body.kind(v).letter(), v.0)
}

fn regs(body: &Body, vs: &[VReg]) -> String {
    vs.iter().map(|v| reg(body, *v)).collect::<Vec<_>>().join(", ")
}

fn opnd(body: &Body, o: &Opnd) -> Option<String> {
    Some(match o {
        Opnd::None => return None,
        Opnd::Reg(v) => reg(body, *v),
        Opnd::Imm(i) => i.to_string(),
        Opnd::Word(w) => format!("{w:#x}"),
        Opnd::Ty(t) => format!("<{t}>"),
        Opnd::Str(n) => format!(".{n}"),
        Opnd::Class(c) => format!("{c:?}"),
        Opnd::Global(g) => match g {
            crate::key::GlobalKey::Var(_, n) => format!("@{n}"),
            crate::key::GlobalKey::IsSet(_, n) => format!("@{n}?"),
            crate::key::GlobalKey::Annotation(_, n) => format!("@annotation {n}"),
        },
        Opnd::Const(c) => format!("{:?}", c.0),
    })
}

fn inst_text(body: &Body, kind: &InstKind) -> String {
    match kind {
        InstKind::Op(op, args) => {
            let args: Vec<String> = args.iter().filter_map(|a| opnd(body, a)).collect();
            format!("{} {}", op.info().name, args.join(", "))
        }
        InstKind::Store(op, args, ty) => {
            let args: Vec<String> = args.iter().filter_map(|a| opnd(body, a)).collect();
            format!("{} {} <{ty}>", op.info().name, args.join(", "))
        }
        InstKind::Int(d, i) => format!("int {}, {i}", reg(body, *d)),
        InstKind::Float(d, f) => format!("float {}, {}", reg(body, *d), f64::from_bits(*f)),
        InstKind::Call { callee, dst, args } => {
            let dst = dst.map_or(String::new(), |d| format!("{} = ", reg(body, d)));
            let callee = match callee {
                Callee::Func(k) => format!("{k:?}"),
                Callee::Value(v) => reg(body, *v),
                Callee::Dynamic(v) => format!("{} with members of", reg(body, *v)),
                Callee::Method(n) => format!(".{n}"),
                Callee::Native(n) => format!("${n}"),
            };
            format!("{dst}call {callee}({})", regs(body, args))
        }
        InstKind::Closure { dst, func, captures } => {
            format!("closure {}, {func:?} [{}]", reg(body, *dst), regs(body, captures))
        }
        InstKind::Error { dst, parts, ty } => {
            format!("error {}, <{ty}>({})", reg(body, *dst), regs(body, parts))
        }
        InstKind::Concat { dst, parts } => format!("concat {} ({})", reg(body, *dst), regs(body, parts)),
    }
}

fn cmp(c: Cmp) -> &'static str {
    match c {
        Cmp::Lt => "<",
        Cmp::Le => "<=",
        Cmp::Gt => ">",
        Cmp::Ge => ">=",
        Cmp::Eq => "==",
        Cmp::Ne => "!=",
    }
}

fn term_text(body: &Body, t: &Term) -> String {
    match t {
        Term::Jump(b) => format!("jump b{}", b.0),
        Term::Branch { cond, then, els } => {
            let c = match cond {
                Cond::Bool(v) => reg(body, *v),
                Cond::Int(c, a, b) => format!("{} {} {}", reg(body, *a), cmp(*c), reg(body, *b)),
                Cond::IntK(c, a, k) => format!("{} {} {k}", reg(body, *a), cmp(*c)),
                Cond::Float { strict, a, b } => {
                    format!("{} {} {}", reg(body, *a), if *strict { "<" } else { "<=" }, reg(body, *b))
                }
                Cond::Nil(v) => format!("{} is nil", reg(body, *v)),
                Cond::Error(v) => format!("{} is error", reg(body, *v)),
                Cond::Absent(v) => format!("{} is absent", reg(body, *v)),
                Cond::Is(v, t) => format!("{} is <{t}>", reg(body, *v)),
                Cond::EqK(v, k) => format!("{} == {}", reg(body, *v), k.0),
            };
            format!("if {c} b{} else b{}", then.0, els.0)
        }
        Term::ForI { i, n, body: b, exit } => {
            format!("for {} < {} b{} else b{}", reg(body, *i), reg(body, *n), b.0, exit.0)
        }
        Term::Ret(v) => format!("ret {}", reg(body, *v)),
        Term::RetNil => "ret".to_string(),
        Term::Panic(v) => format!("panic {}", reg(body, *v)),
        Term::Trap(k) => format!("trap {k}"),
        Term::Unreachable => "unreachable".to_string(),
    }
}
