package cloud.atek.host.permissions;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.Request.Choice;
import cloud.atek.api.permissions.What;
import cloud.atek.api.permissions.Wish;
import cloud.atek.host.registry.Provider;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.serverdb.Databases;
import cloud.atek.host.storage.Folders;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a user can pick from for a service, and what a pick grants. Thread-safe.
public record Picks(Registry registry, Databases databases, Folders folders) {

    /// Shown at once.
    static final int CHOICES_MAX = 200;

    private static final Logger log = LoggerFactory.getLogger(Picks.class);

    List<Choice> choices(Subject asker, Wish.Pick pick) {
        Stream<Choice> all =
                switch (pick.pick()) {
                    case PROVIDER -> providers(asker, api(pick));
                    case FOLDER -> folders(asker);
                    case DATABASE -> databases(asker);
                };
        return all.limit(CHOICES_MAX).toList();
    }

    /// @return empty when that is not among the choices
    Optional<What> what(Subject asker, Wish.Pick pick, String choice) {
        return switch (pick.pick()) {
            case PROVIDER ->
                    chosen(asker, pick, choice)
                            .map(key -> new ServiceKey(key))
                            .map(key -> new What.ApiGrant(api(pick), null, null, key, null));
            case DATABASE ->
                    chosen(asker, pick, choice)
                            .map(id -> new What.ApiGrant(AdbApi.ID, null, null, null, id));
            case FOLDER -> folder(pick, choice);
        };
    }

    private Optional<String> chosen(Subject asker, Wish.Pick pick, String choice) {
        return choices(asker, pick).stream().map(Choice::key).filter(choice::equals).findFirst();
    }

    /// One that is not there yet will be made.
    private static Optional<What> folder(Wish.Pick pick, String name) {
        Access access = pick.access() == null ? Access.READ : pick.access();
        try {
            return Optional.of(new What.FolderGrant(name, access));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ApiId api(Wish.Pick pick) {
        return Objects.requireNonNull(pick.api(), "a provider is of an API");
    }

    private Stream<Choice> providers(Subject asker, ApiId api) {
        return Stream.of(Transport.RPC, Transport.PROXY)
                .flatMap(way -> registry.providers(way, api, asker.owner()).stream())
                .filter(provider -> !provider.service().equals(asker.key()))
                .map(Picks::choice)
                .distinct();
    }

    private static Choice choice(Provider provider) {
        return new Choice(provider.service().value(), provider.id().value());
    }

    private Stream<Choice> folders(Subject asker) {
        try {
            return folders.names(asker.owner()).stream().map(name -> new Choice(name, name));
        } catch (IOException e) {
            log.warn("the folders of {} cannot be read", asker.owner(), e);
            return Stream.of();
        }
    }

    /// Not those that it has anyway.
    private Stream<Choice> databases(Subject asker) {
        return databases.of(asker.owner()).stream()
                .filter(info -> !Boolean.TRUE.equals(info.isServerDb()))
                .filter(info -> !asker.key().value().equals(service(info)))
                .map(info -> new Choice(info.dbId(), name(info)));
    }

    private static String service(AdbApi.DbInfo info) {
        AdbApi.Owner owner = info.owner();
        return owner == null ? "" : Objects.requireNonNullElse(owner.serviceKey(), "");
    }

    private String name(AdbApi.DbInfo info) {
        String alias = Objects.requireNonNullElse(info.alias(), info.dbId().substring(0, 8));
        String service = service(info);
        return service.isEmpty()
                ? alias
                : registry.site(new ServiceKey(service))
                        .map(site -> alias + " of " + site.id())
                        .orElse(alias);
    }
}
