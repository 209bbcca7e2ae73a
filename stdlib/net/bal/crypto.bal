// ballerina/crypto: so far what secure sockets are configured with.

# Represents the truststore-related configurations.
#
# + path - Path to the truststore file
# + password - Truststore password
public type TrustStore record {|
    string path;
    string password;
|};

# Represents the keystore-related configurations.
#
# + path - Path to the keystore file
# + password - Keystore password
public type KeyStore record {|
    string path;
    string password;
|};
