// ballerina/cache: values by key, of which the least recently used ones give way.

import ballerina/time;

# Represents Cache related errors.
public type Error distinct error;

# Possible types of eviction policy.
public enum EvictionPolicy {
    LRU
}

# Represents configurations for the `cache:Cache` object.
#
# + capacity - Maximum number of entries allowed in the cache
# + evictionFactor - The part of the capacity that is evicted once the cache is full
# + evictionPolicy - The policy which is used to evict entries once the cache is full
# + defaultMaxAge - How long entries are valid, in seconds, unless `put` says otherwise; `-1` means forever
# + cleanupInterval - After how many seconds entries that have expired are removed, also if nobody asks for them
public type CacheConfig record {|
    int capacity = 100;
    float evictionFactor = 0.25;
    EvictionPolicy evictionPolicy = LRU;
    decimal defaultMaxAge = -1;
    decimal cleanupInterval?;
|};

# What caches have in common, those of programs as well.
public type AbstractCache object {

    # Adds a value, in the place of the one that the key has had.
    #
    # + key - Key of the value
    # + value - Value to be cached
    # + maxAge - The time in seconds during which the value is valid; `-1` means what the cache's configuration says
    # + return - `()` or an `Error` if the value cannot be cached
    public isolated function put(string key, any value, decimal maxAge = -1) returns Error?;

    # Returns the value of a key.
    #
    # + key - Key of the value
    # + return - The value or an `Error` if there is none
    public isolated function get(string key) returns any|Error;

    # Discards the value of a key.
    #
    # + key - Key of the value
    # + return - `()` or an `Error` if there is none
    public isolated function invalidate(string key) returns Error?;

    # Discards all values.
    #
    # + return - `()` or an `Error` if that fails
    public isolated function invalidateAll() returns Error?;

    # Checks whether a key has a value.
    #
    # + key - The key
    # + return - `true` if it has
    public isolated function hasKey(string key) returns boolean;

    # Returns all keys.
    #
    # + return - The keys
    public isolated function keys() returns string[];

    # Returns how many values there are.
    #
    # + return - Their number
    public isolated function size() returns int;

    # Returns how many values there can be.
    #
    # + return - The capacity
    public isolated function capacity() returns int;
};

# A value between the one that was used before it and the one that was used after it.
class Entry {
    final string key;
    any data;
    # Seconds since the epoch; negative if it does not expire.
    decimal expires;
    Entry? older = ();
    Entry? newer = ();

    isolated function init(string key, any data, decimal expires) {
        self.key = key;
        self.data = data;
        self.expires = expires;
    }
}

# The `cache:Cache` object, which is used for all the cache-related operations.
public isolated class Cache {
    *AbstractCache;

    private final int maxCapacity;
    private final int evicted;
    private final decimal defaultMaxAge;
    private final decimal cleanupInterval;
    private final map<Entry> entries = {};
    private Entry? oldest = ();
    private Entry? newest = ();
    private decimal cleaned;

    # Initializes a new cache. It panics if the configuration is not valid.
    #
    # + cacheConfig - Configurations for the cache
    public isolated function init(*CacheConfig cacheConfig) {
        checkConfig(cacheConfig);
        self.maxCapacity = cacheConfig.capacity;
        self.evicted = <int>float:ceiling(<float>cacheConfig.capacity * cacheConfig.evictionFactor);
        self.defaultMaxAge = cacheConfig.defaultMaxAge;
        self.cleanupInterval = cacheConfig?.cleanupInterval ?: -1;
        self.cleaned = seconds();
    }

    # Adds a value, in the place of the one that the key has had.
    #
    # + key - Key of the value
    # + value - Value to be cached, which cannot be `()`
    # + maxAge - The time in seconds during which the value is valid; `-1` means what the configuration says
    # + return - `()` or a `cache:Error` if the value is `()`
    public isolated function put(string key, any value, decimal maxAge = -1) returns Error? {
        if value is () {
            return error Error(string `Unsupported cache value '()' for the key: ${key}.`);
        }
        decimal age = maxAge > 0d ? maxAge : self.defaultMaxAge;
        decimal expires = age < 0d ? -1 : seconds() + age;
        lock {
            self.clean();
            if self.entries.length() >= self.maxCapacity {
                self.evict();
            }
            Entry? known = self.entries[key];
            Entry entry = known ?: new (key, value, expires);
            if known is () {
                self.entries[key] = entry;
            } else {
                self.unlink(entry);
                entry.data = value;
                entry.expires = expires;
            }
            self.link(entry);
        }
    }

    # Returns the value of a key.
    #
    # + key - Key of the value
    # + return - The value or a `cache:Error` if there is none, or it has expired
    public isolated function get(string key) returns any|Error {
        lock {
            self.clean();
            Entry? entry = self.entries[key];
            if entry is () {
                return unavailable(key);
            }
            self.unlink(entry);
            if entry.expires >= 0d && entry.expires <= seconds() {
                _ = self.entries.remove(key);
                return unavailable(key);
            }
            self.link(entry);
            return entry.data;
        }
    }

    # Discards the value of a key.
    #
    # + key - Key of the value
    # + return - `()` or a `cache:Error` if there is none
    public isolated function invalidate(string key) returns Error? {
        lock {
            Entry? entry = self.entries.removeIfHasKey(key);
            if entry is () {
                return unavailable(key);
            }
            self.unlink(entry);
        }
    }

    # Discards all values.
    #
    # + return - `()`
    public isolated function invalidateAll() returns Error? {
        lock {
            self.entries.removeAll();
            self.oldest = ();
            self.newest = ();
        }
    }

    # Checks whether a key has a value.
    #
    # + key - The key
    # + return - `true` if it has
    public isolated function hasKey(string key) returns boolean {
        lock {
            self.clean();
            return self.entries.hasKey(key);
        }
    }

    # Returns all keys, that of the least recently used value first.
    #
    # + return - The keys
    public isolated function keys() returns string[] {
        string[] keys = [];
        lock {
            self.clean();
            Entry? entry = self.oldest;
            while entry !is () {
                keys.push(entry.key);
                entry = entry.newer;
            }
        }
        return keys;
    }

    # Returns how many values there are.
    #
    # + return - Their number
    public isolated function size() returns int {
        lock {
            self.clean();
            return self.entries.length();
        }
    }

    # Returns how many values there can be.
    #
    # + return - The capacity
    public isolated function capacity() returns int => self.maxCapacity;

    # Puts an entry behind all others.
    private isolated function link(Entry entry) {
        lock {
            Entry? before = self.newest;
            entry.older = before;
            entry.newer = ();
            if before is () {
                self.oldest = entry;
            } else {
                before.newer = entry;
            }
            self.newest = entry;
        }
    }

    private isolated function unlink(Entry entry) {
        lock {
            Entry? older = entry.older;
            Entry? newer = entry.newer;
            if older is () {
                self.oldest = newer;
            } else {
                older.newer = newer;
            }
            if newer is () {
                self.newest = older;
            } else {
                newer.older = older;
            }
        }
    }

    private isolated function evict() {
        lock {
            foreach int i in 0 ..< self.evicted {
                Entry? entry = self.oldest;
                if entry is () {
                    return;
                }
                self.unlink(entry);
                _ = self.entries.remove(entry.key);
            }
        }
    }

    # Removes what has expired, if it is time to. Nobody can tell whether that happened before he asked: no timer is needed.
    private isolated function clean() {
        if self.cleanupInterval < 0d {
            return;
        }
        decimal now = seconds();
        lock {
            if now - self.cleaned < self.cleanupInterval {
                return;
            }
            self.cleaned = now;
            foreach Entry entry in self.entries.toArray() {
                if entry.expires >= 0d && entry.expires <= now {
                    self.unlink(entry);
                    _ = self.entries.remove(entry.key);
                }
            }
        }
    }
}

// What constraints of the fields would say: annotations of the library's own types are not there at run time.
isolated function checkConfig(CacheConfig config) {
    decimal? interval = config?.cleanupInterval;
    [boolean, string][] rules = [
        [config.capacity >= 1, "capacity:minValue"],
        [interval is () || interval > 0d, "cleanupInterval:minValueExclusive"],
        [config.defaultMaxAge >= -1d, "defaultMaxAge:minValue"],
        [config.evictionFactor <= 1.0, "evictionFactor:maxValue"],
        [config.evictionFactor > 0.0, "evictionFactor:minValueExclusive"]
    ];
    string[] broken = from [boolean, string] [kept, rule] in rules
        where !kept
        select string `'$.${rule}'`;
    if broken.length() > 0 {
        panic error Error(string `Validation failed for ${string:'join(",", ...broken)} constraint(s).`);
    }
}

isolated function unavailable(string key) returns Error =>
    error Error(string `Cache entry from the given key: ${key}, is not available.`);

isolated function seconds() returns decimal {
    time:Utc now = time:utcNow();
    return <decimal>now[0] + now[1];
}
