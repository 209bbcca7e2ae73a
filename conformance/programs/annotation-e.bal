// What is wrong about annotations (spec 6.12, 9.1).
type Rec record {|
    string s;
    int n = 0;
|};

annotation Rec rec on type, function;
const annotation Rec constant on type;
annotation tagged on type;
annotation Rec[] several on type;
annotation flag on return;
const annotation onVar on source var;
annotation int number; // @error
annotation (map<int>|true) mixed; // @error
annotation error[] errors on type; // @error
annotation sourced on source type; // @error
const annotation varOnly on var; // @error
const annotation workerOnly on source type, worker; // @error

annotation flag on type, class; // @error

@nothing // @error
@tagged
type A int;

@no:flag // @error
type B int;

@tagged {} // @error
type C int;

@rec // @error
type D int;

@rec {s: 1} // @error
type E int;

@rec {s: "a"}
@rec {s: "b"} // @error
type F int;

@several {s: "a"}
@several {s: "b", n: "c"} // @error
type G int;

int v = 1;

@rec {s: "a", n: v}
@constant {s: "a", n: v} // @error
type H int;

@onVar // @error
type I int;

@flag // @error
function f(@flag int a) returns @tagged int { // @error
    @flag // @error
    int b = a;
    return <@flag @rec {s: ""} int>b; // @error
}

@flag // @error
class K {
    @flag // @error
    int n = 0;
    @rec {s: ""}
    function m() {
    }
}

type L record {|
    @flag // @error
    int n;
|};

enum M {
    @flag // @error
    N
}

@typeParam // @error
type P anydata;

@builtinSubtype // @error
type Q int;

function access(typedesc<any> t, int n) {
    Rec _ = t.@rec; // @error
    true _ = A.@tagged; // @error
    _ = n.@rec; // @error
    _ = t.@missing; // @error
    Rec? _ = t.@several; // @error
}
