//! A readable form of sets that no declared type stands behind.

use std::fmt::Write;

use crate::basic::Basic;
use crate::project::{ListAlternative, MappingAlternative};
use crate::set::{Part, SemType, Slice};
use crate::ty::Const;

/// Structure below this depth is abbreviated.
const DEPTH: usize = 3;
/// No more alternatives or constants than this are listed.
const WIDTH: usize = 8;

/// Text for diagnostics: close to Ballerina's syntax, abbreviated where a set is large or deep.
pub fn describe(ty: SemType) -> String {
    at_depth(ty, 0)
}

fn at_depth(ty: SemType, depth: usize) -> String {
    let predefined = [
        (SemType::NEVER, "never"),
        (SemType::ANY, "any"),
        (SemType::VALUE, "any|error"),
        (SemType::anydata(), "anydata"),
        (SemType::json(), "json"),
        (SemType::readonly(), "readonly"),
    ];
    if let Some((_, name)) = predefined.iter().find(|(known, _)| *known == ty) {
        return (*name).to_owned();
    }
    let mut texts = Vec::new();
    let nilable = ty.bits().contains(Basic::Nil) && ty.bits() != Basic::Nil.bit();
    for basic in ty.bits().iter() {
        match ty.slice(basic) {
            Slice::Empty => {}
            Slice::All if basic == Basic::Nil && nilable => {}
            Slice::All => texts.push(basic_name(basic).to_owned()),
            Slice::Part(part) => describe_part(ty, basic, part, depth, &mut texts),
        }
    }
    if texts.len() > WIDTH {
        texts.truncate(WIDTH);
        texts.push("…".to_owned());
    }
    match (texts.as_slice(), nilable) {
        ([], true) => "()".to_owned(),
        ([], false) => "never".to_owned(),
        ([one], true) => format!("{one}?"),
        (_, true) => format!("({})?", texts.join("|")),
        (_, false) => texts.join("|"),
    }
}

fn basic_name(basic: Basic) -> &'static str {
    match basic {
        Basic::Nil => "()",
        Basic::Boolean => "boolean",
        Basic::Int => "int",
        Basic::Float => "float",
        Basic::Decimal => "decimal",
        Basic::String => "string",
        Basic::Regexp => "regexp:RegExp",
        Basic::Handle => "handle",
        Basic::Typedesc => "typedesc",
        Basic::Function => "function",
        Basic::Error => "error",
        Basic::Future => "future",
        Basic::Stream => "stream",
        Basic::List => "(any|error)[]",
        Basic::Mapping => "map<any|error>",
        Basic::Table => "table",
        Basic::Xml => "xml",
        Basic::Object => "object {}",
        Basic::Undef => "<absent>",
    }
}

fn describe_part(ty: SemType, basic: Basic, part: &Part, depth: usize, texts: &mut Vec<String>) {
    let mut constants = |allowed: bool, values: Vec<String>, of: &str| {
        let shown = values.iter().take(WIDTH).cloned().collect::<Vec<_>>().join("|");
        match allowed {
            true => texts.extend(values.into_iter().take(WIDTH)),
            false if values.is_empty() => texts.push(of.to_owned()),
            false => texts.push(format!("({of} - {shown})")),
        }
    };
    match part {
        Part::Boolean(value) => texts.push(value.to_string()),
        Part::Int(set) => {
            texts.extend(set.ranges().iter().take(WIDTH).map(|&(low, high)| match (low, high) {
                (0, 255) => "byte".to_owned(),
                _ if low == high => low.to_string(),
                _ => format!("{low}...{high}"),
            }))
        }
        Part::Float(set) => {
            let values = set.values.iter().map(|&v| Const::Float(v).to_string()).collect();
            constants(set.allowed, values, "float");
        }
        Part::Decimal(set) => {
            let values = set.values.iter().map(|&v| Const::Decimal(v).to_string()).collect();
            constants(set.allowed, values, "decimal");
        }
        Part::String(set) => {
            for (half, of) in [(&set.others, "string"), (&set.chars, "string:Char")] {
                let values = half.values.iter().map(|&v| Const::String(v).to_string()).collect();
                constants(half.allowed, values, of);
            }
        }
        Part::Xml(_) => texts.push(if ty.is_readonly() { "readonly & xml" } else { "xml" }.to_owned()),
        Part::Bdd(_) => describe_structure(ty.restrict(basic.bit()), basic, depth, texts),
    }
}

fn describe_structure(ty: SemType, basic: Basic, depth: usize, texts: &mut Vec<String>) {
    let inner = |ty: SemType| at_depth(ty, depth + 1);
    let text = match basic {
        _ if depth >= DEPTH => "…".to_owned(),
        Basic::List => {
            texts.extend(ty.list_alternatives().iter().take(WIDTH).map(|l| list(l, depth)));
            return;
        }
        Basic::Mapping => {
            texts.extend(ty.mapping_alternatives().iter().take(WIDTH).map(|m| mapping(m, depth)));
            return;
        }
        Basic::Table => format!("table<{}>", inner(ty.table_row_type())),
        Basic::Stream => {
            format!("stream<{}, {}>", inner(ty.stream_value_type()), inner(ty.stream_completion_type()))
        }
        Basic::Typedesc => format!("typedesc<{}>", inner(ty.typedesc_constraint())),
        Basic::Future => format!("future<{}>", inner(ty.future_value_type())),
        Basic::Error => format!("error<{}>", inner(ty.error_detail_type())),
        Basic::Function => function(ty, depth),
        _ => basic_name(basic).to_owned(),
    };
    if !ty.is_empty() {
        texts.push(text);
    }
}

fn operand(ty: SemType, depth: usize) -> String {
    let text = at_depth(ty, depth + 1);
    if text.contains('|') && !text.ends_with('}') { format!("({text})") } else { text }
}

fn list(list: &ListAlternative, depth: usize) -> String {
    let readonly = if list.readonly { "readonly & " } else { "" };
    if list.members.is_empty() && !list.is_fixed_length() {
        return format!("{readonly}{}[]", operand(list.rest, depth));
    }
    if let ([one], true, true) = (list.members.as_slice(), list.is_fixed_length(), list.fixed_len > 1) {
        return format!("{readonly}{}[{}]", operand(*one, depth), list.fixed_len);
    }
    let mut members: Vec<String> = list.members.iter().map(|&m| at_depth(m, depth + 1)).collect();
    if !list.is_fixed_length() {
        members.push(format!("{}...", at_depth(list.rest, depth + 1)));
    }
    format!("{readonly}[{}]", members.join(", "))
}

fn mapping(mapping: &MappingAlternative, depth: usize) -> String {
    let prefix = if mapping.readonly { "readonly & " } else { "" };
    if mapping.fields.is_empty() && !mapping.rest.is_empty() {
        return format!("{prefix}map<{}>", at_depth(mapping.rest, depth + 1));
    }
    let mut text = format!("{prefix}record {{| ");
    for field in &mapping.fields {
        let optional = if field.optional { "?" } else { "" };
        let readonly = if field.readonly && !mapping.readonly { "readonly " } else { "" };
        let _ = write!(text, "{readonly}{} {}{optional}; ", at_depth(field.ty, depth + 1), field.name);
    }
    if !mapping.rest.is_empty() {
        let _ = write!(text, "{}...; ", at_depth(mapping.rest, depth + 1));
    }
    text + "|}"
}

fn function(ty: SemType, depth: usize) -> String {
    let Some(params) = ty.function_params() else { return "function".to_owned() };
    let Some(ret) = ty.function_return(params) else { return "function".to_owned() };
    let lists = params.list_alternatives();
    let [args] = lists.as_slice() else { return "function".to_owned() };
    let mut texts: Vec<String> = args.members.iter().map(|&m| at_depth(m, depth + 1)).collect();
    if !args.is_fixed_length() {
        texts.push(format!("{}...", at_depth(args.rest, depth + 1)));
    }
    format!("function ({}) returns {}", texts.join(", "), operand(ret, depth))
}
