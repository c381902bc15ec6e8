package cloud.atek.host.hostapi;

import cloud.atek.api.users.UsersApi.InviteList;
import cloud.atek.api.users.UsersApi.InviteOptions;
import cloud.atek.api.users.UsersApi.NewInvite;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.qr.QrPicture;
import cloud.atek.host.users.Invites;
import java.net.URI;
import java.util.function.Supplier;

/// The part of `atek.cloud/users-api` that is about invites.
public final class InviteHandlers {

    private final Invites invites;
    private final Supplier<URI> root;

    /// @param root where browsers find this host, with a slash at the end
    public InviteHandlers(Invites invites, Supplier<URI> root) {
        this.invites = invites;
        this.root = root;
    }

    void rows(ApiTable.Builder table) {
        table.method("invite", Policy.ADMIN, Audited.yes(), this::invite)
                .method(
                        "invites",
                        Policy.ADMIN,
                        Audited.NO,
                        _ -> Outcome.value(new InviteList(invites.all())))
                .method("uninvite", Policy.ADMIN, Audited.yes(), this::uninvite);
    }

    private Outcome invite(Call call) {
        InviteOptions options =
                call.params().optional(0, InviteOptions.class).orElse(InviteOptions.DEFAULT);
        String at = options.at() == null ? root.get().toString() : options.at() + "/";
        if (!at.matches("https?://[0-9A-Za-z.:\\[\\]-]{1,300}/")) {
            return Outcome.refused(
                    "\"at\" is the address of this host, such as https://home.example");
        }
        return switch (invites.make(call.known().username(), options)) {
            case Invites.Made.Refused(String message) -> Outcome.refused(message);
            case Invites.Made.Done(String id, String code, var expires) -> {
                String url = at + "_atek/invite?code=" + code;
                yield Outcome.value(
                        new NewInvite(id, url, expires.toString(), QrPicture.of(url).url()));
            }
        };
    }

    private Outcome uninvite(Call call) {
        invites.end(call.params().required(0, String.class));
        return Outcome.DONE;
    }
}
