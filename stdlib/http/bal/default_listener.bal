// The listener that all parts of a program can share.

isolated Listener? defaultListener = ();

# The port of the default listener.
public configurable int defaultListenerPort = 9090;

# The configuration of the default listener.
public configurable ListenerConfiguration defaultListenerConfig = {};

# Returns the default listener, which is made when it is asked for the first time: with the port and the configuration that
# `defaultListenerPort` and `defaultListenerConfig` of `ballerina.http` have in the program's configuration.
#
# + return - The listener, or an error if it cannot be made
public isolated function getDefaultListener() returns Listener|ListenerError {
    lock {
        Listener? known = defaultListener;
        if known is Listener {
            return known;
        }
        Listener made = check new (defaultListenerPort, defaultListenerConfig);
        defaultListener = made;
        return made;
    }
}
