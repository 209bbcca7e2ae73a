// An LDAP directory that lets the program in, and then does not serve it.

import ballerina/auth;
import ballerina/io;

configurable string url = ?;
configurable string cert = "";
configurable int port = ?;

public function main() {
    auth:ListenerLdapUserStoreBasicAuthProvider provider = new ({
        domainName: "example.org",
        connectionUrl: url,
        connectionName: "cn=admin,dc=example,dc=org",
        connectionPassword: "secret",
        userSearchBase: "ou=Users,dc=example,dc=org",
        userEntryObjectClass: "inetOrgPerson",
        userNameAttribute: "uid",
        userNameSearchFilter: "(uid=?)",
        userNameListFilter: "(uid=*)",
        groupSearchBase: [],
        groupEntryObjectClass: "groupOfNames",
        groupNameAttribute: "cn",
        groupNameSearchFilter: "(cn=?)",
        groupNameListFilter: "(cn=*)",
        membershipAttribute: "member",
        readTimeout: 0.3
    });
    auth:UserDetails|auth:Error result = provider.authenticate("alice:alice@123".toBytes().toBase64());
    error? cause = result is auth:Error ? result.cause() : ();
    io:println(cause is error ? cause.message() : result);
}
