// lang.annotations: the tags that need no prefix.

# The type definition is a type parameter in the functions of its module.
const annotation typeParam on source type;

# The meaning of the type is built in.
const annotation builtinSubtype on source type;

# The parameter's function must be isolated where the call must be.
const annotation isolatedParam on source parameter;

# The construct should not be used any more: its uses get a warning.
public const annotation deprecated on source type, source class, source const, source annotation, source function,
    source object function, source parameter, source field, source var, source listener;

# Where a strand runs.
#
# + name - a name for the strand
# + thread - `any` lets it run on a thread of its own
public type StrandData record {|
    string name?;
    "parent"|"any" thread = "parent";
|};

# How a worker or a `start` action runs.
public const annotation StrandData strand on source worker;

# How a tool shows the construct.
#
# + label - the text to show
# + kind - what an editor for its value is like
# + iconPath - a file
public type DisplayData record {
    string label;
    "text"|"password"|"file" kind?;
    string iconPath?;
};

# How a tool shows the construct.
public const annotation DisplayData display on source type, source class, source function, source return,
    source parameter, source field, source listener, source service, source external, source var, source const,
    source annotation, source worker;

# The value may come from an untrusted source.
public const annotation tainted on source parameter, source return;

# The value must not come from an untrusted source, or is known to be harmless.
public const annotation untainted on source parameter, source return, source type;
