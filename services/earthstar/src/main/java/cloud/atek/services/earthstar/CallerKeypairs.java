package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.KeypairInfo;
import cloud.atek.api.earthstar.WorkspacesApi.KeypairList;
import cloud.atek.api.earthstar.WorkspacesApi.KeypairSecret;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.Refusal;
import cloud.atek.kit.RpcException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The key pairs of one caller.
record CallerKeypairs(Keyring keyring, Standing standing) {

    KeypairList list() {
        return new KeypairList(
                keyring.all().stream().filter(standing::has).map(CallerKeypairs::info).toList());
    }

    KeypairInfo create(String name, @Nullable String format) {
        return keep(Keypair.random(format(format), name));
    }

    KeypairInfo take(String author, String secret) {
        boolean old = Address.author(Format.ES3, author).good().isPresent();
        return keep(Keypair.of(old ? Format.ES3 : Format.ES4, author, secret));
    }

    KeypairSecret secret(String author) {
        standing.requireInPerson("A secret");
        Keyring.Held held = held(author);
        return new KeypairSecret(held.author(), held.secret());
    }

    void remove(String author) {
        Keyring.Held held = held(author);
        Failures.shown(() -> {
            keyring.remove(held);
            return held;
        });
    }

    /// @throws RpcException when the caller has none of this address
    Keypair require(String author) {
        return held(author).keypair();
    }

    /// The first ones that the caller has, to try them.
    List<Keypair> some() {
        return keyring.all().stream()
                .filter(standing::has)
                .limit(Limits.OPENING_KEYPAIRS_MAX)
                .map(Keyring.Held::keypair)
                .toList();
    }

    private Keyring.Held held(String author) {
        return keyring.find(standing, author)
                .orElseThrow(() ->
                        RpcException.failed(
                                "There is no key pair of that author: make or import one first"));
    }

    private KeypairInfo keep(Checked<Keypair> made) {
        return switch (made) {
            case Checked.Bad<Keypair>(Refusal refusal) -> throw Failures.refused(refusal);
            case Checked.Good<Keypair>(Keypair keypair) -> {
                var held =
                        new Keyring.Held(
                                standing.caller().user().value(),
                                standing.caller().service().value(),
                                keypair.author().format().label(),
                                keypair.author().text(),
                                keypair.secret());
                yield Failures.shown(() -> {
                    keyring.add(held);
                    return info(held);
                });
            }
        };
    }

    private static KeypairInfo info(Keyring.Held held) {
        return new KeypairInfo(held.author(), held.format(), held.service());
    }

    /// @throws IllegalArgumentException when there is no such format
    static Format format(@Nullable String label) {
        if (label == null) {
            return Format.ES4;
        }
        return Format.named(label)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "\"format\" wants \"es.3\", \"es.4\" or \"es.5\", not \""
                                        + label
                                        + "\""));
    }
}
