// A service whose arguments have constraints, and one that does not ask for them to be checked.

import ballerina/constraint;
import ballerina/http;

configurable int port = ?;

@constraint:Int {minValue: 1}
type Positive int;

@constraint:String {maxLength: {value: 3, message: "at most three letters"}}
type Short string;

type Person record {|
    @constraint:String {minLength: 2}
    string name;
    Positive age = 7;
|};

listener http:Listener server = new (port);

service /checked on server {
    resource function post person(Person person) returns Person {
        return person;
    }

    resource function post people(Person[] people) returns int {
        return people.length();
    }

    resource function get numbers/[Positive id](Positive limit = 5, Positive? more = ()) returns int {
        return id + limit + (more ?: 0);
    }

    resource function get short(@http:Header Short x\-short) returns string {
        return x\-short;
    }
}

@http:ServiceConfig {validation: false}
service /unchecked on server {
    resource function post person(Person person) returns Person {
        return person;
    }

    resource function get numbers(Positive limit) returns int {
        return limit;
    }
}
