// Loggers: the root one, those with a configuration of their own, and those that add to what another one tells.

# Represents a logger.
public type Logger isolated object {
    # Tells what helps to find faults.
    #
    # + msg - The message, or a template that becomes one
    # + 'error - What is told with its causes and its stack
    # + stackTrace - What is told besides
    # + keyValues - What is known besides
    public isolated function printDebug(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Tells what goes on.
    #
    # + msg - The message, or a template that becomes one
    # + 'error - What is told with its causes and its stack
    # + stackTrace - What is told besides
    # + keyValues - What is known besides
    public isolated function printInfo(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Tells what may become a fault.
    #
    # + msg - The message, or a template that becomes one
    # + 'error - What is told with its causes and its stack
    # + stackTrace - What is told besides
    # + keyValues - What is known besides
    public isolated function printWarn(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # Tells what has gone wrong.
    #
    # + msg - The message, or a template that becomes one
    # + 'error - What is told with its causes and its stack
    # + stackTrace - What is told besides
    # + keyValues - What is known besides
    public isolated function printError(string|PrintableRawTemplate msg, error? 'error = (),
            error:StackFrame[]? stackTrace = (), *KeyValues keyValues);

    # A logger that tells the same and these besides.
    #
    # + keyValues - What it adds to each message
    # + return - That logger
    public isolated function withContext(*KeyValues keyValues) returns Logger|error;

    # The least level of what is shown.
    #
    # + return - The level; a child's is its parent's
    public isolated function getLevel() returns Level;

    # Shows more from now on, or less.
    #
    # + level - The least level of what is shown
    # + return - An error if the operation is not supported, as on child loggers
    public isolated function setLevel(Level level) returns error?;
};

# Configuration for a logger. What is not given is that of the module.
public type Config record {|
    # A name that no other logger has; that of the module stands before it. Without one, the function's that asks for the
    # logger is used.
    string id?;
    # What lines look like
    LogFormat format = format;
    # The least level of what is shown
    Level level = level;
    # Where lines go
    readonly & OutputDestination[] destinations = destinations;
    # What each message has besides what the module's configuration says
    readonly & AnydataKeyValues keyValues = {...keyValues};
    # Whether fields that are said to be sensitive are left out
    boolean enableSensitiveDataMasking = enableSensitiveDataMasking;
|};

# Provides access to the loggers that have a name.
public type LoggerRegistry isolated object {
    # The names of all of them.
    #
    # + return - In the order in which they were made
    public isolated function getIds() returns string[];

    # The logger of a name.
    #
    # + id - The name, with that of a module before it
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

# The loggers that have a name.
#
# + return - The registry
public isolated function getLoggerRegistry() returns LoggerRegistry => registry;

# The logger that the functions of this module use.
#
# + return - That logger
public isolated function root() returns Logger => rootLogger;

# Makes a logger.
#
# + config - What is not as the module's configuration says
# + return - The logger, or an error if the configuration is not valid or there is one of that name
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
