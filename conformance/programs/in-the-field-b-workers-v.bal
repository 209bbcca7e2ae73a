// Messages of workers that fail later, or are sent where a condition is evaluated: they are always sent.
import ballerina/io;

function fails() returns error? => error("later");

function failsLater() returns int {
    worker A {
        1 -> B;
        check fails();
    } on fail error e {
        io:println(e.message()); // @output later
    }

    worker B returns int {
        return <- A;
    }

    wait A;
    return wait B;
}

function inMatch() returns int {
    worker A {
        match 5 -> B {
            () => {
                return;
            }
        }
    }

    worker B returns int {
        return <- A;
    }

    return wait B;
}

function afterFailure() returns int|error:NoMessage {
    worker A {
        do {
            check fails();
            5 -> B;
        } on fail error e {
            _ = e.message();
        }
    }

    worker B returns int|error:NoMessage {
        int|error:NoMessage x = <- A;
        return x;
    }

    wait A;
    return wait B;
}

public function main() {
    io:println(failsLater()); // @output 1
    io:println(inMatch()); // @output 5
    io:println(afterFailure() is error); // @output true
}
