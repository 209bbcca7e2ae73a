// lang.future

public isolated function cancel(future f) returns () = external;
