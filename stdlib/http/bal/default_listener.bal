// The listener that services share which do not make one of their own.

# The port of the default listener.
public configurable int defaultListenerPort = 9090;

# The configuration of the default listener.
public configurable ListenerConfiguration defaultListenerConfig = {};

isolated Listener? defaultListener = ();

# The default listener, which `[ballerina.http]` of `Config.toml` configures (`defaultListenerPort`, `defaultListenerConfig`).
# It is made when it is first asked for.
#
# + return - The default listener, or an error if there cannot be one
public isolated function getDefaultListener() returns Listener|ListenerError {
    lock {
        Listener? there = defaultListener;
        if there is Listener {
            return there;
        }
        Listener made = check new (defaultListenerPort, defaultListenerConfig);
        defaultListener = made;
        return made;
    }
}
