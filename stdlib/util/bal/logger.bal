// Loggers: the root one, those with a configuration of their own, and those that add to what another one tells.

# Represents a logger.
public type Logger isolated object {
    # Prints debug logs.
    #
    # + msg - The message to be logged
    # + 'error - The error struct to be logged
    # + stackTrace - The error stack trace to be logged
    # + keyValues - The key-value pairs to be logged
    public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Prints info logs.
    #
    # + msg - The message to be logged
    # + 'error - The error struct to be logged
    # + stackTrace - The error stack trace to be logged
    # + keyValues - The key-value pairs to be logged
    public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Prints warn logs.
    #
    # + msg - The message to be logged
    # + 'error - The error struct to be logged
    # + stackTrace - The error stack trace to be logged
    # + keyValues - The key-value pairs to be logged
    public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Prints error logs.
    #
    # + msg - The message to be logged
    # + 'error - The error struct to be logged
    # + stackTrace - The error stack trace to be logged
    # + keyValues - The key-value pairs to be logged
    public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Creates a new child logger with the given key-values.
    #
    # + keyValues - The key-value pairs to be added to the logger context
    # + return - A new logger with the given key-values added to its context
    public isolated function withContext(*KeyValues keyValues) returns Logger|error;

    # Gets the effective log level of this logger.
    #
    # + return - The level; a child's is its parent's
    public isolated function getLevel() returns Level;

    # Sets the log level of this logger at runtime.
    #
    # + level - The new log level to set
    # + return - An error if the operation is not supported, as on child loggers
    public isolated function setLevel(Level level) returns error?;
};

# Configuration for a logger. What is not given is that of the module.
public type Config record {|
    # A name that no other logger has; that of the module stands before it. Without one, the function's that asks for the
    # logger is used.
    string id?;
    # Log format to use
    LogFormat format = format;
    # Log level to use
    Level level = level;
    # List of destinations to log to
    readonly & OutputDestination[] destinations = destinations;
    # Additional key-value pairs to include in the log messages
    readonly & AnydataKeyValues keyValues = {...keyValues};
    # Whether fields that are said to be sensitive are left out
    boolean enableSensitiveDataMasking = enableSensitiveDataMasking;
|};

# Provides access to the loggers that have a name.
public type LoggerRegistry isolated object {
    # Returns the IDs of all registered loggers.
    #
    # + return - An array of logger IDs
    public isolated function getIds() returns string[];

    # Returns a logger by its registered ID.
    #
    # + id - The logger ID to look up
    # + return - The logger, or nil if there is none
    public isolated function getById(string id) returns Logger?;
};

# What a logger adds to messages.
type Context readonly & map<anydata|Valuer>;

# What lines look like and where they go.
type Output readonly & record {|
    LogFormat format;
    OutputDestination[] destinations;
    Context context;
    boolean masked;
|};

isolated class OwnLogger {
    *Logger;

    private final Output output;
    private Level level;

    isolated function init(Output output, Level level) {
        self.output = output;
        self.level = level;
    }

    public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.log(DEBUG, msg, 'error, stackTrace, keyValues);
    }

    public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.log(INFO, msg, 'error, stackTrace, keyValues);
    }

    public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.log(WARN, msg, 'error, stackTrace, keyValues);
    }

    public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.log(ERROR, msg, 'error, stackTrace, keyValues);
    }

    public isolated function withContext(*KeyValues keyValues) returns Logger {
        return new ChildLogger(self, context({}, keyValues));
    }

    public isolated function getLevel() returns Level {
        lock {
            return self.level;
        }
    }

    public isolated function setLevel(Level level) returns error? {
        lock {
            self.level = level;
        }
    }

    isolated function log(Level at, string|PrintableRawTemplate msg, error? err, error:StackFrame[]? stackTrace,
            KeyValues keyValues) {
        Level own = self.getLevel();
        // Who calls need not be found out when no module has a level of its own and this one is not shown.
        if modules.length() == 0 && !enabled(own, at) {
            return;
        }
        Value given = keyValues["module"];
        string module = given is string ? given : given is () ? callingModule() : "";
        if !enabled(modules[module]?.level ?: own, at) {
            return;
        }
        Output to = self.output;
        write(to.destinations, line(at, module, msg, to.format, to.masked, err, stackTrace, to.context, keyValues));
    }
}

# A logger that adds key-values to what its parent tells, unless they are given with a message.
isolated class ChildLogger {
    *Logger;

    private final Logger parent;
    private final Context context;

    isolated function init(Logger parent, Context context) {
        self.parent = parent;
        self.context = context;
    }

    public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.parent.printDebug(msg, 'error, stackTrace, self.added(keyValues));
    }

    public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.parent.printInfo(msg, 'error, stackTrace, self.added(keyValues));
    }

    public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.parent.printWarn(msg, 'error, stackTrace, self.added(keyValues));
    }

    public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues) {
        self.parent.printError(msg, 'error, stackTrace, self.added(keyValues));
    }

    public isolated function withContext(*KeyValues keyValues) returns Logger {
        return new ChildLogger(self, context(self.context, keyValues));
    }

    public isolated function getLevel() returns Level {
        return self.parent.getLevel();
    }

    public isolated function setLevel(Level level) returns error? {
        return error Error("Unsupported operation: cannot set log level on a child logger. " +
                "Child loggers inherit their level from the parent logger.");
    }

    private isolated function added(KeyValues keyValues) returns KeyValues {
        KeyValues all = {...keyValues};
        foreach var [key, value] in self.context.entries() {
            if !all.hasKey(key) {
                all[key] = value;
            }
        }
        return all;
    }
}

# What is there with what is given besides. Templates become the texts that they are when they are given.
isolated function context(Context there, KeyValues given) returns Context {
    map<anydata|Valuer> all = {...there};
    foreach var [key, value] in given.entries() {
        all[key] = value is PrintableRawTemplate ? evaluateTemplate(value) : value;
    }
    return all.cloneReadOnly();
}

final OwnLogger rootLogger = new ({format, destinations, context: {...keyValues}, masked: enableSensitiveDataMasking}, level);

isolated map<Logger> loggers = {"root": rootLogger};

isolated class Registry {
    *LoggerRegistry;

    public isolated function getIds() returns string[] {
        lock {
            return loggers.keys().clone();
        }
    }

    public isolated function getById(string id) returns Logger? {
        lock {
            return loggers[id];
        }
    }
}

final LoggerRegistry registry = new Registry();

# Returns the logger registry for discovering and managing registered loggers.
#
# + return - The registry
public isolated function getLoggerRegistry() returns LoggerRegistry => registry;

# Returns the root logger instance.
#
# + return - The root logger instance
public isolated function root() returns Logger => rootLogger;

# Creates a new logger with the given configuration.
#
# + config - The configuration to use for the new logger
# + return - The newly created logger, or an error if the configuration is not valid or there is one of that name
public isolated function fromConfig(*Config config) returns Logger|Error {
    check prepare(config.destinations);
    Output output = {
        format: config.format,
        destinations: config.destinations,
        context: context({...keyValues}, {...config.keyValues}),
        masked: config.enableSensitiveDataMasking
    };
    OwnLogger logger = new (output, config.level);
    var [module, callable] = caller();
    string base = (module == "" ? "" : module + ":") + (config?.id ?: callable);
    lock {
        string id = base;
        if loggers.hasKey(id) && config?.id is string {
            return error Error("Logger with ID '" + id + "' already exists");
        }
        int n = 2;
        while loggers.hasKey(id) {
            id = string `${base}-${n}`;
            n += 1;
        }
        loggers[id] = logger;
    }
    return logger;
}
