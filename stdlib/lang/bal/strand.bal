// lang.strand: strands, futures, and the queues between workers (spec 7.5 to 7.8). What the compiler's lowering of workers,
// `start`, `wait` and messages calls; the run-time system itself only switches between strands (`park`, `unpark`).
//
// Strands give way nowhere but in `park` and `pause`, so that what stands between two of those calls is atomic. Whoever
// waits does so in a loop, as it may be woken for another reason.

type Body function () returns any|error;

type Future future<any|error>;

# A strand, or the default worker of a function with workers, which runs on its caller's strand.
class Strand {
    # As messages name it.
    final string name;
    # Its place among the workers of a function.
    final Workers? group;
    final int index;
    # The run-time system's number for it.
    int id = -1;
    boolean ended = false;
    # It ended with a panic, the error of which is its result.
    boolean panicked = false;
    boolean cancelled = false;
    # Somebody has waited for it.
    boolean observed = false;
    any|error result = ();
    # Number of its panic among those that nobody has noticed.
    int failure = -1;
    # Strands to wake when it has ended.
    int[] waiting = [];

    function init(string name, Workers? group, int index) {
        self.name = name;
        self.group = group;
        self.index = index;
    }
}

# The messages from one worker to another: each send action has a slot (spec 7.8).
class Queue {
    final int sender;
    final int receiver;
    final int length;
    # The slots, as far as they have been written or passed.
    (any|error)[] slots = [];
    # What has been sent or passed, what has been received.
    int w = 0;
    int r = 0;

    function init(int sender, int receiver, int length) {
        self.sender = sender;
        self.receiver = receiver;
        self.length = length;
    }
}

# The workers of one call of a function, or of a `fork`: number 0 is the default worker.
class Workers {
    Strand[] members = [];
    Queue[] queues = [];
    # Strands that wait for a queue or for a member's end.
    int[] waiting = [];
}

# In a slot that was passed without a message.
class Nothing {
}

final Nothing nothing = new;

// ---- beginning and ending ----

# The workers of a call. `queues` has sender, receiver and length of each queue.
function workers(string name, int[] queues) returns Workers {
    Workers group = new;
    group.members.push(new Strand(name, (), 0));
    int i = 0;
    while i < queues.length() {
        group.queues.push(new Queue(queues[i], queues[i + 1], queues[i + 2]));
        i += 3;
    }
    return group;
}

# A named worker, to be begun when all have been declared.
function 'worker(Workers group, string name, typedesc<any|error> t, Body body, boolean inherit) returns Future {
    Strand strand = new (name, group, group.members.length());
    group.members.push(strand);
    return launch(strand, t, body, inherit);
}

function 'start(string name, typedesc<any|error> t, Body body) returns Future {
    return launch(new Strand(name, (), 0), t, body, false);
}

function launch(Strand strand, typedesc<any|error> t, Body body, boolean inherit) returns Future {
    strand.id = spawn(function () {
        run(strand, body);
    }, strand);
    if inherit {
        inheritTransaction(strand.id);
    }
    return newFuture(t, strand);
}

function run(Strand strand, Body body) {
    error? panicked = trap perform(strand, body);
    if strand.cancelled {
        strand.result = error("{ballerina/lang.future}FutureAlreadyCancelled",
            message = "the strand was cancelled");
    } else if panicked is error {
        strand.panicked = true;
        strand.result = panicked;
        if strand.waiting.length() == 0 {
            strand.failure = failed(panicked);
        }
    }
    ended(strand);
    Workers? group = strand.group;
    if group is Workers {
        changed(group);
    }
}

function perform(Strand strand, Body body) {
    if strand.cancelled {
        return;
    }
    any|error result = body();
    strand.result = result;
    Workers? group = strand.group;
    if group is Workers {
        deliver(group, strand.index, result);
    }
}

function ended(Strand strand) {
    strand.ended = true;
    int[] waiting = strand.waiting;
    strand.waiting = [];
    foreach int id in waiting {
        unpark(id);
    }
}

# The default worker has come to its end with a value, which is then the function's.
function leave(Workers group, any|error result) returns any|error {
    Strand strand = group.members[0];
    strand.result = result;
    deliver(group, 0, result);
    ended(strand);
    changed(group);
    return result;
}

# The default worker has panicked.
function crash(Workers group, error panicked) {
    Strand strand = group.members[0];
    strand.panicked = true;
    strand.result = panicked;
    ended(strand);
    changed(group);
}

# A worker that ends with success waits until its messages have been received, or cannot be any more (spec 7.8.1).
function deliver(Workers group, int index, any|error result) {
    if result is error {
        return;
    }
    foreach Queue queue in group.queues {
        if queue.sender == index {
            pass(queue, queue.length);
        }
    }
    changed(group);
    foreach Queue queue in group.queues {
        if queue.sender == index {
            Strand receiver = group.members[queue.receiver];
            while queue.r < queue.w && !receiver.ended {
                block(group);
            }
            if queue.r < queue.w && receiver.panicked {
                panic failureOf(receiver);
            }
        }
    }
}

// ---- waiting ----

function block(Workers group) {
    group.waiting.push(current());
    giveWay();
}

function changed(Workers group) {
    int[] waiting = group.waiting;
    if waiting.length() > 0 {
        group.waiting = [];
        foreach int id in waiting {
            unpark(id);
        }
    }
}

function giveWay() {
    park();
    endIfCancelled();
}

function endIfCancelled() {
    any self = context();
    if self is Strand && self.cancelled {
        panic error("{ballerina/lang.future}FutureAlreadyCancelled", message = "the strand was cancelled");
    }
}

function failureOf(Strand strand) returns error {
    any|error result = strand.result;
    return result is error ? result : error("no failure");
}

# `wait f`
function waitFor(Future f) returns any|error {
    Strand strand = strandOf(f);
    if strand.observed {
        return error("multiple waits on the same future is not allowed");
    }
    return outcome(strand);
}

function outcome(Strand strand) returns any|error {
    strand.observed = true;
    while !strand.ended {
        strand.waiting.push(current());
        giveWay();
    }
    notice(strand);
    if strand.panicked {
        panic failureOf(strand);
    }
    return strand.result;
}

function notice(Strand strand) {
    if strand.failure >= 0 {
        noticed(strand.failure);
        strand.failure = -1;
    }
}

# `wait f | g`: the first result that is no error, else the last error.
function waitForAny(Future[] futures) returns any|error {
    Strand[] left = [];
    any|error last = ();
    foreach Future f in futures {
        Strand strand = strandOf(f);
        if strand.observed {
            last = error("multiple waits on the same future is not allowed");
        } else {
            left.push(strand);
        }
    }
    foreach Strand strand in left {
        strand.observed = true;
    }
    while left.length() > 0 {
        Strand[] open = [];
        foreach Strand strand in left {
            if !strand.ended {
                open.push(strand);
                continue;
            }
            notice(strand);
            if strand.panicked {
                panic failureOf(strand);
            }
            last = strand.result;
            if last !is error {
                return last;
            }
        }
        if open.length() > 0 {
            foreach Strand strand in open {
                strand.waiting.push(current());
            }
            giveWay();
        }
        left = open;
    }
    return last;
}

public isolated function cancel(Future f) {
    Strand strand = strandOf(f);
    if !strand.ended {
        strand.cancelled = true;
        interrupt(strand.id);
    }
}

# `runtime:sleep`
public isolated function sleep(int nanos) {
    pause(nanos);
    endIfCancelled();
}

// ---- messages ----

# The workers among which the running strand is one.
function own() returns Workers {
    any self = context();
    Workers? group = self is Strand ? self.group : ();
    return group is Workers ? group : new;
}

# Slots up to `w` that have not been written never will be (spec 7.8.1, queue update).
function pass(Queue queue, int w) {
    while queue.slots.length() < w {
        queue.slots.push(nothing);
    }
    if queue.w < w {
        queue.w = w;
    }
}

function update(Workers group, int queue, int w) {
    pass(group.queues[queue], w);
    changed(group);
}

# `v -> w`
function send(Workers group, int queue, int slot, any|error message) {
    Queue q = group.queues[queue];
    pass(q, slot);
    q.slots.push(copy(message));
    q.w = slot + 1;
    changed(group);
}

# `flush w`, after `sent` send actions.
function 'flush(Workers group, int queue, int sent) returns error? {
    Queue q = group.queues[queue];
    Strand receiver = group.members[q.receiver];
    pass(q, sent);
    changed(group);
    while q.r < sent && !receiver.ended {
        block(group);
    }
    if q.r >= sent {
        return ();
    }
    if receiver.panicked {
        panic failureOf(receiver);
    }
    any|error result = receiver.result;
    return result is error ? result : ();
}

# `<- w`
function receive(Workers group, int queue, int slot) returns any|error {
    Queue q = group.queues[queue];
    Strand sender = group.members[q.sender];
    while q.w <= slot && !sender.ended {
        block(group);
    }
    if q.w > slot {
        return take(group, q, slot);
    }
    if sender.panicked {
        panic failureOf(sender);
    }
    return sender.result;
}

function take(Workers group, Queue q, int slot) returns any|error {
    any|error message = q.slots[slot];
    // The message belongs to its receiver now.
    q.slots[slot] = nothing;
    q.r = slot + 1;
    changed(group);
    return message is Nothing ? error error:NoMessage("no message received") : message;
}

# `<- a | b`: the first message there is, else the last failure. `from` has queue and slot of each.
function receiveAny(Workers group, int[] 'from) returns any|error {
    any|error last = ();
    boolean[] done = [];
    int count = 'from.length() / 2;
    int closed = 0;
    foreach int _ in 0 ..< count {
        done.push(false);
    }
    while closed < count {
        foreach int i in 0 ..< count {
            if done[i] {
                continue;
            }
            Queue q = group.queues['from[2 * i]];
            int slot = 'from[2 * i + 1];
            Strand sender = group.members[q.sender];
            if q.w > slot {
                last = take(group, q, slot);
                if last !is error:NoMessage {
                    return last;
                }
            } else if sender.ended {
                if sender.panicked {
                    panic failureOf(sender);
                }
                last = sender.result;
            } else {
                continue;
            }
            done[i] = true;
            closed += 1;
        }
        if closed < count {
            block(group);
        }
    }
    return last;
}

// ---- what the run-time system does ----

function strandOf(Future f) returns Strand {
    return heldBy(f);
}

function spawn(function () body, any context) returns int = external;

function current() returns int = external;

function context() returns any = external;

function park() = external;

function unpark(int id) = external;

function interrupt(int id) = external;

function pause(int nanos) = external;

function failed(error panicked) returns int = external;

function noticed(int failure) = external;

function heldBy(Future f) returns Strand = external;

function newFuture(typedesc<any|error> t, Strand strand) returns Future = external;

function copy(any|error message) returns any|error = external;

function inheritTransaction(int id) = external;
