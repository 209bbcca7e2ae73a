// lang.typedesc

# Identifies a module within a program.
public type ModuleId readonly & record {|
    string organization;
    string name;
    string[] platformParts;
|};

# Identifies an occurrence of `distinct` within a program (spec 5.6.6).
public type TypeId readonly & record {|
    ModuleId moduleId;
    # The name of the type definition or class, or a number where that does not tell.
    (string|int) localId;
|};

# The type-ids that `t` gives to the values constructed with it, nil unless it determines them.
public isolated function typeIds(typedesc t, boolean primaryOnly = false) returns readonly & TypeId[]? {
    [string, string, string|int][]? all = induced(t, primaryOnly);
    if all is () {
        return ();
    }
    TypeId[] ids = [];
    foreach var [organization, name, localId] in all {
        ids.push({moduleId: {organization, name, platformParts: []}, localId});
    }
    return ids.cloneReadOnly();
}

// Organisation, module and local id of each.
isolated function induced(typedesc t, boolean primaryOnly) returns [string, string, string|int][]? = external;
