package cloud.atek.host.users;

import cloud.atek.api.UserKey;
import cloud.atek.crypto.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// The second step of logging in: a code from an app after the password. Thread-safe.
///
/// A secret that was begun and not confirmed is only in memory; it opens and changes nothing.
public final class SecondSteps {

    /// How long somebody may take to bring a secret into his app.
    static final Duration BEGUN_LIFE = Duration.ofMinutes(10);

    private static final String ISSUER = "Atek";

    private final Map<UserKey, Begun> begun = new ConcurrentHashMap<>();
    private final Accounts accounts;
    private final Clock clock;

    /// @param secret Base32
    private record Begun(String secret, Instant until) {
        @Override
        public String toString() {
            return "Begun";
        }
    }

    public SecondSteps(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Makes a secret that [#confirm] takes for some minutes; one that was begun before is
    /// forgotten.
    ///
    /// @return Base32
    public String begin(Account account) {
        byte[] random = HexFormat.of().parseHex(Tokens.fresh(), 0, 2 * Totp.SECRET_BYTES);
        String secret = Base32.of(random);
        Instant now = clock.instant();
        begun.values().removeIf(one -> one.until().isBefore(now));
        begun.put(account.key(), new Begun(secret, now.plus(BEGUN_LIFE)));
        return secret;
    }

    /// What an app reads from the picture
    /// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
    ///
    /// @param domain where the account is, for who has several
    public static String address(Account account, String domain, String secret) {
        String label = ISSUER + " (" + domain + "):" + account.username();
        return "otpauth://totp/%s?secret=%s&issuer=%s"
                .formatted(encoded(label), secret, encoded(ISSUER + " (" + domain + ")"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Turns the second step on, durably, when `code` is of the secret that was begun.
    ///
    /// @return the recovery codes; empty when the code is wrong or nothing was begun
    public Optional<List<String>> confirm(Account account, String code) {
        Instant now = clock.instant();
        Begun mine = begun.get(account.key());
        if (mine == null || mine.until().isBefore(now)) {
            return Optional.empty();
        }
        OptionalLong step = Totp.match(Base32.bytes(mine.secret()), plain(code), now, 0);
        if (step.isEmpty() || !begun.remove(account.key(), mine)) {
            return Optional.empty();
        }
        List<String> codes = RecoveryCode.freshOnes();
        List<String> hashes = codes.stream().map(RecoveryCode::hash).toList();
        var kept = new SecondStep(mine.secret(), step.getAsLong(), hashes);
        return accounts.change(account.key(), record -> Optional.of(record.withSecondStep(kept)))
                .map(_ -> codes);
    }

    /// Takes a code of the app, or a recovery code: none is good twice. Durable when it returns.
    boolean take(Account account, String code) {
        Instant now = clock.instant();
        return accounts.change(
                        account.key(),
                        record -> {
                            SecondStep step = record.secondStep();
                            return step == null
                                    ? Optional.empty()
                                    : taken(step, code, now).map(record::withSecondStep);
                        })
                .isPresent();
    }

    private static Optional<SecondStep> taken(SecondStep step, String code, Instant now) {
        byte[] secret = Base32.bytes(step.secret());
        OptionalLong found = Totp.match(secret, plain(code), now, step.lastStep());
        if (found.isPresent()) {
            return Optional.of(step.after(found.getAsLong()));
        }
        String hash = RecoveryCode.hash(code);
        return step.recovery().contains(hash) ? Optional.of(step.without(hash)) : Optional.empty();
    }

    /// Apps show `123 456`, and so people type it.
    private static String plain(String code) {
        return code.replace(" ", "");
    }

    /// Turns it off, durably.
    public void reset(Account account) {
        begun.remove(account.key());
        accounts.change(account.key(), record -> Optional.of(record.withSecondStep(null)));
    }
}
