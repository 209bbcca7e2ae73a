//! Sets of characters: escapes, properties, `[...]`.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

/// A member of `[...]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassItem {
    Range(char, char),
    Escape(Escape),
}

/// An escape that stands for a set of characters; `negated` in its upper-case form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Escape {
    Digit {
        negated: bool,
    },
    Space {
        negated: bool,
    },
    Word {
        negated: bool,
    },
    /// `\p{...}`: the text between the braces.
    Property {
        name: String,
        negated: bool,
    },
}

/// `ReUnicodeGeneralCategoryAbbr`: first letters, each with the second ones that may follow.
const CATEGORIES: &[(char, &str)] = &[
    ('L', "ultmo"),
    ('M', "nce"),
    ('N', "dlo"),
    ('S', "mcko"),
    ('P', "cdseifo"),
    ('Z', "slp"),
    ('C', "cfon"),
];

/// Whether `\p{name}` is a property of the grammar.
pub(crate) fn is_property(name: &str) -> bool {
    if let Some(script) = name.strip_prefix("sc=") {
        let word = !script.is_empty() && script.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        return word && property(name).is_some();
    }
    let mut letters = name.strip_prefix("gc=").unwrap_or(name).chars();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let Some((_, seconds)) = CATEGORIES.iter().find(|(f, _)| Some(*f) == first) else { return false };
    second.is_none_or(|s| seconds.contains(s)) && third.is_none()
}

/// The characters with a property, from the tables of `regex-syntax`.
fn property(name: &str) -> Option<ClassUnicode> {
    let hir = regex_syntax::parse(&format!("\\p{{{name}}}")).ok()?;
    match hir.into_kind() {
        HirKind::Class(Class::Unicode(c)) => Some(c),
        // A set of one character.
        HirKind::Literal(l) => {
            let c = std::str::from_utf8(&l.0).ok()?.chars().next()?;
            Some(ranges(&[(c, c)]))
        }
        _ => None,
    }
}

pub(crate) fn ranges(r: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(r.iter().map(|&(a, b)| ClassUnicodeRange::new(a, b)))
}

fn escape(e: &Escape, ignore_case: bool) -> ClassUnicode {
    let (mut set, negated) = match e {
        Escape::Digit { negated } => (ranges(&[('0', '9')]), *negated),
        Escape::Space { negated } => (ranges(&[('\t', '\n'), ('\r', '\r'), (' ', ' ')]), *negated),
        Escape::Word { negated } => {
            let mut word = ranges(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);
            if ignore_case {
                fold(&mut word);
            }
            (word, *negated)
        }
        Escape::Property { name, negated } => (property(name).unwrap_or_else(ClassUnicode::empty), *negated),
    };
    if negated {
        set.negate();
    }
    set
}

/// The set of a class; case is folded before the negation of the whole, after that of an escape (ECMAScript 22.2.2).
pub(crate) fn set(items: &[ClassItem], negated: bool, ignore_case: bool) -> ClassUnicode {
    let mut all = ClassUnicode::empty();
    for item in items {
        match item {
            ClassItem::Range(a, b) => all.push(ClassUnicodeRange::new(*a, *b)),
            ClassItem::Escape(e) => all.union(&escape(e, ignore_case)),
        }
    }
    if ignore_case {
        fold(&mut all);
    }
    if negated {
        all.negate();
    }
    all
}

fn fold(set: &mut ClassUnicode) {
    set.try_case_fold_simple().expect("the tables of simple case folding are built in");
}
