package cloud.atek.services.hello;

import cloud.atek.kit.Caller;

/// Greets one caller.
record Greeter(Caller caller) implements HelloApi {

    private static final int NAME_LENGTH_MAX = 100;

    @Override
    public String say(String name) {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("a name has 1 to 100 characters");
        }
        return "Hello, " + name + "!";
    }

    @Override
    public Visitor whoami() {
        return new Visitor(caller.user().value(), caller.service().value());
    }
}
