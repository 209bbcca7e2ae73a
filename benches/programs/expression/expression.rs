use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

type Result<T> = std::result::Result<T, String>;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Str,
    Name,
    Keyword,
    Symbol,
    End,
}

#[derive(Clone)]
struct Token {
    kind: Kind,
    text: String,
    line: usize,
}

#[derive(Clone)]
enum Value {
    Int(i64),
    Bool(bool),
    Str(Rc<str>),
    List(Rc<RefCell<Vec<Value>>>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::List(a), Value::List(b)) => *a.borrow() == *b.borrow(),
            _ => false,
        }
    }
}

enum Expression {
    Literal(Value),
    Variable(String),
    List(Vec<Expression>),
    Index(Box<Expression>, Box<Expression>),
    Unary(String, Box<Expression>),
    Binary(String, Box<Expression>, Box<Expression>),
    Call(String, Vec<Expression>),
}

use Expression as E;

enum Statement {
    Let(String, E),
    Assign(String, E),
    IndexAssign(E, E, E),
    If(E, Vec<Statement>, Vec<Statement>),
    While(E, Vec<Statement>),
    For(String, E, E, Vec<Statement>),
    Return(E),
    Print(Vec<E>),
    Evaluate(E),
}

use Statement as S;

struct Function {
    name: String,
    parameters: Vec<String>,
    body: Vec<Statement>,
}

struct Program {
    functions: HashMap<String, Function>,
    body: Vec<Statement>,
}

fn is_word_part(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_'
}

fn tokenize(text: &str) -> Result<Vec<Token>> {
    let keywords: HashSet<&str> =
        ["let", "fun", "if", "else", "while", "for", "to", "return", "print", "true", "false"].into();
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    loop {
        while at < bytes.len() && (bytes[at] == b' ' || bytes[at] == b'\n') {
            line += (bytes[at] == b'\n') as usize;
            at += 1;
        }
        if at >= bytes.len() {
            tokens.push(Token { kind: Kind::End, text: String::new(), line });
            return Ok(tokens);
        }
        let scan = |belongs: fn(u8) -> bool| {
            let length = bytes[at..].iter().position(|c| !belongs(*c)).unwrap_or(bytes.len() - at);
            text[at..at + length].to_string()
        };
        let c = bytes[at];
        let (kind, text) = if c.is_ascii_digit() {
            (Kind::Number, scan(|c| c.is_ascii_digit()))
        } else if is_word_part(c) {
            let word = scan(is_word_part);
            (if keywords.contains(&*word) { Kind::Keyword } else { Kind::Name }, word)
        } else if c == b'"' {
            let length = text[at + 1..].find('"').ok_or(format!("line {line}: unterminated string"))?;
            let text = text[at + 1..at + 1 + length].to_string();
            at += 2;
            (Kind::Str, text)
        } else {
            let pair = &text[at..(at + 2).min(text.len())];
            if ["==", "!=", "<=", ">=", "&&", "||"].contains(&pair) {
                (Kind::Symbol, pair.to_string())
            } else if b"+-*/%<>=!(){}[],;".contains(&c) {
                (Kind::Symbol, text[at..at + 1].to_string())
            } else {
                return Err(format!("line {line}: unexpected '{}'", c as char));
            }
        };
        at += text.len();
        tokens.push(Token { kind, text, line });
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    precedences: HashMap<&'static str, usize>,
}

impl Parser {
    fn new(tokens: Vec<Token>) -> Parser {
        let levels = ["||", "&&", "== !=", "< <= > >=", "+ -", "* / %"];
        let operators = levels.iter().enumerate().flat_map(|(i, l)| l.split(' ').map(move |o| (o, i + 1)));
        Parser { tokens, at: 0, precedences: operators.collect() }
    }

    fn program(&mut self) -> Result<Program> {
        let mut program = Program { functions: HashMap::new(), body: Vec::new() };
        while self.peek().kind != Kind::End {
            if self.accept("fun") {
                let f = self.function()?;
                program.functions.insert(f.name.clone(), f);
            } else {
                program.body.push(self.statement()?);
            }
        }
        Ok(program)
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.at]
    }

    fn advance(&mut self) -> Token {
        self.at += 1;
        self.tokens[self.at - 1].clone()
    }

    fn is_next(&self, text: &str) -> bool {
        let token = self.peek();
        (token.kind == Kind::Symbol || token.kind == Kind::Keyword) && token.text == text
    }

    fn accept(&mut self, text: &str) -> bool {
        let found = self.is_next(text);
        self.at += found as usize;
        found
    }

    fn expect(&mut self, text: &str) -> Result<()> {
        if self.accept(text) {
            return Ok(());
        }
        let found = self.peek();
        Err(format!("line {}: expected '{text}', found '{}'", found.line, found.text))
    }

    fn name(&mut self) -> Result<String> {
        let token = self.advance();
        if token.kind != Kind::Name {
            return Err(format!("line {}: expected a name, found '{}'", token.line, token.text));
        }
        Ok(token.text)
    }

    fn function(&mut self) -> Result<Function> {
        let name = self.name()?;
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.accept(")") {
            if !parameters.is_empty() {
                self.expect(",")?;
            }
            parameters.push(self.name()?);
        }
        Ok(Function { name, parameters, body: self.block()? })
    }

    fn block(&mut self) -> Result<Vec<Statement>> {
        self.expect("{")?;
        let mut statements = Vec::new();
        while !self.accept("}") {
            statements.push(self.statement()?);
        }
        Ok(statements)
    }

    fn statement(&mut self) -> Result<Statement> {
        if self.is_next("if") {
            return self.if_statement();
        }
        if self.accept("let") {
            let name = self.name()?;
            self.expect("=")?;
            let initial = self.expression(1)?;
            self.expect(";")?;
            return Ok(S::Let(name, initial));
        }
        if self.accept("while") {
            return Ok(S::While(self.parenthesized()?, self.block()?));
        }
        if self.accept("for") {
            let name = self.name()?;
            self.expect("=")?;
            let first = self.expression(1)?;
            self.expect("to")?;
            let last = self.expression(1)?;
            return Ok(S::For(name, first, last, self.block()?));
        }
        if self.accept("return") {
            let result = self.expression(1)?;
            self.expect(";")?;
            return Ok(S::Return(result));
        }
        if self.accept("print") {
            return Ok(S::Print(self.expressions(";")?));
        }
        self.assignment_or_call()
    }

    fn if_statement(&mut self) -> Result<Statement> {
        self.at += 1;
        let condition = self.parenthesized()?;
        let consequent = self.block()?;
        let mut alternative = Vec::new();
        if self.accept("else") {
            if self.is_next("if") {
                alternative.push(self.if_statement()?);
            } else {
                alternative = self.block()?;
            }
        }
        Ok(S::If(condition, consequent, alternative))
    }

    fn assignment_or_call(&mut self) -> Result<Statement> {
        let expression = self.expression(1)?;
        if self.accept("=") {
            let value = self.expression(1)?;
            self.expect(";")?;
            return match expression {
                E::Variable(name) => Ok(S::Assign(name, value)),
                E::Index(list, index) => Ok(S::IndexAssign(*list, *index, value)),
                _ => Err(format!("line {}: cannot assign to this", self.peek().line)),
            };
        }
        self.expect(";")?;
        Ok(S::Evaluate(expression))
    }

    fn parenthesized(&mut self) -> Result<Expression> {
        self.expect("(")?;
        let expression = self.expression(1)?;
        self.expect(")")?;
        Ok(expression)
    }

    fn expressions(&mut self, close: &str) -> Result<Vec<Expression>> {
        let mut list = Vec::new();
        while !self.accept(close) {
            if !list.is_empty() {
                self.expect(",")?;
            }
            list.push(self.expression(1)?);
        }
        Ok(list)
    }

    fn expression(&mut self, least: usize) -> Result<Expression> {
        let mut left = self.unary()?;
        loop {
            let token = self.peek();
            let known = if token.kind == Kind::Symbol { self.precedences.get(&*token.text) } else { None };
            let precedence = known.copied().unwrap_or(0);
            if precedence < least {
                return Ok(left);
            }
            let operator = self.advance().text;
            left = E::Binary(operator, left.into(), self.expression(precedence + 1)?.into());
        }
    }

    fn unary(&mut self) -> Result<Expression> {
        for operator in ["-", "!"] {
            if self.accept(operator) {
                return Ok(E::Unary(operator.to_string(), self.unary()?.into()));
            }
        }
        let mut expression = self.primary()?;
        while self.accept("[") {
            let index = self.expression(1)?;
            self.expect("]")?;
            expression = E::Index(expression.into(), index.into());
        }
        Ok(expression)
    }

    fn primary(&mut self) -> Result<Expression> {
        let token = self.advance();
        match (token.kind, &*token.text) {
            (Kind::Number, text) => Ok(E::Literal(Value::Int(text.parse().map_err(|_| "bad number")?))),
            (Kind::Str, text) => Ok(E::Literal(Value::Str(text.into()))),
            (Kind::Name, _) if self.accept("(") => Ok(E::Call(token.text, self.expressions(")")?)),
            (Kind::Name, _) => Ok(E::Variable(token.text)),
            (_, "true") => Ok(E::Literal(Value::Bool(true))),
            (_, "false") => Ok(E::Literal(Value::Bool(false))),
            (_, "[") => Ok(E::List(self.expressions("]")?)),
            (_, "(") => {
                let expression = self.expression(1)?;
                self.expect(")")?;
                Ok(expression)
            }
            (_, text) => Err(format!("line {}: unexpected '{text}'", token.line)),
        }
    }
}

struct Folder {
    folded: usize,
}

impl Folder {
    fn program(&mut self, program: &Program) -> Result<Program> {
        let mut functions = HashMap::new();
        for f in program.functions.values() {
            let body = self.statements(&f.body)?;
            let folded = Function { name: f.name.clone(), parameters: f.parameters.clone(), body };
            functions.insert(f.name.clone(), folded);
        }
        Ok(Program { functions, body: self.statements(&program.body)? })
    }

    fn statements(&mut self, statements: &[Statement]) -> Result<Vec<Statement>> {
        let mut result = Vec::new();
        for statement in statements {
            if let S::If(condition, consequent, alternative) = statement {
                let condition = self.expression(condition)?;
                let consequent = self.statements(consequent)?;
                let alternative = self.statements(alternative)?;
                if let E::Literal(known) = condition {
                    self.folded += 1;
                    result.extend(if known == Value::Bool(true) { consequent } else { alternative });
                } else {
                    result.push(S::If(condition, consequent, alternative));
                }
            } else {
                result.push(self.statement(statement)?);
            }
        }
        Ok(result)
    }

    fn statement(&mut self, statement: &Statement) -> Result<Statement> {
        Ok(match statement {
            S::Let(name, initial) => S::Let(name.clone(), self.expression(initial)?),
            S::Assign(target, value) => S::Assign(target.clone(), self.expression(value)?),
            S::IndexAssign(list, index, value) => {
                S::IndexAssign(self.expression(list)?, self.expression(index)?, self.expression(value)?)
            }
            S::While(condition, body) => S::While(self.expression(condition)?, self.statements(body)?),
            S::For(name, first, last, body) => {
                S::For(name.clone(), self.expression(first)?, self.expression(last)?, self.statements(body)?)
            }
            S::Return(result) => S::Return(self.expression(result)?),
            S::Print(values) => S::Print(self.expressions(values)?),
            S::Evaluate(expression) => S::Evaluate(self.expression(expression)?),
            S::If(..) => unreachable!("statements() has taken these"),
        })
    }

    fn expressions(&mut self, expressions: &[Expression]) -> Result<Vec<Expression>> {
        expressions.iter().map(|e| self.expression(e)).collect()
    }

    fn expression(&mut self, expression: &Expression) -> Result<Expression> {
        Ok(match expression {
            E::Binary(operator, left, right) => {
                let (left, right) = (self.expression(left)?, self.expression(right)?);
                if let (E::Literal(l), E::Literal(r)) = (&left, &right) {
                    self.folded += 1;
                    E::Literal(operate(operator, l.clone(), r.clone())?)
                } else {
                    E::Binary(operator.clone(), left.into(), right.into())
                }
            }
            E::Unary(operator, operand) => match self.expression(operand)? {
                E::Literal(known) => {
                    self.folded += 1;
                    E::Literal(operate_unary(operator, known)?)
                }
                operand => E::Unary(operator.clone(), operand.into()),
            },
            E::List(items) => E::List(self.expressions(items)?),
            E::Index(list, index) => {
                E::Index(self.expression(list)?.into(), self.expression(index)?.into())
            }
            E::Call(callee, arguments) => E::Call(callee.clone(), self.expressions(arguments)?),
            E::Literal(value) => E::Literal(value.clone()),
            E::Variable(name) => E::Variable(name.clone()),
        })
    }
}

fn operate(operator: &str, left: Value, right: Value) -> Result<Value> {
    match operator {
        "==" => return Ok(Value::Bool(left == right)),
        "!=" => return Ok(Value::Bool(left != right)),
        _ => {}
    }
    Ok(match (left, right) {
        (Value::Int(l), Value::Int(r)) => match operator {
            "+" => Value::Int(l + r),
            "-" => Value::Int(l - r),
            "*" => Value::Int(l * r),
            "/" | "%" if r == 0 => return Err("division by zero".to_string()),
            "/" => Value::Int(l / r),
            "%" => Value::Int(l % r),
            "<" => Value::Bool(l < r),
            "<=" => Value::Bool(l <= r),
            ">" => Value::Bool(l > r),
            ">=" => Value::Bool(l >= r),
            _ => return Err(format!("operator '{operator}' does not take these values")),
        },
        (Value::Str(l), Value::Str(r)) if operator == "+" => Value::Str(format!("{l}{r}").into()),
        (Value::Bool(l), Value::Bool(r)) if operator == "&&" => Value::Bool(l && r),
        (Value::Bool(l), Value::Bool(r)) if operator == "||" => Value::Bool(l || r),
        _ => return Err(format!("operator '{operator}' does not take these values")),
    })
}

fn operate_unary(operator: &str, operand: Value) -> Result<Value> {
    match (operator, operand) {
        ("-", Value::Int(n)) => Ok(Value::Int(-n)),
        ("!", Value::Bool(b)) => Ok(Value::Bool(!b)),
        _ => Err(format!("operator '{operator}' does not take this value")),
    }
}

fn show(value: &Value) -> String {
    match value {
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Str(s) => s.to_string(),
        Value::List(list) => format!("[{}]", list.borrow().iter().map(show).collect::<Vec<_>>().join(", ")),
    }
}

fn builtin(name: &str, arguments: &[Value]) -> Result<Value> {
    match (name, arguments) {
        ("len", [Value::List(list)]) => Ok(Value::Int(list.borrow().len() as i64)),
        ("len", [Value::Str(text)]) => Ok(Value::Int(text.len() as i64)),
        ("push", [Value::List(list), value]) => {
            list.borrow_mut().push(value.clone());
            Ok(Value::Int(list.borrow().len() as i64))
        }
        ("str", [value]) => Ok(Value::Str(show(value).into())),
        _ => Err(format!("no function '{name}' of these arguments")),
    }
}

type Scope = HashMap<String, Value>;

struct Interpreter {
    functions: HashMap<String, Function>,
    globals: RefCell<Scope>,
    output: RefCell<Vec<String>>,
}

/// `None` is the scope of the module itself.
type Locals<'a> = Option<&'a RefCell<Scope>>;

impl Interpreter {
    fn set(&self, scope: Locals, name: &str, value: Value) {
        scope.unwrap_or(&self.globals).borrow_mut().insert(name.to_string(), value);
    }

    fn execute(&self, statements: &[Statement], scope: Locals) -> Result<Option<Value>> {
        for statement in statements {
            let returned = self.execute_one(statement, scope)?;
            if returned.is_some() {
                return Ok(returned);
            }
        }
        Ok(None)
    }

    fn execute_one(&self, statement: &Statement, scope: Locals) -> Result<Option<Value>> {
        match statement {
            S::Let(name, initial) => self.set(scope, name, self.evaluate(initial, scope)?),
            S::Assign(target, value) => {
                let owner = scope.filter(|s| s.borrow().contains_key(target));
                self.set(owner, target, self.evaluate(value, scope)?);
            }
            S::IndexAssign(list, index, value) => {
                let list = self.list(list, scope)?;
                let index = self.index(&list, index, scope)?;
                let value = self.evaluate(value, scope)?;
                list.borrow_mut()[index] = value;
            }
            S::If(condition, consequent, alternative) => {
                let holds = self.condition(condition, scope)?;
                return self.execute(if holds { consequent } else { alternative }, scope);
            }
            S::While(condition, body) => {
                while self.condition(condition, scope)? {
                    let returned = self.execute(body, scope)?;
                    if returned.is_some() {
                        return Ok(returned);
                    }
                }
            }
            S::For(name, first, last, body) => {
                let (Value::Int(first), Value::Int(last)) =
                    (self.evaluate(first, scope)?, self.evaluate(last, scope)?)
                else {
                    return Err("the bounds of 'for' must be numbers".to_string());
                };
                for i in first..last {
                    self.set(scope, name, Value::Int(i));
                    let returned = self.execute(body, scope)?;
                    if returned.is_some() {
                        return Ok(returned);
                    }
                }
            }
            S::Return(result) => return Ok(Some(self.evaluate(result, scope)?)),
            S::Print(values) => {
                let values = self.evaluate_all(values, scope)?;
                self.output.borrow_mut().push(values.iter().map(show).collect::<Vec<_>>().join(" "));
            }
            S::Evaluate(expression) => {
                self.evaluate(expression, scope)?;
            }
        }
        Ok(None)
    }

    fn condition(&self, expression: &Expression, scope: Locals) -> Result<bool> {
        match self.evaluate(expression, scope)? {
            Value::Bool(holds) => Ok(holds),
            _ => Err("a condition must be a boolean".to_string()),
        }
    }

    fn list(&self, expression: &Expression, scope: Locals) -> Result<Rc<RefCell<Vec<Value>>>> {
        match self.evaluate(expression, scope)? {
            Value::List(list) => Ok(list),
            _ => Err("this is not a list".to_string()),
        }
    }

    fn index(&self, list: &RefCell<Vec<Value>>, expression: &Expression, scope: Locals) -> Result<usize> {
        let value = self.evaluate(expression, scope)?;
        let length = list.borrow().len();
        match value {
            Value::Int(i) if i >= 0 && (i as usize) < length => Ok(i as usize),
            _ => Err(format!("no member {} in a list of {length}", show(&value))),
        }
    }

    fn evaluate_all(&self, expressions: &[Expression], scope: Locals) -> Result<Vec<Value>> {
        expressions.iter().map(|e| self.evaluate(e, scope)).collect()
    }

    fn evaluate(&self, expression: &Expression, scope: Locals) -> Result<Value> {
        match expression {
            E::Literal(value) => Ok(value.clone()),
            E::Variable(name) => {
                let local = scope.and_then(|s| s.borrow().get(name).cloned());
                let value = local.or_else(|| self.globals.borrow().get(name).cloned());
                value.ok_or_else(|| format!("no variable '{name}'"))
            }
            E::Binary(operator, left, right) => {
                let left = self.evaluate(left, scope)?;
                match (&**operator, &left) {
                    ("&&", Value::Bool(false)) | ("||", Value::Bool(true)) => Ok(left),
                    _ => operate(operator, left, self.evaluate(right, scope)?),
                }
            }
            E::Index(list, index) => {
                let list = self.list(list, scope)?;
                let index = self.index(&list, index, scope)?;
                let value = list.borrow()[index].clone();
                Ok(value)
            }
            E::Call(callee, arguments) => self.call(callee, arguments, scope),
            E::Unary(operator, operand) => operate_unary(operator, self.evaluate(operand, scope)?),
            E::List(items) => Ok(Value::List(Rc::new(RefCell::new(self.evaluate_all(items, scope)?)))),
        }
    }

    fn call(&self, callee: &str, arguments: &[Expression], scope: Locals) -> Result<Value> {
        let arguments = self.evaluate_all(arguments, scope)?;
        let Some(f) = self.functions.get(callee) else { return builtin(callee, &arguments) };
        if arguments.len() != f.parameters.len() {
            return Err(format!("'{}' takes {} arguments", f.name, f.parameters.len()));
        }
        let locals: Scope = f.parameters.iter().cloned().zip(arguments).collect();
        let returned = self.execute(&f.body, Some(&RefCell::new(locals)))?;
        Ok(returned.unwrap_or(Value::Int(0)))
    }
}

const WORKLOAD: &str = r#"
fun fib(n) {
    if (n < 2) { return n; }
    return fib(n - 1) + fib(n - 2);
}
fun collatz(n) {
    let steps = 0;
    while (n != 1) {
        if (n % 2 == 0) { n = n / 2; } else { n = 3 * n + 1; }
        steps = steps + 1;
    }
    return steps;
}
fun primes(limit) {
    let composite = [];
    for i = 0 to limit + 1 { push(composite, false); }
    let found = [];
    for i = 2 to limit + 1 {
        if (!composite[i]) {
            push(found, i);
            let j = i * i;
            while (j <= limit) { composite[j] = true; j = j + i; }
        }
    }
    return found;
}
fun random(count, bound) {
    let xs = [];
    for i = 0 to count {
        seed = seed * (7 * 7 * 7 * 7 * 7) % (1024 * 1024 * 2048 - 1);
        push(xs, seed % bound);
    }
    return xs;
}
fun sort(xs) {
    for i = 1 to len(xs) {
        let x = xs[i];
        let j = i - 1;
        while (j >= 0 && xs[j] > x) { xs[j + 1] = xs[j]; j = j - 1; }
        xs[j + 1] = x;
    }
    return xs;
}
fun classify(n) {
    if (n % 15 == 0) { return "fizzbuzz"; }
    else if (n % 5 == 0) { return "buzz"; }
    else if (n % 3 == 0) { return "fizz"; }
    return str(n);
}
fun matrix(n) {
    let rows = [];
    for i = 0 to n {
        let row = [];
        for j = 0 to n { push(row, (i * n + j) % 7 - 3); }
        push(rows, row);
    }
    return rows;
}
fun multiply(a, b) {
    let n = len(a);
    let c = [];
    for i = 0 to n {
        let row = [];
        for j = 0 to n {
            let sum = 0;
            for k = 0 to n { sum = sum + a[i][k] * b[k][j]; }
            push(row, sum);
        }
        push(c, row);
    }
    return c;
}
let debug = false;
if (1 + 1 == 3 || !(2 * 3 == 6)) { print "this is folded away"; }
print "fib", fib(12 + 1);
let longest = 0;
let from = 0;
for i = 1 to 60 {
    let steps = collatz(i);
    if (steps > longest) { longest = steps; from = i; }
}
print "collatz", from, longest;
print "primes", len(primes(10 * 40)), primes(30);
print "sorted", sort(random(30, 1000));
let words = "";
for i = 1 to 31 { words = words + classify(i) + " "; }
print words, len(words);
let m = matrix(6);
print "matrix", multiply(m, multiply(m, m))[5];
if (debug || seed < -5 * 5) { print "debug", -seed; }
"#;

fn interpret(seed: i64) -> Result<Vec<String>> {
    let mut folder = Folder { folded: 0 };
    let program = folder.program(&Parser::new(tokenize(WORKLOAD)?).program()?)?;
    let globals = RefCell::new(HashMap::from([("seed".to_string(), Value::Int(seed))]));
    let interpreter = Interpreter { functions: program.functions, globals, output: RefCell::default() };
    interpreter.execute(&program.body, None)?;
    let mut output = interpreter.output.into_inner();
    output.push(format!("folded {}", folder.folded));
    Ok(output)
}

fn main() {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut hash = 0;
    let mut last = Vec::new();
    for i in 1..=n {
        last = interpret(i).unwrap();
        for line in &last {
            for c in line.chars() {
                hash = (hash * 31 + c as i64) % 1000000007;
            }
        }
    }
    for line in &last {
        println!("{line}");
    }
    println!("hash {hash}");
}
