// Users of an LDAP directory: authenticated by themselves, and at a service.

import ballerina/auth;
import ballerina/http;
import ballerina/io;

configurable string url = ?;
configurable string cert = "";
configurable int port = ?;

function config(string userNameSearchFilter = "(&(objectClass=inetOrgPerson)(uid=?))",
        string userSearchBase = "ou=Users,dc=example,dc=org", string membershipAttribute = "member",
        string connectionPassword = "secret", string connectionUrl = url, string groupNameListFilter = "(objectClass=*)",
        boolean connectionPoolingEnabled = true, boolean userRolesCacheEnabled = false) returns auth:LdapUserStoreConfig {
    auth:LdapUserStoreConfig made = {
        domainName: "example.org",
        connectionUrl,
        connectionName: "cn=admin,dc=example,dc=org",
        connectionPassword,
        userSearchBase,
        userEntryObjectClass: "inetOrgPerson",
        userNameAttribute: "uid",
        userNameSearchFilter,
        userNameListFilter: "(objectClass=inetOrgPerson)",
        groupSearchBase: ["ou=Groups,dc=example,dc=org"],
        groupEntryObjectClass: "groupOfNames",
        groupNameAttribute: "cn",
        groupNameSearchFilter: "(&(objectClass=groupOfNames)(cn=?))",
        groupNameListFilter,
        membershipAttribute,
        connectionPoolingEnabled,
        userRolesCacheEnabled
    };
    if cert != "" {
        made.secureSocket = {cert};
    }
    return made;
}

function show(string what, auth:UserDetails|error result) {
    string text;
    if result is error {
        error? cause = result.cause();
        text = result.message() + (cause is error ? " " + cause.message() : "");
    } else {
        text = result.toString();
    }
    io:println(what, ": ", text);
}

function attempt(string what, auth:LdapUserStoreConfig config, string credential = "alice:alice@123") {
    auth:ListenerLdapUserStoreBasicAuthProvider|error provider =
        trap new auth:ListenerLdapUserStoreBasicAuthProvider(config);
    show(what, provider is error ? provider : provider.authenticate(credential.toBytes().toBase64()));
}

@http:ServiceConfig {auth: [{ldapUserStoreConfig: config(), scopes: "admin"}]}
isolated service class Closed {
    *http:Service;

    isolated resource function get admins() returns string => "admins";

    @http:ResourceConfig {auth: {scopes: ["developer", "tester"]}}
    isolated resource function get developers() returns string => "developers";
}

function get(string path, string? credential) returns error? {
    http:Client c = check new (string `http://localhost:${port}`);
    map<string> headers = credential is () ? {} : {authorization: "Basic " + credential.toBytes().toBase64()};
    http:Response response = check c->get(path, headers);
    io:println(path, " ", credential, ": ", response.statusCode);
}

public function main() returns error? {
    auth:ListenerLdapUserStoreBasicAuthProvider provider = new (config());
    foreach string credential in ["alice:alice@123", "bob:bob:with:colons", "carol:x", "alice:wrong", "alice:", ":x",
            "ali*:alice@123", "x)(uid=alice:alice@123", "", "alice"] {
        show(credential, provider.authenticate(credential.toBytes().toBase64()));
    }
    show("no base64", provider.authenticate("!"));

    attempt("users as members", config(membershipAttribute = "memberUid"));
    attempt("only groups of names", config(groupNameListFilter = "(objectClass=groupOfNames)"));
    attempt("several bases", config(userSearchBase = "ou=Groups,dc=example,dc=org#ou=Users,dc=example,dc=org"));
    attempt("one connection each", config(connectionPoolingEnabled = false, userRolesCacheEnabled = true));
    attempt("two addresses", config(connectionUrl = "ldap://localhost:1 " + url));
    attempt("no such base", config(userSearchBase = "ou=None,dc=example,dc=org"));
    attempt("no filter", config("(uid=?"));
    attempt("no members", config(membershipAttribute = ""));
    attempt("wrong password", config(connectionPassword = "wrong"));
    attempt("no directory", config(connectionUrl = "ldap://localhost:1"));
    attempt("no URL", config(connectionUrl = "localhost"));

    http:Listener l = check new (port);
    check l.attach(new Closed(), "/");
    check l.'start();
    foreach string path in ["/admins", "/developers"] {
        foreach string? credential in [(), "alice:alice@123", "alice:wrong", "bob:bob:with:colons"] {
            check get(path, credential);
        }
    }
    http:ListenerLdapUserStoreBasicAuthHandler handler = new (config());
    string header = "Basic " + "bob:bob:with:colons".toBytes().toBase64();
    auth:UserDetails|http:Unauthorized user = handler->authenticate(header);
    io:println(user is http:Unauthorized ? user.body : user);
    http:Forbidden? refused = handler->authorize({username: "x", scopes: ["a", "b"]}, ["b"]);
    io:println(refused is ());
    user = handler->authenticate("Bearer x");
    io:println(user is http:Unauthorized ? user.body : user);
    check l.gracefulStop();
}
