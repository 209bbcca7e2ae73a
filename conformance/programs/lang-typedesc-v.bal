import ballerina/io;
import ballerina/lang.'typedesc as types;

type First distinct error;
type Second distinct First;
public type Shape distinct object {
    function area() returns float;
};
distinct class Square {
    *Shape;

    function area() returns float => 1;
}
type Both distinct (distinct error);
type Maybe First?;
type Same First|First;
type Blank object {};
type Plain record {|
    int x;
|};

function ids(typedesc<any|error> t, boolean primaryOnly = false) returns string {
    types:TypeId[]? all = types:typeIds(t, primaryOnly);
    return all is () ? "nil" : "[" + string:'join(" ", ...from types:TypeId id in all select id.localId.toString()) + "]";
}

public function main() {
    io:println(ids(First), ids(Second), ids(Second, true)); // @output [First][First Second][Second]
    io:println(ids(Shape), ids(Square), ids(Square, true)); // @output [Shape][Shape Square][Square]
    // No values with type-ids, or none in particular.
    io:println(ids(int), ids(Plain), ids(error), ids(Blank), ids(any), ids(Maybe), ids(Same)); // @output [][][][]nilnil[First]
    First & Second both = error("");
    io:println(ids(typeof both), ids(typeof both, true), ids(typeof error("")), ids(typeof new Square())); // @output [First Second][Second][][Shape Square]
    types:TypeId[]? anonymous = Both.typeIds();
    io:println(anonymous is types:TypeId[] && anonymous.length() == 2 && anonymous[0].localId is int); // @output true
    types:TypeId[]? retriable = error:Retriable.typeIds();
    io:println(retriable); // @output [{"moduleId":{"organization":"ballerina","name":"lang.error","platformParts":[]},"localId":"Retriable"}]
    io:println(First.typeIds() is readonly, First.typeIds() == typeIdsOf()); // @output truetrue
}

function typeIdsOf() returns types:TypeId[]? {
    First e = error("");
    return (typeof e).typeIds();
}
