//! The text of declared types: in diagnostics, and (`{:#}`) in the messages of a running program, where jBallerina
//! writes unions in parentheses, tuples without blanks and built-in subtypes with the whole name of their module.

use std::fmt::{self, Display, Formatter, Write};

use bal_num::Decimal;

use crate::ty::{
    Const, FunctionTy, IntSubtype, MemberKind, MemberTy, ObjectTy, ParamKind, ParamTy, PathSegmentTy,
    RecordTy, TableKey, Ty, TyKind, Visibility,
};

impl Display for IntSubtype {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IntSubtype::Signed8 => "int:Signed8",
            IntSubtype::Signed16 => "int:Signed16",
            IntSubtype::Signed32 => "int:Signed32",
            IntSubtype::Unsigned8 => "int:Unsigned8",
            IntSubtype::Unsigned16 => "int:Unsigned16",
            IntSubtype::Unsigned32 => "int:Unsigned32",
        })
    }
}

impl Display for Const {
    /// The constant as an expression.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Const::Nil => f.write_str("()"),
            Const::Bool(value) => write!(f, "{value}"),
            Const::Int(value) => write!(f, "{value}"),
            Const::Float(bits) => write!(f, "{}f", bal_num::float::to_text(f64::from_bits(*bits))),
            Const::Decimal(bits) => match Decimal::from_bits(*bits) {
                Some(value) => write!(f, "{value}d"),
                None => f.write_str("<invalid decimal>"),
            },
            Const::String(text) => quote(text.as_str(), f),
            Const::List(members) => separated(f, "[", members, ", ", "]"),
            Const::Mapping(fields) => {
                f.write_char('{')?;
                for (i, (name, value)) in fields.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if i == 0 { "" } else { ", " })?;
                }
                f.write_char('}')
            }
        }
    }
}

fn quote(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{{{:x}}}", c as u32)?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

fn separated<T: Display>(
    f: &mut Formatter<'_>,
    open: &str,
    items: &[T],
    separator: &str,
    close: &str,
) -> fmt::Result {
    f.write_str(open)?;
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        item.fmt(f)?;
    }
    f.write_str(close)
}

/// Writes the type where a postfix or infix operator follows, in parentheses when it needs them.
struct Operand(Ty);

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0.kind() {
            // The running program's form has its own parentheses.
            TyKind::Union(_) if f.alternate() => self.0.fmt(f),
            TyKind::Union(_) | TyKind::Intersection(_) | TyKind::Diff(..) | TyKind::Function(_) => {
                f.write_char('(')?;
                self.0.fmt(f)?;
                f.write_char(')')
            }
            _ => self.0.fmt(f),
        }
    }
}

impl Display for Ty {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.kind() {
            TyKind::Never => f.write_str("never"),
            TyKind::Nil => f.write_str("()"),
            TyKind::Boolean => f.write_str("boolean"),
            TyKind::Int => f.write_str("int"),
            TyKind::Byte => f.write_str("byte"),
            TyKind::IntSubtype(subtype) => write!(f, "{}{subtype}", lang(f)),
            TyKind::Float => f.write_str("float"),
            TyKind::Decimal => f.write_str("decimal"),
            TyKind::String => f.write_str("string"),
            TyKind::Char => write!(f, "{}string:Char", lang(f)),
            TyKind::Any => f.write_str("any"),
            TyKind::Anydata => f.write_str("anydata"),
            TyKind::Json => f.write_str("json"),
            TyKind::Readonly => f.write_str("readonly"),
            TyKind::Cloneable => f.write_str("value:Cloneable"),
            TyKind::Handle => f.write_str("handle"),
            TyKind::Regexp => write!(f, "{}regexp:RegExp", lang(f)),
            TyKind::XmlElement => write!(f, "{}xml:Element", lang(f)),
            TyKind::XmlComment => write!(f, "{}xml:Comment", lang(f)),
            TyKind::XmlProcessingInstruction => write!(f, "{}xml:ProcessingInstruction", lang(f)),
            TyKind::XmlText => write!(f, "{}xml:Text", lang(f)),
            TyKind::Singleton(value) => write!(f, "{value}"),
            TyKind::Named { name, .. } | TyKind::Param { name, .. } => write!(f, "{name}"),
            TyKind::Missing => f.write_str("<?>"),
            TyKind::AnyFunction { isolated } => {
                f.write_str(if *isolated { "isolated function" } else { "function" })
            }
            _ => fmt_constructed(self.kind(), f),
        }
    }
}

/// What goes before the name of a library module.
fn lang(f: &Formatter<'_>) -> &'static str {
    if f.alternate() { "lang." } else { "" }
}

/// Between the members of a tuple, and the parameters of a stream.
fn comma(f: &Formatter<'_>) -> &'static str {
    if f.alternate() { "," } else { ", " }
}

fn fmt_constructed(kind: &TyKind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        TyKind::Xml(inner) => parametric(f, "xml", *inner),
        TyKind::Typedesc(inner) => parametric(f, "typedesc", *inner),
        TyKind::Future(inner) => parametric(f, "future", *inner),
        TyKind::Error { detail, distinct } => {
            if !distinct.is_empty() {
                f.write_str("distinct ")?;
            }
            parametric(f, "error", *detail)
        }
        TyKind::Array { elem, len } => fmt_array(*elem, *len, f),
        TyKind::Tuple { members, rest } => {
            separated(f, "[", members, comma(f), "")?;
            if let Some(rest) = rest {
                f.write_str(if members.is_empty() { "" } else { comma(f) })?;
                rest.fmt(f)?;
                f.write_str("...")?;
            }
            f.write_char(']')
        }
        TyKind::Map(value) => parametric(f, "map", Some(*value)),
        TyKind::Record(record) => fmt_record(record, f),
        TyKind::Table { row, key } => {
            parametric(f, "table", Some(*row))?;
            match key {
                TableKey::None => Ok(()),
                TableKey::Fields(names) => separated(f, " key(", names, ", ", ")"),
                TableKey::Type(ty) => parametric(f, " key", Some(*ty)),
            }
        }
        TyKind::Function(function) => fmt_function(function, f),
        TyKind::Object(object) => fmt_object(object, f),
        TyKind::Stream { value, completion } if *completion == Ty::nil() => {
            parametric(f, "stream", Some(*value))
        }
        TyKind::Stream { value, completion } => {
            separated(f, "stream<", &[*value, *completion], comma(f), ">")
        }
        TyKind::Union(parts) => fmt_union(parts, f),
        TyKind::Intersection(parts) => {
            separated(f, "", &parts.iter().map(|&p| Operand(p)).collect::<Vec<_>>(), " & ", "")
        }
        TyKind::Diff(left, right) => separated(f, "", &[Operand(*left), Operand(*right)], " - ", ""),
        _ => Ok(()),
    }
}

fn parametric(f: &mut Formatter<'_>, name: &str, inner: Option<Ty>) -> fmt::Result {
    match inner {
        Some(inner) => {
            write!(f, "{name}<")?;
            inner.fmt(f)?;
            f.write_char('>')
        }
        None => f.write_str(name),
    }
}

/// Dimensions of nested arrays read outermost first: `int[2][]` is an array of two `int[]`.
fn fmt_array(elem: Ty, len: Option<u64>, f: &mut Formatter<'_>) -> fmt::Result {
    let mut dimensions = vec![len];
    let mut base = elem;
    while let TyKind::Array { elem, len } = base.kind() {
        dimensions.push(*len);
        base = *elem;
    }
    Operand(base).fmt(f)?;
    for len in dimensions {
        match len {
            Some(len) => write!(f, "[{len}]")?,
            None => f.write_str("[]")?,
        }
    }
    Ok(())
}

fn fmt_record(record: &RecordTy, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("record {| ")?;
    for field in &record.fields {
        let readonly = if field.readonly { "readonly " } else { "" };
        let optional = if field.optional { "?" } else { "" };
        f.write_str(readonly)?;
        field.ty.fmt(f)?;
        write!(f, " {}{optional}; ", field.name)?;
    }
    if let Some(rest) = record.rest {
        rest.fmt(f)?;
        f.write_str("...; ")?;
    }
    f.write_str("|}")
}

fn fmt_union(parts: &[Ty], f: &mut Formatter<'_>) -> fmt::Result {
    let nil = Ty::nil();
    let others: Vec<Operand> = parts.iter().filter(|&&p| p != nil).map(|&p| Operand(p)).collect();
    let nilable = others.len() < parts.len();
    match (others.as_slice(), nilable) {
        ([], _) => f.write_str("()"),
        ([one], true) => {
            one.fmt(f)?;
            f.write_char('?')
        }
        (many, true) => separated(f, "(", many, "|", ")?"),
        (many, false) if f.alternate() => separated(f, "(", many, "|", ")"),
        (many, false) => separated(f, "", many, "|", ""),
    }
}

fn fmt_params(params: &[ParamTy], rest: Option<Ty>, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char('(')?;
    for (i, param) in params.iter().enumerate() {
        let separator = if i == 0 { "" } else { ", " };
        let star = if param.kind == ParamKind::Included { "*" } else { "" };
        write!(f, "{separator}{star}{}", param.ty)?;
        if let Some(name) = param.name {
            write!(f, " {name}")?;
        }
        if param.kind == ParamKind::Defaultable {
            f.write_str(" = <>")?;
        }
    }
    if let Some(rest) = rest {
        write!(f, "{}{rest}...", if params.is_empty() { "" } else { ", " })?;
    }
    f.write_char(')')
}

fn fmt_signature(function: &FunctionTy, f: &mut Formatter<'_>) -> fmt::Result {
    fmt_params(&function.params, function.rest, f)?;
    write!(f, " returns {}", Operand(function.ret))
}

fn fmt_function(function: &FunctionTy, f: &mut Formatter<'_>) -> fmt::Result {
    if function.isolated {
        f.write_str("isolated ")?;
    }
    if function.transactional {
        f.write_str("transactional ")?;
    }
    f.write_str("function ")?;
    fmt_signature(function, f)
}

fn fmt_object(object: &ObjectTy, f: &mut Formatter<'_>) -> fmt::Result {
    let qualifiers = [
        (!object.distinct.is_empty(), "distinct "),
        (object.readonly, "readonly "),
        (object.isolated, "isolated "),
        (object.client, "client "),
        (object.service, "service "),
    ];
    for (_, text) in qualifiers.iter().filter(|q| q.0) {
        f.write_str(text)?;
    }
    f.write_str("object { ")?;
    for member in &object.members {
        fmt_member(member, f)?;
        f.write_str("; ")?;
    }
    f.write_char('}')
}

fn fmt_member(member: &MemberTy, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(match member.visibility {
        Visibility::Public => "public ",
        Visibility::Module(_) => "",
        Visibility::Private(_) => "private ",
    })?;
    let prefix = match &member.kind {
        MemberKind::Field { is_final } => {
            return write!(f, "{}{} {}", if *is_final { "final " } else { "" }, member.ty, member.name);
        }
        MemberKind::Method => "function ",
        MemberKind::Remote => "remote function ",
        MemberKind::Resource { .. } => "resource function ",
    };
    let TyKind::Function(signature) = member.ty.kind() else {
        return write!(f, "{prefix}{} {}", member.name, member.ty);
    };
    if signature.isolated {
        f.write_str("isolated ")?;
    }
    if signature.transactional {
        f.write_str("transactional ")?;
    }
    f.write_str(prefix)?;
    match &member.kind {
        MemberKind::Resource { accessor, path } => {
            write!(f, "{accessor} ")?;
            fmt_path(path, f)?;
        }
        _ => write!(f, "{}", member.name)?,
    }
    fmt_signature(signature, f)
}

fn fmt_path(path: &[PathSegmentTy], f: &mut Formatter<'_>) -> fmt::Result {
    if path.is_empty() {
        return f.write_char('.');
    }
    for (i, segment) in path.iter().enumerate() {
        if i > 0 {
            f.write_char('/')?;
        }
        let (name, ty, dots) = match segment {
            PathSegmentTy::Literal(name) => {
                write!(f, "{name}")?;
                continue;
            }
            PathSegmentTy::Param { name, ty } => (name, ty, ""),
            PathSegmentTy::Rest { name, ty } => (name, ty, "..."),
        };
        match name {
            Some(name) => write!(f, "[{ty}{dots} {name}]")?,
            None => write!(f, "[{ty}{dots}]")?,
        }
    }
    Ok(())
}
