// The texts of run-time errors, as jBallerina has them unless the specification says otherwise.
import ballerina/io;
import ballerina/lang.array;
import ballerina/lang.'function as functions;
import ballerina/lang.regexp;
import ballerina/lang.value;

type Person record {|
    string name;
    readonly int id = 0;
    int age?;
|};

type Open record {|
    int x;
    string...;
|};

type Row record {|
    readonly int id;
    string text;
|};

type Pair record {|
    readonly int a;
    readonly string b;
|};

type Nested record {|
    Person person;
    int[] list;
    map<int> scores;
|};

type Odd 1|3|5;
type IntArray int[];
type Maybe int|boolean;
type Lists int[]|float[];
type Failure distinct error;

class Thing {
    final int fixed = 1;
    int free = 2;
}

class Other {
    string text = "";
}

class Endless {
    public isolated function next() returns record {|int value;|}|error? => error("no more", code = 5);
}

public function main() {
    lists();
    mappings();
    tables();
    strings();
    numbers();
    casts();
    conversions();
    parsing();
    xmls();
    patterns();
    others();
}

function lists() {
    int[] list = [1, 2];
    int[] none = [];
    int[2] pair = [1, 2];
    int[] view = pair;
    [int, string] tuple = [1, "a"];
    (int|string)[] tupleView = tuple;
    [int, string...] open = [1];
    (int|string)[] openView = open;
    (int|string)[] wide = list;
    Odd[] odds = [1];
    readonly & int[] fixed = [1];
    int[] fixedView = fixed;
    int at = 3;
    int minus = -1;
    io:println(trap list[at]); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 3, size: 2")
    io:println(trap list[minus]); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: -1, size: 2")
    io:println(trap set(list, minus, 0)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: -1, size: 2")
    io:println(trap set(view, 2, 0)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 2, size: 2")
    io:println(trap tupleView[2]); // @output error("{ballerina/lang.array}IndexOutOfRange",message="tuple index out of range: index: 2, size: 2")
    io:println(trap set(tupleView, 5, 1)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="tuple index out of range: index: 5, size: 2")
    io:println(trap set(wide, 0, "x")); // @output error("{ballerina/lang.array}InherentTypeViolation",message="incompatible types: expected 'int', found 'string'")
    io:println(trap set(tupleView, 0, "x")); // @output error("{ballerina/lang.array}InherentTypeViolation",message="incompatible types: expected 'int', found 'string'")
    io:println(trap wide.push("x")); // @output error("{ballerina/lang.array}InherentTypeViolation",message="incompatible types: expected 'int', found 'string'")
    io:println(trap setOdd(odds, 3)); // @output error("{ballerina/lang.array}IllegalListInsertion",message="array of length 1 cannot be expanded into array of length 4 without filler values")
    io:println(trap set(fixedView, 0, 2)); // @output error("{ballerina/lang.array}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(trap fixedView.push(2)); // @output error("{ballerina/lang.array}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(trap view.push(3)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 2, size: 2")
    io:println(trap view.setLength(1)); // @output error("{ballerina/lang.array}InherentTypeViolation",message="cannot change the length of an array of fixed length '2' to '1'")
    io:println(trap tupleView.push(1)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="tuple index out of range: index: 2, size: 2")
    io:println(trap openView.removeAll()); // @output error("{ballerina/lang.array}InherentTypeViolation",message="cannot change the length of a tuple with '1' mandatory member(s) to '0'")
    io:println(trap openView.shift()); // @output error("{ballerina/lang.array}OperationNotSupported",message="shift() not supported on type '[int,string...]'")
    io:println(trap none.pop()); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: -1, size: 0")
    io:println(trap none.shift()); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 0, size: 0")
    io:println(trap list.remove(2)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 2, size: 2")
    io:println(trap list.slice(1, 5)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: 5, size: 2")
    io:println(trap list.slice(2, 1)); // @output error("{ballerina/lang.array}IndexOutOfRange",message="array index out of range: index: -1, size: 2")
    io:println(array:fromBase16("abc")); // @output error("Invalid base16 string",message="Expected an even length string, but the length of the string was: 3")
}

function set((any|error)[] list, int i, any|error v) {
    list[i] = v;
}

function setOdd(Odd[] list, int i) {
    list[i] = 5;
}

function mappings() {
    map<int> m = {a: 1};
    map<int|string> wide = m;
    readonly & map<int> fixed = {a: 1};
    map<int> fixedView = fixed;
    Person p = {name: "Ann", age: 3};
    map<any> view = p;
    Open open = {x: 1};
    map<any> openView = open;
    Person & readonly frozen = {name: "Bo"};
    map<any> frozenView = frozen;
    io:println(trap m.get("z")); // @output error("{ballerina/lang.map}KeyNotFound",message="cannot find key 'z'")
    io:println(trap m.remove("z")); // @output error("{ballerina/lang.map}KeyNotFound",message="cannot find key 'z'")
    io:println(trap put(wide, "a", "x")); // @output error("{ballerina/lang.map}InherentTypeViolation",message="invalid map insertion: expected value of type 'int', found 'string'")
    io:println(trap put(fixedView, "a", 2)); // @output error("{ballerina/lang.map}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(trap fixedView.removeAll()); // @output error("{ballerina/lang.map}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(trap put(view, "name", 1)); // @output error("{ballerina/lang.map}InherentTypeViolation",message="invalid value for record field 'name': expected value of type 'string', found 'int'")
    io:println(trap put(view, "age", "old")); // @output error("{ballerina/lang.map}InherentTypeViolation",message="invalid value for record field 'age': expected value of type 'int', found 'string'")
    io:println(trap put(view, "extra", 1)); // @output error("{ballerina/lang.map}KeyNotFound",message="invalid field access: field 'extra' not found in record type 'Person'")
    io:println(trap put(view, "id", 1)); // @output error("{ballerina/lang.map}InherentTypeViolation",message="cannot update 'readonly' field 'id' in record of type 'Person'")
    io:println(trap put(openView, "more", 1)); // @output error("{ballerina/lang.map}InherentTypeViolation",message="invalid value for record field 'more': expected value of type 'string', found 'int'")
    io:println(trap put(frozenView, "name", "C")); // @output error("{ballerina/lang.map}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(trap view.remove("name")); // @output error("{ballerina/lang.map}OperationNotSupported",message="failed to remove field: 'name' is a required field in 'Person'")
    json j = {a: 1};
    json one = 1;
    json|error absent = j.b;
    json|error noMapping = one.b;
    io:println(absent); // @output error("{ballerina/lang.map}KeyNotFound",message="key 'b' not found in JSON mapping")
    io:println(noMapping); // @output error("{ballerina}JSONOperationError",message="JSON value is not a mapping")
}

function put(map<any|error> m, string k, any|error v) {
    m[k] = v;
}

function tables() {
    table<Row> key(id) t = table [{id: 1, text: "a"}];
    table<Pair> key(a, b) pairs = table [{a: 1, b: "x"}];
    table<record {}> view = t;
    table<Row> & readonly fixed = table [{id: 1, text: "a"}];
    table<Row> fixedView = fixed;
    io:println(trap t.get(2)); // @output error("{ballerina/lang.table}KeyNotFound",message="cannot find key '2'")
    io:println(trap t.remove(2)); // @output error("{ballerina/lang.table}KeyNotFound",message="cannot find key '2'")
    io:println(trap pairs.get([1, "y"])); // @output error("{ballerina/lang.table}KeyNotFound",message="cannot find key '[1,\"y\"]'")
    io:println(trap t.add({id: 1, text: "b"})); // @output error("{ballerina/lang.table}KeyConstraintViolation",message="a value found for key '1'")
    io:println(trap pairs.add({a: 1, b: "x"})); // @output error("{ballerina/lang.table}KeyConstraintViolation",message="a value found for key '[1,\"x\"]'")
    io:println(trap view.add({"id": "no"})); // @output error("{ballerina/lang.table}InherentTypeViolation",message="value type 'record {| anydata...; |}' inconsistent with the inherent table type 'table<Row> key(id)'")
    io:println(trap fixedView.add({id: 2, text: "b"})); // @output error("{ballerina/lang.table}InvalidUpdate",message="modification not allowed on readonly value")
}

function strings() {
    string s = "héllo";
    int at = 7;
    io:println(trap s[at]); // @output error("{ballerina/lang.string}IndexOutOfRange",message="string index out of range: index: 7, size: 5")
    io:println(trap s.substring(2, 9)); // @output error("{ballerina/lang.string}StringOperationError",message="string index out of range. Length:'5' requested: '2' to '9'")
    io:println(trap s.substring(3, 2)); // @output error("{ballerina/lang.string}StringOperationError",message="invalid substring range. Length:'5' requested: '3' to '2'")
    io:println(trap s.getCodePoint(5)); // @output error("{ballerina/lang.string}IndexOutOfRange",message="string codepoint index out of range: 5")
    io:println(string:fromBytes([255])); // @output error("{ballerina/lang.string}FailedToDecodeBytes",message="array contains invalid UTF-8 byte value")
    io:println(string:fromCodePointInts([65, -1])); // @output error("Invalid codepoint: -1")
    io:println(trap "a".padStart(int:MAX_VALUE)); // @output error("{ballerina/lang.string}length greater that '2147483647' not yet supported")
}

function numbers() {
    int max = int:MAX_VALUE;
    int min = int:MIN_VALUE;
    int zero = 0;
    int|error sum = trap (max + 1);
    io:println(sum); // @output error("{ballerina}NumberOverflow",message="int range overflow")
    io:println(trap (min - 1)); // @output error("{ballerina}NumberOverflow",message="int range overflow")
    io:println(trap (max * 2)); // @output error("{ballerina}NumberOverflow",message="int range overflow")
    io:println(trap (-min)); // @output error("{ballerina}NumberOverflow",message="int range overflow")
    io:println(trap (min / -1)); // @output error("{ballerina}NumberOverflow",message="int range overflow")
    io:println(trap (1 / zero)); // @output error("{ballerina}DivisionByZero",message=" / by zero")
    io:println(trap (1 % zero)); // @output error("{ballerina}DivisionByZero",message=" / by zero")
    decimal huge = 9.9e6144d;
    decimal none = 0;
    io:println(trap (huge * 10d)); // @output error("{ballerina}NumberOverflow",message="decimal range overflow")
    io:println(trap (1d / none)); // @output error("{ballerina}DivisionByZero",message=" / by zero")
    io:println(trap (1d % none)); // @output error("{ballerina}DivisionByZero",message=" / by zero")
    float big = 1e30;
    float nan = float:NaN;
    decimal exact = 1e20d;
    io:println(trap <int>big); // @output error("{ballerina}NumberConversionError",message="'float' value '1.0E30' cannot be converted to 'int'")
    io:println(trap <int>nan); // @output error("{ballerina}NumberConversionError",message="'float' value 'NaN' cannot be converted to 'int'")
    io:println(trap <int>exact); // @output error("{ballerina}NumberConversionError",message="'decimal' value '1E+20' cannot be converted to 'int'")
    io:println(trap <decimal>nan); // @output error("{ballerina}NumberConversionError",message="'float' value 'NaN' cannot be converted to 'decimal'")
    io:println(trap 1.0.toFixedString(-1)); // @output error("{ballerina/lang.float}InvalidFractionDigits",message="fraction digits cannot be less than 0")
    io:println(trap int:range(0, 1, 0)); // @output error("step must not be 0")
}

function casts() {
    any a = "text";
    any list = [1];
    anydata n = 300;
    int[]|string[] either = [1];
    any thing = new Thing();
    any|error e = error Failure("f");
    any t = <[int, string]>[1, "a"];
    any c = "c";
    io:println(trap <int>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'int'")
    io:println(trap <int[]>list); // @output error("{ballerina}TypeCastError",message="incompatible types: '(any|error)[]' cannot be cast to 'int[]'")
    io:println(trap <string[]>either); // @output error("{ballerina}TypeCastError",message="incompatible types: 'int[]' cannot be cast to 'string[]'")
    io:println(trap <byte>n); // @output error("{ballerina}NumberConversionError",message="'int' value '300' cannot be converted to 'byte'")
    io:println(trap <int:Signed8>n); // @output error("{ballerina}NumberConversionError",message="'int' value '300' cannot be converted to 'lang.int:Signed8'")
    io:println(trap <Odd>n); // @output error("{ballerina}NumberConversionError",message="'int' value '300' cannot be converted to 'Odd'")
    io:println(trap <Maybe>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'Maybe'")
    io:println(trap <int|boolean>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to '(int|boolean)'")
    io:println(trap <int?>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'int?'")
    io:println(trap <Other>thing); // @output error("{ballerina}TypeCastError",message="incompatible types: 'Thing' cannot be cast to 'Other'")
    io:println(trap <int>checkAny(e)); // @output error Failure ("f")
    io:println(trap <[string, int]>t); // @output error("{ballerina}TypeCastError",message="incompatible types: '[int,string]' cannot be cast to '[string,int]'")
    io:println(trap <map<int>>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'map<int>'")
    io:println(trap <Person>c); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'Person'")
    io:println(trap <string:Char>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'lang.string:Char'")
    io:println(trap <function () returns int>a); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'function () returns int'")
    io:println(a.ensureType(int)); // @output error("{ballerina}TypeCastError",message="incompatible types: 'string' cannot be cast to 'int'")
    io:println((1e30).ensureType(int)); // @output error("{ballerina}NumberConversionError",message="'float' value '1.0E30' cannot be converted to 'int'")
}

function checkAny(any|error e) returns any {
    return checkpanic e;
}

function conversions() {
    io:println("a".cloneWithType(int)); // @output error("{ballerina/lang.value}ConversionError",message="'string' value cannot be converted to 'int'")
    io:println(().cloneWithType(int)); // @output error("{ballerina}ConversionError",message="cannot convert '()' to type 'int'")
    io:println(300.cloneWithType(byte)); // @output error("{ballerina/lang.value}ConversionError",message="'int' value cannot be converted to 'byte'")
    one([1, "a", ()].cloneWithType(IntArray)); // @output '[int,string,()]' value cannot be converted to 'IntArray': ~array element '[1]' should be of type 'int', found '"a"'~array element '[2]' should be of type 'int', found '()'
    one({"name": 1}.cloneWithType(Person)); // @output 'record {| int name; |}' value cannot be converted to 'Person': ~field 'name' in record 'Person' should be of type 'string', found '1'
    one({"age": 1}.cloneWithType(Person)); // @output 'record {| int age; |}' value cannot be converted to 'Person': ~missing required field 'name' of type 'string' in record 'Person'
    one({"name": "A", "more": 1}.cloneWithType(Person)); // @output 'record {| string name; int more; |}' value cannot be converted to 'Person': ~field 'more' cannot be added to the closed record 'Person'
    one({"x": 1, "more": 1}.cloneWithType(Open)); // @output 'record {| int x; int more; |}' value cannot be converted to 'Open': ~value of field 'more' adding to the record 'Open' should be of type 'string', found '1'
    json nested = {"person": {"name": ()}, "list": [1, "a long text that is cut"], "scores": {"a": true}};
    one(nested.cloneWithType(Nested)); // @output 'map<json>' value cannot be converted to 'Nested': ~field 'person.name' in record 'Person' should be of type 'string', found '()'~array element 'list[1]' should be of type 'int', found '"a long text that is...'~map field 'scores.a' should be of type 'int', found 'true'
    json mixed = [1, 1.5, "hello"];
    one(mixed.fromJsonWithType(Lists)); // @output 'json[]' value cannot be converted to 'Lists': ~{~  array element '[2]' should be of type 'int', found '"hello"'~or~  array element '[2]' should be of type 'float', found '"hello"'~}
    map<anydata> loop = {};
    loop["self"] = loop;
    io:println(loop.cloneWithType(json)); // @output error("{ballerina}CyclicValueReferenceError",message="'map<anydata>' value has cyclic reference")
    io:println(trap loop.toJson()); // @output error("{ballerina}CyclicValueReferenceError",message="'map<anydata>' value has cyclic reference")
    io:println(value:mergeJson(1, "a")); // @output error("{ballerina/lang.value}MergeJsonError",message="cannot merge JSON values of types 'int' and 'string'")
    json|error failed = value:mergeJson({a: {b: 1}}, {a: {b: 2}});
    io:println(failed is error ? failed.detail()["message"] : ""); // @output JSON Merge failed for key 'a'
}

// On one line: line feeds and tabs become a tilde.
function one(anydata|error e) {
    anydata|error message = e is error ? e.detail()["message"].ensureType(string) : "no error";
    io:println(message is string ? re `\n\t\t`.replaceAll(message, "~") : "no message");
}

function parsing() {
    io:println(int:fromString("1x")); // @output error("{ballerina/lang.int}NumberParsingError",message="'string' value '1x' cannot be converted to 'int'")
    io:println(int:fromHexString("g")); // @output error("{ballerina/lang.int}NumberParsingError",message="'string' value 'g' cannot be converted to 'int'")
    io:println(float:fromString("1,5")); // @output error("{ballerina/lang.float}NumberParsingError",message="'string' value '1,5' cannot be converted to 'float'")
    io:println(decimal:fromString("d")); // @output error("{ballerina/lang.decimal}NumberParsingError",message="'string' value 'd' cannot be converted to 'decimal'")
    io:println(boolean:fromString("yes")); // @output error("{ballerina/lang.boolean}BooleanParsingError",message="'string' value 'yes' cannot be converted to 'boolean'")
    io:println("[1, 2".fromJsonString() is error, value:fromBalString("[1") is error); // @output truetrue
}

function xmls() {
    xml x = xml `<a/>t`;
    xml:Element a = xml `<a><b/></a>`;
    io:println(trap x.get(2)); // @output error("{ballerina/lang.xml}XMLOperationError",message="xml sequence index out of range. Length: '2' requested: '2'")
    io:println(trap x.slice(1, 4)); // @output error("{ballerina/lang.xml}XMLOperationError",message="xml sequence index out of range. Length: '2' requested: '1' to '4'")
    io:println(trap a.setChildren(a)); // @output error("{ballerina/lang.xml}XMLOperationError",message="cycle detected")
    string|error missing = a.id;
    io:println(missing); // @output error("{ballerina/lang.xml}XMLOperationError",message="attribute 'id' not found")
    string|error sequence = x.id;
    io:println(sequence); // @output error("{ballerina/lang.xml}XMLOperationError",message="invalid xml attribute access on xml sequence")
    xml:Element & readonly fixed = xml `<a/>`;
    xml:Element view = fixed;
    io:println(trap view.setName("b")); // @output error("{ballerina/lang.xml}InvalidUpdate",message="modification not allowed on readonly value")
    io:println(xml:fromString("<a>") is error); // @output true
}

function patterns() {
    io:println(trap regexp:find(re `a`, "aa", -1)); // @output error("{ballerina/lang.regexp}IndexOutOfRange",message="start index cannot be less than 0")
    io:println(trap regexp:find(re `a`, "aa", 5)); // @output error("{ballerina/lang.regexp}IndexOutOfRange",message="start index '5' cannot be greater than input string length '2'")
    regexp:RegExp|error r = regexp:fromString("(a");
    io:println(r is error); // @output true
}

function others() {
    io:println(trap functions:call(others2, 1, "a")); // @output error("{ballerina/lang.function}IncompatibleArguments",message="arguments of incompatible types: argument list '(int,string)' cannot be passed to function expecting parameter list '(int,int...)'")
    io:println(trap deep(1)); // @output error("{ballerina}StackOverflow")
    stream<int, error?> s = new (new Endless());
    io:println(s.next()); // @output error("no more",code=5)
    int minus = -1;
    io:println(trap from int i in [1] limit minus select i); // @output error("{ballerina}InvalidLimit",message="the value of the limit clause must not be negative")
    io:println(trap thrown()); // @output error("outer",error("cause",k={"a":[1,2.0]}),code=7,text="q\"")
    io:println(trap failing()); // @output error("plain")
    error? e = trap retrowing();
    io:println(e is Failure, e); // @output trueerror Failure ("distinct")
}

function others2(int a, int... rest) {
}

function deep(int n) returns int => deep(n + 1) + 1;

function thrown() {
    panic error("outer", error("cause", k = {a: [1, 2.0]}), code = 7, text = "q\"");
}

function failing() {
    int|error r = error("plain");
    int _ = checkpanic r;
}

function retrowing() {
    error? e = trap inner();
    if e is error {
        panic e;
    }
}

function inner() {
    panic error Failure("distinct");
}
