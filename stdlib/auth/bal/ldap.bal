// Users of LDAP directories.

import ballerina/cache;
import ballerina/crypto;

# Represents the LDAP user store configurations. What is not needed to authenticate a user and to find his groups is taken, and has no
# effect: `domainName`, object classes, `userNameAttribute`, `userNameListFilter` and `groupNameSearchFilter`.
#
# + domainName - Unique name to identify the user store
# + connectionUrl - URL of the LDAP server, or several with spaces between them, which are tried one after the other
# + connectionName - The distinguished name of the user who searches the directory
# + connectionPassword - The password of that user
# + userSearchBase - DN of the object under which the user entries are stored, or several with `#` between them
# + userEntryObjectClass - Object class of user entries
# + userNameAttribute - The attribute used for uniquely identifying a user entry
# + userNameSearchFilter - Filter that finds a user's entry; `?` stands for the user name
# + userNameListFilter - Filter that finds all user entries
# + groupSearchBase - DNs of the objects under which the group entries are stored
# + groupEntryObjectClass - Object class of group entries
# + groupNameAttribute - The attribute that has the name of a group
# + groupNameSearchFilter - Filter that finds a group's entry
# + groupNameListFilter - Filter that finds all group entries
# + membershipAttribute - The attribute of groups that has the distinguished names of their members (`memberUid`: their names)
# + userRolesCacheEnabled - Whether the groups of a user are kept, for five minutes
# + connectionPoolingEnabled - Whether connections are used more than once
# + connectionTimeout - Connection timeout (in seconds) when making the initial LDAP connection; none if it is not positive
# + readTimeout - Reading timeout (in seconds) for LDAP operations; none if it is not positive
# + secureSocket - Whom the client trusts if the URL begins with `ldaps`; by default the usual authorities
public type LdapUserStoreConfig record {|
    string domainName;
    string connectionUrl;
    string connectionName;
    string connectionPassword;
    string userSearchBase;
    string userEntryObjectClass;
    string userNameAttribute;
    string userNameSearchFilter;
    string userNameListFilter;
    string[] groupSearchBase;
    string groupEntryObjectClass;
    string groupNameAttribute;
    string groupNameSearchFilter;
    string groupNameListFilter;
    string membershipAttribute;
    boolean userRolesCacheEnabled = false;
    boolean connectionPoolingEnabled = true;
    decimal connectionTimeout = 5;
    decimal readTimeout = 60;
    SecureSocket secureSocket?;
|};

# Represents the SSL/TLS configurations.
#
# + cert - The trust store, or the file of certificates, that the client trusts
public type SecureSocket record {|
    crypto:TrustStore|string cert;
|};

# Knows the users of an LDAP directory.
public isolated class ListenerLdapUserStoreBasicAuthProvider {
    private final readonly & LdapUserStoreConfig config;
    private final int directory;
    private final cache:Cache? groups;

    # Creates a provider. It panics if the directory cannot be had.
    #
    # + ldapUserStoreConfig - The LDAP user store configurations
    public isolated function init(LdapUserStoreConfig ldapUserStoreConfig) {
        readonly & LdapUserStoreConfig config = ldapUserStoreConfig.cloneReadOnly();
        crypto:TrustStore|string? cert = config?.secureSocket?.cert;
        string[] trust = cert is () ? [] : cert is string ? [cert] : [cert.path, cert.password];
        int|error directory = openDirectory(config.connectionUrl, config.connectionName, config.connectionPassword, trust,
            config.connectionPoolingEnabled, nanos(config.connectionTimeout), nanos(config.readTimeout));
        if directory is error {
            panic error Error(directory.message());
        }
        self.config = config;
        self.directory = directory;
        self.groups = config.userRolesCacheEnabled ? new (defaultMaxAge = 300) : ();
    }

    # Authenticates a user by a token of Basic authentication.
    #
    # + credential - The token
    # + return - The user with his groups as scopes, or an `auth:Error` if it is not authenticated
    public isolated function authenticate(string credential) returns UserDetails|Error {
        string[2] [username, password] = check nameAndPassword(credential);
        string|error name = self.bind(username, password);
        if name is error {
            return error Error("Failed to authenticate username '" + username + "' with LDAP user store.", name);
        }
        string[]|error groups = self.groupsOf(name);
        if groups is error {
            return error Error("Failed to get groups for the username '" + username + "' from LDAP user store.",
                error Error(groups.message()));
        }
        return groups.length() == 0 ? {username} : {username, scopes: groups};
    }

    # The distinguished name of a user with this password.
    isolated function bind(string username, string password) returns string|Error {
        if username.trim() == "" {
            return error Error("Username cannot be null or empty.");
        }
        // A directory may take one that brings no password for nobody in particular, and let him in (RFC 4513, 5.1.2).
        if password == "" {
            return error Error("Password cannot be empty.");
        }
        string[] bases = re `#`.split(self.config.userSearchBase);
        string|error? name = nameOf(self.directory, bases, self.config.userNameSearchFilter, username.trim());
        if name is error {
            return error Error(name.message());
        }
        if name is () || name == "" {
            return error Error("Username cannot be found in the directory.");
        }
        error? refused = authenticateAs(self.directory, name, password);
        return refused is error ? error Error(refused.message()) : name;
    }

    isolated function groupsOf(string name) returns string[]|error {
        cache:Cache? kept = self.groups;
        if kept !is () && kept.hasKey(name) {
            any|cache:Error found = kept.get(name);
            if found is string[] {
                return found.clone();
            }
        }
        string[] groups = check groupsOf(self.directory, self.config.groupSearchBase, self.config.groupNameListFilter,
            self.config.groupNameAttribute, self.config.membershipAttribute, name);
        if kept !is () {
            check kept.put(name, groups.cloneReadOnly());
        }
        return groups;
    }
}

isolated function nanos(decimal seconds) returns int => <int>(seconds * 1000000000d);

// ---- what the run-time system does ----

isolated function openDirectory(string url, string name, string password, string[] trust, boolean pooled, int connect, int read)
    returns int|error = external;

isolated function nameOf(int directory, string[] bases, string filter, string user) returns string|error? = external;

isolated function authenticateAs(int directory, string name, string password) returns error? = external;

isolated function groupsOf(int directory, string[] bases, string filter, string attribute, string membership, string name)
    returns string[]|error = external;
