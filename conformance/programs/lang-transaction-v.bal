import ballerina/io;
import ballerina/lang.'transaction as tx;

isolated string events = "";

isolated function note(string event) {
    lock {
        events += event + " ";
    }
}

function said() {
    lock {
        io:println(events.trim());
        events = "";
    }
}

isolated function committed(tx:Info info) {
    note("committed" + info.retryNumber.toString());
}

isolated function later(tx:Info info) {
    note("later");
}

isolated function undone(tx:Info info, error? cause, boolean willRetry) {
    note("undone:" + (cause is error ? cause.message() : "none") + ":" + willRetry.toString());
}

public function main() returns error? {
    byte[] xid = [];
    boolean abort = true;
    transaction {
        tx:Info info = tx:info();
        xid = info.xid;
        io:println(info.retryNumber, info.prevAttempt is (), info.xid.length() > 0, info is readonly); // @output 0truetruetrue
        io:println(info.startTime.toMillisecondsInt() > 1600000000000, info.startTime.toString().includes("T")); // @output truetrue
        tx:Info? same = tx:getInfo(xid);
        io:println(same === info, tx:getInfo([1, 2]) is ()); // @output truetrue
        io:println(tx:getData() is (), tx:getRollbackOnly()); // @output truefalse
        tx:setData({k: [1]});
        io:println(tx:getData().toBalString()); // @output {"k":[1]}
        tx:onCommit(committed);
        tx:onCommit(later);
        tx:onRollback(undone);
        check commit;
    }
    said(); // @output later committed0
    io:println(tx:getInfo(xid) is ()); // @output true

    transaction {
        tx:onCommit(committed);
        tx:onRollback(undone);
        tx:setRollbackOnly(error("spoilt"));
        io:println(tx:getRollbackOnly()); // @output true
        error? e = commit;
        io:println(e is tx:Error, e is error && e.cause() is error); // @output truetrue
    }
    said(); // @output undone:spoilt:false
    transaction {
        tx:onRollback(undone);
        if abort {
            rollback;
        } else {
            check commit;
        }
    }
    said(); // @output undone:none:false
    int tries = 0;
    retry (2) transaction {
        tries += 1;
        tx:Info info = tx:info();
        tx:Info? before = info.prevAttempt;
        io:println(info.retryNumber, before is tx:Info ? before.retryNumber : -1);
        tx:onRollback(undone);
        if tries < 2 {
            fail error error:Retriable("again");
        }
        if abort {
            rollback;
        } else {
            check commit;
        }
    }
    // @output 0-1
    // @output 10
    said(); // @output undone:again:true undone:none:false
}
