// Caches by themselves: what stays, what gives way, what expires.

import ballerina/cache;
import ballerina/io;
import ballerina/lang.runtime;

function shown(any|cache:Error value) returns string => value is error ? value.message() : value.toString();

class Doubled {
    *cache:AbstractCache;

    public isolated function put(string key, any value, decimal maxAge = -1) returns cache:Error? => ();

    public isolated function get(string key) returns any|cache:Error => key + key;

    public isolated function invalidate(string key) returns cache:Error? => error cache:Error("never");

    public isolated function invalidateAll() returns cache:Error? => ();

    public isolated function hasKey(string key) returns boolean => true;

    public isolated function keys() returns string[] => [];

    public isolated function size() returns int => 0;

    public isolated function capacity() returns int => int:MAX_VALUE;
}

public function main() returns error? {
    cache:Cache defaults = new;
    io:println(defaults.capacity(), " ", defaults.size(), " ", defaults.keys());
    io:println(shown(defaults.put("nothing", ())), " ", shown(defaults.get("k")), " ", shown(defaults.invalidate("k")));

    cache:Cache small = new (capacity = 4, evictionFactor = 0.5);
    foreach int i in 1 ... 4 {
        check small.put(i.toString(), i);
    }
    io:println(shown(small.get("1")), " ", small.keys());
    check small.put("5", 5);
    io:println(small.keys(), " ", small.hasKey("2"), " ", small.size());
    check small.put("4", {four: 4});
    io:println(small.keys(), " ", shown(small.get("4")));
    check small.invalidate("1");
    io:println(small.keys());
    check small.invalidate("4");
    check small.put("6", 6);
    io:println(small.keys());
    check small.invalidateAll();
    io:println(small.keys(), " ", small.size());
    check small.put("again", xml `<a/>`);
    io:println(shown(small.get("again")));

    cache:Cache short = new (defaultMaxAge = 0.01d);
    check short.put("default", "a");
    check short.put("own", "b", 1000);
    runtime:sleep(0.05);
    io:println(short.hasKey("default"), " ", shown(short.get("default")), " ", short.hasKey("default"));
    io:println(shown(short.get("own")), " ", short.size());

    cache:Cache cleaned = new (cleanupInterval = 0.02);
    check cleaned.put("brief", 1, 0.01);
    check cleaned.put("long", 2);
    runtime:sleep(0.05);
    io:println(cleaned.hasKey("brief"), " ", cleaned.keys(), " ", cleaned.size());

    cache:AbstractCache[] others = [cleaned, new Doubled()];
    io:println(others[1].hasKey("x"), " ", shown(others[1].get("x")), " ", others[0].capacity());

    cache:CacheConfig[] invalid = [{capacity: 0}, {evictionFactor: 0}, {evictionFactor: 1.5}, {defaultMaxAge: -2, cleanupInterval: 0}];
    foreach cache:CacheConfig config in invalid {
        cache:Cache|error made = trap new cache:Cache(config);
        io:println(made is cache:Error, " ", made is error ? made.message() : "made");
    }
}
