// Every attach point, each on the constructs that have it (spec 9.1), and the predeclared annotations.
import ballerina/io;

type Rec record {|
    int n = 0;
|};

const annotation Rec onType on source type;
const annotation onClass on source class;
const annotation onFunction on source function;
const annotation onMethod on source object function;
const annotation onRemote on source service remote function;
const annotation onParameter on source parameter;
const annotation onReturn on source return;
const annotation onService on source service;
const annotation onField on source field;
const annotation onObjectField on source object field;
const annotation onRecordField on source record field;
const annotation onAnnotation on source annotation;
const annotation onExternal on source external;
const annotation onVar on source var;
const annotation onConst on source const;
const annotation onListener on source listener;
const annotation onWorker on source worker;
const annotation anywhere;
annotation Rec[] several on type, class, field, parameter, return;

@onAnnotation
@anywhere
const annotation Rec described on source function, type;

const ONE = 1;

@onType {n: ONE + 1}
@several {n: 1}
@several
@display {label: "record", iconPath: "a.png"}
type R record {|
    @onField
    @onRecordField
    @anywhere
    @several
    int a = 1;
    @deprecated
    int b = 2;
|};

@onType
enum E {
    @onConst
    @anywhere
    A,
    B
}

type Tuple [@onField int, string];

type Obj object {
    @onField
    @onObjectField
    int n;
    @onFunction
    @onMethod
    function m(@onParameter int a, @onParameter int... r) returns @onReturn int;
};

type Fn function (@onParameter int, @onParameter int...) returns @onReturn int;

@onClass
@anywhere
class C {
    @onField
    @onObjectField
    int n = 0;
    @onFunction
    @onMethod
    function m(@onParameter int first = 1, @onParameter *R r) returns @onReturn @several {n: 2} int => first;
}

@onClass
@onService
service class Server {
    @onMethod
    @onRemote
    remote function call() {
    }
    @onMethod
    resource function get a/[@onParameter int n]() {
    }
}

@onConst
const C1 = 1;

@onVar
int v = 1;

@onFunction
@display {label: "f"}
function f(@onParameter @tainted int a, @onParameter int... rest) returns @onReturn @untainted int => a;

public function main() {
    @onVar
    @anywhere
    int x = 1;
    @onVar
    final var [p, _] = [1, 2];
    int y = let @onVar int z = 1 in z + p;
    var o = @onService @onClass service object {
        @onField
        int n = 1;
        @onRemote
        remote function r() {
        }
    };
    var g = @onFunction function(@onParameter int a) returns @onReturn int => a + x + y;
    int w = <@onType int>g(1);
    record {|
        @onRecordField int q;
    |} r = {q: w};
    io:println(r, o is service object {}, f(v));
    io:println(R.@several, (typeof main).@several);
    R defaults = {};
    io:println(defaults);
}
// @output {"q":4}true1
// @output [{"n":1},{"n":0}]
// @output {"a":1,"b":2}
