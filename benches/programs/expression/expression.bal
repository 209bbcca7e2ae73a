import ballerina/io;

// An interpreter of a small language: tokens, a tree, constant folding, evaluation.

enum TokenKind {
    NUMBER,
    STRING,
    NAME,
    KEYWORD,
    SYMBOL,
    END
}

type Token record {|
    TokenKind kind;
    string text;
    int line;
|};

type Value int|boolean|string|Value[];

type Literal record {|
    Value value;
|};

type Variable record {|
    string name;
|};

type ListLiteral record {|
    Expression[] items;
|};

type Index record {|
    Expression list;
    Expression index;
|};

type Unary record {|
    string operator;
    Expression operand;
|};

type Binary record {|
    string operator;
    Expression left;
    Expression right;
|};

type Call record {|
    string callee;
    Expression[] arguments;
|};

type Expression Literal|Variable|ListLiteral|Index|Unary|Binary|Call;

type Let record {|
    string name;
    Expression initial;
|};

type Assign record {|
    string target;
    Expression value;
|};

type IndexAssign record {|
    Expression list;
    Expression index;
    Expression value;
|};

type If record {|
    Expression condition;
    Statement[] consequent;
    Statement[] alternative;
|};

type While record {|
    Expression condition;
    Statement[] body;
|};

type For record {|
    string name;
    Expression first;
    Expression last;
    Statement[] body;
|};

type Return record {|
    Expression result;
|};

type Print record {|
    Expression[] values;
|};

type Evaluate record {|
    Expression expression;
|};

type Statement Let|Assign|IndexAssign|If|While|For|Return|Print|Evaluate;

type Function record {|
    string name;
    string[] parameters;
    Statement[] body;
|};

type Program record {|
    map<Function> functions;
    Statement[] body;
|};

type Returned record {|
    Value value;
|};

final readonly & map<boolean> keywords = {
    "let": true,
    "fun": true,
    "if": true,
    "else": true,
    "while": true,
    "for": true,
    "to": true,
    "return": true,
    "print": true,
    "true": true,
    "false": true
};

final readonly & map<int> precedences = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6
};

function isDigit(string c) returns boolean {
    return c >= "0" && c <= "9";
}

function isLetter(string c) returns boolean {
    return c >= "a" && c <= "z" || c >= "A" && c <= "Z" || c == "_";
}

class Lexer {
    private final string text;
    private int at = 0;
    private int line = 1;

    function init(string text) {
        self.text = text;
    }

    function tokens() returns Token[]|error {
        Token[] tokens = [];
        while true {
            Token token = check self.next();
            tokens.push(token);
            if token.kind == END {
                return tokens;
            }
        }
    }

    private function skipBlanks() {
        while self.at < self.text.length() {
            string c = self.text[self.at];
            if c == "\n" {
                self.line += 1;
            } else if c != " " {
                return;
            }
            self.at += 1;
        }
    }

    private function next() returns Token|error {
        self.skipBlanks();
        if self.at >= self.text.length() {
            return {kind: END, text: "", line: self.line};
        }
        string c = self.text[self.at];
        if isDigit(c) {
            return self.token(NUMBER, self.scan(isDigit));
        }
        if isLetter(c) {
            string word = self.scan(isWordPart);
            return self.token(keywords.hasKey(word) ? KEYWORD : NAME, word);
        }
        if c == "\"" {
            return self.stringToken();
        }
        return self.symbol(c);
    }

    private function token(TokenKind kind, string text) returns Token {
        return {kind, text, line: self.line};
    }

    private function scan(function (string) returns boolean belongs) returns string {
        int begin = self.at;
        while self.at < self.text.length() && belongs(self.text[self.at]) {
            self.at += 1;
        }
        return self.text.substring(begin, self.at);
    }

    private function stringToken() returns Token|error {
        int? end = self.text.indexOf("\"", self.at + 1);
        if end is () {
            return error(string `line ${self.line}: unterminated string`);
        }
        string text = self.text.substring(self.at + 1, end);
        self.at = end + 1;
        return self.token(STRING, text);
    }

    private function symbol(string c) returns Token|error {
        if self.at + 1 < self.text.length() {
            string pair = self.text.substring(self.at, self.at + 2);
            match pair {
                "=="|"!="|"<="|">="|"&&"|"||" => {
                    self.at += 2;
                    return self.token(SYMBOL, pair);
                }
            }
        }
        if "+-*/%<>=!(){}[],;".includes(c) {
            self.at += 1;
            return self.token(SYMBOL, c);
        }
        return error(string `line ${self.line}: unexpected '${c}'`);
    }
}

function isWordPart(string c) returns boolean {
    return isLetter(c) || isDigit(c);
}

class Parser {
    private final Token[] tokens;
    private int at = 0;

    function init(Token[] tokens) {
        self.tokens = tokens;
    }

    function program() returns Program|error {
        map<Function> functions = {};
        Statement[] body = [];
        while self.peek().kind != END {
            if self.accept("fun") {
                Function f = check self.functionDeclaration();
                functions[f.name] = f;
            } else {
                body.push(check self.statement());
            }
        }
        return {functions, body};
    }

    private function peek() returns Token {
        return self.tokens[self.at];
    }

    private function advance() returns Token {
        Token token = self.tokens[self.at];
        self.at += 1;
        return token;
    }

    private function isNext(string text) returns boolean {
        Token token = self.tokens[self.at];
        return (token.kind == SYMBOL || token.kind == KEYWORD) && token.text == text;
    }

    private function accept(string text) returns boolean {
        if self.isNext(text) {
            self.at += 1;
            return true;
        }
        return false;
    }

    private function expect(string text) returns error? {
        if !self.accept(text) {
            Token found = self.peek();
            return error(string `line ${found.line}: expected '${text}', found '${found.text}'`);
        }
    }

    private function name() returns string|error {
        Token token = self.advance();
        if token.kind != NAME {
            return error(string `line ${token.line}: expected a name, found '${token.text}'`);
        }
        return token.text;
    }

    private function functionDeclaration() returns Function|error {
        string name = check self.name();
        check self.expect("(");
        string[] parameters = [];
        while !self.accept(")") {
            if parameters.length() > 0 {
                check self.expect(",");
            }
            parameters.push(check self.name());
        }
        return {name, parameters, body: check self.block()};
    }

    private function block() returns Statement[]|error {
        check self.expect("{");
        Statement[] statements = [];
        while !self.accept("}") {
            statements.push(check self.statement());
        }
        return statements;
    }

    private function statement() returns Statement|error {
        Token token = self.peek();
        if token.kind == KEYWORD {
            match token.text {
                "let" => {
                    return self.letStatement();
                }
                "if" => {
                    return self.ifStatement();
                }
                "while" => {
                    self.at += 1;
                    While loop = {condition: check self.parenthesized(), body: check self.block()};
                    return loop;
                }
                "for" => {
                    return self.forStatement();
                }
                "return" => {
                    self.at += 1;
                    Return statement = {result: check self.expression()};
                    check self.expect(";");
                    return statement;
                }
                "print" => {
                    self.at += 1;
                    Print statement = {values: check self.expressions(";")};
                    return statement;
                }
            }
        }
        return self.assignmentOrCall();
    }

    private function letStatement() returns Statement|error {
        self.at += 1;
        string name = check self.name();
        check self.expect("=");
        Let statement = {name, initial: check self.expression()};
        check self.expect(";");
        return statement;
    }

    private function ifStatement() returns Statement|error {
        self.at += 1;
        Expression condition = check self.parenthesized();
        Statement[] consequent = check self.block();
        Statement[] alternative = [];
        if self.accept("else") {
            if self.isNext("if") {
                alternative.push(check self.ifStatement());
            } else {
                alternative = check self.block();
            }
        }
        return <If>{condition, consequent, alternative};
    }

    private function forStatement() returns Statement|error {
        self.at += 1;
        string name = check self.name();
        check self.expect("=");
        Expression first = check self.expression();
        check self.expect("to");
        Expression last = check self.expression();
        return <For>{name, first, last, body: check self.block()};
    }

    private function assignmentOrCall() returns Statement|error {
        Expression expression = check self.expression();
        if self.accept("=") {
            Expression value = check self.expression();
            check self.expect(";");
            if expression is Variable {
                return <Assign>{target: expression.name, value};
            }
            if expression is Index {
                return <IndexAssign>{list: expression.list, index: expression.index, value};
            }
            return error(string `line ${self.peek().line}: cannot assign to this`);
        }
        check self.expect(";");
        return <Evaluate>{expression};
    }

    private function parenthesized() returns Expression|error {
        check self.expect("(");
        Expression expression = check self.expression();
        check self.expect(")");
        return expression;
    }

    // Expressions with commas between them, up to `close`.
    private function expressions(string close) returns Expression[]|error {
        Expression[] list = [];
        while !self.accept(close) {
            if list.length() > 0 {
                check self.expect(",");
            }
            list.push(check self.expression());
        }
        return list;
    }

    private function expression(int least = 1) returns Expression|error {
        Expression left = check self.unary();
        while true {
            Token token = self.peek();
            int precedence = token.kind == SYMBOL ? precedences[token.text] ?: 0 : 0;
            if precedence < least {
                return left;
            }
            self.at += 1;
            Expression right = check self.expression(precedence + 1);
            left = <Binary>{operator: token.text, left, right};
        }
    }

    private function unary() returns Expression|error {
        if self.accept("-") {
            return <Unary>{operator: "-", operand: check self.unary()};
        }
        if self.accept("!") {
            return <Unary>{operator: "!", operand: check self.unary()};
        }
        Expression expression = check self.primary();
        while self.accept("[") {
            Expression index = check self.expression();
            check self.expect("]");
            expression = <Index>{list: expression, index};
        }
        return expression;
    }

    private function primary() returns Expression|error {
        Token token = self.advance();
        match token.kind {
            NUMBER => {
                return <Literal>{value: check int:fromString(token.text)};
            }
            STRING => {
                return <Literal>{value: token.text};
            }
            NAME => {
                if self.accept("(") {
                    return <Call>{callee: token.text, arguments: check self.expressions(")")};
                }
                return <Variable>{name: token.text};
            }
        }
        match token.text {
            "true" => {
                return <Literal>{value: true};
            }
            "false" => {
                return <Literal>{value: false};
            }
            "[" => {
                return <ListLiteral>{items: check self.expressions("]")};
            }
            "(" => {
                Expression expression = check self.expression();
                check self.expect(")");
                return expression;
            }
        }
        return error(string `line ${token.line}: unexpected '${token.text}'`);
    }
}

// Evaluates what is known before the program runs and counts what it replaced.
class Folder {
    int folded = 0;

    function program(Program program) returns Program|error {
        map<Function> functions = {};
        foreach Function f in program.functions {
            functions[f.name] = {name: f.name, parameters: f.parameters, body: check self.statements(f.body)};
        }
        return {functions, body: check self.statements(program.body)};
    }

    private function statements(Statement[] statements) returns Statement[]|error {
        Statement[] result = [];
        foreach Statement statement in statements {
            if statement is If {
                Expression condition = check self.expression(statement.condition);
                Statement[] consequent = check self.statements(statement.consequent);
                Statement[] alternative = check self.statements(statement.alternative);
                if condition is Literal {
                    self.folded += 1;
                    result.push(...condition.value == true ? consequent : alternative);
                } else {
                    result.push(<If>{condition, consequent, alternative});
                }
            } else {
                result.push(check self.statement(statement));
            }
        }
        return result;
    }

    private function statement(Statement statement) returns Statement|error {
        if statement is Let {
            return <Let>{name: statement.name, initial: check self.expression(statement.initial)};
        } else if statement is Assign {
            return <Assign>{target: statement.target, value: check self.expression(statement.value)};
        } else if statement is IndexAssign {
            return <IndexAssign>{
                list: check self.expression(statement.list),
                index: check self.expression(statement.index),
                value: check self.expression(statement.value)
            };
        } else if statement is While {
            return <While>{
                condition: check self.expression(statement.condition),
                body: check self.statements(statement.body)
            };
        } else if statement is For {
            return <For>{
                name: statement.name,
                first: check self.expression(statement.first),
                last: check self.expression(statement.last),
                body: check self.statements(statement.body)
            };
        } else if statement is Return {
            return <Return>{result: check self.expression(statement.result)};
        } else if statement is Print {
            return <Print>{values: check self.expressions(statement.values)};
        } else if statement is Evaluate {
            return <Evaluate>{expression: check self.expression(statement.expression)};
        }
        return statement;
    }

    private function expressions(Expression[] expressions) returns Expression[]|error {
        return from Expression expression in expressions
            select check self.expression(expression);
    }

    private function expression(Expression expression) returns Expression|error {
        if expression is Binary {
            Expression left = check self.expression(expression.left);
            Expression right = check self.expression(expression.right);
            if left is Literal && right is Literal {
                self.folded += 1;
                return <Literal>{value: check operate(expression.operator, left.value, right.value)};
            }
            return <Binary>{operator: expression.operator, left, right};
        } else if expression is Unary {
            Expression operand = check self.expression(expression.operand);
            if operand is Literal {
                self.folded += 1;
                return <Literal>{value: check operateUnary(expression.operator, operand.value)};
            }
            return <Unary>{operator: expression.operator, operand};
        } else if expression is ListLiteral {
            return <ListLiteral>{items: check self.expressions(expression.items)};
        } else if expression is Index {
            return <Index>{
                list: check self.expression(expression.list),
                index: check self.expression(expression.index)
            };
        } else if expression is Call {
            return <Call>{callee: expression.callee, arguments: check self.expressions(expression.arguments)};
        }
        return expression;
    }
}

function operate(string operator, Value left, Value right) returns Value|error {
    if operator == "==" {
        return left == right;
    }
    if operator == "!=" {
        return left != right;
    }
    if left is int && right is int {
        match operator {
            "+" => {
                return left + right;
            }
            "-" => {
                return left - right;
            }
            "*" => {
                return left * right;
            }
            "/" => {
                return right == 0 ? error("division by zero") : left / right;
            }
            "%" => {
                return right == 0 ? error("division by zero") : left % right;
            }
            "<" => {
                return left < right;
            }
            "<=" => {
                return left <= right;
            }
            ">" => {
                return left > right;
            }
            ">=" => {
                return left >= right;
            }
        }
    }
    if operator == "+" && left is string && right is string {
        return left + right;
    }
    if left is boolean && right is boolean {
        match operator {
            "&&" => {
                return left && right;
            }
            "||" => {
                return left || right;
            }
        }
    }
    return error(string `operator '${operator}' does not take these values`);
}

function operateUnary(string operator, Value operand) returns Value|error {
    if operator == "-" && operand is int {
        return -operand;
    }
    if operator == "!" && operand is boolean {
        return !operand;
    }
    return error(string `operator '${operator}' does not take this value`);
}

function show(Value value) returns string {
    if value is Value[] {
        return "[" + ", ".'join(...value.'map(show)) + "]";
    }
    return value.toString();
}

class Interpreter {
    private final map<Function> functions;
    private final map<Value> globals = {};
    final string[] output = [];

    function init(Program program, int seed) {
        self.functions = program.functions;
        self.globals["seed"] = seed;
    }

    function run(Statement[] body) returns error? {
        _ = check self.execute(body, self.globals);
    }

    private function execute(Statement[] statements, map<Value> scope) returns Returned|error? {
        foreach Statement statement in statements {
            Returned? returned = check self.executeOne(statement, scope);
            if returned is Returned {
                return returned;
            }
        }
    }

    private function executeOne(Statement statement, map<Value> scope) returns Returned|error? {
        if statement is Let {
            scope[statement.name] = check self.evaluate(statement.initial, scope);
        } else if statement is Assign {
            string name = statement.target;
            map<Value> owner = scope.hasKey(name) ? scope : self.globals;
            owner[name] = check self.evaluate(statement.value, scope);
        } else if statement is IndexAssign {
            Value[] list = check self.list(statement.list, scope);
            int index = check self.index(list, statement.index, scope);
            list[index] = check self.evaluate(statement.value, scope);
        } else if statement is If {
            boolean holds = check self.condition(statement.condition, scope);
            return self.execute(holds ? statement.consequent : statement.alternative, scope);
        } else if statement is While {
            while check self.condition(statement.condition, scope) {
                Returned? returned = check self.execute(statement.body, scope);
                if returned is Returned {
                    return returned;
                }
            }
        } else if statement is For {
            return self.executeFor(statement, scope);
        } else if statement is Return {
            return {value: check self.evaluate(statement.result, scope)};
        } else if statement is Print {
            Value[] values = check self.evaluateAll(statement.values, scope);
            self.output.push(" ".'join(...values.'map(show)));
        } else if statement is Evaluate {
            _ = check self.evaluate(statement.expression, scope);
        }
        return;
    }

    private function executeFor(For loop, map<Value> scope) returns Returned|error? {
        Value first = check self.evaluate(loop.first, scope);
        Value last = check self.evaluate(loop.last, scope);
        if first !is int || last !is int {
            return error("the bounds of 'for' must be numbers");
        }
        foreach int i in first ..< last {
            scope[loop.name] = i;
            Returned? returned = check self.execute(loop.body, scope);
            if returned is Returned {
                return returned;
            }
        }
        return;
    }

    private function condition(Expression expression, map<Value> scope) returns boolean|error {
        Value value = check self.evaluate(expression, scope);
        return value is boolean ? value : error("a condition must be a boolean");
    }

    private function list(Expression expression, map<Value> scope) returns Value[]|error {
        Value value = check self.evaluate(expression, scope);
        return value is Value[] ? value : error("this is not a list");
    }

    private function index(Value[] list, Expression expression, map<Value> scope) returns int|error {
        Value value = check self.evaluate(expression, scope);
        if value is int && value >= 0 && value < list.length() {
            return value;
        }
        return error(string `no member ${show(value)} in a list of ${list.length()}`);
    }

    private function evaluateAll(Expression[] expressions, map<Value> scope) returns Value[]|error {
        Value[] values = [];
        foreach Expression expression in expressions {
            values.push(check self.evaluate(expression, scope));
        }
        return values;
    }

    private function evaluate(Expression expression, map<Value> scope) returns Value|error {
        if expression is Literal {
            return expression.value;
        } else if expression is Variable {
            Value? value = scope[expression.name] ?: self.globals[expression.name];
            return value ?: error(string `no variable '${expression.name}'`);
        } else if expression is Binary {
            return self.evaluateBinary(expression, scope);
        } else if expression is Index {
            Value[] list = check self.list(expression.list, scope);
            return list[check self.index(list, expression.index, scope)];
        } else if expression is Call {
            return self.call(expression, scope);
        } else if expression is Unary {
            return operateUnary(expression.operator, check self.evaluate(expression.operand, scope));
        } else {
            return self.evaluateAll(expression.items, scope);
        }
    }

    private function evaluateBinary(Binary expression, map<Value> scope) returns Value|error {
        string operator = expression.operator;
        Value left = check self.evaluate(expression.left, scope);
        if operator == "&&" && left == false || operator == "||" && left == true {
            return left;
        }
        return operate(operator, left, check self.evaluate(expression.right, scope));
    }

    private function call(Call call, map<Value> scope) returns Value|error {
        Value[] arguments = check self.evaluateAll(call.arguments, scope);
        Function? f = self.functions[call.callee];
        if f is () {
            return builtin(call.callee, arguments);
        }
        if arguments.length() != f.parameters.length() {
            return error(string `'${f.name}' takes ${f.parameters.length()} arguments`);
        }
        map<Value> locals = {};
        foreach int i in 0 ..< arguments.length() {
            locals[f.parameters[i]] = arguments[i];
        }
        Returned? returned = check self.execute(f.body, locals);
        return returned is Returned ? returned.value : 0;
    }
}

function builtin(string name, Value[] arguments) returns Value|error {
    match name {
        "len" => {
            Value of = arguments[0];
            if of is Value[] {
                return of.length();
            }
            if of is string {
                return of.length();
            }
        }
        "push" => {
            Value list = arguments[0];
            if list is Value[] {
                list.push(arguments[1]);
                return list.length();
            }
        }
        "str" => {
            return show(arguments[0]);
        }
    }
    return error(string `no function '${name}' of these arguments`);
}

final string workload = string `
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

function interpret(int seed) returns string[]|error {
    Program program = check new Parser(check new Lexer(workload).tokens()).program();
    Folder folder = new;
    program = check folder.program(program);
    Interpreter interpreter = new (program, seed);
    check interpreter.run(program.body);
    interpreter.output.push(string `folded ${folder.folded}`);
    return interpreter.output;
}

public function main(int n) returns error? {
    int hash = 0;
    string[] last = [];
    foreach int i in 1 ... n {
        last = check interpret(i);
        foreach string line in last {
            foreach int c in line.toCodePointInts() {
                hash = (hash * 31 + c) % 1000000007;
            }
        }
    }
    foreach string line in last {
        io:println(line);
    }
    io:println("hash ", hash);
}
