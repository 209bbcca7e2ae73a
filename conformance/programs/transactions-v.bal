import ballerina/io;
import ballerina/lang.'transaction as trx;

type Busy distinct error;

int attempts = 0;

transactional function log(string step) {
    trx:onCommit(isolated function (trx:Info info) {
        io:println("committed ", info.retryNumber, " ", transactional);
    });
    trx:onRollback(isolated function (trx:Info info, error? cause, boolean willRetry) {
        io:println("rolled back: ", cause is error ? cause.message() : "no cause", ", again: ", willRetry);
    });
    io:println(step, " ", transactional);
}

transactional function fail2() returns error? {
    return error("inner");
}

function plain(boolean fails) returns error? {
    transaction {
        log("plain");
        if fails {
            check fail2();
        }
        check commit;
        io:println("still in the block ", transactional);
    }
    io:println("after ", transactional);
}

function retried(int times) returns int|error {
    int tries = 0;
    retry transaction {
        tries += 1;
        trx:Info info = trx:info();
        log("attempt " + info.retryNumber.toString());
        trx:Info? previous = info.prevAttempt;
        io:println(previous is trx:Info ? previous.retryNumber : -1);
        if tries < times {
            fail error error:Retriable("try " + tries.toString());
        }
        check commit;
    }
    return tries;
}

class Patient {
    int left;

    function init(int left) {
        self.left = left;
    }

    public function shouldRetry(error e) returns boolean {
        self.left -= 1;
        io:println("asked about ", e.message(), ", left ", self.left);
        return self.left >= 0;
    }
}

function patiently(int needed) returns int|error {
    int tries = 0;
    retry<Patient>(2) {
        tries += 1;
        check flaky(tries, needed);
    } on fail error e {
        io:println("gave up: ", e.message());
        return e;
    }
    return tries;
}

function flaky(int n, int needed) returns error? {
    if n < needed {
        return error("flaky " + n.toString());
    }
}

function cancelled() returns string {
    transaction {
        log("cancelled");
        trx:setData("d");
        io:println(trx:getData());
        if attempts == 0 {
            rollback error("not today");
        } else {
            error? e = commit;
            return e is error ? "failed" : "done";
        }
        io:println("transactional ", transactional);
    }
    return "cancelled";
}

function marked() returns error? {
    transaction {
        log("marked");
        trx:setRollbackOnly(error("marked"));
        io:println(trx:getRollbackOnly());
        error? e = commit;
        io:println(e is trx:Error, " ", e is error ? (e.cause() ?: e).message() : "");
    }
}

function panics() {
    transaction {
        log("panics");
        if attempts == 0 {
            panic error("boom");
        }
        do {
            check commit;
        } on fail {
            io:println("never");
        }
    }
}

function conditional() {
    if transactional {
        log("in");
    } else {
        io:println("out");
    }
}

public function main() returns error? {
    check plain(false);
    // @output plain true
    // @output committed 0 true
    // @output still in the block false
    // @output after false
    error? e = plain(true);
    // @output plain true
    // @output rolled back: inner, again: false
    io:println(e is error ? e.message() : "none"); // @output inner
    io:println(transactional); // @output false
    io:println(check retried(3));
    // @output attempt 0 true
    // @output -1
    // @output rolled back: try 1, again: true
    // @output attempt 1 true
    // @output 0
    // @output rolled back: try 2, again: true
    // @output attempt 2 true
    // @output 1
    // @output committed 2 true
    // @output 3
    int|error r = retried(9);
    // @output attempt 0 true
    // @output -1
    // @output rolled back: try 1, again: true
    // @output attempt 1 true
    // @output 0
    // @output rolled back: try 2, again: true
    // @output attempt 2 true
    // @output 1
    // @output rolled back: try 3, again: true
    // @output attempt 3 true
    // @output 2
    // @output rolled back: try 4, again: false
    io:println(r is error ? r.message() : "no error"); // @output try 4
    io:println(check patiently(3));
    // @output asked about flaky 1, left 1
    // @output asked about flaky 2, left 0
    // @output 3
    io:println(patiently(9) is error);
    // @output asked about flaky 1, left 1
    // @output asked about flaky 2, left 0
    // @output asked about flaky 3, left -1
    // @output gave up: flaky 3
    // @output true
    io:println(cancelled());
    // @output cancelled true
    // @output d
    // @output rolled back: not today, again: false
    // @output transactional false
    // @output cancelled
    check marked();
    // @output marked true
    // @output true
    // @output rolled back: marked, again: false
    // @output true marked
    error? p = trap panics();
    // @output panics true
    // @output rolled back: boom, again: false
    io:println(p is error ? p.message() : "", " ", transactional); // @output boom false
    conditional(); // @output out
    io:println(timed()); // @output true
}

function timed() returns boolean {
    boolean ok = false;
    transaction {
        trx:Timestamp t = trx:info().startTime;
        ok = t.toMillisecondsInt() > 1600000000000 && t.toString().length() == 24 && trx:info().xid.length() == 16;
        ok = ok && trx:getInfo(trx:info().xid) is trx:Info;
        do {
            check commit;
        } on fail {
            io:println("never");
        }
    }
    return ok;
}
