//! Programs and their statements. Every loop and every function takes from a finite supply, so that programs end.

use crate::common::Rng;
use crate::types::{self, Class, Presence, Record, T};

/// A variable that can be used.
pub struct Var {
    pub name: String,
    pub ty: T,
    pub assignable: bool,
}

/// A declared function.
pub struct Function {
    pub name: String,
    pub params: Vec<T>,
    pub ret: T,
    /// It returns the result or an error.
    pub fails: bool,
}

/// The state of generating one program.
pub struct Gen<'a> {
    pub rng: &'a mut Rng,
    pub records: Vec<Record>,
    pub classes: Vec<Class>,
    pub functions: Vec<Function>,
    pub vars: Vec<Var>,
    /// Functions around the current one.
    pub nested: usize,
    out: String,
    names: usize,
    loops: usize,
    fuel: i32,
    ret: T,
    fails: bool,
}

const PRELUDE: &str = "import ballerina/io;

int supply = 4000;

function tick() {
    supply -= 1;
    if supply < 0 {
        panic error(\"no more\");
    }
}

isolated function idInt(int x) returns int => x;
isolated function idFloat(float x) returns float => x;
isolated function idDecimal(decimal x) returns decimal => x;
isolated function idBool(boolean x) returns boolean => x;
// Strings stay short, whatever loops do with them.
isolated function idStr(string x) returns string => x.length() > 200 ? x.substring(0, 200) : x;

isolated function at(int i, int length) returns int {
    int r = i % length;
    return r < 0 ? r + length : r;
}

isolated function upTo(string s, int n) returns string => s.substring(0, at(n, s.length() + 1));

";

/// A program.
pub fn program(rng: &mut Rng) -> String {
    let mut g = Gen {
        rng,
        records: Vec::new(),
        classes: Vec::new(),
        functions: Vec::new(),
        vars: Vec::new(),
        nested: 0,
        out: String::from(PRELUDE),
        names: 0,
        loops: 0,
        fuel: 0,
        ret: T::Nil,
        fails: false,
    };
    for _ in 0..g.rng.below(3) {
        g.record_type();
    }
    for i in 0..g.rng.below(3) {
        let t = types::data(g.rng, 1, g.records.len());
        let init = g.expr(&t, 1);
        g.line(&format!("{} g{i} = {init};", t.name()));
        g.bind(&format!("g{i}"), t, true);
    }
    for _ in 0..g.rng.below(3) {
        g.class();
    }
    for _ in 0..2 + g.rng.below(4) {
        g.function();
    }
    g.main();
    g.out
}

impl Gen<'_> {
    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    pub fn bind(&mut self, name: &str, ty: T, assignable: bool) {
        self.vars.push(Var { name: name.into(), ty, assignable });
    }

    /// The name of a variable of the type.
    pub fn variable(&mut self, t: &T) -> Option<String> {
        let all: Vec<&Var> = self.vars.iter().filter(|v| v.ty == *t).collect();
        (!all.is_empty()).then(|| all[self.rng.below(all.len())].name.clone())
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    // ---- declarations ----

    /// An expression for a default: it uses no variables and calls none of the program's functions.
    fn isolated_expr(&mut self, t: &T) -> String {
        let hidden = (std::mem::take(&mut self.vars), std::mem::take(&mut self.functions));
        let text = self.expr(t, 1);
        (self.vars, self.functions) = hidden;
        text
    }

    fn record_type(&mut self) {
        let n = self.records.len();
        let mut fields = Vec::new();
        self.line(&format!("type R{n} record {{|"));
        for i in 0..1 + self.rng.below(4) {
            let t = types::data(self.rng, 1, n);
            let presence = *self.rng.pick(&[
                Presence::Required,
                Presence::Required,
                Presence::Optional,
                Presence::Default,
            ]);
            let name = format!("f{i}");
            let text = match presence {
                Presence::Required => format!("    {} {name};", t.name()),
                Presence::Optional => format!("    {} {name}?;", t.name()),
                Presence::Default => {
                    let value = self.isolated_expr(&t);
                    format!("    {} {name} = {value};", t.name())
                }
            };
            self.line(&text);
            fields.push((name, t, presence));
        }
        self.line("|};\n");
        self.records.push(Record { fields });
    }

    fn class(&mut self) {
        let n = self.classes.len();
        self.line(&format!("class C{n} {{"));
        let mut fields = Vec::new();
        for i in 0..1 + self.rng.below(3) {
            let t = types::data(self.rng, 1, self.records.len());
            let value = self.isolated_expr(&t);
            self.line(&format!("    {} f{i} = {value};", t.name()));
            fields.push((format!("f{i}"), t));
        }
        let mut methods = Vec::new();
        for i in 0..1 + self.rng.below(2) {
            let params: Vec<T> = (0..self.rng.below(3)).map(|_| types::simple(self.rng)).collect();
            let ret = types::data(self.rng, 1, self.records.len());
            let mark = self.vars.len();
            for (f, t) in &fields {
                self.bind(&format!("self.{f}"), t.clone(), true);
            }
            self.body(&format!("m{i}"), &params, &ret, false);
            self.vars.truncate(mark);
            methods.push((format!("m{i}"), params, ret));
        }
        self.line("}\n");
        self.classes.push(Class { fields, methods });
    }

    fn function(&mut self) {
        let name = format!("fn{}", self.functions.len());
        let params: Vec<T> = (0..self.rng.below(4)).map(|_| self.any_type()).collect();
        let ret = types::data(self.rng, 2, self.records.len());
        let fails = self.rng.one_in(3);
        self.body(&name, &params, &ret, fails);
        self.functions.push(Function { name, params, ret, fails });
    }

    /// A type of a variable: data, a function or a class.
    fn any_type(&mut self) -> T {
        match self.rng.below(10) {
            0 => {
                let params = (0..self.rng.below(3)).map(|_| types::simple(self.rng)).collect();
                T::Function(params, Box::new(types::simple(self.rng)))
            }
            1 if !self.classes.is_empty() => T::Object(self.rng.below(self.classes.len())),
            _ => types::data(self.rng, 2, self.records.len()),
        }
    }

    fn body(&mut self, name: &str, params: &[T], ret: &T, fails: bool) {
        let mark = self.vars.len();
        let mut shown = Vec::new();
        for p in params {
            let n = self.fresh("a");
            shown.push(format!("{} {n}", p.name()));
            self.bind(&n, p.clone(), false);
        }
        let error = if fails { "|error" } else { "" };
        self.line(&format!("function {name}({}) returns {}{error} {{", shown.join(", "), ret.name()));
        self.line("tick();");
        (self.ret, self.fails, self.fuel) = (ret.clone(), fails, 25);
        self.statements(3);
        let e = self.expr(ret, 2);
        self.line(&format!("return {e};\n}}\n"));
        self.vars.truncate(mark);
    }

    /// The text of a body inside an expression.
    pub fn nested_body(&mut self, ret: &T) -> String {
        let out = std::mem::take(&mut self.out);
        let saved = (self.ret.clone(), self.fails, self.loops);
        (self.ret, self.fails, self.loops) = (ret.clone(), false, 0);
        self.nested += 1;
        let mark = self.vars.len();
        self.line("tick();");
        self.statements(1);
        let e = self.expr(ret, 1);
        self.line(&format!("return {e};"));
        self.vars.truncate(mark);
        self.nested -= 1;
        (self.ret, self.fails, self.loops) = saved;
        std::mem::replace(&mut self.out, out)
    }

    fn main(&mut self) {
        self.line("public function main() returns error? {");
        (self.ret, self.fails, self.fuel) = (T::Nil, false, 0);
        let functions: Vec<(String, Vec<T>, T)> =
            self.functions.iter().map(|f| (f.name.clone(), f.params.clone(), f.ret.clone())).collect();
        for (name, params, ret) in &functions {
            for _ in 0..2 {
                let args: Vec<String> = params.iter().map(|p| self.expr(p, 1)).collect();
                let r = self.fresh("r");
                self.line(&format!("{}|error {r} = trap {name}({});", ret.name(), args.join(", ")));
                self.line(&format!("io:println(\"{name} \", {r} is error ? \"failed\" : \"done\");"));
                self.line(&format!(
                    "if {r} is error {{ io:println({r}.message()); }} else {{ io:println({r}); }}"
                ));
                self.line("supply = 4000;");
            }
        }
        // What nobody traps, now and then.
        if self.rng.one_in(3)
            && let Some((name, params, _)) = functions.last()
        {
            let args: Vec<String> = params.iter().map(|p| self.expr(p, 1)).collect();
            let fails = self.functions.last().is_some_and(|f| f.fails);
            let check = if fails { "check " } else { "" };
            self.line(&format!("io:println({check}{name}({}));", args.join(", ")));
        }
        self.line("}");
    }

    // ---- statements ----

    fn block(&mut self, depth: usize) {
        let mark = self.vars.len();
        self.statements(depth);
        self.vars.truncate(mark);
        self.line("}");
    }

    fn statements(&mut self, depth: usize) {
        for _ in 0..1 + self.rng.below(5) {
            self.statement(depth);
        }
    }

    fn statement(&mut self, depth: usize) {
        self.fuel -= 1;
        if depth == 0 || self.fuel < 0 {
            return self.simple_statement();
        }
        let d = depth - 1;
        match self.rng.below(15) {
            0 => {
                let c = self.condition(2);
                self.line(&format!("if {c} {{"));
                self.block(d);
                if self.rng.one_in(2) {
                    self.line("else {");
                    self.block(d);
                }
            }
            1 => self.foreach(d),
            2 => {
                let c = self.fresh("c");
                let rounds = 1 + self.rng.below(5);
                self.line(&format!("int {c} = 0;\nwhile {c} < {rounds} {{\n{c} += 1;\ntick();"));
                self.bind(&c, T::Int, false);
                self.in_loop(d);
            }
            3 => self.match_statement(d),
            4 | 5 => self.narrowing(d),
            6 => self.failing(d),
            7 => self.trapping(),
            8 => {
                let c = self.condition(1);
                let e = self.expr(&self.ret.clone(), 1);
                self.line(&format!("if {c} {{\nreturn {e};\n}}"));
            }
            9 if self.fails => {
                let c = self.condition(1);
                let m = self.expr(&T::Str, 1);
                self.line(&format!("if {c} {{\nreturn error({m});\n}}"));
            }
            _ => self.simple_statement(),
        }
    }

    fn foreach(&mut self, depth: usize) {
        let x = self.fresh("e");
        let (t, source) = match self.rng.below(4) {
            0 => (T::Int, format!("{} ... {}", self.rng.below(3), self.rng.below(6))),
            1 => (T::Str, self.value(&T::Str, 1)),
            _ => {
                let t = types::data(self.rng, 1, self.records.len());
                let whole = if self.rng.one_in(3) {
                    T::Map(Box::new(t.clone()))
                } else {
                    T::List(Box::new(t.clone()))
                };
                // A copy: the body may change the original.
                match self.variable(&whole) {
                    Some(v) => (t, format!("{v}.clone()")),
                    None => (T::Int, "0 ..< 3".into()),
                }
            }
        };
        let mark = self.vars.len();
        self.line(&format!("foreach {} {x} in {source} {{\ntick();", t.name()));
        self.bind(&x, t, false);
        self.in_loop(depth);
        self.vars.truncate(mark);
    }

    fn in_loop(&mut self, depth: usize) {
        self.loops += 1;
        let mark = self.vars.len();
        self.statements(depth);
        if self.rng.one_in(3) {
            let c = self.condition(1);
            let leave = *self.rng.pick(&["break", "continue"]);
            self.line(&format!("if {c} {{\n{leave};\n}}"));
            self.simple_statement();
        }
        self.vars.truncate(mark);
        self.line("}");
        self.loops -= 1;
    }

    fn match_statement(&mut self, depth: usize) {
        let t = self.rng.pick(&[T::Int, T::Str, T::Bool]).clone();
        let e = self.value(&t, 2);
        self.line(&format!("match {e} {{"));
        let arms: &[&str] = match t {
            T::Int => &["0", "1|2", "-1", "9223372036854775807"],
            T::Str => &["\"\"", "\"a\"|\"abc\"", "\"z\""],
            _ => &["true"],
        };
        for arm in arms {
            self.line(&format!("{arm} => {{"));
            self.block(depth);
        }
        let v = self.fresh("v");
        let mark = self.vars.len();
        // What the patterns before leave of the booleans is one value.
        if t != T::Bool {
            self.bind(&v, t, false);
        }
        let guard = self.condition(1);
        self.line(&format!("var {v} if {guard} => {{"));
        self.block(depth);
        self.vars.truncate(mark);
        self.line("_ => {");
        self.block(depth);
        self.line("}");
    }

    /// A test of a union's value, which narrows.
    fn narrowing(&mut self, depth: usize) {
        let t = types::union(self.rng);
        let T::Union(all) = &t else { return };
        let u = self.fresh("u");
        let e = self.expr(&t, 2);
        self.line(&format!("final {} {u} = {e};", t.name()));
        let one = self.rng.pick(all).clone();
        let rest: Vec<T> = all.iter().filter(|x| **x != one).cloned().collect();
        self.line(&format!("if {u} is {} {{", one.name()));
        let mark = self.vars.len();
        self.bind(&u, one, false);
        self.block(depth);
        self.vars.truncate(mark);
        self.line("else {");
        // Immutable and mutable structures are told apart only as a whole: the rest is used where it is simple.
        if let [T::Int | T::Float | T::Decimal | T::Bool | T::Str] = rest.as_slice() {
            self.bind(&u, rest[0].clone(), false);
        }
        self.block(depth);
        self.vars.truncate(mark);
    }

    /// `check` and `on fail`.
    fn failing(&mut self, depth: usize) {
        let failing: Vec<usize> = (0..self.functions.len()).filter(|i| self.functions[*i].fails).collect();
        if failing.is_empty() {
            return self.simple_statement();
        }
        let i = *self.rng.pick(&failing);
        let (name, params, ret) =
            (self.functions[i].name.clone(), self.functions[i].params.clone(), self.functions[i].ret.clone());
        self.line("do {");
        let mark = self.vars.len();
        self.statements(depth.min(1));
        let args: Vec<String> = params.iter().map(|p| self.expr(p, 1)).collect();
        let x = self.fresh("k");
        self.line(&format!("{} {x} = check {name}({});", ret.name(), args.join(", ")));
        self.bind(&x, ret, true);
        self.block(depth);
        self.vars.truncate(mark);
        let e = self.fresh("err");
        self.line(&format!("on fail error {e} {{\nio:println(\"failed \", {e}.message());"));
        self.block(depth);
    }

    fn trapping(&mut self) {
        let t = types::data(self.rng, 1, self.records.len());
        let (r, e) = (self.fresh("t"), self.expr(&t, 3));
        self.line(&format!("{}|error {r} = trap {e};", t.name()));
        self.line(&format!(
            "if {r} is error {{\nio:println(\"trapped \", {r}.message());\n}} else {{\nio:println({r});\n}}"
        ));
    }

    fn simple_statement(&mut self) {
        match self.rng.below(12) {
            0..=2 => {
                let t = self.any_type();
                let (x, e) = (self.fresh("v"), self.expr(&t, 3));
                let last = if self.rng.one_in(5) { "final " } else { "" };
                self.line(&format!("{last}{} {x} = {e};", t.name()));
                self.bind(&x, t, last.is_empty());
            }
            3 | 4 => self.assign(),
            5 | 6 => {
                let t = types::data(self.rng, 2, self.records.len());
                let e = self.expr(&t, 2);
                let x = self.fresh("w");
                // By way of a variable, for the contextual type.
                self.line(&format!("{} {x} = {e};\nio:println(\"{x} \", {x});", t.name()));
            }
            7 => self.update_list(),
            8 => self.update_map(),
            9 => self.update_record(),
            10 => self.destructure(),
            _ => {
                let vars: Vec<String> =
                    self.vars.iter().filter(|v| v.ty.is_data()).map(|v| v.name.clone()).collect();
                if !vars.is_empty() {
                    let v = self.rng.pick(&vars).clone();
                    self.line(&format!("io:println(\"{v} \", {v});"));
                }
            }
        }
    }

    fn assign(&mut self) {
        let all: Vec<(String, T)> =
            self.vars.iter().filter(|v| v.assignable).map(|v| (v.name.clone(), v.ty.clone())).collect();
        if all.is_empty() {
            return;
        }
        let (name, t) = self.rng.pick(&all).clone();
        let e = self.expr(&t, 2);
        let op = match &t {
            T::Int => *self.rng.pick(&["=", "+=", "-=", "*=", "&=", "<<="]),
            T::Float | T::Decimal => *self.rng.pick(&["=", "+=", "*=", "/="]),
            T::Str => *self.rng.pick(&["=", "+="]),
            _ => "=",
        };
        self.line(&format!("{name} {op} {e};"));
        if op == "+=" && t == T::Str {
            self.line(&format!("{name} = idStr({name});"));
        }
    }

    fn update_list(&mut self) {
        let all: Vec<(String, T)> = self
            .vars
            .iter()
            .filter_map(|v| match &v.ty {
                T::List(m) => Some((v.name.clone(), (**m).clone())),
                _ => None,
            })
            .collect();
        if all.is_empty() {
            return;
        }
        let (name, m) = self.rng.pick(&all).clone();
        let e = self.expr(&m, 2);
        match self.rng.below(4) {
            0 => self.line(&format!("if {name}.length() < 50 {{\n{name}.push({e});\n}}")),
            1 => {
                let i = self.expr(&T::Int, 1);
                self.line(&format!("if {name}.length() > 0 {{\n{name}[at({i}, {name}.length())] = {e};\n}}"));
            }
            2 => self.line(&format!("if {name}.length() > 0 {{\n_ = {name}.pop();\n}}")),
            _ => {
                let i = self.rng.below(3);
                self.line(&format!("{name}[{i}] = {e};"));
            }
        }
    }

    fn update_map(&mut self) {
        let all: Vec<(String, T)> = self
            .vars
            .iter()
            .filter_map(|v| match &v.ty {
                T::Map(m) => Some((v.name.clone(), (**m).clone())),
                _ => None,
            })
            .collect();
        if all.is_empty() {
            return;
        }
        let (name, m) = self.rng.pick(&all).clone();
        let key = *self.rng.pick(&["a", "b", "key", "other"]);
        if self.rng.one_in(3) {
            self.line(&format!("_ = {name}.removeIfHasKey(\"{key}\");"));
        } else {
            let e = self.expr(&m, 2);
            self.line(&format!("{name}[\"{key}\"] = {e};"));
        }
    }

    fn update_record(&mut self) {
        let mut all: Vec<(String, T)> = Vec::new();
        for v in &self.vars {
            if let T::Record(i) = &v.ty {
                all.extend(
                    self.records[*i].fields.iter().map(|f| (format!("{}.{}", v.name, f.0), f.1.clone())),
                );
            }
        }
        if all.is_empty() {
            return;
        }
        let (name, t) = self.rng.pick(&all).clone();
        let e = self.expr(&t, 2);
        self.line(&format!("{name} = {e};"));
    }

    fn destructure(&mut self) {
        let all: Vec<(String, T)> = self
            .vars
            .iter()
            .filter(|v| matches!(v.ty, T::Tuple(_)))
            .map(|v| (v.name.clone(), v.ty.clone()))
            .collect();
        if all.is_empty() {
            return;
        }
        let (name, t) = self.rng.pick(&all).clone();
        let T::Tuple(members) = t else { return };
        let names: Vec<String> = members.iter().map(|_| self.fresh("d")).collect();
        self.line(&format!("var [{}] = {name};", names.join(", ")));
        for (n, t) in names.iter().zip(members) {
            self.bind(n, t, true);
        }
    }
}
