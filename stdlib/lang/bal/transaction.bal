// lang.transaction: the transaction manager of a program that takes part in no distributed transaction (spec 7.24.1).
// The functions without `public` are what the compiler's lowering of transaction statements calls.

public type Error distinct error;

# Information about a transaction branch.
public type Info readonly & record {|
    byte[] xid;
    int retryNumber;
    Info? prevAttempt;
    Timestamp startTime;
|};

# A point in time.
public type Timestamp readonly & object {
    public function toMillisecondsInt() returns int;
    public function toString() returns string;
};

public type CommitHandler isolated function (Info info);

public type RollbackHandler isolated function (Info info, error? cause, boolean willRetry);

readonly class Instant {
    private final int millis;

    function init(int millis) {
        self.millis = millis;
    }

    public function toMillisecondsInt() returns int {
        return self.millis;
    }

    public function toString() returns string {
        return isoText(self.millis);
    }
}

type Manager object {
    public function shouldRetry(error e) returns boolean;
};

class Branch {
    final Branch? outer;
    final Info info;
    final Manager? manager;
    CommitHandler[] commitHandlers = [];
    RollbackHandler[] rollbackHandlers = [];
    boolean rollbackOnly = false;
    error? cause = ();
    readonly data = ();
    # What the retry manager said when the branch was rolled back.
    boolean willRetry = false;
    # Neither committed nor rolled back.
    boolean active = true;

    function init(Branch? outer, Info info, Manager? manager) {
        self.outer = outer;
        self.info = info;
        self.manager = manager;
    }
}

# The top of the strand's transaction stack.
isolated function top() returns Branch? = external;

isolated function setTop(Branch? branch) = external;

function begin(Info? previous, Manager? manager) returns Branch {
    int retryNumber = previous is Info ? previous.retryNumber + 1 : 0;
    Info info = {xid: newXid(), retryNumber, prevAttempt: previous, startTime: new Instant(now())};
    Branch branch = new (top(), info, manager);
    setTop(branch);
    return branch;
}

function inTransaction() returns boolean {
    return top() is Branch;
}

# The `commit` action.
function complete() returns Error? {
    Branch branch = running();
    if branch.rollbackOnly {
        error? cause = branch.cause;
        undo(branch, cause);
        return error Error("transaction is marked for rollback only", cause);
    }
    branch.active = false;
    int i = branch.commitHandlers.length();
    while i > 0 {
        i -= 1;
        CommitHandler handler = branch.commitHandlers[i];
        handler(branch.info);
    }
    setTop(branch.outer);
    return ();
}

# The `rollback` statement.
function cancel(error? cause) {
    undo(running(), cause);
}

# What to do when the block of a transaction fails or panics; whether its retry manager wants another attempt.
function abandon(Branch branch, error cause) returns boolean {
    if branch.active {
        undo(branch, cause);
    } else if top() === branch {
        setTop(branch.outer);
    }
    return branch.willRetry;
}

function infoOf(Branch branch) returns Info {
    return branch.info;
}

function again(Manager manager, error cause) returns boolean {
    return manager.shouldRetry(cause);
}

function running() returns Branch {
    Branch? branch = top();
    if branch is () {
        panic error("{ballerina/lang.transaction}NoTransaction", message = "there is no current transaction");
    }
    return branch;
}

function undo(Branch branch, error? cause) {
    Manager? manager = branch.manager;
    if manager is Manager && cause is error {
        branch.willRetry = manager.shouldRetry(cause);
    }
    branch.active = false;
    int i = branch.rollbackHandlers.length();
    while i > 0 {
        i -= 1;
        RollbackHandler handler = branch.rollbackHandlers[i];
        handler(branch.info, cause, branch.willRetry);
    }
    setTop(branch.outer);
}

public transactional isolated function info() returns Info {
    return running().info;
}

public isolated function getInfo(byte[] xid) returns Info? {
    Branch? branch = top();
    while branch is Branch {
        if branch.info.xid == xid {
            return branch.info;
        }
        branch = branch.outer;
    }
    return ();
}

public transactional isolated function setRollbackOnly(error? e) {
    Branch branch = running();
    branch.rollbackOnly = true;
    branch.cause = e;
}

public transactional isolated function getRollbackOnly() returns boolean {
    return running().rollbackOnly;
}

public transactional isolated function setData(readonly data) {
    Branch branch = running();
    branch.data = data;
}

public transactional isolated function getData() returns readonly {
    return running().data;
}

public transactional isolated function onCommit(CommitHandler handler) {
    running().commitHandlers.push(handler);
}

public transactional isolated function onRollback(RollbackHandler handler) {
    running().rollbackHandlers.push(handler);
}

isolated function now() returns int = external;

function newXid() returns readonly & byte[] {
    byte[] xid = [];
    foreach int half in [random(), random()] {
        foreach int i in 0 ..< 8 {
            xid.push(<byte>(half >>> (8 * i) & 0xff));
        }
    }
    return xid.cloneReadOnly();
}

isolated function random() returns int = external;

isolated function isoText(int millis) returns string = external;
