// What the interceptors of a request and its service share.

import ballerina/http.httpscerr;

# Represents a non-error type that can be cloned.
public type Cloneable (any & readonly)|xml|Cloneable[]|map<Cloneable>|table<map<Cloneable>>;

# Request context member type.
public type ReqCtxMember Cloneable|isolated object {};

# Request context member type descriptor.
public type ReqCtxMemberType typedesc<ReqCtxMember>;

# Represents a failure in what an interceptor returns.
public type InterceptorReturnError distinct ListenerError & httpscerr:InternalServerErrorError;

# Values that interceptors pass on, and the way to the next interceptor.
public isolated class RequestContext {
    private final map<ReqCtxMember> members = {};
    # What the interceptor that runs has been given as the next one; nothing after the last one of a response.
    private NextService? following = ();
    # What comes after that, call by call of `next`.
    private NextService?[] ahead = [];
    # Whether the request is in the hands of interceptors at all, and in those of one right now.
    private boolean engaged = false;
    private boolean intercepted = false;
    private boolean asked = false;

    # Sets a member of the request context object.
    #
    # + key - The member's key
    # + value - The member's value
    public isolated function set(string key, ReqCtxMember value) {
        lock {
            if value is Cloneable {
                self.members[key] = value.clone();
            } else {
                self.members[key] = value;
            }
        }
    }

    # Gets the value of a member. It panics if there is no such member.
    #
    # + key - The member's key
    # + return - The member's value
    public isolated function get(string key) returns ReqCtxMember {
        lock {
            ReqCtxMember value = self.members.get(key);
            return value is Cloneable ? value.clone() : value;
        }
    }

    # Checks whether the request context object has a member with the key.
    #
    # + key - The member's key
    # + return - True if the member exists
    public isolated function hasKey(string key) returns boolean {
        lock {
            return self.members.hasKey(key);
        }
    }

    # Returns the keys of all members.
    #
    # + return - The keys
    public isolated function keys() returns string[] {
        lock {
            return self.members.keys();
        }
    }

    # Gets the value of a member as a value of a type.
    #
    # + key - The member's key
    # + targetType - The expected type of the value
    # + return - The value, or an error if the member does not exist or its value is not of the expected type
    public isolated function getWithType(string key, ReqCtxMemberType targetType = <>)
            returns targetType|ListenerError = external;

    private isolated function processGetWithType(string key, ReqCtxMemberType targetType)
            returns ReqCtxMember|ListenerError {
        lock {
            if !self.members.hasKey(key) {
                return error GenericListenerError("no member found for key: " + key);
            }
        }
        ReqCtxMember value = self.get(key);
        ReqCtxMember|error typed = value.ensureType(targetType);
        return typed is error
            ? error GenericListenerError("type conversion failed for value of key: " + key, typed)
            : typed;
    }

    # Removes a member. It panics if there is no such member.
    #
    # + key - The member's key
    public isolated function remove(string key) {
        lock {
            _ = self.members.remove(key);
        }
    }

    # Calls the next service in the interceptor pipeline.
    #
    # + return - The next service object in the pipeline, nil after the last interceptor of a response, or an error if
    #            there is none
    public isolated function next() returns NextService|error? {
        lock {
            if !self.engaged {
                return error InterceptorReturnError(
                        "request context object does not contain the configured interceptors");
            }
            if !self.intercepted || self.ahead.length() == 0 {
                return error InterceptorReturnError("no next service to be returned");
            }
            self.asked = true;
            self.following = self.ahead.remove(0);
            return self.following;
        }
    }

    # Before an interceptor is called.
    #
    # + ahead - What `next` gives, call by call: nil is what comes after the last interceptor of a response
    isolated function intercept(NextService?[] ahead) {
        lock {
            self.engaged = true;
            self.intercepted = true;
            self.asked = false;
            self.following = ();
            self.ahead = ahead;
        }
    }

    # What the interceptor has been given last.
    isolated function given() returns NextService? {
        lock {
            return self.following;
        }
    }

    # Before the service is.
    isolated function arrive() {
        lock {
            self.intercepted = false;
            self.asked = false;
            self.following = ();
            self.ahead = [];
        }
    }

    # Whether the interceptor has asked for what comes next.
    isolated function isAsked() returns boolean {
        lock {
            return self.asked;
        }
    }
}
