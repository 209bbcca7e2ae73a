//! Expressions of a given type.

use crate::generate::Gen;
use crate::types::{self, Presence, T};

const KEYS: &[&str] = &["a", "b", "key", "\u{e9}", ""];
const STRINGS: &[&str] =
    &["", "a", "abc", "Hello, World", "\u{1F600}x", "z\\n\\\"q\\\"", "0123456789", "\u{e9}t\u{e9}"];
const INTS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "63",
    "64",
    "255",
    "1000",
    "4611686018427387903",
    "4611686018427387904",
    "9223372036854775807",
];
const FLOATS: &[&str] = &["0.0", "1.0", "0.5", "2.25", "1.0e10", "1.0e-7", "1.0e300", "123456789.125"];
const DECIMALS: &[&str] =
    &["0", "1", "1.0", "0.5", "2.50", "1e10", "1e-7", "3.333333333333333333333333333333333"];

impl Gen<'_> {
    /// An expression of type `t`.
    pub fn expr(&mut self, t: &T, depth: usize) -> String {
        if self.rng.below(5) < 2
            && let Some(v) = self.variable(t)
        {
            return v;
        }
        if depth == 0 {
            return self.leaf(t);
        }
        let d = depth - 1;
        match self.rng.below(10) {
            0 => {
                let (c, a, b) = (self.condition(d), self.expr(t, d), self.expr(t, d));
                format!("({c} ? {a} : {b})")
            }
            1 => self.let_expr(t, d),
            2 | 3 => match self.call(t, d) {
                Some(c) => c,
                None => self.operator(t, d),
            },
            4 => match self.part(t, d) {
                Some(p) => p,
                None => self.operator(t, d),
            },
            _ => self.operator(t, d),
        }
    }

    fn let_expr(&mut self, t: &T, depth: usize) -> String {
        let bound = types::data(self.rng, 1, self.records.len());
        let init = self.expr(&bound, depth);
        let name = self.fresh("l");
        let mark = self.vars.len();
        self.bind(&name, bound.clone(), false);
        let body = self.expr(t, depth);
        self.vars.truncate(mark);
        format!("(let {} {name} = {init} in {body})", bound.name())
    }

    /// A constant, or the smallest constructor.
    fn leaf(&mut self, t: &T) -> String {
        match t {
            T::Nil => "()".into(),
            T::Int => {
                let text = *self.rng.pick(INTS);
                if self.rng.one_in(4) { format!("(-{text})") } else { text.into() }
            }
            T::Float => format!("{}f", self.rng.pick(FLOATS)),
            T::Decimal => format!("{}d", self.rng.pick(DECIMALS)),
            T::Bool => (*self.rng.pick(&["true", "false"])).into(),
            T::Str => format!("\"{}\"", self.rng.pick(STRINGS)),
            T::List(_) => "[]".into(),
            T::Map(_) => "{}".into(),
            T::Tuple(all) => {
                let members: Vec<String> = all.iter().map(|m| self.leaf(m)).collect();
                format!("[{}]", members.join(", "))
            }
            T::Record(i) => self.record(*i, 0),
            T::Union(all) => {
                let one = self.rng.pick(all).clone();
                self.leaf(&one)
            }
            T::Function(params, ret) => self.lambda(params, ret, 0),
            T::Object(i) => format!("new C{i}()"),
        }
    }

    fn record(&mut self, i: usize, depth: usize) -> String {
        let fields: Vec<(String, T, Presence)> = self.records[i].fields.clone();
        let mut out = Vec::new();
        for (name, t, presence) in fields {
            if presence == Presence::Required || self.rng.one_in(2) {
                let value = self.expr(&t, depth);
                out.push(format!("{name}: {value}"));
            }
        }
        format!("{{{}}}", out.join(", "))
    }

    /// An operand whose static type is not a single constant.
    pub fn value(&mut self, t: &T, depth: usize) -> String {
        let e = self.expr(t, depth);
        match t {
            T::Int => format!("idInt({e})"),
            T::Float => format!("idFloat({e})"),
            T::Decimal => format!("idDecimal({e})"),
            T::Bool => format!("idBool({e})"),
            T::Str => format!("idStr({e})"),
            _ => e,
        }
    }

    pub fn condition(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.one_in(3) {
            return self.value(&T::Bool, 0);
        }
        let d = depth - 1;
        match self.rng.below(6) {
            0 | 1 => {
                let t = self.rng.pick(&[T::Int, T::Float, T::Decimal, T::Str]).clone();
                let (a, b) = (self.value(&t, d), self.value(&t, d));
                let op = *self.rng.pick(&["<", "<=", ">", ">=", "==", "!="]);
                format!("{a} {op} {b}")
            }
            2 => {
                let (a, b) = (self.condition(d), self.condition(d));
                let op = *self.rng.pick(&["&&", "||"]);
                format!("({a}) {op} ({b})")
            }
            3 => format!("!({})", self.condition(d)),
            4 => match self.same_typed() {
                Some((a, b)) => format!("{a} {} {b}", self.rng.pick(&["==", "!="])),
                None => self.value(&T::Bool, d),
            },
            _ => self.value(&T::Bool, d),
        }
    }

    /// Two variables of one type of data.
    fn same_typed(&mut self) -> Option<(String, String)> {
        let all: Vec<_> = self.vars.iter().filter(|v| v.ty.is_data() && v.ty != T::Nil).collect();
        let a = all.get(self.rng.below(all.len()))?;
        let others: Vec<_> = all.iter().filter(|v| v.ty == a.ty && v.name != a.name).collect();
        if others.is_empty() {
            return None;
        }
        Some((a.name.clone(), others[self.rng.below(others.len())].name.clone()))
    }

    /// A call of a function, a method or a function value.
    fn call(&mut self, t: &T, depth: usize) -> Option<String> {
        let mut found: Vec<(String, Vec<T>)> = Vec::new();
        found.extend(
            self.functions
                .iter()
                .filter(|f| !f.fails && f.ret == *t)
                .map(|f| (f.name.clone(), f.params.clone())),
        );
        for v in &self.vars {
            match &v.ty {
                T::Function(params, ret) if **ret == *t => found.push((v.name.clone(), params.clone())),
                T::Object(i) => {
                    let methods = self.classes[*i].methods.iter().filter(|m| m.2 == *t);
                    found.extend(methods.map(|m| (format!("{}.{}", v.name, m.0), m.1.clone())));
                }
                _ => {}
            }
        }
        if found.is_empty() {
            return None;
        }
        let (name, params) = found.swap_remove(self.rng.below(found.len()));
        // A field that holds a function would be called as a method.
        if name.starts_with("self.") && name.matches('.').count() == 1 && !name.starts_with("self.m") {
            return None;
        }
        let args: Vec<String> = params.iter().map(|p| self.expr(p, depth.min(1))).collect();
        Some(format!("{name}({})", args.join(", ")))
    }

    /// A member of a variable.
    fn part(&mut self, t: &T, depth: usize) -> Option<String> {
        let mut found: Vec<(String, usize)> = Vec::new();
        for v in &self.vars {
            let n = &v.name;
            match &v.ty {
                T::Record(i) => {
                    for (f, ft, p) in &self.records[*i].fields {
                        if ft == t && *p != Presence::Optional {
                            found.push((format!("{n}.{f}"), 0));
                        }
                    }
                }
                T::Tuple(all) => {
                    found.extend(
                        all.iter().enumerate().filter(|m| m.1 == t).map(|m| (format!("{n}[{}]", m.0), 0)),
                    );
                }
                T::Object(i) => {
                    let fields = self.classes[*i].fields.iter().filter(|f| f.1 == *t);
                    found.extend(fields.map(|f| (format!("{n}.{}", f.0), 0)));
                }
                T::List(m) if **m == *t => found.push((n.clone(), 1)),
                T::Map(m) if **m == *t => found.push((n.clone(), 2)),
                _ => {}
            }
        }
        if found.is_empty() {
            return None;
        }
        let (text, how) = found.swap_remove(self.rng.below(found.len()));
        Some(match how {
            0 => text,
            1 => {
                let (i, other) = (self.expr(&T::Int, depth.min(1)), self.expr(t, depth.min(1)));
                format!("({text}.length() > 0 ? {text}[at({i}, {text}.length())] : {other})")
            }
            _ => {
                let (key, other) = (*self.rng.pick(KEYS), self.expr(t, depth.min(1)));
                if t == &T::Nil { "()".into() } else { format!("({text}[\"{key}\"] ?: {other})") }
            }
        })
    }

    /// An operator or constructor that gives the type.
    fn operator(&mut self, t: &T, depth: usize) -> String {
        match t {
            T::Nil => "()".into(),
            T::Int => self.int(depth),
            T::Float => {
                let a = self.value(t, depth);
                match self.rng.below(5) {
                    0 => format!("float:sqrt({a})"),
                    1 => format!("<float>{}", self.value(&T::Int, depth)),
                    2 => format!("(-{a})"),
                    _ => format!(
                        "({a} {} {})",
                        self.rng.pick(&["+", "-", "*", "/", "%"]),
                        self.value(t, depth)
                    ),
                }
            }
            T::Decimal => {
                let a = self.value(t, depth);
                match self.rng.below(5) {
                    0 => format!("decimal:round({a}, 2)"),
                    1 => format!("<decimal>{}", self.value(&T::Int, depth)),
                    2 => format!("(-{a})"),
                    _ => format!(
                        "({a} {} {})",
                        self.rng.pick(&["+", "-", "*", "/", "%"]),
                        self.value(t, depth)
                    ),
                }
            }
            T::Bool => format!("({})", self.condition(depth)),
            T::Str => self.string(depth),
            T::List(m) => self.list(m, depth),
            T::Map(m) => self.map(m, depth),
            T::Tuple(all) => {
                let members: Vec<String> = all.iter().map(|m| self.expr(m, depth)).collect();
                format!("[{}]", members.join(", "))
            }
            T::Record(i) => self.record(*i, depth),
            T::Union(all) => {
                let one = self.rng.pick(all).clone();
                self.expr(&one, depth)
            }
            T::Function(params, ret) => self.lambda(params, ret, depth),
            T::Object(i) => format!("new C{i}()"),
        }
    }

    fn int(&mut self, depth: usize) -> String {
        let a = self.value(&T::Int, depth);
        match self.rng.below(12) {
            0 => format!("{}.length()", self.value(&T::Str, depth)),
            1 => format!("int:max({a}, {})", self.expr(&T::Int, depth)),
            2 => format!(
                "({a} {} {})",
                self.rng.pick(&["&", "|", "^", "<<", ">>", ">>>"]),
                self.value(&T::Int, depth)
            ),
            3 => format!("(-{a})"),
            4 => format!("(~{a})"),
            5 => format!("<int>{}", self.value(&T::Float, depth)),
            6 => {
                let m = types::simple(self.rng);
                match self.variable(&T::List(Box::new(m))) {
                    Some(l) => format!("{l}.length()"),
                    None => a,
                }
            }
            7 => match self.variable(&T::List(Box::new(T::Int))) {
                Some(l) => format!("int:sum(...{l})"),
                None => a,
            },
            _ => {
                format!("({a} {} {})", self.rng.pick(&["+", "-", "*", "/", "%"]), self.value(&T::Int, depth))
            }
        }
    }

    /// A string of bounded length: one that is made of a structure of strings would grow with a power of the rounds of a
    /// loop that puts it into the structure.
    fn string(&mut self, depth: usize) -> String {
        match self.rng.below(6) {
            0 | 1 => {
                let t = types::data(self.rng, 1, self.records.len());
                match self.printable(&t, depth) {
                    Some(e) => format!("idStr({e}.toString())"),
                    None => self.value(&T::Str, depth),
                }
            }
            2 => {
                let (a, b) = (self.value(&T::Str, depth), self.expr(&T::Int, depth));
                format!("string `{{${{{a}}}|${{{b}}}}}`")
            }
            3 => format!("{}.toUpperAscii()", self.value(&T::Str, depth)),
            4 => format!("upTo({}, {})", self.expr(&T::Str, depth), self.expr(&T::Int, depth)),
            _ => format!("({} + {})", self.value(&T::Str, depth), self.value(&T::Str, depth)),
        }
    }

    /// A value of the type as the receiver of `toString`.
    fn printable(&mut self, t: &T, depth: usize) -> Option<String> {
        match t {
            T::Int | T::Float | T::Decimal | T::Bool | T::Str => Some(self.value(t, depth)),
            _ => self.variable(t),
        }
    }

    fn list(&mut self, m: &T, depth: usize) -> String {
        let whole = T::List(Box::new(m.clone()));
        match self.rng.below(9) {
            0 | 1 => self.query(m, depth),
            2 => match self.variable(&whole) {
                Some(l) => format!("[...{l}, {}]", self.expr(m, depth)),
                None => "[]".into(),
            },
            3 => match self.variable(&whole) {
                Some(l) if m.is_data() => format!("{l}.{}()", self.rng.pick(&["reverse", "clone"])),
                _ => "[]".into(),
            },
            4 => match self.variable(&whole) {
                Some(l) if matches!(m, T::Int | T::Str | T::Float | T::Decimal | T::Bool) => {
                    format!("{l}.sort()")
                }
                _ => "[]".into(),
            },
            5 => match self.variable(&whole) {
                Some(l) => {
                    let x = self.fresh("x");
                    let mark = self.vars.len();
                    self.bind(&x, m.clone(), false);
                    let (method, body) = if self.rng.one_in(2) {
                        ("filter", self.condition(depth))
                    } else {
                        ("map", self.value(m, depth))
                    };
                    self.vars.truncate(mark);
                    format!(
                        "{l}.{method}(function ({} {x}) returns {} => {body})",
                        m.name(),
                        if method == "map" { m.name() } else { "boolean".into() }
                    )
                }
                None => "[]".into(),
            },
            _ => {
                let members: Vec<String> = (0..self.rng.below(4)).map(|_| self.expr(m, depth)).collect();
                format!("[{}]", members.join(", "))
            }
        }
    }

    /// A query that gives a list.
    fn query(&mut self, m: &T, depth: usize) -> String {
        let item = types::simple(self.rng);
        let source = match self.variable(&T::List(Box::new(item.clone()))) {
            Some(v) => v,
            None => return "[]".into(),
        };
        let mark = self.vars.len();
        let x = self.fresh("q");
        let mut out = format!("from {} {x} in {source}", item.name());
        self.bind(&x, item, false);
        let d = depth.min(1);
        for _ in 0..self.rng.below(3) {
            match self.rng.below(4) {
                0 => out.push_str(&format!(" where {}", self.condition(d))),
                1 => {
                    let t = types::simple(self.rng);
                    let (e, y) = (self.expr(&t, d), self.fresh("y"));
                    out.push_str(&format!(" let {} {y} = {e}", t.name()));
                    self.bind(&y, t, false);
                }
                2 => {
                    let key = self.value(&T::Int, d);
                    out.push_str(&format!(" order by {key}{}", self.rng.pick(&["", " descending"])));
                }
                _ => out.push_str(&format!(" limit {}", self.rng.below(4))),
            }
        }
        let selected = self.expr(m, d);
        self.vars.truncate(mark);
        format!("({out} select {selected})")
    }

    fn map(&mut self, m: &T, depth: usize) -> String {
        if self.rng.one_in(3)
            && m.is_data()
            && let Some(v) = self.variable(&T::Map(Box::new(m.clone())))
        {
            return format!("{v}.clone()");
        }
        let mut keys = KEYS.to_vec();
        let mut members = Vec::new();
        for _ in 0..self.rng.below(3) {
            let key = keys.remove(self.rng.below(keys.len()));
            members.push(format!("\"{key}\": {}", self.expr(m, depth)));
        }
        format!("{{{}}}", members.join(", "))
    }

    /// An anonymous function; it may use and change what is around it.
    pub fn lambda(&mut self, params: &[T], ret: &T, depth: usize) -> String {
        let mark = self.vars.len();
        let mut shown = Vec::new();
        for p in params {
            let n = self.fresh("p");
            shown.push(format!("{} {n}", p.name()));
            self.bind(&n, p.clone(), false);
        }
        let head = format!("function ({}) returns {}", shown.join(", "), ret.name());
        let text = if depth == 0 || self.nested > 1 || self.rng.one_in(2) {
            format!("{head} => {}", self.expr(ret, depth.min(1)))
        } else {
            let body = self.nested_body(ret);
            format!("{head} {{\n{body}}}")
        };
        self.vars.truncate(mark);
        text
    }
}
