package cloud.atek.host.users;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// What a user's codes are checked with, as the server database keeps it in his record.
///
/// @param secret Base32, of 20 bytes
/// @param lastStep the step of the last code that was taken: none is taken twice (RFC 6238 section
///   5.2)
/// @param recovery hashes of the recovery codes that are left
@JsonIgnoreProperties(ignoreUnknown = true)
record SecondStep(String secret, long lastStep, List<String> recovery) {

    SecondStep {
        recovery = List.copyOf(recovery);
    }

    SecondStep after(long step) {
        return new SecondStep(secret, step, recovery);
    }

    SecondStep without(String recoveryHash) {
        return new SecondStep(
                secret,
                lastStep,
                recovery.stream().filter(hash -> !hash.equals(recoveryHash)).toList());
    }

    /// The secret stays out of logs.
    @Override
    public String toString() {
        return "SecondStep[" + recovery.size() + " recovery codes]";
    }
}
