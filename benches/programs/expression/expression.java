import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

class Main {
    enum Kind { NUMBER, STRING, NAME, KEYWORD, SYMBOL, END }

    record Token(Kind kind, String text, int line) {
    }

    sealed interface Expression permits Literal, Variable, ListLiteral, Index, Unary, Binary, Call {
    }

    // A value is a Long, Boolean, String or list of values.
    record Literal(Object value) implements Expression {
    }

    record Variable(String name) implements Expression {
    }

    record ListLiteral(List<Expression> items) implements Expression {
    }

    record Index(Expression list, Expression index) implements Expression {
    }

    record Unary(String operator, Expression operand) implements Expression {
    }

    record Binary(String operator, Expression left, Expression right) implements Expression {
    }

    record Call(String callee, List<Expression> arguments) implements Expression {
    }

    sealed interface Statement permits Let, Assign, IndexAssign, If, While, For, Return, Print, Evaluate {
    }

    record Let(String name, Expression initial) implements Statement {
    }

    record Assign(String target, Expression value) implements Statement {
    }

    record IndexAssign(Expression list, Expression index, Expression value) implements Statement {
    }

    record If(Expression condition, List<Statement> consequent, List<Statement> alternative) implements Statement {
    }

    record While(Expression condition, List<Statement> body) implements Statement {
    }

    record For(String name, Expression first, Expression last, List<Statement> body) implements Statement {
    }

    record Return(Expression result) implements Statement {
    }

    record Print(List<Expression> values) implements Statement {
    }

    record Evaluate(Expression expression) implements Statement {
    }

    record Function(String name, List<String> parameters, List<Statement> body) {
    }

    record Program(Map<String, Function> functions, List<Statement> body) {
    }

    static RuntimeException error(String message) {
        return new RuntimeException(message);
    }

    static final Set<String> KEYWORDS =
        Set.of("let", "fun", "if", "else", "while", "for", "to", "return", "print", "true", "false");

    static final Map<String, Integer> PRECEDENCES = new HashMap<>();

    static {
        String[] levels = {"||", "&&", "== !=", "< <= > >=", "+ -", "* / %"};
        for (int i = 0; i < levels.length; i++) {
            for (String operator : levels[i].split(" ")) {
                PRECEDENCES.put(operator, i + 1);
            }
        }
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    static final class Lexer {
        final String text;
        int at = 0;
        int line = 1;

        Lexer(String text) {
            this.text = text;
        }

        List<Token> tokens() {
            List<Token> tokens = new ArrayList<>();
            while (true) {
                Token token = next();
                tokens.add(token);
                if (token.kind == Kind.END) {
                    return tokens;
                }
            }
        }

        Token next() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                if (text.charAt(at) == '\n') {
                    line++;
                }
                at++;
            }
            if (at >= text.length()) {
                return new Token(Kind.END, "", line);
            }
            char c = text.charAt(at);
            if (isDigit(c)) {
                return new Token(Kind.NUMBER, scan(Main::isDigit), line);
            }
            if (isLetter(c)) {
                String word = scan(x -> isLetter(x) || isDigit(x));
                return new Token(KEYWORDS.contains(word) ? Kind.KEYWORD : Kind.NAME, word, line);
            }
            if (c == '"') {
                int end = text.indexOf('"', at + 1);
                if (end < 0) {
                    throw error("line " + line + ": unterminated string");
                }
                String string = text.substring(at + 1, end);
                at = end + 1;
                return new Token(Kind.STRING, string, line);
            }
            return symbol(c);
        }

        String scan(IntPredicate belongs) {
            int begin = at;
            while (at < text.length() && belongs.test(text.charAt(at))) {
                at++;
            }
            return text.substring(begin, at);
        }

        Token symbol(char c) {
            if (at + 1 < text.length()) {
                String pair = text.substring(at, at + 2);
                switch (pair) {
                    case "==", "!=", "<=", ">=", "&&", "||" -> {
                        at += 2;
                        return new Token(Kind.SYMBOL, pair, line);
                    }
                    default -> {
                    }
                }
            }
            if ("+-*/%<>=!(){}[],;".indexOf(c) < 0) {
                throw error("line " + line + ": unexpected '" + c + "'");
            }
            at++;
            return new Token(Kind.SYMBOL, String.valueOf(c), line);
        }
    }

    static final class Parser {
        final List<Token> tokens;
        int at = 0;

        Parser(List<Token> tokens) {
            this.tokens = tokens;
        }

        Program program() {
            Map<String, Function> functions = new LinkedHashMap<>();
            List<Statement> body = new ArrayList<>();
            while (peek().kind != Kind.END) {
                if (accept("fun")) {
                    Function f = function();
                    functions.put(f.name, f);
                } else {
                    body.add(statement());
                }
            }
            return new Program(functions, body);
        }

        Token peek() {
            return tokens.get(at);
        }

        boolean isNext(String text) {
            Token token = tokens.get(at);
            return (token.kind == Kind.SYMBOL || token.kind == Kind.KEYWORD) && token.text.equals(text);
        }

        boolean accept(String text) {
            if (isNext(text)) {
                at++;
                return true;
            }
            return false;
        }

        void expect(String text) {
            if (!accept(text)) {
                throw error("line " + peek().line + ": expected '" + text + "', found '" + peek().text + "'");
            }
        }

        String name() {
            Token token = tokens.get(at++);
            if (token.kind != Kind.NAME) {
                throw error("line " + token.line + ": expected a name, found '" + token.text + "'");
            }
            return token.text;
        }

        Function function() {
            String name = name();
            expect("(");
            List<String> parameters = new ArrayList<>();
            while (!accept(")")) {
                if (!parameters.isEmpty()) {
                    expect(",");
                }
                parameters.add(name());
            }
            return new Function(name, parameters, block());
        }

        List<Statement> block() {
            expect("{");
            List<Statement> statements = new ArrayList<>();
            while (!accept("}")) {
                statements.add(statement());
            }
            return statements;
        }

        Statement statement() {
            Token token = peek();
            if (token.kind == Kind.KEYWORD) {
                switch (token.text) {
                    case "let": {
                        at++;
                        String name = name();
                        expect("=");
                        Expression initial = expression(1);
                        expect(";");
                        return new Let(name, initial);
                    }
                    case "if":
                        return ifStatement();
                    case "while": {
                        at++;
                        Expression condition = parenthesized();
                        return new While(condition, block());
                    }
                    case "for": {
                        at++;
                        String name = name();
                        expect("=");
                        Expression first = expression(1);
                        expect("to");
                        Expression last = expression(1);
                        return new For(name, first, last, block());
                    }
                    case "return": {
                        at++;
                        Expression result = expression(1);
                        expect(";");
                        return new Return(result);
                    }
                    case "print":
                        at++;
                        return new Print(expressions(";"));
                    default:
                }
            }
            return assignmentOrCall();
        }

        Statement ifStatement() {
            at++;
            Expression condition = parenthesized();
            List<Statement> consequent = block();
            List<Statement> alternative = new ArrayList<>();
            if (accept("else")) {
                if (isNext("if")) {
                    alternative.add(ifStatement());
                } else {
                    alternative = block();
                }
            }
            return new If(condition, consequent, alternative);
        }

        Statement assignmentOrCall() {
            Expression expression = expression(1);
            if (accept("=")) {
                Expression value = expression(1);
                expect(";");
                if (expression instanceof Variable v) {
                    return new Assign(v.name, value);
                }
                if (expression instanceof Index i) {
                    return new IndexAssign(i.list, i.index, value);
                }
                throw error("line " + peek().line + ": cannot assign to this");
            }
            expect(";");
            return new Evaluate(expression);
        }

        Expression parenthesized() {
            expect("(");
            Expression expression = expression(1);
            expect(")");
            return expression;
        }

        List<Expression> expressions(String close) {
            List<Expression> list = new ArrayList<>();
            while (!accept(close)) {
                if (!list.isEmpty()) {
                    expect(",");
                }
                list.add(expression(1));
            }
            return list;
        }

        Expression expression(int least) {
            Expression left = unary();
            while (true) {
                Token token = peek();
                int precedence = token.kind == Kind.SYMBOL ? PRECEDENCES.getOrDefault(token.text, 0) : 0;
                if (precedence < least) {
                    return left;
                }
                at++;
                left = new Binary(token.text, left, expression(precedence + 1));
            }
        }

        Expression unary() {
            if (accept("-")) {
                return new Unary("-", unary());
            }
            if (accept("!")) {
                return new Unary("!", unary());
            }
            Expression expression = primary();
            while (accept("[")) {
                Expression index = expression(1);
                expect("]");
                expression = new Index(expression, index);
            }
            return expression;
        }

        Expression primary() {
            Token token = tokens.get(at++);
            switch (token.kind) {
                case NUMBER:
                    return new Literal(Long.parseLong(token.text));
                case STRING:
                    return new Literal(token.text);
                case NAME:
                    if (accept("(")) {
                        return new Call(token.text, expressions(")"));
                    }
                    return new Variable(token.text);
                default:
            }
            switch (token.text) {
                case "true":
                    return new Literal(true);
                case "false":
                    return new Literal(false);
                case "[":
                    return new ListLiteral(expressions("]"));
                case "(":
                    Expression expression = expression(1);
                    expect(")");
                    return expression;
                default:
                    throw error("line " + token.line + ": unexpected '" + token.text + "'");
            }
        }
    }

    static final class Folder {
        int folded = 0;

        Program program(Program program) {
            Map<String, Function> functions = new LinkedHashMap<>();
            for (Function f : program.functions.values()) {
                functions.put(f.name, new Function(f.name, f.parameters, statements(f.body)));
            }
            return new Program(functions, statements(program.body));
        }

        List<Statement> statements(List<Statement> statements) {
            List<Statement> result = new ArrayList<>();
            for (Statement statement : statements) {
                if (statement instanceof If s) {
                    Expression condition = expression(s.condition);
                    List<Statement> consequent = statements(s.consequent);
                    List<Statement> alternative = statements(s.alternative);
                    if (condition instanceof Literal known) {
                        folded++;
                        result.addAll(known.value.equals(true) ? consequent : alternative);
                    } else {
                        result.add(new If(condition, consequent, alternative));
                    }
                } else {
                    result.add(statement(statement));
                }
            }
            return result;
        }

        Statement statement(Statement statement) {
            if (statement instanceof Let s) {
                return new Let(s.name, expression(s.initial));
            } else if (statement instanceof Assign s) {
                return new Assign(s.target, expression(s.value));
            } else if (statement instanceof IndexAssign s) {
                return new IndexAssign(expression(s.list), expression(s.index), expression(s.value));
            } else if (statement instanceof While s) {
                return new While(expression(s.condition), statements(s.body));
            } else if (statement instanceof For s) {
                return new For(s.name, expression(s.first), expression(s.last), statements(s.body));
            } else if (statement instanceof Return s) {
                return new Return(expression(s.result));
            } else if (statement instanceof Print s) {
                return new Print(expressions(s.values));
            } else if (statement instanceof Evaluate s) {
                return new Evaluate(expression(s.expression));
            }
            return statement;
        }

        List<Expression> expressions(List<Expression> expressions) {
            List<Expression> result = new ArrayList<>();
            for (Expression expression : expressions) {
                result.add(expression(expression));
            }
            return result;
        }

        Expression expression(Expression expression) {
            if (expression instanceof Binary e) {
                Expression left = expression(e.left);
                Expression right = expression(e.right);
                if (left instanceof Literal l && right instanceof Literal r) {
                    folded++;
                    return new Literal(operate(e.operator, l.value, r.value));
                }
                return new Binary(e.operator, left, right);
            } else if (expression instanceof Unary e) {
                Expression operand = expression(e.operand);
                if (operand instanceof Literal known) {
                    folded++;
                    return new Literal(operateUnary(e.operator, known.value));
                }
                return new Unary(e.operator, operand);
            } else if (expression instanceof ListLiteral e) {
                return new ListLiteral(expressions(e.items));
            } else if (expression instanceof Index e) {
                return new Index(expression(e.list), expression(e.index));
            } else if (expression instanceof Call e) {
                return new Call(e.callee, expressions(e.arguments));
            }
            return expression;
        }
    }

    static Object operate(String operator, Object left, Object right) {
        if (operator.equals("==")) {
            return left.equals(right);
        }
        if (operator.equals("!=")) {
            return !left.equals(right);
        }
        if (left instanceof Long x && right instanceof Long y) {
            long l = x;
            long r = y;
            switch (operator) {
                case "+":
                    return l + r;
                case "-":
                    return l - r;
                case "*":
                    return l * r;
                case "/":
                case "%":
                    if (r == 0) {
                        throw error("division by zero");
                    }
                    return operator.equals("/") ? l / r : l % r;
                case "<":
                    return l < r;
                case "<=":
                    return l <= r;
                case ">":
                    return l > r;
                case ">=":
                    return l >= r;
                default:
            }
        } else if (left instanceof String l && right instanceof String r) {
            if (operator.equals("+")) {
                return l + r;
            }
        } else if (left instanceof Boolean l && right instanceof Boolean r) {
            if (operator.equals("&&")) {
                return l && r;
            }
            if (operator.equals("||")) {
                return l || r;
            }
        }
        throw error("operator '" + operator + "' does not take these values");
    }

    static Object operateUnary(String operator, Object operand) {
        if (operator.equals("-") && operand instanceof Long n) {
            return -n;
        }
        if (operator.equals("!") && operand instanceof Boolean b) {
            return !b;
        }
        throw error("operator '" + operator + "' does not take this value");
    }

    static String show(Object value) {
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            for (Object member : list) {
                parts.add(show(member));
            }
            return "[" + String.join(", ", parts) + "]";
        }
        return value.toString();
    }

    @SuppressWarnings("unchecked")
    static Object builtin(String name, List<Object> arguments) {
        Object first = arguments.get(0);
        switch (name) {
            case "len":
                if (first instanceof List<?> list) {
                    return (long) list.size();
                }
                if (first instanceof String text) {
                    return (long) text.length();
                }
                break;
            case "push":
                if (first instanceof List<?> list) {
                    ((List<Object>) list).add(arguments.get(1));
                    return (long) list.size();
                }
                break;
            case "str":
                return show(first);
            default:
        }
        throw error("no function '" + name + "' of these arguments");
    }

    static final class Interpreter {
        final Map<String, Function> functions;
        final Map<String, Object> globals = new HashMap<>();
        final List<String> output = new ArrayList<>();

        Interpreter(Program program, long seed) {
            functions = program.functions;
            globals.put("seed", seed);
        }

        // The value that a return statement gave, or null.
        Object execute(List<Statement> statements, Map<String, Object> scope) {
            for (Statement statement : statements) {
                Object returned = executeOne(statement, scope);
                if (returned != null) {
                    return returned;
                }
            }
            return null;
        }

        Object executeOne(Statement statement, Map<String, Object> scope) {
            if (statement instanceof Let s) {
                scope.put(s.name, evaluate(s.initial, scope));
            } else if (statement instanceof Assign s) {
                Map<String, Object> owner = scope.containsKey(s.target) ? scope : globals;
                owner.put(s.target, evaluate(s.value, scope));
            } else if (statement instanceof IndexAssign s) {
                List<Object> list = list(s.list, scope);
                int index = index(list, s.index, scope);
                list.set(index, evaluate(s.value, scope));
            } else if (statement instanceof If s) {
                return execute(condition(s.condition, scope) ? s.consequent : s.alternative, scope);
            } else if (statement instanceof While s) {
                while (condition(s.condition, scope)) {
                    Object returned = execute(s.body, scope);
                    if (returned != null) {
                        return returned;
                    }
                }
            } else if (statement instanceof For s) {
                return executeFor(s, scope);
            } else if (statement instanceof Return s) {
                return evaluate(s.result, scope);
            } else if (statement instanceof Print s) {
                List<String> parts = new ArrayList<>();
                for (Object value : evaluateAll(s.values, scope)) {
                    parts.add(show(value));
                }
                output.add(String.join(" ", parts));
            } else if (statement instanceof Evaluate s) {
                evaluate(s.expression, scope);
            }
            return null;
        }

        Object executeFor(For s, Map<String, Object> scope) {
            if (!(evaluate(s.first, scope) instanceof Long first && evaluate(s.last, scope) instanceof Long last)) {
                throw error("the bounds of 'for' must be numbers");
            }
            for (long i = first; i < last; i++) {
                scope.put(s.name, i);
                Object returned = execute(s.body, scope);
                if (returned != null) {
                    return returned;
                }
            }
            return null;
        }

        boolean condition(Expression expression, Map<String, Object> scope) {
            if (evaluate(expression, scope) instanceof Boolean b) {
                return b;
            }
            throw error("a condition must be a boolean");
        }

        @SuppressWarnings("unchecked")
        List<Object> list(Expression expression, Map<String, Object> scope) {
            if (evaluate(expression, scope) instanceof List<?> list) {
                return (List<Object>) list;
            }
            throw error("this is not a list");
        }

        int index(List<Object> list, Expression expression, Map<String, Object> scope) {
            Object value = evaluate(expression, scope);
            if (value instanceof Long i && i >= 0 && i < list.size()) {
                return i.intValue();
            }
            throw error("no member " + show(value) + " in a list of " + list.size());
        }

        List<Object> evaluateAll(List<Expression> expressions, Map<String, Object> scope) {
            List<Object> values = new ArrayList<>();
            for (Expression expression : expressions) {
                values.add(evaluate(expression, scope));
            }
            return values;
        }

        Object evaluate(Expression expression, Map<String, Object> scope) {
            if (expression instanceof Literal e) {
                return e.value;
            } else if (expression instanceof Variable e) {
                Object value = scope.get(e.name);
                if (value == null) {
                    value = globals.get(e.name);
                }
                if (value == null) {
                    throw error("no variable '" + e.name + "'");
                }
                return value;
            } else if (expression instanceof Binary e) {
                Object left = evaluate(e.left, scope);
                if (e.operator.equals("&&") && left.equals(false) || e.operator.equals("||") && left.equals(true)) {
                    return left;
                }
                return operate(e.operator, left, evaluate(e.right, scope));
            } else if (expression instanceof Index e) {
                List<Object> list = list(e.list, scope);
                return list.get(index(list, e.index, scope));
            } else if (expression instanceof Call e) {
                return call(e, scope);
            } else if (expression instanceof Unary e) {
                return operateUnary(e.operator, evaluate(e.operand, scope));
            }
            return evaluateAll(((ListLiteral) expression).items, scope);
        }

        Object call(Call call, Map<String, Object> scope) {
            List<Object> arguments = evaluateAll(call.arguments, scope);
            Function f = functions.get(call.callee);
            if (f == null) {
                return builtin(call.callee, arguments);
            }
            if (arguments.size() != f.parameters.size()) {
                throw error("'" + f.name + "' takes " + f.parameters.size() + " arguments");
            }
            Map<String, Object> locals = new HashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                locals.put(f.parameters.get(i), arguments.get(i));
            }
            Object returned = execute(f.body, locals);
            return returned == null ? (Object) 0L : returned;
        }
    }

    static final String WORKLOAD = """

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
""";

    static List<String> interpret(long seed) {
        Folder folder = new Folder();
        Program program = folder.program(new Parser(new Lexer(WORKLOAD).tokens()).program());
        Interpreter interpreter = new Interpreter(program, seed);
        interpreter.execute(program.body, interpreter.globals);
        interpreter.output.add("folded " + folder.folded);
        return interpreter.output;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        long hash = 0;
        List<String> last = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            last = interpret(i);
            for (String line : last) {
                for (int j = 0; j < line.length(); j++) {
                    hash = (hash * 31 + line.charAt(j)) % 1000000007;
                }
            }
        }
        for (String line : last) {
            System.out.println(line);
        }
        System.out.println("hash " + hash);
    }
}
