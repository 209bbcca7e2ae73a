import ballerina/io;
import ballerina/lang.runtime;

function slow() returns int {
    runtime:sleep(100);
    return 1;
}

function quick() returns int => 2;

public function main() {
    future<int> slowly = start slow();
    slowly.cancel();
    int|error cancelled = wait slowly;
    io:println(cancelled); // @output error("{ballerina/lang.future}FutureAlreadyCancelled",message="the strand was cancelled")

    // Cancelling what has ended changes nothing.
    future<int> quickly = start quick();
    int|error two = wait quickly;
    future:cancel(quickly);
    io:println(two); // @output 2

    // A strand that is asleep ends when it is cancelled.
    future<int> sleeping = start slow();
    runtime:sleep(0.001);
    sleeping.cancel();
    int|error woken = wait sleeping;
    io:println(woken is error); // @output true
}
