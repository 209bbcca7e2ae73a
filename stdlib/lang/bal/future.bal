// lang.future

import ballerina/lang.strand;

# Asks a strand to end at the next point where it waits. Waiting for it then gives an error.
public isolated function cancel(future f) returns () {
    strand:cancel(f);
}
