import ballerina/lang.'transaction as trx;

transactional function inner() {
}

class Wrong {
    public function shouldRetry(error<record {| int code; |}> e) returns boolean => true;
}

class NoManager {
}

function noCommit() {
    transaction { // @error
    }
}

function leaves(int n) returns int|error {
    while n > 0 {
        transaction {
            if n == 1 {
                return 1; // @error
            }
            if n == 2 {
                break; // @error
            }
            if n == 3 {
                rollback;
                continue;
            }
            foreach int i in 0 ..< n {
                break;
            }
            check commit;
        }
    }
    transaction {
        if n > 7 {
            check commit;
        }
    } // @error
    return n;
}

function outside() returns error? {
    check commit; // @error
    rollback; // @error
    inner(); // @error
    trx:setRollbackOnly(()); // @error
    transaction {
        inner();
        check commit;
        inner(); // @error
        check commit; // @error
    }
    transaction {
        transaction { // @error
            check commit;
        }
        function () returns error? f = function () returns error? {
            check commit; // @error
            inner(); // @error
        };
        check f();
        check commit;
    }
}

transactional function nested() returns error? {
    inner();
    transaction { // @error
        check commit;
    }
}

function managers() returns error? {
    retry<Wrong> { // @error
        check fails();
    }
    retry<NoManager> { // @error
    }
    retry<Wrong>(3) { // @error
    }
    retry {
        return error("all right");
    }
}

function fails() returns error? => error("x");
