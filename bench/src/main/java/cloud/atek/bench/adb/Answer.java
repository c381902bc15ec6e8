package cloud.atek.bench.adb;

import cloud.atek.bench.Peer;
import java.io.IOException;

/// What a peer answered.
///
/// @param perSecond operations, or the answer to a question for one number
/// @param p50Us half of the operations took no longer, microseconds
/// @param p99Us 99 of 100 took no longer, microseconds
record Answer(double perSecond, double p50Us, double p99Us) {

    static Answer of(Peer peer, String line) throws IOException {
        double[] numbers = peer.ask(line);
        return new Answer(numbers[0], numbers[1], numbers[2]);
    }
}
