package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

type kind int

const (
	number kind = iota
	str
	name
	keyword
	symbol
	end
)

type token struct {
	kind kind
	text string
	line int
}

// An int, bool, string or *list.
type value any

type list struct {
	items []value
}

type expression interface{}

type literal struct{ value value }
type variable struct{ name string }
type listLiteral struct{ items []expression }
type index struct{ list, index expression }
type unary struct {
	operator string
	operand  expression
}
type binary struct {
	operator    string
	left, right expression
}
type call struct {
	callee    string
	arguments []expression
}

type statement interface{}

type let struct {
	name    string
	initial expression
}
type assign struct {
	target string
	value  expression
}
type indexAssign struct{ list, index, value expression }
type ifStatement struct {
	condition               expression
	consequent, alternative []statement
}
type while struct {
	condition expression
	body      []statement
}
type forStatement struct {
	name        string
	first, last expression
	body        []statement
}
type returnStatement struct{ result expression }
type printStatement struct{ values []expression }
type evaluate struct{ expression expression }

type function struct {
	name       string
	parameters []string
	body       []statement
}

type program struct {
	functions map[string]*function
	body      []statement
}

var keywords = map[string]bool{
	"let": true, "fun": true, "if": true, "else": true, "while": true, "for": true, "to": true,
	"return": true, "print": true, "true": true, "false": true,
}

var precedences = map[string]int{
	"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
	"+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}

func isDigit(c byte) bool {
	return c >= '0' && c <= '9'
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func tokenize(text string) ([]token, error) {
	var tokens []token
	at, line := 0, 1
	add := func(kind kind, end int) {
		tokens = append(tokens, token{kind, text[at:end], line})
		at = end
	}
	for {
		for at < len(text) && (text[at] == ' ' || text[at] == '\n') {
			if text[at] == '\n' {
				line++
			}
			at++
		}
		if at >= len(text) {
			return append(tokens, token{end, "", line}), nil
		}
		c := text[at]
		stop := at + 1
		switch {
		case isDigit(c):
			for stop < len(text) && isDigit(text[stop]) {
				stop++
			}
			add(number, stop)
		case isLetter(c):
			for stop < len(text) && (isLetter(text[stop]) || isDigit(text[stop])) {
				stop++
			}
			if keywords[text[at:stop]] {
				add(keyword, stop)
			} else {
				add(name, stop)
			}
		case c == '"':
			length := strings.IndexByte(text[stop:], '"')
			if length < 0 {
				return nil, fmt.Errorf("line %d: unterminated string", line)
			}
			at++
			add(str, stop+length)
			at++
		default:
			if at+1 < len(text) {
				switch text[at : at+2] {
				case "==", "!=", "<=", ">=", "&&", "||":
					add(symbol, at+2)
					continue
				}
			}
			if strings.IndexByte("+-*/%<>=!(){}[],;", c) < 0 {
				return nil, fmt.Errorf("line %d: unexpected '%c'", line, c)
			}
			add(symbol, stop)
		}
	}
}

// A parser gives up by a panic with an error, which the caller of `parse` gets.
type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() *token {
	return &p.tokens[p.at]
}

func (p *parser) advance() *token {
	p.at++
	return &p.tokens[p.at-1]
}

func (p *parser) isNext(text string) bool {
	t := p.peek()
	return (t.kind == symbol || t.kind == keyword) && t.text == text
}

func (p *parser) accept(text string) bool {
	if p.isNext(text) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(text string) {
	if !p.accept(text) {
		panic(fmt.Errorf("line %d: expected '%s', found '%s'", p.peek().line, text, p.peek().text))
	}
}

func (p *parser) name() string {
	t := p.advance()
	if t.kind != name {
		panic(fmt.Errorf("line %d: expected a name, found '%s'", t.line, t.text))
	}
	return t.text
}

func (p *parser) program() program {
	result := program{functions: map[string]*function{}}
	for p.peek().kind != end {
		if p.accept("fun") {
			f := p.function()
			result.functions[f.name] = f
		} else {
			result.body = append(result.body, p.statement())
		}
	}
	return result
}

func (p *parser) function() *function {
	f := &function{name: p.name()}
	p.expect("(")
	for !p.accept(")") {
		if len(f.parameters) > 0 {
			p.expect(",")
		}
		f.parameters = append(f.parameters, p.name())
	}
	f.body = p.block()
	return f
}

func (p *parser) block() []statement {
	p.expect("{")
	var statements []statement
	for !p.accept("}") {
		statements = append(statements, p.statement())
	}
	return statements
}

func (p *parser) statement() statement {
	if t := p.peek(); t.kind == keyword {
		switch t.text {
		case "let":
			p.at++
			name := p.name()
			p.expect("=")
			initial := p.expression(1)
			p.expect(";")
			return &let{name, initial}
		case "if":
			return p.ifStatement()
		case "while":
			p.at++
			condition := p.parenthesized()
			return &while{condition, p.block()}
		case "for":
			p.at++
			name := p.name()
			p.expect("=")
			first := p.expression(1)
			p.expect("to")
			last := p.expression(1)
			return &forStatement{name, first, last, p.block()}
		case "return":
			p.at++
			result := p.expression(1)
			p.expect(";")
			return &returnStatement{result}
		case "print":
			p.at++
			return &printStatement{p.expressions(";")}
		}
	}
	return p.assignmentOrCall()
}

func (p *parser) ifStatement() statement {
	p.at++
	condition := p.parenthesized()
	consequent := p.block()
	var alternative []statement
	if p.accept("else") {
		if p.isNext("if") {
			alternative = []statement{p.ifStatement()}
		} else {
			alternative = p.block()
		}
	}
	return &ifStatement{condition, consequent, alternative}
}

func (p *parser) assignmentOrCall() statement {
	e := p.expression(1)
	if p.accept("=") {
		v := p.expression(1)
		p.expect(";")
		switch e := e.(type) {
		case *variable:
			return &assign{e.name, v}
		case *index:
			return &indexAssign{e.list, e.index, v}
		}
		panic(fmt.Errorf("line %d: cannot assign to this", p.peek().line))
	}
	p.expect(";")
	return &evaluate{e}
}

func (p *parser) parenthesized() expression {
	p.expect("(")
	e := p.expression(1)
	p.expect(")")
	return e
}

func (p *parser) expressions(close string) []expression {
	var list []expression
	for !p.accept(close) {
		if len(list) > 0 {
			p.expect(",")
		}
		list = append(list, p.expression(1))
	}
	return list
}

func (p *parser) expression(least int) expression {
	left := p.unary()
	for {
		t := p.peek()
		precedence := 0
		if t.kind == symbol {
			precedence = precedences[t.text]
		}
		if precedence < least {
			return left
		}
		p.at++
		left = &binary{t.text, left, p.expression(precedence + 1)}
	}
}

func (p *parser) unary() expression {
	if p.accept("-") {
		return &unary{"-", p.unary()}
	}
	if p.accept("!") {
		return &unary{"!", p.unary()}
	}
	e := p.primary()
	for p.accept("[") {
		i := p.expression(1)
		p.expect("]")
		e = &index{e, i}
	}
	return e
}

func (p *parser) primary() expression {
	t := p.advance()
	switch t.kind {
	case number:
		n, err := strconv.Atoi(t.text)
		if err != nil {
			panic(err)
		}
		return &literal{n}
	case str:
		return &literal{t.text}
	case name:
		if p.accept("(") {
			return &call{t.text, p.expressions(")")}
		}
		return &variable{t.text}
	}
	switch t.text {
	case "true":
		return &literal{true}
	case "false":
		return &literal{false}
	case "[":
		return &listLiteral{p.expressions("]")}
	case "(":
		e := p.expression(1)
		p.expect(")")
		return e
	}
	panic(fmt.Errorf("line %d: unexpected '%s'", t.line, t.text))
}

func parse(tokens []token) (result program, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	return (&parser{tokens: tokens}).program(), nil
}

type folder struct {
	folded int
	err    error
}

func (f *folder) program(p program) program {
	functions := map[string]*function{}
	for name, fn := range p.functions {
		functions[name] = &function{name, fn.parameters, f.statements(fn.body)}
	}
	return program{functions, f.statements(p.body)}
}

func (f *folder) statements(statements []statement) []statement {
	var result []statement
	for _, each := range statements {
		s, isIf := each.(*ifStatement)
		if !isIf {
			result = append(result, f.statement(each))
			continue
		}
		condition := f.expression(s.condition)
		consequent := f.statements(s.consequent)
		alternative := f.statements(s.alternative)
		if known, ok := condition.(*literal); !ok {
			result = append(result, &ifStatement{condition, consequent, alternative})
		} else {
			f.folded++
			if known.value == true {
				result = append(result, consequent...)
			} else {
				result = append(result, alternative...)
			}
		}
	}
	return result
}

func (f *folder) statement(s statement) statement {
	switch s := s.(type) {
	case *let:
		return &let{s.name, f.expression(s.initial)}
	case *assign:
		return &assign{s.target, f.expression(s.value)}
	case *indexAssign:
		return &indexAssign{f.expression(s.list), f.expression(s.index), f.expression(s.value)}
	case *while:
		return &while{f.expression(s.condition), f.statements(s.body)}
	case *forStatement:
		return &forStatement{s.name, f.expression(s.first), f.expression(s.last), f.statements(s.body)}
	case *returnStatement:
		return &returnStatement{f.expression(s.result)}
	case *printStatement:
		return &printStatement{f.expressions(s.values)}
	case *evaluate:
		return &evaluate{f.expression(s.expression)}
	}
	return s
}

func (f *folder) expressions(expressions []expression) []expression {
	result := make([]expression, len(expressions))
	for i, e := range expressions {
		result[i] = f.expression(e)
	}
	return result
}

func (f *folder) literal(v value, err error) expression {
	f.folded++
	if f.err == nil {
		f.err = err
	}
	return &literal{v}
}

func (f *folder) expression(e expression) expression {
	switch e := e.(type) {
	case *binary:
		left, right := f.expression(e.left), f.expression(e.right)
		if l, ok := left.(*literal); ok {
			if r, ok := right.(*literal); ok {
				return f.literal(operate(e.operator, l.value, r.value))
			}
		}
		return &binary{e.operator, left, right}
	case *unary:
		operand := f.expression(e.operand)
		if known, ok := operand.(*literal); ok {
			return f.literal(operateUnary(e.operator, known.value))
		}
		return &unary{e.operator, operand}
	case *listLiteral:
		return &listLiteral{f.expressions(e.items)}
	case *index:
		return &index{f.expression(e.list), f.expression(e.index)}
	case *call:
		return &call{e.callee, f.expressions(e.arguments)}
	}
	return e
}

func operate(operator string, left, right value) (value, error) {
	switch operator {
	case "==":
		return left == right, nil
	case "!=":
		return left != right, nil
	}
	switch l := left.(type) {
	case int:
		r, ok := right.(int)
		if !ok {
			break
		}
		switch operator {
		case "+":
			return l + r, nil
		case "-":
			return l - r, nil
		case "*":
			return l * r, nil
		case "/", "%":
			if r == 0 {
				return nil, fmt.Errorf("division by zero")
			}
			if operator == "/" {
				return l / r, nil
			}
			return l % r, nil
		case "<":
			return l < r, nil
		case "<=":
			return l <= r, nil
		case ">":
			return l > r, nil
		case ">=":
			return l >= r, nil
		}
	case string:
		if r, ok := right.(string); ok && operator == "+" {
			return l + r, nil
		}
	case bool:
		r, ok := right.(bool)
		if !ok {
			break
		}
		switch operator {
		case "&&":
			return l && r, nil
		case "||":
			return l || r, nil
		}
	}
	return nil, fmt.Errorf("operator '%s' does not take these values", operator)
}

func operateUnary(operator string, operand value) (value, error) {
	switch v := operand.(type) {
	case int:
		if operator == "-" {
			return -v, nil
		}
	case bool:
		if operator == "!" {
			return !v, nil
		}
	}
	return nil, fmt.Errorf("operator '%s' does not take this value", operator)
}

func show(v value) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case *list:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			parts[i] = show(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return ""
}

type interpreter struct {
	functions map[string]*function
	globals   map[string]value
	output    []string
}

// The value is nil unless a return statement was executed.
func (in *interpreter) execute(statements []statement, scope map[string]value) (value, error) {
	for _, s := range statements {
		returned, err := in.executeOne(s, scope)
		if returned != nil || err != nil {
			return returned, err
		}
	}
	return nil, nil
}

func (in *interpreter) executeOne(s statement, scope map[string]value) (value, error) {
	switch s := s.(type) {
	case *let:
		v, err := in.evaluate(s.initial, scope)
		if err != nil {
			return nil, err
		}
		scope[s.name] = v
	case *assign:
		owner := scope
		if _, ok := scope[s.target]; !ok {
			owner = in.globals
		}
		v, err := in.evaluate(s.value, scope)
		if err != nil {
			return nil, err
		}
		owner[s.target] = v
	case *indexAssign:
		l, err := in.list(s.list, scope)
		if err != nil {
			return nil, err
		}
		i, err := in.index(l, s.index, scope)
		if err != nil {
			return nil, err
		}
		v, err := in.evaluate(s.value, scope)
		if err != nil {
			return nil, err
		}
		l.items[i] = v
	case *ifStatement:
		holds, err := in.condition(s.condition, scope)
		if err != nil {
			return nil, err
		}
		if holds {
			return in.execute(s.consequent, scope)
		}
		return in.execute(s.alternative, scope)
	case *while:
		for {
			holds, err := in.condition(s.condition, scope)
			if err != nil || !holds {
				return nil, err
			}
			returned, err := in.execute(s.body, scope)
			if returned != nil || err != nil {
				return returned, err
			}
		}
	case *forStatement:
		return in.executeFor(s, scope)
	case *returnStatement:
		return in.evaluate(s.result, scope)
	case *printStatement:
		values, err := in.evaluateAll(s.values, scope)
		if err != nil {
			return nil, err
		}
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = show(v)
		}
		in.output = append(in.output, strings.Join(parts, " "))
	case *evaluate:
		_, err := in.evaluate(s.expression, scope)
		return nil, err
	}
	return nil, nil
}

func (in *interpreter) executeFor(s *forStatement, scope map[string]value) (value, error) {
	from, err := in.evaluate(s.first, scope)
	if err != nil {
		return nil, err
	}
	to, err := in.evaluate(s.last, scope)
	if err != nil {
		return nil, err
	}
	first, ok := from.(int)
	last, okToo := to.(int)
	if !ok || !okToo {
		return nil, fmt.Errorf("the bounds of 'for' must be numbers")
	}
	for i := first; i < last; i++ {
		scope[s.name] = i
		returned, err := in.execute(s.body, scope)
		if returned != nil || err != nil {
			return returned, err
		}
	}
	return nil, nil
}

func (in *interpreter) condition(e expression, scope map[string]value) (bool, error) {
	v, err := in.evaluate(e, scope)
	if err != nil {
		return false, err
	}
	holds, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("a condition must be a boolean")
	}
	return holds, nil
}

func (in *interpreter) list(e expression, scope map[string]value) (*list, error) {
	v, err := in.evaluate(e, scope)
	if err != nil {
		return nil, err
	}
	l, ok := v.(*list)
	if !ok {
		return nil, fmt.Errorf("this is not a list")
	}
	return l, nil
}

func (in *interpreter) index(l *list, e expression, scope map[string]value) (int, error) {
	v, err := in.evaluate(e, scope)
	if err != nil {
		return 0, err
	}
	if i, ok := v.(int); ok && i >= 0 && i < len(l.items) {
		return i, nil
	}
	return 0, fmt.Errorf("no member %s in a list of %d", show(v), len(l.items))
}

func (in *interpreter) evaluateAll(expressions []expression, scope map[string]value) ([]value, error) {
	var values []value
	for _, e := range expressions {
		v, err := in.evaluate(e, scope)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

func (in *interpreter) evaluate(e expression, scope map[string]value) (value, error) {
	switch e := e.(type) {
	case *literal:
		return e.value, nil
	case *variable:
		if v, ok := scope[e.name]; ok {
			return v, nil
		}
		if v, ok := in.globals[e.name]; ok {
			return v, nil
		}
		return nil, fmt.Errorf("no variable '%s'", e.name)
	case *binary:
		left, err := in.evaluate(e.left, scope)
		if err != nil {
			return nil, err
		}
		if e.operator == "&&" && left == false || e.operator == "||" && left == true {
			return left, nil
		}
		right, err := in.evaluate(e.right, scope)
		if err != nil {
			return nil, err
		}
		return operate(e.operator, left, right)
	case *index:
		l, err := in.list(e.list, scope)
		if err != nil {
			return nil, err
		}
		i, err := in.index(l, e.index, scope)
		if err != nil {
			return nil, err
		}
		return l.items[i], nil
	case *call:
		return in.call(e, scope)
	case *unary:
		operand, err := in.evaluate(e.operand, scope)
		if err != nil {
			return nil, err
		}
		return operateUnary(e.operator, operand)
	}
	items, err := in.evaluateAll(e.(*listLiteral).items, scope)
	return &list{items}, err
}

func (in *interpreter) call(c *call, scope map[string]value) (value, error) {
	arguments, err := in.evaluateAll(c.arguments, scope)
	if err != nil {
		return nil, err
	}
	f := in.functions[c.callee]
	if f == nil {
		return builtin(c.callee, arguments)
	}
	if len(arguments) != len(f.parameters) {
		return nil, fmt.Errorf("'%s' takes %d arguments", f.name, len(f.parameters))
	}
	locals := map[string]value{}
	for i, v := range arguments {
		locals[f.parameters[i]] = v
	}
	returned, err := in.execute(f.body, locals)
	if returned == nil {
		returned = 0
	}
	return returned, err
}

func builtin(name string, arguments []value) (value, error) {
	switch name {
	case "len":
		switch v := arguments[0].(type) {
		case *list:
			return len(v.items), nil
		case string:
			return len(v), nil
		}
	case "push":
		if l, ok := arguments[0].(*list); ok {
			l.items = append(l.items, arguments[1])
			return len(l.items), nil
		}
	case "str":
		return show(arguments[0]), nil
	}
	return nil, fmt.Errorf("no function '%s' of these arguments", name)
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
`

func interpret(seed int) ([]string, error) {
	tokens, err := tokenize(workload)
	if err != nil {
		return nil, err
	}
	p, err := parse(tokens)
	if err != nil {
		return nil, err
	}
	f := folder{}
	p = f.program(p)
	if f.err != nil {
		return nil, f.err
	}
	in := interpreter{functions: p.functions, globals: map[string]value{"seed": seed}}
	if _, err := in.execute(p.body, in.globals); err != nil {
		return nil, err
	}
	return append(in.output, fmt.Sprintf("folded %d", f.folded)), nil
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	hash := 0
	var last []string
	for i := 1; i <= n; i++ {
		var err error
		if last, err = interpret(i); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		for _, line := range last {
			for _, c := range line {
				hash = (hash*31 + int(c)) % 1000000007
			}
		}
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, line := range last {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintln(out, "hash", hash)
}
