// Circuit breakers: whether requests are sent at all to a server that has failed too often.

import ballerina/log;
import ballerina/time;

# A finite type for modeling the states of the Circuit Breaker. The Circuit Breaker starts in the `CLOSED` state.
# If any failure thresholds are exceeded during execution, the circuit trips and goes to the `OPEN` state. After
# the specified timeout period expires, the circuit goes to the `HALF_OPEN` state. If the trial request sent while
# in the `HALF_OPEN` state succeeds, the circuit goes back to the `CLOSED` state.
public type CircuitState CB_OPEN_STATE|CB_HALF_OPEN_STATE|CB_CLOSED_STATE;

# Represents the open state of the circuit: requests fail immediately.
public const CB_OPEN_STATE = "OPEN";

# Represents the half-open state of the circuit: a trial request is sent to the upstream service.
public const CB_HALF_OPEN_STATE = "HALF_OPEN";

# Represents the closed state of the circuit: all requests are allowed to go through to the upstream service.
public const CB_CLOSED_STATE = "CLOSED";

# Provides a set of configurations for controlling the behaviour of the Circuit Breaker.
#
# + rollingWindow - The `http:RollingWindow` options of the `CircuitBreaker`
# + failureThreshold - The threshold for request failures. When this threshold exceeds, the circuit trips. The threshold
#                      should be a value between 0 and 1
# + resetTime - The time period (in seconds) to wait before attempting to make another request to the upstream service
# + statusCodes - Array of HTTP response status codes which are considered as failures
public type CircuitBreakerConfig record {|
    RollingWindow rollingWindow = {};
    float failureThreshold = 0.0;
    decimal resetTime = 0;
    int[] statusCodes = [];
|};

# Represents a rolling window in the Circuit Breaker.
#
# + requestVolumeThreshold - Minimum number of requests in a `RollingWindow` that will trip the circuit.
# + timeWindow - Time period in seconds for which the failure threshold is calculated
# + bucketSize - The granularity at which the time window slides. This is measured in seconds.
public type RollingWindow record {|
    int requestVolumeThreshold = 10;
    decimal timeWindow = 60;
    decimal bucketSize = 10;
|};

# What happened in a part of the time window.
type Bucket record {|
    int total = 0;
    int failed = 0;
    int rejected = 0;
|};

# See the module specification, 4.2. The state is found anew before each request, from the window before it.
isolated class CircuitBreaker {
    private final readonly & CircuitBreakerConfig config;
    private final time:Utc & readonly started = time:utcNow();
    private CircuitState state = CB_CLOSED_STATE;
    private boolean lastSucceeded = false;
    private int lastBucket = 0;
    private time:Utc & readonly lastRequest;
    # Of the last failure, or of when it was opened by force.
    private time:Utc & readonly lastError;
    private Bucket[] buckets = [];

    isolated function init(readonly & CircuitBreakerConfig config) returns ClientError? {
        RollingWindow window = config.rollingWindow;
        if config.failureThreshold < 0.0 || config.failureThreshold > 1.0 {
            panic error CircuitBreakerConfigError("Invalid failure threshold. Failure threshold value should between 0 to 1, "
                    + "found " + config.failureThreshold.toString());
        }
        if window.timeWindow < window.bucketSize {
            return error GenericClientError("Circuit breaker 'timeWindow' value should be greater than the 'bucketSize' value.");
        }
        self.config = config;
        self.lastRequest = self.started;
        self.lastError = self.started;
        self.clear();
    }

    # Lets a request pass, or says why not.
    isolated function admit() returns ClientError? {
        lock {
            self.state = self.nextState();
            self.buckets[self.lastBucket].total += 1;
            if self.state != CB_OPEN_STATE {
                return;
            }
            self.buckets[self.lastBucket].rejected += 1;
            int remaining = <int>(self.config.resetTime - self.sinceError());
            return error UpstreamServiceUnavailableError("Upstream service unavailable. " +
                    string `Requests to upstream service will be suspended for ${remaining} seconds.`);
        }
    }

    # Takes note of how a request went.
    isolated function note(Response|ClientError result) returns Response|ClientError {
        boolean failed = result is ClientError || self.config.statusCodes.indexOf(result.statusCode) is int;
        lock {
            self.enterBucket();
            self.lastSucceeded = !failed;
            if failed {
                self.buckets[self.lastBucket].failed += 1;
                self.lastError = time:utcNow();
            }
        }
        return result;
    }

    isolated function forceClose() {
        lock {
            self.state = CB_CLOSED_STATE;
            self.clear();
        }
        logInfo("Circuit forcefully switched to CLOSE state.");
    }

    isolated function forceOpen() {
        lock {
            self.state = CB_OPEN_STATE;
            self.lastError = time:utcNow();
        }
    }

    isolated function getCurrentState() returns CircuitState {
        lock {
            return self.state;
        }
    }

    private isolated function nextState() returns CircuitState {
        lock {
            self.rollWindow();
            self.enterBucket();
            self.lastRequest = time:utcNow();
            boolean enough = self.requests() >= self.config.rollingWindow.requestVolumeThreshold;
            if self.state == CB_OPEN_STATE {
                if self.sinceError() > self.config.resetTime {
                    logInfo("CircuitBreaker reset timeout reached. Circuit switched from OPEN to HALF_OPEN state.");
                    return CB_HALF_OPEN_STATE;
                }
            } else if self.state == CB_HALF_OPEN_STATE && enough {
                if !self.lastSucceeded {
                    logInfo("CircuitBreaker trial run has failed. Circuit switched from HALF_OPEN to OPEN state.");
                    return CB_OPEN_STATE;
                }
                logInfo("CircuitBreaker trial run  was successful. Circuit switched from HALF_OPEN to CLOSE state.");
                return CB_CLOSED_STATE;
            } else if enough && self.failureRatio() > self.config.failureThreshold {
                logInfo("CircuitBreaker failure threshold exceeded. Circuit tripped from CLOSE to OPEN state.");
                return CB_OPEN_STATE;
            }
            return self.state;
        }
    }

    # Empties the buckets that the window has left behind since the last request.
    private isolated function rollWindow() {
        lock {
            decimal idle = time:utcDiffSeconds(time:utcNow(), self.lastRequest);
            RollingWindow window = self.config.rollingWindow;
            int current = self.currentBucket();
            if idle > window.timeWindow || current == self.lastBucket && idle > window.bucketSize {
                self.clear();
            } else if current < self.lastBucket {
                foreach int i in 0 ... current {
                    self.buckets[i] = {};
                }
                foreach int i in self.lastBucket + 1 ..< self.buckets.length() {
                    self.buckets[i] = {};
                }
            } else if idle > window.bucketSize {
                foreach int i in self.lastBucket + 1 ... current {
                    self.buckets[i] = {};
                }
            }
        }
    }

    # The bucket of now becomes the one that is counted in.
    private isolated function enterBucket() {
        lock {
            int current = self.currentBucket();
            if current != self.lastBucket {
                self.buckets[current] = {};
                self.lastBucket = current;
            }
        }
    }

    private isolated function clear() {
        lock {
            RollingWindow window = self.config.rollingWindow;
            self.buckets = from int _ in 0 ..< <int>(window.timeWindow / window.bucketSize)
                select {};
        }
    }

    private isolated function currentBucket() returns int {
        lock {
            RollingWindow window = self.config.rollingWindow;
            decimal elapsed = time:utcDiffSeconds(time:utcNow(), self.started) % window.timeWindow;
            return <int>decimal:floor(elapsed / window.bucketSize) % self.buckets.length();
        }
    }

    private isolated function sinceError() returns decimal {
        lock {
            return time:utcDiffSeconds(time:utcNow(), self.lastError);
        }
    }

    private isolated function requests() returns int {
        lock {
            int count = 0;
            foreach Bucket bucket in self.buckets {
                count += bucket.total;
            }
            return count;
        }
    }

    # Failed ones among those that were sent.
    private isolated function failureRatio() returns float {
        lock {
            int sent = 0;
            int failed = 0;
            foreach Bucket bucket in self.buckets {
                sent += bucket.total - bucket.rejected;
                failed += bucket.failed;
            }
            return sent == 0 ? 0.0 : <float>failed / <float>sent;
        }
    }
}

isolated function logInfo(string message) {
    log:printInfo(message, module = "ballerina/http");
}
