package cloud.atek.host.hostapi;

import cloud.atek.api.users.UsersApi.DeleteOptions;
import cloud.atek.host.belongings.Departure;
import cloud.atek.host.hostapi.ApiTable.Call;

/// The part of `atek.cloud/users-api` that is about the end of an account.
public final class LeavingHandlers {

    private final Departure departure;

    public LeavingHandlers(Departure departure) {
        this.departure = departure;
    }

    void rows(ApiTable.Builder table, Audited change) {
        table.method("delete", Policy.ADMIN, change, this::delete)
                .method("belongings", Policy.ADMIN, Audited.NO, this::belongings);
    }

    private Outcome delete(Call call) {
        DeleteOptions options =
                call.params().optional(1, DeleteOptions.class).orElse(DeleteOptions.DEFAULT);
        return UserHandlers.key(call)
                .flatMap(user -> departure.end(user, options, call.known().user()))
                .map(Outcome::refused)
                .orElse(Outcome.DONE);
    }

    private Outcome belongings(Call call) {
        return UserHandlers.key(call)
                .map(user -> Outcome.value(departure.of(user)))
                .orElseGet(() -> Outcome.refused("This is no user key"));
    }
}
