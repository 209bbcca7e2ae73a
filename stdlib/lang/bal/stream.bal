// lang.stream: sequences generated as they are asked for.

@typeParam
type Type any|error;
@typeParam
type Type1 any|error;
@typeParam
type ErrorType error;
@typeParam
type CompletionType error?;

type Implementor object {
    public isolated function next() returns record {|any|error value;|}|error?;
};

type Closeable object {
    public isolated function close() returns error?;
};

// What a stream value holds: its object, closed once, and asked no more when the sequence is complete.
class Source {
    private final Implementor? implementor;
    private boolean closed = false;
    private boolean complete = false;
    private error? completion = ();

    isolated function init(Implementor? implementor) {
        self.implementor = implementor;
    }

    public isolated function next() returns record {|any|error value;|}|error? {
        Implementor? implementor = self.implementor;
        if self.complete || implementor is () {
            return self.completion;
        }
        record {|any|error value;|}|error? item = implementor.next();
        if item is error? {
            self.complete = true;
            self.completion = item;
            // Whoever asked for a value gets the completion value, also when closing fails.
            if self.close() is error {
                return item;
            }
        }
        return item;
    }

    public isolated function close() returns error? {
        Implementor? implementor = self.implementor;
        if self.closed || implementor is () {
            return ();
        }
        self.closed = true;
        return closeObject(implementor);
    }
}

// A stream that a query constructs: `step` runs its clauses up to the next value, and notes the streams that they
// read in `sources`.
class Generator {
    private final function () returns record {|any|error value;|}|error? step;
    private final (any|error)[] sources;

    isolated function init(function () returns record {|any|error value;|}|error? step, (any|error)[] sources) {
        self.step = step;
        self.sources = sources;
    }

    public isolated function next() returns record {|any|error value;|}|error? {
        function () returns record {|any|error value;|}|error? step = self.step;
        return step();
    }

    public isolated function close() returns error? {
        error? result = ();
        foreach any|error s in self.sources {
            error? e = s is object {} ? closeObject(s) : ();
            result = result ?: e;
        }
        return result;
    }
}

isolated function closeObject(object {} implementor) returns error? {
    return implementor is Closeable ? implementor.close() : ();
}

isolated function wrap(Implementor? implementor) returns Source {
    return new Source(implementor);
}

isolated function generator(function () returns record {|any|error value;|}|error? step, (any|error)[] sources)
        returns Source {
    return new Source(new Generator(step, sources));
}

isolated function held(stream<any|error, error?> stm) returns Source? = external;

isolated function sourceOf(stream<any|error, error?> stm) returns Source {
    return held(stm) ?: new Source(());
}

// The source with the types that the stream is known to have.
isolated function typed(stream<Type, CompletionType> stm, Source 'source) returns object {
    public isolated function next() returns record {|Type value;|}|CompletionType;
    public isolated function close() returns CompletionType?;
} = external;

public isolated function iterator(stream<Type, CompletionType> stm) returns object {
    public isolated function next() returns record {|Type value;|}|CompletionType;
} {
    return typed(stm, sourceOf(stm));
}

public isolated function next(stream<Type, CompletionType> stm) returns record {|Type value;|}|CompletionType {
    return typed(stm, sourceOf(stm)).next();
}

public isolated function close(stream<Type, CompletionType> stm) returns CompletionType? {
    return typed(stm, sourceOf(stm)).close();
}

public isolated function 'map(stream<Type, CompletionType> stm, @isolatedParam function (Type val) returns Type1 func)
        returns stream<Type1, CompletionType> {
    return new stream<Type1, CompletionType>(object {
        public isolated function next() returns record {|Type1 value;|}|CompletionType {
            record {|Type value;|}|CompletionType item = stm.next();
            if item is record {|Type value;|} {
                return {value: func(item.value)};
            }
            return item;
        }

        public isolated function close() returns CompletionType? {
            return stm.close();
        }
    });
}

public isolated function forEach(stream<Type, CompletionType> stm, @isolatedParam function (Type val) returns () func)
        returns CompletionType {
    while true {
        record {|Type value;|}|CompletionType item = stm.next();
        if item is record {|Type value;|} {
            func(item.value);
        } else {
            return item;
        }
    }
}

public isolated function filter(stream<Type, CompletionType> stm, @isolatedParam function (Type val) returns boolean func)
        returns stream<Type, CompletionType> {
    return new stream<Type, CompletionType>(object {
        public isolated function next() returns record {|Type value;|}|CompletionType {
            while true {
                record {|Type value;|}|CompletionType item = stm.next();
                if item is record {|Type value;|} {
                    if func(item.value) {
                        return item;
                    }
                } else {
                    return item;
                }
            }
        }

        public isolated function close() returns CompletionType? {
            return stm.close();
        }
    });
}

public isolated function reduce(stream<Type, ErrorType?> stm,
        @isolatedParam function (Type1 accum, Type val) returns Type1 func, Type1 initial) returns Type1|ErrorType {
    Type1 accum = initial;
    while true {
        record {|Type value;|}|ErrorType? item = stm.next();
        if item is record {|Type value;|} {
            accum = func(accum, item.value);
        } else if item is () {
            return accum;
        } else {
            return item;
        }
    }
}
