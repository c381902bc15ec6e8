package cloud.atek.bench.adb;

/// What is stored: ten records have one group.
record Records(int count) {

    private static final String TEXT = "It is not the strongest of the species that survives. ";

    int groups() {
        return Math.max(1, count / 10);
    }

    static String key(int number) {
        return "%08d".formatted(number);
    }

    /// About 200 characters, other ones each time.
    String json(int number) {
        return "{\"id\":%d,\"group\":%d,\"name\":\"record %d\",\"stamp\":%d,\"text\":\"%s%s\"}"
                .formatted(number, number % groups(), number, System.nanoTime(), TEXT, TEXT);
    }
}
