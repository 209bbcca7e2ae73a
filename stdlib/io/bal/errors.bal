# What the functions of this module fail with.
public type Error distinct error;

# Represents generic IO errors.
public type GenericError distinct Error;

# The connection did not react in time.
public type ConnectionTimedOutError distinct Error;

# The file may not be read or written.
public type AccessDeniedError distinct Error;

# There is no such file.
public type FileNotFoundError distinct Error;

# The content is not of the type that was asked for.
public type TypeMismatchError distinct Error;

# Nothing is left to be read.
public type EofError distinct Error;

# The options contradict one another.
public type ConfigurationError distinct Error;

// The error of an external function: its message says which kind it is of, its detail what has happened.
isolated function failure(error e) returns Error {
    string text = (e.detail()["message"] ?: "").toString();
    match e.message() {
        "FileNotFoundError" => {
            return error FileNotFoundError(text);
        }
        "AccessDeniedError" => {
            return error AccessDeniedError(text);
        }
    }
    return error GenericError(text);
}
