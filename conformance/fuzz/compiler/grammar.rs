//! Programs from a grammar: well-formed for the parser, with few names, so that much of it resolves and is checked.

use crate::common::Rng;

/// A program.
pub fn program(rng: &mut Rng) -> String {
    let mut g = Grammar { rng, out: String::from("import ballerina/io;\n"), fuel: 600 };
    for _ in 0..2 + g.rng.below(7) {
        g.item();
    }
    g.out.push_str("public function main() returns error? {\n");
    g.statements(4);
    g.out.push_str("}\n");
    g.out
}

struct Grammar<'a> {
    rng: &'a mut Rng,
    out: String,
    /// What is left of the size; without it only leaves are made.
    fuel: i32,
}

const VARS: &[&str] = &["a", "b", "c", "x", "y", "self", "v", "_"];
const FUNCTIONS: &[&str] =
    &["f", "g", "h", "io:println", "int:sum", "string:length", "array:push", "error:message"];
const TYPES: &[&str] = &["T", "R", "C", "E", "K", "int:Signed8", "string:Char", "xml:Element"];
const FIELDS: &[&str] =
    &["a", "b", "x", "value", "next", "length", "push", "toString", "message", "iterator", "f"];

impl Grammar<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn one_of(&mut self, all: &[&str]) {
        let text = *self.rng.pick(all);
        self.put(text);
    }

    fn leaf(&mut self) -> bool {
        self.fuel -= 1;
        self.fuel < 0
    }

    fn maybe(&mut self, n: usize, text: &str) {
        if self.rng.one_in(n) {
            self.put(text);
        }
    }

    fn some(&mut self, max: usize, separator: &str, mut one: impl FnMut(&mut Self)) {
        for i in 0..self.rng.below(max + 1) {
            if i > 0 {
                self.put(separator);
            }
            one(self);
        }
    }

    // ---- declarations ----

    fn item(&mut self) {
        self.annotation(6);
        self.maybe(5, "public ");
        match self.rng.below(12) {
            0 | 1 => {
                self.put("type ");
                self.one_of(TYPES);
                self.put(" ");
                self.ty(4);
                self.put(";\n");
            }
            2..=4 => self.function(),
            5 => self.class(),
            6 => {
                self.put("const ");
                self.one_of(&["K", "a", "int K", "string x"]);
                self.put(" = ");
                self.expr(3);
                self.put(";\n");
            }
            7 => {
                self.put("enum E {A, B = ");
                self.expr(1);
                self.put("}\n");
            }
            8 => {
                self.put("annotation ");
                self.one_of(&["", "R ", "map<int> ", "T[] "]);
                self.one_of(&["t", "u"]);
                self.one_of(&[";\n", " on type, class;\n", " on function, parameter, source var;\n"]);
            }
            9 => {
                self.put("service ");
                self.one_of(&["", "T ", "/a/b ", "\"s\" "]);
                self.put("on ");
                self.expr(2);
                self.put(" {\n");
                self.some(3, "\n", Self::member);
                self.put("}\n");
            }
            10 => {
                self.one_of(&["listener ", "configurable ", "final ", "isolated "]);
                self.ty(2);
                self.put(" v = ");
                self.expr(2);
                self.put(";\n");
            }
            _ => {
                self.ty(3);
                self.put(" ");
                self.pattern(2);
                self.put(" = ");
                self.expr(4);
                self.put(";\n");
            }
        }
    }

    fn annotation(&mut self, n: usize) {
        if self.rng.one_in(n) {
            self.put("@");
            self.one_of(&["t", "u", "deprecated", "display", "strand"]);
            if self.rng.one_in(2) {
                self.put(" {");
                self.some(2, ", ", |g| {
                    g.one_of(FIELDS);
                    g.put(": ");
                    g.expr(2);
                });
                self.put("}");
            }
            self.put(" ");
        }
    }

    fn function(&mut self) {
        self.one_of(&["", "", "isolated ", "transactional "]);
        self.put("function ");
        self.one_of(&["f", "g", "h", "init"]);
        self.signature(3);
        self.body();
    }

    fn signature(&mut self, depth: usize) {
        self.put("(");
        self.some(3, ", ", |g| {
            g.annotation(10);
            g.maybe(8, "*");
            g.ty(depth);
            g.maybe(8, "...");
            g.put(" ");
            g.one_of(VARS);
            if g.rng.one_in(4) {
                g.put(" = ");
                g.expr(2);
            }
        });
        self.put(")");
        if self.rng.one_in(2) {
            self.put(" returns ");
            self.ty(depth);
        }
    }

    fn body(&mut self) {
        if self.rng.one_in(3) {
            self.put(" => ");
            self.expr(4);
            self.put(";\n");
            return;
        }
        self.put(" {\n");
        self.statements(3);
        self.put("}\n");
    }

    fn class(&mut self) {
        self.one_of(&["", "distinct ", "readonly ", "isolated ", "client ", "service "]);
        self.put("class C {\n");
        self.some(4, "\n", Self::member);
        self.put("}\n");
    }

    fn member(&mut self) {
        self.annotation(8);
        match self.rng.below(6) {
            0 => {
                self.put("*");
                self.one_of(&["T", "C"]);
                self.put(";\n");
            }
            1 | 2 => {
                self.one_of(&["", "public ", "private ", "final "]);
                self.ty(2);
                self.put(" ");
                self.one_of(FIELDS);
                if self.rng.one_in(2) {
                    self.put(" = ");
                    self.expr(2);
                }
                self.put(";\n");
            }
            3 => {
                self.put("resource function get ");
                self.one_of(&[".", "a", "a/[int b]", "[string... x]"]);
                self.signature(2);
                self.body();
            }
            _ => {
                self.one_of(&["", "", "public ", "private ", "remote ", "isolated "]);
                self.put("function ");
                self.one_of(&["init", "f", "next", "iterator", "toString"]);
                self.signature(2);
                self.body();
            }
        }
    }

    // ---- types ----

    fn ty(&mut self, depth: usize) {
        if depth == 0 || self.leaf() {
            self.one_of(&[
                "int", "string", "boolean", "float", "decimal", "byte", "()", "any", "anydata", "json",
                "error", "xml", "never", "readonly", "var", "1", "\"a\"", "T", "R", "C", "E",
            ]);
            return;
        }
        let d = depth - 1;
        match self.rng.below(18) {
            0 => {
                self.ty(d);
                self.one_of(&["[]", "[3]", "[*]", "[K]", "[2][]"]);
            }
            1 => {
                self.put("[");
                self.some(3, ", ", |g| g.ty(d));
                self.maybe(4, ", int...");
                self.put("]");
            }
            2 => self.wrapped("map<", d),
            3 => {
                let closed = self.rng.one_in(2);
                self.put(if closed { "record {|" } else { "record {" });
                self.some(3, "", |g| {
                    g.maybe(8, "*R; ");
                    g.maybe(6, "readonly ");
                    g.ty(d);
                    g.put(" ");
                    g.one_of(FIELDS);
                    g.maybe(5, "?");
                    if g.rng.one_in(6) {
                        g.put(" = ");
                        g.expr(1);
                    }
                    g.put("; ");
                });
                self.put(if closed { "|}" } else { "}" });
            }
            4 => {
                self.put("(");
                self.ty(d);
                self.put("|");
                self.ty(d);
                self.put(")");
            }
            5 => {
                self.put("(");
                self.ty(d);
                self.put(" & ");
                self.one_of(&["readonly", "T", "R", "error", "json"]);
                self.put(")");
            }
            6 => {
                self.put("(");
                self.ty(d);
                self.put(")?");
            }
            7 => {
                self.put("function ");
                self.signature(d);
            }
            8 => {
                self.one_of(&["", "client ", "service ", "isolated "]);
                self.put("object {");
                self.some(2, "", |g| {
                    g.ty(d);
                    g.put(" ");
                    g.one_of(FIELDS);
                    g.put("; ");
                });
                if self.rng.one_in(2) {
                    self.put("public function next");
                    self.signature(d.min(1));
                    self.put("; ");
                }
                self.put("}");
            }
            9 => {
                self.wrapped("table<", d);
                self.one_of(&["", " key(a)", " key<int>", " key(a, b)"]);
            }
            10 => self.wrapped("stream<", d),
            11 => self.wrapped("error<", d),
            12 => self.wrapped("typedesc<", d),
            13 => self.wrapped("xml<", d),
            14 => {
                self.put("distinct ");
                self.ty(d);
            }
            _ => self.ty(0),
        }
    }

    fn wrapped(&mut self, open: &str, depth: usize) {
        self.put(open);
        self.ty(depth);
        self.put(">");
    }

    // ---- statements ----

    fn block(&mut self, depth: usize) {
        self.put(" {\n");
        self.statements(depth);
        self.put("}\n");
    }

    fn statements(&mut self, depth: usize) {
        self.some(4, "", |g| g.statement(depth));
    }

    fn statement(&mut self, depth: usize) {
        if depth == 0 || self.leaf() {
            self.one_of(&[
                "a = 1;\n",
                "return;\n",
                "int x = 1;\n",
                "_ = f();\n",
                "check g(1);\n",
                "break;\n",
                "continue;\n",
            ]);
            return;
        }
        let d = depth - 1;
        match self.rng.below(18) {
            0..=3 => {
                self.annotation(12);
                self.maybe(6, "final ");
                self.ty(3);
                self.put(" ");
                self.pattern(2);
                self.put(" = ");
                self.expr(4);
                self.put(";\n");
            }
            4 => {
                self.expr(2);
                self.one_of(&[" = ", " += ", " -= ", " |= ", " <<= "]);
                self.expr(3);
                self.put(";\n");
            }
            5 => {
                self.put("if ");
                self.expr(3);
                self.block(d);
                if self.rng.one_in(2) {
                    self.put("else");
                    self.block(d);
                }
            }
            6 => {
                self.put("while ");
                self.expr(2);
                self.block(d);
                self.on_fail(d);
            }
            7 => {
                self.put("foreach ");
                self.ty(2);
                self.put(" ");
                self.pattern(1);
                self.put(" in ");
                self.expr(3);
                self.block(d);
                self.on_fail(d);
            }
            8 => {
                self.put("match ");
                self.expr(2);
                self.put(" {\n");
                self.some(3, "", |g| {
                    g.match_pattern(2);
                    if g.rng.one_in(3) {
                        g.put(" if ");
                        g.expr(1);
                    }
                    g.put(" =>");
                    g.block(d);
                });
                self.put("}\n");
            }
            9 => {
                self.one_of(&[
                    "do",
                    "lock",
                    "transaction",
                    "retry",
                    "retry(2)",
                    "retry transaction",
                    "worker w",
                ]);
                self.block(d);
                self.on_fail(d);
            }
            10 => {
                self.one_of(&["return ", "panic ", "fail "]);
                self.expr(3);
                self.put(";\n");
            }
            11 => {
                self.pattern(2);
                self.put(" = ");
                self.expr(3);
                self.put(";\n");
            }
            12 => {
                self.put("check ");
                self.query(2, true);
                self.put(";\n");
            }
            _ => {
                self.one_of(&["", "_ = ", "check ", "var q = ", "io:println("]);
                let open = self.out.ends_with('(');
                self.expr(4);
                self.put(if open { ");\n" } else { ";\n" });
            }
        }
    }

    fn on_fail(&mut self, depth: usize) {
        if self.rng.one_in(5) {
            self.put(" on fail ");
            self.one_of(&["var e", "error e", "error error(a)", "T e"]);
            self.block(depth);
        }
    }

    fn pattern(&mut self, depth: usize) {
        if depth == 0 || self.rng.below(3) > 0 {
            self.one_of(VARS);
            return;
        }
        match self.rng.below(3) {
            0 => {
                self.put("[");
                self.some(3, ", ", |g| g.pattern(depth - 1));
                self.maybe(3, ", ...y");
                self.put("]");
            }
            1 => {
                self.put("{");
                self.some(2, ", ", |g| {
                    g.one_of(FIELDS);
                    g.put(": ");
                    g.pattern(depth - 1);
                });
                self.put("}");
            }
            _ => self.put("error(a, b, c = x)"),
        }
    }

    fn match_pattern(&mut self, depth: usize) {
        match self.rng.below(if depth == 0 { 3 } else { 6 }) {
            0 => self.one_of(&["_", "1", "\"a\"", "()", "true", "K", "-1", "1.5"]),
            1 | 2 => {
                self.put("var ");
                self.pattern(1);
            }
            3 => {
                self.put("[");
                self.some(3, ", ", |g| g.match_pattern(depth - 1));
                self.put("]");
            }
            4 => {
                self.put("{a: ");
                self.match_pattern(depth - 1);
                self.maybe(2, ", ...var y");
                self.put("}");
            }
            _ => {
                self.match_pattern(0);
                self.put("|");
                self.match_pattern(0);
            }
        }
    }

    // ---- expressions ----

    fn args(&mut self, depth: usize) {
        self.put("(");
        self.some(3, ", ", |g| {
            g.one_of(&["", "", "", "a = ", "..."]);
            g.expr(depth);
        });
        self.put(")");
    }

    fn expr(&mut self, depth: usize) {
        if depth == 0 || self.leaf() {
            self.one_of(&[
                "1",
                "2.5",
                "1.5d",
                "\"s\"",
                "true",
                "()",
                "a",
                "b",
                "x",
                "v",
                "K",
                "A",
                "T",
                "R",
                "C",
                "self",
                "f",
                "[]",
                "{}",
                "-1",
                "9223372036854775807",
            ]);
            return;
        }
        let d = depth - 1;
        match self.rng.below(32) {
            0..=2 => {
                self.expr(d);
                self.one_of(&[
                    " + ", " - ", " * ", " / ", " % ", " & ", " | ", " ^ ", " << ", " >> ", " < ", " >= ",
                    " == ", " != ", " === ", " && ", " || ", " ... ", " ..< ", " ?: ",
                ]);
                self.expr(d);
            }
            3 => {
                self.one_of(&["-", "!", "~", "+", "check ", "checkpanic ", "trap ", "typeof "]);
                self.expr(d);
            }
            4 => {
                self.put("[");
                self.some(3, ", ", |g| {
                    g.maybe(8, "...");
                    g.expr(d);
                });
                self.put("]");
            }
            5 => {
                self.put("{");
                self.some(3, ", ", |g| {
                    if g.rng.one_in(6) {
                        g.put("...");
                        g.expr(d);
                        return;
                    }
                    g.one_of(&["a", "b", "\"x\"", "[x]", "readonly a", "value"]);
                    g.put(": ");
                    g.expr(d);
                });
                self.put("}");
            }
            6 | 7 => {
                self.one_of(FUNCTIONS);
                self.args(d);
            }
            8 | 9 => {
                self.expr(d);
                self.one_of(&[".", ".", "?.", "->"]);
                self.one_of(FIELDS);
                self.args(d);
            }
            10 | 11 => {
                self.expr(d);
                self.one_of(&[".", "?."]);
                self.one_of(FIELDS);
            }
            12 => {
                self.expr(d);
                self.put("[");
                self.expr(d);
                self.put("]");
            }
            13 => {
                self.put("(");
                self.expr(d);
                self.one_of(&[" is ", " !is "]);
                self.ty(2);
                self.put(")");
            }
            14 => {
                self.put("<");
                self.ty(2);
                self.put(">");
                self.expr(d);
            }
            15 => {
                self.put("(");
                self.expr(d);
                self.put(" ? ");
                self.expr(d);
                self.put(" : ");
                self.expr(d);
                self.put(")");
            }
            16 => {
                self.put("error");
                self.one_of(&["", " E", " T"]);
                self.put("(\"m\"");
                self.maybe(2, ", a");
                self.maybe(2, ", b = 1");
                self.put(")");
            }
            17 => {
                self.one_of(&["new C", "new ", "new T"]);
                self.args(d);
            }
            18 => {
                self.annotation(4);
                self.one_of(&["", "service ", "client "]);
                self.put("object {\n");
                self.some(2, "\n", Self::member);
                self.put("}");
            }
            19 => {
                self.annotation(6);
                self.put("function ");
                self.signature(2);
                self.block(d.min(2));
            }
            20 => {
                self.one_of(&["x => ", "(a, b) => ", "() => "]);
                self.expr(d);
            }
            21 => {
                self.put("let ");
                self.ty(1);
                self.put(" x = ");
                self.expr(d);
                self.put(" in ");
                self.expr(d);
            }
            22 | 23 => self.query(d, false),
            24 => {
                self.one_of(&["string `", "`", "xml `<a b=\"${x}\">", "re `"]);
                let xml = self.out.ends_with('>');
                self.put("t${");
                self.expr(d);
                self.put(if xml { "}</a>`" } else { "}`" });
            }
            25 => {
                self.put("table key(a) [");
                self.some(2, ", ", |g| {
                    g.put("{a: ");
                    g.expr(d);
                    g.put("}");
                });
                self.put("]");
            }
            26 => {
                self.expr(d);
                self.one_of(&[".@t", ".@u", "/<a>", "/*", "/**/<b>", ".<a>"]);
            }
            27 => {
                self.one_of(&["start f(1)", "wait a", "transactional", "base16 `0aff`", "commit", "flush w"])
            }
            _ => self.expr(0),
        }
    }

    fn query(&mut self, depth: usize, action: bool) {
        self.one_of(&["", "", "", "map ", "stream ", "table key(a) "]);
        self.put("from ");
        self.ty(1);
        self.put(" ");
        self.pattern(1);
        self.put(" in ");
        self.expr(depth);
        self.some(3, "", |g| g.clause(depth));
        if action {
            self.put(" do");
            self.block(depth.min(1));
            return;
        }
        self.one_of(&[" select ", " select ", " collect "]);
        self.expr(depth);
        if self.rng.one_in(6) {
            self.put(" on conflict ");
            self.expr(1);
        }
    }

    fn clause(&mut self, depth: usize) {
        match self.rng.below(7) {
            0 => {
                self.put(" where ");
                self.expr(depth);
            }
            1 => {
                self.put(" let var y = ");
                self.expr(depth);
            }
            2 => {
                self.put(" order by ");
                self.expr(depth);
                self.maybe(2, " descending");
            }
            3 => {
                self.put(" limit ");
                self.expr(depth);
            }
            4 => {
                self.put(" group by var k = ");
                self.expr(depth);
            }
            5 => {
                self.one_of(&[" join var y in ", " outer join var y in "]);
                self.expr(depth);
                self.put(" on ");
                self.expr(1);
                self.put(" equals ");
                self.expr(1);
            }
            _ => {
                self.put(" from var y in ");
                self.expr(depth);
            }
        }
    }
}
