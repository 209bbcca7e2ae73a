// Constraints of values, and what errors say of those that are not valid.

import ballerina/constraint;
import ballerina/io;

@constraint:Int {minValue: 1, maxValueExclusive: 10}
type Small int;

@constraint:String {pattern: {value: re `[a-z]+`, message: "lower case only."}, maxLength: 3}
type Word string;

@constraint:Array {minLength: 1, maxLength: 2}
type Words Word[];

type Address record {|
    @constraint:String {length: 5}
    string code;
    Small? floor = ();
|};

type Person record {|
    @constraint:String {minLength: {value: 2, message: "the name is too short"}, maxLength: 10}
    string name;
    @constraint:Number {minValue: 0.5d, maxFractionDigits: 1}
    decimal height?;
    @constraint:Float {maxIntegerDigits: 2}
    float weight?;
    @constraint:Int {maxDigits: 2}
    int age = 1;
    Address|string home = "none";
    Address[] others = [];
    Person? friend = ();
|};

@constraint:Date {option: {value: "PAST", message: "not yet"}, message: "no date"}
type Day record {|
    int year;
    int month;
    int day;
|};

@constraint:Int {maxDigits: 0}
type Wrong int;

function show(anydata value, typedesc<anydata> t) {
    anydata|constraint:Error result = constraint:validate(value, t);
    if result is constraint:ValidationError {
        error? cause = result.cause();
        io:println(result.message(), cause is error ? " <- " + cause.message() : "");
    } else if result is constraint:TypeConversionError {
        io:println("conversion: ", result.message());
    } else if result is error {
        io:println("error: ", result.message());
    } else {
        io:println(result);
    }
}

public function main() returns error? {
    foreach int i in [0, 1, 9, 10] {
        show(i, Small);
    }
    show("x", Small);
    show("abc", Word);
    show("ABCD", Word);
    show([], Words);
    show(["a", "B", "cd", "efgh"], Words);
    show({name: "Ana"}, Person);
    show({name: "A", age: 100, height: 0.25d, weight: 123.5}, Person);
    show({name: "Ana", home: {code: "123", floor: 11}, others: [{code: "12345"}, {code: ""}]}, Person);
    show({name: "Ana", friend: {name: "B", friend: {name: "C", age: -123}}}, Person);
    show([{name: "A"}], PersonList);
    show({year: 2000, month: 2, day: 29}, Day);
    show({year: 2001, month: 2, day: 29}, Day);
    show({year: 9000, month: 1, day: 1}, Day);
    show(1, Wrong);
    Small|error typed = constraint:validate(5);
    io:println(typed);
    Person & readonly frozen = {name: "X"};
    show(frozen, ReadonlyPerson);
}

type PersonList Person[];

type ReadonlyPerson readonly & Person;
