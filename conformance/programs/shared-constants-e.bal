enum Light {
    RED, // @error
    GREEN
}

const string RED = "red"; // @error

enum Signal {
    GREEN,
    STOP,
    STOP // @error
}
