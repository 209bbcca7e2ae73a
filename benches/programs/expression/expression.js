class Literal {
  constructor(value) {
    this.value = value;
  }
}

class Variable {
  constructor(name) {
    this.name = name;
  }
}

class ListLiteral {
  constructor(items) {
    this.items = items;
  }
}

class Index {
  constructor(list, index) {
    this.list = list;
    this.index = index;
  }
}

class Unary {
  constructor(operator, operand) {
    this.operator = operator;
    this.operand = operand;
  }
}

class Binary {
  constructor(operator, left, right) {
    this.operator = operator;
    this.left = left;
    this.right = right;
  }
}

class Call {
  constructor(callee, args) {
    this.callee = callee;
    this.args = args;
  }
}

class Let {
  constructor(name, initial) {
    this.name = name;
    this.initial = initial;
  }
}

class Assign {
  constructor(target, value) {
    this.target = target;
    this.value = value;
  }
}

class IndexAssign {
  constructor(list, index, value) {
    this.list = list;
    this.index = index;
    this.value = value;
  }
}

class If {
  constructor(condition, consequent, alternative) {
    this.condition = condition;
    this.consequent = consequent;
    this.alternative = alternative;
  }
}

class While {
  constructor(condition, body) {
    this.condition = condition;
    this.body = body;
  }
}

class For {
  constructor(name, first, last, body) {
    this.name = name;
    this.first = first;
    this.last = last;
    this.body = body;
  }
}

class Return {
  constructor(result) {
    this.result = result;
  }
}

class Print {
  constructor(values) {
    this.values = values;
  }
}

class Evaluate {
  constructor(expression) {
    this.expression = expression;
  }
}

const keywords = new Set("let fun if else while for to return print true false".split(" "));
const precedences = new Map(
  Object.entries({
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
  }),
);
const doubled = new Set(["==", "!=", "<=", ">=", "&&", "||"]);

const isDigit = (c) => c >= "0" && c <= "9";
const isLetter = (c) => (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || c === "_";
const isWordPart = (c) => isLetter(c) || isDigit(c);

function tokenize(text) {
  const tokens = [];
  let at = 0;
  let line = 1;
  const scan = (belongs) => {
    const begin = at;
    while (at < text.length && belongs(text[at])) {
      at++;
    }
    return text.substring(begin, at);
  };
  for (;;) {
    while (at < text.length && (text[at] === " " || text[at] === "\n")) {
      if (text[at] === "\n") {
        line++;
      }
      at++;
    }
    if (at >= text.length) {
      tokens.push({ kind: "end", text: "", line });
      return tokens;
    }
    const c = text[at];
    if (isDigit(c)) {
      tokens.push({ kind: "number", text: scan(isDigit), line });
    } else if (isLetter(c)) {
      const word = scan(isWordPart);
      tokens.push({ kind: keywords.has(word) ? "keyword" : "name", text: word, line });
    } else if (c === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw new Error(`line ${line}: unterminated string`);
      }
      tokens.push({ kind: "string", text: text.substring(at + 1, end), line });
      at = end + 1;
    } else if (doubled.has(text.substring(at, at + 2))) {
      tokens.push({ kind: "symbol", text: text.substring(at, at + 2), line });
      at += 2;
    } else if ("+-*/%<>=!(){}[],;".includes(c)) {
      tokens.push({ kind: "symbol", text: c, line });
      at++;
    } else {
      throw new Error(`line ${line}: unexpected '${c}'`);
    }
  }
}

class Parser {
  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
  }

  program() {
    const functions = new Map();
    const body = [];
    while (this.peek().kind !== "end") {
      if (this.accept("fun")) {
        const f = this.functionDeclaration();
        functions.set(f.name, f);
      } else {
        body.push(this.statement());
      }
    }
    return { functions, body };
  }

  peek() {
    return this.tokens[this.at];
  }

  advance() {
    return this.tokens[this.at++];
  }

  isNext(text) {
    const token = this.tokens[this.at];
    return (token.kind === "symbol" || token.kind === "keyword") && token.text === text;
  }

  accept(text) {
    if (this.isNext(text)) {
      this.at++;
      return true;
    }
    return false;
  }

  expect(text) {
    if (!this.accept(text)) {
      const found = this.peek();
      throw new Error(`line ${found.line}: expected '${text}', found '${found.text}'`);
    }
  }

  name() {
    const token = this.advance();
    if (token.kind !== "name") {
      throw new Error(`line ${token.line}: expected a name, found '${token.text}'`);
    }
    return token.text;
  }

  functionDeclaration() {
    const name = this.name();
    this.expect("(");
    const parameters = [];
    while (!this.accept(")")) {
      if (parameters.length > 0) {
        this.expect(",");
      }
      parameters.push(this.name());
    }
    return { name, parameters, body: this.block() };
  }

  block() {
    this.expect("{");
    const statements = [];
    while (!this.accept("}")) {
      statements.push(this.statement());
    }
    return statements;
  }

  statement() {
    const token = this.peek();
    if (token.kind === "keyword") {
      switch (token.text) {
        case "let": {
          this.at++;
          const name = this.name();
          this.expect("=");
          const initial = this.expression();
          this.expect(";");
          return new Let(name, initial);
        }
        case "if":
          return this.ifStatement();
        case "while": {
          this.at++;
          const condition = this.parenthesized();
          return new While(condition, this.block());
        }
        case "for": {
          this.at++;
          const name = this.name();
          this.expect("=");
          const first = this.expression();
          this.expect("to");
          const last = this.expression();
          return new For(name, first, last, this.block());
        }
        case "return": {
          this.at++;
          const result = this.expression();
          this.expect(";");
          return new Return(result);
        }
        case "print":
          this.at++;
          return new Print(this.expressions(";"));
      }
    }
    return this.assignmentOrCall();
  }

  ifStatement() {
    this.at++;
    const condition = this.parenthesized();
    const consequent = this.block();
    let alternative = [];
    if (this.accept("else")) {
      alternative = this.isNext("if") ? [this.ifStatement()] : this.block();
    }
    return new If(condition, consequent, alternative);
  }

  assignmentOrCall() {
    const expression = this.expression();
    if (this.accept("=")) {
      const value = this.expression();
      this.expect(";");
      if (expression instanceof Variable) {
        return new Assign(expression.name, value);
      }
      if (expression instanceof Index) {
        return new IndexAssign(expression.list, expression.index, value);
      }
      throw new Error(`line ${this.peek().line}: cannot assign to this`);
    }
    this.expect(";");
    return new Evaluate(expression);
  }

  parenthesized() {
    this.expect("(");
    const expression = this.expression();
    this.expect(")");
    return expression;
  }

  expressions(close) {
    const list = [];
    while (!this.accept(close)) {
      if (list.length > 0) {
        this.expect(",");
      }
      list.push(this.expression());
    }
    return list;
  }

  expression(least = 1) {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      const precedence = token.kind === "symbol" ? (precedences.get(token.text) ?? 0) : 0;
      if (precedence < least) {
        return left;
      }
      this.at++;
      left = new Binary(token.text, left, this.expression(precedence + 1));
    }
  }

  unary() {
    if (this.accept("-")) {
      return new Unary("-", this.unary());
    }
    if (this.accept("!")) {
      return new Unary("!", this.unary());
    }
    let expression = this.primary();
    while (this.accept("[")) {
      const index = this.expression();
      this.expect("]");
      expression = new Index(expression, index);
    }
    return expression;
  }

  primary() {
    const token = this.advance();
    switch (token.kind) {
      case "number":
        return new Literal(Number(token.text));
      case "string":
        return new Literal(token.text);
      case "name":
        if (this.accept("(")) {
          return new Call(token.text, this.expressions(")"));
        }
        return new Variable(token.text);
    }
    switch (token.text) {
      case "true":
        return new Literal(true);
      case "false":
        return new Literal(false);
      case "[":
        return new ListLiteral(this.expressions("]"));
      case "(": {
        const expression = this.expression();
        this.expect(")");
        return expression;
      }
    }
    throw new Error(`line ${token.line}: unexpected '${token.text}'`);
  }
}

class Folder {
  folded = 0;

  program({ functions, body }) {
    const folded = new Map();
    for (const f of functions.values()) {
      folded.set(f.name, { name: f.name, parameters: f.parameters, body: this.statements(f.body) });
    }
    return { functions: folded, body: this.statements(body) };
  }

  statements(statements) {
    const result = [];
    for (const statement of statements) {
      if (statement instanceof If) {
        const condition = this.expression(statement.condition);
        const consequent = this.statements(statement.consequent);
        const alternative = this.statements(statement.alternative);
        if (condition instanceof Literal) {
          this.folded++;
          result.push(...(condition.value === true ? consequent : alternative));
        } else {
          result.push(new If(condition, consequent, alternative));
        }
      } else {
        result.push(this.statement(statement));
      }
    }
    return result;
  }

  statement(s) {
    if (s instanceof Let) {
      return new Let(s.name, this.expression(s.initial));
    } else if (s instanceof Assign) {
      return new Assign(s.target, this.expression(s.value));
    } else if (s instanceof IndexAssign) {
      return new IndexAssign(this.expression(s.list), this.expression(s.index), this.expression(s.value));
    } else if (s instanceof While) {
      return new While(this.expression(s.condition), this.statements(s.body));
    } else if (s instanceof For) {
      return new For(s.name, this.expression(s.first), this.expression(s.last), this.statements(s.body));
    } else if (s instanceof Return) {
      return new Return(this.expression(s.result));
    } else if (s instanceof Print) {
      return new Print(this.expressions(s.values));
    }
    return new Evaluate(this.expression(s.expression));
  }

  expressions(expressions) {
    return expressions.map((e) => this.expression(e));
  }

  expression(e) {
    if (e instanceof Binary) {
      const left = this.expression(e.left);
      const right = this.expression(e.right);
      if (left instanceof Literal && right instanceof Literal) {
        this.folded++;
        return new Literal(operate(e.operator, left.value, right.value));
      }
      return new Binary(e.operator, left, right);
    } else if (e instanceof Unary) {
      const operand = this.expression(e.operand);
      if (operand instanceof Literal) {
        this.folded++;
        return new Literal(operateUnary(e.operator, operand.value));
      }
      return new Unary(e.operator, operand);
    } else if (e instanceof ListLiteral) {
      return new ListLiteral(this.expressions(e.items));
    } else if (e instanceof Index) {
      return new Index(this.expression(e.list), this.expression(e.index));
    } else if (e instanceof Call) {
      return new Call(e.callee, this.expressions(e.args));
    }
    return e;
  }
}

function operate(operator, left, right) {
  if (operator === "==") {
    return left === right;
  }
  if (operator === "!=") {
    return left !== right;
  }
  if (typeof left === "number" && typeof right === "number") {
    switch (operator) {
      case "+":
        return left + right;
      case "-":
        return left - right;
      case "*":
        return left * right;
      case "/":
      case "%":
        if (right === 0) {
          throw new Error("division by zero");
        }
        return operator === "/" ? Math.trunc(left / right) : left % right;
      case "<":
        return left < right;
      case "<=":
        return left <= right;
      case ">":
        return left > right;
      case ">=":
        return left >= right;
    }
  } else if (typeof left === "string" && typeof right === "string") {
    if (operator === "+") {
      return left + right;
    }
  } else if (typeof left === "boolean" && typeof right === "boolean") {
    switch (operator) {
      case "&&":
        return left && right;
      case "||":
        return left || right;
    }
  }
  throw new Error(`operator '${operator}' does not take these values`);
}

function operateUnary(operator, operand) {
  if (operator === "-" && typeof operand === "number") {
    return -operand;
  }
  if (operator === "!" && typeof operand === "boolean") {
    return !operand;
  }
  throw new Error(`operator '${operator}' does not take this value`);
}

function show(value) {
  return Array.isArray(value) ? "[" + value.map(show).join(", ") + "]" : String(value);
}

function builtin(name, [first, second]) {
  switch (name) {
    case "len":
      if (Array.isArray(first) || typeof first === "string") {
        return first.length;
      }
      break;
    case "push":
      if (Array.isArray(first)) {
        return first.push(second);
      }
      break;
    case "str":
      return show(first);
  }
  throw new Error(`no function '${name}' of these arguments`);
}

class Interpreter {
  output = [];

  constructor(program, seed) {
    this.functions = program.functions;
    this.globals = new Map([["seed", seed]]);
  }

  // The value that a return statement gave, or undefined.
  execute(statements, scope) {
    for (const statement of statements) {
      const returned = this.executeOne(statement, scope);
      if (returned !== undefined) {
        return returned;
      }
    }
    return undefined;
  }

  executeOne(s, scope) {
    if (s instanceof Let) {
      scope.set(s.name, this.evaluate(s.initial, scope));
    } else if (s instanceof Assign) {
      const owner = scope.has(s.target) ? scope : this.globals;
      owner.set(s.target, this.evaluate(s.value, scope));
    } else if (s instanceof IndexAssign) {
      const list = this.list(s.list, scope);
      const index = this.index(list, s.index, scope);
      list[index] = this.evaluate(s.value, scope);
    } else if (s instanceof If) {
      return this.execute(this.condition(s.condition, scope) ? s.consequent : s.alternative, scope);
    } else if (s instanceof While) {
      while (this.condition(s.condition, scope)) {
        const returned = this.execute(s.body, scope);
        if (returned !== undefined) {
          return returned;
        }
      }
    } else if (s instanceof For) {
      const first = this.evaluate(s.first, scope);
      const last = this.evaluate(s.last, scope);
      if (typeof first !== "number" || typeof last !== "number") {
        throw new Error("the bounds of 'for' must be numbers");
      }
      for (let i = first; i < last; i++) {
        scope.set(s.name, i);
        const returned = this.execute(s.body, scope);
        if (returned !== undefined) {
          return returned;
        }
      }
    } else if (s instanceof Return) {
      return this.evaluate(s.result, scope);
    } else if (s instanceof Print) {
      this.output.push(this.evaluateAll(s.values, scope).map(show).join(" "));
    } else {
      this.evaluate(s.expression, scope);
    }
    return undefined;
  }

  condition(expression, scope) {
    const value = this.evaluate(expression, scope);
    if (typeof value !== "boolean") {
      throw new Error("a condition must be a boolean");
    }
    return value;
  }

  list(expression, scope) {
    const value = this.evaluate(expression, scope);
    if (!Array.isArray(value)) {
      throw new Error("this is not a list");
    }
    return value;
  }

  index(list, expression, scope) {
    const value = this.evaluate(expression, scope);
    if (typeof value === "number" && value >= 0 && value < list.length) {
      return value;
    }
    throw new Error(`no member ${show(value)} in a list of ${list.length}`);
  }

  evaluateAll(expressions, scope) {
    const values = [];
    for (const expression of expressions) {
      values.push(this.evaluate(expression, scope));
    }
    return values;
  }

  evaluate(e, scope) {
    if (e instanceof Literal) {
      return e.value;
    } else if (e instanceof Variable) {
      const value = scope.get(e.name) ?? this.globals.get(e.name);
      if (value === undefined) {
        throw new Error(`no variable '${e.name}'`);
      }
      return value;
    } else if (e instanceof Binary) {
      const left = this.evaluate(e.left, scope);
      if ((e.operator === "&&" && left === false) || (e.operator === "||" && left === true)) {
        return left;
      }
      return operate(e.operator, left, this.evaluate(e.right, scope));
    } else if (e instanceof Index) {
      const list = this.list(e.list, scope);
      return list[this.index(list, e.index, scope)];
    } else if (e instanceof Call) {
      return this.call(e, scope);
    } else if (e instanceof Unary) {
      return operateUnary(e.operator, this.evaluate(e.operand, scope));
    }
    return this.evaluateAll(e.items, scope);
  }

  call(call, scope) {
    const args = this.evaluateAll(call.args, scope);
    const f = this.functions.get(call.callee);
    if (f === undefined) {
      return builtin(call.callee, args);
    }
    if (args.length !== f.parameters.length) {
      throw new Error(`'${f.name}' takes ${f.parameters.length} arguments`);
    }
    const locals = new Map();
    for (let i = 0; i < args.length; i++) {
      locals.set(f.parameters[i], args[i]);
    }
    return this.execute(f.body, locals) ?? 0;
  }
}

const workload = `
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
`;

function interpret(seed) {
  const folder = new Folder();
  const program = folder.program(new Parser(tokenize(workload)).program());
  const interpreter = new Interpreter(program, seed);
  interpreter.execute(program.body, interpreter.globals);
  interpreter.output.push(`folded ${folder.folded}`);
  return interpreter.output;
}

const n = Number(process.argv[2]);
let hash = 0;
let last = [];
for (let i = 1; i <= n; i++) {
  last = interpret(i);
  for (const line of last) {
    for (let j = 0; j < line.length; j++) {
      hash = (hash * 31 + line.charCodeAt(j)) % 1000000007;
    }
  }
}
for (const line of last) {
  console.log(line);
}
console.log("hash " + hash);
