// ballerina/auth: who may do what, by user names and passwords of the program's configuration.

import ballerina/lang.array;

# Represents the auth error type of the module.
public type Error distinct error;

# Represents the user details.
#
# + username - The username
# + scopes - The scopes of the user
public type UserDetails record {|
    string username;
    string[] scopes?;
|};

# Represents credentials for Basic Auth authentication.
#
# + username - The username
# + password - The password
public type CredentialsConfig record {|
    string username;
    string password;
|};

# Represents the file user store: the users of `[[ballerina.auth.users]]` in `Config.toml`.
public type FileUserStoreConfig record {|
|};

# A user of the program's configuration.
public type User record {|
    string username;
    string password;
    string[] scopes?;
|};

configurable User[] users = [];

# Makes tokens of user names and passwords.
public isolated class ClientBasicAuthProvider {
    private final readonly & CredentialsConfig config;

    # Creates a provider.
    #
    # + credentialsConfig - User name and password
    public isolated function init(CredentialsConfig credentialsConfig) {
        self.config = credentialsConfig.cloneReadOnly();
    }

    # Generates a token for Basic authentication.
    #
    # + return - The token, or an `auth:Error` if there is no user name or password
    public isolated function generateToken() returns string|Error {
        if self.config.username.trim() == "" || self.config.password.trim() == "" {
            return error Error("Username or password cannot be empty.");
        }
        return (self.config.username + ":" + self.config.password).toBytes().toBase64();
    }
}

# Knows the users of the program's configuration.
public isolated class ListenerFileUserStoreBasicAuthProvider {
    # Creates a provider.
    #
    # + fileUserStoreConfig - The user store
    public isolated function init(FileUserStoreConfig fileUserStoreConfig = {}) {
    }

    # Authenticates a user by a token of Basic authentication.
    #
    # + credential - The token
    # + return - The user, or an `auth:Error` if there is none with this name and password
    public isolated function authenticate(string credential) returns UserDetails|Error {
        string[2] [name, password] = check nameAndPassword(credential);
        User[] named = from User user in users
            where user.username == name
            select user;
        if named.length() == 0 || !isSame(named[0].password, password) {
            return error Error("Failed to authenticate username '" + name + "' with file user store.");
        }
        string[]? scopes = named[0]["scopes"];
        return scopes is () ? {username: name} : {username: name, scopes: scopes.clone()};
    }
}

# Takes a token of Basic authentication apart.
#
# + credential - The token
# + return - User name and password, or an `auth:Error` if it has none
isolated function nameAndPassword(string credential) returns string[2]|Error {
    if credential == "" {
        return error Error("Credential cannot be empty.");
    }
    byte[]|error decoded = array:fromBase64(credential);
    string|error text = decoded is byte[] ? string:fromBytes(decoded) : decoded;
    int? colon = text is string ? text.indexOf(":") : ();
    if text is error || colon is () {
        return error Error("Incorrect credential format. Format should be username:password");
    }
    return [text.substring(0, colon), text.substring(colon + 1)];
}

# Compares two texts in a time that does not tell where they differ.
isolated function isSame(string a, string b) returns boolean {
    byte[] left = a.toBytes();
    byte[] right = b.toBytes();
    int different = left.length() ^ right.length();
    foreach int i in 0 ..< right.length() {
        different |= right[i] ^ (left.length() == 0 ? 0 : left[i % left.length()]);
    }
    return different == 0;
}
